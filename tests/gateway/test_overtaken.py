"""Protection that is asked for at one gateway while another takes the complaint in: it holds, whoever was quicker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from node_kit import NodeKit, a_node, facts_of, mail, sms

from forwarder import acts
from forwarder.ledger import Ledger
from forwarder.linking import Call
from gateway.row_end import complaints_in
from normalizer.schema import Raw

TOLD = "Kades minta uang untuk surat tanah di Dusun Tegalsari"
OPEN = "Jembatan bambu di Dusun Kalibening putus, nama saya boleh disebut, tidak perlu dirahasiakan"
LEASE_MS = 60_000
Run = Callable[[Iterable[Call]], Awaitable[list[Any]]]


@asynccontextmanager
async def two_nodes(folder: Path, url: str) -> AsyncIterator[tuple[NodeKit, NodeKit]]:
    async with a_node(folder, url) as one, a_node(folder, url, "node-2") as other:
        await one.pumped()
        await other.pumped()
        yield one, other


def while_claiming(node: NodeKit, before: Callable[[], Awaitable[None]], after: Callable[[], Awaitable[None]]) -> None:
    """What happens just before its first claim, and just after."""
    make, waiting = node.rebuild.make_ledger, [before, after]

    def overtaken(name: str) -> Ledger:
        ledger = make(name)
        run: Run = ledger.linking.run

        async def watched(calls: Iterable[Call]) -> list[Any]:
            told = list(calls)
            if not waiting or all(script != "claim" for script, _ in told):
                return await run(told)
            first, last = waiting
            waiting.clear()
            await first()
            found = await run(told)
            await last()
            return found

        ledger.linking = replace(ledger.linking, run=watched)
        return ledger

    node.rebuild.make_ledger = overtaken


async def nothing() -> None:
    return None


ASKED: list[tuple[str, Raw, Raw, str]] = [
    ("an SMS", sms("RAHASIA", 1), sms(TOLD, 2), "1"),
    ("a mail", mail("RAHASIA", 1), mail(TOLD, 2), "1"),
    ("one that denies it", sms("RAHASIA", 1), sms(OPEN, 2), "0"),
    ("a stranger's", sms("RAHASIA", 1, phone="+6281100000002"), sms(TOLD, 2), "0"),
]


@pytest.mark.parametrize(("asked", "told", "flagged"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
async def test_protection_and_the_complaint_at_two_gateways_at_once(
    tmp_path: Path, redis_url: str, asked: Raw, told: Raw, flagged: str
) -> None:
    async with two_nodes(tmp_path, redis_url) as (one, other):

        async def meanwhile() -> None:
            await other.pumped(replace(asked, received_at=told.received_at))

        while_claiming(one, meanwhile, nothing)
        (end,) = await one.pumped(told)
        assert await held(one, end) == (flagged, "r" * int(flagged))
        assert end.endswith(":r") is (flagged == "1")
        if flagged == "1":
            await one.redis.flushall()
            await both_again(one, other)
            assert (await facts_of(one.ledger, *complaints_in(end)))["flagged"] == "1"


async def test_whoever_is_killed_between_both_looks_again(tmp_path: Path, redis_url: str) -> None:
    """It was asked for and claimed, and the claim is found there when the row is read again."""
    async with two_nodes(tmp_path, redis_url) as (one, other):

        async def meanwhile() -> None:
            await other.pumped(sms("RAHASIA", 1))

        died = asyncio.Event()

        async def dies() -> None:
            died.set()
            raise RuntimeError("killed")

        while_claiming(one, meanwhile, dies)
        await one.arrives(sms(TOLD, 2))
        with suppress(RuntimeError):
            async with one.pumping():
                await asyncio.wait_for(died.wait(), 20)
        assert one.reader.open_rows(0, 1), "it had not come to its end"
        (end,) = await one.pumped()
        assert await held(one, end) == ("1", "r")


async def held(node: NodeKit, end: str) -> tuple[str, str]:
    """Whether it is protected, and what the central system is to be told beside how it came."""
    (name,) = complaints_in(end)
    (lease,) = await node.ledger.lease_forward(10, LEASE_MS)
    assert lease.id == name
    return (await facts_of(node.ledger, name)).get("flagged", "0"), lease.asked


async def both_again(one: NodeKit, other: NodeKit) -> None:
    async with other.pumping():
        await one.pumped()


async def test_one_that_left_in_that_moment_is_amended_also_when_all_is_lost(tmp_path: Path, redis_url: str) -> None:
    async with two_nodes(tmp_path, redis_url) as (one, other):

        async def meanwhile() -> None:
            await other.pumped(sms("RAHASIA", 1))

        async def leaves() -> None:
            (lease,) = await one.ledger.lease_forward(1, LEASE_MS)
            assert await one.ledger.begin_forward(lease, LEASE_MS, b"the open case")
            assert await one.ledger.numbered(lease, "4711", doubt=False)

        while_claiming(one, meanwhile, leaves)
        (end,) = await one.pumped(sms(TOLD, 2))
        (amends,) = await acts.lease(one.ledger, 5, LEASE_MS)
        assert (amends.id, amends.asked) == (*complaints_in(end), "r")
        await one.redis.flushall()
        await both_again(one, other)
        (amends,) = await acts.lease(one.ledger, 5, LEASE_MS)
        assert (amends.asked, amends.national) == ("r", "4711")
