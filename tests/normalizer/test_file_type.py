"""True types by the first bytes and by what stands inside, whatever the sender declares."""

from __future__ import annotations

import mimetypes

import attachment_samples as samples
import pytest

from normalizer.file_ending import ending_of, type_of
from normalizer.mime_parts import true_type

_OOXML = "application/vnd.openxmlformats-officedocument."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _box(brand: bytes) -> bytes:
    return b"\0\0\0\x20ftyp" + brand + b"\0\0\0\0" + brand + b"mif1" + bytes(64)


def _package(folder: str) -> bytes:
    return samples.docx(**{f"{folder}__main_xml": b"<a/>"}).replace(b"word/", b"none/")


SEEN: list[tuple[str, bytes, str, str]] = [
    ("a photo called text", samples.jpeg(), "text/plain", "image/jpeg"),
    ("PNG", samples.png(), "application/octet-stream", "image/png"),
    ("WebP", samples.webp(), "image/jpeg", "image/webp"),
    ("GIF", samples.gif(), "image/jpeg", "image/gif"),
    ("HEIC", _box(b"heic"), "image/jpeg", "image/heic"),
    ("PDF called Word", samples.pdf(), "application/msword", "application/pdf"),
    ("Word called octets", samples.docx(), "application/octet-stream", f"{_OOXML}wordprocessingml.document"),
    ("Word called an old Word", samples.docx(), "application/msword", f"{_OOXML}wordprocessingml.document"),
    ("Excel called zip", _package("xl"), "application/zip", f"{_OOXML}spreadsheetml.sheet"),
    ("PowerPoint called a photo", _package("ppt"), "image/jpeg", f"{_OOXML}presentationml.presentation"),
    ("a macro called Word", samples.docx(word__vbaProject_bin=b"x"), f"{_OOXML}wordprocessingml.document",
     "application/vnd.ms-word.document.macroenabled.12"),
    ("an old Word file", _OLE + "WordDocument".encode("utf-16-le"), "image/jpeg", "application/msword"),
    ("an old Excel file", _OLE + "Workbook".encode("utf-16-le"), "text/plain", "application/vnd.ms-excel"),
    ("MP3", b"ID3\x03" + bytes(200), "application/octet-stream", "audio/mpeg"),
    ("Ogg", b"OggS" + bytes(200), "application/octet-stream", "audio/ogg"),
    ("AMR", b"#!AMR\n" + bytes(50), "application/octet-stream", "audio/amr"),
    ("MP4", _box(b"isom"), "image/jpeg", "video/mp4"),
    ("text with zeros", b"a\0b", "text/plain", "application/octet-stream"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "declared", "seen"), [row[1:] for row in SEEN], ids=[row[0] for row in SEEN])
def test_the_type_is_what_the_bytes_say(content: bytes, declared: str, seen: str) -> None:
    assert true_type(content, declared) == seen


ENDINGS = [
    ("image/jpeg", ".jpg"),
    ("image/webp", ".webp"),
    ("image/heic", ".heic"),
    ("audio/amr", ".amr"),
    ("audio/ogg", ".ogg"),
    ("video/mp4", ".mp4"),
    ("video/3gpp", ".3gp"),
    ("application/pdf", ".pdf"),
    (f"{_OOXML}wordprocessingml.document", ".docx"),
    ("application/vnd.ms-excel.sheet.macroenabled.12", ".xlsm"),
    ("text/csv", ".csv"),
    ("text/html", ".html"),
    ("text/calendar", ".ics"),
    ("text/x-vcard", ".vcf"),
    ("message/rfc822", ".eml"),
    ("application/octet-stream", ""),
    ("x-of/nobody", ""),
]


@pytest.mark.parametrize(("kind", "ending"), ENDINGS)
def test_endings_are_the_same_on_every_machine(kind: str, ending: str) -> None:
    assert ending_of(kind) == ending


def test_what_the_machine_has_in_its_own_table_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mimetypes, "_db", None)
    mimetypes.add_type("text/x-desa", ".desa")
    assert (type_of("surat.desa"), ending_of("text/x-desa")) == ("application/octet-stream", "")
    assert type_of("surat.pdf") == "application/pdf"
