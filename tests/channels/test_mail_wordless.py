"""From a mail without words to a complaint that says so, and what the operator sees of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from channels.mail import Mail
from channels.mail_relay import MailRelay
from normalizer.normalize import normalize
from normalizer.schema import LAPOR_KINDS, ChannelName, Complaint, Message, Raw
from normalizer.triage import triage

MAILBOX = "lapor@kab.example.org"
MAIL = Mail((MAILBOX,), MAILBOX, MailRelay("127.0.0.1", 25, "", "", "none", 5, "kab.example.org"))
HEAD = b"From: Kades <kades@desa.example.org>\r\n"
PDF = b"Content-Type: application/pdf; name=surat.pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF-1.4 x\r\n"
PHOTO = b"Content-Type: image/jpeg; name=a.jpg\r\n\r\n\xff\xd8\xff\xe0aaaa\r\n"
WORD = b"Content-Type: application/msword; name=surat.doc\r\n\r\n\xd0\xcf\x11\xe0aaaa\r\n"
MIXED = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def parts(*each: bytes) -> bytes:
    return MIXED + b"".join(b"--b\r\n" + part for part in each) + b"--b--\r\n"


def complaint(data: bytes) -> tuple[Message, Complaint]:
    raw = Raw(ChannelName("mail"), datetime(2026, 11, 21, tzinfo=UTC), "smtp:", (("RCPT TO", MAILBOX),), HEAD + data)
    (message,) = MAIL.read(raw)
    assert isinstance(message, Message)
    found = triage(message)
    assert found.kind in LAPOR_KINDS
    return message, normalize(message, found, "id")


ROWS = [
    ("a photo", parts(PHOTO), "Laporan dengan lampiran", {"no-text"}),
    ("a scan", b"Subject: Surat warga\r\n" + parts(PDF), "Surat warga", {"no-text"}),
    ("a letter of Word", parts(WORD), "Laporan dengan lampiran", {"no-text"}),
    ("a scan that is pointed at", parts(b"\r\nTerlampir surat warga.\r\n", PDF), "", set()),
    ("nothing", b"\r\n", "Laporan tanpa keterangan", {"empty"}),
    ("no words", b"Subject: ...\r\n\r\n...\r\n", "", set()),
    (
        "PGP",
        (
            b"Content-Type: multipart/encrypted; protocol=application/pgp-encrypted; boundary=b\r\n\r\n"
            b"--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
            b"--b\r\nContent-Type: application/octet-stream\r\n\r\nxxxx\r\n--b--\r\n"
        ),
        "Laporan dengan lampiran",
        {"encrypted"},
    ),
    (
        "S/MIME",
        (
            b"Subject: Surat\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\nMIAGCSqGSIb3DQEHA6CA\r\n"
        ),
        "",
        {"encrypted"},
    ),
    ("winmail.dat that cannot be read", parts(b"Content-Type: application/ms-tnef\r\n\r\nxx\r\n"), "", {"winmail"}),
    ("bytes as text", b"\r\n" + bytes(range(1, 32)) * 9 + b"\x80\x81\x8d\x8f" * 30, "", set()),
    (
        "a forwarded photo",
        b"Subject: Fwd: foto\r\n"
        + parts(b"Content-Type: message/rfc822\r\n\r\nFrom: Siti <siti@example.org>\r\n" + parts(PHOTO)),
        "",
        set(),
    ),
]


@pytest.mark.parametrize(("label", "data", "title", "doubts"), ROWS, ids=[row[0] for row in ROWS])
def test_a_person_is_told_to_write_it_down(label: str, data: bytes, title: str, doubts: set[str]) -> None:
    message, made = complaint(data)
    assert "to-transcribe" in made.doubts, label
    assert doubts <= set(made.doubts)
    assert made.title.startswith(title)
    assert len(made.attachments) == len(message.attachments) or made.forwarded


TOLD = [
    ("words and a photo", parts(b"\r\nJalan di depan pasar rusak parah\r\n", PHOTO)),
    ("a subject", b"Subject: Jalan di depan pasar rusak parah\r\n\r\n"),
    (
        "a signed mail",
        (
            b"Content-Type: multipart/signed; protocol=application/pkcs7-signature; boundary=b\r\n\r\n"
            b"--b\r\n\r\nJalan rusak parah\r\n--b\r\nContent-Type: application/pkcs7-signature\r\n\r\nx\r\n--b--\r\n"
        ),
    ),
]


@pytest.mark.parametrize(("label", "data"), TOLD, ids=[row[0] for row in TOLD])
def test_what_has_words_needs_nobody(label: str, data: bytes) -> None:
    assert "to-transcribe" not in complaint(data)[1].doubts, label
