"""What a provider refuses for good: because the person wants no answer, or because our own settings are wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from outbox_kit import PHONE, Desk, a_desk, owed
from structlog.testing import capture_logs

from gateway.journal import Journal
from gateway.journal_reader import JournalReader
from gateway.probes import Probes
from gateway.simulator import faults
from gateway.supervise import Children
from gateway.vitals import Vitals

OTHER = "+6281100000002"
NAME = "complaint1.whatsapp-w1.receipt"


async def attention(desk: Desk) -> str:
    vitals = Vitals(desk.ledger.redis)
    await vitals.look()
    none = cast(Any, None)
    return await Probes(cast(Journal, none), cast(JournalReader, none), cast(Children, none), vitals).are_taken()


async def hurry(desk: Desk, name: str = NAME) -> None:
    await desk.ledger.redis.zadd(desk.ledger.key("due:reply"), {name: 0}, xx=True)


@pytest.mark.parametrize("code", [21606, 63001, 63002, 63007, 63008, 63020, 63022])
@pytest.mark.parametrize("told", ["at once", "later"])
async def test_a_sender_that_is_wrong_is_told_to_an_operator_and_its_answers_wait(
    redis_url: str, tmp_path: Path, code: int, told: str
) -> None:
    both = owed("whatsapp"), owed("sms", 2, address=OTHER)
    async with a_desk(redis_url, tmp_path, *both) as desk:
        if told == "at once":
            desk.twilio.faults.tell(faults.Fault(kind="refuse", code=code))
        else:
            desk.twilio.failing[f"whatsapp:{PHONE}"] = code
        await desk.drop("complaint2.sms-w2.receipt")
        with capture_logs() as logs:
            for _ in range(3):
                await hurry(desk)
                await desk.pass_once()
                await desk.twilio.server.settled()
        assert await desk.of(NAME, "state") == "due", "no citizen is at fault, so nobody goes without an answer"
        assert [way for way, status in desk.got() if way == "sms" or status != "undelivered"] == []
        assert f"whatsapp ({code})" in await attention(desk)
        assert [one["channel"] for one in logs if one["event"] == "channel_refuses_us"] == ["whatsapp"], "once"
        desk.twilio.faults.tell(None)
        await hurry(desk, "complaint2.")
        await desk.pass_once()
        assert desk.got(OTHER) == [("sms", "sent")] or await desk.of("complaint2.sms-w2.receipt", "state") == "sent"
        assert f"whatsapp ({code})" in await attention(desk), "that the other channel goes on says nothing of this one"
        desk.twilio.failing.clear()
        for _ in range(2):
            await hurry(desk)
            await desk.pass_once()
        await desk.twilio.server.settled()
        assert await desk.of(NAME, "state") == "sent"
        assert await attention(desk) == ""


@pytest.mark.parametrize("code", [63014, 63033])
@pytest.mark.parametrize("told", ["at once", "later"])
async def test_who_blocked_us_gets_no_sms_either(redis_url: str, tmp_path: Path, code: int, told: str) -> None:
    async with a_desk(redis_url, tmp_path, owed("whatsapp")) as desk:
        if told == "at once":
            desk.twilio.faults.tell(faults.Fault(kind="refuse", code=code, times=1))
        else:
            desk.twilio.failing[f"whatsapp:{PHONE}"] = code
        await desk.settle()
        assert [way for way, _ in desk.got() if way == "sms"] == []
        assert (await desk.of(NAME, "state"), await desk.of(NAME, "delivery")) in (("failed", ""), ("sent", "failed"))
        assert await desk.pass_once() == 0
        assert await attention(desk) == ""
