"""The parts of a mail as a shallow tree, and the files among them with their true types.

RFC 2045, 2046. The stdlib's parser is used for headers only: over nested parts it compares each line with every
boundary it is inside of, and it recurses as deep as the sender likes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import filetype

from normalizer.file_ending import ending_of, type_of
from normalizer.file_type import office_type
from normalizer.mime_headers import Headers, split_headers
from normalizer.mime_parameters import ContentType, content_type, parameters
from normalizer.mime_signed import SIGNED_KINDS, signed_mail
from normalizer.mime_transfer import undo_transfer
from normalizer.mime_words import Budget
from normalizer.schema import Attachment

DEEPEST = 20
_MAGIC_BYTES = 8192  # as far as filetype's matchers look
_SNIFFED = re.compile(rb"\n--([^\s-][^\r\n]{0,69}?)[ \t]{0,9}\r?\n[!-9;-~]{1,60}:")
_PREAMBLE = 1_000_000  # bytes in which an undeclared boundary is looked for
# Zip and OLE are only the wrapping; then the declared type may say what is in it.
_WRAPPINGS = frozenset({"application/zip", "application/x-ole-storage", "application/octet-stream"})
_WRAPPED = ("application/vnd.", "application/msword", "application/x-iwork", "application/epub")
_MAIL_KINDS = frozenset({"message/rfc822", "message/global", "message/news"})
# What programs call a file of which they know nothing, or not enough.
_UNTOLD = frozenset(
    {"application/octet-stream", "application/x-unknown", "application/unknown", "application/x-rfc822"}
)
_MAIL_HEAD = 32 * 1024
_FIELD = re.compile(rb"\n[!-9;-~]{1,200}:")
_OF_MAILS = (b"\nfrom:", b"\nto:", b"\ndate:", b"\nsubject:")
_TEXT_KINDS = frozenset(
    {"text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown", "text/x-amp-html"}
)
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
# Signs that end a name early, hide its ending (bidi), or are not allowed on some disk.
_UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Part:
    """One entity. `children` is empty for a leaf; `body` is still in its transfer encoding, and a view into the mail: a
    mail of 24 MB in twenty envelopes is still 24 MB. `rest`: all that comes behind as many parts as are read."""

    headers: Headers
    kind: ContentType
    body: memoryview = field(repr=False)
    children: tuple[Part, ...] = ()
    rest: bool = False

    @property
    def name(self) -> str:
        """The file name it was given, cleaned; empty if it has none."""
        given = self.disposition.get("filename") or self.disposition.get("name") or self.kind.parameters.get("name", "")
        return clean_name(given)

    @property
    def disposition(self) -> dict[str, str]:
        return parameters("Content-Disposition", self.headers.first("content-disposition"), Budget())

    @property
    def is_mail(self) -> bool:
        """Also where it was sent as some file or other: by its name, else by how it begins."""
        if self.kind.kind in _MAIL_KINDS:
            return True
        if not self.kind.kind.startswith(("application/", "text/")):
            return False
        return self.name.lower().endswith(".eml") or (self.kind.kind in _UNTOLD and self._begins_as_mail())

    def _begins_as_mail(self) -> bool:
        encoding = self.headers.first("content-transfer-encoding")
        head = undo_transfer(bytes(self.body[:_MAIL_HEAD]), encoding, Budget()).replace(b"\r\n", b"\n").lower()
        fields = b"\n" + head.partition(b"\n\n")[0]
        return _FIELD.match(fields) is not None and all(name in fields for name in _OF_MAILS)

    @property
    def is_text(self) -> bool:
        """Whether these are the sender's words and no file."""
        if self.children or self.kind.kind not in _TEXT_KINDS:
            return False
        attached = self.headers.first("content-disposition").strip().lower().startswith("attachment")
        return not attached and not self.name

    @property
    def is_file(self) -> bool:
        return not (self.children or self.is_text or self.kind.kind in _SIGNATURES)

    def content(self, budget: Budget) -> bytes:
        return undo_transfer(bytes(self.body), self.headers.first("content-transfer-encoding"), budget)


def read_part(data: bytes, budget: Budget) -> Part:
    """The tree of these bytes: at most `budget.parts` parts, `DEEPEST` deep. Broken multiparts become text."""
    return _part(data, 0, len(data), budget, 0, "text/plain")


