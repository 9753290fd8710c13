"""Replicas take over again and again without the last moment: nothing is told twice, and nothing is lost.

The central system knows no key. Two servers copy through a door that is held shut before the one that leads is killed.
"""

from __future__ import annotations

import asyncio
import os
import random
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from journal_samples import HASHER, SEALER
from node_kit import NodeKit, a_node, sms
from two_servers import Pair
from two_servers import pair as pair
from yarl import URL

from forwarder import epoch
from forwarder.central import Abilities
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.items import LedgerAway, LedgerLost
from forwarder.ledger import Ledger
from forwarder.listing import Listed
from forwarder.national import National
from forwarder.redis_server import connect
from gateway.proof_central import compare
from gateway.proof_pieces import Pieces
from gateway.proof_rows import account
from gateway.row_end import complaints_in
from normalizer.schema import Accepted, DeliveryNote, Receipt

pytestmark = [pytest.mark.once, pytest.mark.timeout(600)]

ROUNDS = int(os.environ.get("CHAOS_RUNS") or "3")
LEASE_MS = 3_000
TEXT = "Lampu jalan nomor {} di Gang Kenanga padam, warga takut lewat pada malam hari"


@dataclass(frozen=True)
class Book(National):
    """What a central system without a key wrote down: whatever it is told, as often as it is told."""

    told: Counter[str] = field(default_factory=Counter)
    asked: bool = True
    chance: random.Random = field(default_factory=random.Random)

    @property
    def can(self) -> Abilities:
        return Abilities(anonim=True, rahasia=True, look_up=self.asked, consistent_look_up=self.asked)

    async def submit(self, reference: str, body: bytes, note: DeliveryNote) -> Receipt:
        self.told[reference] += 1
        await asyncio.sleep(self.chance.random() / 50)
        return Accepted(f"N{reference}")

    async def find(self, reference: str, since: datetime | None = None) -> Receipt | None:
        return Accepted(f"N{reference}") if self.told[reference] else None

    async def cases(self, since: datetime, until: datetime) -> AsyncIterator[Listed]:
        for reference in self.told.elements():
            yield Listed(reference, f"N{reference}")


@dataclass(eq=False)
class Door:
    """Passes bytes on to a port, until it is shut: who listens hears nothing any more and is not hung up on."""

    port: int
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    _server: asyncio.Server | None = None
    talks: set[asyncio.Task[None]] = field(default_factory=set)
    held: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> int:
        self.opened.set()
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        assert self._server
        self._server.close()
        for talk in self.talks:
            talk.cancel()
        await asyncio.gather(*self.talks, *self.held, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        me = asyncio.current_task()
        assert me
        self.held.add(me)
        ends = [writer]
        try:
            theirs, ours = await asyncio.open_connection("127.0.0.1", self.port)
            ends.append(ours)
            both = [asyncio.ensure_future(self._pass(*way)) for way in ((reader, ours), (theirs, writer))]
            self.talks |= set(both)
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for talk in both:
                talk.cancel()
            await asyncio.wait(both)
        except OSError:
            pass
        finally:
            for end in ends:
                end.close()
                with suppress(OSError):
                    await end.wait_closed()
            self.held.discard(me)

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65_536):
                await self.opened.wait()
                target.write(data)
                await target.drain()


@dataclass(eq=False)
class Guard:
    """`pair` behind doors, and what Sentinel does."""

    pair: Pair
    doors: list[Door]
    ports: list[int]

    async def follow(self) -> None:
        """The one that does not lead follows, and has caught up."""
        lead = self.pair.leads
        async with self.pair.asked(1 - lead) as other, self.pair.asked(lead) as leader:
            await other.replicaof("127.0.0.1", self.ports[lead])
            async with asyncio.timeout(60):
                while (await leader.info("replication")).get("slave0", {}).get("state") != "online":  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
                await leader.set("sp:mark", 1)
                await leader.wait(1, 20_000)

    async def fail_over(self, moment: float) -> None:
        """What is written in the last moment (s) is lost."""
        lead = self.pair.leads
        self.doors[lead].opened.clear()
        await asyncio.sleep(moment)
        await asyncio.to_thread(self.pair.servers[lead].kill)
        async with self.pair.asked(1 - lead) as other:
            await other.replicaof("no", "one")
        self.pair.point_to(1 - lead)
        await asyncio.to_thread(self.pair.servers[lead].start)
        for talk in self.doors[lead].talks:
            talk.cancel()
        self.doors[lead].opened.set()
        await self.follow()


