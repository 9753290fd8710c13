"""Who writes much is answered less: by one ledger for all workers, and never what nothing else says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ledger_kit import answers
from test_reply import ADDRESS, Desk, a_desk, help_text, listener, owed

from channels.mail_alignment import counted_as
from forwarder.flood import COURTESIES, TELLING, Flood
from forwarder.items import Claim
from forwarder.listener import Listener
from forwarder.words_rules import REQUIRED
from gateway.answers import SAYINGS

FEW = Flood(at_once=4, again_seconds=3600)


def flood(way: str, count: int, first: int = 1, address: str = "") -> list[Claim]:
    """Complaints of one sender, each with a receipt that is due."""
    return [
        owed(way, place, address, who=f"{way}-w0", numbers=(f"11111{place:05d}",))
        for place in range(first, first + count)
    ]


async def passed(desk: Desk, limit: Flood) -> None:
    desk.answer = replace(desk.answer, flood=limit)
    await desk.pass_once()


async def states(desk: Desk) -> dict[str, int]:
    found = list((await answers(desk.ledger)).values())
    return {state: found.count(state) for state in sorted(set(found))}


def told(desk: Desk, way: str) -> list[str]:
    if way == "mail":
        return [mail.text for mail in desk.relay.mails_to(ADDRESS["mail"])]
    if way == "sms":
        return [message.body for message in desk.twilio.messages_to(ADDRESS["sms"])]
    return [str(message["text"]) for message in desk.telegram.messages_to(int(ADDRESS["telegram"]))]


@pytest.mark.parametrize("way", ["sms", "telegram", "mail"])
async def test_so_many_then_a_word_about_it_then_nothing(redis_url: str, way: str) -> None:
    async with a_desk(redis_url, *flood(way, 30)) as desk:
        await passed(desk, FEW)
        assert await states(desk) == {"failed": 25, "sent": 5}
        words = told(desk, way)
        assert len(words) == 5
        assert ["tidak membalas satu per satu" in " ".join(one.split()) for one in sorted(words, key=_number)] == [
            *[False] * 4,
            True,
        ]


def _number(words: str) -> bool:
    return "tidak membalas satu per satu" in " ".join(words.split())


async def test_another_sender_is_answered_as_ever(redis_url: str) -> None:
    other = owed("sms", 99, "+6281100000002", who="sms-w9", numbers=("2222222222",))
    async with a_desk(redis_url, *flood("sms", 30), other) as desk:
        await passed(desk, FEW)
        assert len(desk.twilio.messages_to("+6281100000002")) == 1


async def test_the_number_is_told_beyond_that_and_a_longer_flood_is_answered_less(redis_url: str) -> None:
    async with a_desk(redis_url, *flood("sms", 5)) as desk:
        await passed(desk, FEW)
        assert len(told(desk, "sms")) == 5
        await numbered(desk, 1)
        assert "0011916449" in told(desk, "sms")[-1]
        await numbered(desk, 2, 3, 4, 5)
        assert len(told(desk, "sms")) == 7, "half as many more as at once"
    async with a_desk(redis_url, *flood("sms", 60)) as desk:
        await passed(desk, FEW)
        await numbered(desk, *range(1, 61))
        assert len(told(desk, "sms")) == 5, "who goes on and on must be quiet for longer"


async def numbered(desk: Desk, *places: int) -> None:
    for place in places:
        assert await desk.ledger.told_number(f"complaint{place}", f"{place:03d}1916449")
    await desk.pass_once()


async def test_the_word_about_it_is_said_though_what_it_stands_for_was_overtaken(redis_url: str) -> None:
    """The number came between judging a receipt and sending it."""
    limit = Flood(at_once=1, again_seconds=3600)
    async with a_desk(redis_url, *flood("sms", 2)) as desk:
        leases = await desk.ledger.lease_reply(10, 1)
        sender = desk.answer.hasher.short("flood", "sms", counted_as(ADDRESS["sms"]))
        assert [await limit.ask(desk.ledger, lease, sender, "sms") for lease in leases] == ["go", "hush"]
        desk.answer = replace(desk.answer, flood=limit)
        await numbered(desk, 1, 2)
        assert [_number(words) for words in told(desk, "sms")].count(True) == 1


async def test_what_was_overtaken_leaves_its_room_to_what_overtook_it(redis_url: str) -> None:
    limit = Flood(at_once=4, again_seconds=3600)
    async with a_desk(redis_url, *flood("sms", 5)) as desk:
        sender = desk.answer.hasher.short("flood", "sms", counted_as(ADDRESS["sms"]))
        leases = await desk.ledger.lease_reply(10, 1)
        said = [await limit.ask(desk.ledger, lease, sender, "sms") for lease in leases]
        assert said == [*["go"] * 4, "hush"]
        desk.answer = replace(desk.answer, flood=limit)
        await numbered(desk, 1, 2, 3, 4, 5)
        words = told(desk, "sms")
        assert [_number(one) for one in words].count(True) == 1
        assert 3 <= sum("1916449" in one for one in words) <= 4, "two for the numbers, and room of what was overtaken"


async def test_with_time_there_is_room_again_and_a_word_about_it_again(redis_url: str) -> None:
    async with a_desk(redis_url, *flood("sms", 12)) as desk:
        await passed(desk, FEW)
        assert len(told(desk, "sms")) == 5
        redis: Any = desk.ledger.redis
        (bucket,) = [key async for key in redis.scan_iter(match=desk.ledger.key("flood:*"))]
        assert 0 < await redis.pttl(bucket) <= 5 * 4 * 3600 * 1000
        await redis.hincrby(bucket, "at", -10 * 3600 * 1000)  # ten hours later
        await desk.ledger.take_in(flood("sms", 12, first=13))
        await desk.pass_once()
        assert len(told(desk, "sms")) == 10
        assert sum(_number(one) for one in told(desk, "sms")) == 2


async def test_two_workers_share_one_bucket(redis_url: str) -> None:
    async with a_desk(redis_url, *flood("sms", 30)) as desk:
        other = replace(desk.answer, flood=FEW)
        desk.answer = replace(desk.answer, flood=FEW)
        leases = await desk.answer.take(15)
        for lease in leases:
            await other.handle(lease)
        await desk.pass_once()
        assert len(told(desk, "sms")) == 5


async def test_what_is_tried_again_is_not_counted_again(redis_url: str) -> None:
    async with a_desk(redis_url, *flood("mail", 4)) as desk:
        desk.relay.fail(times=3)
        await passed(desk, FEW)
        for _ in range(3):
            await desk.hasten()
            await desk.pass_once()
        assert await states(desk) == {"sent": 4}
        assert not any(_number(one) for one in told(desk, "mail"))


async def test_one_mailbox_under_many_names_is_one_sender(redis_url: str) -> None:
    claims = [owed("mail", place, f"sari+{place}@warga.example.org", who=f"mail-w{place}") for place in range(1, 9)]
    async with a_desk(redis_url, *claims) as desk:
        await passed(desk, FEW)
        assert await states(desk) == {"failed": 3, "sent": 5}


async def test_an_office_writes_for_many(redis_url: str) -> None:
    office = replace(Listener.decode(listener("mail")), office=True).encode()
    claims = [owed("mail", place, who=f"mail-w{place}", listener=office) for place in range(1, 9)]
    async with a_desk(redis_url, *claims) as desk:
        await passed(desk, FEW)
        assert await states(desk) == {"sent": 8}


async def test_a_flooded_channel_gives_no_courtesies_and_every_receipt(redis_url: str) -> None:
    notes = [
        replace(
            help_text("sms"),
            delivery=f"note-{place}",
            who=f"sms-w{place}",
            listener=listener("sms", f"+62811000001{place:02d}"),
        )
        for place in range(10)
    ]
    receipts = [owed("sms", place, f"+62811000002{place:02d}", who=f"sms-r{place}") for place in range(10)]
    async with a_desk(redis_url, *notes, *receipts) as desk:
        await passed(desk, Flood(courtesies_per_minute=3))
        sent = [message.to for message in desk.twilio.messages]
        assert sum(to.startswith("+62811000002") for to in sent) == 10
        assert sum(to.startswith("+62811000001") for to in sent) == 3


async def test_without_a_limit_nothing_is_counted(redis_url: str) -> None:
    async with a_desk(redis_url, *flood("sms", 12)) as desk:
        await passed(desk, Flood())
        assert await states(desk) == {"sent": 12}
        redis: Any = desk.ledger.redis
        assert [key async for key in redis.scan_iter(match=desk.ledger.key("flood:*"))] == []


def test_what_is_named_here_is_said_somewhere() -> None:
    assert not TELLING & COURTESIES
    assert (TELLING | COURTESIES) - set(SAYINGS) - set(REQUIRED) <= {"thanks"}
