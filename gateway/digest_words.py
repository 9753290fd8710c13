"""What the operator is told: what waits, and which command deals with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

_NO_ANSWER = "This mailbox is read by a program: do not answer this mail."


@dataclass(frozen=True, slots=True)
class Waiting:
    """`lines`: number, time, reason, domain and masked subject of the oldest held rows, of `held` in all. `requests`:
    rows in which providers ask about forwarding. `late`, `at_risk`: complaints by how their deadline stands."""

    lines: tuple[tuple[int, datetime, str, str, str], ...] = field(default=(), repr=False)
    held: int = 0
    requests: tuple[int, ...] = ()
    quarantined: int = 0
    parked: int = 0
    late: int = 0
    at_risk: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.total)

    @property
    def total(self) -> int:
        """What is parked may be late, too."""
        pressing = max(self.parked, self.late + self.at_risk)
        return self.held + len(self.requests) + self.quarantined + pressing


def digest_of(waiting: Waiting, node: str, zone: ZoneInfo) -> tuple[str, str]:
    """Subject and text."""
    return f"Satu Pintu {node}: {waiting.total} waiting for you", "\n".join(
        [*_sections(waiting, zone), "", _NO_ANSWER, ""]
    )


def _sections(waiting: Waiting, zone: ZoneInfo) -> Iterator[str]:
    if waiting.held:
        yield f"Suspect mails: {waiting.held}. They were neither submitted nor answered."
        yield from (_line(each, zone) for each in waiting.lines)
        if waiting.held > len(waiting.lines):
            yield f"  and {waiting.held - len(waiting.lines)} more: satupintu tray list"
        yield "  Why, and what it says:   satupintu tray show ROW --unmask"
        yield "  It is a complaint:       satupintu tray release ROW ROW ..."
        yield "  It is spam:              satupintu tray spam ROW ROW ..."
    if waiting.requests:
        rows = " ".join(map(str, waiting.requests))
        yield f"Requests of mail providers about forwarding, rows {rows}: satupintu tray show ROW"
    if waiting.quarantined:
        yield f"In quarantine: {waiting.quarantined}: satupintu journal list --end quarantined"
    if waiting.parked:
        yield f"Parked complaints and answers: {waiting.parked}: satupintu complaints parked"
    if waiting.late or waiting.at_risk:
        yield f"Deadlines over: {waiting.late}, at risk: {waiting.at_risk}: satupintu complaints delayed"


def _line(each: tuple[int, datetime, str, str, str], zone: ZoneInfo) -> str:
    seq, at, reason, domain, subject = each
    return f"  {seq:>8}  {at.astimezone(zone):%Y-%m-%d %H:%M}  {reason:<14} {domain:<28} {subject}"


def request_of(seq: int, words: str) -> tuple[str, str]:
    """Subject and text of what is told at once."""
    body = words or "It cannot be read here: its bytes are sealed with another key, or its channel is off."
    look = f"Row {seq} in the journal; it became no complaint: satupintu tray show {seq}"
    done = f"When it is dealt with: satupintu tray spam {seq}"
    advice = "Confirm it only if you know who asks: whatever they forward comes to this gateway from then on."
    return "Satu Pintu: somebody asks to forward mail here", "\n".join(
        [body, "", advice, look, done, "", _NO_ANSWER, ""]
    )
