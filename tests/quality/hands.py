"""Pairs by seven hands who knew no rule, 700, 450, 240 and 180 each: second wordings and hard neighbours."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pairs import CASES, Pair

HANDS = (1, 2, 3, 4, 5, 6, 7)
# Rules and weights may look at the open ones; of the others only counts are known.
OPEN, CLOSED = (1, 2, 4, 6), (3, 5, 7)


def hands(of: Iterable[int] = HANDS) -> Iterator[Pair]:
    wanted = frozenset(of)
    for row in map(json.loads, (CASES / "hands.jsonl").read_text("utf-8").splitlines()):
        if row["hand"] in wanted:
            yield Pair(_kind(row), row["a"], row["b"], row["same_person"], row["same_problem"])


def _kind(row: dict[str, object]) -> str:
    told = "the same" if row["same_person"] else "another's problem as well" if row["same_problem"] else "a neighbour"
    return f"hand {row['hand']}: {told}"
