"""Count what each sign of a wish weighs (`normalizer/wish_weights.txt`):
`PYTHONPATH=. python tests/quality/wish_weights.py [--check]`.

Out of wishes that people wrote into complaints, of what only sounds like one, of variants made here, and of what
citizens write first. Half of the hands D and P, and all of R, is counted and not weighed. A text says that there is a
wish, not where: the sentence that weighs most is taken for it, three times over (multiple instances,
https://doi.org/10.1016/S0004-3702(96)00034-3). The same cases give the same table.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from regression import Regression
from wish_variants import VARIANTS

from forwarder.words_file import shipped
from normalizer import wish_score
from normalizer.flag_words import flag_word
from normalizer.flags import exact_flags
from normalizer.kept_back import kept_back
from normalizer.not_yet import told_not_yet
from normalizer.text import readable, words
from normalizer.wish_score import BIAS
from normalizer.wish_words import PROTECTION, SENDING

CASES = Path(__file__).parents[1] / "cases"
TABLE = Path(__file__).parents[2] / "normalizer" / wish_score.TABLE
COUNTED = ("D counted", "P counted", "R counted")
LEARNT = Regression(2, rounds=12, seeds=(1, 2, 3), least=2e-3, shrink=0.05)
_TURNS, _LEAST = 3, 5
# By its size what shrinks all weights hardly touches this one.
_BIAS_UNIT = 10.0
# Hands wrote whole complaints.
_HANDS_COUNT = 2
_SHORT = {
    PROTECTION: frozenset({"a", "ar", "r"}),
    SENDING: frozenset({"hold", "cancel"}),
}
_ORDERS = {
    PROTECTION: frozenset({"confidential", "anonymous"}),
    SENDING: frozenset({"cancel", "hold"}),
}
_PAIRS = Path(__file__).with_name("cases") / "hands.jsonl"
Bag = Sequence[frozenset[str]]


def told() -> Sequence[tuple[str, str, str]]:
    """Hand, wish ("" for none) and text."""
    return [tuple(json.loads(line)) for line in (CASES / "wishes_told.jsonl").read_text("utf-8").splitlines()]


def _rows(name: str) -> Iterator[Sequence[str]]:
    yield from map(json.loads, (CASES / name).read_text("utf-8").splitlines())


def _pairs() -> Iterator[Mapping[str, Mapping[str, str]]]:
    yield from map(json.loads, _PAIRS.read_text("utf-8").splitlines())


def _known(wish: str, text: str) -> bool:
    """Whether rules hear it: the sum is asked where they do not."""
    return bool(exact_flags(text)) if wish == PROTECTION else told_not_yet(text) or kept_back(text)


def wished(wish: str, without: Sequence[str]) -> list[str]:
    texts = [text for hand, asked, text in told() if asked == wish and hand not in without] * _HANDS_COUNT
    texts += VARIANTS[wish][0]
    texts += [text for kind, text in _rows("wishes.jsonl") if kind in _SHORT[wish]]
    # Words that name a flag are decided by rules.
    return [text for text in texts if wish != PROTECTION or not any(flag_word(word.folded) for word in words(text))]


def ordinary(wish: str, without: Sequence[str]) -> list[str]:
    others = {"", PROTECTION, SENDING} - {wish}
    texts = [text for hand, asked, text in told() if asked in others and hand not in without] * _HANDS_COUNT
    texts += VARIANTS[wish][1]
    # What citizens are answered comes back in quotes.
    said = [said for saying in shipped().values() for tongue in saying.values() for said in tongue.values()]
    texts += [*said, *map(_quoted, said)]
    rest = [text for kind, text in _rows("wishes.jsonl") if kind == "told"]
    rest += [text for _, kind, text in _rows("openings.jsonl") if wish == PROTECTION or kind not in ("command", "hold")]
    rest += [text for order, text in _rows("orders.jsonl") if order not in _ORDERS[wish]]
    rest += [side["text"] for pair in _pairs() for side in (pair["a"], pair["b"])]
    return texts + [text for text in rest if not _known(wish, text)]


def _quoted(said: str) -> str:
    lines = re.sub(r"\{\w+\}", "2218779091", said).replace("\n", "\n> ")
    return f"Jalan rusak di RT 5\n\nPada Senin, LAPOR menulis:\n> {lines}"


def weighed(wish: str, without: Sequence[str] = COUNTED) -> Mapping[str, float]:
    asked = [bag for text in wished(wish, without) if (bag := _bag(wish, text))]
    not_asked = dict.fromkeys(one for text in ordinary(wish, without) for one in _bag(wish, text))
    seen = Counter(sign for bag in asked for sign in frozenset().union(*bag))
    names = sorted(sign for sign, count in seen.items() if count >= _LEAST)
    kept = frozenset(names)
    table: Mapping[str, float] = {}
    for _ in range(_TURNS):
        likeliest = [max(bag, key=partial(_order, table)) for bag in asked]
        rows = [(1, _features(one & kept)) for one in likeliest]
        rows += [(0, _features(one)) for one in dict.fromkeys(one & kept for one in not_asked) if one]
        learnt = LEARNT.weighed(rows, [BIAS, *names])
        table = {sign: row[1] - row[0] for sign, row in learnt.items()}
    return {**table, BIAS: table[BIAS] * _BIAS_UNIT}


def _order(table: Mapping[str, float], one: frozenset[str]) -> tuple[float, Sequence[str]]:
    return sum(table.get(sign, 1.0) for sign in sorted(one)), sorted(one)


def _bag(wish: str, text: str) -> Bag:
    return wish_score.sentences(words(readable(text[:4_000])), wish)


def _features(signs: frozenset[str]) -> Sequence[tuple[str, float]]:
    return [(BIAS, _BIAS_UNIT), *((sign, 1.0) for sign in sorted(signs))]


def written() -> str:
    tables = {wish: weighed(wish) for wish in (PROTECTION, SENDING)}
    rows = [(wish, sign, known) for wish, table in tables.items() for sign, known in sorted(table.items())]
    return "".join(f"{wish} {sign} {known:.2f}\n" for wish, sign, known in rows if abs(known) >= 0.05)


def check() -> None:
    """Each hand judged by weights that have not seen it, by rules and sum together."""
    for wish in (PROTECTION, SENDING):
        for hand in ("C", "D", "P"):
            table = weighed(wish, (*COUNTED, hand))
            scores = [
                (99.0 if _known(wish, text) else wish_score.summed(table, _bag(wish, text)), asked)
                for of, asked, text in told()
                if of in (hand, f"{hand} counted")
            ]
            for bar in (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5):
                over = [asked for score, asked in scores if score >= bar]
                heard, none = over.count(wish), over.count("")
                print(f"{wish}, {hand}, bar {bar}: {heard} heard, {none} that wish for nothing, of {len(scores)}")


if __name__ == "__main__":
    if "--check" in sys.argv:
        check()
    else:
        TABLE.write_text(written(), "utf-8")
