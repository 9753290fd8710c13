"""Whether somebody asks if they are, or can be, protected: "bisa anonim gak?", "kok gak dirahasiakan".

Who asks that wants it. It is taken for the wish, and never for BUKA, however a denial stands in it: "gak" at the end of
a question asks, and denies nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from normalizer import command_words as said
from normalizer.asked_safe import ASKED_OF, asks_only_that
from normalizer.command_forms import plain
from normalizer.flag_alone import asked_alone, named
from normalizer.flag_phrases import DISCLOSE, NEGATIONS, PUBLIC, WHO
from normalizer.flag_words import flag_word
from normalizer.schema import UNPROTECTED, Flags
from normalizer.small_talk import POLITE
from normalizer.spelling import meant
from normalizer.text import folded_of, words
from normalizer.word_lists import set_of

_MOST_WORDS = 12
_WHY = set_of("kok kenapa mengapa knp knapa why masa masak masakan mosok")
_CAN = set_of("""
    bisa bisakah boleh bolehkah dapat dapatkah bs bsa isa iso tiasa saged mungkin mungkinkah can could may might
    possible able
""")
_WHETHER = (
    _CAN
    | _WHY
    | set_of("""
    apakah apa kalau kalo klo kl jika bila kalaupun gimana bagaimana gmn gmana piye kumaha kan kah emang
    emangnya memang memangnya jadi berarti opsi pilihan fitur ada cara caranya biar supaya agar aman is are isn
    will would am i it what if how there option do does atau or ndak ngga nggak ga gak gk tidak tdk enggak engga
    ora teu bukan belum not way a be jalan berlaku aktif berfungsi sudah sdh udah sih sebenarnya ini itu nanti akan
    tetap for sure to
""")
)
_PLEADS = _CAN | set_of("tolong tlg mohon minta harap please tulung") | said.SHAKEN | {"usah", "perlu", "mau", "ingin"}
_LIFTS = said.FLAG_LIFTED | said.LIFT | {"buka"}
_LAST = POLITE | said.LITTLE | set_of("kah ya sih kan min")
_SEEN = (
    DISCLOSE
    | said.WRITTEN
    | said.SHOWN
    | set_of("dibuka terbuka kelihatan keliatan terlihat visible public publik umum")
)


def whether(spoken: str) -> Flags:
    """What is asked after; none where nothing of the kind is. Pure and total."""
    read = words(spoken)
    if not 1 < len(read) <= _MOST_WORDS:
        return UNPROTECTED
    found = folded_of(read)
    seen = not (_WHOSE.isdisjoint(found) or _SEEN.isdisjoint(found))
    if seen or any(map(flag_word, found)):  # nearly nothing of what is told
        forms = (found, meant(found))
        if flags := next(filter(None, map(partial(_asked_after, asked="?" in spoken), forms)), Flags()):
            return flags
    return Flags() if ASKED_OF.isdisjoint(found) else asks_only_that(spoken)


def _asked_after(found: Sequence[str], *, asked: bool) -> Flags:
    flags = named(found) or _of_what_is_seen(found)
    return flags if flags and _asks(found, asked=asked) and _nothing_else(found) else Flags()


def _of_what_is_seen(found: Sequence[str]) -> Flags:
    """ "Nama saya ditampilkan gak?", "laporannya dibuka untuk umum?"."""
    if _SEEN.isdisjoint(found):
        return Flags()
    public = not PUBLIC.isdisjoint(found)
    return Flags(anonim=not WHO.isdisjoint(found), rahasia=public and not said.REPORT.isdisjoint(map(plain, found)))


def _asks(found: Sequence[str], *, asked: bool) -> bool:
    denied = not NEGATIONS.isdisjoint(found)
    # "Udah ga rahasia lagi kok" assures.
    why = not _WHY.isdisjoint(found[:-1])
    if not _LIFTS.isdisjoint(map(plain, found)):
        return (asked or why or not _SURELY.isdisjoint(found)) and (denied or _PLEADS.isdisjoint(found))
    # "Kenapa dirahasiakan" asks for nothing.
    if why and not denied:
        return False
    if asked or why or _ends_in_a_denial(found) or not _SURELY.isdisjoint(found) or _with_kah(found):
        return True
    # "Nama saya boleh disebut" allows it.
    return bool(named(found)) and not (_CAN | _IF).isdisjoint(found)


_WHOSE = WHO | PUBLIC
_SURELY = set_of("apakah bisakah bolehkah dapatkah mungkinkah kan kah")
_UNTIL = NEGATIONS | set_of("belum blm belom durung")
_IF = set_of(
    "apakah apa kalau kalo klo jika gimana bagaimana kan emang emangnya memang memangnya what how is are isn will"
)


def _ends_in_a_denial(found: Sequence[str]) -> bool:
    """ "Anonim gak ya pak"."""
    last = len(found)
    while last and found[last - 1] in _LAST and found[last - 1] not in _UNTIL:
        last -= 1
    return last > 1 and found[last - 1] in _UNTIL


def _with_kah(found: Sequence[str]) -> bool:
    return any(word.endswith("kah") and flag_word(word.removesuffix("kah")) for word in found)


def _nothing_else(found: Sequence[str]) -> bool:
    """ "Rahasianya apa" asks what it is, "apakah rapat rahasia itu boleh" after something else."""
    if found[-1] in ("apa", "siapa"):
        return False
    rest = [word for word in found if word not in _WHETHER and word not in _LIFTED]
    return not rest or asked_alone([*rest, "rahasia"], flagged=True, numbered=False)


_LIFTED = _SEEN | _LIFTS
