"""What the prefix of a subject says: forwarded, answered, or nothing; "Fwd:", "Trs:", "[Fwd: …]", "… (fwd)"."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from normalizer.forward_marks import FINNISH_REPLY, FORWARD_PREFIXES, REPLY_PREFIXES

_TAGS = re.compile(r"(?:\s{0,9}[\[({](?!fwd?\s?:)[^\[\](){}]{0,40}[\])}])*\s{0,9}[\[(]?\s{0,9}", re.IGNORECASE)
_COUNTER = re.compile(r"(?:\s?\[\d{1,3}\]|\s?\(\d{1,3}\)|\^\d{1,3}|\s?\d{1,2})?\s{0,3}\Z")
_WORD_ONLY = re.compile(r"(?:[(\[]fwd?[)\]]\s{0,9}|fwd?(?:\s{1,9}|\s?[–-]\s{1,9}){1,2})(?=\S)", re.IGNORECASE)
_AT_END = re.compile(r"\s?[(\[]fwd?[)\]]\s{0,9}\Z", re.IGNORECASE)
_LONGEST_PREFIX = 25


class Intent(StrEnum):
    """Why a mail was written, as far as its subject tells."""

    FORWARD = "forward"
    REPLY = "reply"
    UNKNOWN = "unknown"


def intent_of(subject: str, finnish: bool = False) -> Intent:
    """What the outermost prefix says. `finnish` is whether "VS:" means an answer."""
    head, _ = _split(subject)
    if head:
        reply = head in _REPLIES or (finnish and head == FINNISH_REPLY)
        return Intent.REPLY if reply else Intent.FORWARD
    plain = subject.strip()
    return Intent.FORWARD if _WORD_ONLY.match(plain) or _AT_END.search(plain[-20:]) else Intent.UNKNOWN


def unprefixed(subject: str) -> str:
    """The subject without one forward prefix; what another program wrote before it stays."""
    head, rest = _split(subject)
    if head and head not in _REPLIES:
        opened = subject.lstrip().startswith("[") and rest.endswith("]") and "[" not in rest
        return rest[:-1].rstrip() if opened else rest
    plain = subject.strip()
    if found := _WORD_ONLY.match(plain):
        return plain[found.end() :]
    return _AT_END.sub("", plain) if _AT_END.search(plain[-20:]) else subject


def _split(subject: str) -> tuple[str, str]:
    """The folded prefix, if it is one we know, and what stands behind its colon."""
    tags = _TAGS.match(subject)
    at = tags.end() if tags else 0
    found = re.compile(r"[:：]").search(subject, at, at + _LONGEST_PREFIX)
    if found is None:
        return "", subject
    head = _bare(_COUNTER.sub("", subject[at : found.start()].strip()))
    return (head, subject[found.end() :].strip()) if head in _REPLIES or head in _FORWARDS else ("", subject)


def _bare(word: str) -> str:
    """Case and the dot of "İ" do not matter, nor signs nobody sees."""
    plain = unicodedata.normalize("NFKC", word).casefold().replace("i\u0307", "i").strip(" .\u200e\u200f\u200b\ufeff")
    return " ".join(plain.split())


_FORWARDS = frozenset(map(_bare, FORWARD_PREFIXES))
_REPLIES = frozenset(map(_bare, REPLY_PREFIXES))
