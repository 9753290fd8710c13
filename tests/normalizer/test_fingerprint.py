"""The same words, however they are dressed; other numbers are other words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.fingerprint import same_words

TOLD = "Jalan gang Arbei RT 6 RW 6 rusak, mohon diperbaiki"

SAME = [
    ("case", TOLD.upper()),
    ("punctuation", "jalan gang arbei rt.6 rw.6 rusak mohon diperbaiki!!!"),
    ("blanks and lines", "  Jalan gang  Arbei\nRT 6 RW 6\trusak,\r\nmohon diperbaiki "),
    ("greeting", f"Selamat pagi pak. {TOLD}"),
    ("agency keyword", f"TANGKAB {TOLD}"),
    ("flag before", f"RAHASIA {TOLD}"),
    ("flag behind", f"{TOLD}. Anonim!"),
    ("emoji", f"{TOLD} 🙏🙏"),
    ("invisible", TOLD.replace("a", "a\u200b")),
]
OTHER = [
    ("another RT", TOLD.replace("RT 6", "RT 7")),
    ("another lane", TOLD.replace("Arbei", "Jambu")),
    ("one word more", f"{TOLD} segera"),
    ("short forms are not spelled out", TOLD.replace("Jalan", "Jln")),
]


@pytest.mark.parametrize(("label", "text"), SAME, ids=[row[0] for row in SAME])
def test_the_same(label: str, text: str) -> None:
    assert same_words(text, {"TANGKAB"}) == same_words(TOLD), label


@pytest.mark.parametrize(("label", "text"), OTHER, ids=[row[0] for row in OTHER])
def test_not_the_same(label: str, text: str) -> None:
    assert same_words(text) != same_words(TOLD), label


@pytest.mark.parametrize("text", ["", "  ", "halo", "Selamat pagi pak", "RAHASIA", "🙏", "..."])
def test_without_words_there_is_nothing_to_compare(text: str) -> None:
    assert same_words(text) == ""


def test_what_stands_at_the_end_of_a_book_counts() -> None:
    book = "jalan rusak " * 10_000
    assert same_words(book) == same_words(book)
    assert same_words(book) != same_words(book + "di desa")
    assert len(same_words(book)) < 90_000


@given(st.text())
def test_again_changes_nothing(text: str) -> None:
    assert same_words(same_words(text)) == same_words(text)


@given(st.text(), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_unicode_forms_agree(text: str, form: str) -> None:
    assert same_words(unicodedata.normalize(form, text)) == same_words(text)  # type: ignore[arg-type]


_TOKENS = st.lists(st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True), max_size=12)


@given(_TOKENS, st.sampled_from([" ", "  ", ", ", "\n", " - ", "... "]))
def test_what_stands_between_words_does_not_count(tokens: list[str], gap: str) -> None:
    assert same_words(gap.join(tokens).upper()) == same_words(" ".join(tokens))
