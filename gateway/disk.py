"""The journal's room on the disk: how much is left, a reserve for senders who never try again, and its lock."""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from gateway.inbox import JournalLocked

Probe = Callable[[Path], int]

# SQLite's WAL needs shared memory and working locks: https://www.sqlite.org/wal.html (point 1 of its disadvantages),
# https://www.sqlite.org/useovernet.html
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "ncpfs", "lustre", "ocfs2", "gfs2"}
    | {"fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "fuse.ceph", "fuse.davfs", "davfs", "beegfs"}
)


# Blanks and backslashes in a mount point are written as \\040 and \\134.
_OCTAL = re.compile(r"\\([0-7]{3})")


def free_bytes(folder: Path) -> int:
    """What an ordinary user may still write on the folder's file system."""
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize


def filesystem_fault(path: Path, mounts: str | None = None) -> str:
    """A sentence if the journal cannot live safely at `path`; empty if it can, or if nobody can tell.

    mounts: the text of /proc/mounts (https://man7.org/linux/man-pages/man5/proc_mounts.5.html).
    """
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return ""
    kind = _kind(path.absolute().resolve(), mounts)
    if kind not in NETWORK_FILE_SYSTEMS:
        return ""
    return f"{path} lies on a network file system ({kind}), where SQLite can lose data. Set DATA_DIR to a local disk."


def _kind(path: Path, mounts: str) -> str:
    """The type of the file system mounted nearest above `path`; of two at one place the later counts."""
    depth, kind = -1, ""
    for line in mounts.splitlines():
        words = line.split(" ")
        if len(words) < 3:
            continue
        where = Path(_OCTAL.sub(lambda match: chr(int(match[1], 8)), words[1]))
        if path.is_relative_to(where) and len(where.parts) >= depth:
            depth, kind = len(where.parts), words[2]
    return kind


def lock(folder: Path) -> int:
    """Take the folder for this process; the descriptor holds it until it is closed. Raise JournalLocked, OSError."""
    held = os.open(folder / "journal.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(held, 20, 0).decode("ascii", "replace").strip() or "unknown"
        os.close(held)
        raise JournalLocked(
            f"The journal in {folder} is being written by another process (pid {holder})."
            " Nothing was changed. Stop that one first, or give this one another DATA_DIR."
        ) from error
    os.ftruncate(held, 0)
    os.pwrite(held, str(os.getpid()).encode(), 0)
    return held


@dataclass(slots=True)
class Reserve:
    """`size` bytes kept back for senders who do not try again, twice over: others are refused when less is free, and a
    file of that size is given up when the disk is full in earnest. Used by the writer thread alone."""

    folder: Path
    size: int
    probe: Probe = free_bytes
    clock: Callable[[], float] = time.monotonic
    low: bool = False
    _looked: float = field(default=float("-inf"))

    @property
    def path(self) -> Path:
        return self.folder / "journal.reserve"

    def look(self, reusable: Callable[[], int], *, now: bool = False) -> bool:
        """True while others must be refused. `reusable` says how many bytes the database can write without growing.
        The disk is asked once a second, or `now`."""
        moment = self.clock()
        if not self.size or not (now or moment - self._looked >= 1):
            return self.low
        self._looked = moment
        free = self.probe(self.folder)
        # Taken again only at twice its size, so that it is not given up and taken again at every message.
        if free >= 2 * self.size and not self._held():
            self._take()
        self.low = free + reusable() < self.size or not self._held()
        return self.low

    def spend(self) -> bool:
        """Give the file's blocks to the journal; False if there were none to give."""
        held = self._held()
        with suppress(OSError):
            self.path.unlink()
        self.low = self.low or bool(self.size)
        return held

    def _held(self) -> bool:
        try:
            return self.path.stat().st_size == self.size
        except OSError:
            return False

    def _take(self) -> None:
        try:
            with self.path.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, self.size)
        except OSError:
            self.path.unlink(missing_ok=True)
