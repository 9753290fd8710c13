"""Proof, fourth part: what a provider lists as sent in our name is known here, and what was noted as sent it knows.

A status callback proves nothing: a message that left twice has two. What counts is the answer that names it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from channels.abilities import Recalling, SentMessage, able
from channels.base import Channel
from forwarder.accounted import noted, unsettled
from forwarder.ledger import Ledger
from forwarder.naming import who_at
from forwarder.patience import account_of
from forwarder.reply import report_key
from forwarder.seal import Hasher
from gateway.inbox import DOUBT_MS
from gateway.journal_reader import JournalReader
from gateway.proof_courtesy import Courtesy, NotAsked
from gateway.proof_rows import Account
from normalizer.schema import ChannelName

# A message is sent before its answer is noted, by another clock: the list is read somewhat further than it is judged.
_APART = timedelta(minutes=10)
_AT_ONCE, _CALLS, _MOST_ASKED = 500, 10, 500
_KINDS = ("answer_sent", "answer_piece")
_PARKED = "it has left, and an answer to the same person waits for one of us: if it is this one, `complaints settle`"
_DOUBLE = "the same words left to the same person under another id, too, and nothing here knows of this one"
_ORPHAN = "it left in our name, and no journal or ledger here knows it"
_UNKNOWN = "noted as sent, but its provider does not know it: who waited for it heard nothing; the answer is"
_MORE = "more answers are not in its list, and were not asked for one by one"


@dataclass(frozen=True)
class Answers:
    """What there is to ask. `channels`: those that are switched on."""

    reader: JournalReader
    ledger: Ledger
    hasher: Hasher
    channels: Mapping[ChannelName, Channel] = field(repr=False)
    courtesy: Courtesy

    async def recount(self, found: Account) -> None:
        """Raise `LedgerAway`."""
        lists = {name: able(channel, Recalling) for name, channel in self.channels.items()}
        known = {name: channel for name, channel in lists.items() if channel is not None}
        mine, there, whole = self._sent_here(found, list(known.values())), set[str](), True
        for name, channel in known.items():
            try:
                async with self.courtesy.towards(account_of(name)):
                    there |= await self._listed(found, name, channel, mine)
            except NotAsked as away:
                whole = False
                found.differs("provider", name, f"{away}: what left in our name was not compared with its list")
        if whole:
            await self._look_for(found, {sid: one for sid, one in mine.items() if sid not in there}, known)

    def _sent_here(self, found: Account, providers: Sequence[Recalling]) -> dict[str, tuple[str, datetime]]:
        """By the provider's id: the answer that this node's journal says left as that, and when, by Redis's clock."""
        mine = dict[str, tuple[str, datetime]]()
        for subject, data, at in self._facts(found.since - _APART):
            if at < found.until + _APART and any(one.may_call(data) for one in providers):
                mine[data] = (subject, at)
        return mine

    def _facts(self, since: datetime) -> Iterator[tuple[str, str, datetime]]:
        for kind in _KINDS:
            after = 0
            while facts := self.reader.facts(after, 1_000, int(since.timestamp() * 1000), kind=kind):
                for one in facts:
                    yield one.subject, one.data.rpartition(" ")[2], datetime.fromtimestamp(one.at_ms / 1000, UTC)
                after = facts[-1].seq

    # -- what is listed, and nobody here knows -----------------------------------------------------------------------

    async def _listed(
        self, found: Account, name: ChannelName, channel: Recalling, mine: Mapping[str, object]
    ) -> set[str]:
        """All that this provider lists of the time, once it is compared. Raise `SendFailed`, `NotAsked`."""
        there, said, strangers = set[str](), set[bytes](), list[SentMessage]()
        async for some in _batches(channel.sent(found.since - _APART, found.until + _APART)):
            there.update(one.id for one in some)
            for one, known in zip(some, await self._known(name, some), strict=True):
                if known or one.id in mine:
                    said.add(one.words)
                elif found.since <= one.at < found.until:
                    strangers.append(one)
            await self.courtesy.heed(account_of(name))
        found.sums[f"{name}: sent, as its provider lists it"] += len(there)
        await self._judge(found, name, strangers, said)
        return there

    async def _known(self, name: ChannelName, some: Sequence[SentMessage]) -> list[bool]:
        return await noted(self.ledger, [report_key(self.hasher, name, one.id) for one in some])

    async def _judge(
        self, found: Account, name: ChannelName, strangers: Sequence[SentMessage], said: set[bytes]
    ) -> None:
        """One that is under way, or lies before a person, is no stranger, but each only once. What is noted meanwhile
        is known after all, so that is looked at last."""
        readers = {one.id: self._readers(one) for one in strangers}
        names = {each for some in readers.values() for each in some}
        under_way = await unsettled(self.ledger, "due:reply", names) if names else Counter[str]()
        left = await unsettled(self.ledger, "parked", names) if names else Counter[str]()
        for one, known in zip(strangers, await self._known(name, strangers), strict=True):
            if known:
                continue
            if one.dead:
                # Cut off when it was taken, found to have failed when it was looked up: its id was never ours to note.
                found.sums[f"{name}: sent by nobody known here, and it never arrived"] += 1
            elif _one_of(under_way, readers[one.id]):
                found.sums[f"{name}: sent, and to be looked up before it is sent again"] += 1
            elif _one_of(left, readers[one.id]):
                found.differs("parked", one.id, f"{name}: {_PARKED}")
            elif not self._can_tell(one):
                found.sums[f"{name}: sent so long ago, or to somebody erased since, that nobody could know"] += 1
            elif one.words in said:
                found.differs("double", one.id, f"{name}: {_DOUBLE}")
            else:
                found.differs("orphan", one.id, f"{name}: {_ORPHAN}")

    def _readers(self, one: SentMessage) -> list[str]:
        """Under which the ledger may know whom it went to: what does not reach a chat goes on by another way."""
        return [who_at(self.hasher, name, one.to) for name in self.channels]

    def _can_tell(self, one: SentMessage) -> bool:
        """Whether an answer that left as this would still be known. Who is erased takes what left to them along, once
        the ledger is made anew."""
        if one.at < datetime.now(UTC) - timedelta(seconds=self.ledger.keep.claim) + timedelta(hours=1):
            return False
        at_ms = int(one.at.timestamp() * 1000)
        renewed = int(self.reader.meta(DOUBT_MS) or 0) > at_ms
        return not (renewed and self.reader.facts(0, 1, at_ms, kind="erased"))

    # -- what was noted, and is not listed ---------------------------------------------------------------------------

    async def _look_for(
        self, found: Account, missing: Mapping[str, tuple[str, datetime]], known: Mapping[ChannelName, Recalling]
    ) -> None:
        """One by one: it may have left a moment before this time, by another clock, or from a number of former days."""
        asked = list[tuple[str, str, ChannelName, Recalling]]()
        for sid, (answer, at) in missing.items():
            name, channel = next((name, one) for name, one in known.items() if one.may_call(sid))
            if found.since <= at < found.until and at > datetime.now(UTC) - channel.kept:
                asked.append((sid, answer, name, channel))
        left, asking = iter(asked[:_MOST_ASKED]), Asking(found, self.courtesy)
        for outcome in await asyncio.gather(*(asking.go_on(left) for _ in range(_CALLS)), return_exceptions=True):
            if outcome is not None:
                raise outcome
        if asking.stopped:
            some = f"{asking.count} of {len(asked)} answers that are not in its list were asked for one by one"
            found.differs("provider", asked[0][2], f"{asking.stopped}: {some}")
            return
        if unasked := asked[_MOST_ASKED:]:
            found.differs("provider", unasked[0][2], f"{len(unasked)} {_MORE}")


@dataclass(eq=False)
class Asking:
    """What is asked for one by one until somebody is not answered, `stopped` says why; `count` were."""

    found: Account
    courtesy: Courtesy
    count: int = 0
    stopped: str = ""

    async def go_on(self, left: Iterator[tuple[str, str, ChannelName, Recalling]]) -> None:
        while not self._over() and (one := next(left, None)) is not None:
            sid, answer, name, channel = one
            try:
                async with self.courtesy.towards(account_of(name)):
                    if self._over():
                        return
                    there = await channel.holds(sid)
            except NotAsked as away:
                self.stopped = self.stopped or str(away)
                return
            self.count += 1
            if not there:
                self.found.differs("lost", sid, f"{name}: {_UNKNOWN} {answer}")

    def _over(self) -> bool:
        return bool(self.stopped)


def _one_of(counted: Counter[str], names: Sequence[str]) -> bool:
    """Whether there is one under one of these names; it is used up by that."""
    name = next((each for each in names if counted[each]), "")
    counted.subtract([name] if name else ())
    return bool(name)


async def _batches(listed: AsyncIterator[SentMessage]) -> AsyncIterator[list[SentMessage]]:
    some = list[SentMessage]()
    async for one in listed:
        some.append(one)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    yield some
