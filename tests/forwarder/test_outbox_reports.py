"""What a provider reports, in every order: a late word never takes back a better one."""

from __future__ import annotations

from functools import partial
from itertools import permutations
from pathlib import Path
from typing import Any, Literal

import pytest
from ledger_kit import CLAIM, LEASE_MS, living
from outbox_kit import HASHER, PHONE, a_desk, owed

from forwarder import epoch
from forwarder.awaited import awaited
from forwarder.items import ReplyLease
from forwarder.ladder import Rung
from forwarder.ledger import Ledger
from forwarder.outbox import descend, part_sent
from forwarder.reply import report_key
from gateway.simulator import faults
from gateway.understand import RANK
from normalizer.schema import ChannelName, DeliveryReport, Otherwise

AID = "complaint1.sms-w1.receipt"
KEY, SMS = "report-key", ChannelName("sms")


async def leased(ledger: Ledger) -> ReplyLease:
    (lease,) = await ledger.lease_reply(1, LEASE_MS)
    assert await ledger.begin_reply(lease, LEASE_MS)
    return lease


async def kept(ledger: Ledger, name: str) -> str:
    redis: Any = ledger.redis
    return str(await redis.hget(ledger.key(f"a:{AID}"), name) or b"", "utf-8")


GOOD = ("sent", "delivered", "read")
ORDERS = [*permutations(GOOD), *permutations(("sent", "delivered", "failed")), ("read", "failed"), ("failed", "read")]


@pytest.mark.parametrize("early", [False, True], ids=["after our note", "before our note"])
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
async def test_every_order_ends_with_the_best_word(redis_url: str, order: tuple[str, ...], early: bool) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        lease = await leased(ledger)
        if not early:
            assert await ledger.sent(lease, "SM1", KEY)
        for status in order:
            code = "30008" if status == "failed" else ""
            assert await ledger.report(KEY, RANK[status], status, code) == ("early" if early else "ours")
        if early:
            assert await ledger.sent(lease, "SM1", KEY)
        assert await kept(ledger, "delivery") == max(order, key=lambda status: RANK[status])
        assert await kept(ledger, "state") == "sent"


@pytest.mark.parametrize("early", [False, True], ids=["after our note", "before our note"])
@pytest.mark.parametrize(
    ("before", "otherwise", "state"),
    [("", Otherwise.WAY, "due"), ("sent", Otherwise.WORDS, "due"), ("delivered", Otherwise.WAY, "sent"),
     ("sent", Otherwise.NOTHING, "sent")],
    ids=["at once", "after it was sent", "after it was delivered", "nothing may do instead"],
)  # fmt: skip
async def test_a_failure_makes_it_due_again_unless_it_arrived(
    redis_url: str, before: str, otherwise: Otherwise, state: str, early: bool
) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        lease = await leased(ledger)
        if not early:
            await ledger.sent(lease, "SM1", KEY)
        if before:
            await ledger.report(KEY, RANK[before], before)
        for _ in range(2):
            await ledger.report(KEY, RANK["failed"], "failed", "30003", otherwise)
        if early:
            await ledger.sent(lease, "SM1", KEY)
        assert await kept(ledger, "state") == state
        again = await ledger.lease_reply(1, LEASE_MS)
        assert [one.climb.fell for one in again] == ([f"{otherwise} 30003"] if state == "due" else [])
        assert not any(one.begun for one in again)