def _part(data: bytes, start: int, end: int, budget: Budget, depth: int, default: str) -> Part:
    budget.parts -= 1
    headers, start = split_headers(data, budget, start, end)
    body = memoryview(data)[start:end]
    kind = content_type(headers, budget, default)
    if kind.kind in SIGNED_KINDS and depth < DEEPEST:
        return _signed(Part(headers, kind, body), budget, depth)
    if not kind.kind.startswith("multipart/"):
        return Part(headers, kind, body)
    if depth >= DEEPEST:
        budget.fault("too-deep")
        return Part(headers, ContentType("application/octet-stream"), body)
    inner = "message/rfc822" if kind.kind == "multipart/digest" else "text/plain"
    pieces = _pieces(data, start, end, kind.parameters.get("boundary", ""), budget)
    children = tuple(
        _rest(body[begun - start : stop - start]) if rest else _part(data, begun, stop, budget, depth + 1, inner)
        for begun, stop, rest in pieces
    )
    if not children:
        budget.fault("broken-mime")
        return Part(headers, ContentType("text/plain"), body)
    return Part(headers, kind, body, children)


def _rest(body: memoryview) -> Part:
    return Part(Headers(()), ContentType("application/octet-stream"), body, rest=True)


def _signed(part: Part, budget: Budget, depth: int) -> Part:
    """With the mail it encloses, if that is only signed."""
    inner = signed_mail(part.content(Budget()))
    if inner is None:
        return part
    child = _part(inner, 0, len(inner), budget, depth + 1, "text/plain")
    return Part(part.headers, ContentType("multipart/signed"), part.body, (child,))


def _pieces(data: bytes, start: int, end: int, boundary: str, budget: Budget) -> Iterator[tuple[int, int, bool]]:
    """Where each piece begins and ends, and whether it is all that is not read. The line break before a boundary
    belongs to it (RFC 2046, 5.1.1)."""
    at = max(0, start - 1)  # the line break that ended the headers begins the first boundary's line
    delimiter = boundary.rstrip().encode("utf-8", "replace")
    if not delimiter or data.find(b"--" + delimiter, start, end) < 0:
        sniffed = _SNIFFED.search(data, at, min(end, at + _PREAMBLE))
        if sniffed is None:
            return
        budget.fault("broken-mime")
        delimiter = sniffed[1].rstrip()
    line = re.compile(rb"\n--" + re.escape(delimiter) + rb"(--)?[ \t]*+\r?(?=\n|\Z)")
    begun = -1
    for found in line.finditer(data, at, end):
        if begun >= 0:
            yield begun, max(begun, _without_return(data, begun, found.start())), False
        begun = min(end, found.end() + 1)
        if found[1]:
            return
        if budget.parts <= 0:
            budget.fault("too-many-parts")
            yield begun, end, True
            return
    if begun >= 0:
        yield begun, end, False


def _without_return(data: bytes, begun: int, end: int) -> int:
    return end - 1 if end > begun and data[end - 1] == 13 else end


def leaves(part: Part) -> Iterator[Part]:
    """Every part without children, in the order of the mail; their count from 1 is the number in `part:<n>`."""
    if not part.children:
        yield part
    for child in part.children:
        yield from leaves(child)


def attachment(part: Part, content: bytes, source: str) -> Attachment:
    """The file in a part. Its type is what its first bytes say; a declared type counts only for text and mail."""
    media_type = true_type(content, part.kind.kind if not part.is_mail else "message/rfc822")
    return _file(part.name, media_type, content, source)


def file_of(name: str, content: bytes, source: str) -> Attachment:
    """A file out of a package: its type is what its first bytes say."""
    return _file(clean_name(name), true_type(content, type_of(name)), content, source)


def _file(name: str, media_type: str, content: bytes, source: str) -> Attachment:
    name = name or f"lampiran-{source.rpartition(':')[2]}{ending_of(media_type) or '.bin'}"
    return Attachment(name, media_type, len(content), hashlib.sha256(content).hexdigest(), source)


def true_type(content: bytes, declared: str) -> str:
    head = content[:_MAGIC_BYTES]
    try:
        seen = filetype.guess_mime(head)
    except (TypeError, ValueError, IndexError, UnicodeError):
        seen = None
    if (seen is None or seen in _WRAPPINGS or seen.startswith(_WRAPPED)) and (office := office_type(content)):
        return office
    if isinstance(seen, str):
        return declared if seen in _WRAPPINGS and declared.startswith(_WRAPPED) else seen
    if declared.startswith(("text/", "message/")) and b"\0" not in head:
        return declared
    if declared == "image/svg+xml" and b"<svg" in head:
        return declared
    return "application/octet-stream"


def clean_name(given: str) -> str:
    """A name without folders, control and direction signs, at most 120 characters, its ending kept."""
    last = re.split(r"[/\\]", given[:2000])[-1]
    clean = " ".join(_FORBIDDEN.sub("_", _UNWANTED.sub("", last)).split()).strip(". ")
    if len(clean) <= _LONGEST_NAME:
        return clean
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 10:
        return clean[:_LONGEST_NAME]
    return stem[: _LONGEST_NAME - len(ending) - 1] + "." + ending
