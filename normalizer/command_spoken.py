"""An order's words as they count: in plain forms, without whom they are said to and what is sighed before."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from normalizer import command_words as said
from normalizer.command_forms import plain
from normalizer.phrases import HONORIFICS, OFFICES
from normalizer.slips import of_thumb

# Two words for "jangan", and the one that is left out. Sundanese "teu kedah", Balinese "sing perlu", in Ambon "seng",
# in Papua and Manado "tra", "da".
_FORBIDDING = frozenset(
    {("tidak", "usah"), ("tidak", "perlu"), ("do", "not"), ("no", "need"), ("not", "need"), ("no", "longer")}
    | {("tidak", word) for word in ("kedah", "kudu", "kenging", "sah", "pareng", "parlu")}
    | {(word, "usah") for word in ("sing", "seng", "da", "son", "ngak", "tak", "gak")}
    | {("sing", "perlu"), ("seng", "perlu"), ("sing", "dadi"), ("tak", "perlu")}
)
# Javanese; elsewhere they say something else ("kirim aja", "ya ampun").
_FORBIDS_FIRST = frozenset({"aja", "saja", "ampun", "mpun"})


# "Sudah ada yang lapor" speaks to nobody.
_TITLES = HONORIFICS - {"yang"}


def spoken(words: Sequence[str]) -> Sequence[str]:
    """Folded words, corrected. "Tidak usah" is "jangan", "di batalkan" one word, and of "ya sudah, … saja" the order
    is left."""
    # "Hentikan Pak Kades" has an object, "stop Pak Camat" is said to him.
    own = words if said.TRANSITIVE.intersection(words) else said_itself(words)
    if own[0:1] and own[0] in _FORBIDS_FIRST and own[1:2] and own[1].startswith("di"):
        own = ["jangan", *own[1:]]
    found = list(_forbidden(list(_whole(list(map(plain, own))))))
    if found[:2] == ["ya", "sudah"]:
        return found[2:]
    return found[1:] if found[:1] == ["sudah"] and "saja" in found else found


def said_itself(words: Sequence[str]) -> Sequence[str]:
    """Without the offices behind "pak" and "bu"."""
    return [word for at, word in enumerate(words) if not (word in OFFICES and _addressed(words, at))]


def _addressed(words: Sequence[str], at: int) -> bool:
    return at > 0 and (words[at - 1] in _TITLES or (words[at - 1] in OFFICES and _addressed(words, at - 1)))


def _whole(words: Sequence[str]) -> Iterator[str]:
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if word == "di" and following and plain(f"di{following}") == following:
            continue
        # "Don't" is two words to us.
        if word == "t" and at and words[at - 1] in ("dont", "not"):
            continue
        if word not in said.LANGUAGES and at and words[at - 1] in said.LANGUAGE:
            word = next((name for name in said.LANGUAGES if len(name) > 3 and of_thumb(word, name, 1)), word)
        # "Batal no 1916449"; "no, cancel".
        yield "nomor" if word == "no" and at and following not in ("lagi", "need", "longer") else word


def _forbidden(words: Sequence[str]) -> Iterator[str]:
    pairs = list(itertools.pairwise([*words, ""]))
    for at, (word, following) in enumerate(pairs):
        if at and pairs[at - 1] in _FORBIDDING:
            continue
        yield "jangan" if (word, following) in _FORBIDDING else word
