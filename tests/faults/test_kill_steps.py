"""kill -9 at each step of one complaint's way, one after the other: no piece is lost, and it is submitted once.

Which steps there are is not written here: the way is walked once and each process says what it did (`cutting`).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import aiosmtplib
import pytest
from chaos import dice
from crowd import due, epoch, eventually, ledger, parked

from gateway.simulator.central_store import Stored
from gateway.simulator.narrator import words_to
from gateway.simulator.samples import letter
from gateway.simulator.town import Town
from gateway.simulator.town_processes import Process
from gateway.simulator.twilio_api import new_sid

# All of them where CHAOS_RUNS is set, as `make chaos` does; else so many, spread over the way.
SAMPLES = {"whatsapp": 4, "telegram": 1, "mail": 1, "sms": 1, "sms_http": 1}
WALKS = 3
# How often a number may be told where nobody can be asked what was sent: once more, blindly.
MOST = {"whatsapp": 1, "telegram": 2, "mail": 2, "sms": 1, "sms_http": 2}
ALL = "CHAOS_RUNS" in os.environ
PATIENCE = 60.0
MORE = "dekat pos ronda, anak-anak takut lewat"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40
# A process that died so often is started after a long pause only: what started it is started anew.
MOST_DEATHS = 2

pytestmark = [pytest.mark.process, pytest.mark.timeout(1800 if ALL else 300)]


@dataclass(eq=False)
class Walk:
    """The steps of a town whose processes write them down in `folder`."""

    town: Town
    folder: Path
    way: str = "whatsapp"
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
        """Two pieces, until both were acknowledged, as a provider does; then until all of it is done. The address they
        came from."""
        address = self._address(next(self.people))
        over = asyncio.Event()
        keeping = asyncio.create_task(self._kept_running(over))
        try:
            await self._sent(address)
            for done in (lambda: bool(self.numbers(address)), self._nothing_due):
                await eventually(done, PATIENCE, lambda: (address, due(self.town)))
        finally:
            over.set()
            await keeping
        return address

    def _address(self, place: int) -> str:
        if self.way == "mail":
            return f"warga{8200 + place}@warga.example.org"
        return str(620_008_200 + place) if self.way == "telegram" else f"+628110000{8200 + place}"

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

    def words(self, address: str) -> str:
        return f"Lampu jalan di Gang Kamboja {''.join(filter(str.isdigit, address))[-4:]} padam total sejak kemarin"

    async def _sent(self, address: str) -> None:
        """A text and a photo; in one mail; two texts by SMS."""
        text = self.words(address)
        if self.way == "telegram":  # pushes until it hears yes
            await self.town.telegram.citizen_sends(int(address), text)
            await self.town.telegram.citizen_sends(int(address), photo=JPEG)
        elif self.way == "mail":
            raw = letter(address, "Sari Contoh", text, new_sid("MA"), ("image/jpeg", JPEG))
            await _until_yes(lambda: self._mailed(raw, address))
        elif self.way == "sms":
            await self._phoned(address, text, new_sid("SM"))
            await self._phoned(address, MORE, new_sid("SM"))
        elif self.way == "sms_http":
            await self._got(address, text)
            await self._got(address, MORE)
        else:
            await self._phoned(address, text, new_sid("SM"))
            await self._phoned(address, "", new_sid("MM"), ("image/jpeg", JPEG))

    async def _mailed(self, raw: bytes, sender: str) -> bool:
        return (await self.town.nodes[0].mail(raw, sender)).startswith("2")

    async def _phoned(self, phone: str, text: str, sid: str, *media: tuple[str, bytes]) -> None:
        url, whatsapp = f"{self.town.nodes[0].url}/twilio/{self.way}", self.way == "whatsapp"

        async def once() -> bool:
            sent = await self.town.twilio.phone_sends(url, phone, text, whatsapp=whatsapp, sid=sid, media=media)
            return sent[0] == 200

        await _until_yes(once)

    async def _got(self, phone: str, text: str) -> None:
        """As an aggregator calls a URL: the same again, id and time and all."""
        url, sid, at = f"{self.town.nodes[0].url}/sms", new_sid("SM"), datetime.now(UTC)

        async def once() -> bool:
            return (await self.town.aggregator.phone_sends(url, phone, text, sid=sid, at=at))[0] == 200

        await _until_yes(once)

    def _told(self, operation: str) -> list[tuple[str, dict[str, Any]]]:
        seen = [one for one in self.town.central.store.seen if one.operation == operation]
        return [(one.reference, json.loads(one.body)) for one in seen]

    def cases(self, phone: str) -> list[Stored]:
        mine = {name for name, body in self._told("submit") if self.words(phone) in body["case"]["text"]}
        return [case for case in self.town.central.store.in_order if case.reference in mine]

    def seconds(self, case: Stored) -> int:
        """How often the second piece came: in the case, or following it where it was delivered long after the first."""
        submits = [body["case"] for name, body in self._told("submit") if name == case.reference]
        within = submits[-1]["text"].count(MORE) if self.way.startswith("sms") else len(submits[-1]["attachments"])
        return int(within) + len(case.supplements)

    def numbers(self, phone: str) -> list[str]:
        """Answers with its number."""
        told = words_to(self.town, self.way, phone)
        return [text for text in told if any(f"STATUS {case.number}" in text for case in self.cases(phone))]

    def wrong(self, phone: str) -> str:
        """ "" when its two pieces came to the central system once, and its number back, once."""
        cases, counts = self.cases(phone), self.town.central.store.counts
        seconds = [self.seconds(case) for case in cases]
        again = max(0, len(self.numbers(phone)) - MOST[self.way])
        found = (len(cases), seconds, again, counts.same_text, counts.conflicts, parked(self.town))
        return "" if found == (1, [1], 0, 0, 0, 0) else f"cases, pieces, told again, same, conflicts, parked: {found}"

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


async def _until_yes(sent: Callable[[], Awaitable[bool]]) -> None:
    """As a provider or a mail server does."""
    while True:
        with suppress(aiohttp.ClientError, aiosmtplib.SMTPException, OSError, TimeoutError):
            if await sent():
                return
        await asyncio.sleep(0.05)


async def _again(process: Process) -> None:
    await process.kill()
    await process.start()


def base(step: str) -> str:
    """Without its ordinal."""
    return step.rpartition(" #")[0]


async def alone(walk: Walk) -> set[str]:
    """What is done by itself, without a complaint."""
    before = len(walk.steps())
    await eventually(lambda: sum("script beat" in step for step in walk.steps(before)) > 8, 30)
    return set(map(base, walk.steps(before)))


async def the_way(walk: Walk, idle: set[str]) -> list[str]:
    """The steps that are made for every complaint, and not by themselves; of two that nothing lies between, the first.
    The very first complaint of a town is left out: it finds Redis without scripts."""
    walks = [await walked(walk) for _ in range(WALKS)]
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


def chosen(way: str, steps: list[str]) -> list[str]:
    if ALL:
        return steps
    throws, share = dice(), len(steps) / SAMPLES[way]
    return [steps[int((place + throws.random()) * share)] for place in range(SAMPLES[way])]


# Where all are cut each way has a town of its own, else they share one.
@pytest.mark.parametrize("ways", [(way,) for way in SAMPLES] if ALL else [tuple(SAMPLES)], ids=" ".join)
async def test_a_cut_at_any_step_loses_nothing_and_doubles_nothing(town: Town, ways: tuple[str, ...]) -> None:
    folder = town.folder / "steps"
    folder.mkdir()
    cutting = str(Path(__file__).with_name("cutting"))
    town.extra |= {"CHAT_QUIET_SECONDS": "1", "SMS_QUIET_SECONDS": "1"}
    town.extra |= {"STEPS_FOLDER": str(folder), "PYTHONPATH": cutting}
    await town.start()
    town.central.store.seen = deque(maxlen=10_000)
    walk = Walk(town, folder)
    await walk.told()
    idle = await alone(walk)
    for walk.way in ways:
        await cut(walk, await the_way(walk, idle))


async def cut(walk: Walk, way: list[str]) -> None:
    missed, wrong = list[str](), list[str]()
    assert {step.split()[0] for step in way} == {"serve", "pump", "forward", "reply"}, way
    cuts = chosen(walk.way, way)
    for step in cuts:
        print(walk.way, step)
        walk.arm(step)
        address = await walk.told()
        if walk.disarm():
            missed.append(step)
        else:
            await walk.rested(step.split()[0])
        if found := walk.wrong(address):
            wrong.append(f"{step}: {found}")
    print(f"{walk.way}: {len(way)} steps, {len(cuts)} cuts, not come to: {missed}")
    assert wrong == []
    assert len(missed) <= max(1, len(cuts) // 10)
