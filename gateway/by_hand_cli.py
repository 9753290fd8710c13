"""`satupintu by-hand`: the tray of complaints that a person enters into the national system."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import track

from forwarder import by_hand_tray
from forwarder.by_hand_tray import Refused, Waiting
from forwarder.decided import WHY_NOT
from forwarder.ledger import Ledger
from gateway import audit, bulk, by_hand_csv
from gateway.by_hand_csv import Entry, Unreadable
from gateway.complaints_cli import asked
from gateway.files_out import ending, put
from gateway.moments import at_ms
from gateway.settings import Settings
from gateway.terminal import printable
from gateway.wiring import make_vault


def list_tray(settings: Settings, limit: int) -> None:
    """The longest waiting first, without anybody's words: our number, since when, how long, who took it out today."""
    zone, now = ZoneInfo(settings.timezone), datetime.now(UTC).timestamp()

    async def tell(ledger: Ledger) -> int:
        tray = await by_hand_tray.index(ledger)
        async for some in by_hand_tray.opened(ledger, [name for _, name in tray[:limit]]):
            for one in some:
                hours = int((now - one.received_ms / 1000) / 3600)
                line = f"{one.number}  {at_ms(one.received_ms, zone)}  {hours:>5} h{'  protected' * one.protected}"
                line += "  called off: not to be entered" * one.withdrawn
                typer.echo(printable(f"{line}{f'  {one.seen_by} has it' if one.seen_by else ''}"))
        return len(tray)

    count = asked(settings, tell)
    typer.echo(f"{count} wait. One of them: satupintu by-hand show NUMBER; all: satupintu by-hand export", err=True)


def show(settings: Settings, number: str, files: Path | None) -> int:
    """Every field, ready to copy; files: where its attachments are put. Noted in the audit trail first. 1 if it is not
    in the tray."""
    wanted = by_hand_tray.bare(number)
    one = asked(settings, lambda ledger: by_hand_tray.named(ledger, wanted))
    if one is None:
        typer.echo(f"{number} is not in the tray: see satupintu by-hand list", err=True)
        return 1
    if one.case is None:
        typer.echo(f"{number}: {WHY_NOT['sealed']}", err=True)
        return 1
    audit.note(settings.data_dir, f"by-hand show {one.id}", [])
    if not asked(settings, lambda ledger: _take_out(settings, ledger, [one])):
        typer.echo(f"{number} has just left the tray: see satupintu complaints show", err=True)
        return 1
    for name, value in by_hand_csv.fields(one, ZoneInfo(settings.timezone)).items():
        if value:
            typer.echo(printable(f"{name:<16} {value}") if "\n" not in value else f"{name}:\n{_lines(value)}")
    if files is not None:
        return asyncio.run(_put_files(settings, one, files))
    return 0


def enter(
    settings: Settings, number: str, national: str, again: str, not_there: bool = False, already: bool = False
) -> int:
    """One national number, typed twice; not_there: even if the central system said that it holds it; already: even if
    its sender called it off. 1 if it was refused."""
    said = f"{' --not-there' * not_there}{' --already-there' * already}"
    audit.note(settings.data_dir, printable(f"by-hand enter {number}{said}"), [])
    entry = Entry(by_hand_tray.bare(number), national, again)
    return _entered(settings, [entry], dry=False, not_there=not_there, already=already)


def export(settings: Settings, to: Path, most_bytes: int = by_hand_csv.WRITTEN_MOST) -> int:
    """The whole tray as a table, the longest waiting first, readable by its owner alone; noted in the audit trail
    first. No more than can be read back. 1 if it is there."""
    tray = [name for _, name in asked(settings, by_hand_tray.index)]
    audit.note(settings.data_dir, f"by-hand export (complaints: {len(tray)})", [])
    try:
        file = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        what = "name another file, or remove that one" if isinstance(error, FileExistsError) else error.strerror
        typer.echo(f"{to} cannot be made: {what}. Nothing was written.", err=True)
        return 1
    with os.fdopen(file, "w", encoding="utf-8", newline="") as out:
        made = asked(settings, lambda ledger: _written(settings, ledger, tray, out, most_bytes))
    told = "1 complaint is" if made.rows == 1 else f"{made.rows} complaints are"
    typer.echo(f"{told} in {to}, with people's names: delete it when it was read back.")
    if made.sealed:
        typer.echo(f"{made.sealed} more cannot be opened: they were erased, or ENCRYPTION_KEYS lacks a key.", err=True)
    if made.left:
        typer.echo(f"{made.left} more wait: read this table back first, then export again.", err=True)
    return 0


@dataclass(frozen=True, slots=True)
class _Made:
    rows: int
    sealed: int
    left: int


