"""What a complaint knows is not written down twice, and nobody misses it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ledger_kit import CLAIM, LEASE_MS, answers, claim, living

from forwarder.census import claims
from forwarder.delayed import unnumbered
from forwarder.dialogue import chats
from forwarder.epoch import all_claimed
from forwarder.items import DAY, Keep
from forwarder.ledger import Ledger
from forwarder.outbox_view import outgoing

RECEIPT = "complaint1.sms-w1.receipt"
END = "complaint:complaint1:1111111111"


async def keys(ledger: Ledger, kind: str) -> list[str]:
    redis: Any = ledger.redis
    return sorted([str(key, "utf-8") async for key in redis.scan_iter(match=ledger.key(f"{kind}:*"))])


async def test_a_receipt_that_is_owed_is_a_line_and_nothing_more(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        assert await ledger.take_in([CLAIM]) == [("new", END)]
        assert await keys(ledger, "a") == await keys(ledger, "l") == []
        assert await answers(ledger) == {RECEIPT: "due"}
        assert [str(one) for one in await outgoing(ledger, "complaint1", ())] == ["receipt on sms: due"]
        assert await chats(ledger, "complaint1") == {"sms-w1"}
        (lease,) = await ledger.lease_reply(5, LEASE_MS)
        assert (lease.id, lease.what, lease.listener, lease.number) == (RECEIPT, "receipt", b"an address", "1111111111")
        assert await ledger.begin_reply(lease, LEASE_MS)
        assert await ledger.sent(lease, "SM1", "report1")
        assert await answers(ledger) == {RECEIPT: "sent"}
        assert await ledger.take_in([replace(CLAIM, delivery="delivery-again", id="other")]) == [
            ("linked", "linked:complaint1")
        ]
        assert (await answers(ledger))[RECEIPT] == "sent", "said once"


async def test_the_number_takes_its_place(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        assert await ledger.told_number("complaint1", "0012345")
        assert await answers(ledger) == {RECEIPT: "superseded", "complaint1.sms-w1.number": "due"}
        (lease,) = await ledger.lease_reply(5, LEASE_MS)
        assert lease.what == "number"


async def test_nobody_is_written_to_who_was_forgotten(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM, claim(2)])
        redis: Any = ledger.redis
        await redis.hdel(ledger.key("c:complaint1"), "l")
        assert [lease.id for lease in await ledger.lease_reply(5, LEASE_MS)] == ["complaint2.sms-w1.receipt"]
        assert set(await answers(ledger)) == {"complaint2.sms-w1.receipt"}


@pytest.mark.parametrize(("days", "written"), [(30, b"1111111111"), (400, END.encode())])
async def test_the_end_of_a_delivery_is_told_whole(redis_url: str, days: int, written: bytes) -> None:
    """Its number alone is written down only where the case is known for as long."""
    async with living(redis_url, Keep(claim=days * DAY)) as ledger:
        await ledger.take_in([CLAIM])
        redis: Any = ledger.redis
        own, whole = ledger.key("O:delivery-1"), ledger.key("d:delivery-1")
        assert [await redis.get(own), await redis.hget(whole, "end")].count(written) == 1
        assert await claims(ledger, ["delivery-1", "delivery-9"]) == [END, ""]
        assert await ledger.take_in([CLAIM, replace(CLAIM, node="node-2")]) == [("mine", END), ("again", END)]


async def test_most_chats_and_flags_are_not_written_down(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM, claim(2, flagged=True, look="gibberish", doubt=True)])
        redis: Any = ledger.redis
        plain, other = [set(await redis.hkeys(ledger.key(f"c:complaint{place}"))) for place in (1, 2)]
        assert other - plain == {b"flagged", b"came", b"look", b"doubt"}
        assert await redis.get(ledger.key("w:sms-w1")) == b"3000000002 1111111111"


async def test_a_complaint_written_down_whole_is_found_again(redis_url: str) -> None:
    """As earlier versions wrote it; what it was told in later must find it."""
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        redis: Any = ledger.redis
        (same,) = await keys(ledger, "s")
        assert await redis.get(same) == b"1111111111"
        for name in (same, ledger.key("w:sms-w1"), ledger.key("O:delivery-1")):
            assert await redis.object("encoding", name) == b"int", name
        await redis.set(same, "complaint1")
        await redis.set(ledger.key("w:sms-w1"), "complaint1")
        await redis.delete(ledger.key("O:delivery-1"))
        await redis.hset(ledger.key("d:delivery-1"), "end", "c:1111111111")
        assert await ledger.take_in([CLAIM]) == [("mine", END)]
        again = replace(CLAIM, delivery="delivery-again", id="other")
        assert await ledger.take_in([again]) == [("linked", "linked:complaint1")]
        assert await redis.get(ledger.key("w:sms-w1")) == b"1111111111", "once, whichever way it is named"


async def test_of_a_claim_or_two_each_counts(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        redis: Any = ledger.redis
        await redis.hset(ledger.key("d:delivery-1"), "end", END)
        assert await all_claimed(ledger, ["delivery-1"])
        assert not await all_claimed(ledger, ["delivery-1", "delivery-9"])


async def test_its_channel_is_its_chats(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM, claim(2, who="mail-w2", channel="mail")])
        redis: Any = ledger.redis
        assert await redis.hget(ledger.key("c:complaint1"), "channel") is None
        now = int((await redis.time())[0]) * 1000
        found = {one.id: one.channel async for one in unnumbered(ledger, now)}
        assert found == {"complaint1": "sms", "complaint2": "mail"}
