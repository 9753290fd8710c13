"""Kinds of schools and of houses of health: SD and SMP Sukamaju, Puskesmas and Pustu Sukamaju are two places."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from normalizer.places_alike import same, slip

Told = Mapping[str, frozenset[str]]
_LEVELS = ("sd", "smp", "sma", "smk", "mi", "mts", "ma", "tk", "paud", "slb", "mis")
_NUMBERED, _NAME = (frozenset(f"{of} {level}" for level in _LEVELS) for of in ("school", "name of"))
_HEALTH = frozenset({"puskesmas", "pustu", "posyandu", "rsud", "klinik", "apotek", "poskesdes", "polindes"})
_ALL = _NUMBERED | _NAME | _HEALTH


def of_two_kinds(left: Told, right: Told) -> str:
    """The kind that differs, "" if none. What goes from one to the next names both."""
    if _ALL.isdisjoint(left) or _ALL.isdisjoint(right):
        return ""
    mine, theirs = _NUMBERED & left.keys(), _NUMBERED & right.keys()
    if mine and theirs and mine.isdisjoint(theirs):
        return "school"
    mine, theirs = _NAME & left.keys(), _NAME & right.keys()
    if mine.isdisjoint(theirs) and _alike(left, mine, right, theirs):
        return "school"
    mine, theirs = _HEALTH & left.keys(), _HEALTH & right.keys()
    return "facility" if mine.isdisjoint(theirs) and _alike(left, mine, right, theirs) else ""


def _alike(left: Told, mine: Collection[str], right: Told, theirs: Collection[str]) -> bool:
    """Whether a name of the one is the other's as well."""
    names = [name for kind in mine for name in left[kind]]
    others = [name for kind in theirs for name in right[kind]]
    return any(same("", one, other) or slip(one, other) for one in names for other in others)
