"""Whom a complaint is for, where it says so: an RT's head sends the same words for one neighbour and then for another.

"KTP atas nama Budi", "bansos a.n. Siti A.", "akta anak saya Rizki", "rumah Pak Sarwono" name a person the matter
belongs to; "Nama: Siti Aminah" may be the writer, or somebody the writer lends a phone, and counts between two texts of
one sender only, as does "Saya Budi dari RT 3". "Nama saya Budi" and a name that signs tell who writes and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import takewhile

from normalizer.likeness_words import EMPTY, MATTERS, SAME, WEAK
from normalizer.phrases import HONORIFICS, OFFICES
from normalizer.places_names import SOFT
from normalizer.places_words import NAMED, NO_NAME
from normalizer.text import Word, folded_of, places_of
from normalizer.word_lists import set_of

WHOM, SELF = "whom", "self"
_MINE = set_of("saya sy aku kami")
_I = set_of("saya sy aku")
_BEFORE_SELF = set_of("perkenalkan kenalkan bahwa halo hallo pak bu min wb meneruskan diteruskan")
_KIN = set_of("""
    anak ibu bapak ayah suami istri kakek nenek adik kakak mertua tetangga warga cucu keponakan ponakan paman bibi
    mbah emak menantu sepupu saudara tua pasien siswa murid karyawan klien
""")
_KIN_ENGLISH = set_of("""
    son daughter child father mother wife husband brother sister neighbour neighbor uncle aunt grandfather grandmother
""")
_NAMING = set_of("nama name")
_NAMED_SO = set_of("bernama namanya named")
# "nama penerima: Siti", "nama anak Rizki"; "nama lengkap" is whoever fills in a form.
_OWNERS = _KIN | set_of("penerima pemilik pelanggan korban almarhum peserta pemohon wajib terlapor")
_WRITERS = set_of("pelapor pengirim pengadu")
_FORM = _WRITERS | set_of("lengkap panggilan")
_WRITER = _MINE | set_of("adalah ialah yaitu is ku")
TITLES = HONORIFICS | set_of("""
    h hj haji hajah alm almh almarhum almarhumah bin binti drs ir yang yg bernama namanya nama an sdr sdri
""")
# "rumah Pak Sarwono", "BLT untuk Mbah Tukinem"; but "depan rumah Pak Sarwono" tells where.
_CALLED = set_of("bpk bapak pak ibu bu mbah mbok nenek kakek sdr sdri saudara saudari alm almh almarhum almarhumah")
_OWNED = set_of("""
    rumah rmh tanah sawah kebun ladang kolam kandang toko warung kios milik punya punyanya keluarga untuk utk buat
    anak istri suami ibu bapak warga lansia janda penerima pasien data kartu rekening
""")
_WHERE = set_of("""
    depan dpn dekat dkt samping sebelah belakang blkg seberang sekitar sampai sebelum sesudah ke dari dr
""")
# "laporan Bpk. Sarwono", "keluhan dari Ibu Sri".
_REPORTS = set_of("laporan aduan pengaduan keluhan usulan permohonan pesan surat titipan")
_FROM = set_of("dari dr")
# "pasien Wagimin", "mewakili Ibu Sri".
_ROLES = set_of("pasien siswa siswi korban penerima pemohon lansia janda mewakili pelanggan murid penyandang")
# "Ibu Marsiah warga kami", "Pak Dul ditolak RSUD"; "Pak Dul mohon dibantu" may speak to him.
_IS_TOLD_OF = set_of("warga umur usia ditolak meninggal sakit lansia janda dirawat dipecat diusir dicoret penerima")
_CALLS = set_of("yth kepada dear halo selamat pagi siang sore malam assalamualaikum wr wb")
_HEADS = _MINE | _WRITERS | _ROLES | _NAMING | _NAMED_SO | _CALLED | {"an", "n", "my"}
_GOES_ON = set_of("dari dr warga umur usia alamat tinggal lahir nik kk kelas kls hp nomor no akun pribadi meninggal dk")
# Written small, only what is a name and nothing else is one behind "anak saya".
_GIVEN = set_of("""
    agus ahmad aisyah aminah andi andika ani anton arif aris asep bagas bambang bayu budi cahyo dadang dedi deni dewi
    dian didik dimas dina dini doni dwi edi eko endang eni erna fajar farida fatimah fitri galih gilang hadi hartono
    hasan hendra heri herman ika imam indah indra ina iwan joko karto kartini lestari lina maryam mega muhammad nanang
    nia nina nita novi nur nurul putri rahmat rahayu ratna reni restu rina rini rizal rizki rizky roni rudi rusdi santi
    saputra sari siti slamet sri sriyati sugeng suharti sumarni suminah supri suryani susanti susilo sutrisno tini titin
    toni tono tri umi wahyu wahyuni wati wawan widodo yani yanti yanto yudi yuli yuni zainal
