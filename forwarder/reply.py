"""One answer to one listener: words made at the last moment, sent at most once where that can be known."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import random

from channels.base import Channel, SendFailed
from channels.mail_alignment import counted_as
from forwarder import defects, outbox, schedule
from forwarder.flood import HUSH, Flood
from forwarder.items import QUESTION, LedgerAway, LedgerLost, ReplyLease
from forwarder.ladder import Step
from forwarder.ledger import Ledger
from forwarder.letter import Enclose, Letter, Letters, Render
from forwarder.listener import Listener
from forwarder.looked_up import looked_up, mark_of
from forwarder.mailboxes import heeding_stop
from forwarder.passing import tried_again
from forwarder.patience import Patience, account_of
from forwarder.preferences import tongue_of
from forwarder.ration import Ration
from forwarder.refusals import refused
from forwarder.reply_limits import COPY, NUMBER, Limits
from forwarder.routes import Routes, addressed
from forwarder.seal import Hasher
from forwarder.switches import heed
from forwarder.wish_now import with_wish
from normalizer.schema import ChannelName, Medium, Otherwise

# What a provider needs before its own list shows a message whose answer was lost.
SETTLE_SECONDS = 5.0

# Of a question whose words may not be told, or cannot be opened.
UNASKED = (
    "The agency asks about a complaint that became rahasia, or another chat's alone (or ENCRYPTION_KEYS lacks a key),"
    " and waits: ask the citizen, then satupintu complaints settle ID"
)
# Answers that tell national numbers: to a citizen, of one mail's complaints, to the citizen behind a forward.
_NUMBERS = frozenset({NUMBER, "numbers", COPY})


def report_key(hasher: Hasher, channel: ChannelName, provider_id: str) -> str:
    """Under what a delivery report finds its answer."""
    return hasher.short("report", channel, provider_id)


@dataclass(frozen=True)
class Answer:
    """Carries leased answers. `render(lease, listener, medium)` gives (subject, text), `enclose(lease, listener)` the
    files that go along by mail. `copies_per_day`: to one address of a citizen who did not write themselves. `routes`
    are the ways it may take, `ration` how often and for how much, `flood` how many who writes much is given."""

    ledger: Ledger
    channels: Mapping[ChannelName, Channel]
    hasher: Hasher
    render: Render
    lease_ms: int
    chance: Callable[[], float] = random
    patience: Patience = field(default_factory=Patience)
    enclose: Enclose = lambda _lease, _listener: ()
    copies_per_day: int = 3
    routes: Routes = field(default_factory=Routes)
    ration: Ration = field(default_factory=Ration)
    flood: Flood = field(default_factory=Flood)
    clock: Callable[[], float] = time.time

    @property
    def _limits(self) -> Limits:
        return Limits(self.ledger, self.hasher, self.routes, self.ration, self.copies_per_day)

    async def take(self, most: int) -> list[ReplyLease]:
        accounts = set(map(account_of, self.channels))
        if accounts:
            await heed(self.ledger, self.patience, {one: one for one in sorted(accounts)})
        return await self.ledger.lease_reply(most, self.lease_ms)

    async def handle(self, lease: ReplyLease) -> None:
        """Raise `LedgerLost` or `LedgerAway` only."""
        try:
            await self._carry(lease)
        except (LedgerLost, LedgerAway):
            raise
        except Exception as defect:  # noqa: BLE001 - one answer we cannot give must not stop the others
            await defects.park(self.ledger, lease, defect)

    async def _carry(self, lease: ReplyLease) -> None:
        if not lease.listener:
            await self.ledger.park(
                lease, "Its address cannot be opened: ENCRYPTION_KEYS lacks a key; add it, then retry"
            )
            return
        if lease.what == QUESTION and not lease.news:
            await self.ledger.park(lease, UNASKED)
            return
        lease = await heeding_stop(self.ledger, self.hasher, lease)
        listener = await self._preferred(lease, Listener.decode(lease.listener))
        way = self.routes.here(lease, listener, self.channels).channel
        if await tried_again(self.ledger, lease, self.channels.get(way), self.chance()):
            return
        asking = (lease.begun or lease.doubt or lease.faint) and not lease.climb.fell and self.routes.leads(lease)
        step = None if asking else self.routes.step(lease, listener, self.channels, self._now_ms(lease))
        if step is not None:
            await self._climb(lease, listener, step)
            return
        letters = Letters(self.channels, self.hasher, self.render, self.enclose, self.routes)
        lease = await with_wish(self.ledger, lease, listener)
        letter = letters.write(lease, listener)
        if letter is None:
            await self.ledger.park(lease, f"The channel {way} is switched off: switch it on, then retry")
        elif asking:
            await self._after_unknown(lease, letter)
        else:
            await self._send(lease, letter)

    async def _preferred(self, lease: ReplyLease, listener: Listener) -> Listener:
        """In its chat's language; an answer's id names the chat: `<complaint>.<who>.<what>`. An office passes on what
        others wrote, in theirs."""
        who = lease.id.split(".")[1]
        what = "" if listener.office else lease.what
        return replace(listener, language=await tongue_of(self.ledger, who, what, listener.language))

    def _now_ms(self, lease: ReplyLease) -> int:
        """The ledger's clock, which all workers share."""
        return lease.climb.now_ms or int(self.clock() * 1000)

    async def _climb(self, lease: ReplyLease, listener: Listener, step: Step) -> None:
        """Down its ladder. Where no way is left, what is about a complaint waits for its citizen to write again."""
        if step.rung is not None:
            onward = addressed(lease, listener, step.rung, self.channels)
            await outbox.descend(self.ledger, lease, step.rung, onward.channel, step.why)
        elif not (step.listens and lease.subject and await outbox.listen(self.ledger, lease, step.why)):
            await self.ledger.failed(lease, step.why)

    async def _after_unknown(self, lease: ReplyLease, letter: Letter) -> None:
        """Ask the provider; where nobody can tell, send once more, but after a rebuild only a person may."""
        # Also when the ledger that knew of the wish was lost meanwhile.
        if left := self._patience_ms(letter):
            await self.ledger.later(lease, left, "asked to wait", unknown=lease.begun)
            return
        if not await self.ledger.may_call(lease, self.lease_ms):
            return
        try:
            found = await looked_up(self.hasher, lease, letter)
        except SendFailed as failed:
            await self._refused(lease, letter, failed, unknown=True)
            return
        if found:
            await self._sent(lease, letter, found)
        elif found == "":
            await self._onward(lease, letter)
        elif not lease.doubt and not lease.blind:
            await self._onward(lease, letter, blind=lease.begun)
        elif lease.subject:
            await self.ledger.park(
                lease, "It may have been sent already, and nobody can tell: retry ID sends it again, settle ID does not"
            )
        else:
            await self.ledger.failed(lease, "It may have been sent already; a help text is not worth a person's time")

    async def _onward(self, lease: ReplyLease, letter: Letter, *, blind: bool = False) -> None:
        """Its chat may have been closed since, or its complaint protected. blind: it may have left."""
        listener = Listener.decode(lease.listener)
        step = self.routes.step(lease, listener, self.channels, self._now_ms(lease))
        await (self._climb(lease, listener, step) if step else self._send(lease, letter, blind=blind))

    async def _send(self, lease: ReplyLease, letter: Letter, *, blind: bool = False) -> None:
        # Counted from before the attempt is noted, which may take seconds on a slow disk.
        deadline = asyncio.get_running_loop().time() + max(
            self.lease_ms / 1000 - schedule.MARGIN_SECONDS, self.lease_ms / 2000
        )
        hushed = await self._hushed(lease, letter)
        if hushed is None or not await self._limits.admit(lease, letter := hushed):
            return
        # Of a mail no list tells.
        words = "" if letter.channel.medium is Medium.MAIL else letter.reply.text
        mark = mark_of(self.hasher, lease, letter)
        if not await self.ledger.begin_reply(lease, self.lease_ms, blind=blind, words=words, mark=mark):
            return
        stood_still = asyncio.get_running_loop().time() >= deadline
        if left := max(self._patience_ms(letter), int(stood_still)):
            # A second sending that nobody could tell of did not leave: `blind` stays noted, and it is the next one.
            await self.ledger.later(lease, left, "not sent now", unknown=lease.begun and not blind)
            return
        try:
            async with asyncio.timeout_at(deadline):
                provider_id = await letter.channel.send(letter.reply)
        except TimeoutError:
            late = SendFailed("no answer before the lease ended", unknown=True)
            await self._refused(lease, letter, late, unknown=True)
        except SendFailed as failed:
            await self._refused(lease, letter, failed, unknown=failed.unknown)
        else:
            await self._sent(lease, letter, provider_id)

    def _patience_ms(self, letter: Letter) -> int:
        return self.patience.left_ms(account_of(letter.route.channel))

    async def _hushed(self, lease: ReplyLease, letter: Letter) -> Letter | None:
        """The letter, or what is said instead to who writes more than is answered; None when nothing is. An office
        writes for many."""
        if letter.route.listener.office or lease.what == COPY:
            return letter
        sender = self.hasher.short("flood", letter.reply.channel, counted_as(letter.reply.to.address))
        told = await self.flood.ask(self.ledger, lease, sender, letter.reply.channel)
        if told == "over":
            await self.ledger.failed(lease, "its sender, or its channel, gets more than is answered one by one")
        if told != "hush":
            return letter if told == "go" else None
        letters = Letters(self.channels, self.hasher, self.render, lambda _lease, _listener: (), self.routes)
        listener = await self._preferred(lease, Listener.decode(lease.listener))
        return letters.write(replace(lease, what=HUSH), listener)

    async def _sent(self, lease: ReplyLease, letter: Letter, provider_id: str) -> None:
        key = report_key(self.hasher, letter.reply.channel, provider_id)
        if letter.last:
            await outbox.part_sent(self.ledger, lease, (letter.part, letter.last), provider_id, key)
        else:
            await self.ledger.sent(lease, provider_id, key)

    async def _refused(self, lease: ReplyLease, letter: Letter, failed: SendFailed, *, unknown: bool) -> None:
        if not failed.permanent:
            await self._later(lease, letter, failed, unknown=unknown)
            return
        if failed.otherwise is Otherwise.NOTHING:
            await self.ledger.failed(lease, f"{failed.code} {failed.reason}".strip())
            return
        listener = Listener.decode(lease.listener)
        step = self.routes.fallen(lease, listener, self.channels, failed.code or "refused", failed.otherwise)
        await self._climb(lease, listener, step)

    async def _give_up(self, lease: ReplyLease, why: str) -> None:
        """A number is told by nothing else that we send: a person decides."""
        if lease.what in _NUMBERS:
            await self.ledger.park(lease, f"{why}: retry sends it")
        else:
            await self.ledger.failed(lease, why)

    async def _later(self, lease: ReplyLease, letter: Letter, failed: SendFailed, *, unknown: bool) -> None:
        # What our own settings are refused for is nobody's old news: whoever mends them sends it.
        if lease.patience_ms > schedule.GIVE_UP_SECONDS * 1000 and not failed.ours:
            await self._give_up(lease, f"given up after three days: {failed.reason}")
            return
        account = account_of(letter.route.channel)
        self.patience.asked(account, failed.after)
        if failed.ours:
            await refused(self.ledger, letter.route.channel, failed.code)
        asked = SETTLE_SECONDS if failed.unknown else failed.after
        delay = schedule.delay(lease.tries + 1, self.chance(), asked)
        hold = int(failed.after * 1000) if failed.after else 0
        if not await self.ledger.later(lease, int(delay * 1000), failed.reason, unknown=unknown, hold_ms=hold):
            # Whoever has it by now may send it another way: what was asked for is the account's that heard of it.
            await heed(self.ledger, self.patience, {account: account})
