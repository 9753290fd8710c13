"""Who goes first after an outage where no key is taken: it asks something harmless, and is not kept by that."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from central_kinds import KEY, KINDS, Desk, desk, profile_text
from ledger_kit import claim, living
from test_centrals_ledger import complaint

from forwarder import mapped, supplement
from forwarder.act_forward import Deeds
from forwarder.added import Added
from forwarder.central import Category, Central, Unknown
from forwarder.drain import Drain
from forwarder.followed import Asking
from forwarder.forward import Forward
from forwarder.ledger import Ledger
from forwarder.mapped import Mapped
from forwarder.patience import Patience
from forwarder.supplement import Supplement
from forwarder.supplement_forward import AddOn
from forwarder.switches import ask_again, leave_alone, patience
from normalizer import codec

MANY = 8
(MAPPED,) = (one for one in KINDS if one.label == "mapped")


async def taken_in(ledger: Ledger, *places: int) -> None:
    rows = [(place, complaint(place)) for place in places]
    now = int(time.time() * 1000)
    await ledger.take_in(
        [claim(place, id=one.id, body=codec.encode(one), received_ms=now, wait_ms=0) for place, one in rows]
    )


async def drained(hand: Forward | AddOn) -> int:
    return await Drain[Any](hand.take, hand.handle, concurrency=1, go_on=lambda: True).run()


async def waited_out(ledger: Ledger, queue: str) -> None:
    """As if all that is waited for were over."""
    redis: Any = ledger.redis
    await redis.delete(ledger.key("hold:forward"), ledger.key(f"hold:risk:{queue}"))
    for name in await redis.zrange(ledger.key(f"due:{queue}"), 0, -1):
        await redis.zadd(ledger.key(f"due:{queue}"), {name: 0})


async def states(ledger: Ledger, *places: int) -> list[str]:
    redis: Any = ledger.redis
    return [str(await redis.hget(ledger.key(f"c:{complaint(one).id}"), "state") or b"", "utf-8") for one in places]


@asynccontextmanager
async def without(at: Desk, folder: Path, sections: Sequence[str], *changes: tuple[str, str]) -> AsyncIterator[Central]:
    path, text = folder / "less.toml", profile_text(without=tuple(sections))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    central = mapped.from_settings(str(path), at.bench.standin.url, KEY, 10.0, 20)
    try:
        yield central
    finally:
        await central.close()


@pytest.mark.parametrize("down", ["refuse", "error", "cut"])
@pytest.mark.parametrize("sections", [(), ("look_up",), ("categories",)], ids=["all", "no look-up", "no list"])
async def test_an_outage_leaves_few_supplements_to_a_person(
    sections: tuple[str, ...], down: str, redis_url: str, tmp_path: Path
) -> None:
    """Each that tries it would be added twice, were it told again."""
    async with (
        desk(MAPPED, tmp_path) as at,
        living(redis_url) as ledger,
        without(at, tmp_path, sections) as central,
    ):
        await taken_in(ledger, 1)
        await drained(Forward(ledger, central, 60_000, chance=lambda: 0.0))
        assert await states(ledger, 1) == ["done"]
        add_on, now = AddOn(ledger, central, 60_000, chance=lambda: 0.0), int(time.time() * 1000)
        for place in range(MANY):
            body = codec.encode(Added(f"Di depan balai desa {place}"))
            item = Supplement(
                f"delivery-s{place}", f"{place}" * 26, (complaint(1).id,), ("sms-w1",), "node-1", now, body, "sms-w1",
                b"an address", "", claim(30 + place),
            )  # fmt: skip
            assert (await supplement.claim(ledger, [item]))[0][0] == "new"
        at.orders.down = down
        for _ in range(2 * MANY):
            await waited_out(ledger, "supplement")
            await drained(add_on)
            held = await patience(ledger)
            assert held is None or "complaints settle" not in held.what, "it says why nobody calls"
        parked = len(await ledger.parked(20))
        assert parked <= 3, "as many as open the circuit breaker"
        at.orders.down = ""
        for _ in range(2 * MANY):
            await waited_out(ledger, "supplement")
            await ledger.redis.delete(ledger.key("pace"))
            await drained(add_on)
        assert at.bench.added() == MANY - parked
        assert len(await ledger.parked(20)) == parked


LISTS = (
    ("gone", ("look_up",), ('path = "/api/kategori"', 'path = "/api/tidak-ada"')),
    ("no list of this kind", ("look_up",), ('path = "/api/kategori"', 'path = "/api/laporan/uji"')),
)


@pytest.mark.parametrize(("sections", "change"), [row[1:] for row in LISTS], ids=[row[0] for row in LISTS])
async def test_a_list_of_categories_that_is_gone_keeps_nobody(
    sections: tuple[str, ...], change: tuple[str, str], redis_url: str, tmp_path: Path
) -> None:
    async with (
        desk(MAPPED, tmp_path) as at,
        living(redis_url) as ledger,
        without(at, tmp_path, sections, change) as central,
    ):
        await taken_in(ledger, 1)
        await ledger.redis.set(ledger.key("slow"), 1)
        await drained(Forward(ledger, central, 60_000, chance=lambda: 0.0))
        assert (await states(ledger, 1), at.bench.stored()) == (["done"], 1)


@dataclass(frozen=True)
class Unlisted(Mapped):
    """Its list of categories alone is broken."""

    async def categories(self) -> Sequence[Category]:
        raise Unknown("the central system answered 500, which the profile does not know")


async def unlisted(central: Central) -> Unlisted:
    assert isinstance(central, Mapped)
    return Unlisted(central.wire, central.profile, central.secret)


async def test_where_the_list_fails_a_look_up_tells_that_it_is_there(redis_url: str, tmp_path: Path) -> None:
    async with desk(MAPPED, tmp_path) as at, living(redis_url) as ledger, without(at, tmp_path, ()) as central:
        await taken_in(ledger, 1)
        await ledger.redis.set(ledger.key("slow"), 1)
        await drained(Forward(ledger, await unlisted(central), 60_000, chance=lambda: 0.0))
        assert (await states(ledger, 1), at.bench.stored()) == (["done"], 1)


async def test_where_nothing_else_can_be_asked_an_operator_dares_it(redis_url: str, tmp_path: Path) -> None:
    async with (
        desk(MAPPED, tmp_path) as at,
        living(redis_url) as ledger,
        without(at, tmp_path, ("look_up",)) as central,
    ):
        forward = Forward(ledger, await unlisted(central), 60_000, chance=lambda: 0.0)
        await taken_in(ledger, 1, 2, 3)
        await ledger.redis.set(ledger.key("slow"), 1)
        for _ in range(6):
            await waited_out(ledger, "forward")
            await drained(forward)
        assert at.bench.stored() == 0
        assert await states(ledger, 1, 2, 3) == ["due"] * 3
        await ask_again(ledger)
        forward = replace(forward, patience=Patience())
        for _ in range(4):
            await waited_out(ledger, "forward")
            await ledger.redis.delete(ledger.key("pace"))
            await drained(forward)
        assert (await states(ledger, 1, 2, 3), at.bench.stored()) == (["done"] * 3, 3)


@pytest.mark.parametrize("queue", ["forward", "act", "news"])
async def test_nobody_follows_a_question_that_is_not_answered_yet(queue: str, redis_url: str, tmp_path: Path) -> None:
    """After a wish that is over, too: each second of silence would risk more cases than the one before."""
    async with desk(MAPPED, tmp_path) as at, living(redis_url) as ledger:
        forward = Forward(ledger, at.central, 60_000, chance=lambda: 0.0)
        redis: Any = ledger.redis
        await taken_in(ledger, 1)
        await drained(forward)
        await taken_in(ledger, *range(2, 9))
        name = complaint(1).id
        await redis.zadd(ledger.key(f"due:{queue}"), {name: 0} if queue != "forward" else {complaint(2).id: 0})
        await redis.hset(ledger.key(f"x:{name}"), mapping={"state": "due", "withdraw": "sms-w1"})
        await leave_alone(ledger, "", 60, "429")
        await redis.delete(ledger.key("hold:forward"))
        hands: dict[str, Any] = {
            "forward": forward,
            "act": Deeds(ledger, at.central, 60_000),
            "news": Asking(ledger, at.central, frozenset()),
        }
        assert len(await hands[queue].take(4)) == 1
        await a_while_ago(ledger)
        assert await forward.take(8) == [], "while that is not answered"
        await redis.delete(ledger.key("hold:forward"))
        (asks,) = await forward.take(8)
        assert asks.first, "it was silent for two seconds"
        await forward.handle(asks)
        assert at.bench.stored() == 2
        await a_while_ago(ledger)
        assert [one.first for one in await forward.take(8)] == [False] * 2, "a slow start"


async def a_while_ago(ledger: Ledger) -> None:
    """A slow start that began was a second ago."""
    redis: Any = ledger.redis
    if since := await redis.hget(ledger.key("pace"), "since"):
        await redis.hset(ledger.key("pace"), "since", int(since) - 1_100)


async def test_what_was_not_sent_after_all_keeps_nobody_waiting(redis_url: str, tmp_path: Path) -> None:
    async with desk(MAPPED, tmp_path) as at, living(redis_url) as ledger:
        long = [replace(complaint(place), text="x" * 20_001) for place in range(1, 6)]
        now = int(time.time() * 1000)
        await ledger.take_in(
            [
                claim(place, id=one.id, body=codec.encode(one), received_ms=now - 1000 + place, wait_ms=0)
                for place, one in enumerate(long, 1)
            ]
        )
        await taken_in(ledger, 6)
        await ledger.redis.set(ledger.key("slow"), 1)
        await drained(Forward(ledger, at.central, 60_000, chance=lambda: 0.0))
        assert await states(ledger, *range(1, 7)) == ["parked"] * 5 + ["done"]
        assert at.bench.stored() == 1
