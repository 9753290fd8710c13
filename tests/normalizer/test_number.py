"""Our nomor laporan: form, check digit, no phone digits, and no pattern to guess."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.number import candidates, check_digit, clean, is_ours

DIGESTS = st.binary(min_size=32, max_size=32)


def digest(seed: int) -> bytes:
    return hashlib.sha256(str(seed).encode()).digest()


def test_the_published_example() -> None:
    """572 has the interim digit 4: https://en.wikipedia.org/wiki/Damm_algorithm"""
    assert check_digit("572") == "4"


@given(DIGESTS, st.integers(1, 12))
def test_candidates_are_ours_different_and_the_same_again(seed: bytes, count: int) -> None:
    found = candidates(seed, count=count)
    assert len(found) == len(set(found)) == count
    assert all(is_ours(number) and len(number) == 10 for number in found)
    assert found == candidates(seed, count=count) == candidates(seed)[:count] + found[4:]


@given(DIGESTS, st.from_regex(r"\+628[0-9]{8,11}", fullmatch=True))
def test_no_four_digits_of_the_phone(seed: bytes, phone: str) -> None:
    for form in (phone[1:], "0" + phone[3:]):
        for number in candidates(seed, phone):
            assert not any(form[at : at + 4] in number for at in range(len(form) - 3))


@given(DIGESTS, st.text())
def test_whatever_is_avoided_it_ends(seed: bytes, avoid: str) -> None:
    assert all(is_ours(number) for number in candidates(seed, avoid))


def test_a_number_never_begins_like_a_phone() -> None:
    for seed in range(2_000):
        for number in candidates(digest(seed)):
            assert not number.startswith(("0", "8", "62"))


def test_every_single_wrong_digit_and_every_swap_is_caught() -> None:
    for seed in range(150):
        number = candidates(digest(seed))[0]
        for at, right in enumerate(number):
            wrong = [number[:at] + digit + number[at + 1 :] for digit in "0123456789" if digit != right]
            assert not any(map(is_ours, wrong))
            swapped = number[:at] + number[at : at + 2][::-1] + number[at + 2 :]
            assert swapped == number or not is_ours(swapped)


def test_digits_are_spread_evenly() -> None:
    """Chi-squared over 7,200 draws a place: 40 would be a chance of 1 in 100,000 with 9 degrees of freedom; the draw is
    fixed, so this passes always or never."""
    numbers = [number for seed in range(900) for number in candidates(digest(seed))]
    assert len(set(numbers)) == len(numbers)
    for place in range(2, 10):
        seen = Counter(number[place] for number in numbers)
        expected = len(numbers) / 10
        assert sum((seen[digit] - expected) ** 2 / expected for digit in "0123456789") < 40


CLEAN = [
    ("#1916449", "1916449"),
    ("# 191 64 49", "1916449"),
    ("22.18-7790–91", "2218779091"),
    ("０１２３", "0123"),
    ("  ", ""),
    ("abc", "abc"),
]


@pytest.mark.parametrize(("written", "expected"), CLEAN, ids=[row[0] for row in CLEAN])
def test_clean(written: str, expected: str) -> None:
    assert clean(written) == expected


FOREIGN = [
    "",
    "1916449",
    "01916449",
    "081100001234",
    "6281100001",
    "8218779091",
    "0218779091",
    "221877909",
    "221877909a",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_not_ours(text: str) -> None:
    assert not is_ours(text)


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    assert is_ours(text) in (True, False)
