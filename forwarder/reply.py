"""One answer to one listener: words made at the last moment, sent at most once where that can be known."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import random

from channels.base import Channel, Rationed, SendFailed
from channels.mail_alignment import counted_as
from forwarder import defects, schedule
from forwarder.items import LedgerAway, LedgerLost, ReplyLease
from forwarder.ledger import Ledger
from forwarder.listener import Listener
from forwarder.patience import Patience
from forwarder.questions import token_subject
from forwarder.seal import Hasher
from forwarder.supplement_token import token_of
from normalizer.schema import ChannelName, Enclosure, Medium, Reply

# What a provider needs before its own list shows a message whose answer was lost.
SETTLE_SECONDS = 5.0

Render = Callable[[ReplyLease, Listener, Medium], tuple[str, str]]
Enclose = Callable[[ReplyLease, Listener], tuple[Enclosure, ...]]
# The citizen behind a forward: nobody can flood a third person by forwarding.
COPY = "copy"


def report_key(hasher: Hasher, channel: ChannelName, provider_id: str) -> str:
    """Under what a delivery report finds its answer."""
    return hasher.short("report", channel, provider_id)


@dataclass(frozen=True)
class Answer:
    """Carries leased answers. `render(lease, listener, medium)` gives (subject, text), `enclose(lease, listener)` the
    files that go along by mail. `copies_per_day`: to one address of a citizen who did not write themselves."""

    ledger: Ledger
    channels: Mapping[ChannelName, Channel]
    hasher: Hasher
    render: Render
    lease_ms: int
    chance: Callable[[], float] = random
    patience: Patience = field(default_factory=Patience)
    enclose: Enclose = lambda _lease, _listener: ()
    copies_per_day: int = 3

    async def take(self, most: int) -> list[ReplyLease]:
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
        listener = Listener.decode(lease.listener)
        channel = self.channels.get(listener.channel)
        if channel is None:
            await self.ledger.park(lease, f"The channel {listener.channel} is switched off: switch it on, then retry")
            return
        reply = self._reply(lease, listener, channel.medium)
        if lease.begun or lease.doubt:
            await self._after_unknown(lease, channel, reply)
        else:
            await self._send(lease, channel, reply)

    def _reply(self, lease: ReplyLease, listener: Listener, medium: Medium) -> Reply:
        subject, text = self.render(lease, listener, medium)
        return Reply(
            id=hashlib.sha256(lease.id.encode()).hexdigest()[:32],
            channel=listener.channel,
            to=listener.to,
            text=text,
            language=listener.language,
            subject=subject,
            thread=listener.thread,
            recipient=listener.recipient,
            # An answer about several complaints is not the place to add to one of them.
            token="" if lease.members else token_of(self.hasher, lease.subject or token_subject(lease.id)),
            enclosures=self.enclose(lease, listener) if medium is Medium.MAIL else (),
        )

    async def _after_unknown(self, lease: ReplyLease, channel: Channel, reply: Reply) -> None:
        """Ask the provider; where nobody can tell, send once more, but after a rebuild only a person may."""
        if not await self.ledger.may_call(lease, self.lease_ms):
            return
        try:
            found = await channel.look_up(reply)
        except SendFailed as failed:
            await self._later(lease, failed, unknown=True)
            return
        if found:
            await self._sent(lease, reply, found)
        elif found == "":
            await self._send(lease, channel, reply)
        elif not lease.doubt and not lease.blind:
            await self._send(lease, channel, reply, blind=True)
        elif lease.subject:
            await self.ledger.park(lease, "It may have been sent already, and nobody can tell: a person decides")
        else:
            await self.ledger.failed(lease, "It may have been sent already; a help text is not worth a person's time")

    async def _send(self, lease: ReplyLease, channel: Channel, reply: Reply, *, blind: bool = False) -> None:
        if not await self._allowed(lease, channel, reply):
            await self.ledger.failed(lease, "over the daily limit of answers to one address")
            return
        # Counted from before the attempt is noted, which may take seconds on a slow disk.
        deadline = asyncio.get_running_loop().time() + max(
            self.lease_ms / 1000 - schedule.MARGIN_SECONDS, self.lease_ms / 2000
        )
        if not await self.ledger.begin_reply(lease, self.lease_ms, blind=blind):
            return
        if left := self.patience.left_ms(reply.channel):
            await self.ledger.later(lease, left, "asked to wait", unknown=lease.begun)
            return
        try:
            async with asyncio.timeout_at(deadline):
                provider_id = await channel.send(reply)
        except TimeoutError:
            await self._later(lease, SendFailed("no answer before the lease ended", unknown=True), unknown=True)
            return
        except SendFailed as failed:
            if failed.permanent:
                await self.ledger.failed(lease, f"{failed.code} {failed.reason}".strip())
            else:
                await self._later(lease, failed, unknown=failed.unknown)
            return
        await self._sent(lease, reply, provider_id)

    async def _allowed(self, lease: ReplyLease, channel: Channel, reply: Reply) -> bool:
        """Help and status texts count too: whoever writes in another's name must not fill that mailbox."""
        address = (reply.channel, counted_as(reply.to.address))
        if lease.what == COPY:
            copied = self.hasher.short("copied", *address)
            if not await self.ledger.allows(lease, copied, self.copies_per_day):
                return False
        if not isinstance(channel, Rationed):
            return True
        office = lease.what != COPY and Listener.decode(lease.listener).office
        most = channel.office_answers_per_day if office else channel.answers_per_day
        return await self.ledger.allows(lease, self.hasher.short("answered", *address), most)

    async def _sent(self, lease: ReplyLease, reply: Reply, provider_id: str) -> None:
        await self.ledger.sent(lease, provider_id, report_key(self.hasher, reply.channel, provider_id))

    async def _later(self, lease: ReplyLease, failed: SendFailed, *, unknown: bool) -> None:
        if lease.tried_ms > schedule.GIVE_UP_SECONDS * 1000:
            await self.ledger.failed(lease, f"given up after three days: {failed.reason}")
            return
        # An answer's id names its channel: `<complaint>.<channel>-<who>.<what>`.
        self.patience.asked(lease.id.split(".")[1].partition("-")[0], failed.after)
        asked = SETTLE_SECONDS if failed.unknown else failed.after
        delay = schedule.delay(lease.tries + 1, self.chance(), asked)
        hold = int(failed.after * 1000) if failed.after else 0
        await self.ledger.later(lease, int(delay * 1000), failed.reason, unknown=unknown, hold_ms=hold)
