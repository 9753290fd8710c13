"""Whether somebody asks where their report stands, in a few words and mostly with its number: "cek 1916449 dong"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizer import command_words, number, phrases
from normalizer.command_forms import plain
from normalizer.command_spoken import said_itself
from normalizer.questions import complains
from normalizer.secret_word import is_secret_word
from normalizer.slips import slips

_POLITE = phrases.HONORIFICS | phrases.OFFICES | phrases.FILLERS | phrases.GREETINGS | phrases.WISHES | phrases.DAYTIMES
_HOW_FAR = frozenset({"sampai", "sejauh", "sampe"})
_LAPOR_NUMBER = re.compile(r"[0-9]{7,8}")
_ABOUT = frozenset(
    {"complaint", "laporan", "laporannya", "aduan", "aduannya", "pengaduan", "report", "laporanku", "aduanku"}
)
_MINE = frozenset({"saya", "sy", "kami", "my", "laporanku", "aduanku"})
_BESIDE = command_words.LITTLE | command_words.STATUS_BESIDE
# A command is short; whatever is longer tells something.
_MOST_WORDS = 16
# So many words that nobody knows may stand beside a number that is ours by its check digit.
_MOST_STRANGE, _MOST_BESIDE_OURS = 3, 10


def status_asked(said: Sequence[str], digits: str, written: str) -> str | None:
    """The word that proves the number, mostly ""; None when nobody asks. `digits` and `written`: the number in bare
    digits and as it was written."""
    rest = [word for word in said if not word.isdecimal()]
    secret = _secret(rest, digits)
    rest = [_as_status(word) if digits else word for word in rest if word != secret]
    if len(rest) > _MOST_WORDS or not (all(map(_about_status, rest)) or _of_ours(rest, digits)):
        return None
    if digits and (_asks(rest) or not _ABOUT.isdisjoint(rest) or _is_number(digits, written, rest)):
        return secret
    return "" if not digits and _asks_barely(said, rest) else None


def _asks(rest: Sequence[str]) -> bool:
    how_far = "mana" in rest and not _HOW_FAR.isdisjoint(rest)
    return how_far or any(plain(word) in phrases.STATUS_CORE for word in rest)


def _of_ours(rest: Sequence[str], digits: str) -> bool:
    """Beside a number whose check digit agrees, words that nobody knows change nothing."""
    strange = [word for word in rest if not _about_status(word)]
    few = len(strange) <= _MOST_STRANGE and len(rest) <= _MOST_BESIDE_OURS and _asks(rest)
    return (
        few
        and number.is_ours(digits)
        and not _ORDERED.intersection(map(plain, strange))
        and not complains(" ".join(rest))
    )


# Who cancels asks nothing.
_ORDERED = (
    command_words.CANCEL | command_words.LIFT | command_words.ERASE | command_words.STOP | command_words.SEND
    | command_words.START
)  # fmt: skip


def _as_status(word: str) -> str:
    """Before a number even "satu" and "statis" are STATUS."""
    near = word.startswith("s") and len(word) > 3 and not _about_status(word) and slips(word, "status", 3) <= 3
    return "status" if near else word


def _about_status(word: str) -> bool:
    if word in phrases.STATUS_FILLERS or word in phrases.STATUS_CORE or word in _POLITE or word in _BESIDE:
        return True
    return plain(word) in phrases.STATUS_FILLERS or plain(word) in phrases.STATUS_CORE


def _asks_barely(said: Sequence[str], rest: Sequence[str]) -> bool:
    about = _ABOUT & set(rest)
    ours = OF_OTHERS.isdisjoint(said_itself(rest))
    # "status 123" names a number that can be none; "cek 3 rumah" is a complaint.
    unusable = "status" in rest and len(said) <= 4 and ours
    told = set(rest)
    whose = about and (phrases.HOW_GOES | _ASKING) & told and _MINE & told
    bare = (_asks(rest) and (about or "status" in rest) and ours) or whose
    alone = list(rest) in (["cek"], ["check"])
    waits = about and {"belum", "blm"} & told and {"ada", "kabar", "tanggapan"} & told
    return unusable or (bool(bare or waits) and len(rest) == len(said)) or (alone and len(said) == 1)


_ASKING = frozenset({"tanya", "nanya", "bertanya", "menanyakan", "where", "mana"})
# "Status desa" is another one.
OF_OTHERS = frozenset({
    *("wakil", "kades", "kepala", "desa", "kelurahan", "kota", "dinas", "presiden", "gubernur", "bupati"),
})  # fmt: skip


def _secret(rest: Sequence[str], digits: str) -> str:
    """The word that proves a number, the only one that is none of ours."""
    if not digits:
        return ""
    return next((word for word in reversed(rest) if is_secret_word(word) and not _about_status(word)), "")


def _is_number(digits: str, written: str, rest: Sequence[str]) -> bool:
    """A number alone is one a citizen sends back, if it can be one: ours, LAPOR!'s, or written with "#"."""
    likely = "#" in written or bool(_LAPOR_NUMBER.fullmatch(digits)) or number.is_ours(digits)
    return likely and len(rest) <= (_MOST_BESIDE_OURS if number.is_ours(digits) else 4)
