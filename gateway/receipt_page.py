"""The printed receipt (Tanda Terima): one A4 page for each complaint, the same bytes for the same words.

https://docs.reportlab.com/reportlab/userguide/ch2_graphics/
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

MEDIA_TYPE = "application/pdf"
_WIDTH, _HEIGHT = A4
_MARGIN = 22 * mm
_PLAIN, _BOLD = "Helvetica", "Helvetica-Bold"
# A name or title that fills the page would push the number of the next language off it.
_MOST_LINES = 4
# What no decomposition takes apart (Unicode has none for a stroke), and signs that nobody misses.
_STROKED = {
    "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ı": "i", "ŋ": "ng", "Ŋ": "NG",
    "ɓ": "b", "ɗ": "d", "ꞌ": "'", "\u02bc": "'", "\u02bb": "'", "\u2010": "-", "\u2011": "-", "\u2212": "-",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Style:
    """The size of a language's heading, of its first fact (the number) and of the rest, in points."""

    heading: float
    number: float
    rest: float


# Indonesian first and larger: the sheet is read by the citizen.
_STYLES = (_Style(17, 20, 11), _Style(12, 12, 9))


def printed(pages: Sequence[Sequence[str]], brand: str) -> bytes:
    """A PDF with one page for each of `pages`: its texts, one for each language, as `Piece.PAGE` has them."""
    told = io.BytesIO()
    # Without dates and random ids in it; a page is two kilobytes, plain.
    canvas = Canvas(told, pagesize=A4, invariant=1, pageCompression=0)
    canvas.setTitle(_drawable(brand))
    for texts in pages:
        _page(canvas, texts, brand)
        canvas.showPage()
    canvas.save()
    return told.getvalue()


def _page(canvas: Canvas, texts: Sequence[str], brand: str) -> None:
    top = _line(canvas, _HEIGHT - _MARGIN, brand, _BOLD, 12)
    for text, style in zip(texts, _STYLES, strict=False):
        canvas.line(_MARGIN, top, _WIDTH - _MARGIN, top)
        top -= 8 * mm
        for words, font, size in _styled(text.splitlines(), style):
            top = _line(canvas, top, words, font, size)
        top -= 4 * mm


def _styled(lines: Sequence[str], style: _Style) -> Iterator[tuple[str, str, float]]:
    for place, words in enumerate(lines):
        if place == 0:
            yield words, _BOLD, style.heading
        elif place == 1:
            yield words, _BOLD, style.number
        else:
            yield words, _PLAIN, style.rest


def _line(canvas: Canvas, top: float, words: str, font: str, size: float) -> float:
    """Draw wrapped; where the next line begins."""
    canvas.setFont(font, size)
    wrapped = simpleSplit(_drawable(words), font, size, _WIDTH - 2 * _MARGIN)[:_MOST_LINES]
    for part in wrapped or [""]:
        canvas.drawString(_MARGIN, top - size, part)
        top -= size * 1.45
    return float(top - size * 0.25)


def _drawable(words: str) -> str:
    """In the letters that every PDF reader's own Helvetica has (Windows-1252). Of others the letter without its signs,
    as people write a name where a keyboard lacks them; "?" for what is of another script."""
    return "".join(map(_plain, unicodedata.normalize("NFC", words)))


def _plain(sign: str) -> str:
    if _known(sign):
        return sign
    apart = _STROKED.get(sign) or "".join(
        part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)
    )
    return "".join(part if _known(part) else "?" for part in apart)


def _known(sign: str) -> bool:
    try:
        sign.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
