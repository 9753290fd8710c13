"""The header block that a mail program puts above a forwarded message, found in any text and read field by field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from normalizer.forward_labels import Role
from normalizer.forward_lines import Lines, Mark, colonless_label_of, indexes, label_of, unglued
from normalizer.forward_people import people, person
from normalizer.schema import Party

CORE = frozenset({Role.FROM, Role.DATE, Role.SUBJECT, Role.TO})
_MOST_LINES = 80
_MOST_BLANKS = 2
_WRAPPED = range(55, 82)  # programs break lines at 72 to 78; a shorter one was ended on purpose, a longer never broken
_BROKEN_FROM = 68  # where the next word would not have fitted
_FIELD_LENGTH = 4_000
_PEOPLE = frozenset({Role.FROM, Role.TO, Role.CC, Role.REPLY_TO})
# A header nobody here knows, with somebody in it.
_FURTHER = re.compile(r"[^\W\d_][^:@.,]{0,29}:\s[^:]{0,100}[\w.+-]{1,64}@[\w.-]{1,100}>?$")
_COMPLETE = re.compile(r"@[^\s,;]{1,250}$")
_ATTRIBUTION = re.compile(r"(?=.{0,40}\d).{0,200}<[^<>]{1,200}@[^<>]{1,200}>\s?:$")
# A list that was broken within a name: "…, Kantor" above "Desa <kantor@example.id>".
_WITHIN_A_NAME = re.compile(r">\s?[,;]\s[^<>@,;]{1,80}$")
_NAMED = re.compile(r"<[^<>@\s]{1,100}@[^<>\s]{1,200}>\s?(?:[,;]|$)")
_WHOLE = re.compile(r"@[^\s,;<>()\[\]]{1,250}[>)\]\"']{0,2}$")  # of the last one named


@dataclass(frozen=True, slots=True)
class Block:
    """Lines `start` to `end` (exclusive) of a text: the mark, if any, and the headers below it.

    `depth` is how deep the headers are quoted. `form` is "headers", "attribution" ("On … wrote:"), "mark" (whom it is
    from stands in the mark), "columns" (old Notes), "guessed" (in no language we know) or "chat" (copied from one).
    """

    start: int
    end: int
    depth: int
    mark: Mark
    author: Party
    subject: str = field(default="", repr=False)
    date_raw: str = field(default="", repr=False)
    to: tuple[Party, ...] = ()
    cc: tuple[Party, ...] = ()
    roles: frozenset[Role] = frozenset()
    form: str = "headers"

    @property
    def core(self) -> int:
        return len(self.roles & CORE)


@dataclass
class _Fields:
    """What was read so far, while a block is being read."""

    values: dict[Role, str] = field(default_factory=dict, repr=False)
    last: Role = Role.OTHER
    spaced: bool = True  # an empty line stood between all of them
    gaps: bool = False  # ... between some of them
    below: bool = False  # values stand below their labels
    glued: bool = False  # several stood on one line

    def add(self, role: Role, value: str, blanks: int) -> None:
        if self.values:
            self.spaced, self.gaps = self.spaced and blanks > 0, self.gaps or blanks > 0
        self.values[role], self.last = "", role
        self._put(value, glued=True)

    def _put(self, text: str, *, glued: bool) -> None:
        """The last header's value, or more of it, and the headers that stand behind it on the same line."""
        # A subject may speak of "From: A To: B"; nothing is known to be glued behind one.
        pieces = unglued(text) if glued and self.last is not Role.SUBJECT else [(None, text)]
        self.values[self.last] = f"{self.values[self.last]} {pieces[0][1]}".strip()
        self.glued = self.glued or len(pieces) > 1
        for other, value in pieces[1:]:
            if other is not None:
                self.values.setdefault(other, value)
                self.last = other

    def extend(self, text: str) -> None:
        before = self.values[self.last]
        self.below = self.below or not before
        if len(before) < _FIELD_LENGTH:
            self._put(text, glued=self.glued)

    def takes(self, role: Role, blanks: int) -> bool:
        if role in self.values and role not in (Role.OTHER, Role.CC):
            return False
        begun = Role.FROM not in self.values or len(self.values) < 2
        if not blanks or begun or self.spaced:
            return True
        # QQ ends every header with ";" and leaves a line empty above the last; BlackBerry leaves some anywhere.
        return (blanks == 1 and self.values[self.last].endswith(";")) or (self.gaps and role is Role.SUBJECT)


