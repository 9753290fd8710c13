"""The files of a complaint or supplement on their way: fetched, scanned, stripped where asked for, handed over.

What cannot go on is named in the case with the reason (`Attachment.withheld`); it never stops the text. Everything here
may be done again: nothing is frozen before all of it was handed over.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol, TypeVar, runtime_checkable

from forwarder.central import Central, Unavailable, Unknown
from forwarder.handing import AtOnce, Handing
from forwarder.scan import Clamd, ScanAway
from forwarder.store import StoreAway, Vault
from forwarder.strip_apart import strip_apart
from normalizer.schema import Attachment, Withheld
from normalizer.strip import neutral_names

AGAIN_SECONDS = 10.0
# Each holds a file in memory, twice while it is opened.
_AT_ONCE = 4
# Stripping the files of one complaint. A sender may send twenty that are made to take long.
STRIP_SECONDS = 45.0

_T = TypeVar("_T")
_FREELY: Final = AtOnce()
Strip = Callable[[bytes, str], Awaitable[bytes | None]]


@runtime_checkable
class TakesFiles(Protocol):
    """A central system that can be given bytes. `shelf`: where it has them; what is there is on no other."""

    @property
    def shelf(self) -> str: ...

    async def attach(self, place: int, attachment: Attachment, content: bytes) -> Withheld:
        """Hand over the bytes that `attachment.sha256` names, the `place`-th (from 1) of their case; again changes
        nothing. `Withheld.NOT` when it has them, else why it does not want them. Raise `Unavailable` or `Unknown`."""
        ...


def shelf_of(central: Central) -> str:
    return central.shelf if isinstance(central, TakesFiles) else ""


@dataclass(eq=False)
class NotYet(Exception):
    """A file is not there yet, or could not be judged; the text waits a little for it."""

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Carry:
    """`wait`: for how many seconds after it came a complaint waits for its files before it goes without.
    `unscanned_goes`: whether a file goes on when clamd cannot be asked. `strip_seconds`: after that long the files of a
    complaint that are left are withheld unstripped."""

    vault: Vault
    clamd: Clamd | None = None
    unscanned_goes: bool = False
    wait: float = 900.0
    strip: Strip = strip_apart
    strip_seconds: float = STRIP_SECONDS
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE), init=False, repr=False)

    async def hand_over(
        self,
        attachments: Sequence[Attachment],
        central: Central,
        age: float,
        *,
        anonim: bool,
        handing: Handing = _FREELY,
    ) -> tuple[Attachment, ...]:
        """As the case names them. age: seconds since they came. Raise `NotYet` or `Unavailable`; then it goes on with
        the file where it broke off."""
        if not attachments:
            return ()
        if not central.can.attachments:
            return untaken(attachments, anonim=anonim)
        taken, effort, there = [], _Effort(self.strip, self.strip_seconds), await handing.there()
        async with self._turns:
            try:
                for place, attachment in enumerate(attachments, 1):
                    one = _One(self, central, place, anonim, effort, handing, there, late=age >= self.wait)
                    taken.append(await one.taken(attachment))
            except (NotYet, Unavailable):
                await handing.breaks_off(there)
                raise
        await handing.ends()
        return nameless(taken) if anonim else tuple(taken)


@dataclass(eq=False)
class _Effort:
    """What stripping may still cost, of all files of one complaint together."""

    way: Strip
    seconds: float

    async def strip(self, content: bytes, media_type: str) -> bytes | None:
        if self.seconds <= 0:
            return None
        began = time.monotonic()
        try:
            return await self.way(content, media_type)
        finally:
            self.seconds -= time.monotonic() - began


@dataclass(frozen=True)
class _One:
    """One file; late: it is not waited for any more. `there`: names of those that were handed over."""

    carry: Carry
    central: Central
    place: int
    anonim: bool
    effort: _Effort
    handing: Handing
    there: set[str]
    late: bool

    async def taken(self, attachment: Attachment) -> Attachment:
        # Another channel's file is named by its provider only; its bytes were never here.
        if attachment.withheld or not attachment.sha256 or not attachment.source.startswith("part:"):
            return attachment
        content = await self._content(attachment.sha256)
        if content is None:
            return replace(attachment, withheld=Withheld.MISSING)
        if why := await self._suspect(content):
            return replace(attachment, withheld=why)
        if self.anonim:
            stripped = await self.effort.strip(content, attachment.media_type)
            if stripped is None:
                return replace(attachment, withheld=Withheld.IDENTIFYING)
            attachment, content = _of(attachment, stripped), stripped
        return replace(attachment, withheld=await self._handed(attachment, content))

    async def _content(self, sha256: str) -> bytes | None:
        try:
            content = await self.carry.vault.fetch(sha256)
        except StoreAway as away:
            content, why = None, str(away)
        else:
            why = "an attachment is not in the store yet"
        if content is None and not self.late:
            raise NotYet(why)
        return content

    async def _suspect(self, content: bytes) -> Withheld:
        if self.carry.clamd is None:
            return Withheld.NOT
        try:
            return Withheld.INFECTED if await self.carry.clamd.infected(content) else Withheld.NOT
        except ScanAway as away:
            if self.carry.unscanned_goes:
                return Withheld.NOT
            if not self.late:
                raise NotYet(str(away)) from None
            return Withheld.UNSCANNED

    async def _handed(self, attachment: Attachment, content: bytes) -> Withheld:
        if not isinstance(self.central, TakesFiles):
            return Withheld.REFUSED
        name = self.carry.vault.name(str(attachment.sha256))
        if name in self.there:
            return Withheld.NOT
        withheld = await self._offered(self.central, attachment, content)
        if withheld is Withheld.NOT:
            self.there.add(name)
        return withheld

    async def _offered(self, central: TakesFiles, attachment: Attachment, content: bytes) -> Withheld:
        try:
            return await self._called(lambda: central.attach(self.place, attachment, content))
        except Unknown as unknown:
            if not self.late:
                raise NotYet(unknown.reason) from None
        try:
            await self._called(self.central.check)  # away altogether: then the case could not be told either
        except Unknown as unknown:
            raise Unavailable(unknown.reason) from None
        try:
            return await self._called(lambda: central.attach(self.place, attachment, content))
        except Unknown:
            return Withheld.REFUSED

    async def _called(self, call: Callable[[], Awaitable[_T]]) -> _T:
        """Raise `Unknown`, or `Unavailable` also for what asks for patience."""
        await self.handing.leave()
        try:
            return await call()
        except Unknown as unknown:
            if unknown.after:
                raise Unavailable(unknown.reason, unknown.after) from None
            raise


def _of(attachment: Attachment, content: bytes) -> Attachment:
    return replace(attachment, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def untaken(attachments: Sequence[Attachment], *, anonim: bool) -> tuple[Attachment, ...]:
    """For a central system that takes no files: nothing is fetched and nothing is waited for."""
    named = tuple(one if one.withheld else replace(one, withheld=Withheld.REFUSED) for one in attachments)
    return nameless(named) if anonim else named


def nameless(attachments: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Of an anonymous person: names of ours, and nothing by which what is withheld could be recognised."""
    names = neutral_names(one.media_type for one in attachments)
    bare = (replace(one, size=None, sha256=None) if one.withheld else one for one in attachments)
    return tuple(replace(one, name=name) for one, name in zip(bare, names, strict=True))


def reasons(attachments: Sequence[Attachment]) -> str:
    """`infected missing`: why files are withheld, each once; "" when none is."""
    return " ".join(dict.fromkeys(str(one.withheld) for one in attachments if one.withheld))
