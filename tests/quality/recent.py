"""Recent complaints by their sketches, in memory: who might tell of the same problem."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeVar

# The newest of a key's complaints are looked at: a flood of copies costs no more than one.
_PER_KEY, _MOST = 16, 8

Key = TypeVar("Key", bound=Hashable)


class Recent(Generic[Key]):
    """Keeps the newest sixteen of every key; memory grows with the number of keys, not with a flood."""

    def __init__(self) -> None:
        self._lists: dict[str, deque[Key]] = {}

    def add(self, one: Key, keys: Iterable[str]) -> None:
        for key in keys:
            self._lists.setdefault(key, deque(maxlen=_PER_KEY)).append(one)

    def candidates(self, keys: Iterable[str]) -> Sequence[Key]:
        """At most eight, those that share the most keys first."""
        shared = Counter(one for key in keys for one in self._lists.get(key, ()))
        return [one for one, _ in shared.most_common(_MOST)]
