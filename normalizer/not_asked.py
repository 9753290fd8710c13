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
    IDENTITY,
    KNOWN,
    MINE,
    NEGATION_BRIDGES,
    NEGATIONS,
    PLEAS,
    TURNING,
    WHO,
)
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
# Whose name it is said to be used for something that is no report.
_USES = re.compile(
    r"(?:di|me|mem|meng|men|ng)?(?:pakai?|pake|makai?|make|guna|salah ?guna|catut|nyatut|atasnama|bawa|bawa2|pinjam)"
    r"(?:kan|in|i)?|ngg?an?ggo|dienggo|us(?:e|es|ing|ed)"
)
_WRITES = re.compile(r"(?:di)?(?:sebut|tulis|masuk|cantum|daftar)(?:kan|in)?")
_WAS_USED = set_of("dipakai dipake dicatut disalahgunakan digunakan dipinjam")
_AS = set_of("sebagai jadi")
_INTO = _AS | set_of("di ke dalam")
_LISTS = set_of("daftar penerima anggota utang hutang kredit pinjaman list")
_NAMES = IDENTITY | set_of("ngaran jeneng asma nami data")
_OWNED = MINE | set_of("abdi kulo kula kuring ku ambo awak keluarga anak istri suami bapak ibu")
_FOR = set_of("untuk utk buat bwt kanggo kangge keur for to as sebagai jadi nge pas waktu")
_OF_REPORTING = set_of("""
    laporan lapor melapor melaporkan aduan pengaduan pelapor report reports reporting complaint surat publik umum berita
    medsos media internet fb facebook apapun apa ini itu website web pengumuman konten keperluan kepentingan hal siapa
    siapapun anything this that saksi sumber narasumber informan pengadu
""")
_FALSE = set_of("fiktif palsu bohong")
# Who is told by an office to keep quiet tells of that.
_TOLD = set_of("""
    suruh nyuruh menyuruh menyuruhnya meminta minta berpesan pesan bilang ancam ngancam mengancam larang melarang told
    tells asked orders ordered warned instructed
""")
_BEEN_TOLD = set_of("disuruh diminta dilarang diancam dipesan dipesenin")
_THEM = set_of("dia mereka beliau he she they clerk officer officers teacher boss official officials headmaster")
_WARNED = KNOWN | set_of("kasih ngomong cerita lapor melapor laporkan report say talk dikasih sebut")
_SUDDENLY = set_of("tahu2 tau2 tahutahu tautau")
_KNOWING = set_of("tahu tau")
_WHOM = (
    _OWNED | MINE | set_of("agar supaya untuk to warga orang tua siswa kita semua keep stay be saja parents residents")
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
_TELLS = re.compile(r"(?:me|nge|ng)?(?:lapor|adu)\w*")
_UNWILLING = set_of("mau ingin bersedia berani boleh sudi pernah")
# What stands in all that `unasked` finds, or a word that hides.
_BEGINNINGS = _SO_THAT | _DENYING | _QUIET | _SUDDENLY | _KNOWING
_ASKED_FOR = set_of("tanya ditanya nanya ditanyai ditanyakan bertanya diminta")


@lru_cache(maxsize=2_048)  # citizens' words repeat
def _may_ask_nothing(word: str) -> bool:
    return word in _BEGINNINGS or _HIDES.fullmatch(word) is not None


def unasked(found: Sequence[Word]) -> Iterator[range]:
    """The words that ask for nothing, however they sound."""
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
        return _misused(found, at) or _quieted(found, at) or _not_only(found, at)
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


def _misused(found: Sequence[Word], at: int) -> int:
    """How far "jangan pakai nama saya untuk pinjol" reaches; 0 where nothing of the kind is said."""
    said = [word.folded for word in after(found, at, 10)]
    verb = next((at for at, word in enumerate(said[:3]) if _USES.fullmatch(word) or _WRITES.fullmatch(word)), None)
    if verb is None:
        return 0
    used = _USES.fullmatch(said[verb]) is not None
    named = {*said[verb + 1 : verb + 5], *folded_in(before(found, at, 3))}
    if named.isdisjoint(_NAMES) or named.isdisjoint(_OWNED):
        return 0
    aims = _FOR if used else _INTO
    aim = next((place for place in range(verb + 1, len(said) - 1) if said[place] in aims), None)
    if aim is None:
        return _used_before(found, at, said, verb) if used else 0
    purpose = [word for word in said[aim + 1 :] if word not in _FOR]
    if not used and said[aim] not in _AS and _LISTS.isdisjoint(purpose[:2]):
        return 0
    reports = not _OF_REPORTING.isdisjoint(purpose[: 1 if used else 3]) and _FALSE.isdisjoint(purpose[1:3])
    return 0 if reports or not purpose else aim + 1


def _used_before(found: Sequence[Word], at: int, said: Sequence[str], verb: int) -> int:
    """ "Nama saya dipakai orang buat pinjol, tolong jangan pakai nama saya"."""
    before_it = folded_in(found[:at])
    used = not (_WAS_USED.isdisjoint(before_it) or _NAMES.isdisjoint(before_it)) and _OF_REPORTING.isdisjoint(said)
    return verb + 1 + sum(word in _NAMES | _OWNED for word in said[verb + 1 : verb + 3]) if used else 0


def _quieted(found: Sequence[Word], at: int) -> int:
    """ "Petugas bilang jangan kasih tahu siapa-siapa", "she told me not to tell anyone"."""
    if _told_by_them(found, at) is None:
        return 0
    said = [word.folded for word in after(found, at, _REACH)]
    warned = next((place for place, word in enumerate(said[:4]) if word in _WARNED), None)
    if warned is None:
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
    by_writer = lead[told] in _TOLD and not {"i", "saya"}.isdisjoint(lead[told - 1 : told])
    return None if by_writer or not (by_them or lead[told] in _BEEN_TOLD) else at - len(lead) + told


def caught_at(found: Sequence[Word], at: int) -> bool:
    """ "Kalau ketahuan merokok": of what begins at "ketahuan"."""
    behind = [word.folded for word in after(found, at, 1)]
    return bool(behind) and _CAUGHT.fullmatch(behind[0]) is not None and not _TELLS.fullmatch(behind[0])


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
