"""What one complaint costs against 10,000 recent ones, and how often the sketch finds its like: `weigh.py`."""

from __future__ import annotations

import time
import tracemalloc

from pairs import Pair, cases, pairs
from recent import Recent

from gateway.judge_read import read_told
from normalizer.likeness_rules import Told, verdict
from normalizer.likeness_sketch import sketch

RECENT = 10_000


def filled(half: str, size: int = RECENT) -> tuple[Recent[int], list[Told], list[Pair]]:
    """An index of `size` complaints made of a half's texts in all their variants, under other names of places."""
    made = [pair for seed in range(1, 40) for pair in pairs(cases(half), seed)]
    told = [read_told(pair.b) for pair in made[::3][:size]]
    index: Recent[int] = Recent()
    for at, one in enumerate(told):
        index.add(at, [key[1:] for key in sketch(one.gist)])
    return index, told, made


def found_share(half: str) -> tuple[int, int]:
    """Of strangers' pairs that `verdict` calls one problem: how many the ledger would compare; how many there are."""
    hits = total = 0
    for pair in pairs(cases(half), 1):
        if pair.same_problem and not pair.same_person:
            a, b = read_told(pair.a), read_told(pair.b)
            if verdict(a, b).same_problem:
                total += 1
                there = {key[1:] for key in sketch(a.gist)}
                shared = [key for key in sketch(b.gist) if key[1:] in there]
                hits += len(shared) > 1 or any(key.startswith("s") for key in shared)
    return hits, total


def main() -> None:
    tracemalloc.start()
    index, told, made = filled("tuned")
    grown = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    sides = [pair.a for pair in made[1::37]][:1_000]
    whole, searching = 0.0, 0.0
    for side in sides:
        begun = time.process_time()
        one = read_told(side)
        read = time.process_time()
        for at in index.candidates([key[1:] for key in sketch(one.gist)]):
            verdict(one, told[at])
        whole += time.process_time() - begun
        searching += time.process_time() - read
    print(
        f"\n{len(told)} recent, {len(sides)} new: {whole / len(sides) * 1e3:.3f} ms each, of it searching and comparing"
    )
    print(f"{searching / len(sides) * 1e3:.3f} ms; index and gists hold {grown / 1e6:.1f} MB")
    for half in ("tuned", "heldout"):
        hits, total = found_share(half)
        print(f"{half}: the sketch finds {hits} of {total} strangers' complaints that are judged the same problem")


if __name__ == "__main__":
    main()
