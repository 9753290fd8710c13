"""Protection taken together, or taken away: apart from reading it out of words, which few programs need."""

from __future__ import annotations

from normalizer.schema import UNPROTECTED, Flags


def united(*flags: Flags) -> Flags:
    """What any of them asks for."""
    asked = list(filter(None, flags))  # most ask for nothing
    return Flags(any(each.anonim for each in asked), any(each.rahasia for each in asked)) if asked else UNPROTECTED


def without(asked: Flags, opened: Flags) -> Flags:
    """What is left of what was asked for."""
    return Flags(asked.anonim and not opened.anonim, asked.rahasia and not opened.rahasia)
