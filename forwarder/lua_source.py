"""One Lua script out of its parts: with every call Redis makes each function of it anew, needed or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# Our scripts' own form: a function at the top begins so and ends with an `end` at the margin, or on its own line.
_BEGINS: Final = re.compile(r"local function (\w+)")
_ENDS: Final = re.compile(r"end\b")


def joined(before: str, script: str) -> str:
    """`script` behind those functions of `before` that it calls, or that they call; all else of `before` stays. A local
    function knows only those above it, so one look from below is enough."""
    kept = script
    for name, block in reversed(list(_blocks(before))):
        if not name or re.search(rf"\b{name}\b", kept):
            kept = block + kept
    return kept


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
