"""A replica takes over without the last moment: what was told to the one before is told again, and doubled nowhere."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from node_kit import NodeKit, a_ledger, a_node, facts_of, sms, telegram
from two_servers import Pair
from two_servers import pair as pair

from forwarder import supplement
from forwarder.items import Claim, LedgerLost
from forwarder.ledger import Ledger
from forwarder.offered import told_before
from forwarder.supplement import Supplement
from gateway.batch import Batch
from gateway.drafting import Drafting
from gateway.inbox import DOUBT_MS, OFFERED_THEN, End, Fact
from gateway.row_end import complaints_in
from gateway.row_guard import RowGuard
from gateway.settling import Drafts
from normalizer.schema import Medium, Raw

LEASE_MS = 60_000
TEXT = "Jembatan bambu di Dusun Kalibening putus, anak sekolah memutar jauh, nomor"
HASTY = Drafting({Medium.SMS: timedelta(seconds=0.4)})
SLOW = Drafting({Medium.SMS: timedelta(minutes=9)})


async def told(node: NodeKit, ledger: Ledger) -> list[str]:
    """As far as the pump comes that is killed before it wrote down what became of its rows."""
    rows = node.reader.open_rows(0, 100)
    await node.control.offered(rows[-1].seq)
    guard = RowGuard.open(node.journal.folder)
    batch = Batch(ledger, node.rebuild.understanding, guard)
    try:
        await batch.read(rows)
        return [end.end for end in await batch.ends()]
    finally:
        guard.close()


async def doubts(node: NodeKit, ends: Sequence[str]) -> list[str]:
    names = [name for end in ends for name in complaints_in(end)]
    return [(await facts_of(node.ledger, name)).get("doubt", "0") for name in names]


async def test_a_row_whose_claim_was_lost_is_claimed_in_doubt(tmp_path: Path, pair: Pair) -> None:
    await pair.follow()
    async with a_node(tmp_path, pair.url) as node:
        await node.pumped(sms(f"{TEXT} 1", 1))
        await pair.part()
        await node.arrives(sms(f"{TEXT} 2", 2))
        (end,) = await told(node, node.ledger)
        leases = await node.ledger.lease_forward(10, LEASE_MS)
        assert complaints_in(end)[0] in {lease.id for lease in leases}, "a worker may have told it by now"
        await node.arrives(sms(f"{TEXT} 3", 3))
        await pair.fail_over()
        ends = await node.pumped()
        assert ends[1] == end
        assert await doubts(node, ends) == ["0", "1", "0"], "what was never offered, or is still there, is not doubted"


async def test_one_that_led_before_is_another_history(tmp_path: Path, pair: Pair) -> None:
    """The same process, but meanwhile another one led, and what it had not passed on is gone."""
    await pair.follow()
    async with a_node(tmp_path, pair.url) as node:
        await node.pumped(sms(f"{TEXT} 1", 1))
        await pair.part()
        await node.arrives(sms(f"{TEXT} 2", 2))
        await told(node, node.ledger)
        await pair.fail_over()
        await pair.part()
        await pair.fail_over()
        ends = await node.pumped()
        assert await doubts(node, ends) == ["0", "1"]


async def test_the_same_server_is_not_doubted(tmp_path: Path, pair: Pair) -> None:
    await pair.follow()
    async with a_node(tmp_path, pair.url) as node:
        await node.pumped(sms(f"{TEXT} 1", 1))
        await node.arrives(sms(f"{TEXT} 2", 2))
        await told(node, node.ledger)
        await pair.part()
        ends = await node.pumped(sms(f"{TEXT} 3", 3))
        assert await doubts(node, ends) == ["0", "0", "0"]


async def test_a_fact_is_kept_whatever_name_the_new_server_gives_it(tmp_path: Path, pair: Pair) -> None:
    """Its clock is behind, and the entry has the name of one that was taken in and lost."""
    await pair.follow()
    async with a_node(tmp_path, pair.url) as node:
        (end,) = await node.pumped(sms(f"{TEXT} 1", 1))
        (name,) = complaints_in(end)
        (lease,) = await node.ledger.lease_forward(10, LEASE_MS)
        await pair.part()
        await node.ledger.begin_forward(lease, LEASE_MS, b"case")
        await node.pumped()
        (attempt,) = node.reader.facts()
        await pair.fail_over()
        stream = node.ledger.key("facts:node-1")
        entry = {"kind": "withheld", "subject": name, "at": attempt.at_ms, "data": "missing"}
        await node.redis.xadd(stream, entry, id=attempt.entry.partition("@")[0])
        await node.pumped()
        assert [fact.kind for fact in node.reader.facts()] == ["attempt", "withheld"]


async def test_facts_go_back_though_the_clock_of_redis_is_behind(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(sms(f"{TEXT} 1", 1))
        (name,) = complaints_in(end)
        an_hour_ago = int(time.time() * 1000) - 3_600_000
        await node.control.facts([Fact("1-1", node.ledger.epoch, "number", name, an_hour_ago, "0045117")])
        await node.control.set_meta("run_id", "the process before")
        await node.pumped()
        standing = await node.ledger.standing_of(name)
        assert standing
        assert (standing.state, standing.national) == ("done", "0045117")


async def test_an_attempt_that_is_known_is_not_doubted_anew(tmp_path: Path, redis_url: str) -> None:
    """The central system refused it for now; a server that is started anew lost nothing of that."""
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(sms(f"{TEXT} 1", 1))
        (lease,) = await node.ledger.lease_forward(10, LEASE_MS)
        await node.ledger.begin_forward(lease, LEASE_MS, b"case")
        await node.ledger.later(lease, 0, "503")
        await node.pumped()
        await node.control.set_meta("run_id", "the process before")
        await node.pumped()
        assert "begun" not in await facts_of(node.ledger, complaints_in(end)[0])
        await node.redis.flushall()
        await node.pumped()
        assert (await facts_of(node.ledger, complaints_in(end)[0]))["begun"] == "1", "what came of it, nobody knows"


async def test_what_had_its_end_is_not_doubted_when_it_is_read_again(tmp_path: Path, pair: Pair) -> None:
    """A mail that a person lets out of the tray days after a failover was told to nobody before."""
    await pair.follow()
    async with a_node(tmp_path, pair.url) as node:
        await node.pumped(sms(f"{TEXT} 1", 1))
        await node.arrives(sms(f"{TEXT} 2", 2))
        await node.control.offered(2)
        await node.control.end([End(2, "held:spam")])
        await pair.part()
        await pair.fail_over()
        await node.pumped()
        await node.control.replay([2])
        assert await doubts(node, await node.pumped()) == ["0", "0"]


async def a_row(node: NodeKit, ledger: Ledger, _claim: Claim) -> None:
    await told(node, ledger)


async def an_addition(_node: NodeKit, ledger: Ledger, claim: Claim) -> None:
    item = Supplement("d", "k", (claim.id,), (claim.who,), claim.node, 1, b"x", claim.who, b"", "", claim)
    await supplement.claim(ledger, [item])


KINDS: list[tuple[str, Raw, Drafting, Callable[[NodeKit, Ledger, Claim], Awaitable[None]]]] = [
    ("a complaint", sms(f"{TEXT} 2", 2), Drafting(), a_row),
    ("a greeting", telegram("Selamat pagi", 2), Drafting(), a_row),
    ("an order", sms("RAHASIA", 2), Drafting(), a_row),
    ("a piece", sms(f"{TEXT} 2", 2), SLOW, a_row),
    ("an addition", sms(f"{TEXT} 2", 2), Drafting(), an_addition),
]


@pytest.mark.parametrize(("label", "raw", "drafting", "tell"), KINDS, ids=[row[0] for row in KINDS])
async def test_nothing_new_is_told_to_a_server_that_was_not_compared(
    tmp_path: Path,
    pair: Pair,
    label: str,
    raw: Raw,
    drafting: Drafting,
    tell: Callable[[NodeKit, Ledger, Claim], Awaitable[None]],
) -> None:
    """redis-py repeats a call whose answer was lost, and the one that hears it may be another server."""
    await pair.follow()
    async with a_node(tmp_path, pair.url) as node:
        await node.pumped(sms(f"{TEXT} 1", 1))
        node.rebuild.understanding = replace(node.rebuild.understanding, drafting=drafting)
        ledger = await node.rebuild.live(asyncio.Event())
        assert ledger
        (row,) = node.reader.rows()
        (claim,) = replace(node.rebuild.understanding, drafting=Drafting()).items(row, doubt=False)
        assert isinstance(claim, Claim)
        await pair.part()
        await pair.fail_over()
        await node.arrives(raw)
        with pytest.raises(LedgerLost):
            await tell(node, ledger, claim)
        assert await node.rebuild.live(asyncio.Event()), label
        assert len(await node.pumped()) == 2


async def test_a_draft_that_may_have_been_closed_is_closed_in_doubt(tmp_path: Path, pair: Pair) -> None:
    await pair.follow()
    async with a_node(tmp_path, pair.url) as node:
        await node.pumped(sms(f"{TEXT} 1", 1))
        node.rebuild.understanding = replace(node.rebuild.understanding, drafting=HASTY)
        await node.arrives(sms(f"{TEXT} 2", 2, phone="+6281100000002"))
        (end,) = await told(node, node.ledger)
        await node.control.end([End(2, end)])
        name = end.removeprefix("draft:")
        await pair.part()
        drafts = Drafts(node.reader, node.rebuild.understanding)
        await closed(node, name, lambda: drafts.settle(node.ledger))
        await pair.fail_over()
        async with node.pumping():
            await closed(node, name)
            await node.arrives(sms(f"{TEXT} 3", 3, phone="+6281100000003"))
            later = (await node.settled())[2].removeprefix("draft:")
            await closed(node, later)
        assert [(await facts_of(node.ledger, one)).get("doubt", "0") for one in (name, later)] == ["1", "0"]


async def test_a_draft_of_which_no_server_was_told_is_closed_without_doubt(tmp_path: Path, pair: Pair) -> None:
    """Its quiet period was over before a Redis was there again; nobody would hear anything until a person decides."""
    await pair.follow()
    before = datetime.now(UTC) - timedelta(minutes=1)
    async with a_node(tmp_path, pair.url) as node:
        await node.pumped(replace(sms(f"{TEXT} 1", 1), received_at=before))
        node.rebuild.understanding = replace(node.rebuild.understanding, drafting=HASTY)
        await node.arrives(replace(sms(f"{TEXT} 2", 2, phone="+6281100000002"), received_at=before))
        (end,) = await told(node, node.ledger)
        await node.control.end([End(2, end)])
        await pair.part()
        since = before + timedelta(seconds=30)
        for place, phone in ((3, "+6281100000003"), (4, "+6281100000002")):
            await node.arrives(replace(sms(f"{TEXT} {place}", place, phone=phone), received_at=since))
        await pair.fail_over()
        async with node.pumping():
            names = [end.removeprefix("draft:") for end in (await node.settled())[1:]]
            for name in names:
                await closed(node, name)
        found = [(await facts_of(node.ledger, name)).get("doubt", "0") for name in names]
        assert found == ["1", "0", "0"]


async def test_a_clock_that_was_set_back_makes_nothing_doubtful(tmp_path: Path, pair: Pair) -> None:
    """What came after the server was lost came a day earlier than what it was told, by that clock; and the other way
    round, what it was told is in doubt although the clock says that its quiet period is not over."""
    await pair.follow()
    now = datetime.now(UTC)
    async with a_node(tmp_path, pair.url) as node:
        await node.pumped(replace(sms(f"{TEXT} 1", 1), received_at=now))
        node.rebuild.understanding = replace(node.rebuild.understanding, drafting=HASTY)
        ahead = now + timedelta(hours=1)
        await node.arrives(replace(sms(f"{TEXT} 2", 2, phone="+6281100000002"), received_at=ahead))
        (end,) = await told(node, node.ledger)
        await node.control.end([End(2, end)])
        await pair.part()
        await node.arrives(replace(sms(f"{TEXT} 3", 3, phone="+6281100000003"), received_at=now - timedelta(days=1)))
        await pair.fail_over()
        async with node.pumping():
            last = (await node.settled())[-1].removeprefix("draft:")
            await closed(node, last)
            assert "doubt" not in await facts_of(node.ledger, last)
            reader = node.reader
            assert int(reader.meta(DOUBT_MS) or 0) < int((reader.meta(OFFERED_THEN) or "").split()[1])


async def test_of_several_nodes_each_says_what_it_had_offered(tmp_path: Path, pair: Pair) -> None:
    """Whichever of them closes a draft: what another had told the lost server is in doubt, what it had not is not."""
    await pair.follow()
    before = datetime.now(UTC) - timedelta(minutes=1)
    since = before + timedelta(seconds=30)
    async with a_node(tmp_path, pair.url) as node, a_node(tmp_path, pair.url, "node-2") as other:
        await node.pumped(replace(sms(f"{TEXT} 1", 1), received_at=before))
        for one in (node, other):
            one.rebuild.understanding = replace(one.rebuild.understanding, drafting=HASTY)
        # Newer than all that the first node had offered; told to the server that is lost.
        await other.pumped(replace(telegram(f"{TEXT} 2", 2), received_at=before))
        await other.arrives(replace(sms(f"{TEXT} 3", 3, phone="+6281100000003"), received_at=since))
        (end,) = await told(other, other.ledger)
        await other.control.end([End(2, end)])
        await pair.part()
        for one, place in ((node, 4), (other, 5)):
            raw = sms(f"{TEXT} {place}", place, phone=f"+628110000000{place}")
            await one.arrives(replace(raw, received_at=since + timedelta(seconds=5)))
        await pair.fail_over()
        async with other.pumping():
            ends = [end, (await other.settled())[-1]]
            async with node.pumping():
                ends.append((await node.settled())[-1])
                names = [one.removeprefix("draft:") for one in ends]
                for name in names:
                    await closed(node, name)
        found = [(await facts_of(node.ledger, name)).get("doubt", "0") for name in names]
        assert found == ["1", "0", "0"]


@pytest.mark.parametrize(
    ("said", "before"),
    [("H 900", False), ("H 1000", True), ("H 1100", True), ("another 900", True), ("", True)],
)
async def test_what_a_node_did_not_say_of_this_server_is_in_doubt(redis_url: str, said: str, before: bool) -> None:
    async with a_ledger(redis_url) as ledger:
        ledger.meet("H")
        redis: Any = ledger.redis
        await redis.hset(ledger.key("d:one"), "node", "node-2")
        if said:
            await redis.hset(ledger.key("offered"), "node-2", said)
        assert await told_before(ledger, [("one", 1000)]) == ({"one"} if before else set())
        assert await told_before(ledger, [("two", 1000)]) == {"two"}, "nobody knows who took it in"


async def nothing() -> None:
    return None


async def closed(node: NodeKit, name: str, try_it: Callable[[], Awaitable[object]] = nothing) -> None:
    async with asyncio.timeout(40):
        while "state" not in await facts_of(node.ledger, name):
            await try_it()
            await asyncio.sleep(0.02)
