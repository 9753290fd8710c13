"""Whether two values of one kind, a name or a number, are the same place's, or a slip of the thumb apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import zip_longest

from normalizer.places_names import SOFT
from normalizer.places_words import COMPASS, SHARED_FIRST, TELLING
from normalizer.slips import of_thumb


def same(kind: str, one: str, other: str) -> bool:
    """ "ahmad" and "ahmad yani"; "12" and "12-11". Numbers at the end must be the same ones."""
    if kind == "date":
        return one == other or (one.split("-")[0] == other.split("-")[0] and ("-" not in one or "-" not in other))
    if " " not in one and " " not in other:
        return one == other
    first, second = bare_name(one).split(), bare_name(other).split()
    short, long = sorted((first, second), key=len)
    return (
        long[: len(short)] == short
        and len(_numbers(long)) == len(_numbers(short))
        and not _apart(first, second, soft=SOFT in one + other)
    )


def bare_name(name: str) -> str:
    return name.removesuffix(f" {SOFT}")


def _apart(first: Sequence[str], second: Sequence[str], *, soft: bool) -> bool:
    """Whether what stands behind the same name makes it another's: Jalan Merdeka Timur, Dusun Krajan Lor. "baru" and
    "dalam" make none where a text tells names and other words not apart."""
    telling = COMPASS if soft else TELLING
    pairs = list(zip_longest(first, second))
    at = next((at for at, (one, other) in enumerate(pairs) if one != other), 0)
    return at > 0 and all(part is None or part in telling for part in pairs[at])


def slip(one: str, other: str) -> bool:
    """Perhaps the same: a slip of the thumb in the first word of a name; a word more, or none, behind it, which in a
    text without capital letters need not be of the name. Two numbers that differ are never a slip."""
    if one[0] != other[0] and not (one[0].isdigit() and other[0].isdigit()):
        return False
    first, second = one.split(), other.split()
    if _numbers(first) and _numbers(second) and _numbers(first) != _numbers(second):
        return False
    if not first[0].isalpha() or not second[0].isalpha() or first[0][0] != second[0][0]:
        return False
    if first[0] == second[0]:
        if _numbered_once(first, second):
            return False
        bare = [[part for part in name if part != SOFT] for name in (first, second)]
        if _apart(*bare, soft=SOFT in first + second):
            return False
        if first[-1] == second[-1] == SOFT and first[0] in SHARED_FIRST:  # "raden saleh", "raden intan"
            return _mistyped(first[1], second[1])
        return SOFT in (first[-1], second[-1]) or bool(_numbers(first) or _numbers(second))
    return (
        min(len(first[0]), len(second[0])) >= 4 and not _numbered_once(first, second) and _mistyped(first[0], second[0])
    )


def ends_early(short: Collection[str], long: Collection[str]) -> bool:
    """Whether a name of a text that was cut may be one of the whole text's: "mawar" of "mawar 2"."""
    whole = [value.split() for value in long]
    return all(any(parts[: len(it)] == it for parts in whole) for it in map(str.split, short))


def _numbered_once(first: Sequence[str], second: Sequence[str]) -> bool:
    """Gang Mawar and Gang Mawar 2."""
    bare = [[part for part in name if part != SOFT] for name in (first, second)]
    short, long = sorted(bare, key=len)
    return bool(_numbers(long)) and not _numbers(short) and long[1:-1] == short[1:]


def _numbers(parts: Sequence[str]) -> Sequence[str]:
    """Figures, and the letter behind a name: Gang Mawar B."""
    return [part for at, part in enumerate(parts) if part[:1].isdigit() or (at and len(part) == 1 and part.isalpha())]


def _mistyped(one: str, other: str) -> bool:
    """Sukamaju and Sukmaju; but Mulyosari and Mulyasari are two villages."""
    return bool(_shorter(one) & _shorter(other)) and (of_thumb(one, other, 1) or of_thumb(other, one, 1))


def _shorter(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))} | {word}
