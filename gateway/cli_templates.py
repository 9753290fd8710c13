"""The command `satupintu templates`."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.cli_calls import DOTENV, EnvFile, call, settings


def templates(
    submit: Annotated[bool, typer.Option("--submit/--no-submit", help="Make and submit what is missing.")] = True,
    watch: Annotated[bool, typer.Option("--watch", help="Stay until WhatsApp has decided.")] = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """Submit the WhatsApp templates to Twilio, and remember which are approved; status 1 while one is not."""
    call("templates", settings(env_file), submit, watch)
