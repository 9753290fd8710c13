"""A call for help that no rule names, with something beside it: a subject, a photo, LAPOR, RAHASIA."""

from __future__ import annotations

from normalizer.parts import Kind
from normalizer.tenor import LONGEST, tenor
from normalizer.text import readable, words

# They say nothing of what is told, and begin nothing that the weights were counted of.
_AHEAD = frozenset({"lapor", "rahasia", "anonim", "confidential", "anonymous"})


def weighs_as_emergency(said: str, ruled: Kind) -> bool:
    """Whether its words speak for danger rather than for what a rule takes it for. Pure and total."""
    if len(said) > LONGEST + max(map(len, _AHEAD)):
        return False
    first = next((word for word in words(said) if word.folded not in _AHEAD), None)
    return first is not None and tenor(readable(said)[first.start :], ruled) is Kind.EMERGENCY
