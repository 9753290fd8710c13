"""Where `satupintu run` may be: a folder that no other run uses, and ports that nobody listens on."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from gateway.ports import free_ports
from gateway.run_ports import owner

MARK = "made-by-satupintu-run"
LOCK = "run.lock"
PORTS = {"WEB_LISTEN": 8080, "PRIVATE_LISTEN": 9090, "SMTP_LISTEN": 2525}


class CannotRun(Exception):
    """What stands in the way, and what to do."""


@dataclass
class Place:
    """An empty folder for one run, held until `leave`. `own`: it was made for this run and goes with it; `said`: what
    the newcomer should know about it."""

    folder: Path
    own: bool = False
    said: str = ""
    _lock: IO[str] | None = field(default=None, repr=False)

    @classmethod
    def take(cls, data_dir: str, *, once: bool) -> Place:
        """`DATA_DIR/run`, emptied; without DATA_DIR `data/run`, or a new folder when nothing can be written there or
        the run is one of its own (`once`). Raise `CannotRun`."""
        if once and not data_dir:
            return cls._temporary("")
        parent = Path(data_dir or "data").absolute()
        try:
            return cls._below(parent)
        except OSError as error:
            if not data_dir:
                return cls._temporary(f"{parent} cannot be written ({error.strerror}), so this run is kept in {{}}.")
            raise CannotRun(
                f"{parent} cannot be written ({error.strerror}). Set DATA_DIR to a folder you may write: "
                "DATA_DIR=/tmp/satupintu make run"
            ) from error

    @classmethod
    def _below(cls, parent: Path) -> Place:
        # As `serve` makes its own; `check` warns of any other.
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock, folder = _lock(parent), parent / "run"
        if folder.exists() and not (folder / MARK).exists():
            lock.close()
            raise CannotRun(f"{folder} holds something that satupintu run did not make. Move it away, or set DATA_DIR.")
        # Every run tells its own story. Only what an earlier run made is removed, and only while none uses it.
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / MARK).touch()
        return cls(folder, _lock=lock)

    @classmethod
    def _temporary(cls, said: str) -> Place:
        try:
            parent = Path(tempfile.mkdtemp(prefix="satupintu-"))
        except OSError as error:
            raise CannotRun(f"No temporary folder can be made ({error.strerror}). Set DATA_DIR.") from error
        made = cls._below(parent)
        made.own, made.said = True, said.format(parent)
        return made

    @property
    def data_dir(self) -> Path:
        """What DATA_DIR must be for `satupintu simulate` to find this run."""
        return self.folder.parent

    def leave(self, *, keep: bool) -> None:
        """Let go of it; a folder of its own is removed unless it is to be kept."""
        if self.own and not keep:
            shutil.rmtree(self.data_dir, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _lock(parent: Path) -> IO[str]:
    """The kernel lets go of it when its process ends, however that ends. Raise OSError or `CannotRun`."""
    lock = (parent / LOCK).open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.seek(0)
        pid = lock.read(20).strip() or "unknown"
        lock.close()
        raise CannotRun(
            f"Another run (pid {pid}) uses {parent / 'run'}. Stop that one, or give this one a folder and ports of its "
            "own: DATA_DIR=/tmp/satupintu make run. Nothing was changed."
        ) from error
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def ports(env: Mapping[str, str], *, once: bool) -> tuple[int, int, int]:
    """Web, private, mail: those of the settings, or free ones for a run that nobody else talks to. Raise `CannotRun`
    with all that are taken."""
    asked = {name: env.get(name, "").rpartition(":")[2] for name in PORTS}
    spare = iter(free_ports(len(PORTS)))
    found = {
        name: int(text) if text.isdigit() else next(spare) if once else PORTS[name] for name, text in asked.items()
    }
    taken = {name: reason for name, port in found.items() if (reason := _taken(port))}
    if taken:
        raise CannotRun(_advice(found, taken))
    return found["WEB_LISTEN"], found["PRIVATE_LISTEN"], found["SMTP_LISTEN"]


def _taken(port: int) -> str:
    """Why it cannot be had; empty if it can."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
            one.listen()
        except (OSError, OverflowError) as error:
            return getattr(error, "strerror", None) or "there is no such port"
    return ""


def _advice(found: Mapping[str, int], taken: Mapping[str, str]) -> str:
    lines = []
    for name, reason in taken.items():
        who = ""
        with suppress(OSError):
            who = owner(found[name])
        lines.append(f"Port {found[name]} ({name}) cannot be had: {f'it is used by {who}' if who else reason}.")
    others = " ".join(f"{name}=127.0.0.1:{port}" for name, port in zip(taken, free_ports(len(taken)), strict=True))
    return "\n".join([*lines, f"Stop what uses them, or choose others: {others} make run"])
