"""What every command of `satupintu` shares: its target, its settings, its options."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from gateway.starting import loading_more, without_rich

if TYPE_CHECKING:
    from gateway.settings import Settings

# What each command calls. All give an exit status, or None for 0.
TARGETS = {
    "run": "gateway.run:main",
    "serve": "gateway.serve:main",
    "work": "gateway.workers:main",
    "alive": "gateway.alive:main",
    "check": "gateway.check:main",
    "check --ledger": "gateway.prove:main",
    "check --central": "gateway.check_central:main",
    "conformance": "gateway.conformance:main",
    "by-hand list": "gateway.by_hand_cli:list_tray",
    "by-hand show": "gateway.by_hand_cli:show",
    "by-hand enter": "gateway.by_hand_cli:enter",
    "by-hand export": "gateway.by_hand_cli:export",
    "by-hand import": "gateway.by_hand_cli:import_table",
    "pause": "gateway.switches_cli:pause",
    "resume": "gateway.switches_cli:resume",
    "judge": "gateway.judge:judge",
    "simulate": "gateway.simulator.phones:main",
    "bench": "gateway.bench:main",
    "journal list": "gateway.journal_cli:list_rows",
    "journal show": "gateway.journal_show:show",
    "journal export": "gateway.journal_show:export",
    "journal replay": "gateway.journal_cli:replay",
    "journal close": "gateway.journal_cli:close",
    "journal give-up-key": "gateway.journal_given_up:give_up",
    "journal purge": "gateway.journal_keeping:purge",
    "journal rebuild": "gateway.journal_keeping:rebuild",
    "journal drain": "gateway.journal_drain:drain",
    "complaints list": "gateway.complaints_cli:list_complaints",
    "complaints show": "gateway.complaints_cli:show",
    "complaints to-write": "gateway.complaint_files:list_to_write",
    "complaints files": "gateway.complaint_files:put_files",
    "complaints suggest": "gateway.suggesting:suggest",
    "complaints parked": "gateway.complaints_cli:list_parked",
    "complaints delayed": "gateway.delayed:list_delayed",
    "complaints deadlines": "gateway.delayed:show_deadlines",
    "forwarders add": "gateway.forwarders_cli:add",
    "forwarders import": "gateway.forwarders_cli:import_file",
    "forwarders list": "gateway.forwarders_cli:list_all",
    "forwarders remove": "gateway.forwarders_cli:remove",
    "forwarders word": "gateway.forwarders_cli:word",
    "smtp-user add": "gateway.smtp_users_cli:add",
    "smtp-user remove": "gateway.smtp_users_cli:remove",
    "smtp-user list": "gateway.smtp_users_cli:list_users",
    "complaints settle": "gateway.acts_cli:settle",
    "complaints retry": "gateway.decide_cli:retry",
    "complaints close": "gateway.decide_cli:close",
    "complaints link": "gateway.decide_cli:link",
    "complaints edit": "gateway.decide_cli:edit",
    "tray list": "gateway.tray_cli:list_rows",
    "tray show": "gateway.tray_cli:show",
    "tray release": "gateway.tray_cli:release",
    "templates": "gateway.templates_cli:main",
    "tray spam": "gateway.tray_cli:spam",
}

EnvFile = Annotated[Path, typer.Option("--env-file", envvar="ENV_FILE", help="File with settings.")]
Unmask = Annotated[bool, typer.Option("--unmask", help="Show people's words; writes a line into DATA_DIR/audit.jsonl.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
DOTENV = Path(".env")


def call(command: str, *args: object) -> NoReturn:
    module, _, name = TARGETS[command].partition(":")
    try:
        with loading_more():
            target = getattr(importlib.import_module(module), name)
        status = target(*args)
    except KeyboardInterrupt:
        status = 130  # 128 + SIGINT, as a shell says it
    raise typer.Exit(status or 0)


def settings(env_file: Path, *, serving: bool = False) -> Settings:
    """The settings, with logging set up by them. Raise `SettingsFault`."""
    with loading_more(), without_rich():  # two thirds of the start of a command that needs none
        from gateway.environment import read_env, secret_values
        from gateway.log import configure
        from gateway.settings import load

    os.environ["ENV_FILE"] = str(env_file.absolute())  # for child processes and for channels' own settings
    env = read_env()
    made = _complete(env) if serving else load(env)
    configure(made.log_level, made.log_format, secret_values(env))
    return made


def _complete(env: Mapping[str, str]) -> Settings:
    with loading_more():  # every channel, which only they need who serve
        from gateway.complete import serving

    return serving(env)


def sure(yes: bool, question: str) -> None:
    if not yes:
        typer.confirm(question, abort=True)
