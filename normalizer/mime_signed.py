"""The mail within an S/MIME signature that encloses it, as Outlook sends one that is not "in clear text".

RFC 8551, 3.5.2 (application/pkcs7-mime; signed-data); RFC 5652, 5.1 (what it holds); X.690 (BER, in all its lengths).
Nothing is verified: a signature of this kind proves nobody here, it only hides the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

SIGNED_KINDS: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SEQUENCE, _SET, _ID, _NUMBER, _OCTETS, _PIECES, _INNER = 0x30, 0x31, 0x06, 0x02, 0x04, 0x24, 0xA0
_SIGNED_DATA: Final = bytes.fromhex("2a864886f70d010702")
_PLAIN_DATA: Final = bytes.fromhex("2a864886f70d010701")
_MOST_PIECES: Final = 100_000


def signed_mail(data: bytes) -> bytes | None:
    """What was signed; None of anything else, as what is encrypted."""
    try:
        at = _past(data, _into(data, 0, _SEQUENCE), _ID, _SIGNED_DATA)
        at = _into(data, _into(data, at, _INNER), _SEQUENCE)
        at = _past(data, _past(data, at, _NUMBER), _SET)
        at = _past(data, _into(data, at, _SEQUENCE), _ID, _PLAIN_DATA)
        return b"".join(_octets(data, _into(data, at, _INNER))) or None
    except (IndexError, ValueError):
        return None


def _octets(data: bytes, at: int) -> Iterator[bytes]:
    """One string, or its pieces up to the end of them."""
    if data[at] == _OCTETS:
        start, end = _bounds(data, at)
        yield data[start:end]
        return
    if data[at] != _PIECES:
        raise ValueError
    at, last = _bounds(data, at)
    for _ in range(_MOST_PIECES):
        if at >= last or data[at] != _OCTETS:
            return
        start, at = _bounds(data, at)
        yield data[start:at]


def _into(data: bytes, at: int, tag: int) -> int:
    if data[at] != tag:
        raise ValueError
    return _bounds(data, at)[0]


def _past(data: bytes, at: int, tag: int, value: bytes | None = None) -> int:
    start, end = _bounds(data, at)
    if data[at] != tag or (value is not None and data[start:end] != value):
        raise ValueError
    return end


def _bounds(data: bytes, at: int) -> tuple[int, int]:
    """Where a value begins and ends; one without a length ends with the data at the latest."""
    length = data[at + 1]
    if length < 0x80:
        return at + 2, at + 2 + length
    if length == 0x80:
        return at + 2, len(data)
    start = at + 2 + (length & 0x7F)
    return start, start + int.from_bytes(data[at + 2 : start])
