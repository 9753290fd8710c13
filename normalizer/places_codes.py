"""Codes and numbers that only one thing has: house C12, pole KJT-0417, AD 8123 KT, a customer's number, PBB of 2024.

Nothing of it tells where something is to a stranger; two texts that each name one which the other does not are of two
things. So it stands beside the facts of place, and what it reads stays among the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import compress, count
from operator import not_

from normalizer.likeness_words import EMPTY, MATTERS, SAME, WEAK
from normalizer.places_numbers import NUMBER_WORDS
from normalizer.places_words import MONTHS, NAMED, NEVER_NUMBERS, NO_NAME, NO_OWNER, UNITS
from normalizer.text import Word, folded_of
from normalizer.word_lists import set_of

# https://en.wikipedia.org/wiki/Vehicle_registration_plates_of_Indonesia
_PLATES = set_of("""
    a b d e f g h k l m n p r s t w z aa ab ad ae ag ba bb bd be bg bh bk bl bm bn bp da db dc dd de dg dh dk dl dm dn
    dp dr ds dt dw ea eb ed kb kh kt ku pa pb pg
""")
_PLATE = re.compile(r"([a-z]{1,2})([0-9]{1,4})([a-z]{1,3})")
_VEHICLES = set_of("""
    plat plate nopol polisi mobil motor truk truck angkot bus bis mikrolet taksi taxi ambulans ambulan ojek elf pickup
    nomor no nopolisi kendaraan sepeda avanza
""")
_NO_TAIL = set_of("rb an kk jt km m kg ha x th wib rt rw org dan di ke yg utk tp jam hr")
_SERIES = re.compile(r"([a-z]{1,6})([0-9]{1,6})([a-z]?)")
# What is written so and is no code: hours, sums, phones, measures, "ke-2", "H-1", diseases, lists.
_NO_SERIES = set_of("""
    ke se rt rw no jam jm pkl pukul rp idr usd km m cm mm kg ha hp wa telp tlp tel tgl hr h bln thn th covid corona pm
    co lt lk sd rmh ada kk jl gg ver versi pasal ayat hal poin ps sy jd dr yg tp usia umur rb jt di
""")
# Short for other words where they are written small: "d 3 titik", "x3".
_SMALL = set_of("d k x s r v q n g y t")
# In front of a code with a blank in it: "rumah C 12", "tiang kjt 0417".
_OWNERS = set_of("""
    rumah rmh unit kamar kios lapak ruko kavling kapling tiang gardu trafo panel pju kwh meteran lambung kode trayek
    koridor gedung gerbang peron kursi loket bed ruang ruangan tower menara sumur pompa hidran kontainer armada kandang
    nomor no nmr
""")
_THINGS = _OWNERS - NUMBER_WORDS
_WORDS = EMPTY | WEAK | SAME.keys() | MATTERS.keys() | NAMED.keys() | NO_NAME | NO_OWNER | UNITS
# Whose number it is. Receipts of complaints, queue tickets and phones are none.
_HEADS: Mapping[str, str] = {
    **dict.fromkeys(set_of("pelanggan idpel nopel meter meteran kwh sambungan langganan pam pdam pln"), "customer"),
    **dict.fromkeys(set_of("nik ktp"), "nik"),
    **dict.fromkeys(set_of("kk nokk"), "kk"),
    **dict.fromkeys(set_of("rekening rek norek"), "account"),
    **dict.fromkeys(set_of("nop sppt"), "nop"),
    **dict.fromkeys(set_of("bpjs kis jkn peserta kartu noka"), "card"),
    **dict.fromkeys(set_of("registrasi reg register pendaftaran berkas permohonan pemohon"), "file"),
    **dict.fromkeys(set_of("sertifikat sertipikat shm shgb ajb girik hak"), "title"),
    **{word: word for word in set_of("npwp nib nisn nip nuptk nis nim persil bidang kontrak seri sk lambung imei")},
}
_BETWEEN = NUMBER_WORDS | set_of("adalah yaitu ialah saya sy nya is id")
_PHONE = re.compile(r"0|62|8[0-9]{8,11}$")
# In front of a small number that is more than that; and what stands there most.
_BEFORE = _BETWEEN | _HEADS.keys() | _PLATES | _OWNERS
_NEVER_BEFORE = set_of("rt rw km jam")
_MOST_GROUPS = 8
_DIGIT = re.compile("[0-9]")
_YEAR = re.compile(r"19[6-9][0-9]|20(?:0[5-9]|[1-3][0-9])")
# What is there once a year; "sejak tahun 2019" and "dibangun 2019" only tell when.
_YEARLY = set_of("""
    pbb bos bosda pajak bansos blt pkh bpnt ppdb spmb tagihan stnk spt dana apbd apbdes apbn add dd thr tpg kur pip kip
    sertifikasi tunjangan insentif honor gaji seleksi cpns pppk p3k ptsl raskin periode angkatan sppt thl
    tahap musrenbang lpj laporan kuota beasiswa rapbs tpp bantuan lelang proyek rutilahu bspsm blsm prakerja
    iuran retribusi
