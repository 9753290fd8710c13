"""A pattern that is looked for only in texts that hold what none of its matches can lack.

`re` tries every alternative wherever a word begins, and takes several times as long where letters may be large or
small. Nearly no text holds any of a long pattern's stems, and whether it does is known in a microsecond. The stems are
read from the pattern itself, as RE2 does it, so that the two cannot disagree:
https://github.com/google/re2/blob/main/re2/prefilter.h
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any

_parser: Any = importlib.import_module("re._parser")
# A place that may be any of more words than this tells too little.
_MOST = 100
# A letter, or how it may be written, is taken as it is; of more ("any digit") nothing is known.
_MOST_SIGNS = 4
# Longer stems are in no fewer texts.
_LONG = 4

_ESCAPED, _FLAGS = re.compile(r"\\.", re.DOTALL), re.compile(r"\(\?[a-z-]+[:)]")
_Words = frozenset[str]
_NOTHING: _Words = frozenset({""})


class Prefiltered:
    """`pattern` is written in small letters: where case is ignored, a text of ASCII is read in small letters, too."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._said, self._flags = pattern, flags
        self._any_case = bool(flags & re.IGNORECASE)  # asking `RegexFlag` takes longer than most looks at a text

    # Such patterns are long: each is read when it is needed first, and no process waits for it when it begins.
    @cached_property
    def stems(self) -> tuple[str, ...]:
        return stems_of(self._said, self._flags)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self._said, self._flags)

    @cached_property
    def _small(self) -> re.Pattern[str]:
        return re.compile(self._said, self._flags & ~re.IGNORECASE)

    def found_in(self, text: str) -> bool:
        """Whether the pattern stands anywhere. What case ignored means beyond ASCII only `re` itself knows."""
        if not text.isascii():
            return self.pattern.search(text) is not None
        text = text.lower() if self._any_case else text
        return any(map(text.__contains__, self.stems)) and self._small.search(text) is not None

    def replaced_in(self, text: str, said: str) -> str:
        """A text in small letters, with something else for whatever the pattern finds."""
        perhaps = not text.isascii() or any(map(text.__contains__, self.stems))
        return self.pattern.sub(said, text) if perhaps else text


def stems_of(pattern: str, flags: int = 0) -> tuple[str, ...]:
    """At least one of these stands in whatever the pattern matches. Raise ValueError for a pattern that needs none, or
    has large letters."""
    plain = _ESCAPED.sub("", pattern)
    if plain != plain.lower() or _FLAGS.search(plain):
        raise ValueError("write this pattern in small letters, and its flags beside it")
    stems = _best(_needed(_parser.parse(pattern, flags)))
    if stems == _NOTHING:
        raise ValueError("nothing stands in all that this pattern finds")
    short = sorted(stems, key=lambda stem: (len(stem), stem))
    return tuple(stem for at, stem in enumerate(short) if not any(one in stem for one in short[:at]))


def _best(choices: Iterable[_Words]) -> _Words:
    """The longest stems, and the fewest of these."""
    return max(choices, key=lambda words: (min(_LONG, *map(len, words)), -len(words)), default=_NOTHING)


def _needed(signs: Iterable[tuple[Any, Any]]) -> Sequence[_Words]:
    """Of what must stand one behind the other: sets of words, of each of which one must be there."""
    found: list[_Words] = []
    run = _NOTHING
    for sign in signs:
        words = _exactly(sign)
        if words and len(run) * len(words) <= _MOST:
            run = frozenset(one + other for one in run for other in words)
            continue
        found.append(run)
        run = frozenset(words) or _NOTHING
        found += [] if words else _inside(*sign)
    return [words for words in (*found, run) if "" not in words]


def _inside(kind: Any, what: Any) -> Sequence[_Words]:
    """Of one sign that may be more than a few words."""
    name = str(kind)
    if name == "SUBPATTERN":
        return _needed(what[-1])
    if name.endswith("REPEAT") and what[0]:
        return _needed(what[-1])
    if name == "BRANCH":
        ways = [_best(_needed(way)) for way in what[1]]
        return [] if _NOTHING in ways else [frozenset().union(*ways)]
    return []


def _exactly(sign: tuple[Any, Any]) -> Collection[str]:
    """All that a sign may stand for; none for what may be anything. What has no width changes no word."""
    kind, what = str(sign[0]), sign[1]
    if kind == "LITERAL":
        return [chr(what)]
    if kind in ("AT", "ASSERT", "ASSERT_NOT"):
        return [""]
    if kind == "IN":
        return [chr(code) for name, code in what] if _is_few(what) else []
    if kind == "SUBPATTERN":
        return _all_of(what[-1])
    if kind == "BRANCH":
        ways = [_all_of(way) for way in what[1]]
        return frozenset().union(*ways) if all(ways) else []
    optional = kind.endswith("REPEAT") and what[:2] == (0, 1)
    words = _all_of(what[-1]) if optional else []
    return {*words, ""} if words else []


def _is_few(signs: Sequence[tuple[Any, Any]]) -> bool:
    return len(signs) <= _MOST_SIGNS and all(str(name) == "LITERAL" for name, _ in signs)


def _all_of(signs: Iterable[tuple[Any, Any]]) -> _Words:
    """Each word that such a run of signs may be; none if there are too many."""
    run = _NOTHING
    for sign in signs:
        words = _exactly(sign)
        if not words or len(run) * len(words) > _MOST:
            return frozenset()
        run = frozenset(one + other for one in run for other in words)
    return run
