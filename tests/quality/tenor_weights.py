"""Count the weights of `normalizer/tenor.txt` out of messages whose kind is known: `make weights`.

The same cases give the same table.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from regression import Features, Regression

from normalizer.parts import Kind
from normalizer.tenor import LONGEST, PART, SCALE, TABLE, forms_of, heard, known_of, pairs_of, seen_in

CASES = Path(__file__).parents[1] / "cases"
COMPLAINTS = Path(__file__).parent / "cases"
# An order and an answer are told by rules alone: the table would not know which.
KINDS: Sequence[Kind] = [kind for kind in Kind if kind not in (Kind.COMMAND, Kind.YESNO)]
LEARNT = Regression(len(KINDS), rounds=12, seeds=(1, 2, 3))
# What weighs less than four tenths in all kinds decides 3 messages of 3,520, and takes a fifth of the memory.
LEAST_SEEN, LEAST_WEIGHT = 2, 4
# Two words together say more than each by itself, or are there by chance.
PAIRS_SEEN = 3


def features(text: str) -> Features:
    told, said = heard(text)
    found = Counter(form for word in said for form in forms_of(word))
    found.update(seen_in(text, said))
    found.update(known_of(text, told))
    found.update(pairs_of(said))
    return [(form, count * (PART if "-" in form else 1)) for form, count in found.items()]


def known() -> list[tuple[Kind, str]]:
    """What rules were tuned on; the held-out messages stay out here, too."""
    lines = (CASES / "openings.jsonl").read_text("utf-8").splitlines()
    rows = [(Kind(kind), text) for half, kind, text in map(json.loads, lines) if half == "tuned"]
    lines = (CASES / "triage.jsonl").read_text("utf-8").splitlines()
    rows += [(Kind(kind.partition("+")[0]), text) for kind, _, text in map(json.loads, lines)]
    for part in sorted(COMPLAINTS.glob("*.txt")):
        told = filter(None, part.read_text("utf-8").splitlines())
        rows += [(Kind.COMPLAINT, line[2:] if line[:2] in ("= ", "! ") else line) for line in told]
    return [(kind, text) for kind, text in rows if kind in KINDS and len(text) <= LONGEST]


def weighed(rows: Sequence[tuple[Kind, str]]) -> Mapping[str, Sequence[float]]:
    """For each form that was seen more than once its weight for each kind: the mean of what several orders give."""
    seen = [(KINDS.index(kind), features(text)) for kind, text in rows]
    often = Counter(form for _, found in seen for form, _ in found)
    forms = [form for form, count in often.items() if count >= (PAIRS_SEEN if "_" in form else LEAST_SEEN)]
    kept = frozenset(forms)
    seen = [(kind, [pair for pair in found if pair[0] in kept]) for kind, found in seen]
    return LEARNT.weighed(seen, forms)


def written(weights: Mapping[str, Sequence[float]]) -> str:
    lines = [" ".join(["form", *KINDS])]
    for form in sorted(weights):
        row = [max(-99, min(99, round(SCALE * weight))) for weight in weights[form]]
        if max(map(abs, row)) >= LEAST_WEIGHT:
            lines.append(" ".join([form, *map(str, row)]))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    place = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parents[2] / "normalizer" / TABLE
    place.write_text(written(weighed(known())), "utf-8")
