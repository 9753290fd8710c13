"""Whether telling this in public is dangerous for whoever tells it: violence, children, bribes, threats, officials.

Protection is offered for such matters before they go on; a wrong offer costs a quarter of an hour, a missing one has
brought people to the police. Pure; time grows with the length of the text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from normalizer.sensitive_words import GENERAL, PHRASES
from normalizer.text import folded

# A complaint of 8,471 characters is the longest seen.
_READ = 20_000
_BETWEEN = r"(?: \w+){0,4}?"


def _pattern(phrase: str) -> str:
    """Words with one blank between; `…` for up to four others."""
    parts = phrase.replace("|", "\0").split(" ")
    made = ""
    for part in parts:
        made += _BETWEEN if part == "…" else f" (?:{part.replace(chr(0), '|')})"
    return made


def _compiled(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(_pattern, phrases)) + r")(?!\w)")


_TOPICS: Mapping[str, re.Pattern[str]] = {topic: _compiled(phrases) for topic, phrases in PHRASES.items()}
# What a phrase cannot do without: a word of each of its places. Looking for these costs a tenth of the search.
_NEEDS: Mapping[str, Sequence[Sequence[frozenset[str]]]] = {
    topic: [[frozenset(part.split("|")) for part in phrase.split(" ") if part != "…"] for phrase in phrases]
    for topic, phrases in PHRASES.items()
}
_FIRST = {topic: frozenset().union(*(needs[0] for needs in phrases)) for topic, phrases in _NEEDS.items()}


def sensitive(*texts: str) -> str:
    """The topic that makes it so (a constant of ours), the gravest first; "" when it is none."""
    # A title is most often the beginning of the text, cut.
    told = [text for text in texts if text and not any(text is not one and text.rstrip("…") in one for one in texts)]
    said = [f" {folded(text[:_READ])}" for text in told or texts[:1]]
    found = frozenset(word for text in said for word in text.split())
    topics = [topic for topic, first in _FIRST.items() if not first.isdisjoint(found) and _may_be(topic, found)]
    return next((topic for topic in topics if any(_meant(_TOPICS[topic], text) for text in said)), "")


def _may_be(topic: str, found: frozenset[str]) -> bool:
    return any(not any(map(found.isdisjoint, needs)) for needs in _NEEDS[topic])


def _meant(pattern: re.Pattern[str], text: str) -> bool:
    return any(not _general(text, at) for at in _places(pattern, text))


def _places(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    return (found.start() for found in pattern.finditer(text))


def _general(text: str, at: int) -> bool:
    return bool(GENERAL.intersection(text[:at].split(" ")[-2:]))
