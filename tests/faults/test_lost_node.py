"""A node's machine is lost for ever: another goes on with its journal, and nothing of it is lost or doubled."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from crowd import Crowd, eventually, ledger, rows_of
from typed import typed

from gateway.simulator.town import Town
from gateway.simulator.town_processes import Node

pytestmark = pytest.mark.process


async def drained(node: Node, source: Path) -> tuple[int, str]:
    return await typed(node.env, "journal", "drain", "--yes", str(source))


@pytest.fixture
async def two(town: Town) -> Crowd:
    await town.start(nodes=2)
    return Crowd(town)


async def test_the_journal_of_a_lost_node_goes_on_in_another(two: Crowd) -> None:
    town = two.town
    heir, lost = town.nodes
    await two.write(8, lost, ("sms", "whatsapp", "mail"))
    await two.write(4, heir, ("sms", "mail"))
    await two.all_answered()
    # What it takes now it can tell nobody before its end.
    await asyncio.to_thread(town.redis.stop)
    late = await two.write(12, lost, ("sms", "whatsapp", "mail"))
    assert all(one.yes for one in late)
    await lost.serve.kill()
    await asyncio.to_thread(town.redis.start)
    assert (await drained(heir, lost.folder))[0] == 0
    await two.all_answered()
    two.assert_once()
    # Doing it again changes nothing, and a rebuild neither waits for that node nor doubles what was its.
    assert (await drained(heir, lost.folder))[0] == 0
    await rebuilt(two, heir)
    again = await two.write(3, heir, ("sms", "mail"))
    await eventually(lambda: not [one for one in two.unanswered() if one in again], 60, two.told_so_far)
    two.assert_once()


async def rebuilt(crowd: Crowd, node: Node) -> None:
    """Redis is emptied, and that node's journal makes the ledger anew."""
    with ledger(crowd.town) as server:
        server.flushall()
    await eventually(
        lambda: "" not in rows_of(crowd.town, node) and not any(crowd.due().values()), 60, crowd.told_so_far
    )


async def test_who_takes_over_an_heir_takes_over_its_inheritance(town: Town) -> None:
    """A node's journal goes on in a second one, which is lost, too; a third goes on for both."""
    await town.start(nodes=3)
    crowd = Crowd(town)
    last, heir, first = town.nodes
    for node in (first, heir, last):
        await crowd.write(3, node, ("sms", "whatsapp", "mail"))
    await crowd.all_answered()
    for lost, goes_on in ((first, heir), (heir, last)):
        await asyncio.to_thread(town.redis.stop)
        late = await crowd.write(6, lost, ("sms", "whatsapp", "mail"))
        assert all(one.yes for one in late)
        await lost.serve.kill()
        await asyncio.to_thread(town.redis.start)
        status, told = await drained(goes_on, lost.folder)
        assert status == 0, told
    await crowd.all_answered()
    crowd.assert_once()
    with ledger(town) as server:
        assert server.hgetall("sp:heirs") == {name: last.name.encode() for name in (b"node-2", b"node-3")}
    for _ in range(2):
        await rebuilt(crowd, last)
        assert (await typed(last.env, "check", "--ledger"))[0] == 0
        again = await crowd.write(3, last, ("sms", "mail"))
        await eventually(lambda: not [one for one in crowd.unanswered() if one in again], 60, crowd.told_so_far)  # noqa: B023
        crowd.assert_once()
    status, told = await typed(last.env, "check", "--ledger")
    assert status == 0, told


async def test_what_is_no_journal_of_a_lost_node_is_refused(two: Crowd, tmp_path: Path) -> None:
    heir, other = two.town.nodes
    for source, word in ((heir.folder, "own"), (other.folder, "being written"), (tmp_path / "nothing", "There is no")):
        status, told = await drained(heir, source)
        assert (status, word in told) == (1, True), told
