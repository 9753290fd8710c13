"""The commands below `satupintu smtp-user`."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.cli_calls import DOTENV, EnvFile, call, settings

smtp_user = typer.Typer(no_args_is_help=True, help="Who may send mail with a password: the lines of SMTP_USERS_FILE.")
Name = Annotated[str, typer.Argument(help="Small letters, digits and . _ @ + -, as in camat@kab.example.")]


@smtp_user.command("add")
def add(name: Name, env_file: EnvFile = DOTENV) -> None:
    """Add a user, or give a known one a new password: asked for, or the first line of the standard input."""
    call("smtp-user add", settings(env_file), name)


@smtp_user.command("remove")
def remove(name: Name, env_file: EnvFile = DOTENV) -> None:
    """Take a user away; at once, without a restart."""
    call("smtp-user remove", settings(env_file), name)


@smtp_user.command("list")
def list_users(env_file: EnvFile = DOTENV) -> None:
    """The names."""
    call("smtp-user list", settings(env_file))
