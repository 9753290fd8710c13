"""winmail.dat: words and files come out, broken ones cost nothing."""

from __future__ import annotations

import struct
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tnef_made import (
    attribute,
    binary_property,
    named_property,
    number_property,
    packed_file,
    properties,
    text_property,
    winmail,
)

from normalizer.mime import parse
from normalizer.mime_files import contents
from normalizer.mime_tnef import Packed, read_tnef

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
WORDS = "Jalan rusak di gang Kenanga"
MAPI = 0x00069003


def mail(package: bytes, text: str = "", name: str = "winmail.dat", kind: str = "application/ms-tnef") -> bytes:
    return (
        b"From: kades@desa.example.org\r\nSubject: Laporan\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\n" + text.encode() + b"\r\n--b\r\nContent-Type: " + kind.encode()
        + b'; name="' + name.encode() + b'"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + b64encode(package)
        + b"\r\n--b--\r\n"
    )  # fmt: skip


BODIES = [
    ("a body", winmail(attribute(1, 0x0002800C, WORDS.encode() + b"\0"))),
    ("a property", winmail(attribute(1, MAPI, properties(number_property(0x0017, 1), text_property(0x1000, WORDS))))),
    ("HTML", winmail(attribute(1, MAPI, properties(binary_property(0x1013, f"<p>{WORDS}</p>".encode()))))),
    (
        "behind a named property",
        winmail(attribute(1, MAPI, properties(named_property("Kategori"), text_property(0x1000, WORDS)))),
    ),
]


@pytest.mark.parametrize(("label", "package"), BODIES, ids=[row[0] for row in BODIES])
def test_words_are_found_where_the_mail_has_none(label: str, package: bytes) -> None:
    found = parse(mail(package))
    assert found.text == WORDS, label
    assert "winmail" in found.doubts
    assert [one.name for one in found.attachments] == ["winmail.dat"]


def test_the_mails_own_words_come_first() -> None:
    assert parse(mail(BODIES[0][1], "Lampu mati")).text == "Lampu mati"


def test_files_have_their_names_types_and_sources() -> None:
    data = mail(winmail(packed_file("FOTO~1.PNG", PNG, "foto jalan.png"), packed_file("a.txt", b"isi surat")))
    _, photo, letter = parse(data).attachments
    assert (photo.name, photo.media_type, photo.source) == ("foto jalan.png", "image/png", "part:2.1")
    assert (letter.name, letter.source) == ("a.txt", "part:2.2")
    found = contents(data, [photo.source, letter.source, "part:2.3"])
    assert list(found) == [(photo.source, PNG), (letter.source, b"isi surat")]


@pytest.mark.parametrize("name", ["winmail.dat", "Winmail.DAT"])
def test_it_is_known_by_its_name_too(name: str) -> None:
    assert parse(mail(BODIES[0][1], name=name, kind="application/octet-stream")).text == WORDS


def test_what_is_no_package_stays_a_file() -> None:
    found = parse(mail(b"not a package"))
    assert (found.text, [one.name for one in found.attachments]) == ("", ["winmail.dat"])
    assert {"winmail", "no-text"} <= set(found.doubts)


def test_many_files_are_parts_like_any_other() -> None:
    found = parse(mail(winmail(*(packed_file(f"{i}.txt", b"x") for i in range(300)))))
    assert len(found.attachments) <= 100


BROKEN = [
    b"",
    b"\x78\x9f\x3e\x22",
    winmail(attribute(1, MAPI, b"\xff\xff\xff\xff")),
    winmail(attribute(1, MAPI, struct.pack("<IHHI", 1, 0x001F, 0x1000, 0xFFFFFFFF))),
    winmail(attribute(1, MAPI, struct.pack("<IHHII", 1, 0x001F, 0x1000, 1, 0xFFFFFFFF))),
    winmail(struct.pack("<BII", 1, 0x0002800C, 0xFFFFFFFF)),
    winmail(attribute(2, 0x0006800F, b"a file of nobody")),
]


@pytest.mark.parametrize("package", BROKEN, ids=range(len(BROKEN)))
def test_broken_ones_give_what_came_before(package: bytes) -> None:
    assert read_tnef(package) == Packed()


@given(st.binary(max_size=400), st.integers(0, 400))
def test_any_bytes_are_read(data: bytes, at: int) -> None:
    good = winmail(attribute(1, MAPI, properties(text_property(0x1000, WORDS))), packed_file("a", b"b", "c"))
    assert read_tnef(good[:at] + data + good[at:]) is not None
