"""Alternatives told apart by their first letter find what they would find in their own order, at the same place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.alternatives import any_of, by_letter

# Beginnings that differ, letters that may be missing, groups that repeat, what stands at no letter, signs in brackets.
PATTERNS = (
    "a|ab|abc",
    "abc|b|ab|a",
    "(?:a|b)c|ac(?:b|c)|bc",
    "(?:a|ab)?c|a|b(?:a|c)?",
    "a?b|ab|b?c",
    "a+b|ab|b*c|c{1,2}a|a",
    "(?:ab)+c|(?:a|b){2}|(?:a|b)??c|c??b|a",
    r"b\w*|^a|\w{2}c|c|[a(|]b|[^a]c|[]a]|a\|b|\(a|\)",
    "a(?!b)|(?=c)c|(?<!a)b|ca",
    "(?:(?:a|b)?c|)a|(?:|b)c",
    "(?:a|ab|b|abc|^c|bc|a?c)(?:c|)(?:a|b)|(?:abc|a)b",
    "(?:a|b?|ba|c+)?(?:b|bc)c|(?:ab|aa|)?a",
)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=st.text("abc |()-]", max_size=12))
def test_the_same_is_found_at_the_same_place(pattern: str, text: str) -> None:
    plain, sorted_ = re.compile(f"(?:{pattern})"), re.compile(f"(?:{by_letter(pattern)})")
    assert [one.span() for one in sorted_.finditer(text)] == [one.span() for one in plain.finditer(text)]


@given(st.lists(st.text("abc", max_size=4), min_size=1, max_size=12), st.text("abc ", max_size=20))
def test_words_are_found_as_in_a_plain_list(words: list[str], text: str) -> None:
    plain = re.compile(rf"\b(?:{'|'.join(words)})\b")
    assert [one.span() for one in any_of(*words).finditer(text)] == [one.span() for one in plain.finditer(text)]


def test_each_letter_is_tried_once() -> None:
    assert by_letter("rusak|retak|(?:jalan|jembatan) rusak|lubang") == ("r(?:usak|etak)|j(?:alan|embatan) rusak|lubang")


def test_what_follows_a_list_stands_once_for_each_letter() -> None:
    """Sixty words before thirty others would be two thousand, and a tenth of a second at the start of each program."""
    letters, told = "abcd", "rusak parah sekali"
    many = "|".join(f"{letter}{place}" for letter in letters for place in range(50))
    assert by_letter(f"(?:{many})(?: {told})").count(told) == len(letters)
