"""How lists of words are written: between quotes, a blank or a line's end between two."""

from __future__ import annotations


def set_of(text: str) -> frozenset[str]:
    return frozenset(text.split())
