"""`satupintu forwarders`: who may pass on citizens' mails, enrolled one by one."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from channels.mail_alignment import mailbox
from gateway.forwarders import Forwarders
from gateway.moments import at
from gateway.settings import Settings
from gateway.terminal import printable

_UNITS = {"h": 1, "d": 24, "w": 168}
LONGEST_DAYS = 90
LARGEST_FILE = 8 * 1024 * 1024
_MANY_FAULTS = 20


class NotEnrolled(Exception):
    """Nothing was changed; why, and what to write instead."""


def open_register(settings: Settings) -> Forwarders:
    return Forwarders(settings.data_dir, settings.hasher(), settings.sealer())


def add(settings: Settings, address: str, name: str) -> None:
    with closing(open_register(settings)) as register:
        new = register.add([(_address(address), name)])
    typer.echo("Enrolled." if new else "It was enrolled already.")


def import_file(settings: Settings, path: Path) -> None:
    """All lines or none: `address,name`, with or without a line of headings."""
    people = list(_people(path))
    with closing(open_register(settings)) as register:
        new = register.add(people)
    typer.echo(f"{new} enrolled, {len(people) - new} were already.")


def list_all(settings: Settings) -> None:
    with closing(open_register(settings)) as register:
        enrolled = register.all()
    zone = ZoneInfo(settings.timezone)
    for one in enrolled:
        address = one.address or "(sealed with a key that is not among ENCRYPTION_KEYS)"
        typer.echo(printable(f"{at(one.since, zone)}  {address}  {one.name}".rstrip()))
    typer.echo(f"{len(enrolled)} enrolled; those of MAIL_FORWARDERS are not listed here.")


def remove(settings: Settings, address: str) -> int:
    with closing(open_register(settings)) as register:
        removed = register.remove(_address(address))
    typer.echo("Removed." if removed else "Nobody of that address is enrolled.", err=not removed)
    return 0 if removed else 1


def word(settings: Settings, whose: str, valid: str) -> None:
    time = lasting(valid)
    with closing(open_register(settings)) as register:
        made = register.make_word(time.total_seconds(), _address(whose) if whose else "")
    until = at(datetime.now(ZoneInfo("UTC")) + time, ZoneInfo(settings.timezone))
    typer.echo(f"{made}\n")
    typer.echo(
        f"Good once, until {until}, and not shown again. Hand it to the village office by a way you trust. It writes "
        "the word into the subject of a mail to your complaints address, from the account it will forward from."
    )


def lasting(text: str) -> timedelta:
    """`14d`, `12h`, `2w`. Raise `NotEnrolled`."""
    found = re.fullmatch(r"([1-9][0-9]{0,3})([hdw])", text.strip().lower())
    time = timedelta(hours=int(found[1]) * _UNITS[found[2]]) if found else timedelta(0)
    if not timedelta(0) < time <= timedelta(days=LONGEST_DAYS):
        raise NotEnrolled(f"--valid must be hours, days or weeks up to {LONGEST_DAYS} days, as 12h, 14d or 2w.")
    return time


def _address(text: str) -> str:
    address = mailbox(text)
    if not address:
        raise NotEnrolled(
            "That is no mail address, and nothing was changed. Whole domains, as *.desa.id, stand in MAIL_FORWARDERS."
        )
    return address


def _people(path: Path) -> Iterator[tuple[str, str]]:
    wrong: list[str] = []
    found: list[tuple[str, str]] = []
    for number, row in enumerate(_rows(path), 1):
        first, name = (*(cell.strip() for cell in row), "", "")[:2]
        address = mailbox(first)
        if address:
            found.append((address, name))
        elif first and not (number == 1 and "@" not in first):
            wrong.append(str(number))
    if wrong:
        named = ", ".join(wrong[:_MANY_FAULTS])
        raise NotEnrolled(f"Nobody was enrolled: no mail address in line {named}. Mend the file and import it again.")
    yield from found


def _rows(path: Path) -> list[list[str]]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise NotEnrolled(f"{path.name} is larger than {LARGEST_FILE} bytes: import it in parts.")
        text = path.read_text("utf-8-sig")
        # Spreadsheets in Indonesian write semicolons.
        return list(csv.reader(text.splitlines(), delimiter=";" if text.count(";") > text.count(",") else ","))
    except (OSError, ValueError, csv.Error) as error:
        why = getattr(error, "strerror", "") or "it is no CSV file in UTF-8"
        raise NotEnrolled(f"{path.name} cannot be read: {why}.") from error
