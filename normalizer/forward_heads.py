"""Lines that say who wrote and when without a verb: GroupWise's, Nextcloud Mail's, old Gmail's, and copied chats'.

Nextcloud: https://github.com/nextcloud/mail/blob/main/src/ReplyBuilder.js
"""

from __future__ import annotations

import re

from normalizer.forward_blocks import Block
from normalizer.forward_labels import Role
from normalizer.forward_lines import Lines, Mark, indexes
from normalizer.forward_people import ADDRESS, person

_LONGEST = 300
_NEAR = 2  # lines
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?"
_NUMBERS = r"\d{1,4}[./-]\s?\d{1,2}(?:[./-]\s?\d{1,4})?\.?"
# >>> Siti Aminah <siti@example.com> 03/05/2021 10:15 >>>
_ARROWS = re.compile(rf"(\S.{{0,200}}?)[\s,]{{1,3}}((?:[^\W\d_]{{2,12}}[.,]{{1,2}}\s)?{_NUMBERS},?\s{_CLOCK})\s?>>>")
# "Siti Aminah" <siti@example.com> – 3 Mei 2021 10.15
_DASHED = re.compile(rf"(.{{0,200}}<{ADDRESS.pattern}>)\s?[–—-]\s(.{{0,40}}\d.{{0,40}}\b{_CLOCK}.{{0,12}})")
# 2021/5/3 Siti Aminah <siti@example.com>
_DAY = rf"{_NUMBERS}(?:,?\s{_CLOCK}(?:\s(?:GMT|UTC)?[+-]\d\d:?\d\d)?)?"
_DATED = re.compile(rf"({_DAY}),?\s([^\d].{{0,200}}<{ADDRESS.pattern}>):?")
# WhatsApp: [10:15, 5/3/2021] Siti Aminah: … as its pages and telephones copy it;
# in its files 03/05/21 10.15 - Siti Aminah: …
_WHEN = rf"{_CLOCK},?\s{_NUMBERS}|{_NUMBERS},?\s{_CLOCK}"
_CHAT = re.compile(rf"(?:\[({_WHEN})\]\s|({_WHEN})\s[-–]\s)(\S[^:]{{0,60}}?):\s")


def headline(lines: Lines, at: int, *, page: bool = False) -> Block | None:
    """The head that line `at` is; None for any other line. Below chats' heads the text begins on the same line.

    page: also where nothing is quoted below, as in pages that only indent.
    """
    bare = lines[at].bare
    if len(bare) > _LONGEST and bare[0] not in "[0123456789":
        return None
    return _arrows(lines, at) or _dashed(lines, at, page) or _chat(lines, at)


def _arrows(lines: Lines, at: int) -> Block | None:
    """Its own three signs are no quotation; only what stands before them is."""
    line = lines[at]
    found = _ARROWS.fullmatch(line.bare) if line.depth >= 3 and line.bare.endswith(">>>") else None
    return _block(at, at + 1, line.depth - 3, found[1], found[2], "attribution") if found else None


def _dashed(lines: Lines, at: int, page: bool) -> Block | None:
    """Anybody may list addresses and days so; a program quotes below."""
    line = lines[at]
    if "@" not in line.bare:
        return None
    below = next(indexes(lines, at + 1, 1), at)
    quoted = below - at <= _NEAR and lines[below].depth > line.depth
    found = _DASHED.fullmatch(line.bare) if quoted or (page and line.bare[0] == '"') else None
    if found:
        return _block(at, at + 1, line.depth, found[1], found[2], "attribution")
    found = _DATED.fullmatch(line.bare) if quoted else None
    return _block(at, at + 1, line.depth, found[2], found[1], "attribution") if found else None


def _chat(lines: Lines, at: int) -> Block | None:
    line = lines[at]
    found = _CHAT.match(line.bare) if line.bare[0] in "[0123456789" else None
    return _block(at, at, line.depth, found[3], found[1] or found[2], "chat") if found else None


def _block(start: int, end: int, depth: int, who: str, date: str, form: str) -> Block:
    author = person(who)
    return Block(start, end, depth, Mark.NONE, author, "", date.strip(), roles=frozenset({Role.FROM}), form=form)