def header_block(lines: Lines, start: int, mark: Mark = Mark.NONE, first: str = "") -> tuple[Block | None, int]:
    """The block whose headers begin at line `start`, or in `first`, which stands on the line of the mark before it;
    and the line after the last one that looked like a header."""
    begin = next(indexes(lines, start, 1), start)
    depth = lines[begin].depth
    fields = _Fields()
    if first and (found := label_of(first)):
        fields.add(*found, 0)
        depth, begin = lines[start - 1].depth, start
    end = _read(lines, begin, depth, fields, label_of)
    if len(fields.values) < 2 and mark is not Mark.NONE:
        loose = _Fields()
        loose_end = _read(lines, begin, depth, loose, colonless_label_of)
        if len(CORE & loose.values.keys()) >= 3:
            fields, end = loose, loose_end
    return _block(fields, start, end, depth, mark), end


def _block(fields: _Fields, start: int, end: int, depth: int, mark: Mark) -> Block | None:
    values = fields.values
    if Role.FROM not in values and not (mark is Mark.FORWARD and len(CORE & values.keys()) >= 2):
        return None
    if len(CORE & values.keys()) < 2:
        return None
    return Block(
        start=start,
        end=end,
        depth=depth,
        mark=mark,
        author=_author(values),
        subject=values.get(Role.SUBJECT, "").strip("* "),
        date_raw=values.get(Role.DATE, "").strip("* ;"),
        to=people(values.get(Role.TO, "")),
        cc=people(values.get(Role.CC, "")),
        roles=frozenset(values),
    )


def _author(values: dict[Role, str]) -> Party:
    named = person(values.get(Role.FROM, ""))
    typed = person(values.get(Role.ADDRESS, "")) if not named.address else named
    return Party(typed.address, named.name)


_Labels = Callable[[str], tuple[Role, str] | None]


def _read(lines: Lines, start: int, depth: int, fields: _Fields, label: _Labels) -> int:
    """Take the labelled lines from `start` on; the line after the last one that belongs to them."""
    end, blanks = start, 0
    for at in range(start, min(len(lines), start + _MOST_LINES)):
        line = lines[at]
        if not line.bare:
            blanks += 1
            if blanks > _MOST_BLANKS:
                break
            continue
        if line.depth != depth:
            break
        found = label(line.bare)
        if found and fields.takes(found[0], blanks):
            fields.add(*found, blanks)
        elif fields.values and not found and _continues(lines, at, fields, blanks, label):
            fields.extend(line.bare)
        else:
            break
        end, blanks = at + 1, 0
    return end


def _continues(lines: Lines, at: int, fields: _Fields, blanks: int, label: _Labels) -> bool:
    """Whether an unlabelled line belongs to the header above it: it was wrapped, or stands below its label."""
    value = fields.values[fields.last]
    if _ATTRIBUTION.match(lines[at].bare):
        return False
    if blanks:
        return not value and (fields.below or _labelled_soon(lines, at, fields, label))
    # A list may end in ";" (Outlook, Zarafa); what stands below it then are people only where they have addresses.
    open_ended = value.endswith((",", ";", "<")) and not value.endswith(":;") and "@" in lines[at].bare
    if open_ended or _labelled_soon(lines, at, fields, label):
        return True
    if not value or fields.glued:
        return fields.below and fields.last is not Role.CC
    line = lines[at]
    if fields.last in _PEOPLE and _WITHIN_A_NAME.search(value) and _NAMED.search(line.bare):
        return True
    if fields.last in _PEOPLE and line.bare.startswith(("<", "[mailto", "(")) and not _WHOLE.search(value):
        return True
    if line.text.startswith(("  ", "\t")) and lines[at - 1].text[:1] not in (" ", "\t"):
        return True
    if fields.last in _PEOPLE and _COMPLETE.search(value):  # lists of people are broken behind commas
        return bool(_FURTHER.match(line.bare))
    return _wrapped(lines[at - 1].text, line.bare) and not lines[at + 1].bare and len(lines) > at + 1


def _wrapped(above: str, bare: str) -> bool:
    return len(above) in _WRAPPED and len(above) + len(bare.partition(" ")[0]) >= _BROKEN_FROM


def _labelled_soon(lines: Lines, at: int, fields: _Fields, label: _Labels) -> bool:
    """Whether one of the next three lines has a header that is still missing, without an empty line between unless
    the whole block is spaced."""
    for index in range(at + 1, at + 4):
        line = lines[index]
        if not line.bare:
            if fields.spaced and len(fields.values) > 0 and lines[at - 1].bare == "":
                continue
            return False
        found = label(line.bare)
        if found:
            return found[0] in CORE | {Role.CC} and found[0] not in fields.values
    return False
