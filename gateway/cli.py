"""The command `satupintu`: every command loads one module and calls one function of it."""

from __future__ import annotations

import errno
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from gateway import cli_switches
from gateway.cli_by_hand import by_hand
from gateway.cli_calls import DOTENV, EnvFile, call, settings
from gateway.cli_conformance import conformance
from gateway.cli_decide import complaints
from gateway.cli_explain import explain, judge
from gateway.cli_forwarders import forwarders
from gateway.cli_journal import journal
from gateway.cli_smtp import smtp_user
from gateway.cli_templates import templates
from gateway.cli_tray import tray

# Their exceptions are sentences written for people: what happened, what is safe, what to do.
OURS = frozenset({"gateway", "forwarder", "channels", "normalizer"})
# A disk's, also where what is printed goes.
_FULL = (errno.ENOSPC, errno.EDQUOT)
WAYS = ("sms", "sms1708", "sms_http", "whatsapp", "telegram", "mail", "outage", "repeat")
WITH_FILES = ("whatsapp", "telegram", "mail")

app = typer.Typer(
    name="satupintu",
    help="Satu Pintu: complaints by SMS, WhatsApp, Telegram and mail reach the central system once.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # they hold secrets and citizens' words
    pretty_exceptions_short=True,
)
app.add_typer(journal, name="journal")
app.add_typer(complaints, name="complaints")
app.add_typer(forwarders, name="forwarders")
app.add_typer(smtp_user, name="smtp-user")
app.add_typer(tray, name="tray")
app.add_typer(by_hand, name="by-hand")


def main() -> None:
    """Run the command line; a fault that is ours is its sentences and a status, never a traceback."""
    try:
        app()
    except Exception as error:
        status, said = _told(error)
        if said is None:
            raise
        typer.echo(said, err=True)
        sys.exit(status)


def _told(error: Exception) -> tuple[int, str | None]:
    """The status, and the sentences; None for a fault that is not ours."""
    from pydantic import ValidationError

    from gateway.faults import SettingsFault, sentences

    if isinstance(error, SettingsFault):
        return 2, str(error)
    if isinstance(error, ValidationError):  # a channel's settings; its own text would repeat the values
        return 2, "\n".join(sentences(error))
    if isinstance(error, OSError) and (error.filename or error.errno in _FULL):
        where = f"{error.filename}: " if error.filename else ""
        return (
            1,
            f"{where}{error.strerror}. What was done before stays done: mend that or name another place, and go on.",
        )
    return 1, str(error) if type(error).__module__.split(".")[0] in OURS else None


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"Satu Pintu {version('satupintu')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and leave.")
    ] = False,
) -> None:
    """Options of the command itself."""


@app.command()
def run(
    once: Annotated[bool, typer.Option("--once", help="Leave after the samples; status 0 if all is right.")] = False,
) -> None:
    """Try everything on this machine: stand-ins, sample complaints, and what became of each."""
    call("run", once)


@app.command()
def serve(env_file: EnvFile = DOTENV) -> None:
    """Take messages and pump them into the ledger."""
    call("serve", settings(env_file, serving=True))


@app.command()
def work(
    processes: Annotated[int, typer.Option(min=1, max=64, help="Worker processes of each queue.")] = 1,
    env_file: EnvFile = DOTENV,
) -> None:
    """Forward complaints and send answers."""
    call("work", settings(env_file, serving=True), processes)


@app.command(hidden=True)
def alive(process: str, env_file: EnvFile = DOTENV) -> None:
    """What a container's health check asks: `serve` or `work`."""
    call("alive", settings(env_file), process)


@app.command()
def check(
    ledger: Annotated[bool, typer.Option("--ledger", help="Prove that nothing was lost or doubled instead.")] = False,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Of that day; else since yesterday.")
    ] = None,
    grace: Annotated[float, typer.Option(min=0, help="Seconds that a message may be on its way.")] = 60,
    central: Annotated[bool, typer.Option("--central", help="Show what the central system is sent instead.")] = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """Say everything that is wrong, and how to mend it; status 1 if anything is."""
    if ledger and central:
        raise typer.BadParameter("--ledger or --central, one after the other")
    if day and not ledger:
        raise typer.BadParameter("--day goes with --ledger")
    if central:
        call("check --central", settings(env_file))
    if ledger:
        call("check --ledger", settings(env_file, serving=True), day.date().isoformat() if day else "", grace)
    call("check", env_file)


@app.command()
def simulate(
    way: Annotated[str, typer.Argument(help=" | ".join(WAYS))],
    words: Annotated[str | None, typer.Argument(help="What the citizen writes; a sample if left out.")] = None,
    sender: Annotated[str, typer.Option("--from", help="Who writes; someone new if left out.")] = "",
    seconds: Annotated[float, typer.Option(min=0, max=3600, help="How long an outage lasts.")] = 10,
    file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A picture, or a sound, that is sent along.")
    ] = None,
) -> None:
    """Write to a running `satupintu run` as a citizen does, or take its central system away for a while."""
    if way not in WAYS:
        raise typer.BadParameter(f"one of {', '.join(WAYS)}", param_hint="WAY")
    if words is not None and not words.strip():
        raise typer.BadParameter("write some words, or leave them out for a sample", param_hint="WORDS")
    if file is not None and way not in WITH_FILES:
        raise typer.BadParameter(f"goes with {', '.join(WITH_FILES)}", param_hint="--file")
    call("simulate", way, words, sender, seconds, file)


app.command()(explain)
app.command()(judge)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a complaint."""
    from normalizer.codec import schema_text

    typer.echo(schema_text(), nl=False)


@app.command()
def keys() -> None:
    """Make new keys, as lines for `.env`."""
    from forwarder.seal import new_key

    typer.echo("# Keep both safe and apart from backups of the data: without them nothing kept can be read.")
    typer.echo("# ID_KEY: one per deployment, the same on every machine, never changed.")
    typer.echo(f"ID_KEY={new_key()}")
    typer.echo(
        "# ENCRYPTION_KEYS: to rotate, put a new one behind the old ones on every machine and restart; then first"
    )
    typer.echo("# everywhere (docs/operations.md, Keys), because what one machine seals another opens.")
    typer.echo(f"ENCRYPTION_KEYS={new_key()}")


@app.command()
def bench(
    rounds: Annotated[int, typer.Option(min=1, help="How often each thing is measured.")] = 5,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long one shot of load lasts.")] = 4.0,
    only: Annotated[str, typer.Option(help="Parts of docs/performance.md, as in a,b,c; all if left out.")] = "",
) -> None:
    """Measure, and print the medians of every round."""
    call("bench", rounds, seconds, only)


@app.command()
def words(
    po: Annotated[
        str, typer.Option(help="A language (id, en, jv …): print its catalogue, to be changed or filled in.")
    ] = "",
) -> None:
    """Print every sentence citizens may get, and what an SMS of it takes."""
    from forwarder import words, words_file, words_po

    if po and not words_file.is_code(po):
        raise typer.BadParameter("write a language's code (ISO 639): id, en, jv, su", param_hint="--po")
    typer.echo(words_po.write(po, words_file.shipped()) if po else words.table(), nl=False)


# Last, so that `--help` begins with what everybody needs.
app.command("templates")(templates)
app.command()(cli_switches.pause)
app.command()(cli_switches.resume)
app.command()(conformance)
