"""`satupintu check --central`: what the central system can do, the request it would get, and how its answer is read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import fields
from datetime import UTC, datetime
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from forwarder.central import Central, CentralError
from forwarder.rehearsal import MASK, DryRuns, Rehearsal, Rehearses
from gateway.centrals import make_central
from gateway.faults import SettingsFault
from gateway.settings import Settings
from gateway.terminal import printable
from normalizer.schema import ChannelName, Flags, Kind, Location, Party, Submission

_SHOWN: Final = 4000  # characters of a request or an answer
_PERSON: Final = Party("+6281100000000", "Warga Contoh")
# Invented, and recognisable as such wherever it turns up.
SAMPLE: Final = Submission(
    reference="satupintu-check-00000000000",
    number="0000000000",
    kind=Kind.COMPLAINT,
    channel=ChannelName("sms"),
    title="Uji coba Satu Pintu",
    text="Ini uji coba dari Satu Pintu, bukan laporan. Mohon diabaikan.",
    reporter=_PERSON,
    submitted_by=_PERSON,
    flags=Flags(),
    received_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    location=Location(-6.2, 106.8, "Balai Desa Contoh"),
)
_LACKS: Final = {
    "anonim": "complaints that ask for it wait for a person",
    "rahasia": "complaints that ask for it wait for a person",
    "attachments": "files are named, and the sender is told",
    "supplements": "what citizens add waits for a person",
    "amend": "flags that are asked for later wait for a person",
    "withdraw": "wishes to withdraw wait for a person",
    "look_up": "a lost answer waits for a person",
    "consistent_look_up": "what a look-up does not see waits for a person",
    "idempotent": "after a lost answer nothing is sent before a look-up",
    "callbacks": "numbers are asked for",
    "status": "the citizen hears the number and no more",
    "leaves_out": "who wants to stay unknown is told with the wish, not kept back",
    "tray": "a program takes the cases, no person reads them here",
}


def main(settings: Settings, console: Console | None = None) -> int:
    """1 when something is wrong."""
    shown = console or Console(soft_wrap=True, highlight=False)
    try:
        central = make_central(settings)
    except SettingsFault as error:
        for sentence in error.faults:
            shown.print(Text(f"fault   {printable(sentence)}", style="bold red"))
        return 1
    return asyncio.run(_look(central, shown))


async def _look(central: Central, shown: Console) -> int:
    shown.print(_abilities(central))
    failed = False
    try:
        async for made in _rehearsed(central):
            show(made, shown)
            failed = failed or bool(made.failed or made.refused)
        shown.print(Text(f"ok      {printable(await central.check())}", style="green"))
    except CentralError as error:
        shown.print(Text(f"fault   {printable(str(error))}", style="bold red"))
        return 1
    finally:
        await central.close()
    return int(failed)


async def _rehearsed(central: Central) -> AsyncIterator[Rehearsal]:
    """The request of a submission, never sent; and the dry run where there is one."""
    if isinstance(central, Rehearses):
        yield central.rehearse(SAMPLE)
    tried = await central.dry_run(SAMPLE) if isinstance(central, DryRuns) else None
    if tried:
        yield tried


def _abilities(central: Central) -> Table:
    can, table = central.can, Table(title=f"{central.name}", title_justify="left", box=None)
    for heading in ("what", "", "if not"):
        table.add_column(heading)
    for one in fields(can):
        value = getattr(can, one.name)
        if isinstance(value, bool):
            table.add_row(one.name, "yes" if value else "no", "" if value else _LACKS[one.name])
    if can.look_up:
        table.add_row("lookup_settles_after", f"{can.lookup_settles_after:g} s", "")
    return table


def show(made: Rehearsal, shown: Console) -> None:
    """Secrets masked; what came from outside cannot move the terminal's cursor."""
    tried = "sent as a dry run" if made.answered else "of a dry run, which got no answer"
    sent = tried if made.answered or made.failed else "as a complaint would be, not sent"
    if made.refused:
        sent = "of a complaint, which would wait for a person"
    shown.print(Text(f"request {sent}:", style="bold"))
    lines = [f"{made.method} {made.url}", *(f"{name}: {value}" for name, value in made.headers.items())]
    shown.print(Text(_safe("\n".join([*lines, "", made.body.decode("utf-8", "replace")]), made)))
    if made.answered:
        shown.print(Text(f"answer  {made.status}:", style="bold"))
        shown.print(Text(_safe(made.answer.decode("utf-8", "replace"), made)))
        shown.print(Text(f"read as {_safe(made.read, made)}", style="bold"))
    if fault := made.failed or made.refused:
        shown.print(Text(f"fault   {_safe(fault, made)}", style="bold red"))


def _safe(text: str, made: Rehearsal) -> str:
    for secret in sorted(filter(None, made.secrets), key=len, reverse=True):
        text = text.replace(secret, MASK)
    return printable(text[:_SHOWN])
