"""What a word stands for in a wish to be protected or to wait, in whatever form it comes (`wish_tables`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from normalizer.short_forms import SHORT_FORMS
from normalizer.wish_tables import PROTECTED, SENT

PROTECTION, SENDING = "protect", "wait"
# Longer ones first: a word is read with the longest of them that fits.
_BEFORE = "memper|diper|meng|nge|men|mem|per|ter|ny|ng|me|ke|di|n|d"
_BEHIND = "kannya|kanlah|keun|aken|2kan|kan|lah|nya|ken|2in|kn|in|an|no|ke|i|2"
# "Tulis" is "nulis" behind a prefix that swallows its first letter.
_SWALLOWED = {"s": "ny", "t": "n", "k": "ng", "p": "m"}


class _Words:
    """What each word of one wish stands for."""

    def __init__(self, named: Mapping[str, str]) -> None:
        self.words: dict[str, set[str]] = {}
        self.stems: dict[str, set[str]] = {}
        for name, said in named.items():
            for word in said.split():
                for stem in _stems(word):
                    (self.stems if word.startswith("*") else self.words).setdefault(stem, set()).add(name)
        self.form = re.compile(rf"(?:{_BEFORE})?({'|'.join(sorted(self.stems, key=len, reverse=True))})(?:{_BEHIND})?")

    def meant(self, word: str) -> frozenset[str]:
        found = self.form.fullmatch(word)
        return frozenset({*self.words.get(word, ()), *(self.stems[found[1]] if found else ())})


def _stems(word: str) -> Iterator[str]:
    stem = word.removeprefix("*")
    yield stem
    if stem != word and (nasal := _SWALLOWED.get(stem[0])):
        yield nasal + stem[1:]


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, _Words]:
    return {PROTECTION: _Words(PROTECTED), SENDING: _Words(SENT)}


@lru_cache(maxsize=16_384)  # citizens' words repeat
def meant(wish: str, word: str) -> frozenset[str]:
    """What a folded word stands for; nothing for most."""
    table = _tables()[wish]
    return table.meant(word) or table.meant(SHORT_FORMS.get(word, word.removesuffix("nya")))


def names_of(wish: str) -> frozenset[str]:
    """Of all that a word may stand for."""
    return frozenset(PROTECTED if wish == PROTECTION else SENT)
