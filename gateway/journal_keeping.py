"""`satupintu journal`: destroying what is old, and having the ledger made anew."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from forwarder import epoch
from forwarder.items import LedgerAway
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


def rebuild(settings: Settings, without: Sequence[str]) -> int:
    """Declares the ledger lost; every node's running gateway then replays its journal. without: nodes that are lost.
    1 if Redis could not be told."""
    try:
        dropped, unknown = asyncio.run(_drop(settings.redis_url.get_secret_value(), without))
    except LedgerAway as away:
        say(f"Redis cannot be used ({away}). Asking again is safe; `satupintu check` says what is wrong.", err=True)
        return 1
    for node in unknown:
        say(
            f"This Redis has not heard of a node {node}. If that was a slip: again, with the right name.",
            err=True,
        )
    if dropped:
        say("The ledger is declared lost. Forwarding and answering pause until every node has replayed its journal.")
    else:
        say("No ledger lives in this Redis: running gateways rebuild it already.")
    say("/health/ready of each node tells when it lives again, and for which node it waits.")
    return 0


async def _drop(url: str, without: Sequence[str]) -> tuple[bool, list[str]]:
    """Whether a ledger lived, and whom of `without` nobody knew."""
    redis = connect(url, connections=1)
    try:
        living, known = await epoch.current(redis), await epoch.known_nodes(redis)
        if living:
            await epoch.drop(redis, living)
        for node in without:
            await epoch.excuse(redis, node)
        return bool(living), [node for node in without if node not in known]
    finally:
        await redis.aclose()


def _bodies(count: int) -> str:
    return "1 body" if count == 1 else f"{count} bodies"
