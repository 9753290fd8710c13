"""kill -9 of pumps and gateways at random moments while people write in pieces: none is lost, each is sent once."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import aiohttp
import pytest
from chaos import children, dice
from crowd import due, epoch, eventually, ledger, rows_open

from gateway.simulator.narrator import words_to
from gateway.simulator.town import Town
from gateway.simulator.town_processes import Node
from gateway.simulator.twilio_api import new_sid

# A few in every run of the suite, fifty with `make chaos`.
KILLS = int(os.environ.get("CHAOS_RUNS") or "6")
MOST_WRITERS = 150
PATIENCE = 90.0
QUIET_SECONDS = 3.0

pytestmark = [pytest.mark.process, pytest.mark.timeout(180 + 6 * KILLS)]


@dataclass(eq=False)
class Writer:
    """One person with three pieces; `sids` are those of their messages, so that a repeat is one. pause: the longest
    time (s) between two of them, as the gateways took them."""

    way: Literal["sms", "whatsapp"]
    phone: str
    lines: tuple[str, str, str]
    sids: tuple[str, str, str]
    pause: float = 0.0


def writer(n: int) -> Writer:
    lines = (f"Lampu jalan {n} di Gang Kamboja {n} padam", f"dekat pos ronda {n}", f"sejak {n} hari lalu")
    return Writer(
        "sms" if n % 2 else "whatsapp", f"+62811{7_000_000 + n:08d}", lines, (new_sid(), new_sid(), new_sid())
    )


async def writes(town: Town, one: Writer, nodes: list[Node], pauses: list[float]) -> None:
    """Each piece to another gateway, again and again until it says yes, as Twilio does with a fallback."""
    before = None
    for text, sid, node, pause in zip(one.lines, one.sids, nodes, pauses, strict=True):
        path, answer = f"{node.url}/twilio/{one.way}", 0
        while answer != 200:
            with suppress(aiohttp.ClientError, OSError, TimeoutError):
                answer, _ = await town.twilio.phone_sends(
                    path, one.phone, text, whatsapp=one.way == "whatsapp", sid=sid
                )
            await asyncio.sleep(0.1)
        now = asyncio.get_running_loop().time()
        one.pause, before = max(one.pause, now - (before or now)), now
        await asyncio.sleep(pause)


def lines_at(town: Town) -> Counter[str]:
    """Every line that the central system holds, in cases and in what was added to them."""
    told = Counter[str]()
    for one in town.central.store.seen:
        body = json.loads(one.body)
        told.update((body["case"] if one.operation == "submit" else body)["text"].split("\n"))
    return told


def open_still(town: Town) -> dict[str, int]:
    """Drafts, and what was added and is not told yet."""
    with ledger(town) as server:
        sizes = {what: server.zcard(f"sp:{epoch(town)}:due:{what}") for what in ("draft", "supplement")}
        return {what: int(str(size)) for what, size in sizes.items()}


async def strike(node: Node, *, all_of_it: bool) -> None:
    """Its pump, which is started again after pauses that grow with every death; or all of it, which begins anew."""
    serving = node.serve.child.pid if node.serve.child else 0
    pumps = [pid for pid, role in children(serving).items() if role == "pump"]
    if pumps and not all_of_it:
        os.kill(pumps[0], signal.SIGKILL)
    else:
        await node.serve.kill()
        await node.start()


def waiting(town: Town) -> dict[str, int]:
    """All that still has to come to the central system, in the order in which a message passes (`crowd.due`)."""
    if left := {what: count for what, count in (rows_open(town) | open_still(town)).items() if count}:
        return left
    found = {what: count for what, count in due(town).items() if count and what != "reply"}
    return found or ({} if epoch(town) else {"away": 1})


def unheard(town: Town, writers: list[Writer]) -> list[list[str]]:
    """What those were told who do not know a number yet."""
    numbers = {case.number for case in town.central.store.in_order}
    heard = [words_to(town, one.way, one.phone) for one in writers]
    return [texts for texts in heard if not any(number in text for text in texts for number in numbers)]


async def test_no_kill_loses_or_doubles_a_piece(town: Town) -> None:
    town.extra |= {"SMS_QUIET_SECONDS": str(QUIET_SECONDS), "CHAT_QUIET_SECONDS": str(QUIET_SECONDS)}
    town.extra["NUMBER_WAIT_SECONDS"] = "5"
    await town.start(nodes=2)
    town.central.store.seen = deque(maxlen=10_000)
    throws, over, writers = dice(), asyncio.Event(), list[Writer]()
    writing: set[asyncio.Task[None]] = set()

    async def load() -> None:
        for n in itertools.count(1):
            if over.is_set() or n > MOST_WRITERS:
                return
            writers.append(writer(n))
            nodes = [throws.choice(town.nodes) for _ in range(3)]
            pauses = [throws.uniform(0, 0.4) for _ in range(3)]
            writing.add(asyncio.create_task(writes(town, writers[-1], nodes, pauses)))
            await asyncio.sleep(throws.uniform(0, 0.2 + KILLS / 60))

    loading = asyncio.create_task(load())
    for _ in range(KILLS):
        await asyncio.sleep(throws.uniform(0, 1.2))
        await strike(throws.choice(town.nodes), all_of_it=throws.random() < 0.4)
    over.set()
    await loading
    await asyncio.gather(*writing)
    await eventually(lambda: not waiting(town), PATIENCE, lambda: waiting(town))
    assert_once(town, writers)
    await eventually(lambda: not unheard(town, writers), PATIENCE, lambda: (due(town), unheard(town, writers)))


def assert_once(town: Town, writers: list[Writer]) -> None:
    """Every line is at the central system, once, and every person has one case. More have those whose first piece lay
    at a gateway that was away for longer than the other waits, and who paused for longer than the quiet period."""
    told, counts = lines_at(town), town.central.store.counts
    print(f"{len(writers)} wrote, {KILLS} kills, {counts}")
    assert (counts.same_text, counts.conflicts) == (0, 0)
    wanted = Counter(line for one in writers for line in one.lines)
    assert told == wanted, (wanted - told, told - wanted)
    paused = sum(one.pause > QUIET_SECONDS / 2 for one in writers)
    print(f"{paused} of them paused for long")
    assert len(writers) <= len(town.central.store.in_order) <= len(writers) + 2 * paused + KILLS // 5
