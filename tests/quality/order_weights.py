"""Count the weights of `normalizer/order_tenor.txt` out of orders, of what only looks like one, and of both in one
message, which orders nothing: `make weights`.

The same cases give the same table.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from regression import Features, Regression

from normalizer.commands import Command
from normalizer.order_table import NO_ORDER, SCALE, TABLE
from normalizer.order_tenor import LONGEST, heard, parts_of, seen_in
from normalizer.parts import Kind
from normalizer.short_number import number_in

CASES = Path(__file__).parents[1] / "cases"
COMPLAINTS = Path(__file__).parent / "cases"
COLUMNS: Sequence[str] = [NO_ORDER, *Command]
LEARNT = Regression(len(COLUMNS), rounds=8, seeds=(1, 2), least=1e-3)
LEAST_SEEN, LEAST_WEIGHT = 2, 5
MIXED, MIXED_SEED = 2_500, 7
# What a word's beginning or ending, and what two neighbours count beside a whole word.
PART, PAIR = 0.6, 0.7
Row = tuple[str, str]


def share(form: str) -> float:
    return PAIR if "_" in form else PART if "-" in form else 1


def features(text: str) -> Features:
    said = heard(text, *number_in(text))
    found = Counter(form for word in said for form in parts_of(word))
    found.update(seen_in(said, text))
    return [(form, count * share(form)) for form, count in found.items()]


def known() -> list[Row]:
    ordered: list[Row] = [
        (command or NO_ORDER, text)
        for command, text in map(json.loads, (CASES / "orders.jsonl").read_text("utf-8").splitlines())
    ]
    opened = list(_opened({text for _, text in ordered}))
    told = list(_told())
    rows = [*ordered, *opened, *((NO_ORDER, text) for text in told), *_mixed(ordered, opened, told)]
    return [(command, text) for command, text in rows if len(text) <= LONGEST]


def _opened(seen: set[str]) -> Iterator[Row]:
    """Other first messages, but for those held out and those whose order nobody wrote down."""
    for half, kind, text in map(json.loads, (CASES / "openings.jsonl").read_text("utf-8").splitlines()):
        if half == "tuned" and text not in seen and kind not in (Kind.COMMAND, Kind.YESNO):
            yield (kind if kind in (Kind.STATUS, Kind.HELP) else NO_ORDER), text


def _told() -> Iterator[str]:
    for part in sorted(COMPLAINTS.glob("*.txt")):
        for line in filter(None, part.read_text("utf-8").splitlines()):
            yield (line[2:] if line[:2] in ("= ", "! ") else line)[:LONGEST]


def _mixed(ordered: Sequence[Row], opened: Sequence[Row], told: Sequence[str]) -> Iterator[Row]:
    """Who complains and orders in one message complains."""
    draw = random.Random(MIXED_SEED)
    asks = [text for command, text in ordered if command not in (NO_ORDER, Command.LAPOR) and " " in text]
    tells = [text for command, text in opened if command == NO_ORDER and " " in text] + list(told)
    tells = [text for text in tells if len(text) < LONGEST * 2 // 3]
    for _ in range(MIXED):
        both = [draw.choice(tells).rstrip(". "), draw.choice(asks)]
        draw.shuffle(both)
        yield NO_ORDER, draw.choice((", ", ". ", " ", "; ")).join(both)


def weighed(rows: Sequence[Row]) -> Mapping[str, Sequence[float]]:
    """For each form that was seen more than once its weight for each column: the mean of what several orders give."""
    seen = [(COLUMNS.index(command), features(text)) for command, text in rows]
    often = Counter(form for _, found in seen for form, _ in found)
    forms = [form for form, count in often.items() if count >= LEAST_SEEN]
    seen = [(at, [pair for pair in found if often[pair[0]] >= LEAST_SEEN]) for at, found in seen]
    return LEARNT.weighed(seen, forms)


def written(weights: Mapping[str, Sequence[float]]) -> str:
    lines = [" ".join(["form", *COLUMNS])]
    for form in sorted(weights):
        row = [max(-99, min(99, round(SCALE * share(form) * weight))) for weight in weights[form]]
        # A whole word stands here to be known, however little it weighs.
        if max(row) - min(row) >= LEAST_WEIGHT or share(form) == 1:
            lines.append(" ".join([form, *map(str, row)]))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    place = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parents[2] / "normalizer" / TABLE
    place.write_text(written(weighed(known())), "utf-8")
