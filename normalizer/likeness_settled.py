"""Whether one person's second text says that what the first one complained of is settled, and what came of it.

"KTP belum jadi", "KTP sudah jadi, tapi nama saya salah"; "giliran tukang sayur digigit": a new matter at the old place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from normalizer.likeness_text import meaning
from normalizer.word_lists import set_of

# Indonesian, Javanese, Sundanese, Minangkabau, Malay of the east, English.
_DONE = set_of("sudah sdh udah udh dah telah tlh wis wes sampun pun geus atos tos alah lah so already finally now")
_NOT_YET = set_of(
    "belum blm blom blum belom durung dereng acan encan teu alun balun bolom lum tidak tdk gak ga not never yet"
)
_MOST_BETWEEN = 1
# What an office does in the end; forms as `meaning` gives them.
_FINISHED = set_of("""
    beres selesai rampung tuntas kelar jadi terbit keluar cair masuk terima diterima dibayar lunas dikasih diberi
    diberikan dikembalikan datang diganti dipasang dipindah dipindahkan diperbaiki dibetulkan ditambal diaspal diangkut
    dibersihkan dikeruk ditebang dibuka dibongkar ditutup ditangkap ditertibkan diproses dicetak nyala menyala normal
    lancar mengalir ngalir hidup sembuh pulang fixed repaired arrived paid done solved finished collected replaced
""")
_ENDS = frozenset(meaning(word)[0] for word in _FINISHED)
_SURE_ENDS = set_of("beres selesai rampung tuntas kelar arrived fixed repaired solved finally")
_BUT = set_of("tapi tp tpi tetapi namun cuma cuman malah sekarang skrg kini hanya but however ning nanging ngan cumin")
# A text of which only one has such a word may tell of something new in the words of the old.
PERHAPS_NEW = _BUT | _SURE_ENDS
# "giliran", "gantian"; "terjadi lagi", "sekarang yang RT 8".
_TURNS = set_of("giliran gilirannya gantian")
_NEXT = frozenset({
    ("this", "time"), ("terjadi", "lagi"), ("kejadian", "lagi"), ("kembali", "terjadi"),
    ("sekarang", "yang"), ("skrg", "yg"), ("sekarang", "yg"), ("skrg", "yang"), ("kejadian", "baru"),
})  # fmt: skip
_NEXT_WORDS = frozenset(word for two in _NEXT for word in two)
_ENDS_IT = _DONE | _NOT_YET | _BUT
_NONE = frozenset[str]()
Told = Sequence[str]


def settled_signs(one: Told, other: Told, spoken: frozenset[str], others_spoken: frozenset[str]) -> Mapping[str, float]:
    """one, other: words, folded, in their order; spoken, others_spoken: the same as sets."""
    done, others_done = _behind(one, spoken, _DONE), _behind(other, others_spoken, _DONE)
    only, others_only = done - others_done, others_done - done
    since = (only and _since(only, other, others_spoken, one, spoken)) or (
        others_only and _since(others_only, one, spoken, other, others_spoken)
    )
    return {
        "done_since": float(bool(since)),
        "finished": float(_finished(done, spoken) != _finished(others_done, others_spoken)),
        "settled": float(_settles(done, spoken) != _settles(others_done, others_spoken)),
        "next": _next(one, other, spoken ^ others_spoken),
    }


def _behind(told: Told, spoken: frozenset[str], marks: frozenset[str]) -> frozenset[str]:
    """Forms of the words close behind such a mark: "sudah saya terima", "belum juga diangkut"."""
    if marks.isdisjoint(spoken):
        return _NONE
    return frozenset(form for at, word in enumerate(told) if word in marks for form in _close(told, at))


def _close(told: Told, at: int) -> Iterator[str]:
    for word in told[at + 1 : at + 2 + _MOST_BETWEEN]:
        if word in _ENDS_IT:
            return
        form, weight = meaning(word)
        if weight:
            yield form


def _since(done: frozenset[str], told: Told, spoken: frozenset[str], now: Told, spoken_now: frozenset[str]) -> bool:
    """Whether what is done now was not done yet: "belum diaspal", "sudah diaspal"."""
    waited = done & _behind(told, spoken, _NOT_YET)
    return bool(waited) and bool(waited - _behind(now, spoken_now, _NOT_YET))


def _finished(done: frozenset[str], spoken: frozenset[str]) -> bool:
    return not (_ENDS.isdisjoint(done) and _SURE_ENDS.isdisjoint(spoken))


def _settles(done: frozenset[str], spoken: frozenset[str]) -> bool:
    """Something has come to its end, and something else is wrong now."""
    return not _BUT.isdisjoint(spoken) and _finished(done, spoken)


def _next(one: Told, other: Told, only: frozenset[str]) -> float:
    if not _TURNS.isdisjoint(only):
        return 1.0
    if _NEXT_WORDS.isdisjoint(only):
        return 0.0
    mine, theirs = (any(two in _NEXT for two in pairwise(told)) for told in (one, other))
    return float(mine != theirs)
