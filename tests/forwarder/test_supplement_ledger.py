"""Whose answer is added to a complaint, in one step, and protection that is asked for while it still lies here."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from ledger_kit import claim, living

from forwarder import supplement
from forwarder.items import Bundle, Copy
from forwarder.ledger import Ledger
from forwarder.supplement import Supplement

MORE = Supplement(
    delivery="delivery-s",
    key="k" * 26,
    complaints=("complaint1",),
    names=("mail-a",),
    node="node-1",
    received_ms=2_000,
    body=b"words that are added",
    who="mail-a",
    listener=b"an address",
    asked="",
    otherwise=claim(9),
)
END = f"supplement:complaint1:{'k' * 26}"
OWN = claim(1, who="mail-a", owner="owner-a person-a")
WHOSE: list[tuple[str, tuple[str, ...], bool]] = [
    ("who wrote it", ("mail-a",), True),
    ("its owner on another channel", ("person-a",), True),
    ("one of several names", ("mail-x", "owner-a"), True),
    ("somebody else", ("mail-b",), False),
    ("a part of a name", ("owner",), False),
    ("nobody", (), False),
    ("an empty name", ("",), False),
]


async def added(ledger: Ledger, *items: Supplement) -> list[tuple[str, str]]:
    return await supplement.claim(ledger, items)


@pytest.mark.parametrize(("label", "names", "theirs"), WHOSE, ids=[row[0] for row in WHOSE])
async def test_only_those_who_hear_of_a_complaint_add_to_it(
    redis_url: str, label: str, names: tuple[str, ...], theirs: bool
) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([OWN])
        expected = ("new", END) if theirs else ("stranger", "")
        assert await added(ledger, replace(MORE, names=names)) == [expected]
        assert await ledger.redis.exists(ledger.key("d:delivery-s")) == int(theirs), "a stranger claims nothing"


async def test_the_citizen_behind_a_forward_and_the_sender_of_several_may_add(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        bundle = Bundle("bundle1", 1, 2, 60_000)
        several = replace(OWN, bundle=bundle, copies=(Copy("mail-citizen", b"an address"),), owner="owner-o")
        await ledger.take_in([several])
        found = await added(
            ledger,
            replace(MORE, names=("mail-citizen",)),
            replace(MORE, delivery="delivery-t", key="t" * 26),
            replace(MORE, delivery="delivery-u", key="u" * 26, names=("mail-other",)),
        )
        assert [what for what, _ in found] == ["new", "new", "stranger"]


async def test_of_several_complaints_the_senders_own(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([OWN, claim(2, who="mail-b", owner="owner-b")])
        names = ("nobody-knows", "complaint2", "complaint1")
        assert await added(ledger, replace(MORE, complaints=names)) == [("new", END)]
        assert await added(ledger, replace(MORE, delivery="x", complaints=("complaint2",))) == [("stranger", "")]


async def test_a_delivery_is_added_once_whoever_asks(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([OWN])
        other = replace(MORE, node="node-2")
        found = await asyncio.gather(*(added(ledger, one) for one in (MORE, MORE, other, other, MORE)))
        assert sorted(what for (one,) in found for what in one[:1]) in (
            ["again", "again", "mine", "mine", "new"],
            ["again", "again", "again", "mine", "new"],
        )
        assert {end for (one,) in found for end in one[1:]} == {END}
        assert await ledger.redis.zcard(ledger.key("due:supplement")) == 1


async def test_protection_asked_for_before_the_case_left_goes_with_it(redis_url: str) -> None:
    """The case is frozen with it: the words never stand unprotected at the central system."""
    async with living(redis_url) as ledger:
        await ledger.take_in([OWN])
        await added(ledger, replace(MORE, asked="r"), replace(MORE, delivery="x", key="x" * 26, asked="a"))
        (lease,) = await ledger.lease_forward(5, 60_000)
        assert lease.asked == "ar"
        redis: Any = ledger.redis
        assert await redis.hget(ledger.key("c:complaint1"), "flagged") == b"1"


async def test_it_waits_until_its_complaint_is_taken(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([OWN])
        await added(ledger, MORE)
        assert await supplement.due(ledger)
        assert await supplement.lease(ledger, 5, 60_000) == []
        (lease,) = await ledger.lease_forward(5, 60_000)
        await ledger.begin_forward(lease, 60_000, b"case")
        assert await ledger.deferred(lease, "token-1", 60_000)
        await ledger.redis.zadd(ledger.key("due:supplement"), {f"complaint1+{'k' * 26}": 0})
        (found,) = await supplement.lease(ledger, 5, 60_000)
        assert supplement.opened(ledger, found) == MORE.body
        assert (found.complaint, found.key) == ("complaint1", MORE.key)
        assert await supplement.lease(ledger, 5, 60_000) == [], "leased once"
        assert b"words that are added" not in repr(found).encode()


async def test_sealed_words_are_bound_to_their_place(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([OWN])
        await added(ledger, MORE)
        redis: Any = ledger.redis
        lying = await redis.hget(ledger.key(f"u:complaint1+{'k' * 26}"), "body")
        assert MORE.body not in lying
