"""`satupintu pause` and `resume`: holding back what goes out, while everything that comes in is still taken."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import typer

import channels
from forwarder import switches
from forwarder.patience import account_of
from gateway import audit
from gateway.complaints_cli import asked
from gateway.moments import at_ms
from gateway.settings import Settings
from gateway.terminal import printable

_SOONER = "satupintu resume {} --ask-again"
_CENTRAL = "The central system"
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
    if again and what == switches.REPLIES:
        typer.echo("--ask-again is about one of them: forward, or a channel", err=True)
        return 2
    audit.note(settings.data_dir, f"resume {what}{' --ask-again' if again else ''}", [])
    was = asked(settings, lambda ledger: switches.resume(ledger, settings.node_id, what))
    typer.echo(f"{what} goes on." if was else f"{what} was not held back.")
    if again:
        who, account = _CENTRAL if what == switches.FORWARD else f"The provider of {what}", _account(what)
        done = asked(settings, lambda ledger: switches.ask_again(ledger, account))
        then = "is asked again, with one call first; what it answers to that decides."
        typer.echo(f"{who} {then if done else 'asked for no patience, or is being asked again already.'}")
    return 0


def _account(what: str) -> str:
    """As its patience is kept: channels of one provider share it."""
    return "" if what == switches.FORWARD else account_of(what)


def _list(settings: Settings) -> int:
    held = asked(settings, switches.held)
    for one in held:
        typer.echo(f"{one.what:<10} since {at_ms(one.since_ms, ZoneInfo(settings.timezone))}")
    for what in (switches.FORWARD, *dict.fromkeys(account_of(line.name) for line in channels.ALL)):
        _tell_patience(settings, what)
    _tell_risk(settings)
    if not held:
        typer.echo(f"Nothing is held back. It could be: {', '.join(KNOWN)}")
    return 0


def _tell_risk(settings: Settings) -> None:
    if waits := asked(settings, switches.risking):
        until = at_ms(waits.since_ms, ZoneInfo(settings.timezone))
        why = "what it was told last waits for a person, for nobody knows whether it was taken"
        sooner = _SOONER.format(switches.FORWARD)
        typer.echo(printable(f"{_CENTRAL} is told no other case or addition until {until}: {why}. Sooner: {sooner}"))


def _tell_patience(settings: Settings, account: str) -> None:
    forward = account == switches.FORWARD
    waiting = asked(settings, lambda ledger: switches.patience(ledger, "" if forward else account))
    if not waiting:
        return
    until = at_ms(waiting.since_ms, ZoneInfo(settings.timezone))
    ways = [account] if forward else [line.name for line in channels.ALL if account_of(line.name) == account]
    who = _CENTRAL if forward else f"The provider of {' and '.join(ways)}"
    typer.echo(printable(f"{who} is not called until {until} ({waiting.what}). Sooner: {_SOONER.format(ways[0])}"))


def _unknown(what: str) -> bool:
    if what not in KNOWN:
        typer.echo(f"{what} is nothing that can be held back: one of {', '.join(KNOWN)}", err=True)
    return what not in KNOWN
