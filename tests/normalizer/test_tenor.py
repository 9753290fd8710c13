"""What the words of a message speak for together, and the table they are weighed with."""

from __future__ import annotations

from importlib.resources import files

import pytest

from normalizer.parts import Kind
from normalizer.tenor import LONGEST, TABLE, forms_of, heard, pairs_of, seen_in, tenor

LINES = (files("normalizer") / TABLE).read_text("utf-8").splitlines()
KINDS = LINES[0].split()[1:]


def test_the_table_has_one_weight_for_each_kind_in_each_line() -> None:
    assert set(KINDS) == set(Kind) - {Kind.COMMAND, Kind.YESNO}
    forms = [line.split()[0] for line in LINES[1:]]
    assert forms == sorted(set(forms))
    assert all(len(line.split()) == len(KINDS) + 1 for line in LINES)
    assert all(-99 <= int(weight) <= 99 for line in LINES[1:] for weight in line.split()[1:])


def test_the_table_holds_nobodys_number() -> None:
    words = [word for line in LINES[1:] for word in line.split()[0].split("_")]
    said = [word for word in words if word[0] not in "#+="]
    assert not [word for word in said if set(filter(str.isdigit, word)) - {"0"}]


WORDS = [
    ("long enough for a beginning and an ending", "lampunya", "lampunya lam- lamp- lampu- -nya -unya"),
    ("short", "rt", "rt"),
    ("a number, whichever", "081100001234", "0"),
    ("letters drawn out", "tolooong", "tolong tol- tolo- tolon- -ong -long"),
]


@pytest.mark.parametrize(("label", "word", "expected"), WORDS, ids=[row[0] for row in WORDS])
def test_forms_of_a_word(label: str, word: str, expected: str) -> None:
    assert " ".join(forms_of(word)) == expected, label


def test_two_words_together() -> None:
    assert list(pairs_of(["saya", "tlg", "12"])) == ["saya_tolong", "tolong_0"]


def test_what_is_in_no_single_word() -> None:
    _, said = heard("Jam berapa?")
    assert list(seen_in("Jam berapa?", said)) == ["#2", "=2", "^jam", "berapa$", "?"]


@pytest.mark.parametrize(
    "text", ["", "!", "?!", "081100001234", "tolong", "jalan rusak " * LONGEST, "\x00" * 40, "é" * 9]
)
@pytest.mark.parametrize("ruled", [Kind.COMPLAINT, Kind.INFORMATION, Kind.HELP, Kind.ASPIRATION])
def test_what_says_too_little_or_too_much_stays_what_it_was_taken_for(text: str, ruled: Kind) -> None:
    assert tenor(text, ruled) is ruled


def test_who_complains_is_not_talked_out_of_it() -> None:
    assert tenor("lampu jalan mati sudah seminggu, gelap sekali") is Kind.COMPLAINT
    assert tenor("lampu jalan mati sudah seminggu, gelap sekali", Kind.HELP) is Kind.COMPLAINT


@pytest.mark.parametrize("ruled", [Kind.COMPLAINT, Kind.INFORMATION, Kind.HELP, Kind.ASPIRATION])
@pytest.mark.parametrize(
    "text",
    [
        "mau jual akun murah minat chat",
        "Dear customer, your bill of Rp 325,000 is due on 25 Nov",
        "Saya sedang rapat, akan saya balas nanti. (pesan otomatis)",
    ],
)
def test_what_is_neither_answered_nor_taken_only_a_rule_may_say(text: str, ruled: Kind) -> None:
    assert tenor(text, ruled) is not Kind.ROBOT
