"""Headers of a mail, capped before anything is decoded: encoded words, addresses, dates.

RFC 5322, 2047, 2231; email.policy.default is not used because it raises on, and takes seconds for, headers that
are really sent.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from email.errors import MessageError
from email.header import decode_header
from email.utils import parsedate_to_datetime

from normalizer.mime_words import Budget, decode_words
from normalizer.schema import Party

_BLOCK = 128 * 1024  # bytes of headers that are looked at
_COUNT = 500
_VALUE = 8 * 1024
_ADDRESSES = 100
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]{0,20}:")
_NO_FIELD = re.compile(rb"\n(?![ \t]|[!-9;-~]{1,200}+[ \t]{0,20}+:)")
_FIRST_FIELD = re.compile(
    rb"(?:received|return-path|delivered-to|from|to|subject|date|message-id|mime-version|x-[\w-]{1,40}):", re.IGNORECASE
)
_ADDRESS = re.compile(r"[^\s<>\"(),;:@]{1,128}+@(?:[^\s<>\"(),;:@\[\]]{1,250}+|\[[\w.:]{1,60}+\])")
_ENCODED_WORD = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?")
_ENCODED_Q = re.compile(r"(=\?[^?\s]{1,60}\?[qQ]\?)([^?\s]{1,2000})(?=\?=)")
_SURNAME = re.compile(r"[^\W\d_][\w .'’-]{0,60}")
_OPENED = re.compile(r"[\s<\[]{0,5}(?:mailto:)?\s{0,5}\Z", re.IGNORECASE)
_BREAKS, _CONTROLS = re.compile(r"[\0\r\n\t]"), re.compile(r"[\x00-\x1f\x7f]")
_MBOX = re.compile(rb">?From (?!\s{0,20}:)")
UNDECODABLE = (MessageError, binascii.Error, ValueError, LookupError, TypeError, AttributeError, IndexError, KeyError)


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of one part in their order; values unfolded, capped, not yet decoded."""

    fields: tuple[tuple[str, str], ...] = field(repr=False)
    # Some forty names are asked for in each mail.
    _first: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_first", dict(reversed(self.fields)))

    def first(self, name: str) -> str:
        """The first value of that name (lower case); empty if there is none."""
        return self._first.get(name, "")

    def has(self, name: str) -> bool:
        return name in self._first


def split_headers(data: bytes, budget: Budget, start: int = 0, end: int | None = None) -> tuple[Headers, int]:
    """The headers of what stands between `start` and `end`, and where its body begins. A line that is no header ends
    them, also without an empty line between.

    Notes "headers-cut" when there were more, or longer ones, than we look at.
    """
    fields: list[tuple[str, list[bytes]]] = []
    at, end = start, len(data) if end is None else end
    while at < end:
        if at - start > _BLOCK:
            budget.fault("headers-cut")
            at = _past_headers(data, at, end)
        newline = data.find(b"\n", at, end)
        following = newline + 1 if newline >= 0 else end
        line = data[at : min(following, at + _VALUE)].rstrip(b"\r\n")
        if following - at > _VALUE and _FIELD.match(line):
            budget.fault("headers-cut")
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        elif found := _FIELD.match(line):
            _add(fields, found, line, budget)
        else:
            return _headers(fields, budget), at if line else following
        at = following
    return _headers(fields, budget), end


def _add(fields: list[tuple[str, list[bytes]]], found: re.Match[bytes], line: bytes, budget: Budget) -> None:
    if len(fields) < _COUNT:
        fields.append((found[1].decode("ascii").lower(), [line[found.end() :]]))
    else:
        budget.fault("headers-cut")


def _past_headers(data: bytes, at: int, end: int) -> int:
    """The first line from `at` that is no header and continues none."""
    found = _NO_FIELD.search(data, at - 1, end)
    return found.start() + 1 if found else end


def without_prelude(data: bytes) -> bytes:
    """A mail without what stands before its first header: byte order mark, empty lines, an mbox "From " line. Old
    programs end lines with CR alone; here they end with LF."""
    if b"\r" in data and b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    data = data.removeprefix(b"\xef\xbb\xbf")
    stripped = data[:80].lstrip(b"\r\n")
    if _FIRST_FIELD.match(stripped):
        data = data[len(data[:80]) - len(stripped) :]
    if _MBOX.match(data) and (end := data.find(b"\n")) >= 0:
        data = data[end + 1 :]
    return data


def _headers(fields: list[tuple[str, list[bytes]]], budget: Budget) -> Headers:
    return Headers(tuple((name, _value(b"".join(lines), budget)) for name, lines in fields))


def _value(data: bytes, budget: Budget) -> str:
    if len(data) > _VALUE:
        budget.fault("headers-cut")
    own = Budget(guesses=0)  # the text needs the guesses more
    text = decode_words(data[:_VALUE], "", own)
    if own.doubts:
        budget.fault("charset")
    return _BREAKS.sub(" ", text).strip()


