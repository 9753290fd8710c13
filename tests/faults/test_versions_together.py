"""Two versions at one Redis at the same time, `serve` and `work` of both, while citizens write to both: kills in the
middle, the way back, and forward again (docs/operations.md, Upgrade)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest
from crowd import WAYS, Citizen, Crowd, eventually, parked
from version_before import version_before

from gateway.simulator.town import Town
from gateway.simulator.town_processes import Node, Process
from gateway.simulator.twilio_api import new_sid

pytestmark = pytest.mark.process

# So long a chat may go on writing: the second half of a complaint comes to the other node, of the other version.
QUIET_SECONDS = "3"
PAUSE_SECONDS = 0.12


@dataclass(eq=False)
class Load:
    """Citizens write to both nodes in turn; every third one by phone sends two pieces, one to each node. What a node
    does not take, a load balancer gives to the other."""

    crowd: Crowd
    over: asyncio.Event = field(default_factory=asyncio.Event)
    halves: dict[Citizen, tuple[str, str]] = field(default_factory=dict)
    _turn: count[int] = field(default_factory=count)

    async def run(self) -> None:
        writing: set[asyncio.Task[None]] = set()
        while not self.over.is_set():
            turn = next(self._turn)
            citizen = self.crowd.citizen(WAYS[turn % len(WAYS)])
            in_two = turn % 3 == 0 and citizen.way in ("sms", "whatsapp")
            writing.add(asyncio.create_task(self._in_two(citizen, turn) if in_two else self._once(citizen, turn)))
            await asyncio.sleep(PAUSE_SECONDS)
        await asyncio.gather(*writing)

    async def _once(self, citizen: Citizen, turn: int) -> None:
        nodes = self.crowd.town.nodes
        while not await self.crowd.writes(citizen, nodes[turn % len(nodes)]):
            turn += 1
            await asyncio.sleep(0.05)

    async def _in_two(self, citizen: Citizen, turn: int) -> None:
        first, sid = citizen.words, citizen.sid
        more = f"Dekat pos ronda nomor {turn}, sudah dua kali ada yang jatuh"
        await self._once(citizen, turn)
        citizen.words, citizen.sid = more, new_sid()
        await self._once(citizen, turn + 1)
        citizen.words, citizen.sid = first, sid
        self.halves[citizen] = (first, more)

    async def goes_on(self, cases: int = 15) -> None:
        """Until so many more reached the central system."""
        stored = self.crowd.town.central.store.in_order
        wanted = len(stored) + cases
        await eventually(lambda: len(stored) >= wanted, 90, self.crowd.told_so_far)

    def split(self) -> list[Citizen]:
        """Those whose pieces are not one case: a node that is started needs a while until it pumps, and what it took in
        meanwhile, behind the end of a quiet period, was added to the piece that was first then. Not of the crowd any
        more: they heard of the addition, too."""
        found = {case.text for case in self.crowd.town.central.store.in_order}
        for citizen, pieces in self.halves.items():
            citizen.__dict__.pop("digest", None)  # made while the second piece was on its way
            ways = ["\n".join(pieces), *pieces]
            citizen.words = next(words for words in ways if sha256(words.encode()).hexdigest() in found)
        split = [one for one, pieces in self.halves.items() if one.words in pieces]
        self.crowd.citizens = [one for one in self.crowd.citizens if one not in split]
        return split


async def worker(town: Town, name: str, version: Callable[[Process], None]) -> Process:
    made = Process(("work", "--processes", "1"), dict(town.nodes[0].env), town.folder / f"{name}.log")
    version(made)
    await made.start()
    town.workers.append(made)
    return made


async def put_on(node: Node, version: Callable[[Process], None]) -> None:
    """As a rolling restart does it."""
    assert await node.serve.stop() == 0, node.serve.last_words()
    version(node.serve)
    await node.start()


@pytest.mark.timeout(600)
async def test_both_versions_carry_the_load_together(town: Town, tmp_path: Path) -> None:
    before = version_before(tmp_path / "before")

    def older(process: Process) -> None:
        process.env |= {"PYTHONPATH": str(before), "PYTHONSAFEPATH": "1"}

    def newer(process: Process) -> None:
        for name in ("PYTHONPATH", "PYTHONSAFEPATH"):
            process.env.pop(name, None)

    town.extra |= {"SMS_QUIET_SECONDS": QUIET_SECONDS, "CHAT_QUIET_SECONDS": QUIET_SECONDS}
    await town.start(nodes=2, workers=0)
    crowd = Crowd(town)
    load = Load(crowd)
    first, second = town.nodes
    await put_on(second, older)
    new_work, old_work = await worker(town, "work-today", newer), await worker(town, "work-before", older)
    writing = asyncio.create_task(load.run())
    try:
        await load.goes_on(30)
        # One of each is lost in the middle of its work; the other version goes on with what it held.
        await new_work.kill()
        await load.goes_on()
        await new_work.start()
        await old_work.kill()
        await load.goes_on()
        await old_work.start()
        await second.serve.kill()
        await second.start()
        await load.goes_on()
        # The way back, with everything in flight, and forward again.
        await new_work.stop()
        await put_on(first, older)
        await load.goes_on()
        await put_on(first, newer)
        await new_work.start()
        await load.goes_on()
    finally:
        load.over.set()
        await writing
    await crowd.all_quiet(120)
    split, halves = load.split(), len(load.halves)
    assert len(split) < halves
    assert town.central.store.counts.supplements == len(split), "what came too late was added, once"
    assert [(len(crowd.cases_of(one)), len(crowd.answers_to(one)) <= 3) for one in split] == [(1, True)] * len(split)
    assert all(crowd.numbers_told(one) for one in split)
    await crowd.all_settled(60)
    assert parked(town) == 0
    print(f"{halves - len(split)} of {halves} in two pieces at two nodes were joined")
