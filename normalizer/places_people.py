"""Whom a complaint is for, where it says so: an RT's head sends the same words for one neighbour and then for another.

"KTP atas nama Budi", "bansos a.n. Siti A.", "akta anak saya Rizki", "rumah Pak Sarwono" name a person the matter
belongs to; "Nama: Siti Aminah" may be the writer, or somebody the writer lends a phone, and counts between two texts of
one sender only. "Saya Budi dari RT 3", "nama saya Budi" and a name that signs tell who writes, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import takewhile

from normalizer.likeness_words import EMPTY, MATTERS, SAME, WEAK
from normalizer.phrases import HONORIFICS, OFFICES
from normalizer.places_words import NAMED, NO_NAME
from normalizer.text import Word


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


WHOM, SELF = "whom", "self"
_MINE = _set("saya sy aku kami")
_KIN = _set("""
    anak ibu bapak ayah suami istri kakek nenek adik kakak mertua tetangga warga cucu keponakan ponakan paman bibi
    mbah emak menantu sepupu saudara tua pasien siswa murid karyawan klien
""")
_KIN_ENGLISH = _set("""
    son daughter child father mother wife husband brother sister neighbour neighbor uncle aunt grandfather grandmother
""")
_NAMING = _set("nama name")
_NAMED_SO = _set("bernama namanya named")
# "nama penerima: Siti", "nama anak Rizki"; "nama lengkap" is whoever fills in a form.
_OWNERS = _KIN | _set("penerima pemilik pelanggan korban almarhum peserta pemohon wajib terlapor")
_FORM = _set("lengkap panggilan pelapor pengirim pengadu")
_WRITER = _MINE | _set("adalah ialah yaitu is ku")
_TITLES = HONORIFICS | _set("""
    h hj haji hajah alm almh almarhum almarhumah bin binti drs ir yang yg bernama namanya nama an sdr sdri
""")
# "rumah Pak Sarwono", "BLT untuk Mbah Tukinem"; but "depan rumah Pak Sarwono" tells where.
_CALLED = _set("bpk bapak pak ibu bu mbah mbok nenek kakek sdr sdri saudara saudari alm almh almarhum almarhumah")
_OWNED = _set("""
    rumah rmh tanah sawah kebun ladang kolam kandang toko warung kios milik punya punyanya keluarga untuk utk buat
    anak istri suami ibu bapak warga lansia janda penerima pasien data kartu rekening
""")
_WHERE = _set("depan dpn dekat dkt samping sebelah belakang blkg seberang sekitar sampai sebelum sesudah di ke dari dr")
# "Ibu Marsiah warga kami", "Pak Dul ditolak RSUD"; "Pak Dul mohon dibantu" may speak to him.
_IS_TOLD_OF = _set("warga umur usia ditolak meninggal sakit lansia janda dirawat dipecat diusir dicoret penerima")
_CALLS = _set("yth kepada dear halo selamat pagi siang sore malam assalamualaikum wr wb")
_HEADS = _MINE | _NAMING | _NAMED_SO | _CALLED | {"an", "n", "my"}
_GOES_ON = _set("dari dr warga umur usia alamat tinggal lahir nik kk kelas kls hp nomor no akun pribadi meninggal dk")
_NO_PERSON = (
    EMPTY | WEAK | SAME.keys() | frozenset(SAME.values()) | MATTERS.keys() | NAMED.keys() | NO_NAME | _GOES_ON | _KIN
    | _CALLED | OFFICES | _IS_TOLD_OF
)  # fmt: skip
# English "an" stands before other words.
_ENGLISH = _set("is am are was the to of in for with and has have it this that as my i we")
# Written small, only what is a name and nothing else is one behind "anak saya".
_GIVEN = _set("""
    agus ahmad aisyah aminah andi andika ani anton arif aris asep bagas bambang bayu budi cahyo dadang dedi deni dewi
    dian didik dimas dina dini doni dwi edi eko endang eni erna fajar farida fatimah fitri galih gilang hadi hartono
    hasan hendra heri herman ika imam indah indra ina iwan joko karto kartini lestari lina maryam mega muhammad nanang
    nia nina nita novi nur nurul putri rahmat rahayu ratna reni restu rina rini rizal rizki rizky roni rudi rusdi santi
    saputra sari siti slamet sri sriyati sugeng suharti sumarni suminah supri suryani susanti susilo sutrisno tini titin
    toni tono tri umi wahyu wahyuni wati wawan widodo yani yanti yanto yudi yuli yuni zainal
