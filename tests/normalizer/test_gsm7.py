"""Counting SMS as the network does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import gsm7

ROWS = [
    ("nothing", "", 0, 1),
    ("160 plain letters", "a" * 160, 160, 1),
    ("161 plain letters", "a" * 161, 161, 2),
    ("306 are two", "a" * 306, 306, 2),
    ("307 are three", "a" * 307, 307, 3),
    ("brackets cost two", "[" * 80, 160, 1),
    ("the euro sign costs two", "€" * 81, 162, 2),
    ("an escape is not cut in two", "a" * 152 + "[" + "a" * 152, 306, 3),
    ("Greek capitals and umlauts", "ΔΦÄñ", 4, 1),
    ("a curly quote is not GSM-7", "a’" * 35, None, 1),
    ("71 units of UCS-2", "’" + "a" * 70, None, 2),
    ("an emoji is two units", "😡" * 36, None, 2),
]


@pytest.mark.parametrize(("label", "text", "septets", "segments"), ROWS, ids=[row[0] for row in ROWS])
def test_counting(label: str, text: str, septets: int | None, segments: int) -> None:
    assert (gsm7.septets(text), gsm7.segments(text)) == (septets, segments), label


def test_the_alphabet_is_whole() -> None:
    assert len(gsm7.BASIC) == 127, "128 places, one of them the escape"
    assert len(gsm7.EXTENSION) == 10
    assert not gsm7.BASIC & gsm7.EXTENSION


@given(st.text())
def test_what_is_folded_fits(text: str) -> None:
    assert gsm7.septets(gsm7.fold(text)) is not None


@given(st.text(alphabet=sorted(gsm7.BASIC | gsm7.EXTENSION)))
def test_what_fits_is_not_touched(text: str) -> None:
    assert gsm7.fold(text) == text


def test_folding_keeps_the_sense() -> None:
    assert gsm7.fold("LAPOR! Kab. “Contoh” – Désa…") == 'LAPOR! Kab. "Contoh" - Désa...'
