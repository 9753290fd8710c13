"""How common a word's form is in what citizens write, read from `likeness_common.txt` when one person's second text is
compared; `tests/quality/likeness_weights.py` counts it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

TABLE = "likeness_common.txt"


@lru_cache(maxsize=1)
def _counted() -> tuple[int, Mapping[str, int]]:
    """Of how many texts, and in how many of them each form stands; what stands in one only is not there."""
    head, *lines = (files("normalizer") / TABLE).read_text("utf-8").splitlines()
    return int(head), {form: int(count) for form, count in map(str.split, lines)}


@lru_cache(maxsize=2_048)
def rarity(form: str) -> float:
    """0 for what all say, 1 for what nobody else says: https://en.wikipedia.org/wiki/Tf-idf."""
    of, counts = _counted()
    return math.log((of + 1) / (counts.get(form, 0) + 1)) / math.log(of + 1)


def seen_by_many(form: str) -> bool:
    """What nobody else says is mostly a name."""
    return form in _counted()[1]
