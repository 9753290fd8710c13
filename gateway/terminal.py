"""Texts from outside, made safe for a terminal: what moves its cursor, paints or reverses is shown and not obeyed.

C0 and C1 controls and DEL: https://www.ecma-international.org/publications-and-standards/standards/ecma-48/;
bidirectional formatting: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters.
"""

from __future__ import annotations

import re

# Line separators belong to them: a terminal that knows them would begin a line of its own.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def printable(text: str) -> str:
    r"""The text with every such character but the line feed and the tab written as \xNN or \uNNNN."""
    return _UNSAFE.sub(_written, text)


def json_line(text: str) -> str:
    r"""A JSON text with every such character as \uNNNN: the same JSON, and one line."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _written(found: re.Match[str]) -> str:
    code = ord(found.group())
    if found.group() == "\t":
        return "\t"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
