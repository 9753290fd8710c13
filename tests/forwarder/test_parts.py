"""Long answers in parts that their channel takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarder.parts import LONGEST, parts
from normalizer.schema import ChannelName

TELEGRAM, WHATSAPP, SMS, MAIL = map(ChannelName, ("telegram", "whatsapp", "sms", "mail"))


@pytest.mark.parametrize(
    ("label", "channel", "text", "lengths"),
    [
        ("short", WHATSAPP, "Nomor laporan: 1916449", [22]),
        ("nothing", SMS, "", [0]),
        ("mail has no limit", MAIL, "a" * 100_000, [100_000]),
        ("WhatsApp, no blank", WHATSAPP, "a" * 3300, [1600, 1600, 100]),
        ("Telegram counts UTF-16 units", TELEGRAM, "😀" * 3000, [2048, 952]),
        ("SMS: three segments of GSM-7", SMS, "a" * 500, [459, 41]),
        ("SMS: three segments of UCS-2", SMS, "я" * 250, [201, 49]),
        ("between paragraphs", WHATSAPP, "a" * 1000 + "\n\n" + "b" * 300 + " " + "c" * 900, [1000, 1201]),
        ("between words", WHATSAPP, "a" * 1500 + " " + "b" * 900, [1500, 900]),
    ],
)
def test_rows(label: str, channel: ChannelName, text: str, lengths: list[int]) -> None:
    assert [len(part) for part in parts(channel, text)] == lengths


@given(st.sampled_from([TELEGRAM, WHATSAPP, SMS]), st.lists(st.text(max_size=300), max_size=40))
def test_no_word_is_lost_and_every_part_fits(channel: ChannelName, words: list[str]) -> None:
    text = " ".join(words)
    found = parts(channel, text)
    measure, most = LONGEST[channel]
    assert all(measure(part) <= most for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())
