"""Which way an answer takes after the one that failed, and why."""

from __future__ import annotations

import pytest

from channels.twilio_errors import CODES, otherwise, passes
from forwarder.ladder import CLOSED, LADDERS, Rung, Step, down, is_open, ladder_of
from normalizer.schema import ChannelName, Otherwise

WHATSAPP, SMS, TELEGRAM = ChannelName("whatsapp"), ChannelName("sms"), ChannelName("telegram")
NO_MAIL = {Rung.MAIL: "none known"}
NOTHING_BUT_SMS = {Rung.TEMPLATE: "none approved", **NO_MAIL}
NONE = {Rung.TEMPLATE: "none approved", Rung.SMS: "no SMS channel", **NO_MAIL}

# label, channel, protected, at, reason, otherwise, hindered, rung, why, listens
STEPS = [
    ("closed: a template", WHATSAPP, False, Rung.FREE, CLOSED, Otherwise.WORDS, NO_MAIL,
     Rung.TEMPLATE, "free: 24 hours are over", False),
    ("closed, none approved: SMS", WHATSAPP, False, Rung.FREE, "63016", Otherwise.WORDS, NOTHING_BUT_SMS,
     Rung.SMS, "free: 63016; template: none approved", False),
    ("no WhatsApp: a template would not help", WHATSAPP, False, Rung.FREE, "63003", Otherwise.WAY, {},
     Rung.SMS, "free: 63003; template: the same chat", False),
    ("the template failed: SMS", WHATSAPP, False, Rung.TEMPLATE, "63041", Otherwise.WAY, NO_MAIL,
     Rung.SMS, "template: 63041", False),
    ("no number: mail", WHATSAPP, False, Rung.TEMPLATE, "63049", Otherwise.WAY, {Rung.SMS: "no number"},
     Rung.MAIL, "template: 63049; sms: no number", False),
    ("no way left: until they write", WHATSAPP, False, Rung.FREE, CLOSED, Otherwise.WORDS, NONE,
     None, "free: 24 hours are over; template: none approved; sms: no SMS channel; mail: none known", True),
    ("no way left, and no chat", WHATSAPP, False, Rung.FREE, "63003", Otherwise.WAY, NONE,
     None, "free: 63003; template: the same chat; sms: no SMS channel; mail: none known", False),
    ("STOP ends it", WHATSAPP, False, Rung.FREE, "21610", Otherwise.NOTHING, {}, None, "free: 21610", False),
    ("STOP ends it below, too", WHATSAPP, False, Rung.SMS, "21610", Otherwise.NOTHING, {}, None, "sms: 21610", False),
    ("a landline: mail", SMS, False, Rung.FREE, "30006", Otherwise.WAY, {}, Rung.MAIL, "free: 30006", False),
    ("a landline, no mail", SMS, False, Rung.FREE, "30006", Otherwise.WAY, NO_MAIL,
     None, "free: 30006; mail: none known", False),
    ("Telegram has one way", TELEGRAM, False, Rung.FREE, "403", Otherwise.WAY, {}, None, "free: 403", False),
    ("protected: none, until they write", WHATSAPP, True, Rung.FREE, CLOSED, Otherwise.WORDS, {},
     None, "free: 24 hours are over", True),
    ("protected: none", WHATSAPP, True, Rung.FREE, "63003", Otherwise.WAY, {}, None, "free: 63003", False),
    ("protected since it left the chat", WHATSAPP, True, Rung.SMS, "protected", Otherwise.WAY, {},
     None, "sms: protected", True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "channel", "protected", "at", "reason", "instead", "hindered", "rung", "why", "listens"),
    STEPS,
    ids=[row[0] for row in STEPS],
)
def test_steps(
    label: str,
    channel: ChannelName,
    protected: bool,
    at: Rung,
    reason: str,
    instead: Otherwise,
    hindered: dict[Rung, str],
    rung: Rung | None,
    why: str,
    listens: bool,
) -> None:
    assert down(ladder_of(channel, protected=protected), at, reason, instead, hindered) == Step(rung, why, listens)


HOUR = 3_600_000


@pytest.mark.parametrize(
    ("label", "heard_ms", "window", "open_"),
    [
        ("just now", 100 * HOUR, 86_400.0, True),
        ("23 hours ago", 77 * HOUR, 86_400.0, True),
        ("a minute before the end", 76 * HOUR + 60_000, 86_400.0, False),
        ("yesterday", 75 * HOUR, 86_400.0, False),
        ("nobody knows: the provider says", 0, 86_400.0, True),
        ("a channel without a window", 1, 0.0, True),
    ],
)
def test_the_window(label: str, heard_ms: int, window: float, open_: bool) -> None:
    assert is_open(100 * HOUR, heard_ms, window) is open_


def test_every_ladder_begins_where_it_came_from_and_comes_to_an_end() -> None:
    for ladder in LADDERS.values():
        assert ladder[0] is Rung.FREE
        at: Rung = ladder[0]
        seen = [at]
        while (step := down(ladder, at, "63016", Otherwise.WORDS, {})).rung:
            at = step.rung
            seen.append(at)
        assert tuple(seen) == ladder


@pytest.mark.parametrize(
    ("code", "instead"),
    [
        ("63016", Otherwise.WORDS),
        ("63003", Otherwise.WAY),
        ("21614", Otherwise.WAY),
        ("63999", Otherwise.WAY),
        ("21610", Otherwise.NOTHING),
        ("63014", Otherwise.NOTHING),
        ("63033", Otherwise.NOTHING),
        ("30004", Otherwise.NOTHING),
        ("21211", Otherwise.NOTHING),
        ("29999", Otherwise.NOTHING),
        ("", Otherwise.NOTHING),
        ("٣", Otherwise.NOTHING),
    ],
)
def test_what_twilios_codes_leave_open(code: str, instead: Otherwise) -> None:
    assert otherwise(code) is instead


def test_what_passes_is_tried_again_and_goes_another_way_at_last() -> None:
    later = [str(code) for code, verdict in CODES.items() if verdict in ("later", "ours")]
    assert {"30001", "63007"} <= set(later)
    assert {(passes(code), otherwise(code)) for code in later} == {(True, Otherwise.WAY)}
    assert not any(map(passes, ("63016", "21610", "29999", "", "٣")))
