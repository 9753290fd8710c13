"""How alike two texts are does not depend on the order in which a process walks through its sets."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

COMPARES = """
import dataclasses, json, pathlib
from normalizer.likeness import compare, gist
from normalizer.likeness_score import named, score
from normalizer.likeness_met import Pair
from normalizer.likeness_signs import signs

lines = map(json.loads, pathlib.Path("tests/cases/openings.jsonl").read_text().splitlines())
texts = [text for _, kind, text in lines if kind == "complaint" and len(text) > 60][:250]
for text, after in zip(texts, texts[1:]):
    words = text.split()
    # As somebody tells it again: in another order, with less of it, with something of another matter.
    for again in (" ".join(words[len(words) // 2 :] + words[: len(words) // 2]), " ".join(words[2:]), text + after):
        a, b = gist(text), gist(again)
        like = compare(a, b)
        found = signs(Pair.of(a, b), like)
        said = (like.part, like.whole, like.shared, like.rare, like.place, sorted(found.items()))
        print(said, score(found), named(found, speaking_for=True), named(found, speaking_for=False))
"""


def compared(seed: int) -> list[str]:
    env = {**os.environ, "PYTHONHASHSEED": str(seed)}
    done = subprocess.run([sys.executable, "-c", COMPARES], env=env, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.mark.process
def test_every_process_weighs_the_same() -> None:
    """On Python 3.11 a sum of floats depends on their order in its last digit, and that of a set on the process."""
    first, *others = map(compared, range(4))
    assert len(first) > 500
    for other in others:
        assert [(one, two) for one, two in zip(first, other, strict=True) if one != two][:3] == []
