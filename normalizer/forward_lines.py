"""The lines of a text as a reader of forwards sees them: how deep they are quoted, what they announce or label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from normalizer.forward_labels import LABELS, Role
from normalizer.forward_marks import (
    BARE_ORIGINALS,
    BARE_PHRASES,
    END_STEMS,
    END_TAILS,
    FORWARD_STEMS,
    ORIGINAL_STEMS,
    REQUESTS,
)

_LONGEST = 2_000  # characters of a line that are looked at
_MOST_GLUED = 30
_LONGEST_MARK = 200
_QUOTES = re.compile(r"(?:[ \t\xa0]{0,3}>)++")
_UNSEEN = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2069\ufeff\xad")
)
_DECORATION = " \t-_=*~#—–―─━＿+<>.:…•·"
_LABEL = re.compile(r"(?:[-–•·]\s)?[\s*_|]{0,8}([^:：|*\n]{1,40}?)[\s*_]{0,6}[:：|][\s*_]{0,6}")
_TECHNICAL = re.compile(
    r"(?:X|Content|List|DKIM|ARC|Authentication|Thread|Delivered|In-Reply|Received|Resent|Auto)-[\w-]{1,40}|References",
    re.IGNORECASE | re.ASCII,
)
# "---- Forwarded message ---- From: …": what follows the dashes is the first header.
_MARK_AND_MORE = re.compile(r"([-_=—─━]{3,}[^-_=—─━]{4,80}[-_=—─━]{3,})\s*(\S.*)")

# Arabic is written with and without its vowel signs.
_VOWELS = dict.fromkeys([*range(0x064B, 0x0653), 0x0640, 0x0670])


def folded(text: str) -> str:
    """For looking up: composed, without case (Turkish İ is i), without Arabic vowel signs and with single blanks."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFC", text).casefold().replace("i\u0307", "i")
    return " ".join((plain if plain.isascii() else plain.translate(_VOWELS)).split())


_ROLES: dict[str, Role] = {
    folded(label): role
    for role, languages in LABELS.items()
    for labels in languages.values()
    for label in labels.split("|")
}
_FORWARDED = tuple(map(folded, FORWARD_STEMS))
_ORIGINAL = tuple(map(folded, ORIGINAL_STEMS))
_CORE = (Role.FROM, Role.DATE, Role.SUBJECT, Role.TO, Role.CC)
_GLUING = {
    label
    for role in (*_CORE, Role.REPLY_TO)
    for labels in LABELS[role].values()
    for label in labels.split("|")
    if len(label) > 1
}


def _by_first_letter(labels: set[str]) -> str:
    """All labels with their colons, the longest first: `re` passes over letters that begin none of them."""
    longest_first = sorted(labels, key=lambda one: (-len(one), one))
    rests = {first: [one[1:] for one in longest_first if one[0] == first] for first in {one[0] for one in labels}}
    found = (f"{re.escape(first)}(?:{'|'.join(map(re.escape, rests[first]))})" for first in rests)
    return rf"(?:{'|'.join(found)})\s{{0,2}}[:：]"


# Shorter labels than two letters only where a person ends.
_GLUED = re.compile(rf"[AÀ](?<=[>\s;].)\s{{0,2}}:|{_by_first_letter(_GLUING)}")
_GLUED_END = re.compile(rf"[AÀ{re.escape(''.join(sorted({label[-1] for label in _GLUING})))}]\s{{0,2}}[:：]")


class Line(NamedTuple):
    """`text` as written below its quote signs; `bare` the same without signs nobody sees, for recognising."""

    depth: int
    text: str
    bare: str

    def __repr__(self) -> str:
        return f"Line({self.depth}, …)"  # a tuple's own would show the words


@dataclass
class Lines:
    """The lines of a text, read when they are asked for. Past the end there are empty ones."""

    raw: list[str] = field(repr=False)
    read: dict[int, Line] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, text: str) -> Lines:
        return cls(text.split("\n"))

    def __len__(self) -> int:
        return len(self.raw)

    def __getitem__(self, index: int) -> Line:
        if index not in self.read:
            self.read[index] = _line(self.raw[index] if 0 <= index < len(self.raw) else "")
        return self.read[index]


def _line(raw: str) -> Line:
    quotes = _QUOTES.match(raw)
    if quotes is None:
        return Line(0, raw, _bare(raw))
    text = raw[quotes.end() :].removeprefix(" ")
    return Line(quotes[0].count(">"), text, _bare(text))


def _bare(text: str) -> str:
    seen = text[:_LONGEST]
    if not seen.isascii():
        seen = seen.translate(_UNSEEN).replace("\xa0", " ").replace("\u202f", " ").replace("\u3000", " ")
    return seen.strip()


