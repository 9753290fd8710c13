"""The commands below `satupintu complaints` that tell of deadlines."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from gateway.cli_calls import DOTENV, EnvFile, call, settings
from gateway.cli_complaints import complaints

__all__ = ["complaints"]


@complaints.command("delayed")
def complaints_delayed(
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many, the oldest first.")] = 50,
    everything: Annotated[bool, typer.Option("--all", help="All that have no number yet.")] = False,
    env_file: EnvFile = DOTENV,
) -> None:
    """Complaints whose deadline is at risk or over, and those that an outage held up; status 1 when one is late."""
    call("complaints delayed", settings(env_file), limit, everything)


@complaints.command("deadlines")
def complaints_deadlines(
    received: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="The day it was received: 2026-03-17.")],
    env_file: EnvFile = DOTENV,
) -> None:
    """What was promised for a complaint of a day, by Indonesia's working days."""
    call("complaints deadlines", settings(env_file), received.date())
