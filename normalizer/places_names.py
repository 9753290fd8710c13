"""Names of places: a word that says what it is (gang, jalan, desa, pasar, SDN) with its name behind it."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.likeness_words import EMPTY, MATTERS, SAME, WEAK
from normalizer.places_numbers import ROMAN, SHORT, Found, number
from normalizer.places_words import (
    DIRECTIONS,
    FACILITIES,
    LANDMARKS,
    MONTHS,
    NAMED,
    NO_NAME,
    NUMBERED_SCHOOLS,
    SHORT_DIRECTIONS,
    UNITS,
)
from normalizer.text import Word

_ORDINARY = EMPTY | WEAK | frozenset(SAME) | frozenset(SAME.values()) | frozenset(MATTERS)
_NEVER_WITHIN = _ORDINARY | NUMBERED_SCHOOLS | FACILITIES.keys()
_LONGEST_NAME = 3
# Ends a name whose further words need not belong to it: the text tells names and other words not apart.
SOFT = "~"
# Between the word and its name: "Jl. Mawar", "desa: Sukamaju", "SD Negeri 3".
_JOINS = frozenset({"", ".", ":", '"', ".:"})
_SIGNS = frozenset(".,;:!?()[]\"'/&+-")
# Short forms that are other words as well; only a capital letter behind them makes a name sure.
_UNSURE = frozenset({
    "klinik", "apotek", "apotik", "rs", "polsek", "polres", "kua", "cluster", "klaster", "kel", "kp", "ds", "kali",
    "kota", "lingkungan", "banjar", "pura", "lapangan",
})  # fmt: skip


def named(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    """ "gang Arbei", "Jl. Ahmad Yani", "Ds Sukamaju"; not "jalan rusak", "jalan di desa kami"."""
    word = found[at].folded
    kind = NAMED.get(word) or FACILITIES.get(word)
    if kind is None or at + 1 >= len(found) or found[at].after.strip() not in _JOINS or "\n" in found[at].after:
        return None
    if word in _UNSURE and not flat and not found[at + 1].raw[0].isupper():
        return None
    if kind in ("lane", "street") and number(found[at + 1].folded):
        return Found([(kind, number(found[at + 1].folded))], at + 2)
    if kind == "hamlet" and _is_numeral(found, at + 1):
        return Found([(f"of {SHORT.get(word, word)}", ROMAN[found[at + 1].folded])], at + 2)
    start = at + 1 + _grade(found, at + 1, flat)
    if word == "jembatan" and found[start].folded in _BUILT_OF:
        start += 1
        if start >= len(found) or "\n" in found[start - 1].after or found[start - 1].after.strip():
            return None
    if word == "puskesmas" and found[at + 1].folded == "pembantu":
        word, start = "pustu", at + 2
    length = _length(found, start, flat)
    if not length and start > at + 1 and word == "jembatan":
        return None
    if not length:
        return _fixed(found, at, word if kind == "landmark" else kind, flat=flat)
    kind = word if kind == "landmark" else kind
    value = " ".join(_part(word.folded) for word in found[start : start + length])
    soft = f" {SOFT}" if flat and length > 1 and not value[-1].isdigit() else ""
    return Found([(kind, value + soft)], start + length)


def _is_numeral(found: Sequence[Word], at: int) -> bool:
    """ "Dusun III", as others write "dusun 3"; but in "Banjar I Wayan" somebody's name begins."""
    named_i = found[at].folded == "i" and found[at - 1].folded == "banjar"
    return found[at].folded in ROMAN and not named_i


def _grade(found: Sequence[Word], at: int, flat: bool) -> bool:
    """ "Jalan Raya Selorejo" is also called Jalan Selorejo."""
    return (
        found[at].folded in ("raya", "poros", "utama", "pratama")
        and at + 1 < len(found)
        and begins(found[at + 1], flat)
    )


