"""Scripts asked for in the same moment: one round trip, and still each its own answer or error."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from redis.exceptions import RedisError, ResponseError

from forwarder.redis_server import connect
from forwarder.together import Together

COUNT = "if ARGV[1] == 'refuse' then return redis.error_reply('ERR refused') end return redis.call('INCR', ARGV[1])"
MANY = 300


@asynccontextmanager
async def counting(url: str) -> AsyncIterator[tuple[Together, Any, Any]]:
    """The runner, a script that counts under a name, and a client that only looks."""
    redis, looking = connect(url, connections=50), connect(url, connections=1)
    try:
        yield Together(redis), redis.register_script(COUNT), looking
    finally:
        await redis.aclose()
        await looking.aclose()


async def test_each_has_its_own_answer_and_few_connections_are_made(redis_url: str) -> None:
    async with counting(redis_url) as (together, script, looking):
        before = len(await looking.client_list())
        answers = await asyncio.gather(*(together.run(script, ["n"]) for _ in range(MANY)))
        assert sorted(answers) == list(range(1, MANY + 1))
        assert len(await looking.client_list()) - before <= 4


async def test_one_that_is_refused_stops_no_other(redis_url: str) -> None:
    async with counting(redis_url) as (together, script, _):
        names = ["a", "refuse", "b", "refuse", "a"]
        answers = await asyncio.gather(*(together.run(script, [one]) for one in names), return_exceptions=True)
        assert [answers[place] for place in (0, 2, 4)] == [1, 1, 2]
        assert all(isinstance(answers[place], ResponseError) for place in (1, 3))


async def test_a_server_that_forgot_the_script_learns_it_again_and_nothing_runs_twice(redis_url: str) -> None:
    async with counting(redis_url) as (together, script, looking):
        for known in (5, 10):
            await looking.script_flush()
            await asyncio.gather(*(together.run(script, ["n"]) for _ in range(5)))
            assert int(await looking.get("n")) == known


async def test_in_order_asks_once_whether_the_server_knows_the_scripts(redis_url: str) -> None:
    async with counting(redis_url) as (together, script, looking):
        other = together.redis.register_script(f"{COUNT} -- another")
        await looking.config_resetstat()
        assert await together.in_order([(script, ["n"])]) == [1]
        assert await together.in_order([(script, ["n"]), (other, ["n"]), (script, ["n"])]) == [2, 3, 4]
        for known in (5, 8):
            assert await together.in_order([(script, ["n"]), (other, ["n"]), (script, ["n"])]) == list(
                range(known, known + 3)
            )
        assert (await looking.info("commandstats"))["cmdstat_script|exists"]["calls"] == 2


async def test_in_order_stays_in_order_when_a_server_forgot_the_scripts(redis_url: str) -> None:
    async with counting(redis_url) as (together, script, looking):
        other = together.redis.register_script(f"{COUNT} -- another")
        calls = [(script, ["n"]), (other, ["refuse"]), (other, ["n"]), (script, ["n"])]
        for first in (1, 4):
            answers = await together.in_order(calls)
            assert [answers[0], *answers[2:]] == [first, first + 1, first + 2]
            assert isinstance(answers[1], ResponseError)
            await looking.script_flush()


async def test_who_gives_up_takes_nobody_along(redis_url: str) -> None:
    async with counting(redis_url) as (together, script, _):
        waiting = [asyncio.ensure_future(together.run(script, ["n"])) for _ in range(MANY)]
        await asyncio.sleep(0)
        waiting[3].cancel()
        answers = await asyncio.gather(*waiting, return_exceptions=True)
        assert [place for place, one in enumerate(answers) if isinstance(one, BaseException)] == [3]


async def test_a_server_that_is_away_is_told_to_everybody() -> None:
    redis = connect("redis://127.0.0.1:1/0", seconds=1)
    together, script = Together(redis), redis.register_script(COUNT)
    try:
        answers = await asyncio.gather(*(together.run(script, ["n"]) for _ in range(200)), return_exceptions=True)
    finally:
        await redis.aclose()
    assert len(answers) == 200
    assert all(isinstance(one, RedisError) for one in answers)


@pytest.mark.parametrize("defect", [object(), None], ids=["no value", "nothing"])
async def test_what_cannot_be_sent_stops_no_other(redis_url: str, defect: Any) -> None:
    async with counting(redis_url) as (together, script, _):
        names = ["a", "b", defect, "a"]
        answers = await asyncio.gather(*(together.run(script, [one]) for one in names), return_exceptions=True)
    assert [answers[place] for place in (0, 1, 3)] == [1, 1, 2]
    assert isinstance(answers[2], RedisError)