async def _written(settings: Settings, ledger: Ledger, tray: Sequence[str], out: TextIO, most_bytes: int) -> _Made:
    zone = ZoneInfo(settings.timezone)
    size, rows, sealed = out.write(by_hand_csv.head()), 0, 0
    async for some in by_hand_tray.opened(ledger, tray):
        readable = [(one, by_hand_csv.row(one, zone)) for one in some if one.case is not None]
        fitting = list[tuple[Waiting, str]]()
        for one, row in readable:
            size += len(row.encode())
            if size <= most_bytes or not (rows or fitting):
                fitting.append((one, row))
        sealed += len(some) - len(readable)
        theirs = await _take_out(settings, ledger, [one for one, _ in fitting])
        out.writelines(row for one, row in fitting if one.id in theirs)
        rows += len(theirs)
        if size > most_bytes:
            return _Made(rows, sealed, len(tray) - rows - sealed)
    return _Made(rows, sealed, 0)


async def _take_out(settings: Settings, ledger: Ledger, tray: Sequence[Waiting]) -> set[str]:
    """Who else has them is told: what two people enter is in the national system twice. Those that are there still."""
    zone, me = ZoneInfo(settings.timezone), audit.who()
    for one in (one for one in tray if one.seen_by not in ("", me)):
        told = f"{one.number}: {one.seen_by} took it out at {at_ms(one.seen_ms, zone)}; ask before you enter it"
        typer.echo(printable(told), err=True)
    return await by_hand_tray.taken_out(ledger, tray, me, int(datetime.now(UTC).timestamp() * 1000))


def import_table(settings: Settings, source: Path, yes: bool) -> int:
    """National numbers out of the filled-in table; without `yes` it says what would be done. 1 if a row was refused."""
    try:
        entries = by_hand_csv.read(source.read_bytes())
    except (Unreadable, OSError) as error:
        typer.echo(f"{source}: {error}. Nothing was changed.", err=True)
        return 1
    if yes:
        bulk.written_down(settings.data_dir, "by-hand import", [entry.ours for entry in entries])
    return _entered(settings, entries, dry=not yes)


def _entered(
    settings: Settings, entries: Sequence[Entry], *, dry: bool, not_there: bool = False, already: bool = False
) -> int:
    async def all_of_them(ledger: Ledger) -> list[str]:
        seen = twice(entries)
        shown = track(entries, "numbers", console=Console(stderr=True), disable=len(entries) < 2)
        how = {"dry": dry, "not_there": not_there, "already": already}
        return [await entered(ledger, entry, seen, **how) for entry in shown]

    told = asked(settings, all_of_them)
    for refused in filter(None, told):
        typer.echo(printable(refused), err=True)
    taken = [entry for entry, said in zip(entries, told, strict=True) if not said]
    for entry in taken if dry else ():
        typer.echo(printable(f"{entry.ours}  {entry.national}"))
    typer.echo(_count(len(taken), dry=dry))
    return int(len(taken) < len(entries))


def _count(taken: int, *, dry: bool) -> str:
    if dry:
        look = "; is each number whole, also its zeros in front? Then: --yes" if taken else ""
        return f"{taken} would be taken{look}"
    return f"{taken} taken; those who wait are told." if taken else "Nothing was taken."


def twice(entries: Sequence[Entry]) -> frozenset[tuple[str, str]]:
    """Numbers that stand in more than one row, and in which column: somebody was a line off."""
    found = Counter(named for one in entries for named in (("ours", one.ours), ("national", one.national)))
    return frozenset(named for named, times in found.items() if times > 1 and named[1])


async def entered(
    ledger: Ledger,
    entry: Entry,
    seen: frozenset[tuple[str, str]],
    *,
    dry: bool,
    not_there: bool = False,
    already: bool = False,
) -> str:
    """Why it was refused, "" if it was taken."""
    try:
        if ("ours", entry.ours) in seen:
            return f"{entry.ours}: it stands in more than one row"
        if ("national", entry.national) in seen:
            return f"{entry.ours}: {entry.national} stands in more than one row"
        look = by_hand_tray.examine if dry else by_hand_tray.enter
        await look(ledger, entry.ours, entry.national, entry.again, not_there=not_there, already=already)
    except Refused as refused:
        return str(refused)
    return ""


async def _put_files(settings: Settings, one: Waiting, to: Path) -> int:
    named, missing = (one.case or {}).get("attachments") or (), 0
    if not named:
        typer.echo("It has no attachments.")
        return 0
    vault = make_vault(settings)
    await asyncio.to_thread(to.mkdir, mode=0o700, parents=True, exist_ok=True)
    for place, each in enumerate(named, 1):
        content = await vault.fetch(str(each.get("sha256"))) if each.get("sha256") else None
        missing += content is None
        if content is not None:
            await asyncio.to_thread(put, to / f"{one.number}-{place}{ending(str(each.get('name', '')))}", content)
    if not missing:
        typer.echo(f"Its attachments are in {to}.")
        return 0
    there = f"{missing} of its {len(named)} attachments are not in the store"
    how = f"What came by chat lies at its provider: satupintu complaints show {one.number} --files FOLDER"
    typer.echo(f"{there}; the others are in {to}. {how}", err=True)
    return 1


def _lines(value: str) -> str:
    return "\n".join(printable(f"  {line}") for line in value.splitlines())
