"""Pictures of letters, and the program that reads them: where it is missing a laptop skips, CI does not."""

from __future__ import annotations

import shutil
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from real_clients import without
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from forwarder.tesseract import INSTALL, TESSERACT


def tesseract_here() -> None:
    if shutil.which(TESSERACT) is None:
        without(f"{TESSERACT} is not installed: {INSTALL}")


def scan(*pictures: bytes) -> bytes:
    """A PDF as a scanner makes it, a page each; with none a page of drawn letters."""
    made = BytesIO()
    paper = Canvas(made, pagesize=(750, 200))
    for one in pictures:
        paper.drawImage(ImageReader(BytesIO(one)), 0, 0, 750, 200)
        paper.showPage()
    if not pictures:
        paper.drawString(20, 20, "Jembatan putus")
    paper.save()
    return made.getvalue()


def picture(words: str, form: str = "JPEG", *, turned: int = 0) -> bytes:
    """A letter, black on white."""
    image = Image.new("RGB", (1500, 400), "white")
    ImageDraw.Draw(image).multiline_text((60, 60), words, fill="black", font=ImageFont.load_default(56))
    made = BytesIO()
    image.rotate(turned, expand=True).save(made, form)
    return made.getvalue()
