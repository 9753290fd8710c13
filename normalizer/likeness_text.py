"""A complaint's words as they are compared: without what wraps it, in one form, each with what it weighs."""

from __future__ import annotations

import re
from functools import lru_cache

from normalizer.flag_words import flag_word
from normalizer.likeness_regional import SAYS_NOTHING, indonesian
from normalizer.likeness_synonyms import SYNONYMS
from normalizer.likeness_words import EMPTY, MATTERS, SAME, WEAK
from normalizer.short_forms import SHORT_FORMS

_LONGEST = 10_000
# Lines that programs put around words: forwarding marks, header lines, quoting marks, "Pada … menulis:", signatures.
_WRAPPING = re.compile(
    r"^(?:[ \t]*-{2,}[^\n]{0,80}-{2,}[ \t]*|[ \t]*(?:Begin forwarded message|Awal pesan terusan|Pesan (?:yang )?(?:di)?"
    r"terus(?:k)?an|Pesan asli|Diteruskan|Forwarded)\b[^\n]{0,60}:?|[ \t>*]{0,6}(?:Dari|From|Tanggal|Date|Dikirim|Sent|"
    r"Kepada|To|Cc|Subjek|Subject|Perihal|Hal|Reply-To|Balas ke)\*?[ \t]?:[^\n]{0,200}|[ \t>]{0,6}(?:Pada|On)\b"
    r"[^\n]{1,160}(?:menulis|wrote)[ \t]?:|(?:Dikirim dari|Sent from|Terkirim dari|Get Outlook)\b[^\n]{0,80}|-- ?)$",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTING = re.compile(r"^[ \t]*(?:>[ \t]?){1,10}", re.MULTILINE)
# A chat's export: "[12/11/26 08.12] Budi: …", "12/11/26, 08.12 - Budi: …".
_CHAT_LINE = re.compile(
    r"^\[?\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?,? \d{1,2}[.:]\d{2}(?:[.:]\d{2})?\]?(?: -)? [^:\n]{1,40}: ", re.MULTILINE
)
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
# "jalan2", "lampu2nya": said twice, written once.
_TWICE = re.compile(r"([a-z]{3,})2(?:an|nya|kan|i)?")
# The last of the colloquial ones are -kan's and mine: "benerin", "anakku".
_SUFFIXES = ("nya", "lah", "kah", "kan", "an", "in", "ku", "i")
_PREFIXES = ("di", "ter", "ber", "se", "ke", "per", "pe")
# A verb's first letter melts into its prefix: meny-apu of sapu, mem-akai of pakai, men-ulis of tulis.
_NASAL = re.compile(r"(?:me|pe)(?:(ny)|(ng)|(m(?=[aiueo]))|(n(?=[aiueo]))|[mn])?(?=[a-z]{4})")
# As it is spoken: "nyebrang" of seberang, "ngisi" of isi, "ngecat" of cat.
_SPOKEN = re.compile(r"(?:(ny)(?=[aiueo])|nge(?=[^aiueo])|ng(?=[aiueo]))(?=[a-z]{3})")
_SHORTEST_STEM = 4
# No word that somebody means has so many letters, and each of its variants is as long as itself.
_LONGEST_SLIP = 40
_MELTED = ("s", "", "p", "t")
_NOTHING = EMPTY | SAYS_NOTHING
_SAME = {**{word: SAME.get(first, first) for word, first in SYNONYMS.items()}, **SAME}
_KNOWN = EMPTY | WEAK | _SAME.keys() | frozenset(_SAME.values()) | MATTERS.keys()


def unwrapped(text: str) -> str:
    """What the citizen wrote, without forwarding marks, headers, quoting marks; the text itself if nothing is left."""
    text = text[:_LONGEST]
    if "\n" not in text and not _CHAT_LINE.match(text) and text[:1] != ">":
        return text
    bare = _WRAPPING.sub("", _CHAT_LINE.sub("", _QUOTING.sub("", text))).strip()
    return bare or text


@lru_cache(maxsize=4_096)
def meaning(word: str) -> tuple[str, float]:
    """A folded word's form for comparing and its weight: 0 says nothing, 1 and more says what it is about."""
    word = _DRAWN_OUT.sub(r"\1", word)
    twice = _TWICE.fullmatch(word)
    word = twice.group(1) if twice else word
    word = SHORT_FORMS.get(word, word)
    if word in _NOTHING or not word.isalpha() or len(word) < 3:
        return word, 0.0
    word = indonesian(word, _KNOWN)
    root = stem(word)
    form = _SAME.get(word) or _SAME.get(root) or (word if word in MATTERS else root)
    # The same complaint with another flag is the same. Whom somebody hit is no "pukul" of a clock.
    if (root in EMPTY and word not in _SAME) or flag_word(word):
        return root, 0.0
    if word in WEAK or form in WEAK:
        return form, 0.3
    return form, 1.0 if form in MATTERS or len(form) < 5 else 1.2


def stem(word: str) -> str:
    """A word without its most common endings and prefixes. It need not be the dictionary's root, only the same one."""
    word = _cut_end(word)
    nasal = _NASAL.match(word)
    if nasal:
        return _melted(word, nasal)
    spoken = _SPOKEN.match(word)
    if spoken:
        return ("s" if spoken.group(1) else "") + word[spoken.end() :]
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
            return word[len(prefix) :]
    return word


def _melted(word: str, nasal: re.Match[str]) -> str:
    letter = next((put for put, group in zip(_MELTED, nasal.groups(), strict=True) if group), "")
    return letter + word[nasal.end() :]


# The first letter of a spoken verb, and what it melted from: "mukul" of pukul, "nagih" of tagih, "nyuri" of curi.
_SPOKEN_FIRST = frozenset({("m", "p"), ("n", "t"), ("s", "c")})
_SHORTEST_SPOKEN = 4


def melts(one: str, other: str) -> bool:
    """Whether two stems are one verb, as it is spoken and as it is written."""
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return long == f"k{short}" and len(long) > _SHORTEST_SPOKEN
    if one[1:] != other[1:] or len(one) < _SHORTEST_SPOKEN:
        return False
    return (one[0], other[0]) in _SPOKEN_FIRST or (other[0], one[0]) in _SPOKEN_FIRST


def _cut_end(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            word = word.removesuffix(suffix)
            if suffix in ("kan", "an", "in", "i"):
                break
    return word


def matter_of(form: str) -> str:
    return MATTERS.get(form, "")


@lru_cache(maxsize=2_048)
def variants(form: str) -> frozenset[str]:
    """The word and what is left of it without any one letter: two words a slip apart share one."""
    shorter = [form[:at] + form[at + 1 :] for at in range(len(form))] if len(form) <= _LONGEST_SLIP else []
    return frozenset([*shorter, form])
