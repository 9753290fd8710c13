"""`satupintu complaints suggest`: what a program makes of sound and picture, for who writes down what they tell."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import typer

from channels.base import SendFailed
from forwarder.store import StoreAway
from forwarder.suggest import NotSuggested, Suggests
from gateway import audit
from gateway.complaint_files import content_of, with_files
from gateway.environment import read_env
from gateway.settings import Settings
from gateway.terminal import printable
from gateway.wiring import make_channels, make_suggesting, make_vault
from normalizer.privacy import mask
from normalizer.schema import Complaint

OFF = "Nothing suggests words here: set SUGGEST_PICTURES or SUGGEST_SOUND (README, Settings)"
_THEN = (
    "A program made this: every word may be wrong, names and numbers above all. Look and listen for yourself: "
    'satupintu complaints show {number} --files FOLDER; then satupintu complaints edit {number} --text "…"'
)


def suggest(settings: Settings, number: str, unmask: bool = False) -> int:
    """Of each file what was made of it, on the terminal and nowhere else; noted in the audit trail first. 1 if nothing
    could be made of one of them."""
    suggesting = make_suggesting(settings)
    if not suggesting:
        typer.echo(OFF, err=True)
        return 1
    found = with_files(settings, number)
    if found is None:
        return 1
    standing, complaint = found
    if not complaint.attachments:
        typer.echo("It has neither sound nor picture.", err=True)
        return 1
    act = "complaints suggest --unmask" if unmask else "complaints suggest"
    audit.note(settings.data_dir, f"{act} {standing.id}", [])
    return asyncio.run(_tell(settings, complaint, standing.number, suggesting, unmask=unmask))


async def _tell(
    settings: Settings, complaint: Complaint, number: str, suggesting: Mapping[str, Suggests], *, unmask: bool
) -> int:
    vault, channels = make_vault(settings), make_channels(read_env(), settings.public_url)
    failed = 0
    for place, one in enumerate(complaint.attachments, 1):
        head = f"{number}-{place}  {one.media_type}"
        try:
            way = _way(one.media_type, suggesting)
            said = await way.suggest(await content_of(one, complaint, vault, channels))
        except (NotSuggested, SendFailed, StoreAway) as why:
            typer.echo(printable(f"{head}: nothing is suggested: {why}"))
            failed += 1
            continue
        told = f"{way.name} suggests, and nobody has checked it" if said else f"{way.name} finds no words"
        typer.echo(printable(f"{head}: {told}"))
        for line in _lines(said, unmask=unmask):
            typer.echo(line)
    for channel in channels.values():
        await channel.close()
    if failed < len(complaint.attachments):
        typer.echo(_THEN.format(number=number), err=True)
    return int(bool(failed))


def _lines(said: str, *, unmask: bool) -> Sequence[str]:
    return [printable(f"  | {line}") for line in (said if unmask else mask(said)).splitlines()]


def _way(media_type: str, suggesting: Mapping[str, Suggests]) -> Suggests:
    """Raise `NotSuggested`."""
    kind = media_type.partition(";")[0].strip().lower()
    found = suggesting.get(kind) or suggesting.get(kind.partition("/")[0])
    if found is None:
        raise NotSuggested("no program is set for files of this kind")
    return found
