"""`satupintu conformance`."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.cli_calls import DOTENV, EnvFile, call, settings


def conformance(
    url: Annotated[str, typer.Argument(metavar="URL", help="Base URL of a central system for tests.")],
    everything: Annotated[bool, typer.Option("--all", help="Show what was sent and what came for every rule.")] = False,
    callbacks: Annotated[
        str,
        typer.Option(metavar="HOST:PORT", help="Where it calls back; change the case there while this waits."),
    ] = "",
    wait: Annotated[float, typer.Option(min=1.0, max=3600.0, help="So many seconds for a callback.")] = 120.0,
    env_file: EnvFile = DOTENV,
) -> None:
    """Try a central system of yours on every rule of docs/central-api.yaml; status 1 if one is broken.

    It needs CENTRAL_KEY and CENTRAL_INSTANCE, and leaves cases of invented people there."""
    call("conformance", url, settings(env_file), everything, callbacks, wait)
