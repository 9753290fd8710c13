"""Words that mean the same: each stands once, and says something."""

from __future__ import annotations

import pytest

from normalizer.likeness_synonyms import SYNONYMS
from normalizer.likeness_text import meaning
from normalizer.likeness_words import EMPTY, SAME


def test_no_word_stands_for_two_and_a_first_stands_for_itself() -> None:
    assert all(SYNONYMS[first] == first for first in SYNONYMS.values())
    others = {word for word, first in SYNONYMS.items() if word != first}
    assert not others & SAME.keys()
    assert not others & EMPTY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ditilep", "dikorupsi"),
        ("digebuk", "dipukul"),
        ("dirampok", "dibegal"),
        ("penyok", "ringsek"),
        ("dipinjam", "utang"),
        ("mengancam", "neror"),
        ("dipecat", "phk"),
    ],
)
def test_what_people_call_by_two_words_is_compared_in_one_form(one: str, other: str) -> None:
    assert meaning(one) == meaning(other)
    assert meaning(one)[1] >= 1


def test_the_hour_says_nothing_and_a_blow_does() -> None:
    assert meaning("pukul")[1] == 0
    assert meaning("dipukuli")[1] >= 1
