"""What `satupintu check --ledger` finds in a town: all of it, with Twilio's list and the central system's."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import redis.exceptions
from redis import Redis

from forwarder.items import LedgerAway
from gateway.centrals import make_central
from gateway.inbox_schema import FILE
from gateway.proof_rows import Difference
from gateway.prove import Books
from gateway.settings import load
from gateway.simulator.town import Town
from gateway.simulator.town_processes import Node
from gateway.wiring import make_channels

# Some set their clocks by a day.
BEFORE, BEYOND = timedelta(days=3), timedelta(days=3)
PATIENCE = 60.0


async def settled(town: Town) -> list[Difference]:
    """An operator's check leaves out the last minute: reports of delivery come a moment after what they report on."""
    deadline = asyncio.get_running_loop().time() + PATIENCE / 2
    while True:
        found = await differences(town)
        if all(one.kind != "open" for one in found) or asyncio.get_running_loop().time() > deadline:
            return found
        await asyncio.sleep(0.2)


async def differences(town: Town) -> list[Difference]:
    """Of every node, whether it runs or not."""
    found: list[Difference] = []
    for node in compared(town):
        found += await differences_of(node)
    return found


def compared(town: Town) -> list[Node]:
    """All but those that are lost for ever: what was theirs is in their heirs' books."""
    try:
        with Redis.from_url(town.redis.url) as server:
            inherited = {name.decode() for name in server.hkeys("sp:heirs")}
    except redis.exceptions.RedisError as away:
        raise AssertionError("Redis is away: nothing can be compared at the end of this test") from away
    nodes = [node for node in town.nodes if node.name not in inherited]
    assert nodes
    assert all((node.folder / FILE).exists() for node in nodes), "a journal is gone"
    return nodes


async def differences_of(node: Node) -> list[Difference]:
    """As soon as there is a ledger."""
    settings = load(node.env, serving=True)
    channels = make_channels(node.env, settings.public_url)
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while True:
        # Nobody writes any more, and a short test would lie within that minute whole.
        books = Books(settings, make_central(settings), channels, on_its_way=timedelta())
        now = datetime.now(UTC)
        try:
            return (await books.account(now - BEFORE, now + BEYOND)).differences
        except LedgerAway:
            assert asyncio.get_running_loop().time() < deadline, "Redis answers, and there is no ledger to be compared"
            await asyncio.sleep(0.2)
