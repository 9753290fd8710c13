"""Masking of what tells who somebody is, for logs, lists, titles and errors: NIK and KK, phones, mail addresses.

It rather hides too much than too little: a number that might be one of these is hidden. Every pattern is read once
from left to right, so time grows with the length of the text only.
"""

from __future__ import annotations

import re

NIK = "[NIK]"
PHONE = "[telepon]"
NUMBER = "[nomor]"
MAIL = "[email]"

_NIK_DIGITS = 16
# Digits with up to eight signs or blanks between them, so "32 01 - 0101 …" and "(0811) 0000-1234" are one number.
_DIGITS = re.compile(r"\+?\d(?:[\W_]{0,8}\d)*")
_CHUNK = re.compile(r"\d+")
# The look-behind lets a match begin only where a run begins; without it a long run without "@" takes quadratic time.
_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~\-]"
_MAIL = re.compile(rf"(?<!{_LOCAL}){_LOCAL}+@+[\w.\-]+")
# Indonesian numbers by https://en.wikipedia.org/wiki/Telephone_numbers_in_Indonesia: 0…, 8…, 62…, 0062…
_PHONE_START = ("0", "8", "62")
_PHONE_LENGTHS = range(9, 16)
_SHORTEST_FOREIGN = 8
_TEN = "0123456789"


def mask(text: str) -> str:
    """The text with every NIK, KK, phone number and mail address replaced by its kind. Total; other numbers (a house,
    a nomor laporan of 7, 8 or 10 digits) stay."""
    text = _MAIL.sub(MAIL, text) if "@" in text else text
    if text.isascii() and sum(map(text.count, _TEN)) < _SHORTEST_FOREIGN:  # too few, as in most titles
        return text
    return _DIGITS.sub(_masked_number, text)


def _masked_number(found: re.Match[str]) -> str:
    written = found.group()
    length = sum(map(str.isdecimal, written))
    if length >= _NIK_DIGITS:
        return NIK if length == _NIK_DIGITS else NUMBER
    # "rumah no 5, 0811-0000-1234": a house number before a phone must not hide it.
    if length < _SHORTEST_FOREIGN:
        return written
    starts = (chunk.start() for chunk in _CHUNK.finditer(written))
    phone = next((at for at in starts if _is_phone(written, at)), None)
    return written if phone is None else written[:phone].rstrip("+") + PHONE


def _is_phone(written: str, at: int) -> bool:
    digits = "".join(str(int(char)) for char in written[at:] if char.isdecimal())
    if written[at - 1 : at] == "+" and len(digits) >= _SHORTEST_FOREIGN:
        return True
    return digits.startswith(_PHONE_START) and len(digits) in _PHONE_LENGTHS
