"""One mail with several complaints gets one answer; the citizen behind a forward gets the number and nothing else."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from ledger_kit import CLAIM, LEASE_MS, answers, claim, living

from forwarder.items import Bundle, Claim, Copy, Keep, ReplyLease
from forwarder.ledger import Ledger
from forwarder.ledger_recap import entries
from forwarder.news import News, hear

WHO = "mail-w1"
FIVE = range(1, 6)
PATIENCE_MS = 3_600_000


def member(place: int, want: int = 5, **changes: Any) -> Claim:
    own = {"channel": "mail", "who": WHO, "bundle": Bundle("bundle1", place, want, PATIENCE_MS)}
    return claim(place, **(own | changes))


def bundled(want: int = 5, **changes: Any) -> list[Claim]:
    return [member(place, want, **changes) for place in range(1, want + 1)]


async def number(ledger: Ledger, *places: int) -> None:
    """These get their national numbers."""
    for place in places:
        assert await ledger.told_number(f"complaint{place}", f"000{place}")


async def told(ledger: Ledger) -> dict[str, str]:
    """By what is said: `receipts`, `complaint1 copy`."""
    found = await answers(ledger)
    return {name.replace(f".{WHO}.", " ").replace("bundle1 ", ""): state for name, state in found.items()}


async def leased(ledger: Ledger) -> list[ReplyLease]:
    return await ledger.lease_reply(10, LEASE_MS)


async def send(ledger: Ledger) -> list[str]:
    """What goes out now."""
    said = await leased(ledger)
    for lease in said:
        assert await ledger.begin_reply(lease, LEASE_MS)
        assert await ledger.sent(lease, f"id-{lease.id}", "")
    return [lease.what for lease in said]


async def due_in(ledger: Ledger, what: str) -> float:
    """Milliseconds until that answer is due."""
    redis: Any = ledger.redis
    at = await redis.zscore(ledger.key("due:reply"), f"bundle1.{WHO}.{what}")
    seconds, micros = await redis.time()
    return float(at) - (int(seconds) * 1000 + int(micros) / 1000)


async def test_five_complaints_of_one_mail_get_one_receipt_with_all_numbers(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        assert {what for what, _ in await ledger.take_in(bundled())} == {"new"}
        (lease,) = await leased(ledger)
        assert (lease.what, lease.subject, lease.number) == ("receipts", "bundle1", "")
        assert [(one.place, one.number, one.national, one.linked) for one in lease.members] == [
            (place, f"{3_000_000_000 + place}", "", False) for place in FIVE
        ]


async def test_when_all_numbers_are_there_in_time_one_answer_tells_them(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in(bundled(wait_ms=60_000))
        assert await leased(ledger) == []
        await number(ledger, *FIVE)
        (lease,) = await leased(ledger)
        assert [one.national for one in lease.members] == [f"000{place}" for place in FIVE]
        assert await told(ledger) == {"receipts": "superseded", "numbers": "due"}


async def test_late_numbers_come_together(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in(bundled())
        assert await send(ledger) == ["receipts"]
        await number(ledger, *FIVE)
        assert await send(ledger) == ["numbers"]
        assert await told(ledger) == {"receipts": "sent", "numbers": "sent", "some": "superseded"}
        await number(ledger, *FIVE)
        assert await send(ledger) == []


async def test_those_that_are_there_are_told_once_when_others_are_late(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        patient = [replace(one, bundle=Bundle("bundle1", at, 5, 0)) for at, one in enumerate(bundled(), 1)]
        await ledger.take_in(patient)
        assert await send(ledger) == ["receipts"]
        await number(ledger, 1, 2)
        (some,) = await leased(ledger)
        assert (some.what, [one.national for one in some.members]) == ("some", ["0001", "0002", "", "", ""])
        await ledger.begin_reply(some, LEASE_MS)
        await ledger.sent(some, "id", "")
        await number(ledger, 3, 4)
        assert await send(ledger) == []
        await number(ledger, 5)
        assert await send(ledger) == ["numbers"]


async def test_some_wait_for_the_others_so_long(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in(bundled())
        await send(ledger)
        await number(ledger, 1)
        assert PATIENCE_MS - 60_000 < await due_in(ledger, "some") <= PATIENCE_MS


async def test_what_the_receipt_will_tell_needs_no_other_answer(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in(bundled(wait_ms=60_000))
        await number(ledger, 1, 2)
        assert await told(ledger) == {"receipts": "due"}


async def test_repeats_are_listed_with_the_number_of_the_first(redis_url: str) -> None:
    """One was here before, and one stands twice in the mail."""
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(CLAIM, delivery="earlier", id="earlier", same="same-2")])
        twice = member(3, 3, same="same-1")
        ends = await ledger.take_in([member(1, 3), member(2, 3), twice])
        assert ends[1:] == [("linked", "linked:earlier"), ("linked", "linked:complaint1")]
        by_what = {lease.what: lease for lease in await leased(ledger)}
        assert set(by_what) == {"receipt", "receipts"}
        first, other, again = by_what["receipts"].members
        assert (first.linked, other.linked, again.linked) == (False, True, True)
        assert other.number == CLAIM.numbers[0]
        assert again.number == first.number


async def test_a_mail_of_nothing_but_repeats_with_numbers_is_answered_at_once(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(1), claim(2)])
        await number(ledger, 1, 2)
        await send(ledger)
        repeats = [
            member(at, 2, delivery=f"again-{at}", id=f"again{at}", same=f"same-{at}", wait_ms=60_000) for at in (1, 2)
        ]
        assert [what for what, _ in await ledger.take_in(repeats)] == ["linked", "linked"]
        (lease,) = await leased(ledger)
        assert (lease.what, [one.linked for one in lease.members]) == ("numbers", [True, True])


async def test_parts_that_are_claimed_bit_by_bit_get_one_answer(redis_url: str) -> None:
    """The pump was killed after two of five, and did it all again; another node got the same mail."""
    async with living(redis_url) as ledger:
        await ledger.take_in(bundled()[:2])
        assert 50_000 < await due_in(ledger, "receipts") <= 60_000
        again = await ledger.take_in(bundled())
        assert [what for what, _ in again] == ["mine", "mine", "new", "new", "new"]
        assert {what for what, _ in await ledger.take_in([replace(one, node="node-2") for one in bundled()])} == {
            "again"
        }
        assert await due_in(ledger, "receipts") <= 0
        assert await send(ledger) == ["receipts"]
        assert await told(ledger) == {"receipts": "sent"}


async def test_fifty_claims_of_one_bundle_at_once_are_one_answer(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await asyncio.gather(*(ledger.take_in(bundled()) for _ in range(10)))
        assert await told(ledger) == {"receipts": "due"}
        assert len(await ledger.lease_forward(10, LEASE_MS)) == 5


async def test_a_part_that_was_refused_holds_the_others_back_for_a_minute_only(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(CLAIM, numbers=("3000000003",))])
        ends = await ledger.take_in(bundled(same=""))
        assert [what for what, _ in ends].count("refused") == 1
        assert 50_000 < await due_in(ledger, "receipts") <= 60_000


async def test_nobody_is_answered_who_is_nobody(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in(bundled(listener=b""))
        await number(ledger, *FIVE)
        assert await answers(ledger) == {}


async def test_a_bundle_is_kept_as_long_as_its_complaints(redis_url: str) -> None:
    async with living(redis_url, Keep(case=1000)) as ledger:
        await ledger.take_in(bundled(2))
        redis: Any = ledger.redis
        keys = [ledger.key(name) for name in ("b:bundle1", "m:bundle1")]
        assert [await redis.ttl(key) for key in keys] == [-1, -1]
        await number(ledger, 1, 2)
        assert all([0 < await redis.ttl(key) <= 1000 for key in keys])
        assert 0 < await redis.ttl(ledger.key("B:complaint1")) <= 1000


# -- the citizen behind a forward -----------------------------------------------------------------------------------

COPIED = replace(CLAIM, copies=(Copy("sms-c1", b"a citizen"),))


async def test_the_citizen_gets_the_number_and_no_receipt(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([COPIED])
        assert [lease.what for lease in await leased(ledger)] == ["receipt"]
        await number(ledger, 1)
        by_what = {lease.what: lease for lease in await leased(ledger)}
        assert set(by_what) == {"number", "copy"}
        assert (by_what["copy"].listener, by_what["copy"].national) == (b"a citizen", "0001")
        await number(ledger, 1)
        assert await leased(ledger) == []


async def test_a_citizen_who_wrote_themselves_is_told_once(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([replace(COPIED, copies=(Copy(CLAIM.who, b"an address"),))])
        await number(ledger, 1)
        assert "copy" not in {lease.what for lease in await leased(ledger)}


@pytest.mark.parametrize("late", [False, True])
async def test_a_repeat_brings_its_citizen_along(redis_url: str, late: bool) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([CLAIM])
        if late:
            await number(ledger, 1)
        for place in (2, 3):
            await ledger.take_in([replace(COPIED, delivery=f"again-{place}", id=f"again{place}")])
        if not late:
            await number(ledger, 1)
        copies = [name for name in await answers(ledger) if name.endswith(".copy")]
        assert copies == ["complaint1.sms-c1.copy"]


async def test_all_of_a_bundle_have_their_own_citizens(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([member(at, 2, copies=(Copy(f"sms-c{at}", b"c"),)) for at in (1, 2)])
        await number(ledger, 1, 2)
        assert set(await told(ledger)) == {
            "receipts", "numbers", "complaint1.sms-c1.copy", "complaint2.sms-c2.copy",
        }  # fmt: skip


# -- lists ----------------------------------------------------------------------------------------------------------


async def test_a_list_holds_what_was_forwarded_in_a_time_newest_first(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([claim(at, recap="r1", received_ms=at * 1000) for at in FIVE])
        await ledger.take_in([claim(6, recap="r2", received_ms=2500), claim(7, received_ms=2600)])
        await number(ledger, 3)
        found, count = await entries(ledger, "r1", 2000, 5000, 2)
        assert count == 3
        assert [(one.number, one.national) for one in found] == [("3000000004", ""), ("3000000003", "0003")]
        assert [one.status for one in found] == ["", ""]
        assert await hear(ledger, News("complaint3", "progress", "e1", "selesai", 5000, tell=False))
        found, _ = await entries(ledger, "r1", 2000, 5000, 2)
        assert [one.status for one in found] == ["", "selesai"]
        assert await entries(ledger, "nobody", 0, 9_000_000, 10) == ([], 0)


async def test_a_repeat_stands_in_a_list_once(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        first = claim(1, recap="r1", same="same-1")
        await ledger.take_in([first, claim(2, recap="r1", same="same-1")])
        found, count = await entries(ledger, "r1", 0, 9_000_000_000_000, 10)
        assert (count, [one.number for one in found]) == (1, ["3000000001"])
