"""Twilio, Telegram and the relay busy, failing, or silent after they took an answer."""

from __future__ import annotations

import pytest
from crowd import Crowd, Way, eventually

from gateway.simulator.faults import Fault
from gateway.simulator.telegram import Fault as TelegramFault
from gateway.simulator.twilio import TwilioStandIn

pytestmark = pytest.mark.process

# Label, fault, and how many messages each person gets.
TWILIO = [
    ("429 with Retry-After", Fault(kind="busy", times=1, seconds=2)),
    ("500 before it was taken", Fault(kind="error", times=2)),
    ("503 before it was taken", Fault(kind="error", times=2, status=503)),
    ("connection cut before it was taken", Fault(kind="drop", times=2)),
    ("connection cut after it was taken", Fault(kind="cut", times=3)),
    ("slower than we wait", Fault(kind="slow", times=2, seconds=4)),
]
BOTH: tuple[Way, ...] = ("sms", "whatsapp")


async def test_twilio_is_asked_before_it_is_told_again(crowd: Crowd) -> None:
    twilio = crowd.town.twilio
    for label, fault in TWILIO:
        twilio.faults.tell(fault)
        # One goes ahead: calls that are on their way when the fault is met did not know of it.
        new = await crowd.write(1, ways=BOTH)
        await called(twilio)
        new += await crowd.write(5, ways=BOTH)
        await crowd.all_answered()
        await crowd.all_quiet()
        crowd.assert_once()
        assert [len(crowd.answers_to(one)) for one in new] == [1] * 6, label
        assert twilio.faults.current is None, f"{label}: the fault was met"
        assert twilio.faults.early == 0, label


async def called(twilio: TwilioStandIn) -> None:
    calls = twilio.calls
    await eventually(lambda: twilio.calls > calls, 30)


async def test_a_failed_answer_never_submits_twice(crowd: Crowd) -> None:
    crowd.town.twilio.faults.tell(Fault(kind="refuse", code=21610))
    await crowd.write(6, ways=BOTH)
    await crowd.all_quiet()
    assert crowd.town.central.store.counts.submissions == 6
    assert [crowd.answers_to(one) for one in crowd.citizens] == [[]] * 6


@pytest.mark.parametrize("kind", ["429", "500", "cut", "slow"])
async def test_telegram_gets_at_most_one_blind_message(crowd: Crowd, kind: str) -> None:
    telegram = crowd.town.telegram
    telegram.faults.append(TelegramFault(kind, times=2, seconds=2 if kind == "429" else 4))  # type: ignore[arg-type]
    await crowd.write(1, ways=("telegram",))
    await eventually(lambda: telegram.faults[0].times < 2, 30)
    await crowd.write(5, ways=("telegram",))
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
    assert telegram.early_calls == 0


@pytest.mark.parametrize("fault", ["refused", "refused at the end", "hangs up", "slow"])
async def test_mail_gets_at_most_one_blind_message(crowd: Crowd, fault: str) -> None:
    relay = crowd.town.relay
    {
        "refused": lambda: relay.fail(times=2),
        "refused at the end": lambda: relay.fail(times=2, at_data=True),
        "hangs up": lambda: relay.hang_up(times=2),
        "slow": lambda: relay.dawdle(4, times=2),
    }[fault]()
    await crowd.write(6, ways=("mail",))
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
    most = 1 if fault.startswith("refused") else 2
    assert all(len(crowd.answers_to(one)) <= most for one in crowd.citizens)
