"""STARTTLS over real sockets, with a certificate made for the test."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import aiosmtplib
import pytest
from certificates import make_certificate
from smtp_kit import MAIL, Intake

from gateway import smtp_tls
from gateway.faults import SettingsFault
from gateway.finding import Level
from gateway.settings import Settings, load
from gateway.smtp import SmtpListener, start_smtp


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return make_certificate(tmp_path / "mx.pem")


async def offering_tls(certificate: Path, intake: Intake) -> tuple[SmtpListener, ssl.SSLContext]:
    """A listener, and what a client needs to believe it."""
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(certificate)
    theirs = ssl.create_default_context(cafile=str(certificate))
    listener = await start_smtp(
        "127.0.0.1", 0, intake=intake, takes=lambda _: True, hostname="mx.kab.example", tls=ours
    )
    return listener, theirs


async def test_starttls(certificate: Path) -> None:
    intake = Intake()
    listener, theirs = await offering_tls(certificate, intake)
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
    listener, theirs = await offering_tls(certificate, Intake())
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
    listener, theirs = await offering_tls(certificate, Intake())
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    await reader.readline()
    writer.write(b"STARTTLS\r\n")
    await reader.readline()
    await writer.start_tls(theirs, server_hostname="127.0.0.1")
    writer.transport.pause_reading()  # type: ignore[attr-defined] # it answers nothing from here on
    await asyncio.wait_for(listener.stop(0.1), 40)
    assert not listener.server.is_serving()
    writer.transport.abort()


def settings(**given: object) -> Settings:
    return load({"SMTP_LISTEN": "127.0.0.1:2525", **{name: str(value) for name, value in given.items()}})


@pytest.mark.parametrize(
    ("days", "level", "words"),
    [(30, Level.OK, "good until"), (5, Level.WARNING, "expires on"), (-2, Level.FAULT, "expired on")],
)
def test_check_tells_how_long_a_certificate_is_good(tmp_path: Path, days: float, level: Level, words: str) -> None:
    (found,) = smtp_tls.look(settings(SMTP_TLS_CERT=make_certificate(tmp_path / "mx.pem", days)))
    assert found.level is level
    assert words in found.what


def test_check_tells_that_mail_comes_in_clear() -> None:
    (found,) = smtp_tls.look(settings())
    assert found.level is Level.WARNING
    assert "in clear" in found.what
    assert smtp_tls.look(load({})) == []
    assert smtp_tls.context(settings()) is None


def test_files_that_cannot_be_used_are_told_by_check_and_refuse_to_serve(tmp_path: Path, certificate: Path) -> None:
    rubbish, other = tmp_path / "rubbish.pem", make_certificate(tmp_path / "other.pem")
    rubbish.write_text("not a key")
    wrong = [
        ({"SMTP_TLS_CERT": tmp_path / "absent.pem"}, "cannot be read"),
        ({"SMTP_TLS_CERT": tmp_path}, "cannot be read"),
        ({"SMTP_TLS_CERT": rubbish}, "no certificate and its key"),
        ({"SMTP_TLS_CERT": certificate, "SMTP_TLS_KEY": rubbish}, "no certificate and its key"),
        ({"SMTP_TLS_CERT": certificate, "SMTP_TLS_KEY": other}, "no certificate and its key"),
    ]
    for given, words in wrong:
        (found,) = smtp_tls.look(settings(**given))
        assert found.level is Level.FAULT
        assert words in found.what
        with pytest.raises(SettingsFault, match="SMTP_TLS_CERT"):
            smtp_tls.context(settings(**given))


def test_a_key_needs_its_certificate(certificate: Path) -> None:
    with pytest.raises(SettingsFault, match="SMTP_TLS_KEY is a key without a certificate"):
        settings(SMTP_TLS_KEY=certificate)


async def test_a_renewed_certificate_is_shown_without_a_restart(certificate: Path) -> None:
    given = settings(SMTP_TLS_CERT=certificate)
    ours = smtp_tls.context(given)
    listener = await start_smtp(
        "127.0.0.1", 0, intake=Intake(), takes=lambda _: True, hostname="mx.kab.example", tls=ours
    )
    assert ours
    renewing = asyncio.create_task(smtp_tls.keep_fresh(ours, given, 0.01))
    make_certificate(certificate, 60)
    theirs = ssl.create_default_context(cafile=str(certificate))
    seen = False
    while not seen:  # the test's own time limit is the end of it
        client = aiosmtplib.SMTP(
            hostname="127.0.0.1", port=listener.port, start_tls=True, tls_context=theirs, local_hostname="c.example"
        )
        try:
            async with client:
                seen = True
        except (aiosmtplib.SMTPException, ssl.SSLError):
            client.close()
            await asyncio.sleep(0.01)
    renewing.cancel()
    await asyncio.gather(renewing, return_exceptions=True)
    await listener.stop(5)
