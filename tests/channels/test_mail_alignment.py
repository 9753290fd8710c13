"""Whose server may speak for whom."""

from __future__ import annotations

import pytest

from channels.mail_alignment import aligned, organisation


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("example.org", "example.org"),
        ("mail.Example.ORG.", "example.org"),
        ("mail.dinas.kab-contoh.go.id", "kab-contoh.go.id"),
        ("kab-contoh.go.id", "kab-contoh.go.id"),
        ("go.id", "go.id"),
        ("sukamaju.desa.id", "sukamaju.desa.id"),
        ("kantor.contoh.id", "contoh.id"),
        ("a.b.co.uk", "b.co.uk"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_organisation(domain: str, expected: str) -> None:
    assert organisation(domain) == expected


@pytest.mark.parametrize(
    ("envelope", "address", "expected"),
    [
        ("budi@example.org", "budi@example.org", True),
        ("<bounce+7@mail.example.org>", "Budi@Example.org", True),
        ("budi@example.org", "budi@berita.example.org", True),
        ("lurah@sukamaju.desa.id", "camat@makmur.desa.id", False),
        ("dinas@kota-a.go.id", "dinas@kota-b.go.id", False),
        ("spam@example.net", "korban@example.org", False),
        ("", "korban@example.org", False),
        ("<>", "korban@example.org", False),
        ("", "", False),
        ("spam", "korban", False),
    ],
)
def test_aligned(envelope: str, address: str, expected: bool) -> None:
    assert aligned(envelope, address) is expected
