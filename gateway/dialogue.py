"""A part of `satupintu complaints show`: the agency's questions, and what citizens added, each with where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

from forwarder.dialogue import Addition, Dialogue
from gateway.moments import at_ms
from gateway.terminal import printable
from normalizer.privacy import mask

_STANDS: Final = {"due": "waits to be told", "sent": "the central system has it", "withdrawn": "not told: it was over"}


def spoken(found: Dialogue, zone: ZoneInfo, *, unmask: bool) -> Iterator[str]:
    """Lines, by when they came in; with `unmask` also the words."""
    asked = [(one.at_ms, "the agency asked", one.words) for one in found.questions]
    added = [(one.at_ms, _added(one), one.words) for one in found.additions]
    for when, what, words in sorted(asked + added, key=lambda row: row[0]):
        size = f"; [{len(words)} characters]" if words and not unmask else ""
        yield printable(f"{'said':<14} {at_ms(when, zone)}  {what}{size}")
        yield from (printable(f"  {line}") for line in words.splitlines() if unmask)


def _added(one: Addition) -> str:
    what = "files that were late" if one.files else "a citizen added"
    into = f" to {one.into}" if one.into else ""
    why = f" ({mask(one.why)})" if one.why and one.state != "sent" else ""
    return f"{what}{into}: {_STANDS.get(one.state, one.state)}{why}"
