"""`satupintu complaints retry`, `close`, `link` and `edit`: what an operator decides; written down first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import typer

from forwarder import decided
from forwarder.decided import Closing, NotDone
from forwarder.edits import FIELDS
from forwarder.ledger import Ledger
from gateway import bulk
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


def retry(settings: Settings, choice: Choice, dry: bool = False, not_there: bool = False) -> int:
    """not_there: a person saw that the central system holds none of them. 1 if one of them is not parked."""
    named = asked(settings, lambda ledger: bulk.chosen(ledger, choice))
    items = list(named)
    if dry:
        waiting = {one.id for one in asked(settings, bulk.parked)}
        _show(settings, [item for item in items if item in waiting])
        typer.echo(f"{len(waiting & set(items))} would be sent on.")
        return bulk.tell([(named[item], _NOT_PARKED) for item in items if item not in waiting])
    bulk.written_down(settings.data_dir, f"complaints retry{' --not-there' * not_there}", items)

    async def once_more(ledger: Ledger) -> list[tuple[str, str]]:
        async def one(item: str) -> str:
            return "" if await ledger.retry(item, not_there=not_there) else _NOT_PARKED

        return await bulk.one_by_one(items, one)

    refused = asked(settings, once_more)
    done = len(items) - len(refused)
    also = " A complaint in doubt is looked up before it is submitted." if done and not not_there else ""
    typer.echo(f"{done} sent on.{also}")
    return bulk.tell([(named[item], why) for item, why in refused])


def close(settings: Settings, choice: Choice, closed: Closed) -> int:
    """1 if one of them was refused; 2 for a reason that names somebody."""
    if not closed.reason or mask(closed.reason) != closed.reason:
        typer.echo("Say why in words without anybody's number or address: the reason is kept.", err=True)
        return 2
    how = Closing(closed.reason, not_there=closed.not_there, quiet=closed.quiet, dry=closed.dry)
    named = asked(settings, lambda ledger: bulk.chosen(ledger, choice))
    done, refused = _each(
        settings,
        named,
        f"complaints close ({closed.reason})",
        closed.dry,
        lambda ledger, item: _closed(ledger, item, how),
    )
    if closed.dry:
        typer.echo(f"{done} would be closed.")
        return bulk.tell(refused)
    told = "nobody is told" if closed.quiet else "those who sent them are told"
    typer.echo(f"{done} closed{f', {told}; they are never submitted' if done else ''}.")
    return bulk.tell(refused)


def link(settings: Settings, choice: Choice, other: str, not_there: bool = False, dry: bool = False) -> int:
    """1 if one of them was refused. `--all` leaves the one out that goes on."""
    found = asked(settings, lambda ledger: bulk.standing(ledger, other))
    if found is None:
        return bulk.tell([(other, decided.WHY_NOT["unknown"])])
    named = asked(settings, lambda ledger: bulk.chosen(ledger, choice))
    if choice.everything:
        named.pop(found.id, None)
    how = Closing("linked by an operator", into=found.id, not_there=not_there, dry=dry)
    done, refused = _each(
        settings, named, f"complaints link (into {found.id})", dry, lambda ledger, item: _closed(ledger, item, how)
    )
    if dry:
        typer.echo(f"{done} would be linked with {found.number}.")
        return bulk.tell(refused)
    told = "; only the other one is submitted. Who sent them is told, unless one is protected, its number"
    typer.echo(f"{done} linked{told if done else ''}.")
    return bulk.tell(refused)


def edit(settings: Settings, choice: Choice, changes: Mapping[str, str], dry: bool = False) -> int:
    """1 if one of them was refused; 2 for words that cannot stand there."""
    for name, value in changes.items():
        if len(value) > FIELDS[name] or (not value and name == "title") or not _plain(name, value):
            typer.echo(f"--{name}: from 1 to {FIELDS[name]} characters, and no control characters", err=True)
            return 2
    named = asked(settings, lambda ledger: bulk.chosen(ledger, choice))

    async def changed(ledger: Ledger, item: str) -> str:
        try:
            await decided.edit(ledger, await _id_of(ledger, item), changes, dry=dry)
        except NotDone as refused:
            return str(refused)
        return ""

    done, refused = _each(settings, named, f"complaints edit ({', '.join(changes)})", dry, changed)
    if dry:
        typer.echo(f"{done} would be changed.")
        return bulk.tell(refused)
    typer.echo(f"{done} changed.{' What is parked, `satupintu complaints retry` sends on.' if done else ''}")
    return bulk.tell(refused)


def _each(
    settings: Settings, named: Mapping[str, str], act: str, dry: bool, do: Callable[[Ledger, str], Awaitable[str]]
) -> tuple[int, list[tuple[str, str]]]:
    """How many are done, or with `dry`, which shows them, would be; and those that were refused, as they were typed,
    with why. Written down before the first is done."""
    if not dry:
        bulk.written_down(settings.data_dir, act, list(named))
    refusals = dict(asked(settings, lambda ledger: bulk.one_by_one(list(named), lambda item: do(ledger, item))))
    done = [item for item in named if item not in refusals]
    if dry:
        _show(settings, done)
    return len(done), [(named[item], why) for item, why in refusals.items()]


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
