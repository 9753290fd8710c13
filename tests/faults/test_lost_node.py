"""A node's machine is lost for ever: another goes on with its journal, and nothing of it is lost or doubled."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest
from crowd import Crowd, eventually, ledger, rows_of

from gateway.simulator.town import Node, Town

pytestmark = pytest.mark.process


async def drained(node: Node, source: Path) -> tuple[int, str]:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "journal", "drain", "--yes", str(source)),
        env={**os.environ, **node.env},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await child.communicate()
    assert child.returncode is not None
    return child.returncode, told.decode()


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
    with ledger(town) as server:
        server.flushall()
    await eventually(lambda: "" not in rows_of(town, heir) and not any(two.due().values()), 60, two.told_so_far)
    again = await two.write(3, heir, ("sms", "mail"))
    await eventually(lambda: not [one for one in two.unanswered() if one in again], 60, two.told_so_far)
    two.assert_once()


async def test_what_is_no_journal_of_a_lost_node_is_refused(two: Crowd, tmp_path: Path) -> None:
    heir, other = two.town.nodes
    for source, word in ((heir.folder, "own"), (other.folder, "being written"), (tmp_path / "nothing", "There is no")):
        status, told = await drained(heir, source)
        assert (status, word in told) == (1, True), told
