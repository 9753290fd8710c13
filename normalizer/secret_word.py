"""Words that prove whose a number is: easy to read aloud and to type, and nobody's real word.

Three syllables of a consonant and a vowel: 12³ × 5³ = 216,000 of them. Letters that look or sound alike are left out.
"""

from __future__ import annotations

import re

_CONSONANTS, _VOWELS = "bdfgkmnprstz", "aeiou"
_SYLLABLES = len(_CONSONANTS) * len(_VOWELS)
LENGTH = 6
_WORD = re.compile(rf"(?:[{_CONSONANTS}][{_VOWELS}]){{3}}")


def secret_word(digest: bytes) -> str:
    """The word of a keyed hash (at least 8 bytes)."""
    drawn = int.from_bytes(digest[:8], "big")
    parts = []
    for _ in range(3):
        drawn, at = divmod(drawn, _SYLLABLES)
        parts.append(_CONSONANTS[at // len(_VOWELS)] + _VOWELS[at % len(_VOWELS)])
    return "".join(parts)


def is_secret_word(text: str) -> bool:
    """Whether a folded word has the form of one."""
    return _WORD.fullmatch(text) is not None
