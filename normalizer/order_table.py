"""The weights of `normalizer.order_tenor`, read from `order_tenor.txt` when the first short message comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from normalizer.commands import Command

TABLE = "order_tenor.txt"
NO_ORDER = "none"
# The table holds tenths of a natural logarithm's unit.
SCALE = 10
# By how much more a word speaks for some order than for none.
_SPEAKS = SCALE // 2


@lru_cache(maxsize=1)
def table() -> tuple[Sequence[Command | None], Mapping[str, bytes]]:
    """A weight of 0 is the byte 128, which all columns of a row share: only what lies between two of them counts."""
    with (files("normalizer") / TABLE).open(encoding="utf-8") as lines:
        columns = [None if name == NO_ORDER else Command(name) for name in next(lines).split()[1:]]
        rows = map(str.split, lines)
        return columns, {form: bytes(128 + int(weight) for weight in weights) for form, *weights in rows}


def is_word(word: str) -> bool:
    """Whether people were seen to write it, more than once, in orders or in what is none."""
    return word in table()[1]


def is_ordering(word: str) -> bool:
    """Whether it speaks for an order, of those that `is_word` knows."""
    columns, weights = table()
    row = weights[word]
    return max(row) >= row[columns.index(None)] + _SPEAKS


def ordering() -> Sequence[str]:
    return [word for word in table()[1] if word.isalpha() and is_ordering(word)]
