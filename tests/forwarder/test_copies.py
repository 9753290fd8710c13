"""The number for the citizen behind a forward: so many a day to one address, whatever happens in between."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from test_reply import ADDRESS, Desk, a_desk, listener, owed

from forwarder.items import Claim, Copy

OFFICE = "kantor@desa-sukamaju.example.id"


def copied(way: str, place: int, address: str = "") -> Claim:
    """An office's complaint whose citizen is told that way."""
    told = Copy(f"{way}-c1", listener(way, address))
    return owed("mail", place, OFFICE, copies=(told,), wait_ms=60_000)


async def numbered(desk: Desk, *places: int) -> None:
    for place in places:
        assert await desk.ledger.told_number(f"complaint{place}", f"00{place}1916449")
    await desk.pass_once()


async def copies(desk: Desk) -> list[str]:
    redis: Any = desk.ledger.redis
    found = [key async for key in redis.scan_iter(match=desk.ledger.key("a:*.copy"))]
    return sorted([(await redis.hget(key, "state")).decode() for key in found])


@pytest.mark.parametrize("way", ["sms", "mail"])
async def test_three_a_day_go_to_one_address_and_no_more(redis_url: str, way: str) -> None:
    async with a_desk(redis_url, *(copied(way, place) for place in range(1, 6))) as desk:
        await numbered(desk, 1, 2)
        await numbered(desk, 3, 4, 5)
        assert await copies(desk) == ["failed", "failed", "sent", "sent", "sent"]
        to_citizen = desk.received("sms") if way == "sms" else len(desk.relay.mails_to(ADDRESS["mail"]))
        assert to_citizen == 3
        assert len(desk.relay.mails_to(OFFICE)) == 5


async def test_each_address_has_its_own_count_and_none_at_all_is_none(redis_url: str) -> None:
    two = [copied("mail", place, f"warga{place}@example.net") for place in (1, 2)]
    async with a_desk(redis_url, *two) as desk:
        desk.answer = replace(desk.answer, copies_per_day=1)
        await numbered(desk, 1, 2)
        assert await copies(desk) == ["sent", "sent"]
    async with a_desk(redis_url, copied("mail", 3)) as desk:
        desk.answer = replace(desk.answer, copies_per_day=0)
        await numbered(desk, 3)
        assert desk.relay.mails_to(ADDRESS["mail"]) == []


async def test_one_mailbox_under_many_names_has_one_count(redis_url: str) -> None:
    names = ("warga@gmail.com", "w.arga@gmail.com", "Warga+2@Gmail.com", "war.ga+x@googlemail.com")
    async with a_desk(redis_url, *(copied("mail", place, name) for place, name in enumerate(names, 1))) as desk:
        await numbered(desk, 1, 2, 3, 4)
        assert await copies(desk) == ["failed", "sent", "sent", "sent"]


async def test_a_copy_that_is_tried_again_counts_once(redis_url: str) -> None:
    async with a_desk(redis_url, copied("mail", 1), copied("mail", 2)) as desk:
        desk.answer = replace(desk.answer, copies_per_day=2)
        desk.relay.fail(times=1)
        await numbered(desk, 1, 2)
        await desk.hasten()
        await desk.pass_once()
        assert await copies(desk) == ["sent", "sent"]


async def test_a_copy_holds_the_number_and_nothing_else(redis_url: str) -> None:
    async with a_desk(redis_url, copied("sms", 1)) as desk:
        await numbered(desk, 1)
        (message,) = desk.twilio.messages_to(ADDRESS["sms"])
        assert "0011916449" in message.body
        assert len(message.body) <= 160
        assert "1111111111" not in message.body
