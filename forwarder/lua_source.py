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
# A line that only tells something; `--INNER` is none.
_COMMENT: Final = re.compile(r"\s*(?:-- .*)?")


def bare(script: str) -> str:
    """Without comments. Redis and each process keep every script whole, and for a single letter that is none of ASCII
    Python takes two bytes for each."""
    return "".join(line for line in script.splitlines(keepends=True) if not _COMMENT.fullmatch(line.rstrip()))


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
    """From below: name, text and the functions' names among the words of each block."""
    blocks = list(_blocks(before))
    names = frozenset(filter(None, (name for name, _ in blocks)))
    return [(name, block, names.intersection(_WORDS.findall(block))) for name, block in reversed(blocks)]


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
