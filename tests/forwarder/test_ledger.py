"""The ledger's promises, one by one, on a real server."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from ledger_kit import CLAIM, LEASE_MS, NOTE, answers, claim, living

from forwarder import epoch
from forwarder.items import Begun, ForwardLease, LedgerAway, LedgerLost
from forwarder.redis_server import connect
from gateway.embedded import EmbeddedRedis


async def test_fifty_claims_of_one_delivery_make_one_complaint(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        many = await asyncio.gather(*(ledger.take_in([CLAIM]) for _ in range(50)))
        outcomes = [what for ((what, _),) in many]
        assert outcomes.count("new") == 1
        assert outcomes.count("mine") == 49
        assert {end for ((_, end),) in many} == {"complaint:complaint1:1111111111"}
        assert len(await ledger.lease_forward(10, LEASE_MS)) == 1


async def test_the_same_delivery_at_another_node_is_again(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        assert await ledger.take_in([replace(CLAIM, node="node-2")]) == [("again", "complaint:complaint1:1111111111")]


async def test_the_same_words_are_linked_and_both_channels_get_the_number(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        again = replace(CLAIM, delivery="delivery-2", id="complaint2", channel="whatsapp", who="whatsapp-w2")
        assert await ledger.take_in([CLAIM, again]) == [
            ("new", "complaint:complaint1:1111111111"),
            ("linked", "linked:complaint1"),
        ]
        (lease,) = await ledger.lease_forward(10, LEASE_MS)
        await ledger.begin_forward(lease, LEASE_MS, b"case")
        assert await ledger.numbered(lease, "0012345", doubt=False)
        assert await answers(ledger) == {
            "complaint1.sms-w1.number": "due",
            "complaint1.sms-w1.receipt": "superseded",
            "complaint1.whatsapp-w2.number": "due",
            "complaint1.whatsapp-w2.receipt": "superseded",
        }
        assert {lease.national for lease in await ledger.lease_reply(10, LEASE_MS)} == {"0012345"}


async def test_words_without_a_key_are_never_linked(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        first, second = replace(CLAIM, same=""), claim(2, same="")
        assert [what for what, _ in await ledger.take_in([first, second])] == ["new", "new"]


async def test_repeats_after_the_number_are_answered_three_times_at_most(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        (lease,) = await ledger.lease_forward(10, LEASE_MS)
        await ledger.numbered(lease, "0012345", doubt=False)
        repeats = [replace(CLAIM, delivery=f"again-{n}", id=f"again{n}") for n in range(10)]
        assert {what for what, _ in await ledger.take_in(repeats)} == {"linked"}
        told = await answers(ledger)
        assert len([name for name in told if name.endswith(".number")]) == 1
        assert len([name for name in told if ".linked." in name]) == 3


async def test_a_number_that_is_taken_gives_way_to_the_next(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        found = await ledger.take_in([claim(2, numbers=("1111111111", "4444444444"))])
        assert found == [("new", "complaint:complaint2:4444444444")]


async def test_a_note_is_answered_once(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        assert await ledger.take_in([NOTE]) == [("new", "answered:help")]
        assert await ledger.take_in([NOTE]) == [("mine", "answered:help")]
        (lease,) = await ledger.lease_reply(10, LEASE_MS)
        assert (lease.what, lease.listener) == ("help", b"an address")


async def test_oldest_first(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(place, received_ms=10_000 - place) for place in range(1, 6)])
        leases = await ledger.lease_forward(10, LEASE_MS)
        assert [lease.id for lease in leases] == [f"complaint{place}" for place in (5, 4, 3, 2, 1)]


async def test_a_lease_that_ran_out_is_taken_over_and_its_holder_can_do_nothing(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        (slow,) = await ledger.lease_forward(10, 1)
        taken: list[ForwardLease] = []
        while not taken:
            taken = await ledger.lease_forward(10, LEASE_MS)
        assert taken[0].fence != slow.fence
        assert await ledger.begin_forward(slow, LEASE_MS, b"case") is None
        assert not await ledger.numbered(slow, "1", doubt=False)
        assert not await ledger.later(slow, 0, "why")
        assert not await ledger.park(slow, "why")
        assert await ledger.numbered(taken[0], "0012345", doubt=False)


async def test_the_first_attempt_freezes_the_case(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        (lease,) = await ledger.lease_forward(10, LEASE_MS)
        assert await ledger.begin_forward(lease, LEASE_MS, b"first words") == Begun(1, b"first words")
        assert await ledger.begin_forward(lease, LEASE_MS, b"other words") == Begun(2, b"first words")


async def test_an_attempt_of_unknown_outcome_is_known_to_the_next_holder(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        (lease,) = await ledger.lease_forward(10, LEASE_MS)
        await ledger.begin_forward(lease, LEASE_MS, b"case")
        await ledger.later(lease, 0, "reset", unknown=True)
        (next_lease,) = await ledger.lease_forward(10, LEASE_MS)
        assert next_lease.begun
        await ledger.later(next_lease, 0, "refused")
        (third,) = await ledger.lease_forward(10, LEASE_MS)
        assert not third.begun


async def test_a_late_number_leaves_the_receipt_that_was_sent(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        (lease,) = await ledger.lease_forward(10, LEASE_MS)
        assert await ledger.deferred(lease, "token-1", 0)
        (receipt,) = await ledger.lease_reply(10, LEASE_MS)
        assert (receipt.what, receipt.number, receipt.national) == ("receipt", "1111111111", "")
        assert await ledger.begin_reply(receipt, LEASE_MS)
        assert await ledger.sent(receipt, "SM1", "report-1")
        (waiting,) = await ledger.lease_forward(10, LEASE_MS)
        assert waiting.token == "token-1"
        assert await ledger.numbered(waiting, "0012345", doubt=False)
        assert await answers(ledger) == {"complaint1.sms-w1.number": "due", "complaint1.sms-w1.receipt": "sent"}


async def test_what_the_central_system_asked_for_holds_everyone_back(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1), claim(2)])
        (first, _) = await ledger.lease_forward(10, LEASE_MS)
        await ledger.later(first, 0, "429", hold_ms=30_000)
        assert 15_000 < await ledger.redis.pttl(ledger.key("hold:forward")) <= 30_000


async def test_a_channel_that_is_held_back_does_not_hold_the_others(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        telegram = replace(NOTE, delivery="delivery-t", who="telegram-w9")
        await ledger.take_in([NOTE, replace(NOTE, delivery="delivery-m"), telegram])
        first = next(lease for lease in await ledger.lease_reply(1, LEASE_MS))
        while ".sms-" not in first.id:
            first = next(lease for lease in await ledger.lease_reply(1, LEASE_MS))
        await ledger.later(first, 0, "429", hold_ms=30_000)
        assert all(".sms-" not in lease.id for lease in await ledger.lease_reply(10, LEASE_MS))


async def test_a_parked_complaint_waits_for_a_person_and_can_be_sent_on(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        (lease,) = await ledger.lease_forward(10, LEASE_MS)
        assert await ledger.park(lease, "refused")
        assert await ledger.lease_forward(10, LEASE_MS) == []
        assert await ledger.retry("complaint1")
        assert not await ledger.retry("complaint1")
        assert len(await ledger.lease_forward(10, LEASE_MS)) == 1


@pytest.mark.parametrize(
    ("reports", "ends_as"),
    [
        (["sent", "delivered"], "delivered"),
        (["delivered", "sent"], "delivered"),
        (["read", "delivered", "sent"], "read"),
    ],
)
async def test_a_late_report_never_overwrites_a_better_one(redis_url: str, reports: list[str], ends_as: str) -> None:
    rank = {"sent": 1, "delivered": 3, "read": 4}
    async with living(redis_url) as ledger:
        await ledger.take_in([NOTE])
        (lease,) = await ledger.lease_reply(10, LEASE_MS)
        await ledger.sent(lease, "SM1", "report-1")
        for status in reports:
            assert await ledger.report("report-1", rank[status], status) == "ours"
        assert await ledger.report("report-2", 1, "sent") == "foreign"
        assert await ledger.redis.hget(ledger.key("a:" + lease.id), "delivery") == ends_as.encode()


async def test_a_report_that_is_quicker_than_our_own_note_is_not_lost(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([NOTE])
        (lease,) = await ledger.lease_reply(10, LEASE_MS)
        assert await ledger.report("report-1", 3, "delivered") == "foreign", "nothing is being sent yet"
        assert await ledger.begin_reply(lease, LEASE_MS)
        assert await ledger.report("report-1", 1, "sent") == "early"
        assert 0 < await ledger.redis.ttl(ledger.key("e:report-1")) <= 600
        await ledger.sent(lease, "SM1", "report-1")
        assert await ledger.redis.hget(ledger.key("a:" + lease.id), "delivery") == b"delivered"
        assert not await ledger.redis.exists(ledger.key("e:report-1"))


async def test_standing_by_our_number_and_by_the_national_one(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        (lease,) = await ledger.lease_forward(10, LEASE_MS)
        await ledger.numbered(lease, "0012345", doubt=False)
        by_ours, by_national = await ledger.standing("1111111111"), await ledger.standing("0012345")
        assert by_ours == by_national
        assert by_ours
        assert (by_ours.state, by_ours.owner, by_ours.national) == ("done", "owner-1", "0012345")
        assert await ledger.standing("9999999999") is None


async def test_a_flush_stops_everything(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        await ledger.redis.flushall()
        with pytest.raises(LedgerLost):
            await ledger.take_in([claim(2)])
        with pytest.raises(LedgerLost):
            await ledger.lease_forward(10, LEASE_MS)


async def test_facts_wait_for_their_node_until_they_are_acknowledged(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        (lease,) = await ledger.lease_forward(10, LEASE_MS)
        await ledger.begin_forward(lease, LEASE_MS, b"case")
        await ledger.numbered(lease, "0012345", doubt=False)
        found = await epoch.facts(ledger, "node-1", 100, 1)
        assert [(fact.kind, fact.subject, fact.data) for fact in found] == [
            ("attempt", "complaint1", "1"),
            ("number", "complaint1", "0012345"),
        ]
        assert await epoch.facts(ledger, "node-1", 100, 1) == found
        await epoch.acknowledge(ledger, "node-1", [fact.entry for fact in found])
        assert await epoch.facts(ledger, "node-1", 100, 1) == []


async def test_nothing_a_citizen_wrote_lies_open_in_redis(new_valkey: EmbeddedRedis) -> None:
    async with living(new_valkey.url) as ledger:
        await ledger.take_in([CLAIM, NOTE])
        (lease,) = await ledger.lease_forward(10, LEASE_MS)
        await ledger.begin_forward(lease, LEASE_MS, b"the words of a citizen, frozen")
        await ledger.redis.bgrewriteaof()
    new_valkey.stop()
    everything = b"".join(path.read_bytes() for path in new_valkey.directory.rglob("*") if path.is_file())
    assert b"complaint1" in everything
    for word in (b"words of a citizen", b"an address"):
        assert word not in everything


async def test_a_server_that_cannot_write_is_away_and_nothing_is_lost(new_valkey: EmbeddedRedis) -> None:
    async with living(new_valkey.url) as ledger:
        await ledger.redis.config_set("min-replicas-to-write", 1)
        with pytest.raises(LedgerAway):
            await ledger.take_in([CLAIM])
        await ledger.redis.config_set("min-replicas-to-write", 0)
        assert [what for what, _ in await ledger.take_in([CLAIM])] == ["new"]


async def test_a_foreign_id_key_is_refused(redis_url: str) -> None:
    redis = connect(redis_url)
    await epoch.look(redis, "ours", "node-1")
    with pytest.raises(epoch.ForeignIdKey, match="another ID_KEY"):
        await epoch.look(redis, "theirs", "node-1")
    await redis.aclose()


async def test_a_rebuilt_ledger_lives_only_when_all_nodes_have_replayed(redis_url: str) -> None:
    redis = connect(redis_url)
    name = await epoch.begin_rebuild(redis)
    assert await epoch.begin_rebuild(redis) == name
    assert await epoch.go_live(redis, name, "node-1", ["node-1", "node-2"]) == ["node-2"]
    assert await epoch.current(redis) == ""
    assert await epoch.go_live(redis, name, "node-2", ["node-1", "node-2"]) == []
    assert await epoch.current(redis) == name
    await redis.aclose()
