"""Twilio, an aggregator, Telegram and the relay busy, failing, or silent after they took an answer."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from crowd import MOST, WAYS, Crowd, Way, eventually

from gateway.simulator.faults import Fault
from gateway.simulator.relay import Relay
from gateway.simulator.telegram import Fault as TelegramFault

pytestmark = pytest.mark.process


@dataclass(frozen=True)
class Round:
    """What goes wrong at all of them at once, at the aggregator as at Twilio; `most`: how many of one answer may arrive
    where nobody can be asked."""

    twilio: Fault
    telegram: TelegramFault
    mail: str
    most: int
    ways: tuple[Way, ...] = (*WAYS, "sms_http")


ROUNDS = [
    # Twilio's two ways are held back one by one, so only one of them is counted here.
    Round(
        Fault(kind="busy", times=1, seconds=2),
        TelegramFault("429", times=2, seconds=2),
        "refused",
        1,
        ("sms", "telegram", "mail", "sms_http"),
    ),
    Round(Fault(kind="error", times=2), TelegramFault("500", times=2), "refused at the end", 2),
    Round(Fault(kind="cut", times=3), TelegramFault("cut", times=2), "hangs up", 2),
    Round(Fault(kind="slow", times=2, seconds=4), TelegramFault("slow", times=2, seconds=4), "slow", 2),
    Round(Fault(kind="drop", times=2), TelegramFault("429", times=1, seconds=1), "shuts down", 1),
]


async def test_whom_one_can_ask_gets_one_answer_and_others_at_most_one_blind_one(crowd: Crowd) -> None:
    twilio, telegram, relay = crowd.town.twilio, crowd.town.telegram, crowd.town.relay
    aggregator = crowd.town.aggregator
    for each in ROUNDS:
        twilio.faults.tell(each.twilio)
        # Two of them may meet one answer, and then it lies before a person.
        aggregator.faults.tell(each.twilio.model_copy(update={"times": 1}))
        telegram.faults.append(each.telegram)
        tell(relay, each.mail)
        calls, asked, left = twilio.calls, aggregator.calls, each.telegram.times
        # One goes ahead: calls that are on their way when the fault is met did not know of it.
        new = await crowd.write(len(each.ways), ways=each.ways)
        await eventually(lambda c=calls, n=asked: twilio.calls > c and aggregator.calls > n, 30)  # type: ignore[misc]
        await eventually(lambda r=each, n=left: r.telegram.times < n, 30)  # type: ignore[misc]
        new += await crowd.write(4 * len(each.ways), ways=each.ways)
        await crowd.all_answered()
        await crowd.all_quiet()
        crowd.assert_once()
        heard = {one: len(crowd.answers_to(one)) for one in new}
        assert {n for one, n in heard.items() if MOST[one.way] == 1} == {1}, each
        assert max(n for one, n in heard.items() if MOST[one.way] > 1) <= each.most, each
        assert (twilio.faults.early, aggregator.faults.early, telegram.early_calls) == (0, 0, 0), each
        met = (twilio.faults.current, aggregator.faults.current, each.telegram.times)
        assert met == (None, None, 0), f"{each}: the faults were met"


async def test_a_failed_answer_never_submits_twice(crowd: Crowd) -> None:
    crowd.town.twilio.faults.tell(Fault(kind="refuse", code=21610))
    await crowd.write(6, ways=("sms", "whatsapp"))
    await crowd.all_quiet()
    assert crowd.town.central.store.counts.submissions == 6
    assert [crowd.answers_to(one) for one in crowd.citizens] == [[]] * 6


def tell(relay: Relay, wrong: str) -> None:
    if wrong == "hangs up":
        relay.hang_up(times=2)
    elif wrong == "slow":
        relay.dawdle(4, times=2)
    elif wrong == "shuts down":
        relay.fail("421 4.3.2 Shutting down", times=2)
    else:
        relay.fail(times=2, at_data=wrong == "refused at the end")
