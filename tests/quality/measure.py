"""Precision and recall of `satupintu judge` on made pairs: `python tests/quality/measure.py [part] [-v]`."""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from hands import CLOSED, OPEN, hands
from pairs import Pair, cases, pairs

from gateway.judge import judge_pair

SEEDS = (1, 2)
# Pairs of a closed hand are counted, with their name, and never read.
HANDS = {"hands": OPEN, **{f"hand{hand}": (hand,) for hand in OPEN + CLOSED}}
UNREAD = {f"hand{hand}" for hand in CLOSED}


@dataclass
class Count:
    """For one of the two questions."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    refused: int = 0
    misses: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, *, wanted: bool, said: bool) -> None:
        self.of[kind] += 1
        if wanted != said:
            self.misses[kind] += 1
        if wanted:
            self.right += said
            self.missed += not said
        else:
            self.wrong += said
            self.refused += not said


def wilson(hits: int, of: int) -> tuple[float, float, float]:
    """Share and its 95 % interval: https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval."""
    if not of:
        return 0.0, 0.0, 1.0
    z, share = 1.959964, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return share, max(0.0, middle - reach), min(1.0, middle + reach)


def measure(made: Iterable[Pair], told: list[tuple[Pair, str]] | None = None) -> tuple[Count, Count]:
    """Counts for "same person, same complaint" and for "same problem"."""
    person, problem = Count(), Count()
    for pair in made:
        said = judge_pair({"a": pair.a, "b": pair.b})
        person.add(pair.kind, wanted=pair.same_person, said=bool(said["same_person_same_complaint"]))
        problem.add(pair.kind, wanted=pair.same_problem, said=bool(said["same_problem"]))
        if told is not None and said["same_problem"] != pair.same_problem:
            told.append((pair, str(said["why"])))
    return person, problem


def _line(name: str, count: Count) -> str:
    precision = wilson(count.right, count.right + count.wrong)
    recall = wilson(count.right, count.right + count.missed)
    shares = [f"{share:.4f} ({low:.4f}–{high:.4f})" for share, low, high in (precision, recall)]
    cells = [name, count.right + count.missed, count.wrong + count.refused, count.wrong, count.missed, *shares]
    return f"| {' | '.join(map(str, cells))} |"


def main(half: str, *, loud: bool) -> None:
    told: list[tuple[Pair, str]] = []
    if half in HANDS:
        made = list(hands(HANDS[half]))
        print(f"\n{half}: {len(made)} pairs\n")
    else:
        found = cases(half)
        made = [pair for seed in SEEDS for pair in pairs(found, seed)]
        print(f"\n{half}: {len(found)} texts, seeds {SEEDS}, {len(made)} pairs\n")
    person, problem = measure(made, told)
    print("| question | links | others | wrong links | missed | precision (95 %) | recall (95 %) |")
    print("|---|---|---|---|---|---|---|")
    print(_line("same person, same complaint", person))
    print(_line("same problem", problem))
    print(
        "\nMisses by kind: "
        + ", ".join(f"{kind} {n} of {problem.of[kind]}" for kind, n in problem.misses.most_common())
    )
    if loud and half not in UNREAD:
        for pair, why in told:
            print(f"\n[{pair.kind}] wanted {pair.same_problem}: {why}\n  A {pair.a['text']}\n  B {pair.b['text']}")


if __name__ == "__main__":
    chosen = [one for one in sys.argv[1:] if not one.startswith("-")]
    chosen = chosen or ["heldout", "fresh", "second", "third", "tuned", "hands"]
    for one in chosen:
        main(one, loud="-v" in sys.argv)
