"""`satupintu complaints delayed`: whose deadline is at risk or over, and whom an outage held up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from textwrap import fill
from typing import Any, Final
from zoneinfo import ZoneInfo

import typer

from forwarder.deadlines import Risk, due
from forwarder.ledger import Ledger
from gateway.complaints_cli import asked
from gateway.moments import at, at_ms
from gateway.promised import MINUTE_MS, Calendar, Line, Oldest, lines
from gateway.settings import Settings
from gateway.terminal import printable

_INDENTED: Final[Mapping[str, Any]] = {"initial_indent": "    ", "subsequent_indent": "    "}


def list_delayed(settings: Settings, limit: int, everything: bool, now: datetime | None = None) -> int:
    """Our number, received, channel, state, deadline, how it stands; below, attempts, minutes of outages and why. 1
    when one is late."""
    calendar, moment = Calendar.of(settings), now or datetime.now(UTC)
    counts, oldest = Counter[Risk](), Oldest(limit)

    async def look(ledger: Ledger) -> None:
        async for line in lines(ledger, calendar, moment):
            counts[line.risk] += 1
            if everything or line.told:
                oldest.add(line)

    asked(settings, look)
    shown = oldest.lines()
    for line in shown:
        typer.echo(printable(told(line, calendar.zone)))
    left = f", {oldest.shown - limit} more" if oldest.shown > limit else ""
    typer.echo(
        f"{counts[Risk.LATE]} late, {counts[Risk.AT_RISK]} at risk of {counts.total()} without a number{left}", err=True
    )
    _tell_unknown(calendar, (line.due for line in shown))
    return int(counts[Risk.LATE] > 0)


def told(line: Line, zone: ZoneInfo) -> str:
    one = line.one
    head = f"{one.number:<11} {at_ms(one.received_ms, zone)[:16]}  {one.channel:<8} {one.state:<7}"
    below = f"{one.attempts} tried, {one.away_ms // MINUTE_MS} min away{f': {one.why}' if one.why else ''}"
    return f"{head}  due {at(line.due, zone)[:16]}  {line.risk}\n{fill(below, 80, **_INDENTED)}"


def show_deadlines(settings: Settings, received: date) -> None:
    """What was promised for a complaint of that day."""
    calendar = Calendar.of(settings)
    day = datetime(received.year, received.month, received.day, tzinfo=calendar.zone)
    promised = calendar.deadlines
    rows = {"at the central system": promised.forward, "dealt with there": promised.answer, "closed": promised.close}
    for name, days in rows.items():
        until = due(day, days, calendar.holidays, calendar.zone)
        typer.echo(f"{name:<22} {days:>3} working days, before {at(until, calendar.zone)[:16]}")
    _tell_unknown(calendar, (day, due(day, promised.close, calendar.holidays, calendar.zone)))


def _tell_unknown(calendar: Calendar, moments: Iterable[datetime]) -> None:
    for year in sorted({moment.year for moment in moments} - calendar.holidays.decreed):
        typer.echo(f"No decree names the holidays of {year} here: deadlines of it may be told too early.", err=True)