""")
_NO_PERSON = (
    EMPTY | WEAK | SAME.keys() | frozenset(SAME.values()) | MATTERS.keys() | NAMED.keys() | NO_NAME | _GOES_ON | _KIN
    | _CALLED | OFFICES | _IS_TOLD_OF
) - _GIVEN  # fmt: skip
# English "an" stands before other words.
_ENGLISH = set_of("is am are was the to of in for with and has have it this that as my i we")
_MOST, _MOST_SMALL, _MOST_TITLES = 3, 2, 5
_AFTER_HEAD, _AFTER_SURE = frozenset({"", "(", ":"}), frozenset({"", "(", ":", ".", "/", ".:"})
# Kind, the place where the name begins, whether a name must follow (also one that is written small).
Told = tuple[str, int, bool]


def people(found: Sequence[Word], spoken: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Kind (`WHOM`, `SELF`) → names. spoken: the text's words, folded."""
    if _HEADS.isdisjoint(spoken):
        return {}
    made: dict[str, set[str]] = {}
    for at in places_of(_HEADS, folded_of(found)):
        told = _READERS[found[at].folded](found, at)
        name = _name(found, told[1], sure=told[2]) if told else ""
        if told and name:
            made.setdefault(told[0], set()).add(name)
    return {kind: frozenset(names) for kind, names in made.items()}


def _at(found: Sequence[Word], at: int) -> str:
    return found[at].folded if 0 <= at < len(found) else ""


def _of_mine(found: Sequence[Word], at: int) -> Told | None:
    """ "anak saya Rizki"; "Diteruskan: saya Ibu Komariah, belum terima BLT"."""
    if _at(found, at - 1) in _KIN:
        return WHOM, at + 1, False
    begins = at == 0 or _breaks(found[at - 1]) or found[at - 1].folded in _BEFORE_SELF
    return (SELF, at + 1, False) if begins and found[at].folded in _I else None


def _in_role(found: Sequence[Word], at: int) -> Told | None:
    return WHOM, at + 1, False


def _of_my(found: Sequence[Word], at: int) -> Told | None:
    return (WHOM, at + 2, False) if _at(found, at + 1) in _KIN_ENGLISH else None


def _for(found: Sequence[Word], at: int) -> Told | None:
    """ "a.n. Siti", "a/n Siti", "an. Siti", "an Siti", "BLT an wagiyem"; English "an" stands before other words."""
    if found[at].folded == "n":
        sure = _at(found, at - 1) == "a" and found[at - 1].after in (".", "/", "")
        return (WHOM, at + 1, True) if sure else None
    mark, follows = found[at].after.strip(), _at(found, at + 1)
    if mark in (".", ":", ".:"):
        return WHOM, at + 1, True
    english = not _ENGLISH.isdisjoint(word.folded for word in found[max(0, at - 3) : at])
    large = bool(follows) and found[at + 1].raw[0].isupper()
    return (WHOM, at + 1, True) if not mark and not english and (large or follows in _GIVEN) else None


def _form(found: Sequence[Word], at: int) -> Told | None:
    """ "Pelapor: Budi"."""
    return (SELF, at + 1, True) if found[at].after.strip() == ":" else None


