"""What was asked for survives a lost Redis although nobody who heard of it lives."""

from __future__ import annotations

from pathlib import Path

import pytest
from node_kit import NodeKit, a_node
from patience_kit import MINUTE

from forwarder.epoch import FactEntry, restore_fact
from forwarder.patience import Patience
from forwarder.switches import FORWARD, ask_again, heed, leave_alone, patience
from gateway.journal_reader import JournalReader

HOUR = 3_600_000
ACCOUNTS = pytest.mark.parametrize("account", ["", "twilio"], ids=["central system", "provider"])


async def lost(node: NodeKit) -> None:
    """What the journal knows is all that is left."""
    await node.pumped()
    await node.redis.flushall()
    await node.pumped()


async def left_ms(node: NodeKit, account: str) -> int:
    """For a process that starts now."""
    starts = Patience()
    await heed(node.ledger, starts, {account or FORWARD: "them"})
    return starts.left_ms("them")


def noted(reader: JournalReader) -> int:
    return sum(fact.kind == "asked_to_wait" for fact in reader.facts(0, 100))


@ACCOUNTS
async def test_a_process_that_starts_after_the_loss_calls_nobody_early(
    tmp_path: Path, redis_url: str, account: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped()
        await leave_alone(node.ledger, account, MINUTE, "429")
        before = await patience(node.ledger, account)
        await lost(node)
        held = await patience(node.ledger, account)
        assert before
        assert held
        assert held.asked
        assert before.since_ms - 1_000 < held.since_ms <= before.since_ms + 3_000
        assert await left_ms(node, account) > 50_000
        assert bool(account) == bool(await node.redis.exists(node.ledger.key(f"probe:{account}")))
        await lost(node)
        assert await left_ms(node, account) > 50_000


@ACCOUNTS
async def test_an_operators_word_outlives_it_too(tmp_path: Path, redis_url: str, account: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped()
        await leave_alone(node.ledger, account, 10 * MINUTE, "429")
        assert await ask_again(node.ledger, account)
        await lost(node)
        assert await left_ms(node, account) == 0
        await leave_alone(node.ledger, account, MINUTE, "429")
        await lost(node)
        assert 50_000 < await left_ms(node, account) < 70_000


@ACCOUNTS
async def test_who_did_not_see_the_operators_word_brings_no_wish_back(
    tmp_path: Path, redis_url: str, account: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped()
        whom, idle, saw = {account or FORWARD: "them"}, Patience(), Patience()
        for one in (idle, saw):
            one.asked("them", MINUTE)
            await heed(node.ledger, one, whom)
        assert await ask_again(node.ledger, account)
        await heed(node.ledger, saw, whom)
        await lost(node)
        saw.asked("them", MINUTE)
        await heed(node.ledger, idle, whom)
        assert idle.left_ms("them") == 0
        await heed(node.ledger, saw, whom)
        assert saw.left_ms("them") > 50_000, "what is asked after it holds"


async def test_many_who_hear_the_same_write_it_down_once(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped()
        for seconds in (MINUTE, MINUTE, 1, 10 * MINUTE, 10 * MINUTE):
            await leave_alone(node.ledger, "", seconds, "429")
        await leave_alone(node.ledger, "twilio", 1, "429")
        await node.pumped()
        assert noted(node.reader) == 2


async def assumes(node: NodeKit, account: str, *words: tuple[int, int]) -> None:
    """A rebuild that reads these in the journal: when it was said and until when, ms from now on; until 0: sooner."""
    await node.pumped()
    seconds, _ = await node.redis.time()
    now, name = int(seconds) * 1000, f"reply:{account}" if account else "forward"
    said = [(now + at, str(now + until) if until else "0") for at, until in words]
    await restore_fact(
        node.ledger, [FactEntry(f"{at}-1", "asked_to_wait", name, *one) for at, one in enumerate(said, 1)]
    )


@ACCOUNTS
async def test_what_is_asked_behind_a_clock_that_was_set_back_holds(
    tmp_path: Path, redis_url: str, account: str
) -> None:
    """What was written down before that bears a time that lies ahead, and is not the last word."""
    async with a_node(tmp_path, redis_url) as node:
        await assumes(node, account, (HOUR, HOUR + 1_000), (-2_000, 0), (-1_000, 8 * HOUR))
        assert await left_ms(node, account) > 7 * HOUR


@ACCOUNTS
async def test_a_wish_of_seconds_is_not_one_of_a_day_where_the_clock_was_set_back(
    tmp_path: Path, redis_url: str, account: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await assumes(node, account, (24 * HOUR, 24 * HOUR + 20_000))
        assert 10_000 < await left_ms(node, account) <= 20_000
