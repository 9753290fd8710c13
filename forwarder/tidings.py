"""What an answer with news says: the status in citizens' words, or the agency's question, which lies sealed; and which
number it names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forwarder import words
from forwarder.items import ReplyLease
from forwarder.sayings import Piece, Saying
from forwarder.seal import Sealer, Unsealable
from forwarder.words_rules import Catalogue
from normalizer.schema import Language

# What is told of a complaint later names it by the national number, once that is there: where it came soon, its citizen
# has never heard of ours.
_BY_NATIONAL: Final = frozenset(
    {Saying.PROGRESS, Saying.QUESTION, Saying.SUPPLEMENT, Saying.SUPPLEMENT_FLAGS}
    | {Saying.FLAG_SET, Saying.FLAG_LIFTED, Saying.ACT_WAITS, Saying.WITHDRAWN}
    | {Saying.CONFIRM_LIFT, Saying.CONFIRM_WITHDRAW, Saying.STATUS_WITHDRAWN, Saying.LINKED}
)


def sealed(sealer: Sealer, complaint: str, question: str) -> bytes:
    return sealer.seal(question.encode(), b"news:" + complaint.encode())


def opened(sealer: Sealer, what: str, subject: str, value: bytes) -> str:
    """The status, or the question's words; "" when they cannot be opened."""
    if what != "question":
        return value.decode()
    try:
        return sealer.open(value, b"news:" + subject.encode()).decode()
    except Unsealable:
        return ""


def facts(
    lease: ReplyLease, language: Language, catalogue: Catalogue | None = None, *, national: str = ""
) -> dict[str, str]:
    """What the words of such an answer name; nothing for another answer. `national`: where the lease knows none."""
    national = lease.national or national
    named = {"number": national} if lease.what in _BY_NATIONAL and national else {}
    if lease.what == "question":
        return {**named, "question": lease.news, "cite": (national or lease.number) if lease.several else ""}
    if lease.what == "progress":
        return {**named, "status": standing(lease.news, language, catalogue)}
    return named


def standing(said: str, language: Language, catalogue: Catalogue | None = None) -> str:
    """A status of the central system in citizens' words; "" for none, and for one that nobody knows."""
    return states(language, catalogue).get(said, "")


def states(language: Language, catalogue: Catalogue | None) -> Mapping[str, str]:
    lines = words.piece(Piece.STATES, language, {}, catalogue).splitlines()
    pairs = (line.partition(":") for line in lines)
    return {name.strip(): said.strip() for name, _, said in pairs}
