"""Requests for protection that name no flag: "jangan sebut nama saya", "samarkan identitas saya", "hamba Allah"."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.asked_safe import ASKED_OF, asked_safe
from normalizer.clauses import after, before, denied, folded_in, sentence
from normalizer.flag_phrases import (
    ANYBODY,
    CLOSERS,
    CONTENT,
    DISCLOSE,
    EVERYWHERE,
    FEARS,
    FOR,
    FORBID,
    FOUND_OUT,
    HARMS,
    HIDDEN,
    HIDE,
    IDENTITY,
    IF,
    KNOWN,
    MASKS,
    MINE,
    NEGATIONS,
    NOBODY,
    OPENED,
    PLEAS,
    PUBLIC,
    RECOGNISED,
    REPORTING,
    SPREAD,
    SPREAD_OBJECTS,
    TAKEN_OUT,
    UNOFFICIAL,
    WANT,
    WHO,
)
from normalizer.flag_words import ANONIM, RAHASIA
from normalizer.hiding_reach import AFRAID, NOT_TO, WRONGLY, comes_out, listed, reaches, report_hidden, report_unread
from normalizer.hiding_regional import HERE, hidden_here
from normalizer.hiding_unwilling import UNWILLING, not_named
from normalizer.not_asked import caught_at, others_unnamed, others_unwilling
from normalizer.others_secrets import nameless, pictures_of_others, said_by_others
from normalizer.short_forms import SHORT_FORMS
from normalizer.text import Word, folded_of

_NOTHING: Sequence[str] = ()
_ASKS = ((ASKED_OF, asked_safe), (HERE, hidden_here), (UNWILLING, not_named))
# "Keep my name out of this".
_KEEP = frozenset({"keep", "leave"})
_SHELTER = frozenset({"perlindungan", "protection"})
# Most words begin none of these requests, and every word of every message is looked at.
BEGINNINGS = (
    NEGATIONS
    | FOUND_OUT
    | RECOGNISED
    | HIDE
    | HIDDEN
    | TAKEN_OUT
    | NOBODY
    | _KEEP
    | _SHELTER
    | MASKS.keys()
    | {words[0] for words in UNOFFICIAL}
    | ASKED_OF
    | HERE
    | AFRAID
    | UNWILLING
)
_REACH, _FAR = 6, 10
_EARLY = 4
_SIGNED = WHO - {"pelapor", "pelapornya"}
_UNWILLING = frozenset({"mau", "ingin", "pengen", "pengin", "pingin", "mo"})
_TO = frozenset({"ke", "kepada", "sama"})
_LEST = frozenset({"biar", "supaya", "agar"})
# "I don't want anyone to find out it was me".
_FINDS = KNOWN | {"find", "finds", "learn", "identify", "see", "say"}
_ABOUT = frozenset({"it", "this"})
_MODALS = frozenset({"should", "must", "may", "can", "shall", "needs"})
_ONESELF = frozenset({"me", "i", "mine", "my", "myself", "who"})
_SOURCE = frozenset({"sumber", "sumbernya"})
_OF_MYSELF = frozenset({"disebut", "disebutkan", "dicantumkan", "dikenali", "diketahui", "dilibatkan"})
_OF_ONESELF = frozenset({"named", "identified", "mentioned", "known"})
# "I don't want my name in the report".
_STANDS = frozenset({"in", "on", "there", "di", "ada", "masuk", "ikut", "tercantum", "tertulis"})
_THERE_IS = (["ada", "yang"], ["ada", "yg"], ["ada", "orang"])
_ORDERS = {"do", "please", "must", "should", "may", "shall", "rather", "prefer"}
_CELLS = frozenset("\t|;,")
# What stands beside "No" and "Nama" at the top of a table.
_COLUMNS = frozenset({"alamat", "hp", "nik", "no", "nomor", "telp", "telepon", "wa", "umur", "usia", "rt", "dusun"})


def hidden_at(found: Sequence[Word], at: int) -> Sequence[str]:
    """The flags that the words beginning at `at` ask for."""
    word = found[at].folded
    if word not in BEGINNINGS:
        return _NOTHING
    for begins, asks in _ASKS:
        if word in begins and (asked := asks(found, at)):
            return asked
    if word in NOBODY:
        return _unknown(found, at)
    if word in NEGATIONS:
        return _withheld(found, at) or _unknown(found, at)
    if word in TAKEN_OUT:
        near = folded_in(sentence(found, at, 6))
        return (ANONIM,) if near & _SIGNED and near & MINE and near & CONTENT else _NOTHING
    if word in RECOGNISED:
        mine = folded_in(before(found, at, 4))
        ours = mine & MINE or (found[at].folded in {"dikenal", "dikenali"} and at < _EARLY)
        return (ANONIM,) if mine & (_UNWILLING | _LEST) and ours and mine & NEGATIONS else _NOTHING
    if word in FOUND_OUT:
        return _found_out(found, at)
    if word in HIDE or word in HIDDEN:
        return _NOTHING if denied(found, at) else _hidden(found, at)
    return _masked(found, at)


def _found_out(found: Sequence[Word], at: int) -> Sequence[str]:
    """ "Takut ketahuan", "kalau ketahuan saya dipecat"."""
    feared = folded_in(before(found, at, 3))
    risked = feared & IF and folded_in(sentence(found, at, 8)) & HARMS and not caught_at(found, at)
    return (ANONIM, RAHASIA) if feared & FEARS or risked else _NOTHING


def _masked(found: Sequence[Word], at: int) -> Sequence[str]:
    word = found[at].folded
    if word in AFRAID:
        return (ANONIM,) if comes_out(found, at) else _NOTHING
    masks = MASKS.get(word)
    named = masks and at + 1 < len(found) and found[at + 1].folded in masks and not denied(found, at)
    if named or (word in _KEEP and _kept_out(found, at)):
        return (ANONIM,)
    if word in _SHELTER and not denied(found, at):
        return (ANONIM,) if folded_in(after(found, at, 3)) & (WHO - {"nama"}) else _NOTHING
    if word == "cukup" and _only_they_know(found, at):
        return (RAHASIA,)
    return (RAHASIA,) if tuple(other.folded for other in found[at : at + 3]) in UNOFFICIAL else _NOTHING


def _kept_out(found: Sequence[Word], at: int) -> bool:
    """ "They leave my name out of the list" tells something."""
    following = [word.folded for word in after(found, at, 5)]
    ordered = not before(found, at, 1) or folded_in(before(found, at, 1)) & (PLEAS | {"and", "but", "to"})
    return bool(ordered) and "out" in following and not {"name", "identity", "me"}.isdisjoint(following)


def _only_they_know(found: Sequence[Word], at: int) -> bool:
    """ "Cukup petugas saja yang tahu", and nothing behind it."""
    said = [word.folded for word in after(found, at, 6)]
    knows = next((place for place, word in enumerate(said) if word in KNOWN), 0)
    return knows > 1 and said[knows - 1] in {"yang", "yg"} and set(said[knows + 1 :]) <= CLOSERS


def _unknown(found: Sequence[Word], at: int) -> Sequence[str]:
    """ "Don't let anyone know it was me", "no one must know who reported this"."""
    # Where its sentence ends is asked where it matters.
    if not _may_find(folded_of(found[at : at + _FAR + 1])):
        return _NOTHING
    around = sentence(found, at, _FAR)
    said = [word.folded for word in around][[word.start for word in around].index(found[at].start) :]
    if not _may_find(said):
        return _NOTHING
    knows = next((place for place, word in enumerate(said) if word in _FINDS), 0)
    beside = folded_in(before(found, at, 1)) & _ORDERS or folded_in(before(found, at, 6)) & {"sure"}
    ordered = said[0] in FORBID or set(said[:knows]) & (_MODALS | WANT) or beside
    # "Don't let it get back to my boss".
    if "let" in said[1:3] and {"back", "out", "reach"} & set(said[2:6]) and set(said) & (_ABOUT | MINE | IDENTITY):
        return (ANONIM, RAHASIA)
    if "want" in said[:3] and said[knows - 2 : knows + 1] == ["to", "be", "known"]:
        return (ANONIM,)
    # "I don't want the lurah to know", and nothing behind it.
    if knows > 3 and said[knows - 1] == "to" and "want" in said[:3] and set(said[knows + 1 :]) <= CLOSERS | {"it"}:
        return (ANONIM, RAHASIA) if said[said.index("want") + 1] != "to" else _NOTHING
    return (ANONIM,) if knows and ordered and set(said[knows + 1 :]) & _ONESELF else _NOTHING


def _may_find(said: Sequence[str]) -> bool:
    return not _FINDS.isdisjoint(said) or "let" in said[1:3] or "want" in said[:3]


def _hidden(found: Sequence[Word], at: int) -> Sequence[str]:
    """ "Sembunyikan nama pelapor", "lindungi saya", "identitas saya disamarkan"; not "menyembunyikan anggaran"."""
    if report_hidden(found, at):
        return (RAHASIA,)
    near = folded_in(sentence(found, at, 5))
    # Roads are closed, too, and cases.
    if found[at].folded == "ditutup":
        clause = folded_in([*before(found, at, 5), *after(found, at, 5)])
        if not clause & (WHO | {"data", "diri"}) or "sepihak" in clause:
            return _NOTHING
    following = folded_in(after(found, at, 1))
    ours = near & (MINE | PLEAS)
    if found[at].folded in HIDE and near & WHO and folded_in(after(found, at, 4)) & CONTENT and near & MINE:
        return (ANONIM, RAHASIA)
    if near & (WHO - {"nama"}) and (ours or found[at].folded in HIDE):
        return (ANONIM,)
    if (near & IDENTITY and near & MINE) or following & MINE or (found[at].folded in HIDE and near & WHO):
        return (ANONIM,)
    return (RAHASIA,) if found[at].folded in HIDE and following & CONTENT else _NOTHING


def _withheld(found: Sequence[Word], at: int) -> Sequence[str]:
    """ "Jangan sebut nama saya", "tanpa nama": anonim. "Jangan disebarkan", "tidak untuk umum": rahasia."""
    following = list(sentence(found, at, _REACH))
    following = following[following.index(found[at]) + 1 :]
    said = [in_full(SHORT_FORMS.get(word.folded, word.folded.removesuffix("2"))) for word in following]  # "sebut2"
    if found[at].folded in {"tanpa", "no", "without"} and said[:1] and said[0] in {"nama", "identitas", "name"}:
        return _NOTHING if _is_table(found[at], said) or nameless(found, at) else (ANONIM,)
    asked = _withheld_here(found, at, said)
    # Nearly all that is denied is something else: who says it is asked last.
    by_others = asked and (said_by_others(found, at) or others_unwilling(found, at) or others_unnamed(found, at))
    return _NOTHING if by_others else asked


def _withheld_here(found: Sequence[Word], at: int, said: Sequence[str]) -> Sequence[str]:
    """said: what stands behind it."""
    if _for_nobody(said) or (found[at].folded in FORBID and _everywhere(said)):
        return (RAHASIA,)
    near = folded_in(sentence(found, at, 5))
    if found[at].folded in NOT_TO and reaches(found, at, said, near):
        return (ANONIM,)
    # "Nomor saya jangan dikasih".
    named = near & WHO or (found[at].folded in FORBID and near & IDENTITY and near & MINE)
    verb = next((i for i, word in enumerate(said) if word in DISCLOSE or (named and word in OPENED)), None)
    if verb is None and named and set(said[:3]) & WANT and set(said) & MINE and set(said) & _STANDS:
        return (ANONIM,)
    asked: Sequence[str] = _NOTHING
    others = verb is not None and (_is_elsewhere(near, said, verb) or pictures_of_others(found, at))
    if verb is not None and _meant(found, at, said) and not others:
        asked = _undisclosed(near | set(said), said, verb)
    if asked or not (found[at].folded in FORBID and report_unread(found, at, said)):
        return asked
    return (ANONIM, RAHASIA) if said[0] == "sampai" else (RAHASIA,)


def _is_elsewhere(near: set[str], said: Sequence[str], verb: int) -> bool:
    """ "Jangan salah tulis nama saya", "nama kami jangan dikeluarkan dari PKH"."""
    off = said[verb] in {"keluar", "keluarkan", "dikeluarkan"} and said[verb + 1 : verb + 2] == ["dari"]
    return not WRONGLY.isdisjoint(said[:verb]) or (off and listed(near))


# "Yang penting nama saya tidak keluar".
_PROVIDED = frozenset({"penting", "asal", "asalkan", "syarat", "syaratnya", "pokoknya"})


def in_full(word: str) -> str:
    """ "Disebarin" is "disebarkan"."""
    full = f"{word[:-2]}kan" if word.endswith("in") else word
    return full if full in DISCLOSE else word


def _is_table(word: Word, said: Sequence[str]) -> bool:
    """ "No Nama HP Keluhan", in cells or not, and no "no name": the first column counts the rows."""
    return word.folded == "no" and not (_CELLS.isdisjoint(word.after) and _COLUMNS.isdisjoint(said[1:2]))


def _for_nobody(said: Sequence[str]) -> bool:
    """ "Tidak untuk umum", "bukan konsumsi publik", "jangan dibuka untuk umum", "not to be published"."""
    for at, word in enumerate(said[:4]):
        if word in FOR and set(said[at + 1 : at + 3]) & (PUBLIC if at else PUBLIC | DISCLOSE | {"be"} & set(said)):
            return True
    return False


def _everywhere(said: Sequence[str]) -> bool:
    """ "Jangan sampai masuk medsos", "jangan dibuka umum", "jangan dibaca orang banyak"."""
    verb = next((at for at, word in enumerate(said[:3]) if word in _SEEN_THERE), -1)
    return verb >= 0 and not EVERYWHERE.isdisjoint(said[verb + 1 : verb + 3])


_SEEN_THERE = frozenset(
    {*("masuk", "muncul", "dibuka", "dibaca", "dilihat", "ditaruh", "dimasukkan", "keluar"), *("shown", "put")}
)


def _meant(found: Sequence[Word], at: int, said: Sequence[str]) -> bool:
    """Whether it is the writer who asks: "pelaku tidak menyebut nama" tells something."""
    word = found[at].folded
    forbidden = word in FORBID or word in {"tanpa", "without"} or set(said[:1]) & {"usah", "perlu", "ush"}
    ordered = forbidden or folded_in(before(found, at, 1)) & _ORDERS
    wanted = set(said[:3]) & WANT or folded_in(before(found, at, 3)) & {"mau", "ingin", "want"}
    near = folded_in(sentence(found, at, 6))
    provided = folded_in(before(found, at, 6)) & _PROVIDED and near & MINE and not listed(near)
    return bool(ordered or wanted or provided or folded_in(sentence(found, at, 5)) & PLEAS)


def _undisclosed(near: set[str], said: Sequence[str], verb: int) -> Sequence[str]:
    if near & IDENTITY or (said[verb] in KNOWN and near & REPORTING and near & (MINE | {"siapa", "yang", "yg"})):
        return (ANONIM, RAHASIA) if near & CONTENT and said[verb] in SPREAD else (ANONIM,)
    if said[:verb] == ["be"] and said[verb] in _OF_ONESELF:
        return (ANONIM,)
    behind = (
        said[verb + 2 : verb + 3] if said[verb + 1 : verb + 2] in ([said[verb]], ["pautkan"]) else said[verb + 1 :][:1]
    )
    if said[verb] not in SPREAD and verb <= 2 and set(behind) & MINE:
        return (ANONIM,)
    if verb <= 2 and _spreads(said, verb):
        return (RAHASIA,)
    if said[verb] in KNOWN and verb <= 2 and set(said[verb + 1 : verb + 4]) & MINE:
        return (ANONIM,)
    if said[verb] in KNOWN and verb <= 2 and _is_from_oneself(said[verb + 1 :]):
        return (ANONIM,)
    if near & _SOURCE and "sebut" in said[verb]:
        return (ANONIM,)
    # "Saya mohon tidak disebutkan".
    if said[verb] in _OF_MYSELF and near & PLEAS and near & MINE and not set(said[verb + 1 : verb + 2]) - CLOSERS:
        return (ANONIM,)
    if said[verb] in KNOWN and said[verb].startswith("di") and near & CONTENT and near & PLEAS:
        return (RAHASIA,)
    # "Jangan sampai kades tahu", "jangan bilang siapa-siapa": who or what, nobody can tell.
    everybody = "sampai" in said[:2] or said[:2] in _THERE_IS or said[1:3] in _THERE_IS
    everybody = everybody or bool(set(said[verb + 1 : verb + 3]) & ANYBODY) or _is_told_to(said, verb)
    found_out = said[verb] in KNOWN and everybody and not set(said[:verb]) & NEGATIONS
    return (ANONIM, RAHASIA) if found_out else _NOTHING


def _is_told_to(said: Sequence[str], verb: int) -> bool:
    """ "Jangan dikasih tau ke kades"."""
    passive = said[0].startswith("di") or said[verb].startswith("di")
    return verb <= 2 and passive and bool(set(said[verb + 1 : verb + 2]) & _TO)


def _is_from_oneself(said: Sequence[str]) -> bool:
    """ "Jangan beritahu pak RT kalau ini dari saya"; what is said is cut, perhaps before "saya"."""
    at = next((at for at, word in enumerate(said) if word == "dari"), len(said))
    return (
        at < len(said) and set(said[at + 1 : at + 2]) <= MINE and not {"kalau", "bahwa", "kalo", "ini"}.isdisjoint(said)
    )


def _spreads(said: Sequence[str], verb: int) -> bool:
    following = said[verb + 1] if verb + 1 < len(said) else ""
    passive = said[verb].startswith("di") or (verb > 0 and said[verb - 1] == "di")
    own = not following or passive or following in CLOSERS | CONTENT | SPREAD_OBJECTS
    return said[verb] in SPREAD and own
