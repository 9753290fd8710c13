"""One Lua script out of its parts: with every call Redis makes each function of it anew, needed or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

# Our scripts' own form: a function at the top begins so and ends with an `end` at the margin, or on its own line.
_BEGINS: Final = re.compile(r"local function (\w+)")
_ENDS: Final = re.compile(r"end\b")


_WORDS: Final = re.compile(r"\w+")


def joined(before: str, script: str) -> str:
    """`script` behind those functions of `before` that it calls, or that they call; all else of `before` stays. A local
    function knows only those above it, so one look from below is enough."""
    kept, named = [script], set(_WORDS.findall(script))
    for name, block, words in _parts(before):
        if not name or name in named:
            kept.append(block)
            named |= words
    return "".join(reversed(kept))


@lru_cache(maxsize=2)  # each process needs dozens of scripts behind the same text
def _parts(before: str) -> Sequence[tuple[str, str, frozenset[str]]]:
    """From below: name, text and words of each block."""
    return [(name, block, frozenset(_WORDS.findall(block))) for name, block in reversed(list(_blocks(before)))]


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Name and text of each function at the top; "" and a line for everything else."""
    lines = iter(text.splitlines(keepends=True))
    for line in lines:
        begins = _BEGINS.match(line)
        if not begins:
            yield "", line
        elif line.rstrip().endswith(" end"):
            yield begins[1], line
        else:
            yield begins[1], line + "".join(_until_end(lines))


def _until_end(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line
        if _ENDS.match(line):
            return
