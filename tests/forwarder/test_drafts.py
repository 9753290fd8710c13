"""Conversations in the ledger: only one of two that read the same version moves them on, and a closing is one step."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from ledger_kit import CLAIM, NOTE, claim, living

from forwarder import drafts, epoch
from forwarder.drafts import Close, Known, Move, Talk
from forwarder.items import Claim, Keep, Note
from forwarder.ledger import Ledger
from forwarder.redis_server import connect
from forwarder.seal import Sealer
from forwarder.supplement import Supplement

WHO = "telegram-w1"
NOW = 1_790_000_000_000
DAY = 86_400_000


async def talk(ledger: Ledger, *deliveries: str, who: str = WHO) -> Talk:
    (found,) = await drafts.read(ledger, "node-1", {who: deliveries})
    return found


def move(found: Talk, state: bytes = b"pieces", due: int | None = NOW, node: str = "node-1") -> Move:
    return Move(found, state, due, node)


def in_ms(told: tuple[int, int]) -> int:
    return told[0] * 1000 + told[1] // 1000


async def opened(ledger: Ledger, *deliveries: str) -> Talk:
    """With these pieces in it."""
    ends = dict.fromkeys(deliveries, "draft:id-1")
    assert await drafts.take(ledger, [(move(await talk(ledger)), ends)]) == [""]
    return await talk(ledger, *deliveries)


async def closed(ledger: Ledger, move: Move, closing: Close) -> tuple[str, str]:
    (found,) = await drafts.close(ledger, [(move, closing)])
    return found


async def facts(ledger: Ledger) -> list[tuple[str, str, str]]:
    return [(one.kind, one.subject, one.data) for one in await epoch.facts(ledger, "node-1", 100, 1)]


async def test_what_was_taken_is_read_again_and_lies_sealed(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        found = await opened(ledger, "d1", "d2")
        assert found.state == b"pieces"
        assert found.known == {"d1": Known("draft:id-1", mine=True), "d2": Known("draft:id-1", mine=True)}
        redis: Any = ledger.redis
        assert b"pieces" not in await redis.hget(ledger.key(f"D:{WHO}"), "state")
        assert b"pieces" not in repr(found).encode()


async def test_what_cannot_be_opened_is_told_and_left_alone(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await opened(ledger, "d1")
        ledger.sealer = Sealer.of(bytes(32))
        found = await talk(ledger, "d1")
        assert (found.state, found.known["d1"].end) == (b"", "draft:id-1")
        assert "ENCRYPTION_KEYS" in found.fault


async def test_of_two_gateways_with_one_version_one_must_read_again(redis_url: str) -> None:
    async with living(redis_url) as one, living_too(redis_url, one) as other:
        seen, same = await talk(one), await talk(other)
        won = await asyncio.gather(
            drafts.take(one, [(move(seen, b"one"), {"d1": "draft:id-1"})]),
            drafts.take(other, [(move(same, b"other", node="node-2"), {"d2": "draft:id-2"})]),
        )
        assert sorted(won) == [[""], ["moved"]]
        found = await talk(one, "d1", "d2")
        taken = [name for name, known in found.known.items() if known.end]
        assert taken == (["d1"] if found.state == b"one" else ["d2"])


async def test_a_delivery_that_is_taken_is_not_taken_again(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        found = await opened(ledger, "d1")
        assert await drafts.take(ledger, [(move(found, b"twice"), {"d2": "draft:x", "d1": "draft:x"})]) == ["moved"]
        assert (await talk(ledger, "d2")).known == {"d2": Known()}


async def test_many_conversations_move_in_one_round_trip(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        talks = await drafts.read(ledger, "node-1", {f"sms-{n}": [f"d{n}"] for n in range(20)})
        moves = [(move(one), dict.fromkeys(one.known, "draft:x")) for one in talks]
        assert set(await drafts.take(ledger, moves)) == {""}
        assert set(await drafts.take(ledger, moves)) == {"moved"}


async def test_a_draft_is_closed_in_one_step(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        found = await opened(ledger, "d1", "d2")
        closing = Close("id-1", CLAIM, b"what restores it", ("d1", "d2"))
        end = f"complaint:{CLAIM.id}:{CLAIM.numbers[0]}"
        assert await closed(ledger, move(found, b"", None), closing) == ("new", end)
        after = await talk(ledger, "d1", "d2")
        assert after.state == b""
        assert {known.became for known in after.known.values()} == {end}
        redis: Any = ledger.redis
        assert await redis.zcard(ledger.key("due:draft")) == 0
        assert await redis.zcard(ledger.key("due:forward")) == 1
        ((kind, subject, data),) = await facts(ledger)
        assert (kind, subject) == ("draft", f"id-1.{WHO}")
        assert drafts.told(ledger, subject, data) == ("id-1", end, b"what restores it")
        assert "what restores it" not in data


async def test_a_draft_that_moved_is_not_closed(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        found = await opened(ledger, "d1")
        assert await drafts.take(ledger, [(move(found, b"one more"), {"d2": "draft:id-1"})]) == [""]
        assert await closed(ledger, move(found, b"", None), Close("id-1", CLAIM, b"", ("d1",))) == ("moved", "")
        assert await ledger.standing(CLAIM.numbers[0]) is None
        assert (await talk(ledger)).state == b"one more"
        assert await facts(ledger) == []


async def test_two_that_close_the_same_draft_close_it_once(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        found = await opened(ledger, "d1")
        closing = Close("id-1", CLAIM, b"", ("d1",))
        said = await asyncio.gather(*(closed(ledger, move(found, b"", None), closing) for _ in range(5)))
        assert sorted(what for what, _ in said) == ["moved"] * 4 + ["new"]
        assert len(await facts(ledger)) == 1


async def test_a_draft_of_the_same_words_is_linked(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        again = replace(claim(7), same=CLAIM.same)
        done = await closed(ledger, move(await opened(ledger, "d1"), b"", None), Close("id-1", again, b"", ("d1",)))
        assert done == ("linked", f"linked:{CLAIM.id}")
        assert (await talk(ledger, "d1")).known["d1"].became == f"linked:{CLAIM.id}"


def addition(to: str, delivery: str = "draft-2") -> Supplement:
    return Supplement(
        delivery, f"key-{delivery}", (to,), ("sms-w1",), "node-1", 2_000, b"more", "sms-w1", b"an address", "",
        claim(9, delivery=delivery),
    )  # fmt: skip


async def test_a_draft_is_added_to_what_was_sent(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        done = await closed(
            ledger, move(await opened(ledger, "d1"), b"", None), Close("id-2", addition(CLAIM.id), b"", ("d1",))
        )
        assert done == ("new", f"supplement:{CLAIM.id}:key-draft-2")
        redis: Any = ledger.redis
        assert await redis.zcard(ledger.key("due:supplement")) == 1


async def test_what_belongs_to_nothing_stays_open(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        found = await opened(ledger, "d1")
        done = await closed(ledger, move(found, b"", None), Close("id-2", addition("unknown"), b"", ("d1",)))
        assert done == ("stranger", "")
        assert await talk(ledger, "d1") == found


async def test_a_draft_is_withdrawn_and_its_writer_told(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        found = await opened(ledger, "d1")
        note = replace(NOTE, outcome="withdrawn:id-1")
        assert await closed(ledger, move(found, b"", None), Close("id-1", note, b"", ("d1",))) == (
            "new",
            "withdrawn:id-1",
        )
        assert [lease.what for lease in await ledger.lease_reply(10, 1000)] == ["help"]


async def test_a_refusal_leaves_it_open(redis_url: str) -> None:
    """Every number it could have is another's."""
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        found = await opened(ledger, "d1")
        taken = claim(7, numbers=CLAIM.numbers[:1])
        what, why = await closed(ledger, move(found, b"", None), Close("id-1", taken, b"", ("d1",)))
        assert (what, why) == ("refused", "NUMBERS")
        assert await talk(ledger, "d1") == found


