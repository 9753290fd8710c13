"""The header as a verifier sees it, and the one author in it."""

from __future__ import annotations

import pytest

from channels.mail_proof_fields import author_of, read_header

AUTHORS = [
    ("an address", b"From: sari@warga.example.org", "sari@warga.example.org"),
    ("a name before it", b"From: Sari Contoh <Sari@Warga.Example.ORG>", "sari@warga.example.org"),
    ("a comment behind it", b"From: sari@warga.example.org (Sari Contoh)", "sari@warga.example.org"),
    ("titles with commas", b"From: Siti Rahma, S.H., M.Si. <siti@warga.example.org>", "siti@warga.example.org"),
    ("an address as a name", b"From: lurah@desa.example <x@evil.example>", "x@evil.example"),
    ("an address as a quoted name", b'From: "lurah@desa.example" <x@evil.example>', "x@evil.example"),
    ("an encoded name", b"From: =?utf-8?q?Lurah=40desa=2Eexample?= <x@evil.example>", "x@evil.example"),
    ("folded", b"From: Sari\r\n <sari@warga.example.org>", "sari@warga.example.org"),
    ("a final dot", b"From: sari@warga.example.org.", "sari@warga.example.org"),
    ("another script", "From: Sari <sari@d\u00e9sa.example>".encode(), "sari@xn--dsa-bma.example"),
    ("bare line feeds", b"From: sari@warga.example.org\nTo: a@b.example", "sari@warga.example.org"),
    ("capitals", b"FROM: sari@warga.example.org", "sari@warga.example.org"),
    ("a colon in a quoted name", b'From: "Desa: Sukamaju" <sari@warga.example.org>', "sari@warga.example.org"),
    ("two headers", b"From: lurah@desa.example\r\nFrom: x@evil.example", ""),
    ("two headers, one in capitals", b"From: lurah@desa.example\r\nfROM: x@evil.example", ""),
    ("two headers, one with a blank", b"From: lurah@desa.example\r\nFrom : x@evil.example", ""),
    ("a blank before the colon", b"From : x@evil.example", ""),
    ("bytes in the address", b"From: s\xffari@warga.example.org", ""),
    ("two addresses", b"From: lurah@desa.example, x@evil.example", ""),
    ("two addresses, a semicolon", b"From: lurah@desa.example; x@evil.example", ""),
    ("a group", b"From: Kantor: lurah@desa.example;", ""),
    ("a group of two", b"From: Kantor: lurah@desa.example, x@evil.example;", ""),
    ("an empty group", b"From: undisclosed:;", ""),
    ("a route", b"From: <@evil.example:lurah@desa.example>", ""),
    ("name and address in one encoded word", b"From: =?utf-8?q?Lurah_=3Clurah=40desa.example=3E?=", ""),
    ("none", b"To: a@b.example", ""),
    ("empty", b"From:", ""),
    ("Sender only", b"Sender: lurah@desa.example", ""),
    ("Reply-To and Resent-From", b"Reply-To: a@desa.example\r\nResent-From: b@desa.example", ""),
    ("a domain that is none", b"From: x@[192.0.2.1]", ""),
    ("a domain of bytes", b"From: x@d\xe9sa.example", ""),
    ("a line that is no field", b"Subject: x\r\nnot a field\r\nFrom: lurah@desa.example", ""),
    ("an mbox line", b"From x@evil.example Mon Nov  2 08:15:00 2026\r\nFrom: lurah@desa.example", ""),
    ("a carriage return in it", b"From: lurah@desa.example\rFrom: x@evil.example", ""),
    ("a NUL in it", b"From: lurah@desa.example\0", ""),
    ("a space before the first field", b" From: lurah@desa.example", ""),
    ("too long", b"From: " + b"x" * 5000 + b" <lurah@desa.example>", ""),
    ("too many fields", b"X: y\r\n" * 600 + b"From: lurah@desa.example", ""),
    ("too large", b"X: " + b"y" * 140_000 + b"\r\nFrom: lurah@desa.example", ""),
]


@pytest.mark.parametrize(("label", "head", "expected"), AUTHORS, ids=[label for label, _, _ in AUTHORS])
def test_the_author(label: str, head: bytes, expected: str) -> None:
    header = read_header(head + b"\r\n\r\nTolong.\r\n")
    assert (author_of(header) if header else "") == expected


@pytest.mark.parametrize("data", [b"", b"From: a@b.example", b"\xff\xfe", b"From: a@b.example\r\nX: y"])
def test_without_an_end_there_is_no_header(data: bytes) -> None:
    assert read_header(data) is None


def test_fields_keep_their_bytes() -> None:
    header = read_header(b"A: 1\r\n 2\nB:\xff3\r\n\r\nbody")
    assert header is not None
    assert [field.raw for field in header.fields] == [b"A: 1\r\n 2", b"B:\xff3"]
    assert [field.name for field in header.fields] == ["a", "b"]
    assert header.fields[0].text == "1 2"
    assert header.body_at == 17
