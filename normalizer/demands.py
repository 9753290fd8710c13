"""Demands to act that forbid something: "laporan saya jangan diabaikan", "nama pelaku jangan disembunyikan"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizer.clauses import after, before, folded_in
from normalizer.flag_phrases import FORBID, MINE
from normalizer.not_asked import bound, unasked
from normalizer.text import Word, folded_of, places_of
from normalizer.word_lists import set_of

_NEGLECT = set_of("""
    diabaikan abaikan ditunda tunda ditahan tahan diterima terima selesaikan diselesaikan didiamkan diamkan
    dicuekin dicuekkan dilupakan lupakan dibiarkan biarkan ditelantarkan dibuang
""")
_KEPT, _OFFENDERS = (
    set_of("disembunyikan sembunyikan ditutupi tutupi"),
    set_of("pelaku pelakunya oknum pejabat terlapor tersangka"),
)
_BETWEEN = set_of("hanya cuma cuman sampai terus saja lagi malah")
_GOES_ON, _WORKS = (
    set_of("diteruskan teruskan dilanjutkan lanjutkan"),
    set_of("pembangunan proyek pekerjaan pengerjaan pungutan pungli pembongkaran penebangan"),
)
_REACH = 3


def without_demands(found: Sequence[Word]) -> Sequence[Word]:
    """What is left of a text; what ended behind a demand ends behind the word before it."""
    skipped = frozenset(place for at in _demands(found) for place in at)
    return bound(found, skipped) if skipped else found


def demands(found: Sequence[Word]) -> bool:
    return any(True for _ in _demands(found))


def _demands(found: Sequence[Word]) -> Iterator[range]:
    for at in places_of(FORBID, folded_of(found)):
        if behind := _verb(found, at):
            yield range(at, at + 1 + behind)
    yield from unasked(found)


def _verb(found: Sequence[Word], at: int) -> int:
    """How far behind a "jangan" the verb of a demand stands; 0 where there is none."""
    said = [word.folded for word in after(found, at, _REACH)]
    verb = next((place for place, word in enumerate(said) if word not in _BETWEEN), len(said))
    if verb == len(said):
        return 0
    goes_on = said[verb] in _GOES_ON and not _WORKS.isdisjoint(said[verb + 1 : verb + 2])
    beside = {*folded_in(before(found, at, _REACH)), *said[verb + 1 :]}
    theirs = said[verb] in _KEPT and beside & _OFFENDERS and not beside & MINE
    return verb + 1 if said[verb] in _NEGLECT or goes_on or theirs else 0
