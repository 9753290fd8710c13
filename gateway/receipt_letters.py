"""A citizen's words in the letters that a printed page has, without pretending about those it has not.

The page uses every PDF reader's own Helvetica (Windows-1252). Arabic, Javanese and their like need a font of their own
and joined letters, which a wrong or missing shaper turns into another name: so the page says which letters stand there.
Script names: https://www.unicode.org/charts/
"""

from __future__ import annotations

import re
import unicodedata

# What no decomposition takes apart (Unicode has none for a stroke), and signs that nobody misses.
_STROKED = {
    "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ı": "i", "ŋ": "ng", "Ŋ": "NG",
    "ɓ": "b", "ɗ": "d", "ꞌ": "'", "\u02bc": "'", "\u02bb": "'", "\u2010": "-", "\u2011": "-", "\u2212": "-",
    "→": "->", "←": "<-", "≤": "<=", "≥": ">=", "≠": "<>", "✓": "v", "✔": "v",
}  # fmt: skip
# The first word of a letter's name in Unicode: the script in Indonesian and in English.
_SCRIPTS = {
    "ARABIC": ("Arab", "Arabic"),
    "JAVANESE": ("Jawa", "Javanese"),
    "SUNDANESE": ("Sunda", "Sundanese"),
    "BALINESE": ("Bali", "Balinese"),
    "BATAK": ("Batak", "Batak"),
    "BUGINESE": ("Lontara", "Lontara"),
    "REJANG": ("Rejang", "Rejang"),
    "CJK": ("Tionghoa", "Chinese"),
    "HIRAGANA": ("Jepang", "Japanese"),
    "KATAKANA": ("Jepang", "Japanese"),
    "HANGUL": ("Korea", "Korean"),
    "CYRILLIC": ("Kiril", "Cyrillic"),
    "GREEK": ("Yunani", "Greek"),
    "HEBREW": ("Ibrani", "Hebrew"),
    "DEVANAGARI": ("Dewanagari", "Devanagari"),
    "TAMIL": ("Tamil", "Tamil"),
    "THAI": ("Thai", "Thai"),
}
_UNKNOWN = ("lain", "another")
# Letters and the marks on them; emoji, arrows and invisible signs are none.
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo"})
_AGAIN = re.compile(r"(\[[^\[\]]{1,30}\])(?:[\s,.-]{0,5}\1)+")
_BLANKS = re.compile(r" {2,}")


def drawable(words: str, *, english: bool = False) -> str:
    """Only signs of Windows-1252: of other Latin letters the letter without its signs, as people write a name where a
    keyboard lacks them; for words of another script its name in brackets; nothing for emoji."""
    drawn = "".join(_plain(sign, english) for sign in unicodedata.normalize("NFC", words))
    return _BLANKS.sub(" ", _AGAIN.sub(r"\1", drawn)).rstrip(" ")


def _plain(sign: str, english: bool) -> str:
    if _known(sign):
        return sign
    if sign in _STROKED:
        return _STROKED[sign]
    if (digit := unicodedata.decimal(sign, None)) is not None:
        return str(digit)
    apart = [part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)]
    if apart and all(map(_known, apart)):
        return "".join(apart)
    return _script(sign, english) if unicodedata.category(sign) in _LETTERS else ""


def _script(sign: str, english: bool) -> str:
    indonesian, told = _SCRIPTS.get(unicodedata.name(sign, "").partition(" ")[0], _UNKNOWN)
    return f"[{told} script]" if english else f"[aksara {indonesian}]"


def _known(sign: str) -> bool:
    try:
        sign.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