async def test_a_word_about_an_earlier_way_changes_nothing(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp", hours=None)) as desk:
        desk.twilio.closed_windows.add(PHONE)
        await desk.settle()
        name = "complaint1.whatsapp-w1.receipt"
        (failed,) = [one for one in desk.reports if one.status == "failed"]
        assert await desk.of(name, "delivery") == "delivered"
        words: tuple[Literal["failed", "read"], ...] = ("failed", "read")
        for status in words:
            late = DeliveryReport(failed.channel, failed.provider_id, status, "63016", otherwise=Otherwise.WORDS)
            await desk.report(late)
        assert (await desk.of(name, "delivery"), await desk.of(name, "state")) == ("delivered", "sent")
        assert await desk.pass_once() == 0


async def test_the_provider_id_stands_with_the_answer(redis_url: str, tmp_path: Path) -> None:
    async with a_desk(redis_url, tmp_path, owed("sms")) as desk:
        await desk.settle()
        (sent,) = desk.twilio.messages_to(PHONE)
        assert await desk.of(AID, "provider") == sent.sid
        assert await desk.of(AID, "report") == report_key(HASHER, ChannelName("sms"), sent.sid)


async def test_each_part_of_a_long_answer_is_sent_once(redis_url: str, tmp_path: Path) -> None:
    """A fault in the middle repeats no part that has left."""
    words = " ".join(f"kata{place}" for place in range(500))
    async with a_desk(redis_url, tmp_path, owed("whatsapp")) as desk:
        object.__setattr__(desk.answer, "render", lambda *_: ("", words))
        name = "complaint1.whatsapp-w1.receipt"
        await desk.answer.handle((await desk.answer.take(1))[0])
        assert await desk.of(name, "part") == "1"
        desk.twilio.faults.tell(faults.Fault(kind="cut", times=1))
        await desk.pass_once()
        await desk.ledger.redis.zadd(desk.ledger.key("due:reply"), {name: 0}, xx=True)
        await desk.settle()
        sent = [one.body for one in desk.twilio.messages_to(PHONE)]
        assert len(sent) == 3
        assert " ".join(sent) == words, "in order, each once"
        assert await desk.of(name, "state") == "sent"
        first = await desk.of(f"{name}~0", "provider")
        assert (first, await desk.of(f"{name}~0", "delivery")) == (desk.twilio.messages_to(PHONE)[0].sid, "read")


async def test_what_the_ladder_knew_outlives_the_ledger(redis_url: str) -> None:
    """Facts alone: the rung, the reason, the parts and what was paid."""
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        lease = await leased(ledger)
        await part_sent(ledger, lease, (0, 1), "SM1", KEY)
        await ledger.redis.zadd(ledger.key("due:reply"), {AID: 0})
        lease = await leased(ledger)
        await part_sent(ledger, lease, (1, 1), "SM2", "key-2")
        await ledger.report("key-2", RANK["failed"], "failed", "63016", "words")
        entries = await epoch.facts(ledger, "node-1", 100, 1)
    part = ["answering", "answer_part", "answer_piece"]
    assert [one.kind for one in entries] == [*part, *part, "answer_sent", "answer_piece_fell", "answer_fell"]
    async with living(redis_url) as ledger:
        for _ in range(2):
            await epoch.restore_fact(ledger, entries)
        await epoch.restore_claims(ledger, [CLAIM])
        await epoch.restore_answers(ledger, ["complaint1"])
        (lease,) = await ledger.lease_reply(1, LEASE_MS)
        assert (lease.climb.fell, lease.climb.part) == ("words 63016", 1)


async def test_what_left_in_few_words_after_many_is_waited_for_in_a_ledger_made_anew(redis_url: str) -> None:
    """A template says in one message what had three parts; that it failed is heard of, too."""
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        for place in range(2):
            await ledger.redis.zadd(ledger.key("due:reply"), {AID: 0}, xx=place > 0)
            await part_sent(ledger, await leased(ledger), (place, 1), f"SM{place}", f"key-{place}")
        await ledger.report("key-1", RANK["failed"], "failed", "63016", "words")
        (lease,) = await ledger.lease_reply(1, LEASE_MS)
        assert await descend(ledger, lease, Rung.TEMPLATE, "sms", "free: 63016")
        assert await ledger.sent(await leased(ledger), "SM9", report_key(HASHER, SMS, "SM9"))
        entries = await epoch.facts(ledger, "node-1", 100, 1)
    async with living(redis_url) as ledger:
        await epoch.restore_fact(ledger, entries, partial(awaited, HASHER, [SMS]))
        await epoch.restore_claims(ledger, [CLAIM])
        await epoch.restore_answers(ledger, ["complaint1"])
        assert await kept(ledger, "state") == "sent"
        await ledger.report(report_key(HASHER, SMS, "SM9"), RANK["failed"], "failed", "63040", Otherwise.WAY)
        assert (await kept(ledger, "state"), await kept(ledger, "fell")) == ("due", "way 63040")