""")
_YEAR_WORDS = set_of("tahun th thn ta year anggaran ajaran pelajaran")
_LABELS = set_of("ta anggaran ajaran pelajaran")
_WHEN = set_of("sejak dari mulai semenjak since from awal akhir hingga sampai pada di sebelum setelah sesudah lalu")
_DONE = ("di", "ter", "ber", "me")
_MONEY_BEHIND = set_of("ribu rb juta jt rupiah")
Read = tuple[str, str]


def codes(found: Sequence[Word], flat: str) -> Mapping[str, frozenset[str]]:
    """Kind ("plate", "code", "code of rumah", "number of nik", "year", …) → what the text says of it. flat: the
    text, folded."""
    if not _DIGIT.search(flat):
        return {}
    made: dict[str, set[str]] = {}
    end = 0
    for at in compress(count(), map(not_, map(str.isalpha, folded_of(found)))):
        if at < end or _plain(found, at):
            continue
        for reader in _READERS:
            read, last = reader(found, at)
            for kind, value in read:
                made.setdefault(kind, set()).add(value)
            if read:
                end = last
                break
    return {kind: frozenset(values) for kind, values in made.items()}


def _plain(found: Sequence[Word], at: int) -> bool:
    """A small number that no code, plate or name of a number stands in front of: most are such."""
    word = found[at].folded
    if len(word) > 3 or not word.isdecimal():
        return not word.isalnum()
    raw, before, _, after, _ = found[at - 1] if at else found[at]
    return before in _NEVER_BEFORE or not (before in _BEFORE or after == "-" or raw.isupper())


def _at(found: Sequence[Word], at: int) -> str:
    return found[at].folded if 0 <= at < len(found) else ""


def _joined(found: Sequence[Word], at: int, signs: str = " -") -> bool:
    """Whether nothing but such a sign stands behind this word."""
    return 0 <= at < len(found) and len(found[at].after) == 1 and found[at].after in signs


def _plate(found: Sequence[Word], at: int) -> tuple[Sequence[Read], int]:
    """ "AD 8123 KT", "ad8123kt", "angkot b 1432 ux"."""
    begin, end = at, at + 1
    parts = [found[at].folded]
    if parts[0][0].isdigit() and _joined(found, at - 1):
        begin -= 1
        parts.insert(0, found[begin].folded)
    if parts[-1][-1].isdigit() and _joined(found, at) and end < len(found):
        parts.append(found[end].folded)
        end += 1
    shape = _PLATE.fullmatch("".join(parts))
    if shape is None or shape.group(1) not in _PLATES or shape.group(3) in _NO_TAIL:
        return (), at + 1
    sure = _sure_plate(found[begin:end], shape.group(2)) or _at(found, begin - 1) in _VEHICLES
    return ([("plate", shape.group())], end) if sure and shape.group(2)[0] != "0" else ((), at + 1)


def _sure_plate(written: Sequence[Word], digits: str) -> bool:
    """Four figures, in capitals or in one."""
    return len(digits) > 2 and (len(written) == 1 or all(word.raw.isupper() or word.raw.isdigit() for word in written))


def _series(found: Sequence[Word], at: int) -> tuple[Sequence[Read], int]:
    """ "C12", "KJT-0417", "tiang kjt 0417"; an owner in front of it says what it is: "rumah C12"."""
    word = found[at].folded
    begin = at
    if word[0].isdigit():
        if not _split(found, at - 1):
            return (), at + 1
        begin -= 1
        word = found[begin].folded + word
    shape = _SERIES.fullmatch(word)
    if shape is None or shape.group(1) in _NO_SERIES or (len(shape.group(1)) > 2 and shape.group(1) in _WORDS):
        return (), at + 1
    letters, value = shape.group(1), (shape.group(2).lstrip("0") or "0") + shape.group(3)
    if value == "2" and (len(letters) > 3 or (len(letters) > 2 and not found[begin].raw.isupper())):  # "gara2", "ank2"
        return (), at + 1
    owner = _at(found, begin - 1 - (_at(found, begin - 1) in NUMBER_WORDS))
    if letters in _SMALL and found[begin].raw.islower() and owner not in _OWNERS:
        return (), at + 1
    read = [("code", f"{letters} {value}")]
    return ([*read, (f"code of {owner}", letters + value)] if owner in _THINGS else read), at + 1


def _split(found: Sequence[Word], at: int) -> bool:
    """Whether the letters of a code stand here, with its number behind a hyphen or a blank."""
    if at < 0 or not found[at].raw.isalpha() or len(found[at].raw) > 6 or not _joined(found, at, " -/"):
        return False
    word = found[at]
    if word.after == "-":
        return word.raw.isupper() or not _vowels(word.folded) or _at(found, at - 1) in _OWNERS
    owned = _at(found, at - 1) in _OWNERS and not found[at - 1].after.strip(" .:")
    return owned and word.folded not in _WORDS and (word.raw.isupper() or not _vowels(word.folded))


def _vowels(word: str) -> bool:
    return len(word) > 1 and not frozenset("aiueo").isdisjoint(word)


def _number(found: Sequence[Word], at: int) -> tuple[Sequence[Read], int]:
    """ "NIK 3501…", "nomor pelanggan: 0112-3358", "no registrasi 88/2209"; a long number without a name as well."""
    digits, end = _digits(found, at)
    before = at - 1
    while _at(found, before) in _BETWEEN:
        before -= 1
    name = _at(found, before)
    around = (_at(found, before - 1), *(word.folded for word in found[before + 1 : at]))
    spoken = not NUMBER_WORDS.isdisjoint(around)
    if _counts(found, end, digits) or name in NEVER_NUMBERS - _HEADS.keys():
        return (), at + 1
    if name in _HEADS and len(digits) >= (3 if spoken else 5):
        return [(f"number of {_HEADS[name]}", digits)], end
    if len(digits) >= (5 if spoken else 9) and not _PHONE.match(digits):
        return [("number", digits)], end
    return (), at + 1


def _digits(found: Sequence[Word], at: int) -> tuple[str, int]:
    """Groups with a blank, a dot, a hyphen or a slash between them are one number."""
    digits = ""
    end = at
    while end < min(len(found), at + _MOST_GROUPS) and found[end].folded.isdecimal():
        digits += found[end].folded
        end += 1
        if found[end - 1].after not in (" ", ".", "-", "/"):
            break
    return digits, end


def _counts(found: Sequence[Word], end: int, digits: str) -> bool:
    return digits.endswith("000") or _at(found, end) in UNITS | _MONEY_BEHIND


def _year(found: Sequence[Word], at: int) -> tuple[Sequence[Read], int]:
    """ "PBB 2024", "dana BOS tahun 2023", "TA 2025"."""
    if not _YEAR.fullmatch(found[at].folded) or _at(found, at + 1) in UNITS | _MONEY_BEHIND:
        return (), at + 1
    before = at - 1
    while _at(found, before) in _YEAR_WORDS:
        before -= 1
    head, label = _at(found, before), {word.folded for word in found[before + 1 : at]}
    timed = not head.isalpha() or head in _WHEN | MONTHS.keys() or head.startswith(_DONE)
    named = bool(label) and (not timed or not label.isdisjoint(_LABELS))
    return ([("year", found[at].folded)], at + 1) if named or head in _YEARLY else ((), at + 1)


Reader = Callable[[Sequence[Word], int], tuple[Sequence[Read], int]]
_READERS: Sequence[Reader] = (_year, _plate, _number, _series)


def apart(kind: str, left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether each names one that the other does not; C12 and KJT-0417 are of two kinds of things."""
    if kind != "code":
        return bool(left - right and right - left)
    series = {one.split()[0] for one in left} & {one.split()[0] for one in right}
    return any(
        bool(left_of - right_of and right_of - left_of)
        for left_of, right_of in ((_of(letters, left), _of(letters, right)) for letters in series)
    )


def _of(letters: str, values: frozenset[str]) -> frozenset[str]:
    return frozenset(value for value in values if value.split()[0] == letters)
