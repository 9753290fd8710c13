"""The forms a verb takes as people type it: memukul, mukulin, dipukuli, dipukulnya; nggebugi, neunggeulan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

_NASAL = {"p": "m", "t": "n", "s": "ny", "k": "ng"}
_BEFORE = {"b": ("mem", "m", "nge"), "c": ("men", "n"), "d": ("men", "n", "nge"), "j": ("men", "n", "nge")}
_VOWEL = ("meng", "ng")
_VELAR = ("meng", "ng", "nge")
_ELSE = ("me", "nge")
_ENDINGS = ("", "i", "in", "kan", "an")
_WHOSE = ("", "nya")


def forms(roots: str) -> str:
    """Whatever is made of them, joined by `|`; more than the language has, and nothing that another word is."""
    return _joined(roots, lambda root: (root, f"di{root}", *_active(root)))


def passives(roots: str) -> str:
    """Only what is done to somebody: of "kurung" not "mengurung diri", of "jual" not "menjual"."""
    return _joined(roots, lambda root: (f"di{root}",))


def _joined(roots: str, begun: Callable[[str], Iterator[str] | tuple[str, ...]]) -> str:
    made = [
        f"{began}{ending}{whose}"
        for root in roots.split()
        for began in begun(root)
        for ending in _ENDINGS
        for whose in _WHOSE
    ]
    return "|".join(made)


def _active(root: str) -> Iterator[str]:
    """In the street the nasal stands alone: "mukul", "nyiksa", "ngancam"."""
    if nasal := _NASAL.get(root[0]):
        yield from (nasal + root[1:], f"me{nasal}{root[1:]}")
        if root[0] == "p":
            yield f"mem{root}"
        return
    if root[0] == "c":
        yield f"ny{root[1:]}"
    before = _VOWEL if root[0] in "aeiou" else _VELAR if root[0] in "gh" else _BEFORE.get(root[0], _ELSE)
    yield from (f"{one}{root}" for one in before)
