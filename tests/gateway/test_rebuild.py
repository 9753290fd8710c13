"""A ledger that was emptied, rolled back or restored is made anew from the journals, and doubles nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from node_kit import NodeKit, a_node, answers_of, facts_of, mail, report, sms, telegram, until, whatsapp

from forwarder import epoch
from forwarder.dialogue import chats
from forwarder.items import ForwardLease
from forwarder.ledger import Ledger
from gateway.row_end import complaints_in
from gateway.vitals import Vitals

LEASE_MS = 60_000
TEXT = "Jembatan bambu di Dusun Kalibening putus, anak sekolah memutar jauh, nomor"


async def lease_all(node: NodeKit) -> dict[str, ForwardLease]:
    return {lease.id: lease for lease in await node.ledger.lease_forward(100, LEASE_MS)}


async def done(node: NodeKit, lease: ForwardLease, national: str) -> None:
    await node.ledger.begin_forward(lease, LEASE_MS, b"case")
    assert await node.ledger.numbered(lease, national, doubt=False)


async def send_all(node: NodeKit) -> None:
    for lease in await node.ledger.lease_reply(100, LEASE_MS):
        await node.ledger.begin_reply(lease, LEASE_MS)
        await node.ledger.sent(lease, f"SM-{lease.id}", "")


def ids(ends: list[str]) -> list[str]:
    return [name for end in ends for name in complaints_in(end)]


async def a_full_day(node: NodeKit) -> tuple[list[str], list[str]]:
    """Every kind of end; the ends, and five complaints: done and told, waiting, parked, submitted, untouched."""
    ends = await node.pumped(
        *(sms(f"{TEXT} {place}", place) for place in range(1, 6)), telegram("Selamat pagi", 6),
        mail("Saya sedang cuti", 7, head="Auto-Submitted: auto-replied\n"), report("SM" + "9" * 32),
        telegram("x", 8, edited=True), whatsapp(f"{TEXT} 1", 9),
    )  # fmt: skip
    names = ids(ends[:5])
    leases = await lease_all(node)
    await done(node, leases[names[0]], "0000001")
    await send_all(node)
    await node.ledger.deferred(leases[names[1]], "token-2", 0)
    await node.ledger.park(leases[names[2]], "refused")
    await node.ledger.begin_forward(leases[names[3]], LEASE_MS, b"case 4")
    assert await node.pumped() == ends
    return ends, names


async def states(node: NodeKit, names: list[str]) -> list[tuple[str, str, str]]:
    rows = [await facts_of(node.ledger, name) for name in names]
    return [
        (row["state"], row["number"], row.get("national") or row.get("token") or row.get("why") or "") for row in rows
    ]


async def test_after_flushall_everything_is_there_again(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends, names = await a_full_day(node)
        before, first = await states(node, names), node.reader.meta("epoch")
        await node.redis.flushall()
        assert await node.pumped() == ends
        assert node.reader.meta("epoch") not in (first, "", None)
        assert await states(node, names) == before
        assert [row[0] for row in before] == ["done", "waiting", "parked", "due", "due"]
        assert await node.redis.zrange(node.ledger.key("parked"), 0, -1) == [names[2].encode()]
        due = {name.decode() for name in await node.redis.zrange(node.ledger.key("due:forward"), 0, -1)}
        assert due == {names[1], names[3], names[4]}


async def test_after_flushall_answers_that_were_sent_stay_sent_and_the_others_are_in_doubt(
    tmp_path: Path, redis_url: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        _, names = await a_full_day(node)
        before = await answers_of(node.ledger)
        await node.redis.flushall()
        await node.pumped()
        after = await answers_of(node.ledger)
        wanted = {name: state for name, state in before.items() if state != "superseded"}
        assert after == wanted
        for lease in await node.ledger.lease_reply(100, LEASE_MS):
            assert lease.doubt
        leases = await lease_all(node)
        assert all(lease.doubt for lease in leases.values())
        assert leases[names[1]].token == "token-2"
        assert (leases[names[3]].begun, leases[names[3]].attempts) == (True, 1)


async def test_a_repeat_after_flushall_is_known(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node, a_node(tmp_path, redis_url, "node-2") as other:
        ends, names = await a_full_day(node)
        await node.redis.flushall()
        await node.pumped()
        again = await other.pumped(sms(f"{TEXT} 1", 1), whatsapp(f"{TEXT} 2", 20))
        assert again == ["again", f"linked:{names[1]}"]
        assert len(await chats(node.ledger, names[0])) == 2, "the linked channel is told, too"
        number = ends[0].rpartition(":")[2]
        standing = await node.ledger.standing(number)
        assert standing
        assert (standing.id, standing.national) == (names[0], "0000001")
        assert await node.ledger.standing("0000001") == standing


async def test_open_rows_are_in_doubt_below_the_offered_mark_only(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(sms(f"{TEXT} 1", 1))
        await node.arrives(sms(f"{TEXT} 2", 2), telegram("Selamat pagi", 3))
        await node.control.offered(3)
        await node.arrives(sms(f"{TEXT} 4", 4), telegram("Selamat malam", 5, chat=620_011_002))
        await node.redis.flushall()
        ends = await node.pumped()
        doubts = [(await facts_of(node.ledger, name)).get("doubt", "0") for name in ids(ends)]
        assert doubts == ["1", "1", "0"]
        helped = {
            lease.id: lease.doubt for lease in await node.ledger.lease_reply(100, LEASE_MS) if lease.what == "help"
        }
        assert sorted(helped.values()) == [False, True]


async def test_a_status_question_below_the_mark_is_not_answered_twice(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(sms(f"{TEXT} 1", 1))
        await node.arrives(telegram("STATUS 1234567", 2))
        await node.control.offered(2)
        await node.redis.flushall()
        await node.pumped()
        (asked,) = [one for one in await node.ledger.lease_reply(100, LEASE_MS) if one.what == "status_unknown"]
        assert asked.doubt


async def test_replaying_twice_changes_nothing(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await a_full_day(node)
        await node.redis.flushall()
        await node.pumped()
        once = await contents(node.redis, node.ledger)
        await node.rebuild.replay(node.ledger)
        assert await contents(node.redis, node.ledger) == once


async def contents(redis: Any, ledger: Ledger) -> dict[bytes, object]:
    """All of an epoch but its counters; sealed values differ each time they are made, so only that they are there."""
    found: dict[bytes, object] = {}
    async for key in redis.scan_iter(match=ledger.key("*")):
        kind, name = await redis.type(key), key.split(b":", 2)[2]
        if kind == b"hash" and not name.startswith((b"beat", b"count")):
            row = await redis.hgetall(key)
            found[name] = {k: v if k not in (b"body", b"listener") and name[:2] != b"l:" else 1 for k, v in row.items()}
        elif kind == b"zset":
            found[name] = set(await redis.zrange(key, 0, -1))
    return found


async def test_two_nodes_wait_for_each_other(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as one, a_node(tmp_path, redis_url, "node-2") as two:
        first = await one.pumped(sms(f"{TEXT} 1", 1))
        second = await two.pumped(sms(f"{TEXT} 2", 2))
        async with one.pumping():
            await until(lambda: one.reader.meta("nodes") == "node-1 node-2")
        old = one.reader.meta("epoch")
        await one.redis.flushall()
        async with one.pumping():
            rebuilding = await waited_for(one.redis, "sp:rebuild:done")
            assert rebuilding == {b"node-1"}
            assert await epoch.current(one.redis) == ""
            await told_of(Vitals(one.redis), "node-2")
            async with two.pumping():
                await until(lambda: old != one.reader.meta("epoch") == two.reader.meta("epoch"))
        assert await epoch.current(one.redis) == one.reader.meta("epoch")
        for name in ids(first + second):
            assert (await facts_of(one.ledger, name))["state"] == "due"


async def told_of(vitals: Vitals, node: str) -> None:
    """An operator learns for whom it waits, and what to say if that machine is lost for ever."""
    async with asyncio.timeout(40):
        while node not in vitals.wrong:
            await vitals.look()
    assert f"It waits for {node}; " in vitals.wrong
    assert "journal rebuild --without" in vitals.wrong


async def waited_for(redis: Any, key: str) -> set[bytes]:
    async with asyncio.timeout(40):
        while not (found := await redis.smembers(key)):  # noqa: ASYNC110 - written by another connection
            await asyncio.sleep(0.01)
    return set(found)


async def test_a_node_learns_of_the_others_while_it_runs(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as one, one.pumping():
        await until(lambda: one.reader.meta("nodes"))
        async with a_node(tmp_path, redis_url, "node-2") as two:
            await two.pumped(sms(f"{TEXT} 2", 2))
        await until(lambda: one.reader.meta("nodes") == "node-1 node-2")


async def test_a_node_that_comes_to_a_living_ledger_joins_it(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, "node-2") as two:
        ends = await two.pumped(sms(f"{TEXT} 2", 2))
        await two.redis.flushall()
        async with a_node(tmp_path, redis_url) as one:
            (first,) = await one.pumped(sms(f"{TEXT} 1", 1))
            assert await two.pumped() == ends
            assert two.reader.meta("epoch") == one.reader.meta("epoch")
            for name in ids([first, *ends]):
                assert (await facts_of(one.ledger, name))["state"] == "due"


async def snapshot(redis: Any) -> dict[bytes, bytes]:
    return {key: await redis.dump(key) async for key in redis.scan_iter()}


async def restore(redis: Any, kept: dict[bytes, bytes]) -> None:
    """Yesterday's copy is put back."""
    await redis.flushall()
    for key, value in kept.items():
        await redis.restore(key, 0, value)