def _fixed(found: Sequence[Word], at: int, kind: str, *, flat: bool) -> Found | None:
    """Names of ordinary words: "Pasar Besar", "Jalan Lingkar Barat"."""
    first, second = found[at + 1].folded, found[at + 2].folded if at + 2 < len(found) else ""
    # Written large, even a common word is a name: "Kampung Baru", "Gang Buntu"; but "Jalan rusak", "jalan baru".
    large = found[at].raw[0].isupper() and found[at + 1].raw[0].isupper()
    if large and kind in ("hamlet", "village", "lane", "estate") and first in _COMMON_NAMES and not flat:
        more = number(second) if second.isdigit() and not _counts(found, at + 2) else ""
        return Found([(kind, f"{first} {more}" if more else first)], at + 2 + bool(more))
    if kind == "lane" and first == "buntu":  # whether it is a name or not, no other lane is meant
        more = number(second) if second.isdigit() and not _counts(found, at + 2) else ""
        return Found([(kind, f"{first} {more}" if more else first)], at + 2 + bool(more))
    if kind == "pasar" and first in ("besar", "baru", "lama", "induk", "kota", "pagi", "malam", "minggu"):
        return Found([(kind, first)], at + 2)
    # "Jalan Pasar Besar": a street with a landmark's name, and where that landmark is.
    inner = named(found, at + 1, flat) if kind in ("street", "lane") and first in LANDMARKS else None
    if inner:
        return Found([(kind, f"{first} {inner.facts[0][1]}"), *inner.facts], inner.end)
    ring = kind == "street" and first == "lingkar" and second in DIRECTIONS
    return Found([(kind, f"{first} {second}")], at + 3) if ring else None


