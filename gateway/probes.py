"""What the private listener tells of a serving process: health in sentences, and numbers."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from gateway.attach import AWAY
from gateway.health import Part, Probed
from gateway.inbox import JOINED
from gateway.journal import Journal
from gateway.journal_reader import JournalReader
from gateway.metrics import Reading
from gateway.supervise import Children
from gateway.vitals import Vitals

UNPUMPED = timedelta(minutes=5)


@dataclass(frozen=True)
class Probes:
    """Questions to the journal, the pump and the ledger; each answers "" or one sentence."""

    journal: Journal
    reader: JournalReader
    pump: Children
    vitals: Vitals
    lacks: Callable[[], str] = lambda: ""

    def all(self) -> list[Probed]:
        return [
            Probed("the journal", Part.ACCEPTING, self.writes),
            Probed("the disk", Part.FORWARDING, self.has_room),
            Probed("the pump", Part.FORWARDING, self.pumps),
            Probed("the journal's rows", Part.FORWARDING, self.is_pumped),
            Probed("the ledger", Part.FORWARDING, self.ledger_lives),
            Probed("the central system", Part.FORWARDING, self.central_answers),
            Probed("the quarantine", Part.ATTENTION, self.is_understood),
            Probed("what is parked", Part.ATTENTION, self.is_looked_after),
            Probed("the switches", Part.ATTENTION, self.is_let_go),
            Probed("the channels", Part.ATTENTION, self.are_taken),
            Probed("the storms", Part.ATTENTION, self.is_calm),
            Probed("the tray", Part.ATTENTION, self.is_sorted),
            Probed("the attachments", Part.ATTENTION, self.keeps_files),
        ]

    async def writes(self) -> str:
        return "" if self.journal.status()["writing"] else "The journal does not write: look at the log."

    async def has_room(self) -> str:
        low = "The disk is nearly full: mail and Telegram are put off. Make room in DATA_DIR."
        return low if self.journal.status()["low"] else ""

    async def pumps(self) -> str:
        if why := self.lacks():
            return why
        return "" if self.pump.alive else "The pump is being started again; messages are kept and wait."

    async def is_pumped(self) -> str:
        oldest = await asyncio.to_thread(self.reader.oldest_open)
        late = oldest is not None and datetime.now(UTC) - oldest > UNPUMPED
        return "Messages have been waiting in the journal for more than 5 minutes." if late else ""

    async def ledger_lives(self) -> str:
        if self.vitals.wrong or self.reader.meta(JOINED) == self.vitals.epoch:
            return self.vitals.wrong
        return (
            "The ledger lives, but this node has not compared its journal with it yet; its messages are kept and wait."
        )

    async def central_answers(self) -> str:
        failed, risk = int(self.vitals.failures), self.vitals.risk_left
        held = f"for {_minutes(self.vitals.hold_left)}" if self.vitals.hold_left else ""
        if risk:
            return (
                f"Nothing more is told to the central system for {_minutes(risk)}: nobody knows whether it took what it"
                " was told last, which waits for a person: satupintu complaints parked."
            )
        if failed:
            sentence = f"The central system does not answer ({failed} tries in a row failed); complaints wait"
            return f"{sentence} and are tried again." if not held else f"{sentence}, and it is not called {held}."
        return f"The central system wants to be left alone {held}; complaints wait." if held else ""

    async def is_looked_after(self) -> str:
        count = int(self.vitals.parked)
        told = "1 complaint or answer waits" if count == 1 else f"{count} complaints or answers wait"
        return f"{told} for a person: satupintu complaints parked" if count else ""

    async def is_let_go(self) -> str:
        held = self.vitals.paused
        return f"Held back by an operator: {', '.join(held)}; satupintu resume lets it go" if held else ""

    async def are_taken(self) -> str:
        ways = ", ".join(f"{way} ({code})" if code else way for way, code in sorted(self.vitals.refused.items()))
        told = f"What our settings say is refused by the provider of {ways}; answers wait: check the account and sender"
        return told if ways else ""

    async def is_calm(self) -> str:
        many = int(self.vitals.storms)
        return f"Storms of complaints that are alike: {many}, satupintu complaints list" if many else ""

    async def keeps_files(self) -> str:
        return self.reader.meta(AWAY) or ""

    async def is_sorted(self) -> str:
        count, oldest = await asyncio.to_thread(self.reader.held)
        days = int((datetime.now(UTC) - oldest).days) if oldest else 0
        return f"Suspect mails that wait: {count}, the oldest for {days} d: satupintu tray list" if count else ""

    async def is_understood(self) -> str:
        kept = await asyncio.to_thread(self.reader.quarantined)
        told = "1 message lies" if kept == 1 else f"{kept} messages lie"
        return f"{told} in quarantine: satupintu journal list --end quarantined" if kept else ""


def _minutes(seconds: float) -> str:
    return f"{math.ceil(seconds / 60)} min"


def readings(journal: Journal, vitals: Vitals) -> list[Reading]:
    """Journal and ledger as numbers; none names a person."""
    status = journal.status
    return [
        Reading("satupintu_journal_kept_total", "Deliveries kept", lambda: float(status()["kept"])),
        Reading(
            "satupintu_journal_again_total", "Deliveries that were there already", lambda: float(status()["again"])
        ),
        Reading("satupintu_journal_waiting", "Deliveries waiting for the disk", lambda: float(status()["waiting"])),
        Reading("satupintu_disk_low", "1 when the journal's reserve is touched", lambda: float(status()["low"])),
        Reading("satupintu_ledger_steps_total", "What the ledger counted", lambda: vitals.counts, "step"),
        Reading("satupintu_due", "Items in the due set, leased ones too", lambda: vitals.due, "queue"),
        Reading("satupintu_late_seconds", "How long the oldest due item has waited", lambda: vitals.late, "queue"),
        Reading("satupintu_workers", "Workers that signed in", lambda: vitals.workers, "queue"),
        Reading(
            "satupintu_central_failures",
            "Tries in a row that the central system did not answer",
            lambda: vitals.failures,
        ),
        Reading("satupintu_storms", "Clusters that grew into a storm within the last hour", lambda: vitals.storms),
        Reading("satupintu_drafts", "People whose complaints are still being written", lambda: vitals.drafts),
        Reading("satupintu_parked", "Complaints and answers that wait for a person", lambda: vitals.parked),
    ]


def tray_readings(reader: JournalReader, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> list[Reading]:
    """How much waits in the tray, and for how long."""

    def age() -> float:
        _, oldest = reader.held()
        return 0.0 if oldest is None else max(0.0, (now() - oldest).total_seconds())

    return [
        Reading("satupintu_held", "Suspect mails that wait for a person", lambda: float(reader.held()[0])),
        Reading("satupintu_held_seconds", "How long the oldest of them has waited", age),
    ]
