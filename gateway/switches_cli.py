"""`satupintu pause` and `resume`: holding back what goes out, while everything that comes in is still taken."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import typer

import channels
from forwarder import switches
from gateway import audit
from gateway.complaints_cli import asked
from gateway.moments import at_ms
from gateway.settings import Settings

_SOONER = f"satupintu resume {switches.FORWARD} --ask-again"
_ASKED = "The central system is asked again, with one call first; what it answers to that decides."
KNOWN = (switches.FORWARD, switches.REPLIES, *(line.name for line in channels.ALL))


def pause(settings: Settings, what: str) -> int:
    """2 for something that cannot be held back; "" lists what is."""
    if not what:
        return _list(settings)
    if _unknown(what):
        return 2
    audit.note(settings.data_dir, f"pause {what}", [])
    asked(settings, lambda ledger: switches.pause(ledger, settings.node_id, what))
    typer.echo(f"{what} is held back. Nothing is lost: messages are taken as ever. Let it go: satupintu resume {what}")
    return 0


def resume(settings: Settings, what: str, again: object) -> int:
    """2 for something that cannot be held back."""
    if _unknown(what):
        return 2
    if again and what != switches.FORWARD:
        typer.echo(f"--ask-again is about the central system: {_SOONER}", err=True)
        return 2
    audit.note(settings.data_dir, f"resume {what}{' --ask-again' if again else ''}", [])
    was = asked(settings, lambda ledger: switches.resume(ledger, settings.node_id, what))
    typer.echo(f"{what} goes on." if was else f"{what} was not held back.")
    if again:
        done = asked(settings, switches.ask_again)
        typer.echo(_ASKED if done else "The central system asked for no patience, or is being asked again already.")
    return 0


def _list(settings: Settings) -> int:
    held = asked(settings, switches.held)
    for one in held:
        typer.echo(f"{one.what:<10} since {at_ms(one.since_ms, ZoneInfo(settings.timezone))}")
    waiting = asked(settings, switches.patience)
    if waiting:
        until = at_ms(waiting.since_ms, ZoneInfo(settings.timezone))
        typer.echo(f"The central system is not called until {until} ({waiting.what}). Sooner: {_SOONER}")
    if not held:
        typer.echo(f"Nothing is held back. It could be: {', '.join(KNOWN)}")
    return 0


def _unknown(what: str) -> bool:
    if what not in KNOWN:
        typer.echo(f"{what} is nothing that can be held back: one of {', '.join(KNOWN)}", err=True)
    return what not in KNOWN
