"""`satupintu explain` and `judge`: what is understood of messages, and whether two complaints are the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli_calls import call


def explain(
    files: Annotated[list[Path] | None, typer.Argument(help="Messages as they were sent.")] = None,
    channel: Annotated[str, typer.Option(help="sms, whatsapp, sms_http, telegram, mail, or one of yours.")] = "",
    texts: Annotated[
        Path | None, typer.Option(dir_okay=False, allow_dash=True, help="A file of first messages, one on each line.")
    ] = None,
    proven: Annotated[bool, typer.Option("--proven", help="As if a proven forwarder had sent them.")] = False,
) -> None:
    """Say how messages would be understood: one line of JSON each, touching nothing.

    A message with several complaints is a list of objects, any other one object."""
    from gateway.terminal import json_line

    if texts is not None:
        from gateway.explain import explain_lines

        for told in explain_lines(texts):
            typer.echo(json_line(json.dumps(told, ensure_ascii=False)))
    if texts is not None and not files:
        return
    if not files:
        raise typer.BadParameter("name files of messages, or --texts FILE", param_hint="FILES")
    from gateway.environment import read_env
    from gateway.explain import CHANNELS, explain_file

    if channel not in CHANNELS:
        raise typer.BadParameter(f"one of {', '.join(CHANNELS)}", param_hint="--channel")

    env, unread = read_env(), False
    for file in files:
        found, read = explain_file(channel, file, env, proven=proven)
        unread |= not read
        made = [{"file": str(file), **one} for one in found]
        typer.echo(json_line(json.dumps(made if len(made) > 1 else made[0], ensure_ascii=False)))
    if unread:
        raise typer.Exit(1)


def judge(
    pairs: Annotated[str, typer.Argument(metavar="PAIRS.jsonl", help='Lines {"a": {…}, "b": {…}}; "-" reads them.')],
) -> None:
    """Say for each pair of complaints whether they are the same, and why: one line of JSON each, touching nothing."""
    if pairs != "-" and not Path(pairs).is_file():
        raise typer.BadParameter("there is no such file", param_hint="PAIRS.jsonl")
    call("judge", pairs)
