"""What is looked for only where its stems stand is found as if it were always looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from normalizer import kept_back, not_yet, offer_words
from normalizer.prefilter import Prefiltered, stems_of

_MODULES = (kept_back, not_yet, offer_words)
_USED = [value for module in _MODULES for value in vars(module).values() if isinstance(value, Prefiltered)]
_CASES = Path(__file__).parents[1] / "quality" / "cases"
# Letters that other letters are the small or large form of, signs, and what parts words.
_ODD = ("İ", "ſ", "\u212a", "ß", "é", "_", "-", ".", "\n", "  ", "'", "\u2019", "2")


@pytest.mark.parametrize(
    ("pattern", "stems"),
    [
        (r"\b(?:jangan|jgn) kirim", ("jgn kirim", "jangan kirim")),
        (r"(?:di|me)?batal|cancel", ("batal", "cancel")),
        (r"don.?t \w+ send(?:ing)?", (" send",)),
        (r"a\d+bcd|bcde", ("bcd",)),
        (r"(?:ab)+c*d", ("ab",)),
        (r"tah[au]n (?=ini)(?<!x)lagi", ("tahan lagi", "tahun lagi")),
    ],
)
def test_stems_are_read_from_the_pattern(pattern: str, stems: tuple[str, ...]) -> None:
    assert stems_of(pattern) == stems


@pytest.mark.parametrize("pattern", [r"\d+", "a|b?", "Jangan", "[A-Z]ati", "(?i:jangan)", "x{0,3}"])
def test_a_pattern_without_stems_or_with_large_letters_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"small letters|nothing stands"):
        stems_of(pattern)


def _texts() -> Iterator[str]:
    """The house's cases, and their words with stems among them and letters exchanged."""
    lines = [line for path in sorted(_CASES.glob("*.txt")) for line in path.read_text("utf-8").splitlines()]
    said = [line.strip("=! ") for line in lines[::6]]
    yield from said
    draw, words = Random(19), [word for text in said for word in text.split()]
    stems = [stem for one in _USED for stem in one.stems]
    for _ in range(3_000):
        text = " ".join(draw.choices(words, k=draw.randrange(1, 12)) + draw.choices(stems, k=draw.randrange(3)))
        at = draw.randrange(len(text) + 1)
        odd = draw.choice((*_ODD, "", ""))
        yield draw.choice((str.upper, str.title, str, str))(text[:at] + odd + text[at + draw.randrange(2) :])


def test_nothing_is_missed_that_the_pattern_finds() -> None:
    assert _USED
    for text in _texts():
        for one in _USED:
            assert one.found_in(text) == (one.pattern.search(text) is not None), (one.pattern.pattern[:60], text)


def test_what_is_replaced_is_all_that_the_pattern_finds() -> None:
    for text in map(str.casefold, _texts()):
        for one in (offer_words.IDIOMS, offer_words.LEFT_TO_US):
            assert one.replaced_in(text, "…") == one.pattern.sub("…", text), text


def test_a_letter_whose_small_form_is_ascii_is_found_as_well() -> None:
    assert Prefiltered("kirim", re.IGNORECASE).found_in("\u212aIRIM")
    assert not Prefiltered("kirim").found_in("KIRIM")
