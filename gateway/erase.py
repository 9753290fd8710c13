"""HAPUS DATA, a day after it was confirmed: one node forgets what it holds of a person, and keeps a line that it did.

What the central system holds is its own: UU 27/2022 makes it answerable for that, and its sender was told so.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from forwarder import erasing
from forwarder.erasing import Doomed, Erasure, Remains
from forwarder.ledger import Ledger
from forwarder.naming import chats_of
from forwarder.schedule import GIVE_UP_SECONDS
from forwarder.store import StoreAway, Vault
from gateway import audit
from gateway.control_client import ControlClient
from gateway.inbox import ERASE_AGAIN, ERASED_AGAIN, Fact, Row, marked
from gateway.journal_reader import JournalReader
from gateway.log import describe
from gateway.named_in import Names
from gateway.row_end import complaints_in
from gateway.understand import Understanding
from normalizer.schema import Attachment, Message

log = structlog.get_logger("erase")

EVERY_SECONDS = 60.0
_AT_ONCE = 200
_MOST_FACTS = 1_000_000
# Rows of which no person is the sender: a provider's report names the address, the central system's news the complaint.
_ABOUT_THEM = ("report", "news")


@dataclass(eq=False)
class Found:
    """What this journal holds of one person. `late`: messages that may have been answered after they had confirmed;
    `again_ms`: when they wrote again after that."""

    rows: list[int] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    chats: set[str] = field(default_factory=set)
    addresses: set[bytes] = field(default_factory=set, repr=False)
    files: set[str] = field(default_factory=set)
    again_ms: float = math.inf

    def remains(self) -> Remains:
        others = frozenset(self.named - self.own)
        own, added = frozenset(self.own), frozenset(self.added | self.own)
        return Remains(own, others, added, frozenset(self.chats), own & self.named)


@dataclass(eq=False)
class Erasing:
    """One node's part. `vault`: None where no files are kept; `clocks`: how far those of a store and of ours may be
    apart. Every step may be done again. `gone`: who was erased, and what came in until when (ms) goes with them."""

    reader: JournalReader
    control: ControlClient
    understanding: Understanding
    folder: Path
    node: str
    vault: Vault | None = None
    clocks: timedelta = timedelta(minutes=10)
    gone: Mapping[str, int] = field(default_factory=dict, repr=False)

    async def settle(self, ledger: Ledger, now: datetime) -> int:
        """Erase whose day is over; how many. Raise `LedgerLost`, `LedgerAway`, `JournalError`, `NotAudited`."""
        note = self.reader.meta(ERASE_AGAIN) or ""
        again = note != (self.reader.meta(ERASED_AGAIN) or "")
        known = await self.learn(ledger, now) if again else await self._known(ledger, now)
        due = await erasing.due(ledger, int(now.timestamp() * 1000), self.node)
        wanted = due + [one for one in known if again and one.key not in {each.key for each in due}]
        count = left = 0
        for erasure, found, shared in await self._gather(wanted) if wanted else ():
            if erasure in due or found.rows:
                done = await self._erase(ledger, erasure, found, shared)
                count, left = count + done, left + (not done)
        if again and not left:
            # Facts came, too, and not always with a row.
            await self.control.erase([], sorted((one.person, one.at_ms) for one in wanted))
            await self.control.set_meta(ERASED_AGAIN, note)
        await self._files(ledger)
        return count

    async def learn(self, ledger: Ledger, now: datetime) -> list[Erasure]:
        """Every erasure of the last year that is over, those included that this journal alone may know; from now on
        nothing is made of what came before them."""
        await erasing.remember(ledger, await asyncio.to_thread(self._noted))
        return await self._known(ledger, now)

    async def _known(self, ledger: Ledger, now: datetime) -> list[Erasure]:
        known = await erasing.known(ledger, int(now.timestamp() * 1000))
        gone = defaultdict[str, int](int)
        for one in known:
            gone[one.person] = max(gone[one.person], one.at_ms)
        self.gone = dict(gone)
        return known

    def _noted(self) -> list[Fact]:
        return [one for kind in erasing.FACTS for one in self.reader.facts(0, _MOST_FACTS, kind=kind)]

    def came_too_late(self, row: Row) -> bool:
        """Whether its sender had everything erased since: it lay in another journal, or could not be read then."""
        if not self.gone or _ms(row) > max(self.gone.values()):
            return False
        return any(_ms(row) <= self.gone.get(one, -1) for one in self._people(self._messages(row)))

    async def found_late(self) -> None:
        """Before what came too late gets its end: it is looked for once more."""
        await self.control.set_meta(ERASE_AGAIN, f"found {time.time_ns()}")

    async def _erase(self, ledger: Ledger, erasure: Erasure, found: Found, shared: Set[str]) -> bool:
        found.chats |= {erasure.who} - {""}
        remains = found.remains()
        if not await erasing.forget(ledger, remains):
            log.info("erasure_waits", act=erasure.key)
            return False
        # The line first: should a later step fail, this is done again.
        await asyncio.to_thread(audit.note, self.folder, "erased at the sender's wish", found.rows)
        await self._forget_files(ledger, erasure, found.files - shared)
        # Other journals hold facts of them, and not always a row of theirs.
        messages, until = sorted(remains.told | found.late), erasure.at_ms
        chats = [(name, str(until)) for name in sorted(remains.chats)]
        await erasing.tell(ledger, [*((name, "") for name in messages), *chats])
        names = [(name, until) for name in sorted({*found.chats, erasure.person})]
        await self.control.erase(found.rows, names, messages)
        await erasing.done(ledger, erasure, self.node)
        log.info("erased", act=erasure.key, rows=len(found.rows), complaints=len(found.own))
        return True

    async def _gather(self, erasures: Sequence[Erasure]) -> list[tuple[Erasure, Found, Set[str]]]:
        """Of each what there is, in one look at the journal, and the files that somebody sent who stays."""
        looked, shared, after = [(one, Found()) for one in erasures], set[str](), 0
        while rows := await asyncio.to_thread(self.reader.rows, after, _AT_ONCE):
            for row in rows:
                messages = list(self._messages(row))
                if not self._look(row, messages, looked):
                    shared |= {one.sha256 for one in _files(messages) if one.sha256}
                await asyncio.sleep(0)
            after = rows[-1].seq
        for end in _ABOUT_THEM:
            await self._said_of([found for _, found in looked if found.own], end)
        for _, found in looked:
            found.rows.sort()
        return [(one, found, shared) for one, found in looked]

    async def _said_of(self, looked: Sequence[Found], end: str) -> None:
        """What others said of their complaints, whenever that was, and of answers to them, until they wrote again: what
        they tell after HAPUS DATA stays, and so does what became of its answers."""
        named = [(one, Names.of(map(str.encode, one.own)), Names.of(one.addresses)) for one in looked]
        after = 0
        while rows := await asyncio.to_thread(self.reader.rows, after, _AT_ONCE, end=end) if named else []:
            for row in rows:
                for found, complaints, addresses in named:
                    if complaints.are_in(row) or (_ms(row) < found.again_ms and addresses.are_in(row)):
                        found.rows.append(row.seq)
                await asyncio.sleep(0)
            after = rows[-1].seq

    def _look(self, row: Row, messages: Sequence[Message], looked: Sequence[tuple[Erasure, Found]]) -> bool:
        """Whether it goes with one of them."""
        people, goes = self._people(messages), False
        for erasure, found in looked if people else ():
            if erasure.person not in people:
                continue
            if _ms(row) > erasure.at_ms:
                found.again_ms = min(found.again_ms, _ms(row))
            else:
                self._note(row, messages, found)
                if _ms(row) > erasure.at_ms - GIVE_UP_SECONDS * 1000:
                    found.late |= {self._short(what, one) for what in ("claim", "complaint") for one in messages}
                goes = True
        return goes

    def _note(self, row: Row, messages: Sequence[Message], found: Found) -> None:
        found.rows.append(row.seq)
        found.files |= {one.sha256 for one in _files(messages) if one.sha256}
        found.named |= set(complaints_in(row.end))
        for message in messages:
            found.own.add(self._short("complaint", message))
            found.added.add(self._short("supplement", message))
            found.chats |= set(chats_of(self.understanding.hasher, message))
            found.addresses.add(message.sender.address.lstrip("+").lower().encode())

    def _messages(self, row: Row) -> Iterator[Message]:
        """None of what cannot be read now: it says nobody's name."""
        channel, raw = self.understanding.channels.get(row.channel), marked(row)
        if channel is None or raw is None:
            return
        try:
            yield from (each for each in channel.read(raw) if isinstance(each, Message))
        except Exception as error:  # noqa: BLE001 - one row that nobody can read must not keep the others
            log.warning("not_read", row=row.seq, channel=row.channel, why=describe(error))

    def _people(self, messages: Iterable[Message]) -> set[str]:
        short = self.understanding.hasher.short
        return {short("person", message.person) for message in messages if not message.borrowed}

    def _short(self, purpose: str, message: Message) -> str:
        return self.understanding.hasher.short(purpose, message.channel, message.delivery)

    async def _forget_files(self, ledger: Ledger, erasure: Erasure, theirs: Set[str]) -> None:
        """Those that nobody else sent. Of what several nodes share each node has to say that."""
        if self.vault is None:
            return
        if self.vault.margin:
            await erasing.doom(ledger, erasure, self.node, map(self.vault.name, theirs))
            return
        try:
            for sha256 in sorted(theirs):
                await self.vault.erase(sha256)
        except StoreAway as away:
            log.warning("files_not_erased", why=str(away))
            raise

    async def _files(self, ledger: Ledger) -> None:
        """Files in a store that is shared: needed by a row of ours, or by nobody's."""
        for one in await erasing.doomed(ledger, self.node) if self.vault and self.vault.margin else ():
            if one.sure:
                await self._destroy(ledger, one)
            else:
                await erasing.looked(ledger, one, self.node, await self._needed(one.names))

    async def _needed(self, names: Set[str]) -> set[str]:
        needed, after = set[str](), 0
        while rows := await asyncio.to_thread(self.reader.rows, after, _AT_ONCE):
            for row in rows:
                files = _files(list(self._messages(row)))
                needed |= {self.vault.name(one.sha256) for one in files if one.sha256 and self.vault} & names
                await asyncio.sleep(0)
            after = rows[-1].seq
        return needed

    async def _destroy(self, ledger: Ledger, one: Doomed) -> None:
        assert self.vault  # noqa: S101 - `_files` looked
        since = datetime.fromtimestamp(one.since_ms / 1000, UTC) - self.clocks
        for name in sorted(one.names):
            await self.vault.erase_named(name, since)
        await erasing.destroyed(ledger, one, self.node)
        log.info("files_erased", act=one.key, files=len(one.names))


def _files(messages: Iterable[Message]) -> Iterator[Attachment]:
    for message in messages:
        yield from message.attachments
        if message.origin:
            yield from message.origin.attachments


def _ms(row: Row) -> int:
    return int(row.received_at.timestamp() * 1000)
