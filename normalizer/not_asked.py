"""What sounds like a wish for protection and asks for none: a report "jangan disembunyikan", a name that others use,
what an officer told people to keep quiet about, what an office keeps to itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import compress, count

from normalizer.clauses import after, before, broken, folded_in, sentence
from normalizer.flag_phrases import (
    ANYBODY,
    CLOSERS,
    CONTENT,
    DISCLOSE,
    FORBID,
    KNOWN,
    MINE,
    NEGATION_BRIDGES,
    NEGATIONS,
    PLEAS,
    TURNING,
    WHO,
)
from normalizer.name_misused import OWNED, TELLS, misused
from normalizer.others_secrets import speaks
from normalizer.text import Word, folded_of
from normalizer.word_lists import set_of

_HIDES = re.compile(
    r"(?:di|meny?|ny?|ng)?(?:s?e?mb?un[iy]+|sembuny[iy]+|umpet|rahasia|sumput|delik)\w*|(?:di|me|men)?tutup(?:i|in|tutup\w*|kan)"
    r"|hid(?:e|es|ing|den)|secret|conceal(?:ed)?"
)
_DENYING = NEGATIONS | set_of("jgan jan ojo ojok ulah ampun mboten ndak stop never aja")
_REPORT = (CONTENT - {"surat"}) | set_of(
    "aduannya pengaduannya laporanku aduanku lap keluhan keluhannya report reports complaint complaints"
)
_BRIDGES = (
    _REPORT
    | MINE
    | set_of("""
    perlu usah harus mau ingin pengen mesti sampai sampe pernah lagi terus malah di tutup ini itu tadi warga kuring abdi
    kulo     t do to be want my our please ada yang yg dibuat make keep kept
""")
)
_REACH = 6
_WHY = set_of("kenapa mengapa knp knapa why kok")
# Who is told by an office to keep quiet tells of that.
_TOLD = set_of("""
    suruh nyuruh menyuruh menyuruhnya meminta minta berpesan pesan bilang ancam ngancam mengancam larang melarang told
    tells asked orders ordered warned instructed
""")
_WRITER = (MINE - {"me", "us", "my", "our"}) | set_of("i we abdi kulo kula ambo awak")
_BEEN_TOLD = set_of("disuruh diminta dilarang diancam dipesan dipesenin")
_THEM = set_of("dia mereka beliau he she they clerk officer officers teacher boss official officials headmaster")
_WARNED = KNOWN | set_of("kasih ngomong cerita lapor melapor laporkan report say talk dikasih sebut")
_SUDDENLY = set_of("tahu2 tau2 tahutahu tautau")
_KNOWING = set_of("tahu tau")
_WHOM = (
    OWNED | MINE | set_of("agar supaya untuk to warga orang tua siswa kita semua keep stay be saja parents residents")
)
_SO_THAT = set_of("biar supaya agar ben so")
_EVERYBODY = set_of("semua orang warga masyarakat publik umum pada bisa everyone everybody that can people all the")
_NAMING = set_of("menyebut menyebutkan memperkenalkan mengaku mentioning giving")
_ONLY = set_of("hanya cuma cuman cm only just")
# What offices keep: "password wifi kelurahan dirahasiakan".
_THEIRS = set_of("""
    password sandi wifi hasil nilai harga pemenang tender lelang anggaran dana daftar jadwal dokumen kuota lowongan gaji
    honor soal kunci kode rab apbdes notulen rapat kontrak formulir kriteria syarat pengumuman penerima keuangan kas
    rincian tarif biaya undian kebijakan
