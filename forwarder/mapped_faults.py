"""Whether a profile can work, and what is wrong with it in words that say how to mend it: pure, over the raw tables.

Looked at apart from the form of each section, so that everything is told at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, get_args

from forwarder.callback import Status
from forwarder.mapped_places import CARRIED, CASE, KNOWN, WHOLE, places


class ProfileFault(ValueError):
    """Everything that is wrong with a profile, each with its fix."""

    def __init__(self, name: str, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n  ".join([f"{name}:", *faults]) if len(faults) > 1 else f"{name}: {faults[0]}")


def unworkable(raw: Mapping[str, Any]) -> Iterator[str]:
    """Faults across sections, found whatever else is wrong."""
    used = {section: _used(raw.get(section)) for section in KNOWN}
    for section, given in used.items():
        for place in sorted(given - KNOWN[section]):
            near = difflib.get_close_matches(place, KNOWN[section], 1, 0.6)
            fix = f"did you mean {{{near[0]}}}?" if near else f"there are {', '.join(sorted(KNOWN[section])) or 'none'}"
            yield f"{section}: nothing is known to fill in for {{{place}}}; {fix}"
    if isinstance(raw.get("submit"), Mapping):
        yield from _lacks(raw, used["submit"])
    yield from _flags_kept(raw, used)
    yield from _values_known(raw)
    yield from _answers_read(raw)


def _used(section: object) -> set[str]:
    if not isinstance(section, Mapping):
        return set()
    return places([section.get(each) for each in ("path", "query", "headers", "fields") if section.get(each)])


def _lacks(raw: Mapping[str, Any], used: set[str]) -> Iterator[str]:
    for place, why in (("text", "the citizen's words go nowhere"), ("reference", "a lost answer cannot be looked up")):
        if place not in used:
            yield f"submit: nothing carries {{{place}}}, so {why}: put it into submit.fields"
    given = raw.get("may_lose")
    lost = given if isinstance(given, list) else []
    for what, ways in CARRIED.items():
        carried = ways <= used if what in WHOLE else bool(ways & used)
        if not carried and what not in lost:
            names = (" and " if what in WHOLE else " or ").join(f"{{{one}}}" for one in sorted(ways))
            yield f'submit: nothing carries the {what}: put {names} into submit.fields, or "{what}" into may_lose'
        if carried and what in lost:
            yield f"may_lose: submit carries the {what} already: take it out of may_lose"


def _flags_kept(raw: Mapping[str, Any], used: Mapping[str, set[str]]) -> Iterator[str]:
    given = raw.get("can")
    can = given if isinstance(given, Mapping) else {}
    for flag in ("anonim", "rahasia"):
        for section in ("submit", "amend"):
            there = section == "submit" or section in raw
            if there and can.get(flag) == "flag" and flag not in used[section]:
                yield f"can.{flag} is flag, but {section} does not carry {{{flag}}}: put it into {section}.fields"
        if can.get(flag, "no") != "flag" and flag in used["submit"]:
            yield f'submit carries {{{flag}}}, but can.{flag} does not say flag: write {flag} = "flag" below [can]'
    if "amend" in raw and not {can.get("anonim"), can.get("rahasia")} & {"flag"}:
        yield "amend: no flag is carried that could be changed: take [amend] out, or see [can]"


def _values_known(raw: Mapping[str, Any]) -> Iterator[str]:
    for section in ("values", "longest"):
        given = raw.get(section)
        for place in sorted(set(given if isinstance(given, Mapping) else {}) - CASE):
            yield f"{section}.{place}: there is no such place; there are {', '.join(sorted(CASE))}"


# What each call's answer must name; one of them.
_WANTED: Final = {
    "submit": ("number", "token"),
    "look_up": ("number", "token"),
    "token": ("number",),
    "status": ("status",),
}


def _answers_read(raw: Mapping[str, Any]) -> Iterator[str]:
    for section, ways in _WANTED.items():
        call = raw.get(section)
        if isinstance(call, Mapping):
            answer = call.get("answer")
            if not any(isinstance(answer, Mapping) and answer.get(way) for way in ways):
                yield f'{section}.answer: say where the {" or the ".join(ways)} stands, as in {ways[0]} = "data.id"'
    if _token_named(raw.get("submit")) and "token" not in raw:
        yield "submit.answer.token: say in [token] how a number is asked for later"
    if "status" in raw and not raw.get("statuses"):
        yield f"status: say in [statuses] what its words mean: {', '.join(get_args(Status))}"


def _token_named(call: object) -> bool:
    answer = call.get("answer") if isinstance(call, Mapping) else None
    return isinstance(answer, Mapping) and bool(answer.get("token"))


def sentence(where: tuple[int | str, ...], kind: str, words: str, known: Iterable[str]) -> str:
    place = ".".join(map(str, where)) or "the profile"
    if kind == "extra_forbidden":
        return f"{place}: there is no such setting{_near(str(where[-1]), known)}"
    if kind == "string_pattern_mismatch":  # only the profile's name has one
        return f"{place}: small letters, digits, - and _, at most 40 of them, as in lapor"
    said = words.removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{place}: {'is missing' if kind == 'missing' else said}"


def _near(written: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(written, sorted(known), 1, 0.7)
    return f"; did you mean {near[0]}?" if near else "; take it out"
