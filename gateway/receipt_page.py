"""The printed receipt (Tanda Terima): one A4 page for each complaint, the same bytes for the same words.

https://docs.reportlab.com/reportlab/userguide/ch2_graphics/
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from gateway.receipt_letters import drawable

MEDIA_TYPE = "application/pdf"
_WIDTH, _HEIGHT = A4
_MARGIN = 22 * mm
_PLAIN, _BOLD = "Helvetica", "Helvetica-Bold"
# A name or title that fills the page would push the number of the next language off it.
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class _Style:
    """The size of a language's heading, of its first fact (the number) and of the rest, in points."""

    heading: float
    number: float
    rest: float


# Indonesian first and larger, then English: the sheet is read by the citizen.
_STYLES = (_Style(17, 20, 11), _Style(12, 12, 9))


def printed(pages: Sequence[Sequence[str]], brand: str) -> bytes:
    """A PDF with one page for each of `pages`: its texts, one for each language, as `Piece.PAGE` has them."""
    told = io.BytesIO()
    # Without dates and random ids in it; a page is two kilobytes, plain.
    canvas = Canvas(told, pagesize=A4, invariant=1, pageCompression=0)
    canvas.setTitle(drawable(brand))
    for texts in pages:
        _page(canvas, texts, brand)
        canvas.showPage()
    canvas.save()
    return told.getvalue()


def _page(canvas: Canvas, texts: Sequence[str], brand: str) -> None:
    top = _line(canvas, _HEIGHT - _MARGIN, drawable(brand), _BOLD, 12)
    for place, (text, style) in enumerate(zip(texts, _STYLES, strict=False)):
        canvas.line(_MARGIN, top, _WIDTH - _MARGIN, top)
        top -= 8 * mm
        for words, font, size in _styled(text.splitlines(), style):
            words = drawable(words, english=place > 0)
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
    wrapped = simpleSplit(words, font, size, _WIDTH - 2 * _MARGIN)[:_MOST_LINES]
    for part in wrapped or [""]:
        canvas.drawString(_MARGIN, top - size, part)
        top -= size * 1.45
    return float(top - size * 0.25)
