"""Twilio, Telegram and the relay busy, failing, or silent after they took an answer."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from crowd import Crowd, Way, eventually

from gateway.simulator.faults import Fault
from gateway.simulator.relay import Relay
from gateway.simulator.telegram import Fault as TelegramFault

pytestmark = pytest.mark.process


@dataclass(frozen=True)
class Round:
    """What goes wrong at all three at once; `most`: how many of one mail or Telegram message may arrive."""

    twilio: Fault
    telegram: TelegramFault
    mail: str
    most: int
    ways: tuple[Way, ...] = ("sms", "whatsapp", "telegram", "mail")


ROUNDS = [
    # Twilio's two ways are held back one by one, so only one of them is counted here.
    Round(
        Fault(kind="busy", times=1, seconds=2),
        TelegramFault("429", times=2, seconds=2),
        "refused",
        1,
        ("sms", "telegram", "mail"),
    ),
    Round(Fault(kind="error", times=2), TelegramFault("500", times=2), "refused at the end", 2),
    Round(Fault(kind="cut", times=3), TelegramFault("cut", times=2), "hangs up", 2),
    Round(Fault(kind="slow", times=2, seconds=4), TelegramFault("slow", times=2, seconds=4), "slow", 2),
    Round(Fault(kind="drop", times=2), TelegramFault("429", times=1, seconds=1), "shuts down", 1),
]


async def test_whom_one_can_ask_gets_one_answer_and_others_at_most_one_blind_one(crowd: Crowd) -> None:
    twilio, telegram, relay = crowd.town.twilio, crowd.town.telegram, crowd.town.relay
    for each in ROUNDS:
        twilio.faults.tell(each.twilio)
        telegram.faults.append(each.telegram)
        tell(relay, each.mail)
        calls, left = twilio.calls, each.telegram.times
        # One goes ahead: calls that are on their way when the fault is met did not know of it.
        new = await crowd.write(len(each.ways), ways=each.ways)
        await eventually(lambda r=each, c=calls, n=left: twilio.calls > c and r.telegram.times < n, 30)  # type: ignore[misc]
        new += await crowd.write(4 * len(each.ways), ways=each.ways)
        await crowd.all_answered()
        await crowd.all_quiet()
        crowd.assert_once()
        heard = {one: len(crowd.answers_to(one)) for one in new}
        assert {n for one, n in heard.items() if one.way in ("sms", "whatsapp")} == {1}, each
        assert max(n for one, n in heard.items() if one.way in ("telegram", "mail")) <= each.most, each
        assert (twilio.faults.early, telegram.early_calls) == (0, 0), each
        assert (twilio.faults.current, each.telegram.times) == (None, 0), f"{each}: the faults were met"


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
