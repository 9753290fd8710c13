"""Keep it, then say yes: what every listener does with what arrives. Needs no network service at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, Self

from prometheus_client import CollectorRegistry, Counter

from channels.abilities import Provable, able
from channels.base import Unauthentic
from gateway.inbox import JournalBroken, JournalFull
from gateway.journal import Journal
from gateway.journal_writer import Told
from normalizer.schema import ChannelName, Raw


class Source(Protocol):
    """What a listener needs of whoever sends: a channel, or the central system calling back."""

    def verify(self, raw: Raw) -> None: ...

    def delivery_key(self, raw: Raw) -> str: ...


OUTCOMES = ("kept", "unauthentic", "full", "broken")


@dataclass(frozen=True, eq=False)
class IntakeCounters:
    """How many deliveries ended how, by channel: kept, unauthentic, full, broken."""

    kept: dict[str, Counter]
    outcomes: Counter

    @classmethod
    def of(cls, registry: CollectorRegistry, channels: tuple[str, ...]) -> Self:
        outcomes = Counter(
            "satupintu_intake_deliveries",
            "Deliveries by channel and outcome; kept ones are on the disk.",
            ["channel", "outcome"],
            registry=registry,
        )
        for channel in channels:
            for outcome in OUTCOMES:
                outcomes.labels(channel, outcome)
        # Looking up labels costs more than counting; the usual outcome is looked up once.
        return cls({channel: outcomes.labels(channel, "kept") for channel in channels}, outcomes)

    def refused(self, channel: ChannelName, error: Exception) -> None:
        self.outcomes.labels(channel, _outcome(error)).inc()


@dataclass(frozen=True, eq=False)
class Intake:
    """`channels` by name; `last_resort` names those whose providers do not try again."""

    journal: Journal = field(repr=False)
    channels: Mapping[ChannelName, Source]
    counters: IntakeCounters = field(repr=False)
    last_resort: frozenset[ChannelName] = frozenset()

    async def accept(self, raw: Raw) -> None:
        """Return when the delivery is on the disk, whether now or since its first arrival.

        Raise Unauthentic (nothing is kept), JournalFull or JournalBroken (not kept; the sender should try again).
        """
        name = raw.channel
        channel = self.channels[name]
        try:
            channel.verify(raw)
            await self.journal.keep(raw, arrival_key(channel, raw), last_resort=name in self.last_resort)
        except (Unauthentic, JournalFull, JournalBroken) as error:
            self.counters.refused(name, error)
            raise
        self.counters.kept[name].inc()

    def take(self, raw: Raw, told: Told) -> None:
        """As `accept`, without a task of its own and for a body of at most `LARGE` bytes: `told` is called in the
        running loop with None, or with the error that `accept` raises. What is known at once is raised here."""
        name = raw.channel
        channel = self.channels[name]

        def counted(error: object) -> None:
            if isinstance(error, Exception):
                self.counters.refused(name, error)
            else:
                self.counters.kept[name].inc()
            told(error)

        try:
            channel.verify(raw)
            self.journal.keep_soon(raw, arrival_key(channel, raw), counted, last_resort=name in self.last_resort)
        except (Unauthentic, JournalFull, JournalBroken) as error:
            self.counters.refused(name, error)
            raise


def arrival_key(channel: Source, raw: Raw) -> str:
    """By what the journal knows a delivery that it has."""
    provable = able(channel, Provable)
    return provable.arrival_key(raw) if provable else channel.delivery_key(raw)


def _outcome(error: Exception) -> str:
    if isinstance(error, Unauthentic):
        return "unauthentic"
    return "full" if isinstance(error, JournalFull) else "broken"
