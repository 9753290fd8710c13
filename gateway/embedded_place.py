"""Where the embedded Valkey lives: a directory of its own, a socket path short enough, and what a killed run left."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path

# sun_path holds 108 bytes on Linux and 104 on macOS, and the server binds a temporary name beside it.
_LONGEST = 100


class EmbeddedFailed(Exception):
    """The embedded Valkey cannot be had; the text says why and what to do. Nothing of it is left running."""


def own_directory(directory: Path) -> None:
    """Make it, ours alone. Raise `EmbeddedFailed` when it cannot be."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.chmod(0o700)
        (directory / "server.lock").touch(mode=0o600)
    except OSError as error:
        raise EmbeddedFailed(
            f"The embedded Valkey cannot keep its data in {directory} ({error.strerror}): "
            "make that folder writable for this user, or set DATA_DIR to one that is."
        ) from error


def socket_path(directory: Path) -> Path:
    """In the directory if it fits into a socket address, else in a short folder that nobody else can enter."""
    path = directory / "server.sock"
    if len(os.fsencode(path)) <= _LONGEST:
        path.unlink(missing_ok=True)
        return path
    name = f"satupintu-{hashlib.sha256(os.fsencode(directory)).hexdigest()[:16]}"
    for parent in (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp"):  # noqa: S108 - checked below
        path = Path(parent) / name / "server.sock"
        if parent and len(os.fsencode(path)) <= _LONGEST and _ours(path.parent):
            path.unlink(missing_ok=True)
            return path
    return Path(tempfile.mkdtemp(prefix="satupintu-", dir="/tmp")) / "server.sock"


def _ours(folder: Path) -> bool:
    """Make it, or see that it is a real folder of this user that nobody else may enter: /tmp is everyone's, and a
    link laid there beforehand would put our socket where another wants it."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
        return private and found.st_uid == os.getuid()
    except OSError:
        return False
    return True


def end_leftover(directory: Path, seconds: float = 4.0) -> None:
    """End the server a killed run left in this directory: two on one AOF would destroy it. Call it under the lock.

    The pid alone proves nothing (it may be another program's by now): the process must name this directory.
    """
    pid = _pid(directory / "server.pid")
    for number in (signal.SIGTERM, signal.SIGKILL):
        if pid and _serves(pid, directory):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            _wait_until_gone(pid, directory, time.monotonic() + seconds / 2)
    if pid and _serves(pid, directory):
        raise EmbeddedFailed(f"A Valkey from an earlier run (pid {pid}) still holds {directory} and does not end.")
    (directory / "server.pid").unlink(missing_ok=True)


def _wait_until_gone(pid: int, directory: Path, deadline: float) -> None:
    while _serves(pid, directory) and time.monotonic() < deadline:
        time.sleep(0.01)


def _pid(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None


def _serves(pid: int, directory: Path) -> bool:
    words = _command(pid).split(b"\0")
    return b"--dir" in words[:-1] and words[words.index(b"--dir") + 1] == os.fsencode(directory)


def _command(pid: int) -> bytes:
    """A process's words, each ended by NUL; empty when it is gone (or a zombie)."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return b""
    found = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, check=False)  # noqa: S603, S607
    return found.stdout.strip().replace(b" ", b"\0")  # macOS: a directory with a blank in its name is not recognised
