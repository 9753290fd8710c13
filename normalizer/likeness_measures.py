"""The words of amounts: numbers, units and what stands in front of a number.

Indonesian, of trade in Jakarta, Javanese, Sundanese, Minangkabau and English, from general knowledge.
"""

from __future__ import annotations

from collections.abc import Mapping

from normalizer.word_lists import set_of


def _values(text: str) -> Mapping[str, int]:
    return {word: int(row[0]) for row in map(str.split, text.strip().splitlines()) for word in row[1:]}


ONES = _values("""
    1 satu siji setunggal hiji ciek one
    2 dua loro kalih rong duo two
    3 tiga telu telung tigang tilu tigo three
    4 empat papat patang opat ampek four
    5 lima limang gangsal limo five
    6 enam enem nem genep anam six
    7 tujuh pitu pitung tujuah seven
    8 delapan lapan wolu wolung dalapan salapan eight
    9 sembilan sanga sangang sambilan nine
    10 sepuluh sapuluh sedasa sapuluah ten
    11 sebelas sewelas sabelas eleven
    12 twelve
    25 selawe
    50 seket
""")
TIMES = _values("""
    10 puluh puluah dasa
    100 ratus atus hundred
    1000 ribu rb rbu rebu ewu thousand k
    1000000 juta jt jt-an yuta million
""")
WHOLE = _values("""
    100 seratus saratus satus cepek
    500 gopek
    1000 seribu sarebu sewu seceng
    2000 noceng
    5000 goceng
    10000 ceban
    50000 goban gocap
    100000 cepekceng
    1000000 sejuta sajuta
""")
TEENS = frozenset({"belas", "welas", "baleh"})
HALF = frozenset({"setengah", "stengah", "satengah", "separuh"})
# Unit → kind of measure and how many of that kind's own unit it is.
UNITS: Mapping[str, tuple[str, int]] = {
    word: (kind, int(size))
    for kind, size, *words in map(
        str.split,
        """
        gram 1000 kg kilo kilogram kilonya kiloan
        gram 1 gram gr ons
        gram 1000000 ton
        litre 1 liter ltr litre
        day 1 hari hr dina dinten ari day days
        day 7 minggu mgg pekan week weeks
        month 1 bulan bln wulan sasih month months
        month 12 tahun thn th taun year years
        hour 1 jam hour hours
        minute 1 menit mnt minutes
        metre 1 meter mtr m metre
        metre 1000 km kilometer
        person 1 orang org jiwa wong urang people
        household 1 kk keluarga
        pupil 1 siswa murid
        house 1 rumah rmh omah imah
        head 1 ekor
        trunk 1 batang
        sack 1 karung sak zak
        floor 1 lantai
        percent 1 persen
        pole 1 tiang
        hectare 1 hektar ha
        watt 1 watt va
        """.strip().splitlines(),
    )
    for word in words
}
ONE_OF = {f"{one}{word}": unit for word, unit in UNITS.items() for one in ("se", "sa") if len(word) > 2}
# In front of its number: "umur 71", "jam 8", "lantai 3".
LABELS = {
    **dict.fromkeys(("umur", "usia", "umurnya", "usianya", "aged"), "age"),
    **dict.fromkeys(("jam", "jm", "pukul", "pkl"), "clock"),
    **dict.fromkeys(("lantai", "lt"), "floor"),
    **dict.fromkeys(("kelas", "kls"), "class"),
}
# Numbers of places and of things are facts of their own.
PLACED = set_of("""
    rt rw no nomor nmr nomer km blok block blk gang gg jalan jl jln tanggal tgl sd sdn smp smpn sma sman smk smkn mi mts
    covid
""")
# What an amount may begin with, beside a figure; most words are none of these.
BEGIN = ONES.keys() | WHOLE.keys() | ONE_OF.keys() | HALF
