"""What happens to a complaint later: told once, in order, never of a protected one's content."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, get_args

import pytest
from ledger_kit import CLAIM, LEASE_MS, answers, living

from forwarder import epoch, tidings
from forwarder.callback import Status
from forwarder.ledger import Ledger
from forwarder.news import News, hear, open_questions
from normalizer.schema import Language

ASKED = News("complaint1", "question", "ev-q", "Di rumah nomor berapa?", 5_000, tell=True)


def moved(status: str, at_ms: int, event: str = "", *, tell: bool = True) -> News:
    return News("complaint1", "progress", event or f"ev-{status}", status, at_ms, tell)


async def numbered(ledger: Ledger) -> None:
    """One complaint whose citizen was told its number."""
    await ledger.take_in([CLAIM])
    await ledger.told_number("complaint1", "1916449")
    for lease in await ledger.lease_reply(10, LEASE_MS):
        await ledger.begin_reply(lease, LEASE_MS)
        await ledger.sent(lease, "SM1", "key")


async def told(ledger: Ledger) -> list[tuple[str, str]]:
    leases = await ledger.lease_reply(10, LEASE_MS)
    return [(lease.what, lease.news) for lease in leases if lease.what in ("progress", "question")]


async def test_a_status_is_told_once_whatever_is_repeated(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbered(ledger)
        assert [await hear(ledger, moved("diproses", 1_000)) for _ in range(3)] == [True] * 3
        assert await told(ledger) == [("progress", "diproses")]
        assert await told(ledger) == []


async def test_who_was_told_one_status_is_told_the_next(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbered(ledger)
        for at, status in enumerate(("diproses", "tunda", "selesai"), 1):
            await hear(ledger, moved(status, at * 1000))
            (lease,) = await ledger.lease_reply(10, LEASE_MS)
            assert lease.news == status
            await ledger.begin_reply(lease, LEASE_MS)
            await ledger.sent(lease, f"SM-{status}", "key")


async def test_a_status_that_is_on_its_way_is_not_overtaken(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbered(ledger)
        await hear(ledger, moved("diproses", 1_000))
        (first,) = await ledger.lease_reply(10, LEASE_MS)
        await ledger.begin_reply(first, LEASE_MS)
        await hear(ledger, moved("selesai", 2_000))
        assert await told(ledger) == []
        states = [state for name, state in sorted((await answers(ledger)).items()) if "progress" in name]
        assert states == ["due", "due"], "neither is dropped"


async def test_the_same_status_said_again_is_no_news_and_yet_the_last_word(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbered(ledger)
        await hear(ledger, moved("diproses", 1_000))
        assert await told(ledger) == [("progress", "diproses")]
        again = moved("diproses", 3_000, "ev-of-another-clerk")
        assert [await hear(ledger, again) for _ in range(2)] == [True] * 2
        await hear(ledger, moved("tunda", 2_000))
        assert await told(ledger) == []
        assert await ledger.redis.hget(ledger.key("c:complaint1"), "status") == b"diproses"
        await hear(ledger, moved("tunda", 4_000, "ev-later"))
        await hear(ledger, moved("diproses", 5_000, "ev-anew"))
        assert await told(ledger) == [("progress", "diproses")], "tunda was told to nobody before it was over"


async def test_an_older_status_that_comes_late_changes_nothing(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbered(ledger)
        await hear(ledger, moved("selesai", 2_000))
        await hear(ledger, moved("diproses", 1_000))
        assert await told(ledger) == [("progress", "selesai")]
        assert await ledger.redis.hget(ledger.key("c:complaint1"), "status") == b"selesai"


@pytest.mark.parametrize("order", [("didisposisikan", "diproses"), ("diproses", "didisposisikan")])
async def test_of_two_at_one_moment_the_one_further_along_counts(redis_url: str, order: tuple[str, str]) -> None:
    async with living(redis_url) as ledger:
        await numbered(ledger)
        for status in (*order, *order):
            await hear(ledger, moved(status, 1_000, tell=status == "diproses"))
        assert await ledger.redis.hget(ledger.key("c:complaint1"), "status") == b"diproses"
        assert await told(ledger) == [("progress", "diproses")]


async def test_what_does_not_matter_is_noted_and_not_told(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbered(ledger)
        await hear(ledger, moved("didisposisikan", 1_000, tell=False))
        assert await told(ledger) == []
        assert await ledger.redis.hget(ledger.key("c:complaint1"), "status") == b"didisposisikan"


async def test_what_is_not_ours_is_foreign(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        assert await hear(ledger, moved("selesai", 1)) is None
        assert await hear(ledger, ASKED) is None


async def test_a_question_lies_sealed_is_told_and_may_be_answered_in_the_chat(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbered(ledger)
        assert await hear(ledger, ASKED)
        raw: dict[Any, Any] = await ledger.redis.hgetall(
            next(iter([k async for k in ledger.redis.scan_iter("*:a:*question_*")]))
        )
        assert b"rumah" not in b"".join(raw.values())
        assert await told(ledger) == [("question", ASKED.value)]
        assert await open_questions(ledger) == {"sms-w1": "complaint1"}


@pytest.mark.parametrize("what", ["progress", "question"])
async def test_a_protected_complaint(redis_url: str, what: Literal["progress", "question"]) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(CLAIM, flagged=True)])
        heard = await hear(ledger, ASKED if what == "question" else moved("selesai", 1))
        assert heard is (what == "progress")
        assert (what in dict(await told(ledger))) is (what == "progress")
        assert await open_questions(ledger) == {}


async def test_after_a_loss_nothing_is_told_twice(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbered(ledger)
        await hear(ledger, moved("selesai", 2_000))
        for lease in await ledger.lease_reply(10, LEASE_MS):
            await ledger.begin_reply(lease, LEASE_MS)
            await ledger.sent(lease, "SM2", "key2")
        facts = await epoch.facts(ledger, "node-1", 100, 1)
        await ledger.redis.flushall()
    async with living(redis_url) as ledger:
        await epoch.restore_fact(ledger, facts)
        await epoch.restore_claims(ledger, [replace(CLAIM, numbers=("1111111111",), doubt=True)])
        await epoch.restore_answers(ledger, ["complaint1"])
        await hear(ledger, moved("selesai", 2_000), doubt=True)
        states = await answers(ledger)
        assert [state for name, state in states.items() if "progress" in name] == ["sent"]
        assert await ledger.redis.hget(ledger.key("c:complaint1"), "status") == b"selesai"


@pytest.mark.parametrize("language", list(Language))
def test_every_status_has_words(language: Language) -> None:
    states = tidings.states(language, None)
    assert set(states) == set(get_args(Status))
    assert all(0 < len(words) <= 28 for words in states.values())
