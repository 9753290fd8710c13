"""The ledger's clock is set: back, what was due soon is due soon; what held everybody holds as long as it would."""

from __future__ import annotations

from typing import Any

import pytest
from ledger_kit import claim, living

from forwarder import epoch
from forwarder.ledger import Ledger
from forwarder.patience import ServerClock

DAY = 86_400_000
SOON = 30_000


async def now_ms(ledger: Ledger) -> int:
    seconds, micros = await ledger.redis.time()
    return int(seconds) * 1000 + int(micros) // 1000


async def set_back(ledger: Ledger, by: int) -> None:
    """As if it had shown so much (ms) more until now; the next beat finds out."""
    await ledger.redis.set(ledger.key("clock"), await now_ms(ledger) + by)
    await epoch.beat(ledger, "node-1", 0)


@pytest.mark.parametrize("queue", ["forward", "reply", "supplement", "act"])
async def test_what_was_due_soon_is_due_soon(redis_url: str, queue: str) -> None:
    async with living(redis_url) as ledger:
        before, due = await now_ms(ledger), ledger.key(f"due:{queue}")
        await ledger.redis.zadd(due, {"soon": before + DAY + SOON, "long ago": before - DAY})
        await set_back(ledger, DAY)
        moved = await ledger.redis.zscore(due, "soon")
        assert moved is not None
        assert abs(moved - before - SOON) < 20_000
        assert await ledger.redis.zscore(due, "long ago") == before - DAY


HOLDS = [("a while left", SOON, True), ("probing", 500, True), ("nothing left", -1_000, False)]
NEW = [("set since", 20_000), ("of the channel's own", 45_000)]


@pytest.mark.parametrize(("label", "left", "holds"), HOLDS, ids=[row[0] for row in HOLDS])
@pytest.mark.parametrize("name", ["hold:forward", "hold:reply:twilio", "probe:twilio"])
async def test_what_holds_everybody_holds_as_long_as_it_would(
    redis_url: str, name: str, label: str, left: int, holds: bool
) -> None:
    async with living(redis_url) as ledger:
        await ledger.redis.set(ledger.key(name), "429", px=DAY + left)
        await set_back(ledger, DAY)
        assert (0 < await ledger.redis.pttl(ledger.key(name)) <= max(left, 0)) is holds, label


@pytest.mark.parametrize(("label", "left"), NEW, ids=[row[0] for row in NEW])
async def test_what_was_asked_for_since_holds(redis_url: str, label: str, left: int) -> None:
    """In the second between the jump and the beat."""
    async with living(redis_url) as ledger:
        await ledger.redis.set(ledger.key("hold:forward"), "429", px=left)
        await set_back(ledger, DAY)
        assert left - 15_000 < await ledger.redis.pttl(ledger.key("hold:forward")) <= left, label


