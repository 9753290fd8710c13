"""Whether two names are one person's: initials and spellings differ, and a name written small may have no end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache, partial

from normalizer.places_names import SOFT
from normalizer.places_people import TITLES
from normalizer.word_lists import set_of

# First names that many share: behind one of them the second name tells people apart.
_SHARED = set_of("siti sri nur dewi eko tri dwi agus ahmad abdul muhammad ibnu umi putri ika rina rini i ni made ketut")
_MUHAMMADS = set_of("m moh muh mhd moch mohamad mohammad muhamad muhammad mochamad mochammad")
# Spellings of old and new, in their order: https://en.wikipedia.org/wiki/Republican_Spelling_System
_SOUNDS = tuple(
    (sound[0], sound[1] if len(sound) > 1 else "")
    for sound in map(str.split, ["oe u", "dj j", "tj c", "sj s", "sy s", "v f", "f p", "z s", "q k", "y i", "h"])
)


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
    if not (one.endswith(SOFT) or other.endswith(SOFT)):
        return False
    # What stands behind a name that is written small need not be of it.
    most = 2 if short[0] in _SHARED and len(short) > 1 else 1
    return _within(short[:most], long[:most])


def _parts(name: str) -> Sequence[str]:
    return [part for part in name.split() if part != SOFT and part not in TITLES] or name.split()


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
