"""Whose turn it is to poll: one node's, also when Redis cannot be asked, and soon another's when that one is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from waiting import until

from forwarder import epoch
from forwarder.redis_server import connect
from forwarder.turn import Turn
from gateway.embedded import EmbeddedRedis
from gateway.ending import end
from gateway.inbox import JournalFull
from gateway.polling_turn import Polled

ACCOUNT = "telegram:700000001"
NOBODY = "redis://127.0.0.1:1/0"


@dataclass(eq=False)
class Asker:
    """Counts how often it began; `hears` is what it calls when another polls."""

    begun: int = 0
    running: bool = False
    hears: Callable[[], bool] = lambda: False

    async def poll(self, another_polls: Callable[[], bool]) -> None:
        self.begun, self.running, self.hears = self.begun + 1, True, another_polls
        try:
            await asyncio.Event().wait()
        finally:
            self.running = False


@dataclass(eq=False)
class Line:
    text: str = ""
    full: bool = False

    async def load(self) -> str:
        return self.text

    async def save(self, text: str) -> None:
        if self.full:
            raise JournalFull("The journal's disk is full. Nothing was kept.")
        self.text = text


@dataclass(eq=False)
class Counted:
    """Says how often it was asked, and answered or not."""

    turn: Turn
    asked: int = 0

    @property
    def node(self) -> str:
        return self.turn.node

    async def holder(self) -> str:
        try:
            return await self.turn.holder()
        finally:
            self.asked += 1

    async def seen(self) -> None:
        try:
            await self.turn.seen()
        finally:
            self.asked += 1

    async def release(self) -> None:
        await self.turn.release()


@dataclass(eq=False)
class Node:
    lease: Counted
    asker: Asker
    line: Line
    task: asyncio.Future[None] = field(init=False)

    @property
    def polls(self) -> bool:
        return self.asker.running


@asynccontextmanager
async def node(url: str, name: str, line: Line | None = None, lease_ms: int = 400) -> AsyncIterator[Node]:
    redis = connect(url, connections=1, seconds=2)
    asker, memory = Asker(), line or Line()
    made = Node(Counted(Turn(redis, name, ACCOUNT, lease_ms)), asker, memory)
    made.task = asyncio.ensure_future(Polled("telegram", made.lease, memory, asker.poll, look_seconds=0.1).run())
    try:
        yield made
    finally:
        await end([made.task])
        await redis.aclose()


async def looks(one: Node, times: int = 3) -> None:
    """So often it has asked since, or tried to, whose turn it is."""
    wanted = one.lease.asked + times
    await until(lambda: one.lease.asked >= wanted)


async def test_one_of_two_polls_and_the_other_goes_on_at_once_when_it_stops(redis_url: str) -> None:
    async with node(redis_url, "node-2") as other, node(redis_url, "node-1") as one:
        await until(lambda: one.polls or other.polls)
        first, second = (one, other) if one.polls else (other, one)
        await looks(second)
        assert (first.polls, second.polls) == (True, False)
        assert (first.line.text, second.line.text) == ("yes", "no")
        await end([first.task])
        await until(lambda: second.polls)
        assert not first.polls


async def test_who_is_lost_is_taken_over_when_its_lease_is_over(redis_url: str) -> None:
    redis = connect(redis_url, connections=1)
    assert await Turn(redis, "node-lost", ACCOUNT, 500).holder() == "node-lost"
    async with node(redis_url, "node-1") as one:
        await looks(one, 1)
        assert not one.polls
        await until(lambda: one.polls)
    await redis.aclose()


async def test_the_same_node_started_again_goes_on_at_once(redis_url: str) -> None:
    redis = connect(redis_url, connections=1)
    assert await Turn(redis, "node-1", ACCOUNT, 3_600_000).holder() == "node-1"
    async with node(redis_url, "node-1") as one:
        await until(lambda: one.polls)
    assert await redis.get("sp:turn-telegram-700000001") is None, "nobody waits for a node that was stopped"
    await redis.aclose()


REMEMBERED = [("it had the turn", "yes", True), ("another had it", "no", False), ("it never knew", "", False)]


@pytest.mark.parametrize(("told", "goes_on"), [one[1:] for one in REMEMBERED], ids=[one[0] for one in REMEMBERED])
async def test_without_redis_who_had_the_turn_goes_on(told: str, goes_on: bool) -> None:
    async with node(NOBODY, "node-1", Line(told)) as one:
        await looks(one)
        assert one.polls == goes_on
        assert one.line.text == told


async def test_of_two_who_remember_the_turn_one_stands_back_until_redis_can_be_asked(new_valkey: EmbeddedRedis) -> None:
    """As after a network that was cut: this one has the turn no more, and hears of it from the provider."""
    async with node(new_valkey.url, "node-1") as one:
        await until(lambda: one.polls)
        assert one.asker.hears(), "it is worth asking again"
        await looks(one)
        assert (one.polls, one.asker.begun) == (True, 1), "Redis says that it is ours: whoever that was has to go"
        new_valkey.stop()
        await looks(one, 2)
        assert one.polls, "it goes on"
        assert not one.asker.hears()
        await until(lambda: not one.polls)
        await looks(one)
        new_valkey.start()
        await until(lambda: one.polls)
        assert one.asker.begun == 2


async def test_it_goes_on_when_redis_comes_back_and_nobody_took_the_turn(new_valkey: EmbeddedRedis) -> None:
    async with node(new_valkey.url, "node-1") as one:
        await until(lambda: one.polls)
        new_valkey.stop()
        await looks(one)
        new_valkey.start()
        await looks(one)
        assert (one.polls, one.asker.begun) == (True, 1), "without a break"


async def test_who_polled_while_redis_was_away_goes_first_when_it_is_back(new_valkey: EmbeddedRedis) -> None:
    """Its lease was over meanwhile: whoever asks first would have it, and both would poll for a moment."""
    async with node(new_valkey.url, "node-1") as one:
        await until(lambda: one.polls)
        async with node(new_valkey.url, "node-2") as other:
            await looks(other)
            for _ in range(6):
                new_valkey.stop()
                await looks(other, 6)
                new_valkey.start()
                await looks(other, 4)
                assert (one.polls, one.asker.begun, other.asker.begun) == (True, 1, 0)


async def test_a_full_disk_ends_no_polling(redis_url: str) -> None:
    async with node(redis_url, "node-1", Line(full=True)) as one:
        await until(lambda: one.polls)


async def test_what_polling_raises_is_heard(redis_url: str) -> None:
    async def falls(_: Callable[[], bool]) -> None:
        raise ZeroDivisionError

    redis = connect(redis_url, connections=1)
    with pytest.raises(ZeroDivisionError):
        await Polled("telegram", Turn(redis, "node-1", ACCOUNT), Line(), falls, look_seconds=0.1).run()
    await redis.aclose()


async def test_a_ledger_that_is_made_anew_leaves_the_turn_where_it_is(redis_url: str) -> None:
    redis = connect(redis_url, connections=2)
    turn = Turn(redis, "node-1", ACCOUNT, 60_000)
    assert await turn.holder() == "node-1"
    name = await epoch.begin_rebuild(redis)
    assert await epoch.go_live(redis, name, "node-1", ["node-1"]) == []
    assert await epoch.sweep_old(redis, name) == 0
    assert await Turn(redis, "node-2", ACCOUNT).holder() == "node-1"
    await redis.aclose()