def decoded(value: str, budget: Budget) -> str:
    """A value with its encoded words read (RFC 2047); words that cannot be read stay as they are. One line."""
    if not _ENCODED_WORD.search(value):
        return one_line(value)
    try:
        pieces = decode_header(value)
        text = "".join(_piece(piece, charset, budget) for piece, charset in pieces)
    except UNDECODABLE:
        budget.fault("encoding")
        text = value
    return one_line(text)


def _piece(piece: bytes | str, charset: str | None, budget: Budget) -> str:
    if isinstance(piece, str):
        return piece
    if charset is None:  # what stood between encoded words; decode_header made it raw-unicode-escape
        return piece.decode("raw-unicode-escape", "replace")
    return decode_words(piece, charset.split("*")[0], budget)


def one_line(text: str) -> str:
    return " ".join(_CONTROLS.sub(" ", text).split())


def parties(value: str, budget: Budget) -> tuple[Party, ...]:
    """Everybody named in From, To or Reply-To, names decoded; entries without an address are left out."""
    if not value:
        return ()
    whole = _ENCODED_Q.sub(_without_specials, value) if "=?" in value else value
    found = tuple(party for entry in _with_surnames(_entries(whole)) if (party := _party(entry, budget)))
    if not found and _ENCODED_WORD.search(value):  # name and address in one encoded word
        found = tuple(party for entry in _entries(decoded(value, budget)) if (party := _party(entry, budget)))
    return found


def _without_specials(word: re.Match[str]) -> str:
    """Commas and brackets that some programs leave in an encoded word say nothing of where a name ends."""
    return word[1] + re.sub(r"[,;<>()@\"]", lambda sign: f"={ord(sign[0]):02X}", word[2])


def _with_surnames(entries: Iterator[str]) -> Iterator[str]:
    """One person where nobody quoted a name with a comma: Santoso, Budi <budi@example.id>."""
    before = ""
    for entry in entries:
        if "@" in entry:
            yield f"{before}, {entry.strip()}" if before else entry
            before = ""
        else:
            before = entry.strip() if _SURNAME.fullmatch(entry.strip()) else ""


def _entries(value: str) -> Iterator[str]:
    """Split at commas and semicolons outside quotes, brackets and comments; no recursion."""
    if "," not in value and ";" not in value:  # one person, as nearly always
        yield value
        return
    start, quoted, comments, angle, count = 0, False, 0, False, 0
    escaped = False
    for at, sign in enumerate(value):
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = quoted or comments > 0
        elif sign == '"' and not comments:
            quoted = not quoted
        elif not quoted and sign in "()":
            comments = comments + 1 if sign == "(" else max(0, comments - 1)
        elif not quoted and sign in "<>":
            angle = sign == "<"
        elif sign in ",;" and not (quoted or comments or angle) and count < _ADDRESSES:
            yield value[start:at]
            start, count = at + 1, count + 1
    if count < _ADDRESSES:
        yield value[start:]


def _party(entry: str, budget: Budget) -> Party | None:
    if "@" not in entry:
        return None
    less, greater = entry.rfind("<"), entry.rfind(">")
    inside = entry[less + 1 : greater if greater > less else None] if less >= 0 else ""
    found = _ADDRESS.search(inside.replace("mailto:", "")) if inside else None
    if found:
        return Party(_clean_address(found[0]), _name(entry[:less], budget))
    bare = _uncommented(entry)
    found = _ADDRESS.search(bare)
    if found is None:
        return None
    comment = re.search(r"\(([^()]*)\)", entry)
    return Party(_clean_address(found[0]), _name(comment[1] if comment else bare[: found.start()], budget))


def _clean_address(text: str) -> str:
    return text.strip("'.[]`")


def _uncommented(text: str) -> str:
    return re.sub(r"\([^()]*\)", " ", text)


def _name(text: str, budget: Budget) -> str:
    """Without quotes and backslashes, decoded, and without quotes once more: some programs quote before they encode."""
    plain = re.sub(r"\\(.)", r"\1", _OPENED.sub("", text.strip()).rpartition(": ")[2].strip("\"' "))
    return decoded(plain, budget).strip("\"' ")[:200]


def date_of(value: str) -> datetime | None:
    """The sender's date in UTC; None when it cannot be read. Without a zone it is taken as UTC (RFC 5322, 3.3)."""
    moment = _moment(value)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC) if moment else None
    except (ValueError, OverflowError):
        return None


def zone_of(value: str) -> tzinfo | None:
    """Where the sender's clock stood by that date. None for UTC, too: servers and some programs write nothing else."""
    moment = _moment(value)
    return moment.tzinfo if moment and moment.utcoffset() else None


def _moment(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value[:120])
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None