async def test_a_lease_ends_and_a_look_up_is_not_put_off_for_a_day(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        redis: Any = ledger.redis
        await ledger.take_in([claim(1)])
        (lease,) = await ledger.lease_forward(1, SOON)
        assert await ledger.begin_forward(lease, SOON, b"the case")
        ends = int(await redis.hget(ledger.key("c:complaint1"), "ends"))
        await redis.hset(ledger.key("c:complaint1"), "ends", ends + DAY)
        await redis.zincrby(ledger.key("due:forward"), DAY, "complaint1")
        await set_back(ledger, DAY)
        assert abs(int(await redis.hget(ledger.key("c:complaint1"), "ends")) - ends) < 20_000
        assert await redis.zscore(ledger.key("due:forward"), "complaint1") - await now_ms(ledger) < SOON + 20_000


@pytest.mark.parametrize("by", [-DAY, 0, 59_000])
async def test_a_clock_that_goes_on_changes_nothing(redis_url: str, by: int) -> None:
    async with living(redis_url) as ledger:
        at = await now_ms(ledger) + SOON
        await ledger.redis.zadd(ledger.key("due:reply"), {"one": at})
        await ledger.redis.set(ledger.key("hold:forward"), "429", px=SOON)
        await set_back(ledger, by)
        assert await ledger.redis.zscore(ledger.key("due:reply"), "one") == at
        assert await ledger.redis.pttl(ledger.key("hold:forward")) > SOON - 10_000


@pytest.mark.parametrize("looked", [True, False], ids=["who looked before", "a new gateway"])
async def test_what_is_written_before_the_first_beat_is_due_soon_all_the_same(redis_url: str, looked: bool) -> None:
    """A ledger made anew, and its clock set back before any gateway beat."""
    async with living(redis_url) as ledger:
        await ledger.redis.delete(ledger.key("clock"))
        clock = ServerClock()
        if looked:
            clock.saw(await now_ms(ledger))
        first = Ledger(ledger.redis, ledger.epoch, ledger.sealer, clock=clock)
        await first.take_in([claim(1, received_ms=await now_ms(ledger), wait_ms=0)])
        for name in ("clock", "due:forward", "due:reply"):
            await _showed_more(ledger, name)
        await epoch.beat(first, "node-1", 0)
        due = await ledger.redis.zscore(ledger.key("due:forward"), "complaint1")
        assert due is not None
        assert due < await now_ms(ledger) + 20_000


async def _showed_more(ledger: Ledger, name: str) -> None:
    """As if the clock had shown a day more when it was written."""
    redis: Any = ledger.redis
    if name == "clock":
        if shown := await redis.get(ledger.key(name)):
            await redis.set(ledger.key(name), int(shown) + DAY)
        return
    for member, at in await redis.zrange(ledger.key(name), 0, -1, withscores=True):
        await redis.zadd(ledger.key(name), {member: at + DAY})


async def set_forward(ledger: Ledger, by: int, *, beaten: int = 0) -> None:
    """As if the clock had shown so much (ms) less until now; `beaten`: how long (ms) ago a gateway beat."""
    shown = await now_ms(ledger) - by
    redis: Any = ledger.redis
    await redis.set(ledger.key("clock"), shown - beaten)
    for name, until in await redis.zrange(ledger.key("holds"), 0, -1, withscores=True):
        await redis.zadd(ledger.key("holds"), {name: until - by})
        await redis.delete(name)  # as the server does with a time to live that is over


async def asked_to_wait(ledger: Ledger) -> None:
    """The central system wants no call for half a minute, while two complaints are due."""
    await ledger.take_in([claim(1), claim(2)])
    (lease,) = await ledger.lease_forward(1, SOON)
    await ledger.later(lease, SOON, "it asks to slow down", hold_ms=SOON)


@pytest.mark.parametrize("beaten", [0, 5 * 60_000], ids=["gateways beat", "all gateways are away"])
@pytest.mark.parametrize("looked", [True, False], ids=["who looked before", "a new worker"])
async def test_a_clock_set_forward_ends_nobodys_patience(redis_url: str, looked: bool, beaten: int) -> None:
    async with living(redis_url) as ledger:
        await asked_to_wait(ledger)
        await set_forward(ledger, DAY, beaten=beaten)
        clock = ServerClock()
        if looked:
            clock.saw(await now_ms(ledger) - DAY)
        other = Ledger(ledger.redis, ledger.epoch, ledger.sealer, clock=clock)
        assert await other.lease_forward(10, SOON) == []
        left = await ledger.redis.pttl(ledger.key("hold:forward"))
        assert SOON - 15_000 < left <= SOON + (0 if looked else beaten)
        # Once: whoever looks next finds a clock that goes on.
        assert await ledger.lease_forward(10, SOON) == []
        assert await ledger.redis.pttl(ledger.key("hold:forward")) <= left


@pytest.mark.parametrize("left", [SOON, -SOON], ids=["it may still arrive", "it has"])
async def test_what_was_sent_before_the_ledger_was_lost_is_waited_for_as_long(redis_url: str, left: int) -> None:
    async with living(redis_url) as ledger:
        await ledger.redis.set(ledger.key("settled"), await now_ms(ledger) - DAY + left)
        await set_forward(ledger, DAY)
        await epoch.beat(Ledger(ledger.redis, ledger.epoch, ledger.sealer), "node-1", 0)
        settled = await ledger.redis.get(ledger.key("settled"))
        assert settled is not None
        still = int(settled) - await now_ms(ledger)
        assert SOON - 15_000 < still <= SOON if left > 0 else still < 0


async def test_a_clock_that_is_set_forward_while_a_ledger_is_made_anew_moves_that_wait_once(redis_url: str) -> None:
    """Nobody beats meanwhile, and each node that replays tells how long is waited; the first beat comes after it."""
    async with living(redis_url) as ledger:
        await epoch.settle(ledger, SOON)
        shown = await now_ms(ledger) - DAY
        await ledger.redis.mset({ledger.key("clock"): shown, ledger.key("settled"): shown + SOON})
        for _ in range(2):
            await epoch.settle(Ledger(ledger.redis, ledger.epoch, ledger.sealer), SOON)
        await epoch.beat(Ledger(ledger.redis, ledger.epoch, ledger.sealer), "node-1", 0)
        settled = await ledger.redis.get(ledger.key("settled"))
        assert settled is not None
        assert SOON - 15_000 < int(settled) - await now_ms(ledger) <= SOON


async def test_a_wait_that_was_told_by_the_new_clock_is_not_moved(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await epoch.settle(ledger, SOON)
        await set_forward(ledger, DAY)
        await epoch.beat(Ledger(ledger.redis, ledger.epoch, ledger.sealer), "node-1", 0)
        settled = await ledger.redis.get(ledger.key("settled"))
        assert settled is not None
        assert int(settled) - await now_ms(ledger) <= SOON


async def test_a_heartbeat_finds_it_too(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await asked_to_wait(ledger)
        await set_forward(ledger, DAY)
        await epoch.beat(Ledger(ledger.redis, ledger.epoch, ledger.sealer), "node-1", 0)
        assert SOON - 15_000 < await ledger.redis.pttl(ledger.key("hold:forward")) <= SOON


async def test_what_was_over_before_holds_nobody(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await asked_to_wait(ledger)
        await set_forward(ledger, DAY)
        await ledger.redis.incrby(ledger.key("clock"), SOON + 1_000)
        other = Ledger(ledger.redis, ledger.epoch, ledger.sealer)
        assert await other.lease_forward(10, SOON)


async def test_while_gateways_are_away_a_clock_that_goes_on_changes_nothing(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await asked_to_wait(ledger)
        redis: Any = ledger.redis
        await redis.set(ledger.key("clock"), await now_ms(ledger) - DAY)
        await redis.delete(ledger.key("hold:forward"))
        assert await ledger.lease_forward(10, SOON), "this worker looked a moment ago: time went by"


async def test_what_holds_is_remembered_until_it_is_over(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await asked_to_wait(ledger)
        for _ in range(2):
            await epoch.beat(ledger, "node-1", 0)
            assert await ledger.redis.zcard(ledger.key("holds")) == 1
        await ledger.redis.zincrby(ledger.key("holds"), -2 * SOON, ledger.key("hold:forward"))
        await epoch.beat(ledger, "node-1", 0)
        assert await ledger.redis.zcard(ledger.key("holds")) == 0


async def test_a_clock_set_forward_ends_no_lease(redis_url: str) -> None:
    """Whoever else took it now would tell a second time what is on its way."""
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1)])
        (held,) = await ledger.lease_forward(1, SOON)
        assert await ledger.begin_forward(held, SOON, b"case")
        redis: Any = ledger.redis
        for name, until in await redis.zrange(ledger.key("due:forward"), 0, -1, withscores=True):
            await redis.zadd(ledger.key("due:forward"), {name: until - DAY})
        await redis.hincrby(ledger.key(f"c:{held.id}"), "ends", -DAY)
        await set_forward(ledger, DAY)
        clock = ServerClock()
        clock.saw(await now_ms(ledger) - DAY)
        other = Ledger(ledger.redis, ledger.epoch, ledger.sealer, clock=clock)
        assert await other.lease_forward(10, SOON) == []
        until = await redis.zscore(ledger.key("due:forward"), held.id)
        assert SOON - 15_000 < until - await now_ms(ledger) <= SOON
        ends = int(await redis.hget(ledger.key(f"c:{held.id}"), "ends"))
        assert SOON - 15_000 < ends - await now_ms(ledger) <= SOON
        assert await ledger.numbered(held, "0012345", doubt=False), "it is still whose it was"


async def looked_before(ledger: Ledger, ago: int) -> Ledger:
    """As another process knows it that looked when the clock showed so much (ms) less."""
    clock = ServerClock()
    clock.saw(await now_ms(ledger) - ago)
    return Ledger(ledger.redis, ledger.epoch, ledger.sealer, clock=clock)


async def test_what_is_due_by_the_new_clock_is_not_put_off(redis_url: str) -> None:
    """Whoever writes first finds out, not only whoever leases: an answer waited a day otherwise."""
    async with living(redis_url) as ledger:
        await set_forward(ledger, DAY)
        pump, worker = await looked_before(ledger, DAY), await looked_before(ledger, DAY)
        await pump.take_in([claim(1)])
        redis: Any = ledger.redis
        ((_, due),) = await redis.zrange(ledger.key("due:reply"), 0, -1, withscores=True)
        assert due <= await now_ms(ledger)
        assert await worker.lease_reply(10, SOON)


async def test_what_is_asked_for_by_the_new_clock_holds_no_longer(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1)])
        (lease,) = await ledger.lease_forward(1, SOON)
        await set_forward(ledger, DAY)
        worker, other = await looked_before(ledger, DAY), await looked_before(ledger, DAY)
        await worker.later(lease, SOON, "it asks to slow down", hold_ms=SOON)
        assert await other.lease_forward(10, SOON) == []
        assert SOON - 15_000 < await ledger.redis.pttl(ledger.key("hold:forward")) <= SOON


async def test_a_lease_by_the_new_clock_does_not_end_at_once(redis_url: str) -> None:
    """The clock was set back a moment ago, and no gateway has beaten since: what is in a call is left alone."""
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1)])
        await ledger.redis.set(ledger.key("clock"), await now_ms(ledger) + DAY)
        worker = await looked_before(ledger, -DAY)
        (lease,) = await worker.lease_forward(1, SOON)
        assert await worker.begin_forward(lease, SOON, b"the case")
        await epoch.beat(ledger, "node-1", 0)
        assert await ledger.lease_forward(10, SOON) == []
        ends = int(await ledger.redis.hget(ledger.key("c:complaint1"), "ends") or 0)
        assert ends > await now_ms(ledger) + SOON - 15_000


