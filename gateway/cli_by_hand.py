"""The commands below `satupintu by-hand`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli_calls import DOTENV, EnvFile, call, settings

by_hand = typer.Typer(no_args_is_help=True, help="CENTRAL=by_hand: the tray of complaints that a person enters.")

_NUMBER = typer.Argument(help="Our nomor laporan.")


@by_hand.command("list")
def by_hand_list(
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many.")] = 50, env_file: EnvFile = DOTENV
) -> None:
    """What waits to be entered, the oldest first, without anybody's words."""
    call("by-hand list", settings(env_file), limit)


@by_hand.command("show")
def by_hand_show(
    number: Annotated[str, _NUMBER],
    files: Annotated[Path | None, typer.Option(help="A folder for its attachments.")] = None,
    env_file: EnvFile = DOTENV,
) -> None:
    """One complaint, field by field, ready to copy; writes a line into DATA_DIR/audit.jsonl."""
    call("by-hand show", settings(env_file), number, files)


@by_hand.command("enter")
def by_hand_enter(
    number: Annotated[str, _NUMBER],
    national: Annotated[str, typer.Option(prompt="National number", help="The national number.")],
    again: Annotated[str, typer.Option(prompt="National number again", help="The same once more.")],
    not_there: Annotated[
        bool, typer.Option("--not-there", help="A person looked: no number will come from the central system itself.")
    ] = False,
    already: Annotated[
        bool,
        typer.Option("--already-there", help="Its sender called it off, and it stands in the national system already."),
    ] = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """The national number of a complaint in the tray, or a parked one, typed twice; whoever waits is told it."""
    call("by-hand enter", settings(env_file), number, national.strip(), again.strip(), not_there, already)


@by_hand.command("export")
def by_hand_export(to: Annotated[Path, typer.Argument(help="A CSV file to make.")], env_file: EnvFile = DOTENV) -> None:
    """The tray as a table for a spreadsheet; writes a line into DATA_DIR/audit.jsonl."""
    call("by-hand export", settings(env_file), to)


@by_hand.command("import")
def by_hand_import(
    table: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The table with both columns filled in.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, say what would be done.")] = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """National numbers out of the filled-in table."""
    call("by-hand import", settings(env_file), table, yes)
