"""What makes two texts "the same words"; it says nothing about who wrote them or when."""

from __future__ import annotations

from collections.abc import Collection

from normalizer.flags import flag_word
from normalizer.text import folded, opening, words


def same_words(text: str, keywords: Collection[str] = ()) -> str:
    """A string equal for texts that differ only in case, Unicode form, blanks, punctuation, signs, a greeting or agency
    keyword in front, or a flag word at either end. Numbers and short forms stay: "gang Arbei 6" is not "gang Arbei 7".

    "" means that no words are left ("halo", a photo alone): such texts must never be compared.
    """
    found = words(folded(text))
    known = {folded(keyword) for keyword in keywords}
    start, last, end = 0, -1, len(found)
    while start != last:
        last = start
        start += opening(found[start:end])
        if start < end and (flag_word(found[start].folded) or (start == 0 and found[start].folded in known)):
            start += 1
    while end > start and flag_word(found[end - 1].folded):
        end -= 1
    return " ".join(word.folded for word in found[start:end])
