"""A node is lost for ever together with Redis: what others told of its complaints brings these back, each once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from node_kit import NodeKit, a_node, answers_of, facts_of, sms, until, whatsapp
from supplement_kit import Desk, a_desk, a_reply, first_mail
from test_drafting import body_of

from forwarder import acts, epoch
from gateway import orphans
from gateway.drafting import Drafting
from gateway.inbox import JournalBroken
from gateway.orphans import SINCE, Orphans
from gateway.row_end import complaints_in
from normalizer.schema import Medium

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
HASTY = Drafting({Medium.CHAT: timedelta(seconds=0.4)})


async def on_the_lost_node(desk: Desk, folder: Path, url: str) -> str:
    async with a_node(folder, url, "node-2") as lost:
        (end,) = await lost.pumped(sms(LAMP, 1))
    (name,) = complaints_in(end)
    await desk.node.pumped()
    assert "node-2" in (desk.node.reader.meta("nodes") or "")
    return name


async def lose(node: NodeKit) -> None:
    """Redis, and the machine of the other node with its journal."""
    await node.redis.flushall()
    await epoch.excuse(node.redis, "node-2")


async def looked_through(node: NodeKit) -> list[str]:
    """The ends of its rows, once it looked for what is missing."""
    before = node.reader.meta("epoch")
    async with node.pumping():
        await until(lambda: node.reader.meta("epoch") != before and node.reader.meta(SINCE) == "")
        return await node.settled()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orphans, "PATIENCE_MS", 0)


@pytest.mark.parametrize("submitted", [False, True], ids=["not submitted yet", "submitted before"])
async def test_a_repeat_of_what_is_lost_becomes_it(tmp_path: Path, redis_url: str, submitted: bool) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        name = await on_the_lost_node(desk, tmp_path, redis_url)
        assert await desk.node.pumped(whatsapp(LAMP, 2)) == [f"linked:{name}"]
        if submitted:
            await desk.forward()
        await lose(desk.node)
        (end,) = await looked_through(desk.node)
        assert end.startswith(f"complaint:{name}:")
        await desk.forward()
        (case,) = desk.cases
        assert (case.reference, case.channel) == (name, "sms" if submitted else "whatsapp")
        assert LAMP in (await body_of(desk.node, name)).text
        standing = await desk.ledger.standing_of(name)
        assert standing
        assert (standing.state, standing.national) == ("done", case.number)
        # And it stays so, with the number that it has now.
        assert await desk.node.pumped() == [end]
        await lose(desk.node)
        assert await looked_through(desk.node) == [end]
        await desk.forward()
        assert len(desk.cases) == 1


async def test_two_repeats_are_one_complaint(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        name = await on_the_lost_node(desk, tmp_path, redis_url)
        assert await desk.node.pumped(whatsapp(LAMP, 2), whatsapp(LAMP, 3)) == [f"linked:{name}"] * 2
        await lose(desk.node)
        first, second = await looked_through(desk.node)
        assert first.startswith(f"complaint:{name}:")
        assert second == f"linked:{name}"
        await desk.forward()
        assert [case.reference for case in desk.cases] == [name]


async def test_what_a_draft_became_too(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        name = await on_the_lost_node(desk, tmp_path, redis_url)
        desk.node.rebuild.understanding = replace(desk.node.rebuild.understanding, drafting=HASTY)
        await desk.node.arrives(whatsapp(LAMP, 2))
        # Nobody waits for its pieces.
        await cast_any(desk.node.redis).hdel(desk.ledger.key("marks"), "node-2")
        async with desk.node.pumping():
            await until(lambda: any(fact.kind == "draft" for fact in desk.node.reader.facts()))
        (fact,) = desk.node.reader.facts(0, 10, kind="draft")
        assert fact.data.partition(" ")[0] == f"linked:{name}"
        await lose(desk.node)
        await looked_through(desk.node)
        await desk.forward()
        (case,) = desk.cases
        assert case.reference == name
        assert LAMP in (await body_of(desk.node, name)).text


@pytest.mark.parametrize("submitted", [False, True], ids=["not submitted yet", "submitted before"])
async def test_what_was_added_is_not_lost_with_it(tmp_path: Path, redis_url: str, submitted: bool) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        async with a_node(tmp_path, redis_url, "node-2", channels={"mail": desk.mail}) as lost:
            (end,) = await lost.pumped(first_mail(LAMP))
        (name,) = complaints_in(end)
        await desk.node.pumped()
        (receipt,) = await desk.answer()
        (end,) = await desk.node.pumped(a_reply(receipt, "Tiangnya juga miring."))
        assert end.startswith(f"supplement:{name}:")
        if submitted:
            await desk.forward()
        await lose(desk.node)
        assert await looked_through(desk.node) == [end]
        await desk.forward()
        await desk.add()
        (case,) = desk.cases
        assert case.reference == name
        assert "miring" in (await body_of(desk.node, name)).text
        assert ["miring" in text for text in desk.added()] == [True]


@pytest.mark.parametrize("order", ["RAHASIA", "BATAL"])
async def test_what_was_asked_of_what_is_lost_waits_for_a_person(tmp_path: Path, redis_url: str, order: str) -> None:
    """Nobody knows its words any more; what the central system holds must be protected there all the same."""
    async with a_desk(tmp_path, redis_url) as desk:
        name = await on_the_lost_node(desk, tmp_path, redis_url)
        (end,) = await desk.node.pumped(sms(order, 2))
        assert end.startswith(f"act:{name}:"), end
        for settled in (False, True):
            await lose(desk.node)
            await looked_through(desk.node)
            await desk.node.ledger.redis.zadd(desk.ledger.key("due:act"), {name: 0}, xx=True)
            assert await acts.lease(desk.ledger, 10, 60_000) == []
            parked = await desk.ledger.parked(10)
            assert [one.id for one in parked] == ([] if settled else [f"{name}~act"])
            assert await answers_of(desk.ledger) == {}, "which number would be told?"
            if not settled:
                assert "lost with its node" in parked[0].why
                assert await acts.retry(desk.ledger, f"{name}~act", done=True)
                await desk.node.pumped()  # what was settled is in the journal
                assert await desk.ledger.parked(10) == []


async def test_who_has_not_taken_in_what_came_is_waited_for(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        node, redis = desk.node, cast_any(desk.node.redis)
        name = await on_the_lost_node(desk, tmp_path, redis_url)
        await node.pumped(whatsapp(LAMP, 2))
        await lose(node)
        stopping = asyncio.Event()
        ledger = await node.rebuild.live(stopping)
        assert ledger
        looking = Orphans(node.reader, node.control, node.rebuild.understanding)
        now = datetime.now(UTC)
        at = int(now.timestamp() * 1000)
        assert await looking.settle(ledger, now) == 0, "nobody said yet how far they are"
        await redis.hset(ledger.key("marks"), mapping={"node-1": f"{at} {at}", "node-3": f"{at - 60_000} {at}"})
        assert await looking.settle(ledger, now) == 0
        await redis.hset(ledger.key("marks"), "node-3", f"{at} {at}")
        assert await looking.settle(ledger, now) == 1
        assert (await facts_of(ledger, name))["doubt"] == "1"


async def test_what_waits_for_a_person_is_not_told_in_others_words(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (first,) = await node.pumped(sms(LAMP, 1))
        (name,) = complaints_in(first)
        await node.pumped(whatsapp(LAMP, 2))
        channels = dict(node.rebuild.understanding.channels)
        switched_off = {kind: channel for kind, channel in channels.items() if kind != "sms"}
        node.rebuild.understanding = replace(node.rebuild.understanding, channels=switched_off)
        for _ in range(2):
            await node.redis.flushall()
            assert await looked_through(node) == ["quarantined", f"linked:{name}"]
        node.rebuild.understanding = replace(node.rebuild.understanding, channels=channels)
        await node.control.replay([1])
        assert (await node.pumped())[0].startswith(f"complaint:{name}:")
        (lease,) = await node.ledger.lease_forward(10, 1)
        assert lease.id == name


async def test_what_was_erased_stays_so(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(sms(LAMP, 1), whatsapp(LAMP, 2))
        await node.journal.erase([1], [])
        await node.redis.flushall()
        assert await looked_through(node) == ends


async def test_what_another_node_had_claimed_is_read_again_whatever_comes_between(
    tmp_path: Path, redis_url: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        async with a_node(tmp_path, redis_url, "node-2") as lost:
            (end,) = await lost.pumped(sms(LAMP, 1))
        assert await node.pumped(sms(LAMP, 1)) == ["again"]
        await lose(node)
        replay = node.control.replay

        async def interrupted(_seqs: object) -> int:
            node.control.replay = replay  # type: ignore[method-assign]
            raise JournalBroken("the gateway is stopping")

        node.control.replay = interrupted  # type: ignore[method-assign, assignment]
        async with node.pumping():
            await until(lambda: node.reader.rows(body=False)[0].end.startswith("complaint:"))
        (name,) = complaints_in(end)
        assert (await facts_of(node.ledger, name))["doubt"] == "1", "that node may have told it"


@pytest.mark.parametrize("offered", [True, False])
async def test_a_drained_row_is_doubted_if_it_was_offered(tmp_path: Path, redis_url: str, offered: bool) -> None:
    async with a_node(tmp_path, redis_url) as node:
        async with a_node(tmp_path, redis_url, "node-2") as lost:
            await lost.arrives(sms(LAMP, 1))
            if offered:
                await lost.control.offered(1)
        await node.journal.adopt(tmp_path / "node-2")
        (end,) = await node.pumped()
        (name,) = complaints_in(end)
        assert (await facts_of(node.ledger, name)).get("doubt", "0") == str(int(offered))


def cast_any(redis: object) -> Any:
    return redis
