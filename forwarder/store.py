"""Where the files that come with complaints lie: sealed, under names that tell nothing, in a folder or in S3."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from forwarder.seal import Hasher, Sealer, Unsealable


class StoreAway(Exception):
    """The store cannot be reached, read or written now. Nothing is lost: the mail is in the journal."""


class BlobStore(Protocol):
    """Bytes under names of ours (26 of a-z and 2-7). Every call ends within a time of the store's own, and raises
    `StoreAway` or nothing."""

    async def put(self, name: str, sealed: bytes) -> None:
        """Whole and on disk when this returns; over what was there before."""
        ...

    async def get(self, name: str) -> bytes | None:
        """None if there is nothing under this name."""
        ...

    async def written(self, name: str) -> datetime | None:
        """When it was last put there; None if there is nothing."""
        ...

    async def delete(self, name: str) -> None:
        """What is not there is no fault."""
        ...

    async def older(self, before: datetime) -> Sequence[str]:
        """Names of what was last put there before then."""
        ...

    async def check(self) -> str:
        """One sentence: that something can be put there and had again."""
        ...


async def try_out(store: BlobStore) -> bool:
    """Whether what is put there can be had again; nothing of it stays. Raise `StoreAway`."""
    name, sealed = "satupintucheckaaaaaaaaaaaa", b"satupintu"
    await store.put(name, sealed)
    back = await store.get(name)
    await store.delete(name)
    return back == sealed


@dataclass(frozen=True)
class Vault:
    """The store with our keys. A blob's name is a keyed hash of its content, so that nobody who sees names can find
    out whether a file he knows is there; it is bound to that name when it is sealed.

    A blob is never older than any row that needs it was received: whoever keeps it for such a row puts it again. So
    what is older than all rows that still have their bodies belongs to none of them. `margin`: so much longer
    a store is left alone that others use, too, whose rows we do not know: time to put again what they need.
    """

    store: BlobStore
    hasher: Hasher = field(repr=False)
    sealer: Sealer = field(repr=False)
    margin: timedelta = timedelta(0)

    def name(self, sha256: str) -> str:
        return self.hasher.short("attachment", sha256)

    async def keep(self, content: bytes, since: datetime) -> bool:
        """Put it, unless it was put at `since` or later. Whether it was written. Raise `StoreAway`."""
        name = self.name(await asyncio.to_thread(_sha256, content))
        written = await self.store.written(name)
        if written is not None and written >= since.replace(microsecond=0):  # S3 tells times in whole seconds
            return False
        await self.store.put(name, await asyncio.to_thread(self.sealer.seal, content, _about(name)))
        return True

    async def fetch(self, sha256: str) -> bytes | None:
        """The content with this hash; None if it is not there or cannot be opened. Raise `StoreAway`."""
        name = self.name(sha256)
        sealed = await self.store.get(name)
        return None if sealed is None else await asyncio.to_thread(self._open, sealed, name, sha256)

    def _open(self, sealed: bytes, name: str, sha256: str) -> bytes | None:
        try:
            content = self.sealer.open(sealed, _about(name))
        except Unsealable:
            return None
        return content if _sha256(content) == sha256 else None

    async def erase(self, sha256: str) -> None:
        """Destroy the file with this hash, which no other row of any node may need. Raise `StoreAway`."""
        await self.store.delete(self.name(sha256))

    async def erase_named(self, name: str, since: datetime) -> bool:
        """Destroy it, unless it was put there at `since` or later: somebody needs it again. Whether it is gone. Raise
        `StoreAway`."""
        written = await self.store.written(name)
        if written is None:
            return True
        if written >= since.replace(microsecond=0):
            return False
        await self.store.delete(name)
        return True

    async def purge(self, before: datetime) -> int:
        """Destroy what belongs to no row received since then. How many. Raise `StoreAway`."""
        before = (before - self.margin).replace(microsecond=0)
        names = await self.store.older(before)
        for name in names:
            # Somebody may have put it again meanwhile.
            written = await self.store.written(name)
            if written is not None and written < before:
                await self.store.delete(name)
        return len(names)


def _about(name: str) -> bytes:
    return b"attachment:" + name.encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
