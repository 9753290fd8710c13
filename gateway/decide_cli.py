"""`satupintu complaints retry`, `close`, `link` and `edit`: what an operator decides; written down first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import typer

from forwarder import decided
from forwarder.decided import Closing, NotDone
from forwarder.edits import FIELDS
from forwarder.ledger import Ledger
from gateway import audit, bulk
from gateway.bulk import Choice
from gateway.complaints_cli import asked
from gateway.settings import Settings
from gateway.terminal import printable
from normalizer.privacy import mask

_NOT_PARKED = "it is not parked: see satupintu complaints parked"


@dataclass(frozen=True, slots=True)
class Closed:
    """As the command line says it."""

    reason: str
    not_there: bool = False
    quiet: bool = False
    dry: bool = False


def retry(settings: Settings, choice: Choice, dry: bool = False) -> int:
    """1 if one of them is not parked."""
    named = asked(settings, lambda ledger: bulk.chosen(ledger, choice))
    items = list(named)
    if dry:
        waiting = {one.id for one in asked(settings, bulk.parked)}
        _show(settings, [item for item in items if item in waiting])
        typer.echo(f"{len(waiting & set(items))} would be sent on.")
        return bulk.tell([(named[item], _NOT_PARKED) for item in items if item not in waiting])
    bulk.written_down(settings.data_dir, "complaints retry", items)

    async def once_more(ledger: Ledger) -> list[tuple[str, str]]:
        async def one(item: str) -> str:
            return "" if await ledger.retry(item) else _NOT_PARKED

        return await bulk.one_by_one(items, one)

    refused = asked(settings, once_more)
    done = len(items) - len(refused)
    also = " A complaint in doubt is looked up before it is submitted." if done else ""
    typer.echo(f"{done} sent on.{also}")
    return bulk.tell([(named[item], why) for item, why in refused])


def close(settings: Settings, choice: Choice, closed: Closed) -> int:
    """1 if one of them was refused; 2 for a reason that names somebody."""
    if not closed.reason or mask(closed.reason) != closed.reason:
        typer.echo("Say why in words without anybody's number or address: the reason is kept.", err=True)
        return 2
    named = asked(settings, lambda ledger: bulk.chosen(ledger, choice))
    items = list(named)
    how = Closing(closed.reason, not_there=closed.not_there, quiet=closed.quiet, dry=closed.dry)
    if not closed.dry:
        bulk.written_down(settings.data_dir, f"complaints close ({closed.reason})", items)

    async def ended(ledger: Ledger) -> list[tuple[str, str]]:
        return await bulk.one_by_one(items, lambda item: _closed(ledger, item, how))

    refusals = dict(asked(settings, ended))
    refused = [(named[item], why) for item, why in refusals.items()]
    done = [item for item in items if item not in refusals]
    if closed.dry:
        _show(settings, done)
        typer.echo(f"{len(done)} would be closed.")
        return bulk.tell(refused)
    told = "nobody is told" if closed.quiet else "those who sent them are told"
    typer.echo(f"{len(done)} closed{f', {told}; they are never submitted' if done else ''}.")
    return bulk.tell(refused)


def link(settings: Settings, number: str, other: str, not_there: bool = False) -> int:
    """1 if it was refused."""
    audit.note(settings.data_dir, printable(f"complaints link {number} {other}"), [])

    async def linked(ledger: Ledger) -> tuple[str, str]:
        try:
            into = await _id_of(ledger, other)
        except NotDone as refused:
            return other, str(refused)
        how = Closing("linked by an operator", into=into, not_there=not_there)
        return number, await _closed(ledger, number, how)

    named, why = asked(settings, linked)
    if why:
        return bulk.tell([(named, why)])
    typer.echo(
        "It ends here, and only the other one is submitted. Who sent it is told, unless one is protected, its number."
    )
    return 0


def edit(settings: Settings, number: str, changes: Mapping[str, str]) -> int:
    """1 if it was refused; 2 for words that cannot stand there."""
    for name, value in changes.items():
        if len(value) > FIELDS[name] or (not value and name == "title") or not _plain(name, value):
            typer.echo(f"--{name}: from 1 to {FIELDS[name]} characters, and no control characters", err=True)
            return 2
    audit.note(settings.data_dir, printable(f"complaints edit {number}: {', '.join(changes)}"), [])

    async def changed(ledger: Ledger) -> str:
        try:
            await decided.edit(ledger, await _id_of(ledger, number), changes)
        except NotDone as refused:
            return str(refused)
        return ""

    if why := asked(settings, changed):
        return bulk.tell([(number, why)])
    typer.echo("Changed. If it is parked, `satupintu complaints retry` sends it on.")
    return 0


def _plain(name: str, value: str) -> bool:
    """What was written down may have lines."""
    lines = value.split("\n") if name == "text" else [value]
    return all(printable(line) == line for line in lines)


async def _closed(ledger: Ledger, item: str, how: Closing) -> str:
    """Why it was refused."""
    try:
        await decided.close(ledger, await _id_of(ledger, item), how)
    except NotDone as refused:
        return str(refused)
    return ""


async def _id_of(ledger: Ledger, number: str) -> str:
    """Raise `NotDone`."""
    found = await bulk.standing(ledger, number)
    if found is None:
        raise NotDone(decided.WHY_NOT["unknown"])
    return found.id


def _show(settings: Settings, items: Sequence[str]) -> None:
    """Those that are parked as `complaints parked` shows them, the others as they were named."""
    zone = ZoneInfo(settings.timezone)
    waiting = {one.id: one for one in asked(settings, bulk.parked)}
    for item in items:
        typer.echo(bulk.line(waiting[item], zone) if item in waiting else printable(item))
