"""Transfer encodings as mail programs really write them: cut, joined, with a footer below, or not applied at all.

RFC 2045, section 6. No encoding may give back more bytes than it was given.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Mapping

from normalizer.mime_words import Budget

_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
# A footer that a relay put below the encoded lines: a line with a blank or a sign that base64 never has.
_FOOTER = re.compile(rb"=[ \t]*+\r?\n\s*+(?=[^\n]*[ \t.,:;!?_*<>-])(?P<words>.+)\Z", re.DOTALL)
_LETTERS = re.compile(rb"[^=]++")
# Programs that encode line by line end every line with "="; a photo of some megabytes has that many lines.
_MOST_BLOCKS = 50_000
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\r\n]*+\r?$", re.MULTILINE)
_UU_LINE = re.compile(rb"[^\r\n]++")
_MOST_UU_LINES = 500_000  # of 45 bytes: 22 MB


def undo_transfer(data: bytes, encoding: str, budget: Budget) -> bytes:
    """The bytes under a Content-Transfer-Encoding (its value as it stands in the header). An unknown or broken one
    leaves the bytes as they are, with the doubt "encoding"."""
    name = encoding.strip().strip("\"'").lower().split(";")[0].strip()
    decode = _TRANSFERS.get(name)
    if decode is not None:
        return decode(data, budget)
    if name not in ("", "7bit", "8bit", "binary", "7-bit", "8-bit", "none"):
        budget.fault("encoding")
    return data


def _base64(data: bytes, budget: Budget) -> bytes:
    footer = _FOOTER.search(data[-4096:])
    words = footer["words"] if footer else b""
    if _is_plain(data):
        budget.fault("encoding")
        return data
    letters = (data[: len(data) - len(words)] if words else data).translate(None, _NOT_BASE64)
    decoded = _blocks(letters, budget)
    return decoded + b"\n" + words if words else decoded


def _is_plain(data: bytes) -> bool:
    """Labelled base64 but never encoded: words with blanks between them."""
    head = data[:4096]
    return head.count(b" ") * 12 > len(head.strip())


def _blocks(letters: bytes, budget: Budget) -> bytes:
    """Encoded blocks one after the other, each with its padding; usually there is one."""
    decoded: list[bytes] = []
    for found in _LETTERS.finditer(letters):
        if len(decoded) == _MOST_BLOCKS:
            budget.fault("encoding")
            decoded.append(_block(letters[found.start() :].replace(b"=", b""), budget))
            break
        decoded.append(_block(found[0], budget))
    return b"".join(decoded)


def _block(letters: bytes, budget: Budget) -> bytes:
    if len(letters) % 4 == 1:  # a character was lost: what came before it can still be read
        budget.fault("encoding")
        letters = letters[:-1]
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        budget.fault("encoding")
        return b""


def _quoted_printable(data: bytes, budget: Budget) -> bytes:
    try:
        return binascii.a2b_qp(data)
    except (binascii.Error, ValueError):
        budget.fault("encoding")
        return data


def _uuencoded(data: bytes, budget: Budget) -> bytes:
    """A line says how long it is and is filled up with zeros: an empty one has 32 of them, "M" alone 45."""
    begin = _UU_BEGIN.search(data)
    out, lines = bytearray(), 0
    for found in _UU_LINE.finditer(data, begin.end() if begin else 0):
        line, lines = found[0], lines + 1
        if line.strip() in (b"end", b"`"):
            break
        if lines > _MOST_UU_LINES or len(out) > len(data):
            budget.fault("encoding")
            break
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            budget.fault("encoding")
    return bytes(memoryview(out)[: len(data)])


_TRANSFERS: Mapping[str, Callable[[bytes, Budget], bytes]] = {
    "base64": _base64,
    "quoted-printable": _quoted_printable,
    "quotedprintable": _quoted_printable,
    "x-uuencode": _uuencoded,
    "uuencode": _uuencoded,
    "x-uue": _uuencoded,
}
