"""What happens to a complaint later: told once, in order, never of a protected one's content."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from ledger_kit import CLAIM, LEASE_MS, answers, claim, living

from forwarder import epoch, supplement, tidings
from forwarder.callback import Status
from forwarder.items import Bundle
from forwarder.ledger import Ledger
from forwarder.news import News, hear, open_questions
from forwarder.reply import UNASKED, Answer
from forwarder.seal import Hasher
from forwarder.supplement import Supplement
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
        assert [await hear(ledger, moved("diproses", 1_000)) for _ in range(3)] == ["noted"] * 3
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
        assert [await hear(ledger, again) for _ in range(2)] == ["noted"] * 2
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


# How a complaint came (None: unprotected), what its chat asked since, and whether the agency's question is asked.
PROTECTED = [
    ("a", "", True),
    ("r", "", False),
    ("ar", "", False),
    ("", "", False),  # nobody knows what for it was protected
    ("", "a", False),
    (None, "a", True),
    (None, "r", False),
    (None, "AR", True),
    ("a", "r", False),
    ("r", "R", True),
    ("ar", "R", True),
    ("ar", "A", False),
]


@pytest.mark.parametrize(("came", "since", "goes"), PROTECTED)
async def test_the_content_of_a_rahasia_complaint_is_not_asked_about_by_phone(
    redis_url: str, came: str | None, since: str, goes: bool
) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(CLAIM, flagged=True)])
        key: Any = ledger.key("c:complaint1")
        await ledger.redis.hdel(key, "came")
        for name, value in (("came", came), ("asked", since or None)):
            if value is not None:
                await ledger.redis.hset(key, name, value)
        assert await hear(ledger, ASKED) == ("noted" if goes else "rahasia")
        assert [one for one in await told(ledger) if one[0] == "question"] == [("question", ASKED.value)] * goes
        assert await open_questions(ledger) == ({"sms-w1": "complaint1"} if goes else {})
        assert await hear(ledger, moved("selesai", 1)) == "noted"
        assert ("progress", "selesai") in await told(ledger)


async def test_who_is_anonymous_is_asked_in_their_own_chat_alone(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(CLAIM, flagged=True)])
        await ledger.redis.hset(ledger.key("c:complaint1"), "came", "a")
        await ledger.redis.hset(ledger.key("l:complaint1"), "mail-office", b"another address")
        assert await hear(ledger, ASKED) == "noted"
        asked = [name for name in await answers(ledger) if "question" in name]
        assert [name.split(".")[1] for name in asked] == ["sms-w1"]


async def test_what_becomes_rahasia_while_its_question_waits_is_for_a_person(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbered(ledger)
        await hear(ledger, ASKED)
        await ledger.redis.hset(ledger.key("c:complaint1"), mapping={"flagged": 1, "asked": "r"})
        await Answer(ledger, {}, Hasher(b"i" * 32), unrendered, LEASE_MS).handle(
            (await ledger.lease_reply(1, LEASE_MS))[0]
        )
        (parked,) = await ledger.parked(10)
        assert parked.why == UNASKED


def unrendered(*_: object) -> tuple[str, str]:
    raise AssertionError("its words were asked for")


async def test_two_questions_to_one_chat_are_kept_apart(redis_url: str) -> None:
    """What names no number answers the one that was asked last, until that is answered; then the other's turn comes."""
    async with living(redis_url) as ledger:
        first, second = claim(1), claim(2)
        await ledger.take_in([first, second])
        for one in (first, second):
            assert await hear(ledger, News(one.id, "question", f"ev-{one.id}", "Di mana?", 5_000, tell=True)) == "noted"
        for asked, then in ((second, first), (first, second)):
            assert await open_questions(ledger) == {"sms-w1": asked.id}
            assert await ledger.redis.get(ledger.key("Q:sms-w1")) == asked.id.encode(), "an earlier version reads it"
            ((_, end),) = await supplement.claim(ledger, [an_answer(asked.id, f"to-{asked.id}")])
            assert end.startswith(f"supplement:{asked.id}:"), then
        key = ledger.key("open:sms-w1")
        assert await ledger.redis.zcard(key) == 2, "for half an hour more belongs to the answers"
        assert await ledger.redis.zrange(key, -1, -1) == [b"complaint1"]


def an_answer(complaint: str, name: str) -> Supplement:
    own = claim(9, id=name, delivery=name)
    return Supplement(
        name, f"key-{name}", (complaint,), ("sms-w1",), "node-1", 9_000, b"words", "sms-w1", b"an address", "", own
    )


async def test_a_question_that_nobody_hears_is_for_a_person(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(CLAIM, listener=b"")])
        assert await hear(ledger, ASKED) == "nobody"
        assert await hear(ledger, moved("selesai", 1)) == "noted"


async def test_of_several_in_one_mail_their_sender_hears_and_is_asked(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        pair = [replace(claim(place), bundle=Bundle("bundle1", place, 2, 1_000)) for place in (1, 2)]
        await ledger.take_in(pair)
        for place in (1, 2):
            await ledger.told_number(f"complaint{place}", f"191644{place}")
        await ledger.lease_reply(10, LEASE_MS)
        assert await hear(ledger, ASKED) == "noted"
        assert await hear(ledger, moved("selesai", 1)) == "noted"
        assert sorted(await told(ledger)) == [("progress", "selesai"), ("question", ASKED.value)]


@pytest.mark.parametrize(
    ("before", "then", "left"),
    [
        ("diproses", "tunda", []),
        ("selesai", "tunda", []),
        ("diproses", "arsip", []),
        ("selesai", "arsip", ["selesai"]),  # it has ended all the same
        ("selesai", "selesai", ["selesai"]),
    ],
)
async def test_what_holds_no_more_is_not_told_even_where_nothing_is_told_instead(
    redis_url: str, before: str, then: str, left: list[str]
) -> None:
    async with living(redis_url) as ledger:
        await numbered(ledger)
        await hear(ledger, moved(before, 1_000))
        await hear(ledger, moved(then, 2_000, "ev-then", tell=False))
        assert [news for _, news in await told(ledger)] == left


async def test_an_older_untold_status_that_comes_late_takes_nothing_back(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await numbered(ledger)
        await hear(ledger, moved("diproses", 2_000))
        await hear(ledger, moved("didisposisikan", 1_000, tell=False))
        assert await told(ledger) == [("progress", "diproses")]
        await hear(ledger, moved("tunda", 3_000, tell=False))
        await hear(ledger, moved("diproses", 4_000, "ev-anew"))
        assert await told(ledger) == [("progress", "diproses")], "it moves again"


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