async def test_who_has_not_looked_since_sets_nothing_back_again(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.redis.set(ledger.key("clock"), await now_ms(ledger) + DAY)
        early, late = await looked_before(ledger, -DAY), await looked_before(ledger, -DAY)
        await early.take_in([claim(1)])
        owed = await ledger.redis.zrange(ledger.key("due:reply"), 0, -1, withscores=True)
        await late.take_in([claim(2)])
        await epoch.beat(late, "node-1", 0)
        assert owed[0] in await ledger.redis.zrange(ledger.key("due:reply"), 0, -1, withscores=True)
        assert await ledger.redis.hget(ledger.key("count"), "clock_set_back") == b"1"


@pytest.mark.parametrize("by", [5_000, 29_000, 59_000])
async def test_a_clock_set_forward_by_seconds_ends_nothing(redis_url: str, by: int) -> None:
    async with living(redis_url) as ledger:
        await asked_to_wait(ledger)
        (held,) = await ledger.lease_reply(1, 2 * SOON)
        redis: Any = ledger.redis
        await set_forward(ledger, by)
        await redis.zincrby(ledger.key("due:reply"), -by, held.id)
        other = await looked_before(ledger, by)
        assert await other.lease_forward(10, SOON) == []
        assert SOON - 15_000 < await redis.pttl(ledger.key("hold:forward")) <= SOON
        left = await redis.zscore(ledger.key("due:reply"), held.id) - await now_ms(ledger)
        assert 2 * SOON - 15_000 < left <= 2 * SOON


@pytest.mark.parametrize(("by", "moved"), [(59_000, False), (DAY, True)], ids=["a minute at most", "more"])
async def test_what_no_lease_reaches_is_moved_by_a_long_jump_only(redis_url: str, by: int, moved: bool) -> None:
    """A server that stood still for seconds must not stand still for more of them to move a large backlog."""
    async with living(redis_url) as ledger:
        due, redis = ledger.key("due:reply"), ledger.redis
        far = float(await now_ms(ledger) + 2 * DAY)
        await redis.zadd(due, {"far": far})
        await set_forward(ledger, by)
        other = await looked_before(ledger, by)
        assert await other.lease_reply(10, SOON) == []
        assert await redis.hget(ledger.key("count"), "clock_set_forward") == b"1", "it was noticed"
        assert (await redis.zscore(due, "far") != far) is moved


@pytest.mark.parametrize(("by", "beaten"), [(1_500, 1_500), (30_000, 0)], ids=["for a moment", "while a gateway beat"])
async def test_a_caller_that_stood_still_moves_nothing(redis_url: str, by: int, beaten: int) -> None:
    async with living(redis_url) as ledger:
        await asked_to_wait(ledger)
        redis, due = ledger.redis, ledger.key("due:forward")
        before = await redis.zrange(due, 0, -1, withscores=True)
        await redis.set(ledger.key("clock"), await now_ms(ledger) - beaten)
        late = await looked_before(ledger, by)
        assert await late.lease_forward(10, SOON) == []
        assert await redis.zrange(due, 0, -1, withscores=True) == before
        assert await redis.hget(ledger.key("count"), "clock_set_forward") is None


async def test_what_takes_seconds_to_move_stays_when_the_jump_was_no_longer(redis_url: str) -> None:
    """A hold puts all answers off to one moment. Whoever waited while 300,000 were moved saw another jump, for ever."""
    async with living(redis_url) as ledger:
        redis, due, far = ledger.redis, ledger.key("due:reply"), float(await now_ms(ledger) + SOON)
        await redis.zadd(due, {f"{n}": far for n in range(50_001)})
        await set_forward(ledger, 3_000)
        other = await looked_before(ledger, 3_000)
        assert await other.lease_forward(1, SOON) == []
        assert await redis.hget(ledger.key("count"), "clock_set_forward") == b"1", "it was noticed"
        assert await redis.zscore(due, "1") == far