def _so_named(found: Sequence[Word], at: int) -> Told | None:
    return WHOM, at + 1, True


def _naming(found: Sequence[Word], at: int) -> Told | None:
    """ "atas nama Budi", "in the name of Budi", "nama anak: Rizki", "Nama: Siti Aminah"."""
    before, follows = _at(found, at - 1), _at(found, at + 1)
    if before == "atas":
        return WHOM, at + 1, True
    if follows == "of":
        return WHOM, at + 2, True
    if follows in _WRITER or before == "my" or "\n" in found[at].after:
        return None
    start = at + 1 + (follows in _OWNERS | _FORM)
    return (WHOM if follows in _OWNERS else SELF), start, ":" in found[start - 1].after or follows in _OWNERS


def _called(found: Sequence[Word], at: int) -> Told | None:
    before, ahead, start = _at(found, at - 1), _at(found, at - 2), at + 1
    while _at(found, start) in TITLES and start < at + 4:
        start += 1
    joined = at > 0 and not found[at - 1].after.strip()
    if joined and (before in _REPORTS or (before in _FROM and ahead in _REPORTS)):
        return WHOM, start, False
    if joined and before in _OWNED:
        return (WHOM, start, False) if ahead not in _WHERE else None
    if before in _CALLS | _WHERE or start >= len(found):
        return None
    run = list(_run(found, start))
    ends = start + len(run)
    told = run and not _breaks(run[-1]) and _at(found, ends) in _IS_TOLD_OF
    return (WHOM, start, False) if told else None


_Reader = Callable[[Sequence[Word], int], Told | None]
_READERS: Mapping[str, _Reader] = {
    **dict.fromkeys(_CALLED, _called),
    **dict.fromkeys(_ROLES, _in_role),
    **dict.fromkeys(_WRITERS, _form),
    **dict.fromkeys(_MINE, _of_mine),
    **dict.fromkeys(_NAMED_SO, _so_named),
    **dict.fromkeys(_NAMING, _naming),
    **dict.fromkeys(("an", "n"), _for),
    "my": _of_my,
}


def _name(found: Sequence[Word], at: int, *, sure: bool) -> str:
    if at > len(found) or "\n" in found[at - 1].after:
        return ""
    if found[at - 1].after.strip() not in (_AFTER_SURE if sure else _AFTER_HEAD | {"."}):
        return ""
    last = min(len(found), at + _MOST_TITLES)
    while at < last and found[at].folded in TITLES and not found[at].after.strip(". :"):
        at += 1
    run = list(_run(found, at))
    if not run:
        return ""
    run = list(takewhile(_titled, run)) or run
    if _large(found, run, at + len(run), sure=sure):
        return " ".join(word.folded for word in run)
    if not sure and run[0].folded not in _GIVEN:
        return ""
    return " ".join([*(word.folded for word in run[:_MOST_SMALL]), SOFT])


def _large(found: Sequence[Word], run: Sequence[Word], end: int, *, sure: bool) -> bool:
    """Written as names are; in "Anak Saya Dipukul Guru", where all is written large, large letters say nothing."""
    if not all(map(_titled, run)):
        return False
    return end == len(found) or _breaks(run[-1]) or not found[end].raw[0].isupper() or sure


def _run(found: Sequence[Word], at: int) -> Iterator[Word]:
    for word in found[at : at + _MOST]:
        if not word.folded.isalpha() or (word.folded in _NO_PERSON and not _initial(word)):
            return
        yield word
        if _breaks(word) and not (len(word.raw) <= 3 and word.after.strip() == "."):
            return


def _titled(word: Word) -> bool:
    return word.raw[0].isupper() and (len(word.raw) == 1 or not word.raw.isupper())


def _initial(word: Word) -> bool:
    return len(word.raw) == 1 and word.raw.isupper()


def _breaks(word: Word) -> bool:
    return "\n" in word.after or word.after.strip() not in ("", "'", "`", "’")
