"""Photos without what tells who took them where: segments are cut, pixels are never decoded.

JPEG: ITU T.81, Annex B; PNG: https://www.w3.org/TR/png-3/; WebP: RFC 9649; GIF: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

_MOST_PIECES: Final = 200_000


class Unstrippable(ValueError):
    """These bytes cannot be cleaned for certain."""


# -- JPEG ---------------------------------------------------------------------------------------------------------

_SOI, _EOI, _SOS, _APP0, _APP1, _ADOBE = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xEE
# Frames, tables and restarts; everything else that has a length (APPn, COM, JPGn) may hold words.
_PICTURE: Final = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, 0xDE, 0xDF} - {0xC8})
# Entropy-coded data ends before a marker that is neither a stuffed zero, a fill byte nor a restart.
# Looked for where a row of fill bytes begins only: a million of them would be looked through a million times.
_MARKER: Final = re.compile(rb"(?<!\xff)\xff++[^\x00\xd0-\xd7]")
_JFIF: Final = b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def jpeg(data: bytes) -> bytes:
    """Without EXIF, XMP, IPTC, profiles, comments, thumbnails and what hangs behind the picture; which side is up
    stays. Raise `Unstrippable`."""
    if data[:2] != b"\xff\xd8":
        raise Unstrippable
    out, side, body = [b"\xff\xd8"], 1, list[bytes]()
    for marker, segment, coded in _segments(data):
        if marker == _APP0 and segment.startswith(b"JFIF\0"):
            out.append(_segment(_APP0, _JFIF))  # its thumbnail may show what was cut away
        elif marker == _ADOBE and segment.startswith(b"Adobe") and len(segment) >= 12:
            body.append(_segment(_ADOBE, segment[:12]))  # without it the colours of some files are wrong
        elif marker == _APP1 and segment.startswith(b"Exif\0\0"):
            side = _orientation(segment[6:])
        elif marker in _PICTURE or marker == _SOS:
            body += (_segment(marker, segment), coded)
    return b"".join([*out[:2], *([_segment(_APP1, _upright(side))] if side != 1 else []), *body, b"\xff\xd9"])


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(marker, segment, coded data behind it) until the end of the picture."""
    at, seen = 2, False
    for _ in range(_MOST_PIECES):
        marker, at = _marker(data, at)
        if marker == _EOI and seen:
            return
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2 or at + length > len(data) or marker < 0xC0 or 0xD0 <= marker <= _EOI:
            raise Unstrippable
        if marker == _SOS and data[at + length - 1] == 0xFF:
            raise Unstrippable  # no scan is told so; what stands behind it could be no marker to us
        segment, at = data[at + 2 : at + length], at + length
        if marker != _SOS:
            yield marker, segment, b""
            continue
        seen, found = True, _MARKER.search(data, at)
        end = found.start() if found else len(data)
        yield marker, segment, data[at:end]
        if found is None:
            return  # cut off on its way: what is there can be shown
        at = end
    raise Unstrippable


def _marker(data: bytes, at: int) -> tuple[int, int]:
    if data[at : at + 1] != b"\xff":
        raise Unstrippable
    while data[at : at + 1] == b"\xff":
        at += 1
    if at >= len(data):
        raise Unstrippable
    return data[at], at + 1


def _segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + (len(content) + 2).to_bytes(2, "big") + content


def _orientation(tiff: bytes) -> int:
    """Tag 0x0112 of the first directory; 1 when there is none that can be read."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return 1
    start = struct.unpack_from(order + "I", tiff, 4)[0]
    if start + 2 > len(tiff):
        return 1
    for place in range(min(200, struct.unpack_from(order + "H", tiff, start)[0])):
        at = start + 2 + 12 * place
        if at + 12 > len(tiff):
            return 1
        tag, kind, count, value = struct.unpack_from(order + "HHIH", tiff, at)
        if tag == 0x0112:
            return int(value) if (kind, count) == (3, 1) and 1 <= value <= 8 else 1
    return 1


def _upright(side: int) -> bytes:
    """EXIF with nothing but the orientation."""
    return b"Exif\0\0II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, side, 0, 0)


# -- PNG ----------------------------------------------------------------------------------------------------------

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_CHUNKS: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
    | {b"acTL", b"fcTL", b"fdAT"}
)


def png(data: bytes) -> bytes:
    """Chunks that make the picture, and no others. Raise `Unstrippable`."""
    if data[:8] != _PNG or data[12:16] != b"IHDR":
        raise Unstrippable
    out, at = [_PNG], 8
    for _ in range(_MOST_PIECES):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            raise Unstrippable
        if kind in _CHUNKS:
            out.append(data[at:end])
        if kind == b"IEND":
            return b"".join(out)
        at = end
    raise Unstrippable


# -- WebP ---------------------------------------------------------------------------------------------------------

_WEBP: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH"})
_FRAME: Final = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
_TOLD: Final = 0x20 | 0x08 | 0x04  # the flags that promise ICC, EXIF and XMP


def webp(data: bytes) -> bytes:
    """Without EXIF, XMP, ICC and unknown chunks. Raise `Unstrippable`."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise Unstrippable
    size = int.from_bytes(data[4:8], "little")
    if size + 8 > len(data):
        raise Unstrippable
    kept = b"".join(_riff(kind, _webp_chunk(kind, chunk)) for kind, chunk in _chunks(data[12 : 8 + size], _WEBP))
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + kept


def _webp_chunk(kind: bytes, chunk: bytes) -> bytes:
    if kind == b"VP8X" and chunk:
        return bytes([chunk[0] & ~_TOLD]) + chunk[1:10]
    if kind == b"ANMF":
        return chunk[:16] + b"".join(_riff(*inner) for inner in _chunks(chunk[16:], _FRAME))
    return chunk


def _chunks(data: bytes, wanted: frozenset[bytes]) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _ in range(_MOST_PIECES):
        if at + 8 > len(data):
            return
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length > len(data):
            raise Unstrippable
        if kind in wanted:
            yield kind, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    raise Unstrippable


def _riff(kind: bytes, chunk: bytes) -> bytes:
    return kind + len(chunk).to_bytes(4, "little") + chunk + b"\0" * (len(chunk) % 2)


# -- GIF ----------------------------------------------------------------------------------------------------------


def gif(data: bytes) -> bytes:
    """Without comments, plain text and applications' blocks other than the loop count. Raise `Unstrippable`."""
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 13:
        raise Unstrippable
    at = 13 + _palette(data[10])
    out = [data[:at]]
    for _ in range(_MOST_PIECES):
        kind = data[at : at + 1]
        if kind == b";":
            return b"".join([*out, b";"])
        end = _block_end(data, at, kind)
        if kind == b"," or _is_kept(data, at):
            out.append(data[at:end])
        at = end
    raise Unstrippable


def _is_kept(data: bytes, at: int) -> bool:
    """Timing and transparency, and how often it runs."""
    return data[at + 1] == 0xF9 or data[at + 1 : at + 14] == b"\xff\x0bNETSCAPE2.0"[:13]


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _block_end(data: bytes, at: int, kind: bytes) -> int:
    if kind == b"," and at + 10 < len(data):
        at += 11 + _palette(data[at + 9])
    elif kind == b"!" and at + 2 < len(data):
        at += 2
    else:
        raise Unstrippable
    while at < len(data) and data[at]:
        at += 1 + data[at]
    if at >= len(data):
        raise Unstrippable
    return at + 1
