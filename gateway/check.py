"""`satupintu check`: everything that is wrong, all at once, in plain words with the fix."""

from __future__ import annotations

import asyncio
import difflib
import importlib
import stat
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel
from rich.console import Console
from rich.text import Text

import channels
from gateway import check_attachments, check_partners, check_places, check_redis, smtp_doors, smtp_tls
from gateway.complete import Complete
from gateway.environment import DOTENV_FAULT, dotenv_file, read_env, repeated_names, secret_values
from gateway.finding import Finding, Level, fault, ok, warning
from gateway.masking import Masker
from gateway.settings import Settings

_STYLE = {Level.OK: "green", Level.WARNING: "yellow", Level.FAULT: "bold red"}
_SECONDS = 15.0

Try = Callable[[], Awaitable[list[Finding]]]


def main(env_file: Path = Path(".env"), console: Console | None = None) -> int:
    """Print the findings; 1 if any is a fault, else 0."""
    env = read_env(env_file)
    found = [*_of_file(env_file), *asyncio.run(findings(env))]
    show(found, console or Console(soft_wrap=True, highlight=False), Masker(secret_values(env)))
    return int(any(finding.level is Level.FAULT for finding in found))


def show(found: Iterable[Finding], console: Console, masker: Masker) -> None:
    """One line each, the worst last: that is where the eye is."""
    order = list(Level)
    for finding in sorted(found, key=lambda finding: order.index(finding.level)):
        text = masker.without_secrets(str(finding))
        console.print(Text.assemble((f"{finding.level:<8}", _STYLE[finding.level]), text))


async def findings(env: Mapping[str, str], seconds: float = _SECONDS) -> list[Finding]:
    """Settings first, then everything alive at once, for at most `seconds` each."""
    complete = Complete.look(env)
    settings, lines = complete.settings, complete.lines
    told = [fault(sentence) for sentence in complete.wrong] or [ok("The gateway's settings are complete")]
    tries = [*_own(settings), *check_partners.tries(lines, settings)]
    live = await asyncio.gather(*(_within(one, seconds) for one in tries))
    return [*told, *check_partners.settings_findings(lines, settings), *(f for found in live for f in found)]


def _own(settings: Settings) -> list[Try]:
    async def places() -> list[Finding]:
        return await asyncio.to_thread(check_places.look, settings)

    async def redis() -> list[Finding]:
        fingerprint = settings.hasher().fingerprint if settings.id_key.get_secret_value() else ""
        return await check_redis.look(settings.redis_url.get_secret_value(), fingerprint)

    async def certificate() -> list[Finding]:
        return await asyncio.to_thread(smtp_tls.look, settings)

    async def users() -> list[Finding]:
        return await asyncio.to_thread(smtp_doors.look, settings)

    async def store() -> list[Finding]:
        return await check_attachments.store(settings)

    async def scan() -> list[Finding]:
        return await check_attachments.scan(settings)

    async def suggest() -> list[Finding]:
        return await check_attachments.suggest(settings)

    asked = [redis] if settings.redis_url.get_secret_value() else []
    return [places, store, scan, suggest, certificate, users, *asked]


async def _within(one: Try, seconds: float) -> list[Finding]:
    try:
        async with asyncio.timeout(seconds):
            return await one()
    except TimeoutError:
        return [fault(f"A partner did not answer within {seconds:g} s", "See whether this machine may connect to it")]
    except Exception as error:  # noqa: BLE001 - one check that fails must not hide what the others found
        return [fault(f"A check failed itself ({type(error).__name__})", "Please report this")]


def known_names() -> set[str]:
    """Every variable that means something to us."""
    models = [getattr(importlib.import_module(line.module), "Settings", None) for line in channels.ALL]
    return _names(Settings).union(*(_names(model) for model in models if model))


def _names(model: type[BaseModel]) -> set[str]:
    return {name.upper() for name in model.model_fields}


def _of_file(env_file: Path) -> Iterator[Finding]:
    """What is odd about the file itself; what cannot be read of it is told with the settings."""
    if env_file.is_file() and stat.S_IMODE(env_file.stat().st_mode) & 0o077:
        yield warning(f"Other users of this machine can read {env_file}, which holds secrets", f"chmod 600 {env_file}")
    for name in repeated_names(env_file):
        yield warning(f"{name} stands in {env_file} more than once, and only the last counts", "Take the others out")
    yield from unknown_names(dotenv_file(env_file), env_file)


def unknown_names(written: Mapping[str, str], env_file: Path = Path(".env")) -> Iterator[Finding]:
    """Names in the file that nobody reads: most often a slip."""
    try:
        known = known_names() | {DOTENV_FAULT}
    except ImportError:  # told by the channel's own line
        return
    for name in sorted(written):
        if not {name, name.removesuffix("_FILE")} & known:
            near = difflib.get_close_matches(name, known, 1, 0.8)
            fix = f"Did you mean {near[0]}?" if near else "Take it out"
            yield warning(f"{name} in {env_file} is no setting", fix)
