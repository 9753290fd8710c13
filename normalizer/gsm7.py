"""Counting an SMS as the network does: GSM-7 septets, or UCS-2 when one character is outside it.

Alphabet and extension table: 3GPP TS 23.038, 6.2.1 and 6.2.1.1; segment lengths: 3GPP TS 23.040, 9.2.3.24.1.
"""

from __future__ import annotations

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each costs two septets: an escape and the character.
EXTENSION = frozenset("\f^{}\\[~]|€")

ONE_SEGMENT, EACH_SEGMENT = 160, 153
_ONE_UCS2, _EACH_UCS2 = 70, 67


def septets(text: str) -> int | None:
    """How many septets the text takes; None when GSM-7 cannot carry it."""
    if not all(char in BASIC or char in EXTENSION for char in text):
        return None
    return len(text) + sum(char in EXTENSION for char in text)


def segments(text: str) -> int:
    """How many SMS are paid for. An extension character is never cut in two, which may leave a septet unused."""
    length = septets(text)
    if length is None:
        units = len(text.encode("utf-16-be", "surrogatepass")) // 2
        return 1 if units <= _ONE_UCS2 else -(-units // _EACH_UCS2)
    return 1 if length <= ONE_SEGMENT else _filled(text)


def _filled(text: str) -> int:
    used, free = 1, EACH_SEGMENT
    for char in text:
        cost = 2 if char in EXTENSION else 1
        if cost > free:
            used, free = used + 1, EACH_SEGMENT
        free -= cost
    return used


def fold(text: str) -> str:
    """The nearest text GSM-7 can carry: one odd character would halve an SMS's length and double its price."""
    return "".join(char if char in BASIC or char in EXTENSION else _nearest(char) for char in text)


_TYPOGRAPHY = {"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "•": "-", "\u00a0": " "}


def _nearest(char: str) -> str:
    plain = _TYPOGRAPHY.get(char) or unicodedata.normalize("NFKD", char)
    return "".join(part for part in plain if part in BASIC or part in EXTENSION)
