"""The commands below `satupintu tray`."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.cli_calls import DOTENV, EnvFile, Unmask, call, settings

tray = typer.Typer(no_args_is_help=True, help="Suspect mails, and SMS of machines: they wait for a person.")


@tray.command("list")
def tray_list(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 50, env_file: EnvFile = DOTENV
) -> None:
    """What waits, the oldest first, with people's data masked."""
    call("tray list", settings(env_file), limit)


@tray.command("show")
def tray_show(seq: int, unmask: Unmask = False, env_file: EnvFile = DOTENV) -> None:
    """Why a row waits, and with --unmask what it says."""
    call("tray show", settings(env_file), seq, unmask)


@tray.command("release")
def tray_release(seqs: list[int], env_file: EnvFile = DOTENV) -> None:
    """These are honest: submit and answer them; writes a line into DATA_DIR/audit.jsonl."""
    call("tray release", settings(env_file), list(seqs))


@tray.command("spam")
def tray_spam(seqs: list[int], env_file: EnvFile = DOTENV) -> None:
    """These are spam: out of the tray, kept until they are purged; writes a line into DATA_DIR/audit.jsonl."""
    call("tray spam", settings(env_file), list(seqs))
