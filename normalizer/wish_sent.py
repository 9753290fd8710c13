"""What only sounds as if a report should wait: somebody else's order, a name struck off, and a plea to send it on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizer.clauses import after, before, broken, folded_in
from normalizer.flag_phrases import CONTENT, FORBID, IDENTITY, NEGATIONS, PLEAS
from normalizer.text import Word, folded_of
from normalizer.wish_words import SENDING, meaning
from normalizer.word_lists import set_of

_ORDERED = set_of("disuruh disuruhnya dipaksa diminta menyuruh nyuruh suruh memaksa maksa melarang dilarang larang")
_THREATENED, _TO = set_of("diancam mengancam ancam"), set_of("supaya agar untuk utk biar suruh")
_ON_ONES_OWN = set_of("jadi makanya sehingga karena tolong mohon")
_SAID = set_of("tulis nulis menulis bilang kata katanya ketik ngetik ucap")
_QUOTES = "\"'“”‘’«»„"
_BUT = set_of("tapi tp tpi tetapi padahal pdhl but")
_ERASE = set_of(
    "hapus dihapus dihapuskan coret dicoret hilangkan dihilangkan buang dibuang cabut dicabut tutup ditutup"
)
_SEND = set_of("""
    diteruskan teruskan terusin diterusin disampaikan sampaikan diproses proses ditindak ditindaklanjuti tindaklanjuti
    tindak dilanjutkan lanjutkan dikirim kirimkan dikirimkan diajukan ajukan
""")
_HELD = frozenset({"first", "later", "when", "wait", "yet", "forbid", "deny", "cancel", "need", "unsure"})
_PLAIN = frozenset({"forbid", "cancel", "wait", "need", "concept", "mood", "yet"})
_REACH, _FEW = 8, 3


def sent_on(found: Sequence[Word]) -> bool:
    """ "Tolong diteruskan ke bupati", "…, teruskan ke dinas"; not "nanti tolong diteruskan"."""
    return any(_is_plea_to_send(found, at) for at, word in enumerate(found) if word.folded in _SEND)


def _is_plea_to_send(found: Sequence[Word], at: int) -> bool:
    lead, behind = before(found, at, _FEW), after(found, at, 4)
    lead = before(found, at, 6) if folded_in(lead) & PLEAS else lead
    if _HELD & _signs([*lead, *behind]):
        return False
    to = at + 1 < len(found) and found[at + 1].folded in {"ke", "kepada"}
    ordered = not lead and not found[at].folded.startswith("di") and to
    return bool(folded_in(lead) & PLEAS) or ordered


def _signs(found: Sequence[Word]) -> frozenset[str]:
    return frozenset().union(*map(meaning(SENDING), folded_of(found)))


def ones_own(found: Sequence[Word]) -> Sequence[Sequence[Word]]:
    """The parts of a text that are not another's order ("disuruh kades cabut laporan") and not of a name."""
    parts: list[list[Word]] = [[]]
    skipped = {*_orders(found), *_struck(found)}
    for at, word in enumerate(found):
        if at not in skipped:
            parts[-1].append(word)
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if part]


def _orders(found: Sequence[Word]) -> Iterator[int]:
    for at, word in enumerate(found):
        threatened = word.folded in _THREATENED and folded_in(after(found, at, 1)) & _TO
        if word.folded in _ORDERED or threatened:
            yield from _until(found, at, _ON_ONES_OWN)
        if word.before[-1:] in _QUOTES and word.before and folded_in(found[max(0, at - 4) : at]) & (_SAID | _ORDERED):
            yield from _quoted(found, at)


def _until(found: Sequence[Word], at: int, ends: frozenset[str]) -> Iterator[int]:
    for place in range(at + 1, min(len(found), at + 1 + _REACH)):
        if broken(found[place].before) or found[place].folded in ends:
            return
        yield place


def _quoted(found: Sequence[Word], at: int) -> Iterator[int]:
    for place in range(at, min(len(found), at + 2 * _REACH)):
        yield place
        if any(quote in found[place].after for quote in _QUOTES):
            return


def _struck(found: Sequence[Word]) -> Iterator[int]:
    """ "Nama saya hapus saja": a name, and no report."""
    for at, word in enumerate(found):
        near = folded_in([*before(found, at, _FEW), *after(found, at, _FEW)])
        if word.folded in _ERASE and near & IDENTITY and not near & CONTENT:
            yield at


def only_hesitates(found: Sequence[Word]) -> bool:
    """ "Saya ragu lapor, tapi guru itu mencubit murid": what is told behind it is told."""
    at = next((at for at, word in enumerate(found) if word.folded in _BUT), len(found))
    told = [word for word in found[at + 1 : at + 1 + _REACH] if word.folded not in NEGATIONS]
    behind = _signs(found[at + 1 :])
    doubted = not _PLAIN & _signs(found[:at]) and not folded_in(found[:at]) & FORBID
    return doubted and len(told) >= _FEW and not (_PLAIN | {"send", "lapor"}) & behind
