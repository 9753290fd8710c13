"""Whether a flag that a message names is taken back by it: "batal anonim", "cabut rahasianya untuk nomor 1916449"."""

from __future__ import annotations

from collections.abc import Sequence, Set

from normalizer import command_words as said
from normalizer.command_forms import plain
from normalizer.flag_phrases import NEGATION_BRIDGES, NEGATIONS, TURNING
from normalizer.flag_words import flag_word

# "Cabut rahasianya untuk laporan 1916449".
_OF_A_REPORT = said.REPORT | {
    "nomor",
    "untuk",
    "dari",
    "punya",
    "milik",
    "number",
    "for",
    "from",
    "on",
    "asli",
    "nama",
    "pakai",
    "pake",
}


def takes_back(words: Sequence[str], flag: int) -> bool:
    """Whether the flag at this place is what is taken back: "cabut rahasianya", "rahasianya dicabut", not "batalkan
    laporan rahasia"."""
    beside = {plain(word) for word in (*words[max(0, flag - 1) : flag], *words[flag + 1 :])}
    return not (said.FLAG_LIFTED | {"perlu", "usah", "dibuka", "buka"}).isdisjoint(beside)


def lifts(words: Sequence[str], polite: Set[str], *, named: bool) -> bool:
    """ "Tidak usah rahasia", "batal anonim": of a report that is there it would be said. named: a flag
    is what is taken back."""
    beside = said.BESIDE_FLAG_LIFTED | polite | (_OF_A_REPORT if named else set())
    denied = not (said.NOT | said.SHAKEN | {"not"}).isdisjoint(words)
    taken = not said.FLAG_LIFTED.isdisjoint(words) and not denied
    return (taken or denied) and all(
        word in beside or word in said.FLAG_LIFTED or word in said.LIFT or word in said.DENIALS for word in words
    )


def kept_beside(words: Sequence[str], flags: Sequence[int]) -> Sequence[int]:
    """Which of the flags at these places are asked for while another is denied: "rahasia aja, gak usah anonim"; none
    where they are named in one breath."""
    lifted = [at for at in flags if denied_at(words, at) or takes_back(words[: at + 2], at)]
    kept = [at for at in flags if at not in lifted and not _joined(words, at)]
    return kept if lifted else ()


def _joined(words: Sequence[str], at: int) -> bool:
    """ "Anonim dan rahasia"."""
    before = [word for word in words[max(0, at - 2) : at] if word not in _JOINING]
    return bool(before) and bool(flag_word(before[-1]))


_JOINING = frozenset({"dan", "atau", "sama", "and", "or"})


def denied_at(words: Sequence[str], at: int) -> bool:
    """Whether a denial stands right before the flag at this place, and nothing asks for it all the same."""
    while at and words[at - 1] in NEGATION_BRIDGES:
        at -= 1
    return at > 0 and words[at - 1] in NEGATIONS and TURNING.isdisjoint(words[max(0, at - 4) : at - 1])
