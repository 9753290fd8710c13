"""Headers below a forward mark in a language nobody here knows, told by what stands in them: an address, a date."""

from __future__ import annotations

import re

from normalizer.forward_blocks import CORE, Block
from normalizer.forward_labels import Role
from normalizer.forward_lines import Lines, Mark, indexes, label_of
from normalizer.forward_people import ADDRESS, people, person

_LABELLED = re.compile(r"[*\s]{0,4}([^\W\d_][^:：@<>\d]{0,39}?)[*\s]{0,4}[:：][*\s]{0,4}(\S.*)?")
_DATED = re.compile(r"(?=.*\d\s?[:.h]\s?\d\d)(?=.*\d{1,4}\D.*\d{1,4})")
_GMAILS = {Role.DATE, Role.SUBJECT, Role.TO}
_MOST_LINES = 9
_FEWEST_LINES = 3


def guessed_block(lines: Lines, start: int, mark: Mark) -> Block | None:
    """Three or more labelled lines in a row, one with an address, one with a date; None for anything else.

    The first address is taken for the author's unless its label is known to be another one.
    """
    begin = next(indexes(lines, start, 1), start)
    pairs = _labelled(lines, begin)
    known = {role for role, _ in pairs}
    roles = _roles(pairs)
    if len(pairs) < _FEWEST_LINES or Role.FROM not in roles or Role.DATE not in roles:
        return None
    return Block(
        start=start,
        end=begin + len(pairs),
        depth=lines[begin].depth,
        mark=mark,
        author=person(roles[Role.FROM]),
        subject=roles.get(Role.SUBJECT, "").strip("* "),
        date_raw=roles[Role.DATE].strip("* ;"),
        to=people(roles.get(Role.TO, "")),
        roles=frozenset(roles),
        # Gmail translates nothing but From.
        form="headers" if known >= _GMAILS else "guessed",
    )


def _labelled(lines: Lines, begin: int) -> list[tuple[Role | None, str]]:
    pairs: list[tuple[Role | None, str]] = []
    for at in range(begin, begin + _MOST_LINES):
        found = _LABELLED.fullmatch(lines[at].bare[:1000])
        if found is None or lines[at].depth != lines[begin].depth:
            break
        known = label_of(lines[at].bare)
        pairs.append((known[0] if known else None, (found[2] or "").strip()))
    return pairs


def _roles(pairs: list[tuple[Role | None, str]]) -> dict[Role, str]:
    roles = {role: value for role, value in pairs if role in CORE and role is not None}
    for known, value in pairs:
        role = _role_of(value) if known is None else None
        if role is Role.FROM and role in roles:
            role = Role.TO
        if role is not None:
            roles.setdefault(role, value)
    return roles


def _role_of(value: str) -> Role:
    if ADDRESS.search(value):
        return Role.FROM
    return Role.DATE if _DATED.match(value) else Role.SUBJECT
