"""The lines of a page that was read tag by tag, with ">" before what the sender's program says is quoted.

Programs write their own plain text so (RFC 3676, 4.5); without the signs nobody could tell an answer below a letter
from the letter. A `<blockquote>` that no program marked is the sender's own: it only indents.
"""

from __future__ import annotations

import re

LINE = "\x01"  # a line of its own begins here; many of them are one, unlike line breaks
PARAGRAPH = "\x01\n\x01"
BLANK = "\x02"  # a blank of preformatted text, which is not merged with its neighbours
QUOTE = "\x03"  # from here on one level deeper quoted
UNQUOTE = "\x04"
CELL = "\x05"  # a cell of a table begins here
OURS = dict.fromkeys(map(ord, ("\0", LINE, BLANK, QUOTE, UNQUOTE, CELL)))
_DATA_CELLS = 3  # in one row, two of them with words; fewer only place words beside each other
_DEEPEST = 9
_QUOTING = {
    # Apple, Thunderbird, Roundcube, Evolution, Horde; Gmail, K-9, Proton, Tutanota; Gmail's app; Zoho; Outlook for Mac.
    "blockquote": re.compile(
        r"\stype\s{0,9}=\s{0,9}[\"']?cite\b|\scite\s{0,9}=\s{0,9}[\"']?mid:|"
        r"\s(?:class|id)\s{0,9}=\s{0,9}(?:\"[^\"]{0,200}?|'[^']{0,200}?)?"
        r"(?:(?:gmail|protonmail|tutanota)_quote\b|(?<=[\"'\s=])quote(?=[\"'\s]|$)|blockquote_zmail|"
        r"ATTRIBUTION_BLOCKQUOTE)",
        re.IGNORECASE,
    ),
    "div": re.compile(
        r"\s(?:class|id)\s{0,9}=\s{0,9}(?:\"[^\"]{0,200}?|'[^']{0,200}?)?yahoo_quoted",
        re.IGNORECASE,
    ),
}
# What fills up the line of a preview, so that nothing else is shown there.
_FILLING = re.compile("[ \u200b-\u200f\u034f\xad\ufeff\u2060\u2007]+")


def quoting(name: str, attributes: str) -> bool:
    """Whether what stands in this tag is what somebody else wrote before."""
    pattern = _QUOTING.get(name)
    return bool(attributes and pattern and pattern.search(attributes[:1000]))


def tidy(text: str) -> str:
    """No blanks at the ends of lines, at most one empty line between two; a break that ends a block adds none."""
    lines: list[tuple[int, str]] = []
    depth = 0
    for piece in text.split(LINE):
        depth += piece.count(QUOTE)
        plain = piece.replace(QUOTE, "").replace(UNQUOTE, "").rstrip(f" {CELL}")
        if plain:
            _add(lines, plain.removesuffix("\n"), min(depth, _DEEPEST))
        depth = max(0, depth - piece.count(UNQUOTE))
    return "\n".join(_quoted(*line) for line in lines).strip("\n")


def _add(lines: list[tuple[int, str]], piece: str, depth: int) -> None:
    for line in piece.split("\n"):
        stripped = re.sub(" {2,}", " ", _celled(line)).removeprefix(" ").replace(BLANK, " ").rstrip()
        if _FILLING.fullmatch(stripped):
            stripped = ""
        if stripped or (lines and lines[-1][1]):
            lines.append((depth, stripped))
        elif lines:  # between a quotation and what follows it the empty line is nobody's
            lines[-1] = (min(depth, lines[-1][0]), "")


def _celled(line: str) -> str:
    """A tab between the cells of a row that tells something by its columns, else a blank."""
    if CELL not in line:
        return line
    cells = [cell.strip(" ") for cell in line.removeprefix(" ").removeprefix(CELL).split(CELL)]
    data = len(cells) >= _DATA_CELLS and len(list(filter(None, cells))) > 1
    return ("\t" if data else " ").join(cells)


def _quoted(depth: int, line: str) -> str:
    return f"{'>' * depth} {line}".rstrip() if depth else line
