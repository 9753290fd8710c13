"""A sign or a digit where a letter was meant, for it lies beside it on a keyboard: "bata;", "b4rhenti", "bu,a".

Read only where one of our orders comes of it: "bata. genteng" is none, and house numbers stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalizer.spelling_words import ORDERS

# Of a keyboard with a row of digits, and of the one beside which a thumb reaches for signs.
_BESIDE = {
    "1": "q",
    "2": "qw",
    "3": "we",
    "4": "er",
    "5": "rt",
    "6": "ty",
    "7": "yu",
    "8": "ui",
    "9": "io",
    "0": "op",
    ";": "l",
    "'": "l",
    "[": "p",
    ",": "km",
    ".": "lm",
    "/": "l",
}
_SHORTEST = 4
# Who writes more tells something.
_LONGEST = 60
# No full stop or comma at the end, which belong there.
_OVERTYPED = re.compile(r"(?<![\w/#])[a-z]{0,11}(?:[;'\[0-9]|[.,/](?=[a-z]))[a-z]{0,11}(?!\w)", re.IGNORECASE)


def overtyped(spoken: str) -> str:
    """The same with the letter that was meant. Pure and total."""
    if len(spoken) > _LONGEST:
        return spoken
    return _OVERTYPED.sub(lambda found: next(_read(found[0]), found[0]), spoken)


def _read(written: str) -> Iterator[str]:
    at = next(at for at, sign in enumerate(written) if not sign.isalpha())
    if len(written) < _SHORTEST:
        return
    for letter in _BESIDE.get(written[at], ""):
        word = written[:at] + letter + written[at + 1 :]
        if word.casefold() in ORDERS:
            yield word
