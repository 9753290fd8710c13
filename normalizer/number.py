"""Our nomor laporan: ten digits, unguessable without the key, with a check digit, typed on a keypad without a slip.

The last digit is Damm's, over his totally anti-symmetric quasigroup of order 10: it finds every single wrong digit and
every swap of two neighbours. H. Michael Damm, "Total anti-symmetrische Quasigruppen", Philipps-Universität Marburg,
2004, https://doi.org/10.17192/z2004.0516.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

LENGTH = 10
_BODIES = 10 ** (LENGTH - 1)
# A number must not share this many digits in a row with the sender's phone.
_TELLTALE = 4
# An E.164 number has at most 15 digits; more are no phone and would only make the search long.
_PHONE_DIGITS = 20
_RUNS = tuple(slice(at, at + _TELLTALE) for at in range(LENGTH - _TELLTALE + 1))
_TRIES = 10_000

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
# The same for three digits at once, as a complaint's numbers are drawn.
_TWO = tuple(b"".join(bytes(_DAMM[to]) for to in row) for row in _DAMM)
_THREE = tuple(b"".join(bytes(_DAMM[to]) for to in row) for row in _TWO)
# 0, 8 and 62 begin Indonesian phone numbers; LAPOR!'s own numbers have seven or eight digits.
_OURS = re.compile(r"(?!62)[1-79][0-9]{9}")
_NO_DIGITS = re.compile("[^0-9]+")
_DRESSING = re.compile(r"[#\s.\-\u2010-\u2015\u2212]+")


def candidates(digest: bytes, avoid: str = "", count: int = 4) -> tuple[str, ...]:
    """Numbers to try in this order, the same for the same keyed hash; none shows four digits in a row of the phone
    `avoid`. Fewer than `count` only if `avoid` leaves hardly any. Four suffice: with a million in use, all four are
    taken once in a trillion complaints."""
    phone = _phone(avoid)
    found: dict[str, None] = {}
    for attempt in range(_TRIES):
        number = _drawn(digest, attempt)
        if _OURS.fullmatch(number) and not _tells(number, phone):
            found[number] = None
        if len(found) == count:
            break
    return tuple(found)


def _drawn(digest: bytes, attempt: int) -> str:
    stream = hashlib.sha256(digest + attempt.to_bytes(4, "big")).digest()
    body = int.from_bytes(stream[:16], "big") % _BODIES
    thousands, last = divmod(body, 1_000)
    first, middle = divmod(thousands, 1_000)
    return f"{body:09}{_THREE[_THREE[_THREE[0][first]][middle]][last]}"


def _phone(written: str) -> str:
    """Its digits as they are written abroad, and at home."""
    bare = written.removeprefix("+")
    digits = bare if bare.isascii() and bare.isdecimal() else _NO_DIGITS.sub("", written)
    digits = digits[-_PHONE_DIGITS:]
    return f"{digits} 0{digits[2:]}" if digits.startswith("62") else digits


def _tells(number: str, phone: str) -> bool:
    return any(map(phone.__contains__, map(number.__getitem__, _RUNS)))


def check_digit(body: str) -> str:
    """The digit that makes `body` whole; `body` holds ASCII digits only."""
    interim = 0
    for digit in body.encode("ascii"):
        interim = _DAMM[interim][digit - 48]
    return str(interim)


def clean(text: str) -> str:
    """A number as a citizen sends it back, without '#', blanks, dots and hyphens; digits of any width as ASCII."""
    return _DRESSING.sub("", unicodedata.normalize("NFKC", text))


def is_ours(text: str) -> bool:
    """Whether this can be one of our numbers: its form and its check digit agree."""
    number = clean(text)
    return bool(_OURS.fullmatch(number)) and check_digit(number[:-1]) == number[-1]