""")
_MAY = set_of(
    "bisa dapat bisakah dapatkah untuk utk buat boleh harus wajib dong bantu membantu bapak ibu pak bu admin anda"
)
_QUIET = set_of("quiet silent diam diem bungkam mingkem")
# What somebody is caught at: "kalau ketahuan merokok dipukul guru".
_CAUGHT = re.compile(r"(?:ng|ny|mem|men|meng|mer|ber)\w{3,}|main|bolos|telat|terlambat|selingkuh|smoking|cheating")
_UNWILLING = set_of("mau ingin bersedia berani boleh sudi pernah")
# What stands in all that `unasked` finds, or a word that hides.
_BEGINNINGS = _SO_THAT | _DENYING | _QUIET | _SUDDENLY | _KNOWING
_ASKED_FOR = set_of("tanya ditanya nanya ditanyai ditanyakan bertanya diminta")


@lru_cache(maxsize=2_048)  # citizens' words repeat
def _may_ask_nothing(word: str) -> bool:
    return word in _BEGINNINGS or _HIDES.fullmatch(word) is not None


def unasked(found: Sequence[Word]) -> Sequence[range]:
    """The words that ask for nothing, however they sound."""
    return _unasked(tuple(found))


@lru_cache(maxsize=2)  # a message is asked for its flags, for a wish, and whether one is perhaps there
def _unasked(found: tuple[Word, ...]) -> Sequence[range]:
    return tuple(_found_unasked(found))


def _found_unasked(found: Sequence[Word]) -> Iterator[range]:
    # Nine texts of ten have no word of these.
    for at in compress(count(), map(_may_ask_nothing, folded_of(found))):
        word = found[at]
        if _HIDES.fullmatch(word.folded) and (at_first := _forbidden(found, at)) is not None:
            yield range(at_first, at + 1)
        elif behind := _behind(found, at):
            yield range(at, at + 1 + behind)
        elif word.folded in _QUIET and (told := _told_by_them(found, at)) is not None:
            yield range(told, at + 1)
        elif word.folded in _SUDDENLY or (word.folded in _KNOWING and _is_said_twice(found, at)):
            yield range(at, at + 1)


def _behind(found: Sequence[Word], at: int) -> int:
    """How far what begins at `at` asks for nothing."""
    if found[at].folded in _DENYING:
        return misused(found, at) or _quieted(found, at) or _not_only(found, at)
    return _for_all(found, at) if found[at].folded in _SO_THAT else 0


def _forbidden(found: Sequence[Word], at: int) -> int | None:
    """Where "jangan sembunyikan laporan saya" begins; None where a report is not denied to be hidden."""
    lead = before(found, at, _REACH)
    denials = [place for place, word in enumerate(lead) if word.folded in _DENYING]
    about = {*folded_in(lead), *folded_in(after(found, at, 3))}
    if found[at].folded.startswith("di") and not denials and about & _WHY and about & _REPORT:
        return at  # "kenapa laporan saya disembunyikan?"
    if len(denials) != 1 or about & (WHO - {"pelapor"}):
        return None
    # "Laporan saya silakan ditampilkan, jangan disembunyikan".
    if not about & _REPORT and not (denials[0] == 0 and folded_in(sentence(found, at, 8)) & _REPORT):
        return None
    between = [word.folded for word in lead[denials[0] + 1 :]]
    begun = at - len(lead) + denials[0]
    # "Kalau tidak dirahasiakan", "kenapa laporan saya tidak dirahasiakan" wish for it.
    turned = folded_in(before(found, begun, 4)) & TURNING
    return begun if _BRIDGES.issuperset(between) and not turned else None


def _quieted(found: Sequence[Word], at: int) -> int:
    """ "Petugas bilang jangan kasih tahu siapa-siapa", "she told me not to tell anyone"."""
    if _told_by_them(found, at) is None:
        return 0
    said = [word.folded for word in after(found, at, _REACH + 2)]
    warned = next((place for place, word in enumerate(said[:4]) if word in _WARNED), None)
    # "… kalau saya yang lapor" is the writer's own.
    if warned is None or not MINE.isdisjoint(said[warned + 1 :]):
        return 0
    return (
        warned
        + 1
        + sum(word in KNOWN | ANYBODY | set_of("siapa siapa2 ke anyone") for word in said[warned + 1 : warned + 4])
    )


def _told_by_them(found: Sequence[Word], at: int) -> int | None:
    """Where it is said that others told people what stands at `at`."""
    near = sentence(found, at, _REACH)
    lead = [word.folded for word in near if word.start < found[at].start]
    told = next((place for place in reversed(range(len(lead))) if lead[place] in _TOLD | _BEEN_TOLD), None)
    if told is None or not set(lead[told + 1 :]) <= _WHOM:
        return None
    by_them = bool(set(lead[:told]) & _THEM) or speaks(lead[:told])
    by_writer = lead[told] in _TOLD and not _WRITER.isdisjoint(lead[max(0, told - 3) : told])
    return None if by_writer or not (by_them or lead[told] in _BEEN_TOLD) else at - len(lead) + told


def caught_at(found: Sequence[Word], at: int) -> bool:
    """ "Kalau ketahuan merokok": of what begins at "ketahuan"."""
    behind = [word.folded for word in after(found, at, 1)]
    return bool(behind) and _CAUGHT.fullmatch(behind[0]) is not None and not TELLS.search(behind[0])


def others_unwilling(found: Sequence[Word], at: int) -> bool:
    """ "Pihak bank tidak mau kasih tahu siapa", "dokter tidak mau disebut namanya waktu saya tanya", of what begins at
    the denial."""
    lead = [word.folded for word in before(found, at, 3)]
    said = [word.folded for word in after(found, at, 8)]
    if not speaks(lead) or not MINE.isdisjoint(lead) or (said[:1] and said[0] not in _UNWILLING):
        return False
    active = any(not word.startswith("di") and word in _WARNED for word in said[1:3]) or "ngasih" in said[1:3]
    return active or not _ASKED_FOR.isdisjoint(said)


def others_unnamed(found: Sequence[Word], at: int) -> bool:
    """ "Petugas datang tanpa menyebut nama", "memanggil nama tanpa mikrofon", of what begins at "tanpa"."""
    if found[at].folded not in {"tanpa", "without"} or folded_in(sentence(found, at, 8)) & (MINE | PLEAS):
        return False
    said = [word.folded for word in after(found, at, 2)]
    speaking = not _NAMING.isdisjoint(said[:1])
    lead = [word.folded for word in before(found, at, 8)]
    if speaking:
        return speaks(lead)
    return bool(said) and said[0] not in DISCLOSE | NEGATION_BRIDGES and WHO.isdisjoint(said)


def _not_only(found: Sequence[Word], at: int) -> int:
    """ "Jangan hanya pejabat yang tahu jadwalnya": everybody shall."""
    said = [word.folded for word in after(found, at, 8)]
    if found[at].folded not in FORBID or _ONLY.isdisjoint(said[:1]) or not MINE.isdisjoint(said):
        return 0
    return next((place + 1 for place, word in enumerate(said) if word in KNOWN), 0)


def _for_all(found: Sequence[Word], at: int) -> int:
    """ "Biar semua orang tahu"."""
    said = [word.folded for word in after(found, at, 4)]
    knows = next((place for place, word in enumerate(said) if word in _KNOWING | {"lihat", "baca", "know", "see"}), 0)
    if folded_in(before(found, at, 2)) & _DENYING:
        return 0  # "jangan biar orang tahu"
    return knows + 1 if knows and _EVERYBODY.issuperset(said[:knows]) else 0


def _is_said_twice(found: Sequence[Word], at: int) -> bool:
    """ "Tahu-tahu digusur": all of a sudden."""
    beside = (*found[max(0, at - 1) : at], *found[at + 1 : at + 2])
    return any(other.folded == found[at].folded for other in beside)


def kept_by_office(found: Sequence[Word], at: int) -> bool:
    """ "Password wifi kelurahan dirahasiakan, padahal untuk umum"."""
    lead, behind = folded_in(before(found, at, 6)), folded_in(after(found, at, 5))
    # What somebody does who is not the writer: "polisi merahasiakan nama pelaku".
    if found[at].folded.startswith("me"):
        return bool(lead) and lead.isdisjoint(MINE | PLEAS | _MAY) and behind.isdisjoint(MINE | CONTENT)
    if not found[at].folded.startswith("di") or (lead | behind) & (MINE | PLEAS | CONTENT | WHO):
        return False
    if not lead & _THEIRS:
        return False
    near = sentence(found, at, 8)
    told = {word.folded for word in near if word.start > found[at].start} - CLOSERS
    return bool(told or folded_in(near) & _WHY)


def bound(found: Sequence[Word], skipped: Set[int]) -> Sequence[Word]:
    """What is left of a text without these words; what ended behind one of them ends behind the word before it."""
    left: list[Word] = []
    for at, word in enumerate(found):
        if at not in skipped:
            left.append(word)
        elif left and broken(word.after):
            left[-1] = left[-1]._replace(after=word.after)
    return left


def without_unasked(found: Sequence[Word]) -> Sequence[Word]:
    skipped = frozenset(place for at in unasked(found) for place in at)
    return bound(found, skipped) if skipped else found
