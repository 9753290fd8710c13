"""Under which keys complaints about the same thing lie, so that few have to be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

from normalizer.likeness import LANDMARK, NO_PLACE, WORTH, Gist, gist
from normalizer.places import Facts

_MOST_KEYS = 12
# An RT and RW of these numbers is in every village; a village is wide where something finer is told.
_EVERYWHERE = ("rt ",)
_WIDE = (*_EVERYWHERE, "village ", "in ")


def sketch(text: str | Gist, secret: bytes = b"") -> tuple[str, ...]:
    """Keys under which others' complaints about the same thing are likely to lie: at most 12 short strings, hashed, so
    that a key tells no words; with `secret` (64 bytes at most) nobody else can guess them either. The first letter says
    what one is worth: who shares an "s" (a matter at a spot), or two of "w" (a matter somewhere in a village, a pair of
    words), may tell of the same; what follows it is the key."""
    known = gist(text) if isinstance(text, str) else text
    spots = _spots(known.facts)[:3]
    about = sorted(known.matters)[:2] or [""]
    wide = _WIDE if any(not spot.startswith(_WIDE) for spot in spots) else _EVERYWHERE
    keys = [("w" if spot.startswith(wide) else "s", f"{matter}|{spot}") for spot in spots for matter in about]
    telling = sorted((form for form, weight in known.weights.items() if weight >= 1.0), key=_shuffled)[:5]
    keys += [("w", f"{one}+{other}") for at, one in enumerate(telling) for other in telling[at + 1 : at + 3]]
    begun = hashlib.blake2b(key=secret, digest_size=12)
    return tuple([worth + _key(key, begun.copy()) for worth, key in keys[:_MOST_KEYS]])


def _spots(known: Facts) -> Sequence[str]:
    """Its places, the most telling first; RT and RW are one."""
    found: list[tuple[float, str]] = []
    for kind, values in known.found.items():
        if kind not in NO_PLACE and kind not in ("rt", "rw", "district"):
            found += [(-WORTH.get(kind, LANDMARK), f"{kind} {value.split()[0]}") for value in values]
    rt, rw = known.found.get("rt"), known.found.get("rw")
    if rt and rw:
        found.append((-0.75, f"rt {min(rt)} {min(rw)}"))
    return [spot for _, spot in sorted(found)]


@lru_cache(maxsize=2_048)
def _shuffled(form: str) -> bytes:
    """The same order everywhere, and one that prefers no word: https://en.wikipedia.org/wiki/MinHash."""
    return hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=4).digest()


def _key(text: str, begun: hashlib.blake2b) -> str:
    begun.update(text.encode("utf-8", "surrogatepass"))
    return begun.hexdigest()
