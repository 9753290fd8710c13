"""What makes two texts "the same words"; it says nothing about who wrote them or when."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from functools import partial
from itertools import repeat

from normalizer.flag_words import flag_word
from normalizer.text import OPENERS, Word, folded, folded_of, opening, raw_of, words

# Ten times the longest real text; what follows is compared letter by letter, so that a book costs little.
_LONGEST = 80_000


def same_words(text: str, keywords: Collection[str] = ()) -> str:
    """A string equal for texts that differ only in case, Unicode form, blanks, punctuation, signs, a greeting or agency
    keyword in front, or a flag word at either end. Numbers and short forms stay: "gang Arbei 6" is not "gang Arbei 7".

    "" means that no words are left ("halo", a photo alone): such texts must never be compared.
    """
    text, rest = text[:_LONGEST], text[_LONGEST:]
    said = list(map(str.casefold, raw_of(_plain(text))))  # whole: `folded` ends after some letters
    known = set(map(folded, keywords))
    start, last, end = 0, -1, len(said)
    while start != last:
        last = start
        # Few begin with a greeting, and only for that it matters what stands between words.
        start += opening(_apart(text)[start:end]) if start < end and said[start] in OPENERS else 0
        if start < end and (flag_word(said[start]) or (start == 0 and said[start] in known)):
            start += 1
    while end > start and not rest and flag_word(said[end - 1]):
        end -= 1
    kept = said[start:end]
    return " ".join([*kept, hashlib.sha256(rest.encode("utf-8", "surrogatepass")).hexdigest()] if rest else kept)


def _plain(text: str) -> Sequence[Word]:
    """The words of the folded text. For ASCII those are at hand already."""
    return words(text if text.isascii() else folded(text))


def _apart(text: str) -> Sequence[Word]:
    """The same with nothing but blanks between them, as they stand in the folded text."""
    if not text.isascii():
        return _plain(text)
    told = folded_of(words(text))
    gaps = ["", *repeat(" ", len(told) - 1), ""]
    return list(map(partial(tuple.__new__, Word), zip(told, told, gaps, gaps[1:], repeat(0), strict=False)))
