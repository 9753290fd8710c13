"""Whether an answer may go out at all: who is answered, how often a day, and for how much."""

from __future__ import annotations

from dataclasses import dataclass

from channels.abilities import Rationed, able
from channels.mail_alignment import counted_as
from forwarder.items import QUESTION, ReplyLease
from forwarder.ledger import Ledger
from forwarder.letter import Letter
from forwarder.mailboxes import readers
from forwarder.preferences import ALWAYS_SAID, stopped
from forwarder.ration import Ration
from forwarder.routes import Routes
from forwarder.seal import Hasher

# The citizen behind a forward: nobody can flood a third person by forwarding.
COPY = "copy"
NUMBER = "number"
# A day's limit begins with its first answer, at whatever hour.
_OVER_MS = 6 * 3600 * 1000


@dataclass(frozen=True)
class Limits:
    """Of a deployment; `copies_per_day` as in `reply.Answer`."""

    ledger: Ledger
    hasher: Hasher
    routes: Routes
    ration: Ration
    copies_per_day: int

    async def admit(self, lease: ReplyLease, letter: Letter) -> bool:
        """Whether it is somebody's whom we answer, within every limit; else the ledger knows what becomes of it."""
        if lease.what not in ALWAYS_SAID and await stopped(self.ledger, readers(self.hasher, lease, letter.reply)):
            await self.ledger.failed(lease, "its reader wrote STOP")
            return False
        if not self.routes.answers(letter.route.listener):
            await self.ledger.failed(lease, "its country is not among ANSWERED_COUNTRIES")
            return False
        if not await self._allowed(lease, letter):
            await self._over(lease)
            return False
        told, why = await self.ration.ask(self.ledger, lease, letter.route, letter.reply.text)
        if told == "over" and lease.what == QUESTION:
            then = "ask the citizen another way, then satupintu complaints settle ID; or allow more messages and retry"
            await self.ledger.park(lease, f"{why}: {then}")
        elif told == "over":
            await self.ledger.failed(lease, why)
        return told == "go"

    async def _allowed(self, lease: ReplyLease, letter: Letter) -> bool:
        """Help and status texts count too: whoever writes in another's name must not fill that mailbox."""
        address = (letter.reply.channel, counted_as(letter.reply.to.address))
        if lease.what == COPY:
            copied = self.hasher.short("copied", *address)
            if not await self.ledger.allows(lease, copied, self.copies_per_day):
                return False
        channel = able(letter.channel, Rationed)
        if channel is None:
            return True
        office = lease.what != COPY and letter.route.listener.office
        most = channel.office_answers_per_day if office else channel.answers_per_day
        return await self.ledger.allows(lease, self.hasher.short("answered", *address), most)

    async def _over(self, lease: ReplyLease) -> None:
        """The number itself is told on another day, as is what an agency asks: whoever answers to a name again and
        again must not make that its owner never hears it."""
        why = "over the daily limit of answers to one address"
        if lease.what in (NUMBER, QUESTION):
            await self.ledger.later(lease, _OVER_MS, why)
        else:
            await self.ledger.failed(lease, why)
