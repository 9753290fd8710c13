"""Count how common words are (`normalizer/likeness_common.txt`) and what each sign weighs (`likeness_weights.txt`):
`PYTHONPATH=. python tests/quality/likeness_weights.py [--check]`.

Of what citizens write first, and of the pairs of four hands with one in twenty-one of those the generator makes. The
closed hands' and the held-out texts are not weighed. The same cases give the same tables.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from hands import OPEN, hands
from pairs import Case, Pair, cases, pairs
from regression import Regression

from gateway.judge_read import read_told
from normalizer import likeness_common, likeness_score
from normalizer.likeness import compare, gist
from normalizer.likeness_met import Pair as Beside
from normalizer.likeness_signs import signs
from normalizer.likeness_text import meaning

PLACE = Path(__file__).parents[2] / "normalizer"
OPENINGS = Path(__file__).parents[1] / "cases" / "openings.jsonl"
PARTS = ("tuned", "fresh", "second", "third")
LEARNT = Regression(2, rounds=60, seeds=(1, 2, 3), shrink=1e-3)
EVERY, SEED, FOLDS = 21, 1, 10
# What is judged by its date or its flags alone says nothing of words.
_BY_RULE = ("recurrence", "protected")
Row = tuple[int, Mapping[str, float]]


def common() -> str:
    texts = [text for _, _, text in map(json.loads, OPENINGS.read_text("utf-8").splitlines())]
    counts = Counter(form for text in texts for form in {meaning(word)[0] for word in gist(text).flat.split()})
    return "".join([f"{len(texts)}\n", *(f"{form} {count}\n" for form, count in sorted(counts.items()) if count > 1)])


def made() -> Sequence[Pair]:
    """The generator's, of the older texts and of the open hands' first ones."""
    told = [pair for part in PARTS for pair in pairs(cases(part), SEED)]
    firsts = [Case(pair.a["text"]) for pair in hands(OPEN) if pair.same_person]
    told += pairs(firsts, SEED)
    kept = [pair for pair in told if pair.kind not in _BY_RULE]
    random.Random(SEED).shuffle(kept)
    return kept[::EVERY]


def rows(of: Iterable[Pair]) -> list[Row]:
    found: list[Row] = []
    for pair in of:
        a, b = read_told(pair.a), read_told(pair.b)
        like = compare(a.gist, b.gist, one_person=True)
        # Facts that differ decide by themselves.
        if a.person and a.person == b.person and not like.differ:
            found.append((int(pair.same_person), signs(Beside.of(a.gist, b.gist), like)))
    return found


def weighed(seen: Sequence[Row]) -> Mapping[str, float]:
    """Signs are weighed in the unit in which each of them varies."""
    names = sorted(seen[0][1])
    units = {name: _unit([found[name] for _, found in seen]) for name in names}
    scaled = [(is_, [("bias", 1.0), *((name, found[name] / units[name]) for name in names)]) for is_, found in seen]
    weights = LEARNT.weighed(scaled, ["bias", *names])
    return {name: (row[1] - row[0]) / units.get(name, 1.0) for name, row in weights.items()}


def _unit(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5 or 1.0


def written(weights: Mapping[str, float]) -> str:
    return "".join(f"{name} {weight:.2f}\n" for name, weight in sorted(weights.items()))


def check() -> None:
    """Each tenth of the hands' pairs judged by weights of the rest: wrong links and recall by where the bar is."""
    told, others = rows(hands(OPEN)), rows(made())
    random.Random(SEED).shuffle(told)
    scores: list[tuple[float, int]] = []
    for fold in range(FOLDS):
        table = weighed([row for at, row in enumerate(told) if at % FOLDS != fold] + others)
        scores += [(likeness_score.summed(table, found), is_) for is_, found in told[fold::FOLDS]]
    links = sum(is_ for _, is_ in scores)
    for bar in [tenth / 10 for tenth in range(10, 42, 2)]:
        over = [is_ for score, is_ in scores if score >= bar]
        print(f"bar {bar}: {len(over) - sum(over)} wrong, {sum(over)} of {links} links found")


if __name__ == "__main__":
    if "--check" in sys.argv:
        check()
    else:
        (PLACE / likeness_common.TABLE).write_text(common(), "utf-8")
        (PLACE / likeness_score.TABLE).write_text(written(weighed(rows([*hands(OPEN), *made()]))), "utf-8")
