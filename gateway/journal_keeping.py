"""`satupintu journal`: destroying what is old, and having the ledger made anew."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from forwarder import epoch
from forwarder.redis_server import connect
from gateway import attach
from gateway.journal_cli import ask, reader_of, say
from gateway.moments import at
from gateway.settings import Settings
from gateway.wiring import make_vault


def purge(settings: Settings, days: int) -> None:
    """Asks the running gateway; prints how many bodies are gone."""
    before = datetime.now(UTC) - timedelta(days=days)
    count = ask(settings, lambda client: client.purge(before))
    zone = ZoneInfo(settings.timezone)
    say(f"{_bodies(count)} received before {at(before, zone)} destroyed.")
    with closing(reader_of(settings)) as reader:
        files = asyncio.run(attach.purge(make_vault(settings), reader, before))
    say(f"{files} of their attachments destroyed." if files else "No attachment was as old.")


def rebuild(settings: Settings, without: Sequence[str]) -> None:
    """Declares the ledger lost; every node's running gateway then replays its journal. without: nodes that are lost."""
    dropped = asyncio.run(_drop(settings.redis_url.get_secret_value(), without))
    if dropped:
        say("The ledger is declared lost. Forwarding and answering pause until every node has replayed its journal.")
    else:
        say("No ledger lives in this Redis: running gateways rebuild it already.")
    say("/health/ready of each node tells when it lives again.")


async def _drop(url: str, without: Sequence[str]) -> bool:
    redis = connect(url, connections=1)
    try:
        living = await epoch.current(redis)
        if living:
            await epoch.drop(redis, living)
        for node in without:
            await epoch.excuse(redis, node)
        return bool(living)
    finally:
        await redis.aclose()


def _bodies(count: int) -> str:
    return "1 body" if count == 1 else f"{count} bodies"
