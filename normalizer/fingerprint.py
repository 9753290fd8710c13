"""What makes two texts "the same words"; it says nothing about who wrote them or when."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from functools import partial
from itertools import repeat

from normalizer.flag_words import flag_word
from normalizer.text import Word, folded, opening, words

# Ten times the longest real text; what follows is compared letter by letter, so that a book costs little.
_LONGEST = 80_000


def same_words(text: str, keywords: Collection[str] = ()) -> str:
    """A string equal for texts that differ only in case, Unicode form, blanks, punctuation, signs, a greeting or agency
    keyword in front, or a flag word at either end. Numbers and short forms stay: "gang Arbei 6" is not "gang Arbei 7".

    "" means that no words are left ("halo", a photo alone): such texts must never be compared.
    """
    rest = text[_LONGEST:]
    found = _plain(text[:_LONGEST])
    known = set(map(folded, keywords))
    start, last, end = 0, -1, len(found)
    while start != last:
        last = start
        start += opening(found[start:end])
        if start < end and (flag_word(found[start].folded) or (start == 0 and found[start].folded in known)):
            start += 1
    while end > start and not rest and flag_word(found[end - 1].folded):
        end -= 1
    kept = [word.folded for word in found[start:end]]
    return " ".join([*kept, hashlib.sha256(rest.encode("utf-8", "surrogatepass")).hexdigest()] if rest else kept)


def _plain(text: str) -> Sequence[Word]:
    """The words of the folded text, which has nothing but blanks between them. For ASCII those are at hand already."""
    if not text.isascii():
        return words(folded(text))
    told = [word.folded for word in words(text)]
    gaps = ["", *repeat(" ", len(told) - 1), ""]
    return list(map(partial(tuple.__new__, Word), zip(told, told, gaps, gaps[1:], repeat(0), strict=False)))
