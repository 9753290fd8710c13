"""The commands `satupintu pause` and `satupintu resume`."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.cli_calls import DOTENV, EnvFile, call, settings

_WHAT = "forward, replies, or a channel whose answers wait."


def pause(
    what: Annotated[str, typer.Argument(help=f"{_WHAT} Left out: what is held back now.")] = "",
    env_file: EnvFile = DOTENV,
) -> None:
    """Hold back what goes out, on all nodes; what comes in is still taken."""
    call("pause", settings(env_file), what)


def resume(
    what: Annotated[str, typer.Argument(help=_WHAT)],
    again: Annotated[
        bool, typer.Option("--ask-again", help="Call who asked for patience, too: the central system, or a provider.")
    ] = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """Let go on what was held back."""
    call("resume", settings(env_file), what, again)
