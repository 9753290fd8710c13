"""The form in which DKIM compares mails, made in linear time and piece by piece.

RFC 6376, 3.4. dkimpy takes an hour for a megabyte of blanks: a regular expression of it begins anew at each of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from channels.mail_proof_fields import Field

_PIECE = 256 * 1024
_UNCUT = re.compile(rb"[ \t\r\n]+")
_BLANKS = re.compile(rb"[ \t]+")
_SIGNATURE_VALUE = re.compile(rb"(^|;)([ \t\r\n]*b[ \t\r\n]*=)[^;]*")


def body_hash(data: bytes, body_at: int, relaxed: bool, piece: int = _PIECE) -> bytes:
    """SHA-256 of the body from there on, taken `piece` bytes at a time."""
    digest = hashlib.sha256()
    pending, anything = 0, not relaxed
    for part in _pieces(data, body_at, piece):
        shaped = _compressed(part) if relaxed else part
        content, empty = _cut(shaped)
        if content:
            digest.update(b"\r\n" * pending + content)
            pending, anything = 0, True
        pending += empty
    if anything:
        digest.update(b"\r\n")
    return digest.digest()


def _pieces(data: bytes, at: int, size: int) -> Iterator[bytes]:
    """Some hundred kilobytes at a time, no blanks and no line end cut in two, the last ended by CRLF."""
    while at < len(data):
        end = at + size
        if end < len(data) and (cut := _UNCUT.match(data, end - 1)):
            end = cut.end()
        piece = data[at:end]
        at = end
        if piece.count(b"\n") != piece.count(b"\r\n"):
            piece = piece.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        yield piece if at < len(data) or piece.endswith(b"\r\n") else piece + b"\r\n"


def _compressed(piece: bytes) -> bytes:
    """Every run of blanks as one, none before a line end. Halving runs is ten times as fast as a regular expression."""
    piece = piece.replace(b"\t", b" ")
    while b"  " in piece:
        piece = piece.replace(b"  ", b" ")
    return piece.replace(b" \r\n", b"\r\n")


def _cut(piece: bytes) -> tuple[bytes, int]:
    """Without the CRLFs at its end, and how many they were."""
    content = piece.rstrip(b"\r\n")
    tail = piece[len(content) :]
    if tail != b"\r\n" * (len(tail) // 2):  # a CR of its own among them is content
        last = tail.rfind(b"\r\r")
        last = len(tail) if last < 0 else last + 1
        content, tail = piece[: len(content) + last], tail[last:]
    return content, len(tail) // 2


def header_form(fields: Sequence[Field], names: Sequence[str], signature: Field, relaxed: bool) -> bytes:
    """The signed fields in their order, the lowest of a name first, and the signature itself without its value."""
    left: dict[str, list[Field]] = {}
    for field in fields:
        left.setdefault(field.name, []).append(field)
    signed = [left[name].pop() for name in names if left.get(name)]
    bare = Field(signature.name, _without_value(signature.raw))
    lines = [_relaxed(field) if relaxed else field.raw for field in (*signed, bare)]
    return b"\r\n".join(lines)


def _without_value(raw: bytes) -> bytes:
    name, colon, value = raw.partition(b":")
    return name + colon + _SIGNATURE_VALUE.sub(rb"\1\2", value)


def _relaxed(field: Field) -> bytes:
    value = _BLANKS.sub(b" ", field.value.replace(b"\r\n", b"")).strip(b" ")
    return field.name.encode("ascii") + b":" + value
