"""By what a complaint is found to be one that is there already, and what it would add to that one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from forwarder.added import Added
from forwarder.seal import Hasher
from forwarder.supplement_text import supplement_text
from forwarder.unnamed import writers
from normalizer.likeness import Gist
from normalizer.likeness_rules import Told, metres_between
from normalizer.likeness_sketch import sketch
from normalizer.likeness_text import meaning
from normalizer.schema import Complaint

Kinds = Mapping[str, frozenset[str]]
WORDS, FILES = "w", "f"
# Within so many metres two pins tell of one spot.
_SAME_SPOT = 25.0
_NUMBER = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Found:
    """What is decided of a claim by comparing it with those in `seen`. `link`: a complaint of the same person that this
    is once more, with the `parts` that go there as a supplement and their bytes (`more`). `related`: others' complaints
    about the same problem; `recurs`: an older one of the same person."""

    link: str = ""
    related: tuple[str, ...] = ()
    recurs: str = ""
    parts: str = ""
    more: bytes = field(default=b"", repr=False)
    seen: tuple[str, ...] = ()


NOTHING = Found()


@dataclass(frozen=True, slots=True)
class Trace:
    """`told` has keyed hashes for its person and chat; `keys` are those under which complaints alike lie."""

    told: Told = field(repr=False)
    keys: tuple[str, ...]


def trace_of(told: Told, hasher: Hasher) -> Trace:
    """Without a key of its own nobody can tell from Redis what a complaint is about."""
    return Trace(told, sketch(told.gist, _secret(hasher)))


@lru_cache(maxsize=4)
def _secret(hasher: Hasher) -> bytes:
    return hasher.digest("sketch")


def parts_new(first: Told, again: Told, complaint: Complaint) -> str:
    """Which parts of `complaint` (as it is told `again`) say more than the `first` did: "", "w", "f" or "wf"."""
    said = WORDS if complaint.note or _says_more(first.gist, again.gist) else ""
    files = any(one.sha256 not in first.files for one in complaint.attachments)
    return said + (FILES if files or _elsewhere(first, again) else "")


def _says_more(first: Gist, again: Gist) -> bool:
    """A telling word, a name, a number or a fact that the first has not. In doubt a clerk reads a sentence twice."""
    if not again.flat or again.flat in first.flat:
        return False
    words = any(weight and form not in first.weights for form, weight in again.weights.items())
    return (
        words
        or _more(first.facts.found, again.facts.found)
        or _more(first.facts.marks, again.facts.marks)
        or _names_more(first.flat, again.flat)
    )


def _more(first: Kinds, again: Kinds) -> bool:
    return any(values - first.get(kind, frozenset()) for kind, values in again.items())


def _names_more(first: str, again: str) -> bool:
    """Who says who writes, and numbers, weigh nothing when complaints are compared, but a clerk wants to know them."""
    if not _numbers(again) <= _numbers(first):
        return True
    told = frozenset(first.split())
    known = {meaning(word)[0] for word in told}
    new = [meaning(word) for word in again.split() if word not in told]
    return any(weight and form not in known for form, weight in new)


def _numbers(flat: str) -> set[str]:
    return {number.lstrip("0") for number in _NUMBER.findall(flat)}


def _elsewhere(first: Told, again: Told) -> bool:
    metres = metres_between(first.place, again.place)
    return again.place is not None and (metres is None or metres > _SAME_SPOT)


def added_of(complaint: Complaint, parts: str) -> Added:
    """These parts of it, as a supplement. `parts` is not empty."""
    words = "\n\n".join(filter(None, (complaint.text, complaint.note))) if WORDS in parts else ""
    if FILES not in parts:
        return Added(supplement_text(words, (), None, complaint.language), (), writers(complaint))
    files = complaint.attachments
    spoken = supplement_text(words, files, complaint.location, complaint.language)
    return Added(spoken, files, writers(complaint))


def possible_parts(complaint: Complaint) -> tuple[str, ...]:
    """All that `parts_new` may say of it but nothing at all."""
    beside = bool(complaint.attachments or complaint.location)
    return (WORDS, FILES, WORDS + FILES) if beside else (WORDS,)
