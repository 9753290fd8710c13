"""Words that confirm: apart from each other and from all that means something else here."""

from __future__ import annotations

import itertools

import pytest

from forwarder.words_rules import LONGEST
from normalizer import command_words, gsm7
from normalizer.commands import ordered
from normalizer.confirm_word import WORDS, confirm_word, confirm_word_in
from normalizer.emergency import is_emergency
from normalizer.flag_words import flag_word, one_slip
from normalizer.secret_word import is_secret_word
from normalizer.sensitive import sensitive
from normalizer.slip_words import TARGETS
from normalizer.spelling import meant
from normalizer.text import words

SCAM = {"kode", "pin", "otp", "verifikasi", "password", "sandi", "hadiah"}


@pytest.mark.parametrize("word", WORDS)
def test_each_means_nothing_else(word: str) -> None:
    assert word.isascii()
    assert word.islower()
    assert gsm7.septets(word) == len(word) <= len(LONGEST["word"])
    assert ordered([word], frozenset()) is None
    assert meant([word]) == [word], "no order with a slip"
    assert not flag_word(word)
    assert not sensitive(word)
    assert not is_emergency(word)
    assert not is_secret_word(word)
    assert word not in SCAM
    assert confirm_word_in([word]) == word


def test_no_two_are_a_slip_apart() -> None:
    assert len(WORDS) == len(set(WORDS)) >= 100, "three guesses must not be worth trying"
    near = [(one, other) for one, other in itertools.permutations(WORDS, 2) if one_slip(one, other)]
    assert near == []


SAID = [
    ("Payung", "payung"), ("PAYUNG!!", "payung"), ("payung ya pak", "payung"), ("kata: payung", "payung"),
    ("pahyung", "payung"), ("payun", "payung"), ("payung payung", ""), ("payung sendok", ""), ("", ""),
    ("payung saya hilang di kantor kelurahan", ""), ("ya", ""), ("kodok", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_what_confirms(text: str, expected: str) -> None:
    assert confirm_word_in([word.folded for word in words(text)]) == expected


ORDERS = sorted(
    {*TARGETS, *command_words.CANCEL, *command_words.SEND, *command_words.LIFT, *command_words.ERASE}
    | {*command_words.STOP, *command_words.START, *command_words.YES, *command_words.NO, *command_words.HELP}
)


@pytest.mark.parametrize("order", ORDERS)
def test_no_order_is_a_slip_apart(order: str) -> None:
    assert confirm_word_in([order]) == ""


def test_drawn_by_a_hash() -> None:
    drawn = {confirm_word(bytes([place]) * 8) for place in range(256)}
    assert drawn <= set(WORDS)
    assert len(drawn) > 50
