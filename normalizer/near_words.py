"""Which of given words is meant by one that has a slip of the thumb: "buka donng pak", "kirim seadana"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from normalizer.slips import of_thumb

# A word of three letters is another one by most slips.
_SHORTEST, _SWAPPED = 4, 3


class NearWords:
    """Those that are meant, the likelier ones first."""

    def __init__(self, words: Sequence[str]) -> None:
        self._near: Mapping[str, Sequence[str]] = _by_what_is_left(words)
        self.nearest = lru_cache(maxsize=2048)(self._nearest)

    def _nearest(self, word: str) -> str:
        """The word that one slip makes this one of; "" where there is none."""
        if len(word) < _SWAPPED or not word.isalpha():
            return ""
        found = dict.fromkeys(near for left in _left(word) for near in self._near.get(left, ()))
        likely = [near for near in found if near != word and _is_slip(word, near)]
        return min(likely, key=lambda near: len(near) != len(word), default="")


def _is_slip(word: str, meant: str) -> bool:
    if len(meant) < _SHORTEST or len(word) < _SWAPPED:
        return len(word) == len(meant) == _SWAPPED and sorted(word) == sorted(meant) and of_thumb(word, meant, 1)
    # "Food" is not "good".
    return (word[0] == meant[0] or word[:2] == meant[1::-1]) and of_thumb(word, meant, 1)


def _left(word: str) -> Iterator[str]:
    """The word, and what is left when one letter is missing: what one slip makes of another shares one of these."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _by_what_is_left(words: Sequence[str]) -> Mapping[str, Sequence[str]]:
    near: dict[str, list[str]] = {}
    for word in words:
        for left in dict.fromkeys(_left(word)):
            near.setdefault(left, []).append(word)
    return near
