"""Tesseract, the real one, reads pictures that are made here; hostile ones it is not given, or they cost it its end."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Collection
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from letter_picture import picture, scan, tesseract_here
from pikepdf import Name

from forwarder.suggest import Limits, NotSuggested
from forwarder.tesseract import TESSERACT, Tesseract
from gateway import check_attachments
from gateway.finding import Level
from gateway.settings import load

WORDS = "Jembatan bambu di Dusun Kalibening putus\nsejak hari Senin. Anak sekolah memutar jauh."
LIMITS = Limits(60.0, 1_000_000_000)


@pytest.fixture
def tesseract() -> Tesseract:
    tesseract_here()
    return Tesseract(LIMITS)


@pytest.mark.once
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
async def test_it_reads_a_letter(tesseract: Tesseract, form: str) -> None:
    assert await tesseract.suggest(picture(WORDS, form)) == WORDS


async def test_it_reads_a_letter_that_lies_on_its_side(tesseract: Tesseract) -> None:
    assert "Dusun Kalibening putus" in await tesseract.suggest(picture(WORDS, turned=90))


@pytest.mark.once
@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
async def test_it_reads_the_pages_of_a_scan_in_a_pdf(tesseract: Tesseract, form: str) -> None:
    said = await tesseract.suggest(scan(picture(WORDS, form), picture("Mohon segera diperbaiki.", form)))
    assert said == f"{WORDS}\n\nMohon segera diperbaiki."


DAMAGES = {
    "no picture any more": lambda image: image.write(b"garbage", filter=Name("/DCTDecode")),
    "a picture that breaks off": lambda image: image.write(b"\xff\xd8\xff\xe0broken", filter=Name("/DCTDecode")),
    "no width": lambda image: image.__setitem__("/Width", Name("/x")),
    "a form that nobody here unpacks": lambda image: image.write(b"garbage", filter=Name("/JBIG2Decode")),
}


def damaged(pages: Collection[int], damage: Callable[[Any], None]) -> bytes:
    """A scan of three pages of which some cannot be read."""
    made = BytesIO()
    with pikepdf.open(BytesIO(scan(*map(picture, ("Satu.", "Dua.", "Tiga."))))) as document:
        for page in pages:
            damage(next(iter(document.pages[page].Resources.XObject.values())))
        document.save(made)
    return made.getvalue()


@pytest.mark.once
@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_page_that_cannot_be_read_takes_no_other_away(tesseract: Tesseract, damage: str) -> None:
    said = await tesseract.suggest(damaged([1], DAMAGES[damage]))
    assert said == "Satu.\n\n[page 2 could not be read]\n\nTiga."
    with pytest.raises(NotSuggested, match=r"could not read it|cannot be taken apart"):
        await tesseract.suggest(damaged(range(3), DAMAGES[damage]))


async def test_a_pdf_without_a_scan_is_a_sentence(tesseract: Tesseract) -> None:
    with pytest.raises(NotSuggested, match="holds no scan"):
        await tesseract.suggest(scan())
    with pytest.raises(NotSuggested, match="cannot be taken apart"):
        await tesseract.suggest(b"%PDF-1.7\nnothing of the kind")


async def test_it_finds_no_words_where_there_are_none(tesseract: Tesseract) -> None:
    assert await tesseract.suggest(picture("")) == ""


async def test_a_list_of_files_that_is_called_a_picture_is_not_followed(tesseract: Tesseract, tmp_path: Path) -> None:
    """It would read pictures of this machine, and addresses, and print what stands there."""
    elsewhere = tmp_path / "secret.png"
    elsewhere.write_bytes(picture("rahasia orang lain", "PNG"))
    for content in (f"{elsewhere}\n".encode(), b"", b" %PDF-1.7", b"RIFF....AVI "):
        with pytest.raises(NotSuggested, match="no picture"):
            await tesseract.suggest(content)


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0broken", b"\x89PNG\r\n\x1a\n" + b"\0" * 900])
async def test_a_broken_picture_is_a_sentence(tesseract: Tesseract, content: bytes) -> None:
    with pytest.raises(NotSuggested, match="tesseract could not read it"):
        await tesseract.suggest(content)


def bomb(side: int) -> bytes:
    """A PNG of some hundred kilobytes that asks for `side` times `side` points of three bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(1)
    rows = b"".join(packer.compress(b"\0" * (1 + 3 * side)) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def test_a_picture_that_asks_for_all_memory_gets_none(tesseract: Tesseract) -> None:
    content = bomb(9_000)
    assert len(content) < 2_000_000
    with pytest.raises(NotSuggested, match="tesseract could not read it"):
        await Tesseract(Limits(60.0, 300_000_000)).suggest(content)


async def test_check_says_what_is_there(tesseract: Tesseract, tmp_path: Path) -> None:
    [found] = await check_attachments.suggest(load({"SUGGEST_PICTURES": "tesseract"}))
    assert (found.level, str(found)) == (Level.OK, "tesseract suggests what pictures say, in Indonesian")


@pytest.mark.parametrize(
    ("label", "said", "told"),
    [
        ("no program", "", "tesseract is not installed. apt-get install tesseract-ocr tesseract-ocr-ind"),
        ("no Indonesian", "eng osd", "tesseract lacks its data for ind. apt-get install tesseract-ocr-ind"),
        ("English alone", "eng", "data for ind and osd. apt-get install tesseract-ocr-ind tesseract-ocr-osd"),
    ],
)
async def test_check_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, label: str, said: str, told: str
) -> None:
    if said:
        (tmp_path / TESSERACT).write_text(
            f"#!/bin/sh\necho 'List of available languages (1):'\nprintf '%s\\n' {said}\n"
        )
        (tmp_path / TESSERACT).chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    [found] = await check_attachments.suggest(load({"SUGGEST_PICTURES": "tesseract"}))
    assert found.level is Level.FAULT
    assert str(found).endswith(told), label


async def test_check_says_nothing_while_it_is_off_and_tells_of_each_program_once(tmp_path: Path) -> None:
    assert await check_attachments.suggest(load({})) == []
    found = await check_attachments.suggest(load({"SUGGEST_SOUND": f"{tmp_path}/whisper -l id"}))
    assert [one.level for one in found] == [Level.FAULT]
    assert f"{tmp_path}/whisper is no program" in str(found[0])
