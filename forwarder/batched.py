"""Calls of one script that travel as one call (each.lua): what stands before a script is made once for all of them.

In Redis's Lua that costs more than most scripts themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final

Values = Sequence[str | bytes | int]
Call = tuple[str, Values]

# Those that the pump asks for by the hundred.
_BATCHED: Final = frozenset({"claim", "look"})
# Nobody else is served meanwhile: three milliseconds.
MOST: Final = 25


def batched(calls: Iterable[Call]) -> list[tuple[Call, int]]:
    """The same calls in the same order; and how many each is, 0 for one that travels by itself."""
    made: list[tuple[Call, int]] = []
    for script, group in groupby(calls, key=lambda call: call[0]):
        alike = [values for _, values in group]
        if script not in _BATCHED or len(alike) == 1:
            made += [((script, values), 0) for values in alike]
            continue
        made += [_together(script, alike[at : at + MOST]) for at in range(0, len(alike), MOST)]
    return made


def _together(script: str, alike: Sequence[Values]) -> tuple[Call, int]:
    return (f"each+{script}", inside(alike)), len(alike)


def inside(alike: Iterable[Values]) -> list[str | bytes | int]:
    """Their values as each.lua takes them."""
    told: list[str | bytes | int] = []
    for values in alike:
        told += (len(values), *values)
    return told


def apart(answers: Iterable[Any], sizes: Iterable[int]) -> list[Any]:
    """What each call was answered. An error that concerns all of a call's is each one's."""
    told: list[Any] = []
    for answer, size in zip(answers, sizes, strict=True):
        if not size:
            told.append(answer)
        else:
            told += answer if isinstance(answer, list) else [answer] * size
    return told
