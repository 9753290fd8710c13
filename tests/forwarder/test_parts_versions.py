"""A long answer whose parts leave by workers of two versions in turn: each part leaves once."""

from __future__ import annotations

from pathlib import Path

import pytest
from outbox_kit import PHONE, Desk, a_desk, owed
from waiting import until

from normalizer.schema import DeliveryReport

NAME = "complaint1.whatsapp-w1.receipt"
WORDS = " ".join(f"kata{place}" for place in range(900))


async def hurried(desk: Desk) -> bool:
    """One part more; false when there is none."""
    await desk.ledger.redis.zadd(desk.ledger.key("due:reply"), {NAME: 0}, xx=True)
    leases = await desk.answer.take(1)
    for lease in leases:
        await desk.answer.handle(lease)
        await desk.twilio.server.settled()
    return bool(leases)


async def as_before(desk: Desk, part: int) -> None:
    """The version before (d8e04b9) notes of a part no rung, and of an answer not how many there are."""
    await desk.ledger.redis.hdel(desk.ledger.key(f"a:{NAME}~{part}"), "rung")
    await desk.ledger.redis.hdel(desk.ledger.key(f"a:{NAME}"), "last")


@pytest.mark.parametrize("before", [(0,), (1,), (0, 1), (0, 2), (1, 2), (2,)], ids=str)
async def test_each_part_leaves_once(redis_url: str, tmp_path: Path, before: tuple[int, ...]) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp")) as desk:
        object.__setattr__(desk.answer, "render", lambda *_: ("", WORDS))
        part = 0
        while await hurried(desk) and part < 10:
            if part in before:
                await as_before(desk, part)
            part += 1
        await until(lambda: len(desk.twilio.messages_to(PHONE)) >= 4)
        assert " ".join(one.body for one in desk.twilio.messages_to(PHONE)) == WORDS
        assert await desk.of(NAME, "state") == "sent"


async def test_by_another_way_all_of_them_leave_again(redis_url: str, tmp_path: Path) -> None:
    """What the version before sent by the way that failed is not taken for what has left by this one."""
    async with a_desk(redis_url, tmp_path, owed("whatsapp")) as desk:
        object.__setattr__(desk.answer, "render", lambda *_: ("", WORDS))
        assert await hurried(desk)
        await as_before(desk, 0)
        desk.twilio.not_on_whatsapp.add(PHONE)
        while await hurried(desk):
            pass
        sms = [one.body for one in desk.twilio.messages_to(PHONE) if not one.to.startswith("whatsapp:")]
        assert " ".join(sms) == WORDS


@pytest.mark.parametrize(
    ("before", "late"), [((1,), False), ((1, 2), False), ((1,), True), ((1, 2), True), ((1, 4), True)], ids=str
)
async def test_only_the_part_that_fails_leaves_again(
    redis_url: str, tmp_path: Path, before: tuple[int, ...], late: bool
) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp")) as desk:
        object.__setattr__(desk.answer, "render", lambda *_: ("", WORDS))
        desk.twilio.failing[f"whatsapp:{PHONE}"] = 63018
        tell, told, whole = desk.report, list[DeliveryReport](), 5

        async def wait(report: DeliveryReport) -> None:
            told.append(report)

        desk.report = wait  # type: ignore[method-assign] # the provider takes its time
        for part in range(whole):
            assert await hurried(desk)
            desk.twilio.failing.clear()
            if part in before:
                await desk.ledger.redis.hdel(desk.ledger.key(f"a:{NAME}~{part}"), "rung")
            if part == (whole - 1 if late else 0):
                for one in told:
                    await tell(one)
                desk.report = tell  # type: ignore[method-assign]
        assert await desk.of(NAME, "state") == "due"
        while await hurried(desk):
            pass
        bodies = [one.body for one in desk.twilio.messages_to(PHONE)]
        assert " ".join(bodies[:whole]) == WORDS
        assert bodies[whole:] == bodies[:1]
        assert await desk.of(NAME, "state") == "sent"
