"""Twilio, Telegram and the relay busy, failing, or silent after they took an answer."""

from __future__ import annotations

import pytest
from crowd import Crowd, Way, eventually

from gateway.simulator.faults import Fault
from gateway.simulator.relay import Relay
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
SMS: tuple[Way, ...] = ("sms",)
BOTH: tuple[Way, ...] = ("sms", "whatsapp")


async def test_twilio_is_asked_before_it_is_told_again(crowd: Crowd) -> None:
    twilio = crowd.town.twilio
    for label, fault in TWILIO:
        twilio.faults.tell(fault)
        # One goes ahead: calls that are on their way when the fault is met did not know of it.
        ways = SMS if fault.kind == "busy" else BOTH
        new = await crowd.write(1, ways=ways)
        await called(twilio)
        new += await crowd.write(5, ways=ways)
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


# What goes wrong at Telegram and at the relay in the same round; how many of a mail may arrive.
ROUNDS: list[tuple[TelegramFault, str, int]] = [
    (TelegramFault("429", times=2, seconds=2), "refused", 1),
    (TelegramFault("500", times=2), "refused at the end", 1),
    (TelegramFault("cut", times=2), "hangs up", 2),
    (TelegramFault("slow", times=2, seconds=4), "slow", 2),
]


async def test_telegram_and_mail_get_at_most_one_blind_message(crowd: Crowd) -> None:
    telegram, relay = crowd.town.telegram, crowd.town.relay
    for fault, wrong, most in ROUNDS:
        telegram.faults.append(fault)
        tell(relay, wrong)
        new = await crowd.write(2, ways=("telegram", "mail"))
        # One goes ahead: calls that are on their way when the fault is met did not know of it.
        await eventually(lambda met=fault: met.times < 2, 30)  # type: ignore[misc]
        new += await crowd.write(8, ways=("telegram", "mail"))
        await crowd.all_answered()
        await crowd.all_quiet()
        crowd.assert_once()
        assert telegram.early_calls == 0
        assert all(len(crowd.answers_to(one)) <= most for one in new if one.way == "mail"), wrong
        assert fault.times == 0


def tell(relay: Relay, wrong: str) -> None:
    if wrong == "hangs up":
        relay.hang_up(times=2)
    elif wrong == "slow":
        relay.dawdle(4, times=2)
    else:
        relay.fail(times=2, at_data=wrong == "refused at the end")
