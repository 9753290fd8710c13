"""Attachments in a local folder: written beside, made durable, then renamed."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from forwarder.store import StoreAway, try_out

P = ParamSpec("P")
T = TypeVar("T")

_NAME: Final = re.compile(r"[a-z2-7]{26}")
_LEFT_OVER_SECONDS: Final = 86_400.0


@dataclass(frozen=True)
class Folder:
    """Satisfies `forwarder.store.BlobStore`. Two letters of a name make its folder, so that none grows too large."""

    path: Path

    async def put(self, name: str, sealed: bytes) -> None:
        await self._away(self._put, name, sealed)

    async def get(self, name: str) -> bytes | None:
        return await self._away(self._get, name)

    async def written(self, name: str) -> datetime | None:
        return await self._away(self._written, name)

    async def delete(self, name: str) -> None:
        await self._away(self._at(name).unlink, True)

    async def older(self, before: datetime) -> Sequence[str]:
        return await self._away(self._older, before.timestamp())

    async def check(self) -> str:
        if not self.path.exists():
            return f"Attachments will be kept in {self.path} (it will be made)"
        if not await try_out(self):
            raise StoreAway(f"What was written into {self.path} could not be read again: look at the disk")
        return f"Attachments can be kept in {self.path}"

    async def _away(self, do: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        try:
            return await asyncio.to_thread(do, *args, **named)
        except OSError as error:
            raise StoreAway(f"the attachments' folder {self.path} cannot be used ({error.strerror})") from error

    def _at(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("no name of a blob")
        return self.path / name[:2] / name

    def _put(self, name: str, sealed: bytes) -> None:
        final = self._at(name)
        new = not final.parent.is_dir()
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        final.parent.mkdir(mode=0o700, exist_ok=True)
        beside = final.with_name(f".{name}.{os.getpid()}.{time.monotonic_ns()}")
        try:
            _write(beside, sealed)
            beside.replace(final)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            raise
        _sync(final.parent)
        if new:
            _sync(self.path)

    def _get(self, name: str) -> bytes | None:
        try:
            return self._at(name).read_bytes()
        except FileNotFoundError:
            return None

    def _written(self, name: str) -> datetime | None:
        try:
            return datetime.fromtimestamp(self._at(name).stat().st_mtime, UTC)
        except FileNotFoundError:
            return None

    def _older(self, before: float) -> list[str]:
        found = []
        for file in self.path.glob("??/*") if self.path.is_dir() else ():
            with suppress(FileNotFoundError):
                when = file.stat().st_mtime
                if _NAME.fullmatch(file.name) and when < before:
                    found.append(file.name)
                elif file.name.startswith(".") and when < time.time() - _LEFT_OVER_SECONDS:
                    file.unlink()
        return found


def _write(path: Path, content: bytes) -> None:
    held = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(held, "wb", closefd=False) as file:
            file.write(content)
        os.fsync(held)
    finally:
        os.close(held)


def _sync(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
