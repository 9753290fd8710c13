"""What a word stands for in a wish to be protected or to wait, in whatever form it comes (`wish_tables`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

from normalizer.short_forms import SHORT_FORMS
from normalizer.wish_tables import PROTECTED, SENT

PROTECTION, SENDING = "protect", "wait"
# Longer ones first: a word is read with the longest of them that fits.
_BEFORE = "memper|diper|meng|nge|men|mem|per|ter|ny|ng|me|ke|di|n|d"
_BEHIND = "kannya|kanlah|keun|aken|2kan|kan|lah|nya|ken|2in|kn|in|an|no|ke|i|2"
# "Tulis" is "nulis" behind a prefix that swallows its first letter.
_SWALLOWED = {"s": "ny", "t": "n", "k": "ng", "p": "m"}
# Python makes each empty one anew: 216 bytes for every word that is remembered.
_NOTHING: frozenset[str] = frozenset()


class _Words:
    """What each word of one wish stands for."""

    def __init__(self, named: Mapping[str, str]) -> None:
        self.words: dict[str, frozenset[str]] = {}
        self.stems: dict[str, frozenset[str]] = {}
        for name, said in named.items():
            for word in said.split():
                table = self.stems if word.startswith("*") else self.words
                for stem in _stems(word):
                    table[stem] = table.get(stem, _NOTHING) | {name}
        self.form = re.compile(rf"(?:{_BEFORE})?({'|'.join(sorted(self.stems, key=len, reverse=True))})(?:{_BEHIND})?")

    def meant(self, word: str) -> frozenset[str]:
        found = self.form.fullmatch(word)
        whole, stem = self.words.get(word, _NOTHING), self.stems[found[1]] if found else _NOTHING
        return whole | stem if whole and stem else whole or stem


def _stems(word: str) -> Iterator[str]:
    stem = word.removeprefix("*")
    yield stem
    if stem != word and (nasal := _SWALLOWED.get(stem[0])):
        yield nasal + stem[1:]


@cache
def meaning(wish: str) -> Callable[[str], frozenset[str]]:
    """How a folded word is read: what it stands for; nothing for most."""
    table = _Words(PROTECTED if wish == PROTECTION else SENT)

    @lru_cache(maxsize=2_048)  # citizens' words repeat
    def meant(word: str) -> frozenset[str]:
        return table.meant(word) or table.meant(SHORT_FORMS.get(word, word.removesuffix("nya")))

    return meant


def names_of(wish: str) -> frozenset[str]:
    """Of all that a word may stand for."""
    return frozenset(PROTECTED if wish == PROTECTION else SENT)
