"""The commands below `satupintu forwarders`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli_calls import DOTENV, EnvFile, call, settings

forwarders = typer.Typer(
    no_args_is_help=True, help="Village offices that pass on citizens' mails, enrolled one by one."
)


@forwarders.command("add")
def add(
    address: str,
    name: Annotated[str, typer.Option(help="Whose it is, for the list.")] = "",
    env_file: EnvFile = DOTENV,
) -> None:
    """Enrol one mail address."""
    call("forwarders add", settings(env_file), address, name)


@forwarders.command("import")
def import_file(file: Path, env_file: EnvFile = DOTENV) -> None:
    """Enrol the addresses of a CSV file (address,name): all of them, or none when one is wrong."""
    call("forwarders import", settings(env_file), file)


@forwarders.command("list")
def list_all(env_file: EnvFile = DOTENV) -> None:
    """Who is enrolled, and since when."""
    call("forwarders list", settings(env_file))


@forwarders.command("remove")
def remove(address: str, env_file: EnvFile = DOTENV) -> None:
    """End an enrolment; mails that were read already stay as they were read."""
    call("forwarders remove", settings(env_file), address)


@forwarders.command("word")
def word(
    whose: Annotated[str, typer.Option("--for", help="Only this address may use it.")] = "",
    valid: Annotated[str, typer.Option(help="How long it is good: hours, days or weeks, as 12h, 14d, 2w.")] = "14d",
    env_file: EnvFile = DOTENV,
) -> None:
    """Make a one-time word with which a village office enrols its own mail address."""
    call("forwarders word", settings(env_file), whose, valid)
