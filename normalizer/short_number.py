"""Numbers in a message of a word or two: typed, stuck to a word, or spelled as a phone writes what is said to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizer import number

# LAPOR!'s numbers have been seen with seven and eight digits; other bodies' numbers are shorter or longer.
_NUMBER = re.compile(r"(?<!\w)#?\s*(\d(?:[ .\-]?\d){3,19})(?!\w)")
# "STATUS1916449", "1916449pak"; a house number ("no12a") has fewer digits.
_STUCK = re.compile(r"(?<=[a-z])(?=#?\d{4})|(?<=[a-z]{4})(?=\d{3})|(?<=\bcek)(?=\d{3})|(?<=\d{4})(?=[a-z])", re.I)
_LONG_NUMBER = re.compile(r"\d\d\d+")  # what begins with a repetition is looked for at each place
# As a phone writes down what is said to it: "lima nol satu delapan".
_SPELLED = (
    "nol satu dua tiga empat lima enam tujuh delapan sembilan",
    "zero one two three four five six seven eight nine",
)
_DIGITS = {word: str(at) for row in _SPELLED for at, word in enumerate(row.split())} | {"kosong": "0"}
_MOST_DICTATED = 24
_SPELLED_OUT = re.compile(rf"\b(?:(?:{'|'.join(_DIGITS)})\s+){{3,}}(?:{'|'.join(_DIGITS)})\b", re.I)


def number_in(text: str) -> tuple[str, str]:
    """The first number, in bare digits and as written; empty when there is none."""
    found = _NUMBER.search(text)
    return (number.clean(found[1]), found[0]) if found else ("", "")


def apart(spoken: str) -> str:
    """Numbers apart from the words they are stuck to."""
    return _STUCK.sub(" ", spoken) if any(map(_is_stuck, _LONG_NUMBER.finditer(spoken))) else spoken


def _is_stuck(found: re.Match[str]) -> bool:
    """Whether a letter stands beside it, or before its "#"."""
    text, (start, end) = found.string, found.span()
    start -= text[start - 1 : start] == "#"
    return text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()


def in_digits(spoken: str, found: Sequence[str]) -> str:
    """Digits for their names, if that is how a number is told in it; found: its words."""
    if len(found) > _MOST_DICTATED or sum(map(_DIGITS.__contains__, found)) <= 3 or _LONG_NUMBER.search(spoken):
        return spoken
    return _SPELLED_OUT.sub(lambda run: "".join(_DIGITS[word] for word in run[0].casefold().split()), spoken)
