"""`satupintu smtp-user`: the file of those who may send mail with a password."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from gateway.faults import SettingsFault
from gateway.settings import Settings
from gateway.smtp_users import NAME, Hashed, read_users, write_users

LEAST = 12


def add(settings: Settings, name: str) -> int:
    """Add a user or replace a password; 0. Raise `SettingsFault` with what is wrong and the fix."""
    path, name = _path(settings), _name(name)
    users = _users(path)
    known = name in users
    users[name] = Hashed.of(_password())
    _write(path, users)
    typer.echo(f"{name} {'has a new password' if known else 'may send mail now'}.")
    return 0


def remove(settings: Settings, name: str) -> int:
    """Take a user away; 1 when there is none of that name."""
    path, name = _path(settings), _name(name)
    users = _users(path)
    if users.pop(name, None) is None:
        typer.echo(f"There is no user {name}.", err=True)
        return 1
    _write(path, users)
    typer.echo(f"{name} may send mail no longer.")
    return 0


def list_users(settings: Settings) -> int:
    for name in _users(_path(settings)):
        typer.echo(name)
    return 0


def _path(settings: Settings) -> Path:
    if settings.smtp_users_file is None:
        raise SettingsFault("SMTP_USERS_FILE is empty: name the file of the users in it, as /etc/satupintu/smtp-users")
    return settings.smtp_users_file


def _name(name: str) -> str:
    name = name.strip().lower()
    if not NAME.fullmatch(name):
        raise SettingsFault("A user's name is 1 to 64 small letters, digits and . _ @ + -, a letter or digit first")
    return name


def _users(path: Path) -> dict[str, Hashed]:
    try:
        return read_users(path)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsFault(f"SMTP_USERS_FILE cannot be read ({error.strerror}): mend its path or rights") from None


def _write(path: Path, users: dict[str, Hashed]) -> None:
    try:
        write_users(path, users)
    except OSError as error:
        raise SettingsFault(
            f"SMTP_USERS_FILE cannot be written ({error.strerror}): nothing was changed; mend its folder's rights"
        ) from None


def _password() -> str:
    if sys.stdin.isatty():
        said: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        said = sys.stdin.readline().rstrip("\r\n")
    if len(said) < LEAST:
        raise SettingsFault(f"A password has at least {LEAST} characters: nothing was changed, choose a longer one")
    return said
