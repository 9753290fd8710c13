"""Accepting needs no network service: Redis and the central system away, and every citizen is kept all the same."""

from __future__ import annotations

import asyncio

import pytest
from crowd import Crowd, Way

from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.timeout(600)]

AT_ONCE = 50
WEBHOOKS, MAILS = 1000, 100


# Nobody is killed here: who answers a thousand at once on a busy machine may take his time.
PATIENT = {"LEASE_SECONDS": "40", **dict.fromkeys(("CENTRAL_TIMEOUT_SECONDS", "TWILIO_TIMEOUT_SECONDS"), "30")}
PATIENT |= dict.fromkeys(("TELEGRAM_TIMEOUT_SECONDS", "MAIL_TIMEOUT_SECONDS"), "30")


async def test_a_thousand_webhooks_and_a_hundred_mails_without_redis_and_central_system(town: Town) -> None:
    town.extra |= PATIENT
    await town.start()
    crowd = Crowd(town)
    await asyncio.to_thread(town.redis.stop)
    await town.central.stop()
    await written(crowd, WEBHOOKS, ("sms", "whatsapp"))
    await written(crowd, MAILS, ("mail",))
    assert [one.answer for one in crowd.citizens if not one.yes] == []
    await asyncio.to_thread(town.redis.start)
    await town.central.start()
    await crowd.all_answered(240)
    await crowd.all_quiet()
    crowd.assert_once()
    counts = town.central.store.counts
    assert (counts.stored, counts.submissions) == (WEBHOOKS + MAILS, WEBHOOKS + MAILS)


async def written(crowd: Crowd, how_many: int, ways: tuple[Way, ...]) -> None:
    for _ in range(how_many // AT_ONCE):
        await crowd.write(AT_ONCE, ways=ways)