""")
# First names that many share: behind one of them the second name tells people apart.
_SHARED = _set("siti sri nur dewi eko tri dwi agus ahmad abdul muhammad ibnu umi putri ika rina rini i ni made ketut")
_MUHAMMADS = _set("m moh muh mhd moch mohamad mohammad muhamad muhammad mochamad mochammad")
# Spellings of old and new, in their order: https://en.wikipedia.org/wiki/Republican_Spelling_System
_SOUNDS = tuple(
    (sound[0], sound[1] if len(sound) > 1 else "")
    for sound in map(str.split, ["oe u", "dj j", "tj c", "sj s", "sy s", "v f", "f p", "z s", "q k", "y i", "h"])
)
_SOFT = "~"
_MOST, _MOST_SMALL = 3, 2
_AFTER_HEAD, _AFTER_SURE = frozenset({"", "(", ":"}), frozenset({"", "(", ":", ".", "/", ".:"})
# Kind, the place where the name begins, whether a name must follow (also one that is written small).
Told = tuple[str, int, bool]


def people(found: Sequence[Word], spoken: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Kind (`WHOM`, `SELF`) → names. spoken: the text's words, folded."""
    if _HEADS.isdisjoint(spoken):
        return {}
    made: dict[str, set[str]] = {}
    for at in [place for place, word in enumerate(found) if word.folded in _HEADS]:
        told = _READERS[found[at].folded](found, at)
        name = _name(found, told[1], sure=told[2]) if told else ""
        if told and name:
            made.setdefault(told[0], set()).add(name)
    return {kind: frozenset(names) for kind, names in made.items()}


def _at(found: Sequence[Word], at: int) -> str:
    return found[at].folded if 0 <= at < len(found) else ""


def _of_mine(found: Sequence[Word], at: int) -> Told | None:
    """ "anak saya Rizki"."""
    return (WHOM, at + 1, False) if _at(found, at - 1) in _KIN else None


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
    before, start = _at(found, at - 1), at + 1
    while _at(found, start) in _TITLES and start < at + 4:
        start += 1
    if before in _OWNED and not found[at - 1].after.strip():
        return (WHOM, start, False) if _at(found, at - 2) not in _WHERE else None
    if before in _CALLS | _WHERE or start >= len(found):
        return None
    run = list(_run(found, start))
    ends = start + len(run)
    told = run and not _breaks(run[-1]) and _at(found, ends) in _IS_TOLD_OF
    return (WHOM, start, False) if told else None


_Reader = Callable[[Sequence[Word], int], Told | None]
_READERS: Mapping[str, _Reader] = {
    **dict.fromkeys(_CALLED, _called),
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
    while at < len(found) and found[at].folded in _TITLES and not found[at].after.strip(". :"):
        at += 1
    run = list(_run(found, at))
    if not run:
        return ""
    run = list(takewhile(_titled, run)) or run
    if _large(found, run, at + len(run), sure=sure):
        return " ".join(word.folded for word in run)
    if not sure and run[0].folded not in _GIVEN:
        return ""
    return " ".join([*(word.folded for word in run[:_MOST_SMALL]), _SOFT])


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


def others(left: Collection[str], right: Collection[str]) -> bool:
    """Whether each text names somebody whom the other does not."""
    told = [(one, other) for one in sorted(left)[:8] for other in sorted(right)[:8] if _alike(one, other)]
    return bool(set(left) - {one for one, _ in told}) and bool(set(right) - {other for _, other in told})


def _alike(one: str, other: str) -> bool:
    """ "siti a" and "siti aminah", "aminah" and "siti aminah"; "dewi" and "dewii"."""
    first, second = _parts(one), _parts(other)
    short, long = sorted((first, second), key=len)
    if _within(short, long):
        return True
    if not (one.endswith(_SOFT) or other.endswith(_SOFT)):
        return False
    # What stands behind a name that is written small need not be of it.
    most = 2 if short[0] in _SHARED and len(short) > 1 else 1
    return _within(short[:most], long[:most])


def _parts(name: str) -> Sequence[str]:
    return [part for part in name.split() if part != _SOFT and part not in _TITLES] or name.split()


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the parts of a name stand in another, in their order."""
    rest = iter(long)
    return all(any(map(partial(_part, part), rest)) for part in short)


def _part(one: str, other: str) -> bool:
    """Initials, spellings, two letters that changed places; but Rina and Rini, Yanti and Yanto are two people."""
    short, long = sorted((one, other), key=len)
    if one == other or (len(short) == 1 and long.startswith(short)) or {one, other} <= _MUHAMMADS:
        return True
    return _spelled(one) == _spelled(other) or (len(one) > 4 and one[0] == other[0] and sorted(one) == sorted(other))


@lru_cache(maxsize=2_000)
def _spelled(name: str) -> str:
    """As it sounds: Djoko is Joko, Yusup is Yusuf, Aisyah is Aisya, Nissa is Nisa."""
    for old, new in _SOUNDS:
        name = name.replace(old, new)
    return "".join(letter for at, letter in enumerate(name) if letter != name[at - 1 : at])
