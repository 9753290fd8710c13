"""kill -9 at each step of one complaint's way, one after the other: no piece is lost, and it is submitted once.

Which steps there are is not written here: the way is walked once and each process says what it did (`cutting`).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from chaos import dice
from crowd import due, epoch, eventually, ledger, parked

from gateway.simulator.central_store import Stored
from gateway.simulator.narrator import words_to
from gateway.simulator.town import Process, Town
from gateway.simulator.twilio_api import new_sid

# All of them where CHAOS_RUNS is set, as `make chaos` does; else so many, spread over the way.
SAMPLE, WALKS = 4, 3
ALL = "CHAOS_RUNS" in os.environ
PATIENCE = 60.0
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40
# A process that died so often is started after a long pause only: what started it is started anew.
MOST_DEATHS = 2

pytestmark = [pytest.mark.process, pytest.mark.timeout(1800 if ALL else 240)]


@dataclass(eq=False)
class Walk:
    """The steps of a town whose processes write them down in `folder`."""

    town: Town
    folder: Path
    people: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    deaths: Counter[str] = field(default_factory=Counter)

    def arm(self, step: str) -> None:
        """The next that comes to it dies. Ordinals are counted from now on."""
        (self.folder / "armed").write_text(step)
        (self.folder / "began").touch()

    def disarm(self) -> bool:
        """Whether nobody had come to it."""
        waiting = (self.folder / "armed").exists()
        (self.folder / "armed").unlink(missing_ok=True)
        return waiting

    def steps(self, since: int = 0) -> list[str]:
        return (self.folder / "trace").read_text().splitlines()[since:]

    # -- one complaint --------------------------------------------------------------------------------------------

    async def told(self) -> str:
        """A text and a photo, until both were acknowledged, as a provider does; then until all of it is done. The
        phone it came from."""
        phone = f"+628110000{8200 + next(self.people)}"
        over = asyncio.Event()
        keeping = asyncio.create_task(self._kept_running(over))
        try:
            await self._sent(phone, self.words(phone), new_sid("SM"))
            await self._sent(phone, "", new_sid("MM"), ("image/jpeg", JPEG))
            for done in (lambda: bool(self.numbers(phone)), self._nothing_due):
                await eventually(done, PATIENCE, lambda: (phone, due(self.town)))
        finally:
            over.set()
            await keeping
        return phone

    async def _kept_running(self, over: asyncio.Event) -> None:
        """As whatever starts a gateway does."""
        node = self.town.nodes[0]
        while not over.is_set():
            if not node.serve.running:
                await node.start()
            await asyncio.sleep(0.05)

    def _nothing_due(self) -> bool:
        if not self.town.nodes[0].serve.running or any(due(self.town).values()):
            return False
        with ledger(self.town) as server:
            return not server.zcard(f"sp:{epoch(self.town)}:due:supplement")

    def words(self, phone: str) -> str:
        return f"Lampu jalan di Gang Kamboja {phone[-4:]} padam total sejak kemarin"

    async def _sent(self, phone: str, text: str, sid: str, *media: tuple[str, bytes]) -> None:
        node, answer = self.town.nodes[0], 0
        while answer != 200:
            with suppress(aiohttp.ClientError, OSError, TimeoutError):
                url = f"{node.url}/twilio/whatsapp"
                answer, _ = await self.town.twilio.phone_sends(url, phone, text, whatsapp=True, sid=sid, media=media)
            await asyncio.sleep(0.05)

    def _told(self, operation: str) -> list[tuple[str, dict[str, Any]]]:
        seen = [one for one in self.town.central.store.seen if one.operation == operation]
        return [(one.reference, json.loads(one.body)) for one in seen]

    def cases(self, phone: str) -> list[Stored]:
        mine = {name for name, body in self._told("submit") if body["case"]["text"] == self.words(phone)}
        return [case for case in self.town.central.store.in_order if case.reference in mine]

    def photos(self, case: Stored) -> int:
        """In the case, or following it where the second piece was delivered long after the first."""
        submits = [body["case"] for name, body in self._told("submit") if name == case.reference]
        return len(submits[-1]["attachments"]) + len(case.supplements)

    def numbers(self, phone: str) -> list[str]:
        """Answers with its number."""
        told = words_to(self.town, "whatsapp", phone)
        return [text for text in told if any(f"STATUS {case.number}" in text for case in self.cases(phone))]

    def wrong(self, phone: str) -> str:
        """ "" when its two pieces came to the central system once, and its number back, once."""
        cases, counts = self.cases(phone), self.town.central.store.counts
        photos = [self.photos(case) for case in cases]
        found = (len(cases), photos, len(self.numbers(phone)), counts.same_text, counts.conflicts, parked(self.town))
        return "" if found == (1, [1], 1, 0, 0, 0) else f"cases, photos, numbers told, same, conflicts, parked: {found}"

    # -- after a death --------------------------------------------------------------------------------------------

    async def rested(self, role: str) -> None:
        """What starts this role waits longer with each death: it begins anew."""
        parent = "work" if role in ("forward", "reply") else "serve"
        self.deaths[parent] += 1
        if self.deaths[parent] < MOST_DEATHS:
            return
        self.deaths[parent] = 0
        if parent == "serve":
            await _again(self.town.nodes[0].serve)
            await self.town.nodes[0].wait_ready()
        else:
            await _again(self.town.workers[0])


async def _again(process: Process) -> None:
    await process.kill()
    await process.start()


def base(step: str) -> str:
    """Without its ordinal."""
    return step.rpartition(" #")[0]


async def the_way(walk: Walk) -> list[str]:
    """The steps that are made for every complaint, and not by themselves; of two that nothing lies between, the first.
    The very first complaint is left out: it finds Redis without scripts."""
    await walk.told()
    walks = [await walked(walk) for _ in range(WALKS)]
    before = len(walk.steps())
    await eventually(lambda: sum("script beat" in step for step in walk.steps(before)) > 8, 30)
    idle = set(map(base, walk.steps(before)))
    way = [step for step in dict.fromkeys(walks[0]) if base(step) not in idle and "(nothing)" not in step]
    return [step for step in apart(way) if all(step in one for one in walks)]


async def walked(walk: Walk) -> list[str]:
    walk.arm("")
    before = len(walk.steps())
    await walk.told()
    return walk.steps(before)


def apart(way: list[str]) -> list[str]:
    """Without those before a step that come right after another step of the same process: nothing lies between."""
    found, last = list[str](), dict[str, str]()
    for step in way:
        role, when, _ = step.split(maxsplit=2)
        if not (when == "before" and last.get(role) == "after"):
            found.append(step)
        last[role] = when
    return found


def chosen(way: list[str]) -> list[str]:
    if ALL:
        return way
    throws, share = dice(), len(way) / SAMPLE
    return [way[int((place + throws.random()) * share)] for place in range(SAMPLE)]


async def test_a_cut_at_any_step_loses_nothing_and_doubles_nothing(town: Town) -> None:
    folder = town.folder / "steps"
    folder.mkdir()
    cutting = str(Path(__file__).with_name("cutting"))
    town.extra |= {"CHAT_QUIET_SECONDS": "1", "STEPS_FOLDER": str(folder), "PYTHONPATH": cutting}
    await town.start()
    town.central.store.seen = deque(maxlen=10_000)
    walk, missed, wrong = Walk(town, folder), list[str](), list[str]()
    way = await the_way(walk)
    assert {step.split()[0] for step in way} == {"serve", "pump", "forward", "reply"}, way
    cuts = chosen(way)
    for cut in cuts:
        print(cut)
        walk.arm(cut)
        phone = await walk.told()
        if walk.disarm():
            missed.append(cut)
        else:
            await walk.rested(cut.split()[0])
        if found := walk.wrong(phone):
            wrong.append(f"{cut}: {found}")
    print(f"{len(way)} steps, {len(cuts)} cuts, not come to: {missed}")
    assert wrong == []
    assert len(missed) <= max(1, len(cuts) // 10)