def within(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    """ "di Piyungan": a name that does not tell what it names."""
    if flat or found[at].folded != "di" or at + 1 >= len(found) or found[at].after.strip():
        return None
    word = found[at + 1]
    sure = word.raw[0].isupper() and not word.raw.isupper() and word.folded not in _NEVER_WITHIN
    return Found([("in", word.folded)], at + 2) if sure and begins(word, flat) and len(word.raw) > 3 else None


def _part(word: str) -> str:
    if word.isascii() and word.isdigit() and len(word) < 5:
        return str(int(word))
    return (number(word) if len(word) > 1 else ROMAN.get(word)) or SHORT_DIRECTIONS.get(word, word)


# Behind an English "I" that stands below a name.
_VERBS = frozenset({"am", "m", "live", "have", "was", "want", "would", "need", "saw", "think", "can", "will", "ve"})


def _is_small_numeral(found: Sequence[Word], at: int) -> bool:
    """ "gang mawar v", as one writes who writes no capitals."""
    following = found[at + 1].folded if at + 1 < len(found) else ""
    return len(found[at].folded) == 1 and found[at].folded in ROMAN and following not in _VERBS


def _length(found: Sequence[Word], at: int, flat: bool) -> int:
    """How many words the name has; 0 when there is none."""
    length = 0
    while length < _LONGEST_NAME and at + length < len(found):
        word = found[at + length]
        numeral = length > 0 and flat and _is_small_numeral(found, at + length)
        goes_on = numeral or (begins(word, flat) if length == 0 else _goes_on(word, flat))
        lettered = length > 0 and _letter(found, at + length, flat)
        if not (goes_on or lettered) or _counts(found, at + length):
            break
        length += 1
        last = lettered or word.folded.isdigit() or (length > 1 and word.folded in ROMAN)
        if last or _ends(found, at + length - 1, flat):
            break
    return length


def _ends(found: Sequence[Word], at: int, flat: bool) -> bool:
    """A sign or a line's end; but mails are wrapped in the middle of a name, and pictures stand there: "Desa
    Nirwana⏎Barat", "Cisolok 🌧️ Tengah"."""
    after = found[at].after
    if not after.strip() and "\n" not in after:
        return False
    if at + 1 == len(found) or "\n\n" in after or not _SIGNS.isdisjoint(after):
        return True
    following = found[at + 1]
    if following.folded.isdigit():
        return "\n" in after
    return following.folded not in DIRECTIONS or not (flat or following.raw[0].isupper())


def _counts(found: Sequence[Word], at: int) -> bool:
    """A number that counts something: "Desa Argoyuwono 35 ribu"."""
    following = found[at + 1].folded if at + 1 < len(found) and not found[at].after.strip() else ""
    if not found[at].folded.isdigit() or _heads(found, at + 1):
        return False
    return following in UNITS or following in MONTHS or following.isdigit()


def _heads(found: Sequence[Word], at: int) -> bool:
    """Whether another place is told there: "Gang Mawar 2 RT 3", "Gang Mawar 2 Desa Sukamaju"; but "di 2 RT"."""
    if at + 1 >= len(found):
        return False
    word, following = found[at].folded, found[at + 1]
    return bool(number(following.folded)) if word in ("rt", "rw") else word in NAMED and begins(following, True)


def _letter(found: Sequence[Word], at: int, flat: bool) -> bool:
    """ "Gang Kutilang B", "gang pelita dua kelurahan …": a letter, or a number in words, that nothing else can mean."""
    word = found[at]
    before_place = not word.after.strip() and _heads(found, at + 1)
    if len(word.folded) == 1 and word.folded in "abcdefgh":
        following = found[at + 1].raw if at + 1 < len(found) and not word.after.strip() else ""
        if flat:
            return before_place or (word.folded in "abcfgh" and following.casefold() in _ORDINARY | NO_NAME)
        return before_place or (word.raw.isupper() and not following[:1].isupper())
    return before_place and word.folded.isalpha() and bool(number(word.folded))


# "jembatan gantung Sei Tapang" is also called Jembatan Sei Tapang.
_BUILT_OF = frozenset({"gantung", "bambu", "awi", "kayu"})
# "jembatannya", "kolongnya": a name goes without it.
_ITS, _SHORTEST_ITS = "nya", 6
_COMMON_NAMES = frozenset({"baru", "lama", "tengah", "besar", "kecil", "buntu", "atas", "bawah", "timbul", "bersih"})
# Masjid At Taqwa, Al Ikhlas.
_ARTICLES = frozenset({"al", "at", "an", "as", "ar", "ad", "nu"})


def begins(word: Word, flat: bool) -> bool:
    if word.folded in NO_NAME or word.folded in NAMED or not word.folded.isalpha():
        return False
    if len(word.folded) < 3:
        return word.folded in _ARTICLES
    if word.folded.endswith(_ITS) and len(word.folded) >= _SHORTEST_ITS:
        return False
    return (not flat and word.raw[0].isupper()) or word.folded not in _ORDINARY


def _goes_on(word: Word, flat: bool) -> bool:
    if word.folded in DIRECTIONS or (word.folded.isdigit() and len(word.folded) < 3):
        return True
    if word.folded in ROMAN and word.raw.isupper():
        return True
    if word.folded in NO_NAME or word.folded in NAMED or not word.folded.isalpha() or len(word.folded) < 2:
        return False
    return word.folded not in _ORDINARY if flat else word.raw[0].isupper()


def schooled(found: Sequence[Word], at: int, flat: bool) -> Found | None:
    """ "SDN 3 Sukamaju", "SD Negeri 3", "SMPN Harapan": a number, or a name."""
    word = found[at].folded
    if word not in NUMBERED_SCHOOLS or at + 1 >= len(found) or found[at].after.strip() not in _JOINS:
        return None
    start = at + 1 + (found[at + 1].folded in ("negeri", "swasta", "islam"))
    if start >= len(found):
        return None
    kind, value = word.removesuffix("n").removesuffix("it") if len(word) > 2 else word, number(found[start].folded)
    if value and not found[start].folded.isalpha():
        return Found([(f"school {kind}", value)], start + 1)
    length = _length(found, start, flat) if word not in _SHORT_SCHOOLS or _is_short_school(found, at, flat) else 0
    # "anak smp ikut nongkrong" tells of no school.
    if not length or (flat and at and found[at - 1].folded in _PUPILS):
        return None
    return Found(
        [(f"name of {kind}", " ".join(_part(one.folded) for one in found[start : start + length]))], start + length
    )


_PUPILS = frozenset({"anak", "anak2", "siswa", "murid", "pelajar"})
# Other words as well, and the beginnings of names that only a school has.
_SHORT_SCHOOLS = frozenset({"mi", "ma", "min", "man"})
_OF_SCHOOLS = _ARTICLES | {"nurul", "darul", "miftahul", "islamiyah", "muhammadiyah"}


def _is_short_school(found: Sequence[Word], at: int, flat: bool) -> bool:
    """ "MI Al Hikmah", "mi nurul huda"; not "mi instan"."""
    following = found[at + 1]
    return following.folded in _OF_SCHOOLS or (not flat and found[at].raw.isupper() and following.raw[0].isupper())