@asynccontextmanager
async def guarded(pair: Pair) -> AsyncIterator[Guard]:
    doors = [Door(port) for port in pair.ports]
    guard = Guard(pair, doors, [await door.start() for door in doors])
    try:
        await guard.follow()
        yield guard
    finally:
        for door in doors:
            await door.stop()


async def works(url: str, book: Book, stopping: asyncio.Event) -> None:
    """As a worker's process does."""
    redis = connect(url)
    ledger: Ledger | None = None
    while not stopping.is_set():
        try:
            name = await epoch.current(redis)
            ledger = ledger if ledger and ledger.epoch == name else Ledger(redis, name, SEALER)
            forward = Forward(ledger, book, LEASE_MS)
            await Drain(forward.take, forward.handle, concurrency=8, go_on=lambda: not stopping.is_set()).run()
        except (LedgerLost, LedgerAway):
            pass
        await asyncio.sleep(0.01)
    await redis.aclose()


async def writes(node: NodeKit, stopping: asyncio.Event) -> int:
    count = 0
    while not stopping.is_set():
        count += 1
        await node.arrives(sms(TEXT.format(count), count, phone=f"+62811000{count:05}"))
        await asyncio.sleep(0.008)
    return count


async def states(node: NodeKit, names: list[str]) -> Counter[str]:
    redis: Any = node.redis
    found: Counter[str] = Counter()
    for name in names:
        found[(await redis.hget(node.ledger.key(f"c:{name}"), "state") or b"").decode()] += 1
    return found


async def hasten(node: NodeKit) -> None:
    """A call that was under way has ended long before the ten minutes in which nobody looks."""
    redis: Any = node.redis
    for name in await redis.zrange(node.ledger.key("due:forward"), 0, -1):
        await redis.hdel(node.ledger.key(f"c:{name.decode()}"), "ends")
        await redis.zadd(node.ledger.key("due:forward"), {name: 0})


async def compared(node: NodeKit, book: Book) -> Counter[str]:
    """Differences by kind, as `satupintu check --ledger` finds them. Nobody answers here, so no provider is asked."""
    now = datetime.now(UTC)
    pieces = Pieces(node.reader, node.ledger, HASHER, node.rebuild.understanding.channels)
    found = await account(pieces, now - timedelta(hours=1), now)
    await compare(found, node.ledger, book)
    assert found.sums["at the central system"] == book.told.total() > 0
    return Counter(one.kind for one in found.differences)


@pytest.mark.parametrize("asked", [True, False], ids=["can be asked", "cannot be asked"])
async def test_without_a_key_nothing_is_told_twice(tmp_path: Path, pair: Pair, asked: bool) -> None:
    seed = int(os.environ.get("CHAOS_SEED") or secrets.randbelow(10**9))
    print(f"CHAOS_SEED={seed} CHAOS_RUNS={ROUNDS}")
    chance = random.Random(seed)
    book = Book(URL("http://127.0.0.1:1"), "no key", "desa", 5.0, asked=asked, chance=chance)
    stop_writing, stop_working = asyncio.Event(), asyncio.Event()
    async with guarded(pair) as guard, a_node(tmp_path, pair.url) as node, node.pumping():
        working = [asyncio.create_task(works(pair.url, book, stop_working)) for _ in range(2)]
        writing = asyncio.create_task(writes(node, stop_writing))
        for _ in range(ROUNDS):
            await asyncio.sleep(0.3 + chance.random())
            await guard.fail_over(chance.random() / 8)
        stop_writing.set()
        count = await writing
        async with asyncio.timeout(120):
            while node.reader.open_rows(0, 1):  # noqa: ASYNC110 - as in `until`
                await asyncio.sleep(0.05)
            names = [name for row in node.reader.rows(limit=100_000, body=False) for name in complaints_in(row.end)]
            while not set(await states(node, names)) <= {"done", "parked"}:
                await hasten(node)
                await asyncio.sleep(0.1)
        stop_working.set()
        await asyncio.gather(*working)
        found = await states(node, names)
        differences = await compared(node, book)
    assert len(set(names)) == count
    assert [name for name, times in book.told.items() if times > 1] == []
    print(f"{count} complaints, {found['parked']} left to a person")
    assert len(book.told) >= found["done"]
    assert not asked or found["parked"] == 0, "where it can be asked, nobody has to look"
    # Nobody could ask whether it is there: a person does, and the proof says that it is.
    assert differences["parked"] <= found["parked"]
    assert set(differences) <= (set() if asked else {"parked"})
