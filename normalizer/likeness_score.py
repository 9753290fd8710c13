"""One sum of all signs that one person's two texts tell of one complaint: a table of weights, read and not learned.

`tests/quality/likeness_weights.py` counts the table out of pairs whose answer is known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

TABLE = "likeness_weights.txt"
# In a natural logarithm's units. The lowest of those tried at which the generated parts and the open hands' pairs
# had no smaller share of right links than before, but for one link in a thousand (docs/quality.md).
BAR = 2.8
_NAMED = 3


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, float]:
    lines = (files("normalizer") / TABLE).read_text("utf-8").splitlines()
    return {name: float(weight) for name, weight in map(str.split, lines)}


def score(found: Mapping[str, float]) -> float:
    return summed(_weights(), found)


def summed(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    # Rounded once: where it is the bar itself, no order, no process and no version of Python decides.
    return math.fsum((weights["bias"], *(weights[name] * value for name, value in found.items())))


def named(found: Mapping[str, float], *, speaking_for: bool) -> str:
    """The signs that weigh most on that side, without any words of theirs."""
    side = 1 if speaking_for else -1
    ranked = sorted(found, key=lambda name: -side * _weights()[name] * found[name])
    return ", ".join(name for name in ranked[:_NAMED] if side * _weights()[name] * found[name] > 0)
