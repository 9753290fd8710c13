"""What forwards and answers is made from settings here: the workers need it, and nobody else loads it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from channels.abilities import Vouching, able
from channels.base import Channel
from forwarder import epoch
from forwarder.act_forward import Deeds
from forwarder.acts import ActLease
from forwarder.attach import Carry
from forwarder.central import Central
from forwarder.flood import Flood
from forwarder.followed import Asking
from forwarder.forward import Forward
from forwarder.ledger import Ledger
from forwarder.patience import Patience, ServerClock
from forwarder.ration import Ration
from forwarder.reply import Answer
from forwarder.routes import Routes
from forwarder.supplement_forward import AddOn
from gateway.answering import make_ration, make_routes
from gateway.answers import Answers
from gateway.bell import Bells
from gateway.centrals import make_central
from gateway.environment import read_env
from gateway.news_settings import statuses
from gateway.settings import Settings
from gateway.wiring import make_channels, make_clamd, make_vault
from gateway.wiring_ledger import make_bells, make_ledger, make_redis
from normalizer.schema import ChannelName


def make_carry(settings: Settings) -> Carry:
    """One for each drain: it belongs to an event loop."""
    return Carry(
        make_vault(settings), make_clamd(settings), settings.clamd_away == "pass", settings.attachment_wait_seconds
    )


def make_flood(settings: Settings) -> Flood:
    return Flood(settings.answers_at_once, settings.answers_again_seconds, settings.courtesies_per_minute)


def _mail_to(channels: Mapping[ChannelName, Channel]) -> str:
    """Where a mailbox can be proven; "" for nowhere."""
    vouching = (able(channel, Vouching) for channel in channels.values())
    return next((one.vouches_at for one in vouching if one and one.vouches_at), "")


@dataclass(frozen=True)
class Worker:
    """What one drain works with."""

    ledger: Ledger
    bells: Bells
    forward: Forward
    add_on: AddOn
    deeds: Deeds
    answer: Answer
    answers_due: asyncio.Event
    asking: Asking


@dataclass(frozen=True)
class Standing:
    """What a worker process makes once and uses in every drain."""

    settings: Settings
    channels: Mapping[ChannelName, Channel]
    central: Central
    bells: Bells
    answers: Answers
    routes: Routes
    ration: Ration
    patience: Patience = field(default_factory=Patience)
    clock: ServerClock = field(default_factory=ServerClock)
    unwritten: list[ActLease] = field(default_factory=list, repr=False)

    @classmethod
    def make(cls, settings: Settings) -> Standing:
        made = make_channels(read_env(), settings.public_url)
        return cls(
            settings,
            made,
            make_central(settings),
            make_bells(settings),
            Answers.of(settings, _mail_to(made)),
            make_routes(settings),
            make_ration(settings),
        )

    @asynccontextmanager
    async def hands(self) -> AsyncIterator[Worker | None]:
        """For one drain, in its own event loop; None while there is no living ledger."""
        redis = make_redis(self.settings)
        try:
            name = await epoch.current(redis)
            yield self._worker(make_ledger(self.settings, redis, name, self.clock)) if name else None
        finally:
            await redis.aclose()
            await self.central.close()
            for channel in self.channels.values():
                await channel.close()

    def _worker(self, ledger: Ledger) -> Worker:
        lease_ms, due, carry = int(self.settings.lease_seconds * 1000), asyncio.Event(), make_carry(self.settings)
        patience = self.patience
        return Worker(
            ledger,
            self.bells,
            Forward(ledger, self.central, lease_ms, due.set, patience=patience, carry=carry),
            AddOn(ledger, self.central, lease_ms, patience=patience, carry=carry),
            Deeds(ledger, self.central, lease_ms, due.set, patience=patience, unwritten=self.unwritten),
            Answer(
                ledger,
                self.channels,
                self.settings.hasher(),
                self.answers.render,
                lease_ms,
                enclose=self.answers.enclose,
                copies_per_day=self.settings.copies_per_day,
                routes=self.routes,
                ration=self.ration,
                flood=make_flood(self.settings),
                patience=patience,
            ),
            due,
            Asking(
                ledger,
                self.central,
                statuses(self.settings.status_told),
                due.set,
                patience,
                minute=self.settings.status_asks_per_minute,
            ),
        )
