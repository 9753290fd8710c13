"""Which of LAPOR!'s classes the beginning of a text names: pengaduan, aspirasi, permintaan informasi."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from normalizer.flag_words import flag_word
from normalizer.phrases import (
    ASPIRATION_OPENINGS,
    COMPLAINT_OPENINGS,
    INFORMATION_OPENINGS,
    REPLY_PREFIXES,
    TAG_ONLY,
)
from normalizer.schema import Kind
from normalizer.slips import slips
from normalizer.spelling_words import KNOWN
from normalizer.text import Word, opening


def class_of(found: Sequence[Word]) -> Kind | None:
    """What the beginning says it is."""
    found = _behind(found)
    if not found:
        return None
    head = " ".join(word.folded for word in found[:6]) + " "
    for phrase, kind in _OPENINGS.get(found[0].folded, ()):
        if head.startswith(phrase) and _opens(found, phrase.rstrip()):
            return kind
    return None


def _by_first_word(*classes: tuple[Kind, Sequence[str]]) -> Mapping[str, Sequence[tuple[str, Kind]]]:
    table: dict[str, list[tuple[str, Kind]]] = {}
    for kind, openings in classes:
        for phrase in openings:
            table.setdefault(phrase.split()[0], []).append((phrase + " ", kind))
    return table


_OPENINGS = _by_first_word(
    (Kind.COMPLAINT, COMPLAINT_OPENINGS),
    (Kind.ASPIRATION, ASPIRATION_OPENINGS),
    (Kind.INFORMATION, INFORMATION_OPENINGS),
)


def _opens(found: Sequence[Word], phrase: str) -> bool:
    """ "Info: …", "[USULAN]" and "#saran" are tags; "info dari warga …" is how a sentence begins."""
    parts = phrase.split()
    if parts[0] not in TAG_ONLY:
        return True
    return found[0].before.endswith(("[", "#", "(")) or bool(found[len(parts) - 1].after.strip())


def _behind(found: Sequence[Word]) -> Sequence[Word]:
    """What is left behind greeting, reply prefixes, LAPOR and flags at the beginning."""
    at, last = 0, -1
    while at != last:
        last = at
        at += opening(found[at:])
        if at < len(found) and _is_prefix(found[at].folded):
            at += 1
    return found[at:]


def _is_prefix(word: str) -> bool:
    return word in REPLY_PREFIXES or word == "lapor" or bool(flag_word(word))


def begins(found: Sequence[Word], wanted: str) -> bool:
    """Whether it is the first word behind a greeting, or all but a slip of it."""
    at = opening(found)
    if at >= len(found):
        return False
    word = found[at].folded
    return word == wanted or (word[:1] == wanted[0] and word not in KNOWN and slips(word, wanted, 1) <= 1)
