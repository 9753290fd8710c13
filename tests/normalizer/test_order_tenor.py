"""What the words of an order speak for together, and the table they are weighed with."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files

import pytest

from normalizer.commands import Command
from normalizer.order_table import NO_ORDER, TABLE
from normalizer.order_tenor import LONGEST, MOST_WORDS, heard, parts_of, seen_in, weighed
from normalizer.schema import ChannelName, Flags, Kind, Message, Party
from normalizer.triage import Triage, triage

LINES = (files("normalizer") / TABLE).read_text("utf-8").splitlines()
OURS, NATIONAL = "2218779091", "1916449"


def judged(text: str) -> Triage:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return triage(Message(ChannelName("telegram"), "d", Party("620011001"), "tel:+6281100001234", at, text))


def test_the_table_has_one_weight_for_each_command_in_each_line() -> None:
    assert set(LINES[0].split()[1:]) == {NO_ORDER, *Command}
    forms = [line.split()[0] for line in LINES[1:]]
    assert forms == sorted(set(forms))
    assert all(len(line.split()) == len(Command) + 2 for line in LINES)
    assert all(-99 <= int(weight) <= 99 for line in LINES[1:] for weight in line.split()[1:])


def test_the_table_holds_nobodys_number() -> None:
    assert not [line for line in LINES[1:] if sum(map("123456789".__contains__, line.split()[0])) > 1]


NUMBERS = [
    ("ours", f"nasib laporan {OURS}", OURS, OURS, "0000000000"),
    ("a national one", f"nasib laporan #{NATIONAL}", NATIONAL, f"#{NATIONAL}", "0000000"),
    ("another", "nasib laporan 12345", "12345", "12345", "0000"),
]


@pytest.mark.parametrize(("label", "text", "digits", "written", "mark"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_a_number_is_heard_by_its_kind(label: str, text: str, digits: str, written: str, mark: str) -> None:
    assert heard(text, digits, written) == ["nasib", "laporan", mark], label


def test_forms() -> None:
    assert list(parts_of("0000000")) == ["0000000"]
    assert list(parts_of("rt")) == ["rt"]
    assert list(seen_in(["batal", "saja"], "batal aja?")) == ["^_batal", "batal_saja", "saja_$", "#", "#2", "?"]


@pytest.mark.parametrize("text", ["", "batal", "batal " * (MOST_WORDS + 1), "x" * (LONGEST + 1), "buka zzyzx", "?!"])
def test_too_little_too_much_and_what_nobody_knows_is_no_order(text: str) -> None:
    assert weighed(text, "", "") is None


# Told of, complained of, in danger: whatever the words weigh.
TOLD = [
    "laporan saya dibatalkan",
    "saya mau bunuh diri aja. laporan saya dibatalkan saja",
    "jembatan putus, batalkan saja",
]


@pytest.mark.parametrize("text", TOLD)
def test_who_tells_something_orders_nothing(text: str) -> None:
    assert judged(text).command is None
    assert judged(text).kind in (Kind.COMPLAINT, Kind.EMERGENCY, Kind.STATUS)


def test_what_is_weighed_comes_with_its_number_and_its_flag() -> None:
    assert weighed(f"gimana nasib laporan {OURS}", OURS, OURS) is Command.STATUS
    found = judged(f"gimana nasib laporan {OURS}")
    assert (found.kind, found.command, found.status_number) == (Kind.STATUS, Command.STATUS, OURS)
    hidden = judged("cukup bapak yang tahu ya laporan saya")
    assert hidden.flags in (Flags(rahasia=True), Flags(anonim=True), Flags(True, True))
