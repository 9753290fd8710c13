"""Tesseract with its Indonesian data suggests what a picture says: https://tesseract-ocr.github.io/tessdoc/Command-Line-Usage.html"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from forwarder.pdf_apart import scans_apart
from forwarder.suggest import Limits, NotSuggested, printed, written

TESSERACT: Final = "tesseract"
INSTALL: Final = "apt-get install tesseract-ocr tesseract-ocr-ind"
# Letters are photographed lying, too: `--psm 1` finds out, with the data of `osd`.
_NEEDED: Final = ("ind", "osd")
# What is none of these Tesseract takes for a list of files and addresses, and reads what stands there.
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")


@dataclass(frozen=True, slots=True)
class Tesseract:
    limits: Limits

    @property
    def name(self) -> str:
        return TESSERACT

    async def suggest(self, content: bytes) -> str:
        try:
            async with asyncio.timeout(self.limits.seconds):
                return await self._all(await self._pictures(content))
        except TimeoutError:
            raise NotSuggested(f"{TESSERACT} took longer than {self.limits.seconds:g} s") from None

    async def _pictures(self, content: bytes) -> list[bytes]:
        if is_picture(content):
            return [content]
        if not content.startswith(b"%PDF-"):
            raise NotSuggested(f"it is no picture that {TESSERACT} reads (JPEG, PNG, WebP, TIFF, a scan in PDF)")
        try:
            found = await scans_apart(content, self.limits)
        except NotSuggested:
            raise NotSuggested("this PDF cannot be taken apart") from None
        if not found:
            raise NotSuggested("this PDF holds no scan: its letters can be read as they are")
        return found

    async def _all(self, pages: Sequence[bytes]) -> str:
        """What can be read; where a page is missing a clerk is told so."""
        said, faults = list[str](), list[NotSuggested]()
        for place, one in enumerate(pages, start=1):
            try:
                said.append(await self._read(one))
            except NotSuggested as fault:
                said.append(f"[page {place} could not be read]")
                faults.append(fault)
        if len(faults) == len(pages):
            raise faults[0]
        return "\n\n".join(said).strip()

    async def _read(self, picture: bytes) -> str:
        if not is_picture(picture):
            raise NotSuggested("this PDF cannot be taken apart")
        said = await printed((_path(), "stdin", "stdout", "-l", "ind", "--psm", "1"), picture, self.limits)
        return written(said)

    async def check(self) -> str:
        said = (await printed((_path(), "--list-langs"), b"", self.limits)).decode("utf-8", "replace").split()
        if lacks := [name for name in _NEEDED if name not in said]:
            packages = " ".join(f"tesseract-ocr-{name}" for name in lacks)
            raise NotSuggested(f"{TESSERACT} lacks its data for {' and '.join(lacks)}", f"apt-get install {packages}")
        return f"{TESSERACT} suggests what pictures say, in Indonesian"


def is_picture(content: bytes) -> bool:
    return content.startswith(_PICTURES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def _path() -> str:
    found = shutil.which(TESSERACT)
    if found is None:
        raise NotSuggested(f"{TESSERACT} is not installed", INSTALL)
    return found
