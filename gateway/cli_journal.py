"""The commands below `satupintu journal`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli_calls import DOTENV, EnvFile, Unmask, Yes, call, settings, sure

journal = typer.Typer(no_args_is_help=True, help="The durable inbox: what came in, and what became of it.")


@journal.command("list")
def journal_list(
    end: Annotated[str, typer.Option(help="Only rows whose end begins so, as `quarantined` or `complaint`.")] = "",
    open_: Annotated[bool, typer.Option("--open", help="Only rows without an end.")] = False,
    after: Annotated[int | None, typer.Option(min=0, help="From behind this row on, instead of the newest.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 50,
    last: Annotated[int | None, typer.Option(min=1, max=10_000, help="The newest so many.")] = None,
    env_file: EnvFile = DOTENV,
) -> None:
    """Rows, the newest last, without anybody's words."""
    from gateway.journal_cli import Wanted

    if last is not None and after is not None:
        raise typer.BadParameter("choose one of --last and --after", param_hint="--last")
    call("journal list", settings(env_file), Wanted(end, open_, after, last or limit))


@journal.command("show")
def journal_show(seq: int, unmask: Unmask = False, env_file: EnvFile = DOTENV) -> None:
    """One row: where it came from, what became of it and when, and with --unmask what it says."""
    call("journal show", settings(env_file), seq, unmask)


@journal.command("export")
def journal_export(
    after: Annotated[int, typer.Option(min=0, help="Only rows behind this one.")] = 0,
    unmask: Unmask = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """All rows as JSON lines; bodies (base64) only with --unmask."""
    call("journal export", settings(env_file), after, unmask)


@journal.command("replay")
def journal_replay(
    seqs: Annotated[list[int] | None, typer.Argument(help="Rows to read again.")] = None,
    quarantined: Annotated[bool, typer.Option("--quarantined", help="All that were quarantined.")] = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """Take the end off rows, so that the running gateway reads them again; nothing is submitted twice."""
    call("journal replay", settings(env_file), list(seqs or ()), quarantined)


@journal.command("close")
def journal_close(
    seq: int,
    reason: Annotated[str, typer.Option(help="Why nobody needs to look any more; without anybody's data.")],
    env_file: EnvFile = DOTENV,
) -> None:
    """Take a row out of quarantine that cannot or need not be read; writes a line into DATA_DIR/audit.jsonl."""
    if not reason.strip():
        raise typer.BadParameter("say why", param_hint="--reason")
    call("journal close", settings(env_file), seq, reason.strip())


@journal.command("give-up-key")
def journal_give_up_key(
    key: Annotated[str, typer.Argument(help="Its id, as `satupintu check` and /health/ready name it.")],
    yes: Yes = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """Go on without an encryption key that is lost for ever; writes a line into DATA_DIR/audit.jsonl."""
    call("journal give-up-key", settings(env_file), key, lambda question: sure(yes, question))


@journal.command("purge")
def journal_purge(
    days: Annotated[int | None, typer.Option(min=1, help="Older than so many; RETENTION_DAYS if left out.")] = None,
    yes: Yes = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """Destroy the bodies of old rows that have an end; a keyed hash, the end and the time stay."""
    made = settings(env_file)
    days = days or made.retention_days
    sure(yes, f"Destroy what was received more than {days} days ago and has an end?")
    call("journal purge", made, days)


@journal.command("rebuild")
def journal_rebuild(
    without: Annotated[
        list[str] | None, typer.Option(help="A node whose journal is lost for ever: nobody waits for it.")
    ] = None,
    yes: Yes = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """Have the ledger in Redis made anew from the journals of all nodes; forwarding pauses meanwhile."""
    made = settings(env_file)
    sure(yes, "Declare the ledger in Redis lost and rebuild it from the journals?")
    call("journal rebuild", made, list(without or ()))


@journal.command("drain")
def journal_drain(
    path: Annotated[Path, typer.Argument(help="DATA_DIR of the lost node, copied from its disk or a backup.")],
    yes: Yes = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """Take over the journal of a node that is lost for ever: its messages are understood and answered from here."""
    call("journal drain", settings(env_file), path, yes)
