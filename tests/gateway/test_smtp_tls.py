"""STARTTLS over real sockets, with a certificate made for the test."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import aiosmtplib
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gateway.smtp import start_smtp
from normalizer.schema import Raw

MAIL = b"From: siti@example.id\r\nSubject: Jalan rusak\r\n\r\nTolong diperbaiki.\r\n"


@dataclass
class Intake:
    kept: list[Raw] = field(default_factory=list)

    async def accept(self, raw: Raw) -> None:
        self.kept.append(raw)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Key and self-signed certificate for 127.0.0.1 in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mx.kab.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path / "mx.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


async def test_starttls(certificate: Path) -> None:
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(certificate)
    theirs = ssl.create_default_context(cafile=str(certificate))
    intake = Intake()
    listener = await start_smtp(
        "127.0.0.1", 0, intake=intake, takes=lambda _: True, hostname="mx.kab.example", tls=ours
    )
    client = aiosmtplib.SMTP(
        hostname="127.0.0.1", port=listener.port, start_tls=True, tls_context=theirs, local_hostname="c.example.net"
    )
    async with client:
        await client.ehlo()
        assert not client.supports_extension("auth")  # nobody has a password here
        assert not client.supports_extension("starttls")
        await client.sendmail("a@example.id", ["lapor@kab.example"], MAIL)
        assert len(listener.sessions) == 1  # one session, though it was made twice
    await listener.stop(5)
    assert [raw.body for raw in intake.kept] == [MAIL]
    assert len(listener.sessions) == 0


async def test_commands_said_before_tls_do_not_count_after_it(certificate: Path) -> None:
    """CVE-2021-38371 and its kin: what was injected before the handshake is thrown away."""
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(certificate)
    theirs = ssl.create_default_context(cafile=str(certificate))
    listener = await start_smtp(
        "127.0.0.1", 0, intake=Intake(), takes=lambda _: True, hostname="mx.kab.example", tls=ours
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    await reader.readline()
    writer.write(b"STARTTLS\r\nNOOP injected\r\n")
    assert (await reader.readline()).startswith(b"220")
    await writer.start_tls(theirs, server_hostname="127.0.0.1")
    writer.write(b"QUIT\r\n")
    assert (await reader.readline()).startswith(b"221")
    writer.close()
    await listener.stop(5)
    assert len(listener.sessions) == 0


async def test_a_client_that_never_says_goodbye_in_tls_does_not_hold_up_the_stop(certificate: Path) -> None:
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(certificate)
    theirs = ssl.create_default_context(cafile=str(certificate))
    listener = await start_smtp(
        "127.0.0.1", 0, intake=Intake(), takes=lambda _: True, hostname="mx.kab.example", tls=ours
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    await reader.readline()
    writer.write(b"STARTTLS\r\n")
    await reader.readline()
    await writer.start_tls(theirs, server_hostname="127.0.0.1")
    writer.transport.pause_reading()  # type: ignore[attr-defined] # it answers nothing from here on
    await asyncio.wait_for(listener.stop(0.1), 10)
    assert not listener.server.is_serving()
    writer.transport.abort()
