"""Whether a flag is all that a message names: "rahasia ya pak", "tolong nama saya jangan disebut"."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer import phrases
from normalizer.command_forms import plain
from normalizer.command_spoken import said_itself
from normalizer.command_words import BESIDE_FLAG
from normalizer.flag_lifted import denied_at
from normalizer.flag_phrases import (
    DISCLOSE,
    FLAG_FILLERS,
    FORBID,
    NEGATIONS,
    PLEAS,
    RAHASIA_COLLOCATIONS,
    SPREAD,
    UNSEEN,
)
from normalizer.flag_words import ANONIM, RAHASIA, flag_word
from normalizer.hiding import in_full
from normalizer.schema import Flags
from normalizer.small_talk import POLITE, WHOSE

THANKING = frozenset({
    *("terima", "kasih", "terimakasih", "trimakasih", "makasih", "makasi", "makasiih", "maksih", "mkasih", "mksh"),
    *("trims", "tengkyu", "suwun", "nuhun", "thanks", "thank", "thankyou", "thx", "tq", "you"),
})  # fmt: skip


def asked_alone(said: Sequence[str], *, flagged: bool, numbered: bool) -> bool:
    """Whether they are said of a report, with its number perhaps, and tell nothing besides. flagged: they were read out
    of the whole sentence."""
    if not (flagged or named(said)) or (not flagged and _denied(said)):
        return False
    rest = [word for word in said_itself(said) if not flag_word(word) and not (numbered and word.isdecimal())]
    # "Di rahasiakan" is written apart.
    rest = [in_full(word) for word in rest if word != "di"]
    # "Jangan bocorkan" asks, "data rahasia bocor" tells.
    denied = not FORBID.isdisjoint(rest) or not (NEGATIONS.isdisjoint(rest) or _ASKED.isdisjoint(rest))
    if (not SPREAD.isdisjoint(rest) and not denied) or _in_passing(said, rest):
        return False
    # "Jangan bawa2 nama saya".
    seen = UNSEEN if FORBID.isdisjoint(rest) else _UNTOLD
    # A denial counts where the flag was read out of the sentence: "saya tidak mau nama saya ditampilkan".
    return all(
        word in _BESIDE_FLAG or word in THANKING or plain(word) in BESIDE_FLAG or (flagged and word in seen)
        for word in rest
    )


def _denied(said: Sequence[str]) -> bool:
    """ "Gak usah rahasia kirim aja": every flag that is named is denied, and nothing asks for it all the same."""
    return all(denied_at(said, at) for at, word in enumerate(said) if flag_word(word))


def _in_passing(said: Sequence[str], rest: Sequence[str]) -> bool:
    """ "Rahasia umum", "orang anonim", "rahasianya apa" name none."""
    told = any(flag_word(word) and (set(said[at + 1 : at + 2]) & _NEVER_OURS) for at, word in enumerate(said))
    return told or (FORBID.isdisjoint(rest) and not WHOSE.isdisjoint(rest))


_NEVER_OURS = RAHASIA_COLLOCATIONS - {"pribadi", "lagi", "publik"}
_UNTOLD = UNSEEN | DISCLOSE | {f"{word}2" for word in DISCLOSE}
_ASKED = PLEAS | {"do", "mau", "ingin", "usah", "perlu"}


def named(said: Sequence[str]) -> Flags:
    """The flags named, also with more slips than one."""
    named = set(map(flag_word, said))
    return Flags(anonim=ANONIM in named, rahasia=RAHASIA in named)


_BESIDE_FLAG = (POLITE - phrases.OFFICES) | FLAG_FILLERS | BESIDE_FLAG
