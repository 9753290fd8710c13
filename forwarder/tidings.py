"""What an answer with news says: the status in citizens' words, or the agency's question, which lies sealed."""

from __future__ import annotations

from collections.abc import Mapping

from forwarder import words
from forwarder.items import ReplyLease
from forwarder.sayings import Piece
from forwarder.seal import Sealer, Unsealable
from forwarder.words_rules import Catalogue
from normalizer.schema import Language


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


def facts(lease: ReplyLease, language: Language, catalogue: Catalogue | None = None) -> dict[str, str]:
    """What the words of such an answer name; nothing for another answer."""
    if lease.what == "question":
        return {"question": lease.news}
    return {"status": standing(lease.news, language, catalogue)} if lease.what == "progress" else {}


def standing(said: str, language: Language, catalogue: Catalogue | None = None) -> str:
    """A status of the central system in citizens' words; "" for none, and for one that nobody knows."""
    return states(language, catalogue).get(said, "")


def states(language: Language, catalogue: Catalogue | None) -> Mapping[str, str]:
    lines = words.piece(Piece.STATES, language, {}, catalogue).splitlines()
    pairs = (line.partition(":") for line in lines)
    return {name.strip(): said.strip() for name, _, said in pairs}
