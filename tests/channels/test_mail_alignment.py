"""Whose server may speak for whom."""

from __future__ import annotations

import pytest

from channels.mail_alignment import aligned, counted_as, mailbox, organisation


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("example.org", "example.org"),
        ("mail.Example.ORG.", "example.org"),
        ("mail.dinas.kab-contoh.go.id", "kab-contoh.go.id"),
        ("kab-contoh.go.id", "kab-contoh.go.id"),
        ("go.id", ""),
        ("evil.com.ar", "evil.com.ar"),
        ("someone.github.io", "someone.github.io"),
        ("kantor.désa.example", "xn--dsa-bma.example"),
        ("sukamaju.desa.id", "sukamaju.desa.id"),
        ("kantor.contoh.id", "contoh.id"),
        ("a.b.co.uk", "b.co.uk"),
        ("localhost", ""),
        ("a b", ""),
        ("x..y", ""),
        ("a" * 64 + ".example", ""),
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
        ("x@com.ar", "y@toko.com.ar", False),
        ("x@desa.id", "y@sukamaju.desa.id", False),
        ("x@localhost", "y@localhost", True),
        ("x@ex\u0430mple.org", "y@example.org", False),
        ("spam@example.net", "korban@example.org", False),
        ("", "korban@example.org", False),
        ("<>", "korban@example.org", False),
        ("", "", False),
        ("spam", "korban", False),
    ],
)
def test_aligned(envelope: str, address: str, expected: bool) -> None:
    assert aligned(envelope, address) is expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("Lurah@Sukamaju.Desa.ID", "lurah@sukamaju.desa.id"),
        ("<lurah@sukamaju.desa.id.>", "lurah@sukamaju.desa.id"),
        ("lurah+lapor@sukamaju.desa.id", "lurah+lapor@sukamaju.desa.id"),
        ("lurah@d\u00e9sa.example", "lurah@xn--dsa-bma.example"),
        ("lurah@XN--DSA-BMA.example", "lurah@xn--dsa-bma.example"),
        ("lurah@sukamaju\u3002desa\u3002id", "lurah@sukamaju.desa.id"),
        ("lurah@sukam\u0430ju.desa.id", "lurah@xn--sukamju-6fg.desa.id"),  # a Cyrillic a
        ("lurah@[192.0.2.1]", ""),
        ("lurah", ""),
        ("@desa.id", ""),
        ("lu rah@desa.example", ""),
        ("a@b@desa.example", ""),
        ("", ""),
    ],
)
def test_mailbox(address: str, expected: str) -> None:
    assert mailbox(address) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("Budi+1@Warga.Example.org", "budi@warga.example.org"),
        ("budi@warga.example.org", "budi@warga.example.org"),
        ("b.u.d.i+x+y@gmail.com", "budi@gmail.com"),
        ("budi@GoogleMail.com", "budi@gmail.com"),
        ("b.udi@warga.example.org", "b.udi@warga.example.org"),
        ("+x@warga.example.org", "+x@warga.example.org"),
        ("<budi@warga.example.org>", "budi@warga.example.org"),
        ("budi@d\u00e9sa.example", "budi@xn--dsa-bma.example"),
        ("+6281100000001", "+6281100000001"),
        ("Budi@", "budi@"),
        ("", ""),
    ],
)
def test_one_mailbox_is_counted_as_one(address: str, expected: str) -> None:
    assert counted_as(address) == expected
