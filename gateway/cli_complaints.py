"""The commands below `satupintu complaints` that tell where complaints stand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli_calls import DOTENV, EnvFile, Unmask, call, settings

complaints = typer.Typer(no_args_is_help=True, help="Where complaints stand, and what an operator decides of them.")


@complaints.command("list")
def complaints_list(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="The last so many.")] = 50,
    to_write: Annotated[
        bool, typer.Option("--to-write", help="Only those that wait to be written down, the oldest first.")
    ] = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """This node's complaints: our number, when it came, its channel, where it stands, its national number."""
    if to_write:
        call("complaints to-write", settings(env_file), limit)
    else:
        call("complaints list", settings(env_file), limit)


@complaints.command("show")
def complaints_show(
    number: Annotated[str, typer.Argument(help="Our nomor laporan, or the national number.")],
    unmask: Unmask = False,
    files: Annotated[
        Path | None, typer.Option(help="A folder for its sounds and pictures; writes a line into DATA_DIR/audit.jsonl.")
    ] = None,
    env_file: EnvFile = DOTENV,
) -> None:
    """One complaint: where it stands, what happened when, and what the central system was told and said."""
    if files is not None:
        call("complaints files", settings(env_file), number, files)
    else:
        call("complaints show", settings(env_file), number, unmask)


@complaints.command("suggest")
def complaints_suggest(
    number: Annotated[str, typer.Argument(help="Our nomor laporan, or the national number.")],
    unmask: Annotated[bool, typer.Option("--unmask", help="Show people's numbers and addresses, too.")] = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """What a program reads in its pictures or hears in its sound.

    Only to be looked at: it goes nowhere by itself. Writes a line into DATA_DIR/audit.jsonl."""
    call("complaints suggest", settings(env_file), number, unmask)


@complaints.command("parked")
def complaints_parked(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="The first so many.")] = 50, env_file: EnvFile = DOTENV
) -> None:
    """Complaints and answers that wait for a person, and why."""
    call("complaints parked", settings(env_file), limit)


@complaints.command("settle")
def complaints_settle(
    items: Annotated[list[str], typer.Argument(metavar="ID…", help="As `complaints parked` shows them.")],
    env_file: EnvFile = DOTENV,
) -> None:
    """Say that a person saw to parked acts (those who asked are told that it holds), answers or supplements."""
    call("complaints settle", settings(env_file), items)
