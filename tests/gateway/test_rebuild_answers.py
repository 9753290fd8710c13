"""Answers about several complaints, copies, lists and daily counts outlive a ledger; so do a lost node's claims."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from node_kit import NodeKit, a_node, answers_of, mail, sms, telegram
from office_mail import five, forward, office_mail, wrapped

from forwarder import epoch
from forwarder.ledger_recap import entries
from gateway.row_end import complaints_in

LEASE_MS = 60_000
TEXT = "Jembatan bambu di Dusun Kalibening putus, anak sekolah memutar jauh, nomor"


async def send(node: NodeKit) -> list[str]:
    """What goes out now, in doubt or not."""
    leases = await node.ledger.lease_reply(100, LEASE_MS)
    for lease in leases:
        assert await node.ledger.begin_reply(lease, LEASE_MS)
        assert await node.ledger.sent(lease, f"id-{lease.id}", "")
    return sorted(lease.what for lease in leases)


async def number(node: NodeKit, names: list[str]) -> None:
    for at, name in enumerate(names, 1):
        assert await node.ledger.told_number(name, f"00{at}{names[0][:4]}")


async def pumped(node: NodeKit, *raws: Any) -> list[str]:
    """The complaints of all rows, and every fact is in the journal."""
    return [name for end in await node.pumped(*raws) for word in end.split() for name in complaints_in(word)]


async def test_a_bundle_outlives_its_ledger_at_every_step(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        names = await pumped(node, wrapped(five()))
        assert len(set(names)) == 5
        await node.redis.flushall()
        assert await pumped(node) == names
        (lease,) = await node.ledger.lease_reply(100, LEASE_MS)
        assert (lease.what, lease.doubt, len({one.number for one in lease.members})) == ("receipts", True, 5)
        await node.ledger.begin_reply(lease, LEASE_MS)
        await node.ledger.sent(lease, "id", "")
        await number(node, names[:2])
        assert await send(node) == ["copy", "copy"]
        await pumped(node)
        await node.redis.flushall()
        assert await pumped(node) == names
        assert await send(node) == [], "the receipt and two copies were sent, and some are due in an hour"
        await number(node, names)
        assert await send(node) == ["copy", "copy", "copy", "numbers"]
        await pumped(node)
        await node.redis.flushall()
        await pumped(node, wrapped(five()))
        assert await send(node) == []
        states = {name.rsplit(" ", 1)[0]: state for name, state in (await answers_of(node.ledger)).items()}
        assert states == {"mail receipts": "sent", "mail numbers": "sent", "mail copy": "sent"}


async def test_the_same_mail_at_another_node_is_the_same_bundle(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node, a_node(tmp_path, redis_url, "node-2") as other:
        await pumped(node, wrapped(five()))
        assert await other.pumped(wrapped(five())) == ["again again again again again"]
        assert await send(node) == ["receipts"]


async def test_a_mail_sent_again_is_answered_with_the_numbers_it_had(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        names = await pumped(node, wrapped(five()))
        await number(node, names)
        await send(node)
        assert await pumped(node, wrapped(five("2"))) == [*names, *names]
        (lease,) = await node.ledger.lease_reply(100, LEASE_MS)
        assert (lease.what, [one.linked for one in lease.members]) == ("numbers", [True] * 5)
        await pumped(node)
        await node.redis.flushall()
        await pumped(node)
        assert {what: one.doubt for one in await node.ledger.lease_reply(100, LEASE_MS) if (what := one.what)} == {
            "numbers": True
        }


async def test_a_list_outlives_its_ledger_and_a_question_is_answered_after_it(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await pumped(node, wrapped(forward()), wrapped(five("2")), wrapped(office_mail("REKAP", subject="", mark="3")))
        await node.redis.flushall()
        await pumped(node)
        (asked,) = [one for one in await node.ledger.lease_reply(100, LEASE_MS) if one.what == "recap"]
        assert asked.doubt
        (key,) = [name async for name in node.redis.scan_iter(match=node.ledger.key("R:*"))]
        found, count = await entries(node.ledger, key.decode().rpartition(":")[2], 0, 10**15, 3)
        assert (count, len(found)) == (6, 3)
        assert found[0].title.startswith("Sumur")
        assert not found[0].protected


async def test_help_and_status_that_were_owed_are_owed_again(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(telegram("Selamat pagi", 1), telegram("STATUS 1234567", 2), sms(f"{TEXT} 1", 3))
        await node.redis.flushall()
        await node.pumped()
        owed = {one.what: one.doubt for one in await node.ledger.lease_reply(100, LEASE_MS)}
        assert owed == {"help": True, "status_unknown": True, "receipt": True}


async def test_what_was_said_is_not_said_again(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(telegram("Selamat pagi", 1), telegram("STATUS 1234567", 2))
        assert await send(node) == ["help", "status_unknown"]
        await node.pumped()
        await node.redis.flushall()
        await node.pumped()
        assert await send(node) == []


async def test_a_status_is_told_as_the_ledger_knows_it_now(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(sms(f"{TEXT} 1", 1))
        ours = end.rpartition(":")[2]
        assert await node.pumped(sms(f"STATUS {ours}", 2)) == [end, "answered:status"]
        await node.redis.flushall()
        await node.pumped()
        assert sorted(one.what for one in await node.ledger.lease_reply(100, LEASE_MS)) == ["receipt", "status"]


async def test_old_words_are_not_owed(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        old = telegram("Selamat pagi", 1)
        await node.pumped(replace(old, received_at=old.received_at.replace(year=old.received_at.year - 1)))
        await node.redis.flushall()
        assert await node.pumped() == ["answered:help"]
        assert await node.ledger.lease_reply(100, LEASE_MS) == []


async def test_the_answers_of_a_day_are_counted_on(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(*(mail(f"{TEXT} {at}", at) for at in range(1, 4)))
        leases = await node.ledger.lease_reply(100, LEASE_MS)
        assert [await node.ledger.allows(lease, "address", 2) for lease in leases] == [True, True, False]
        await node.pumped()
        await node.redis.flushall()
        await node.pumped()
        assert [await node.ledger.allows(lease, "address", 2) for lease in leases] == [True, True, False]
        left = await node.redis.ttl(node.ledger.key("q:address"))
        assert 86_000 < left <= 86_400


@pytest.mark.parametrize("gone", [True, False])
async def test_what_a_lost_node_had_claimed_is_read_anew(tmp_path: Path, redis_url: str, gone: bool) -> None:
    async with a_node(tmp_path, redis_url) as node, a_node(tmp_path, redis_url, "node-2") as other:
        await other.pumped(sms(f"{TEXT} 1", 1))
        ends = await node.pumped(sms(f"{TEXT} 1", 1), sms(f"{TEXT} 2", 2))
        assert ends[0] == "again"
        await node.redis.flushall()
        if gone:
            await epoch.excuse(node.redis, "node-2")
            assert [end.split(":")[0] for end in await node.pumped()] == ["complaint", "complaint"]
            leases = await node.ledger.lease_forward(10, LEASE_MS)
            assert [lease.doubt for lease in leases] == [True, True]
        else:
            async with other.pumping():
                assert await node.pumped() == ends