# -- when ----------------------------------------------------------------------------------------------------------


async def test_nobody_closes_before_the_slowest_node(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        now = await clock(ledger)
        await drafts.take(ledger, [(move(await talk(ledger), due=now - 5000), {"d1": "draft:id-1"})])
        slow = now - 60_000
        assert await drafts.due(ledger, "node-2", slow, 600_000, 10) == (slow, [])
        assert await drafts.due(ledger, "node-1", now + 60_000, 600_000, 10) == (slow, [])
        assert await drafts.due(ledger, "node-2", now + 60_000, 600_000, 10) == (now + 60_000, [WHO])
        assert await drafts.due(ledger, "node-1", now + 50_000, 600_000, 10) == (now + 50_000, [WHO])


async def test_a_node_that_does_not_go_on_is_waited_for_so_long(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        now = await clock(ledger)
        await drafts.due(ledger, "node-2", now - 900_000, 600_000, 10)
        until, _ = await drafts.due(ledger, "node-1", now, 600_000, 10)
        assert now - 601_000 < until < now - 590_000
        until, _ = await drafts.due(ledger, "node-1", now - 700_000, 600_000, 10)
        assert until == now - 700_000, "its own rows are always taken in first"


async def test_a_node_that_is_gone_is_not_waited_for(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        now, redis = await clock(ledger), cast_any(ledger.redis)
        await redis.hset(ledger.key("marks"), "node-2", f"5 {now - drafts.STALE_MS - 1000}")
        assert (await drafts.due(ledger, "node-1", now, 600_000, 10))[0] == now
        assert await redis.hkeys(ledger.key("marks")) == [b"node-1"]


async def test_a_draft_is_due_by_the_clock_of_the_gateways(redis_url: str) -> None:
    """The ledger's is a day ahead of theirs, or was set so meanwhile."""
    async with living(redis_url) as ledger:
        theirs, redis = await clock(ledger) - DAY, cast_any(ledger.redis)
        await drafts.take(ledger, [(move(await talk(ledger), due=theirs), {"d1": "draft:id-1"})])
        assert (await drafts.due(ledger, "node-1", theirs + 1, 600_000, 10))[1] == [WHO]
        ahead = await clock(ledger) + 8_000
        await drafts.take(ledger, [(move(await talk(ledger), due=ahead), {"d2": "draft:id-1"})])
        await redis.set(ledger.key("clock"), ahead - 8_000 - DAY)
        await ledger.run_many([("lease", (1, 1, ahead - 8_000 - DAY))])
        assert (await drafts.due(ledger, "node-1", ahead + 1, 600_000, 10))[1] == [WHO]


async def test_a_draft_that_a_wrong_clock_keeps_open_is_found(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        tomorrow, redis = await clock(ledger) + DAY, cast_any(ledger.redis)
        await drafts.take(ledger, [(move(await talk(ledger), due=tomorrow), {"d1": "draft:id-1"})])
        assert (await drafts.due(ledger, "node-1", await clock(ledger), 600_000, 10))[1] == []
        assert await drafts.stuck(ledger, 1_200_000, 10) == []
        await redis.hincrby(ledger.key(f"D:{WHO}"), "v", -1_300_000)
        assert await drafts.stuck(ledger, 1_200_000, 10) == [WHO]
        # It moved at a time that is ahead: the ledger's clock was set back since.
        await redis.hincrby(ledger.key(f"D:{WHO}"), "v", DAY)
        assert await drafts.stuck(ledger, 1_200_000, 10) == [WHO]


async def test_what_could_not_be_closed_is_looked_at_later(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        now = await clock(ledger)
        await drafts.take(ledger, [(move(await talk(ledger), due=now), {"d1": "draft:id-1"})])
        await drafts.later(ledger, WHO, 60_000)
        assert (await drafts.due(ledger, "node-1", now + 30_000, 600_000, 10))[1] == []
        assert (await drafts.due(ledger, "node-1", now + 90_000, 600_000, 10))[1] == [WHO]


async def test_what_waits_is_never_forgotten_and_what_does_not_is_in_time(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        redis = cast_any(ledger.redis)
        found = await opened(ledger, "d1")
        assert await redis.ttl(ledger.key(f"D:{WHO}")) == -1
        await closed(ledger, move(found, b"closed", None), Close("id-1", CLAIM, b"", ("d1",)))
        assert 0 < await redis.ttl(ledger.key(f"D:{WHO}")) <= 3600
        await drafts.take(ledger, [(move(await talk(ledger)), {"d3": "draft:id-3"})])
        assert await redis.ttl(ledger.key(f"D:{WHO}")) == -1


async def test_a_conversation_that_begins_anew_has_another_version(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        old = await opened(ledger, "d1")
        redis = cast_any(ledger.redis)
        await redis.delete(ledger.key(f"D:{WHO}"))
        # A version is a time in ms; nothing expires within the one in which it was made.
        while in_ms(await redis.time()) <= int(old.version):  # noqa: ASYNC110 - a clock wakes nobody
            await asyncio.sleep(0.001)
        assert await drafts.take(ledger, [(move(await talk(ledger)), {"d2": "draft:id-2"})]) == [""]
        assert await drafts.take(ledger, [(move(old), {"d3": "draft:id-3"})]) == ["moved"]


async def test_deliveries_of_a_closed_draft_are_known_again(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await drafts.restore(ledger, [("id-1", "complaint:c1:123", "node-1", ["d1", "d2"])])
        found = await talk(ledger, "d1", "d3")
        assert found.known == {"d1": Known("draft:id-1", True, "complaint:c1:123"), "d3": Known()}


def cast_any(value: object) -> Any:
    return value


async def clock(ledger: Ledger) -> int:
    seconds, micros = await cast_any(ledger.redis).time()
    return int(seconds) * 1000 + int(micros) // 1000


@asynccontextmanager
async def living_too(url: str, first: Ledger) -> AsyncIterator[Ledger]:
    """Another gateway's ledger of the same epoch."""
    redis = connect(url)
    try:
        yield Ledger(redis, first.epoch, first.sealer, Keep())
    finally:
        await redis.aclose()


async def test_many_are_closed_in_one_round_trip_each_in_a_step_of_its_own(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        whos = ["sms-new", "sms-moved", "sms-added", "sms-stranger", "sms-note", "sms-refused"]
        ends = {who: f"d-{who}" for who in whos}
        for who, name in ends.items():
            assert await drafts.take(ledger, [(move(await talk(ledger, who=who)), {name: "draft:x"})]) == [""]
        talks = {one.who: one for one in await drafts.read(ledger, "node-1", dict.fromkeys(whos, ()))}
        await drafts.take(ledger, [(move(talks["sms-moved"], b"one more"), {"d2": "draft:x"})])
        note = replace(NOTE, delivery="note", outcome="withdrawn:x")
        stranger = replace(addition("unknown"), delivery="of nobody", key="of nobody")
        items: list[Claim | Supplement | Note]
        items = [claim(11, same="one"), claim(12, same="two"), addition(CLAIM.id), stranger, note]
        items.append(claim(13, same="three", numbers=CLAIM.numbers[:1]))
        said = await drafts.close(
            ledger,
            [(move(talks[w], b"", None), Close(w, item, b"", (ends[w],))) for w, item in zip(whos, items, strict=True)],
        )
        assert [what for what, _ in said] == ["new", "moved", "new", "stranger", "new", "refused"]
        left = {one.who for one in await drafts.read(ledger, "node-1", dict.fromkeys(whos, ())) if one.state}
        assert left == {"sms-moved", "sms-stranger", "sms-refused"}


async def test_whoever_waits_for_nothing_more_is_heard_at_once(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        assert await drafts.hurried(ledger, "0", 1) == ("0", 0)
        seconds, _ = await ledger.redis.time()
        now = int(seconds) * 1000
        await drafts.take(ledger, [(move(await talk(ledger), due=now + 600_000), {"d1": "draft:id-1"})])
        assert await drafts.hurried(ledger, "0", 1) == ("0", 0), "this one may have more to tell"
        listening = asyncio.create_task(drafts.hurried(ledger, "0", 20_000))
        await drafts.take(ledger, [(move(await talk(ledger), due=now - 1), {"d2": "draft:id-1"})])
        async with asyncio.timeout(15):
            name, at = await listening
        assert now <= at < now + 60_000
        assert await drafts.hurried(ledger, name, 1) == (name, 0), "each wish once"
