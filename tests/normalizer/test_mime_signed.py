"""Mails within an S/MIME signature: read as if nobody had signed them, and never believed for it."""

from __future__ import annotations

from base64 import encodebytes
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from hypothesis import given
from hypothesis import strategies as st

from normalizer.forwarded import read_forward
from normalizer.mime import ParsedMail, parse
from normalizer.mime_files import contents
from normalizer.mime_signed import signed_mail

INNER = (
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nMohon diteruskan.\r\n"
    b"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: Rina <rina@example.net>\r\nSubject: Air mati\r\n\r\n"
    b"Air mati tiga hari.\r\n--b\r\nContent-Type: image/gif; name=a.gif\r\n\r\nGIF89a\r\n--b--\r\n"
)


def signed(content: bytes) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Kades")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + timedelta(days=1))
    builder = PKCS7SignatureBuilder().set_data(content).add_signer(made.sign(key, SHA256()), key, SHA256())
    return builder.sign(Encoding.DER, [PKCS7Options.Binary])


SIGNED = signed(INNER)
# As programs write it that stream: without lengths, the words in pieces.
OPEN = bytes.fromhex("3080 06092a864886f70d010702 a080 3080 020101 3100 3080 06092a864886f70d010701 a080 2480")
STREAMED = OPEN + b"".join(b"\x04\x0a" + INNER[at : at + 10].ljust(10) for at in range(0, len(INNER), 10)) + b"\0\0" * 6


def mail(content: bytes, kind: str = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m") -> ParsedMail:
    return parse(envelope(content, kind))


def envelope(content: bytes, kind: str = "application/pkcs7-mime") -> bytes:
    head = f"From: kades@desa.example\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + encodebytes(content)


@pytest.mark.parametrize("content", [SIGNED, STREAMED], ids=["with lengths", "streamed"])
@pytest.mark.parametrize("kind", ["application/pkcs7-mime; smime-type=signed-data", "application/x-pkcs7-mime"])
def test_what_is_only_signed_is_read(content: bytes, kind: str) -> None:
    read = mail(content, kind)
    assert (read.text, read.doubts) == ("Mohon diteruskan.", ())
    forward = read_forward(read)
    assert forward
    assert (forward.reporter.address, forward.text) == ("rina@example.net", "Air mati tiga hari.")


def test_its_files_are_found_again() -> None:
    (file,) = [one for one in mail(SIGNED).attachments if one.name == "a.gif"]
    assert dict(contents(envelope(SIGNED), [file.source])) == {file.source: b"GIF89a"}


@pytest.mark.parametrize(
    "content",
    [
        SIGNED.replace(bytes.fromhex("2a864886f70d010702"), bytes.fromhex("2a864886f70d010703")),  # encrypted
        SIGNED[:40],
        OPEN + b"\x05\0",
        b"",
    ],
    ids=["encrypted", "cut", "no words", "empty"],
)
def test_what_is_not_stays_a_file(content: bytes) -> None:
    read = mail(content)
    assert (read.text, [one.name for one in read.attachments]) == ("", ["smime.p7m"])
    assert "encrypted" in read.doubts


def test_envelopes_in_envelopes_end() -> None:
    content = b"Content-Type: text/plain\r\n\r\nJalan rusak"
    for _ in range(30):
        content = (
            b"Content-Type: application/pkcs7-mime\r\n\r\n" + OPEN + b"\x04\x83" + len(content).to_bytes(3) + content
        )
    assert "encrypted" in parse(b"From: a@desa.example\r\n" + content).doubts


@given(st.integers(0, len(SIGNED) - 1), st.binary(max_size=4), st.booleans())
def test_whatever_stands_there_is_read(at: int, bytes_there: bytes, streamed: bool) -> None:
    whole = STREAMED if streamed else SIGNED
    signed_mail(whole[:at] + bytes_there + whole[at + len(bytes_there) :])
