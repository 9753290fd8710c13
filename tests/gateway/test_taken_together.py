"""Many claims at once are looked for and told in few calls, and come to the same ends as one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from journal_samples import SEALER
from ledger_kit import overtaken
from node_kit import a_ledger, sms, understanding

from forwarder import batched
from forwarder.items import Claim
from forwarder.ledger import Ledger
from forwarder.linking import Call
from gateway.inbox import Row

STREETS = ("Arbei", "Jambu", "Kenanga", "Cempaka", "Melati", "Mawar", "Dahlia", "Anggrek", "Teratai", "Seruni", "Nuri")
PLACED = "Jalan di Gang {} RT 6 RW 6 Desa Sukamaju berlubang dalam sekali, kemarin dua anak jatuh dari sepeda."
RETOLD = "gg {} rt06/06 ds sukamaju jalannya bolong dalam, kmrn ada 2 anak jatoh dr sepeda, mhn ditambal"


def told(text: str, number: int, citizen: int) -> Claim:
    raw = sms(text, number, phone=f"+62811000{citizen:05}")
    (item,) = understanding().items(Row(1, b"k" * 32, raw.channel, raw.received_at, raw, "", ""), doubt=False)
    assert isinstance(item, Claim)
    return item


def firsts() -> list[Claim]:
    return [told(PLACED.format(street), place, place) for place, street in enumerate(STREETS)]


def agains() -> list[Claim]:
    """Every other one by the same citizen, the rest by strangers; and one that is like nobody's."""
    made = [
        told(RETOLD.format(street), 100 + place, place if place % 2 else 100 + place)
        for place, street in enumerate(STREETS)
    ]
    return [*made, told("Antrean di puskesmas Mekarsari dari subuh baru dilayani siang", 200, 200)]


async def ends(ledger: Ledger, one_by_one: bool) -> list[tuple[tuple[str, str], bytes | None]]:
    """Of the second ones, and beside whom each stands."""
    for batch in (firsts(), agains()):
        parts = [[claim] for claim in batch] if one_by_one else [batch]
        found = [end for part in parts for end in await ledger.take_in(part)]
    names = [ledger.key(f"c:{claim.id}") for claim in agains()]
    redis: Any = ledger.redis
    return list(zip(found, [await redis.hget(name, "related") for name in names], strict=True))


async def test_at_once_and_one_by_one_they_come_to_the_same(redis_url: str) -> None:
    async with a_ledger(redis_url) as ledger:
        alone = await ends(ledger, one_by_one=True)
        await ledger.redis.flushall()
    async with a_ledger(redis_url) as ledger:
        assert await ends(ledger, one_by_one=False) == alone
        taken = await ledger.redis.hget(ledger.key("count"), "new")
        assert taken == b"%d" % sum(what == "new" for (what, _), _ in [*alone, *[(("new", ""), None)] * len(STREETS)])
    assert [what for (what, _), _ in alone] == ["new", "linked"] * 5 + ["new"] * 2
    assert [related is not None for _, related in alone] == [True, False] * 5 + [True, False]


@pytest.mark.parametrize("trip", range(1, 4))
async def test_another_gateway_takes_one_in_between(redis_url: str, trip: int) -> None:
    """Between any two round trips of the first, which has many."""
    async with a_ledger(redis_url) as ledger:
        other = Ledger(ledger.redis, ledger.epoch, SEALER)
        again = told(RETOLD.format("Seruni"), 300, STREETS.index("Seruni"))
        reached = overtaken(ledger, trip, lambda: other.take_in([again]))
        found = dict(zip(STREETS, await ledger.take_in(firsts()), strict=True))
        if not reached.is_set():  # so many were not needed
            found["Seruni"] = (await other.take_in([again]))[0]
        assert found["Seruni"][0] == "linked"
        assert [what for street, (what, _) in found.items() if street != "Seruni"] == ["new"] * 10


async def test_one_that_is_refused_leaves_the_others(redis_url: str) -> None:
    async with a_ledger(redis_url) as ledger:
        many = firsts()
        many[4] = replace(many[4], numbers=many[3].numbers[:1])
        many[7] = replace(many[7], received_ms="never")  # type: ignore[arg-type]
        found = await ledger.take_in(many)
    assert [what for what, _ in found] == ["new"] * 4 + ["refused"] + ["new"] * 2 + ["refused"] + ["new"] * 3
    assert found[4][1] == "NUMBERS"


def test_calls_keep_their_order() -> None:
    calls: list[Call] = [("claim", [n]) for n in range(30)]
    calls[3] = ("note", ["n"])
    made = batched.batched(calls)
    assert [(script, size) for (script, _), size in made] == [
        ("each+claim", 3),
        ("note", 0),
        ("each+claim", 25),
        ("each+claim", 1),
    ]
    answers = [[0, 1, 2], "note", list(range(4, 29)), [29]]
    assert batched.apart(answers, [size for _, size in made]) == [0, 1, 2, "note", *range(4, 30)]
    # All of it may be refused.
    assert batched.apart([ValueError], [2]) == [ValueError, ValueError]