@pytest.mark.parametrize("in_between", [False, True], ids=["of this epoch", "of the epoch before"])
async def test_a_restored_copy_is_noticed_and_what_waits_in_it_is_taken(
    tmp_path: Path, redis_url: str, in_between: bool
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        first, second = ids(await node.pumped(sms(f"{TEXT} 1", 1), sms(f"{TEXT} 2", 2)))
        kept, old = await snapshot(node.redis), node.ledger
        await done(node, (await lease_all(node))[first], "0000001")
        await send_all(node)
        async with node.pumping():
            await node.settled()
            beat = int(node.reader.meta("beat") or 0)
            await until(lambda: int(node.reader.meta("beat") or 0) > beat)
        if in_between:
            await node.redis.flushall()
            await node.pumped()
        await restore(node.redis, kept)
        assert await old.told_number(second, "0000002"), "what happens before it is noticed"
        await node.pumped()
        assert node.ledger.epoch != old.epoch
        nationals = [(await facts_of(node.ledger, name))["national"] for name in (first, second)]
        assert nationals == ["0000001", "0000002"]
        assert await node.ledger.lease_forward(10, LEASE_MS) == []
        owed = await node.ledger.lease_reply(10, LEASE_MS)
        assert [(lease.subject, lease.doubt) for lease in owed] == [(second, True)]


async def test_a_copy_put_back_under_a_running_pump_is_noticed(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node, node.pumping():
        await until(lambda: int(node.reader.meta("beat") or 0) >= 1)
        old, key = node.reader.meta("epoch"), node.ledger.key("beat")
        await node.redis.hset(key, "node-1", 0)
        await until(lambda: node.reader.meta("epoch") != old)


async def test_facts_that_wait_are_taken_before_a_rebuild(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(sms(f"{TEXT} 1", 1))
        (name,) = ids([end])
        await done(node, (await lease_all(node))[name], "0000001")
        await send_all(node)
        await epoch.drop(node.redis, node.ledger.epoch)
        await node.pumped()
        assert (await facts_of(node.ledger, name))["state"] == "done"
        assert await node.ledger.lease_reply(10, LEASE_MS) == []


async def test_a_redis_that_lost_its_last_moment_is_told_again(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(sms(f"{TEXT} 1", 1))
        (name,) = ids([end])
        for key in await node.redis.keys(node.ledger.key("*")):
            if not key.endswith(b":beat"):
                await node.redis.delete(key)
        old = node.ledger.epoch
        await node.control.set_meta("run_id", "the process before")
        async with node.pumping():
            await until(lambda: node.reader.meta("run_id") != "the process before")
        assert node.ledger.epoch == old
        (lease,) = (await lease_all(node)).values()
        assert (lease.id, lease.doubt) == (name, True)


@pytest.mark.parametrize(
    ("end", "wanted"),
    [
        ("complaint:abc:123", ["abc"]),
        ("linked:abc", ["abc"]),
        ("complaint:abc:123 linked:def report", ["abc", "def"]),
        ("again", []),
        ("", []),
    ],
)
def test_which_complaints_an_end_names(end: str, wanted: list[str]) -> None:
    assert complaints_in(end) == wanted