def label_of(bare: str) -> tuple[Role, str] | None:
    """The role and the value of a line such as "*Dari :* Siti <…>" or "| 发件人 | … |"; None for any other line."""
    found = _LABEL.match(bare)
    if found is None:
        return None
    name = folded(found[1])
    role = _ROLES.get(name) or _ROLES.get(name.rstrip("."))  # "Tgl. : …"
    if role is None:
        return (Role.OTHER, "") if _TECHNICAL.fullmatch(found[1]) else None
    return role, _value(bare[found.end() :])


def _value(text: str) -> str:
    plain = text.strip(" \t|")
    return plain.strip("*").strip() if plain.count("*") % 2 or plain.startswith("*") == plain.endswith("*") else plain


def colonless_label_of(bare: str) -> tuple[Role, str] | None:
    """As `label_of` for eM Client and tables that lost their colons: "Dari Siti <…>"."""
    words = bare[:_LONGEST].split(maxsplit=3)
    for count in (3, 2, 1):
        role = _ROLES.get(folded(" ".join(words[:count]))) if len(words) > count else None
        if role:
            return role, bare.split(maxsplit=count)[count]
    return None


def unglued(value: str) -> list[tuple[Role | None, str]]:
    """A value in which the next headers stand on the same line, as Yahoo's HTML leaves it: the first with role None.

    One entry when there are fewer than two further headers, unless a gap or an address precedes the only one.
    """
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    if not _GLUED_END.search(value, 0, _LONGEST):  # a hundred labels are dear to look for
        return [(None, value)]
    pieces: list[tuple[Role | None, str]] = []
    role, start, apart = None, 0, False
    for found in islice(_GLUED.finditer(value[:_LONGEST]), _MOST_GLUED):
        next_role = _ROLES[folded(found[0].rstrip(":： "))]
        if next_role in (known for known, _ in pieces) or next_role == role:
            continue
        apart = apart or value[: found.start()].endswith(("   ", "\t", ">"))
        pieces.append((role, value[start : found.start()].strip()))
        role, start = next_role, found.end()
    pieces.append((role, value[start:].strip()))
    return pieces if len(pieces) > 2 or apart else [(None, value)]


class Mark(StrEnum):
    """What a line between a note and a forwarded message announces."""

    FORWARD = "forward mark"
    ORIGINAL = "original-message mark"
    UNKNOWN = "unknown separator"
    LINE = "drawn line"
    END = "end mark"
    NONE = "no mark"


def mark_of(bare: str) -> tuple[Mark, str]:
    """The kind of separator a line is, and what else stands on it (a header, or whom it was forwarded from)."""
    if len(bare) < 4:
        return Mark.NONE, ""
    if bare[0] in "-_=—─━" and (more := _MARK_AND_MORE.fullmatch(bare[:_LONGEST])) and ":" in more[2]:
        return mark_of(more[1])[0], more[2]
    if len(bare) > _LONGEST_MARK:
        return Mark.NONE, ""
    core = bare.strip(_DECORATION)
    if not core:
        return (Mark.LINE if len(bare) >= 4 and not bare.strip("-_=*—─━ ") else Mark.NONE), ""
    left, right = bare[: bare.find(core)], bare[bare.find(core) + len(core) :]
    if _drawn(left) or _drawn(right):
        return _announced(folded(core), _drawn(left) and _drawn(right)), core
    return _plain(bare, core), core


def _drawn(edge: str) -> bool:
    return len(edge.strip(" \t.:")) >= 2


def _announced(core: str, both: bool) -> Mark:
    core = core.removeprefix("8<").strip(" =-")
    forward, original = _has(core, _FORWARDED), _has(core, _ORIGINAL)
    if (forward or original) and (core.startswith(END_STEMS) or core.endswith(END_TAILS)):
        return Mark.END
    if forward:
        return Mark.FORWARD
    if original:
        return Mark.ORIGINAL
    return Mark.UNKNOWN if both and len(core) <= 60 and "@" not in core else Mark.NONE


def _plain(bare: str, core: str) -> Mark:
    low = folded(core)
    if low in BARE_PHRASES:
        return Mark.FORWARD
    if low in BARE_ORIGINALS:
        return Mark.ORIGINAL
    if bare[-1] not in ":：" or len(bare) > 80 or len(low.split()) > 8 or "@" in low or "," in low:
        return Mark.NONE
    if low.startswith(REQUESTS):
        return Mark.NONE
    if _has(low, _FORWARDED):
        return Mark.FORWARD
    return Mark.ORIGINAL if _has(low, _ORIGINAL) else Mark.NONE


def _has(core: str, stems: tuple[str, ...]) -> bool:
    for stem in stems:  # noqa: SIM110 - asked for every drawn line, and twice as fast as any()
        if stem in core:
            return True
    return False


def indexes(lines: Lines, start: int, count: int) -> Iterator[int]:
    """The next lines that are not empty, at most so many of them, within forty lines."""
    for index in range(start, min(len(lines), start + 40)):
        if count <= 0:
            return
        if lines[index].bare:
            count -= 1
            yield index
