"""What an answer costs, by the dated table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forwarder.ladder import Rung
from forwarder.prices import Price, PricesFault, cost, load, price_of, shipped

ROW = {"channel": "sms", "country": "+62", "what": "free", "unit": "segment", "source": "made up"}
TABLE = (
    Price("sms", "+62", "free", "segment", 400, date(2026, 1, 1), "made up"),
    Price("sms", "+62", "free", "segment", 500, date(2026, 7, 1), "made up"),
    Price("sms", "", "free", "segment", 9000, date(2026, 1, 1), "made up"),
    Price("whatsapp", "", "free", "message", 0, date(2026, 1, 1), "made up"),
    Price("whatsapp", "+62", "template", "message", 420, date(2026, 1, 1), "made up"),
)


@pytest.mark.parametrize(
    ("label", "channel", "number", "rung", "day", "text", "rupiah"),
    [
        ("before the change", "sms", "+6281100000001", Rung.FREE, date(2026, 6, 30), "a", 400),
        ("from that day on", "sms", "+6281100000001", Rung.SMS, date(2026, 7, 1), "a", 500),
        ("each segment", "sms", "+6281100000001", Rung.FREE, date(2026, 7, 1), "a" * 161, 1000),
        ("another country", "sms", "+4915200000001", Rung.FREE, date(2026, 7, 1), "a", 9000),
        ("an open chat", "whatsapp", "+6281100000001", Rung.FREE, date(2026, 7, 1), "a" * 900, 0),
        ("a template", "whatsapp", "+6281100000001", Rung.TEMPLATE, date(2026, 7, 1), "a" * 900, 420),
        ("nothing known", "telegram", "620011001", Rung.FREE, date(2026, 7, 1), "a", 0),
        ("not yet", "sms", "+6281100000001", Rung.FREE, date(2025, 7, 1), "a", 0),
    ],
)
def test_rows(label: str, channel: str, number: str, rung: Rung, day: date, text: str, rupiah: int) -> None:
    assert cost(price_of(TABLE, channel, number, rung, day), text) == rupiah


def test_the_shipped_prices_are_examples_with_a_date_and_a_source() -> None:
    found = load(None)
    assert found == shipped()
    for one in found:
        assert one.source.startswith("example")
        assert one.since <= date(2026, 11, 22)
        assert one.rupiah > 0
    for channel in ("sms", "sms_http", "whatsapp"):
        assert price_of(found, channel, "+6281100000001", Rung.FREE, date(2026, 11, 22))


FAULTY = [
    ("no TOML", "[[price", "Expected"),
    ("no price", "x = 1", "no [[price]]"),
    ("a number", "price = [7000]", "must have"),
    ("half a row", '[[price]]\nchannel = "sms"', "must have"),
    ("a fraction", "rupiah = 1.5\nsince = 2026-01-01", "whole number"),
    ("no day", 'rupiah = 1\nsince = "2026-01-01"', "since is a day"),
    ("a unit of its own", "rupiah = 1\nsince = 2026-01-01", "unit is one of"),
]


@pytest.mark.parametrize(("label", "text", "says"), FAULTY, ids=[row[0] for row in FAULTY])
def test_a_faulty_table_is_told(tmp_path: Path, label: str, text: str, says: str) -> None:
    if text.startswith("rupiah"):
        unit = "minute" if "unit" in label else "segment"
        head = "\n".join(f'{name} = "{value}"' for name, value in {**ROW, "unit": unit}.items())
        text = f"[[price]]\n{head}\n{text}"
    (tmp_path / "prices.toml").write_text(text)
    with pytest.raises(PricesFault, match=r"(?s).*" + says.replace("[", r"\[").replace("]", r"\]")):
        load(tmp_path / "prices.toml")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PricesFault):
        load(tmp_path / "none.toml")
