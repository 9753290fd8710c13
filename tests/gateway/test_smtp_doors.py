"""What each mail listener asks of its clients: TLS, a PROXY header, patience; and which listeners the settings make."""

from __future__ import annotations

import ssl
import struct
from pathlib import Path

import aiosmtplib
import pytest
from certificates import make_certificate
from smtp_kit import MAIL, US, Intake, Line, listening

from gateway import smtp_doors, smtp_proxy
from gateway.faults import SettingsFault
from gateway.finding import Level
from gateway.peers import Network, parse_networks
from gateway.settings import load
from gateway.smtp import Door, SmtpLimits
from gateway.smtp_rates import Rates
from gateway.smtp_users import Hashed, write_users


def networks(text: str) -> tuple[Network, ...]:
    made = parse_networks(text)
    assert isinstance(made, tuple)
    return made


BEHIND = Door(proxies=networks("127.0.0.0/8"))
SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"


def version_2(command: int, family: int, addresses: bytes, more: bytes = b"") -> bytes:
    tail = addresses + more
    return SIGNATURE + struct.pack("!BBH", 0x20 | command, family, len(tail)) + tail


IPV4 = bytes([203, 0, 113, 7]) + bytes([127, 0, 0, 1]) + struct.pack("!HH", 40_000, 25)
IPV6 = bytes.fromhex("20010db8000100020000000000000009") + bytes(15) + b"\1" + struct.pack("!HH", 40_000, 25)

HEADERS: list[tuple[str, bytes, str]] = [
    ("version 1", b"PROXY TCP4 203.0.113.7 127.0.0.1 40000 25\r\n", "203.0.113.7"),
    ("version 1, IPv6", b"PROXY TCP6 2001:db8:1:2::9 ::1 40000 25\r\n", "2001:db8:1:2::9"),
    ("version 1, unknown", b"PROXY UNKNOWN\r\n", "127.0.0.1"),
    ("version 2", version_2(1, 0x11, IPV4), "203.0.113.7"),
    ("version 2, IPv6", version_2(1, 0x21, IPV6), "2001:db8:1:2::9"),
    ("version 2 with more", version_2(1, 0x11, IPV4, b"\x04\0\x04abcd"), "203.0.113.7"),
    ("version 2, for itself", version_2(0, 0x11, IPV4), "127.0.0.1"),
    ("version 2, of no family", version_2(1, 0x00, b""), "127.0.0.1"),
    ("version 2, a socket file", version_2(1, 0x31, b"/run/x".ljust(216, b"\0")), "127.0.0.1"),
]


@pytest.mark.parametrize(("header", "peer"), [row[1:] for row in HEADERS], ids=[row[0] for row in HEADERS])
async def test_behind_a_proxy_the_peer_is_the_client(header: bytes, peer: str) -> None:
    intake = Intake()
    async with listening(intake, door=BEHIND) as listener:
        line = await Line.to(listener, first=header)
        assert (await line.mail(MAIL)).startswith("250")
        line.close()
    assert ("PEER", peer) in intake.kept[0].headers


NO_HEADERS: list[tuple[str, bytes]] = [
    ("plain SMTP", b"EHLO c.example.net\r\n"),
    ("no address", b"PROXY TCP4 kab.example 127.0.0.1 1 25\r\n"),
    ("too few words", b"PROXY\r\n"),
    ("IPv6 as IPv4", b"PROXY TCP4 2001:db8::1 127.0.0.1 1 25\r\n"),
    ("too high a port", b"PROXY TCP4 203.0.113.7 127.0.0.1 99999 25\r\n"),
    ("endless", b"PROXY TCP4 " + b"1" * 70_000 + b"\r\n"),
    ("version 3", SIGNATURE + b"\x31\x11\0\x0c" + IPV4),
    ("version 2, cut off", SIGNATURE + b"\x21\x11\0\x04" + IPV4[:4]),
    ("HTTP", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
]


@pytest.mark.parametrize("header", [row[1] for row in NO_HEADERS], ids=[row[0] for row in NO_HEADERS])
async def test_a_proxy_that_does_not_introduce_its_client_gets_no_greeting(header: bytes) -> None:
    async with listening(Intake(), door=BEHIND) as listener:
        line = await Line.to(listener, "554 5.7.0 A PROXY header is needed", first=header)
        line.close()


async def test_a_proxy_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_proxy, "PATIENCE_SECONDS", 0.05)
    async with listening(Intake(), door=BEHIND) as listener:
        line = await Line.to(listener, "554 5.7.0")
        assert await line.closed()
        line.close()


@pytest.mark.parametrize("header", [HEADERS[0][1], HEADERS[3][1]], ids=["version 1", "version 2"])
async def test_nobody_else_may_say_for_whom_he_speaks(header: bytes) -> None:
    intake = Intake()
    async with listening(intake, door=Door(proxies=networks("192.0.2.0/24"))) as listener:
        line = await Line.to(listener)
        line.writer.write(header + b"EHLO c.example.net\r\nMAIL FROM:<a@example.id>\r\nRCPT TO:<lapor@kab.example>\r\n")
        line.writer.write(b"DATA\r\n.\r\nQUIT\r\n")
        said = (await line.reader.read()).decode()
        line.close()
    assert "554 5.7.0 No PROXY header" in said or said.startswith("500")
    assert all(("PEER", "127.0.0.1") in raw.headers for raw in intake.kept)


async def test_relays_and_limits_are_looked_up_for_the_client_behind_the_proxy() -> None:
    intake = Intake()
    door = Door(relays=networks("203.0.113.0/24"), proxies=networks("127.0.0.0/8"))
    limits = SmtpLimits(sessions_per_address=1, mails_per_minute=1)
    async with listening(intake, door=door, limits=limits) as listener:
        relays = [await Line.to(listener, first=HEADERS[0][1]) for _ in range(3)]
        for relay in relays:
            assert (await relay.mail(MAIL)).startswith("250")
        stranger = await Line.to(listener, first=HEADERS[1][1])
        neighbour = await Line.to(listener, "421 4.7.0", first=b"PROXY TCP6 2001:db8:1:2::aaaa ::1 1 25\r\n")
        other = await Line.to(listener, first=b"PROXY TCP6 2001:db8:1:3::9 ::1 1 25\r\n")
        for line in (*relays, stranger, neighbour, other):
            line.close()
    assert [("RELAY", "trusted") in raw.headers for raw in intake.kept] == [True] * 3


async def test_mails_of_one_address_are_put_off_when_they_are_too_many() -> None:
    intake = Intake()
    async with listening(intake, door=BEHIND, limits=SmtpLimits(mails_per_minute=2)) as listener:
        stranger, other = [await Line.to(listener, first=header) for _, header, _ in HEADERS[:2]]
        house = await Line.to(listener, first=b"PROXY TCP4 10.0.0.7 127.0.0.1 1 25\r\n")
        for line, taken in ((stranger, 2), (other, 2), (house, 5)):
            for _ in range(taken):
                assert (await line.mail(MAIL)).startswith("250")
        assert (await stranger.say(b"MAIL FROM:<a@example.id>")).startswith("450 4.7.0 Too many mails")
        for line in (stranger, other, house):
            line.close()
    assert len(intake.kept) == 9


def test_a_bucket_fills_again_and_forgets_the_quiet() -> None:
    now = 0.0
    rates = Rates(2, 60, clock=lambda: now)
    assert [rates.take("a") for _ in range(3)] == [True, True, False]
    now = 29.0
    assert not rates.take("a")
    now = 31.0
    assert [rates.take("a"), rates.take("a"), rates.take("b")] == [True, False, True]
    for one in range(20_000):
        rates.take(str(one))
    assert len(rates._used) == 10_000
    assert all(Rates(0, 60).take("a") for _ in range(1000))


async def test_where_tls_is_asked_for_nothing_is_taken_without(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path / "mx.pem")
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(certificate)
    theirs = ssl.create_default_context(cafile=str(certificate))
    intake = Intake()
    async with listening(intake, tls=ours, door=Door(require_tls=True)) as listener:
        line = await Line.to(listener)
        assert "250-STARTTLS" in await line.say(b"EHLO c.example.net")
        assert (await line.say(b"MAIL FROM:<a@example.id>")).startswith("530 5.7.0 Must issue a STARTTLS")
        assert (await line.say(b"NOOP")).startswith("250")
        assert (await line.say(b"RCPT TO:<lapor@kab.example>")).startswith("503")
        line.close()
        client = aiosmtplib.SMTP(
            hostname="127.0.0.1", port=listener.port, start_tls=True, tls_context=theirs, local_hostname="c.example"
        )
        async with client:
            await client.sendmail("a@example.id", [US], MAIL)
    assert len(intake.kept) == 1


async def test_what_was_not_offered_is_no_way_in() -> None:
    """A client that sends BDAT all the same: its chunk must not be read as commands that count."""
    intake = Intake()
    async with listening(intake) as listener:
        line = await Line.to(listener)
        offers = await line.say(b"EHLO c.example.net")
        assert not any(word in offers for word in ("CHUNKING", "BINARYMIME", "DSN", "XFORWARD", "XCLIENT", "AUTH"))
        assert (await line.say(b"MAIL FROM:<a@example.id> BODY=BINARYMIME")).startswith("501")
        assert (await line.say(b"MAIL FROM:<a@example.id> BODY=8BITMIME SMTPUTF8")).startswith("250")
        assert (await line.say(b"RCPT TO:<lapor@kab.example>")).startswith("250")
        assert (await line.say(b"BDAT 4 LAST")).startswith("500")
        assert (await line.say(b"XCLIENT ADDR=192.0.2.7")).startswith("500")
        line.close()
    assert intake.kept == []


def made(**given: object) -> list[smtp_doors.Doorway]:
    return list(smtp_doors.doors(load({name: str(value) for name, value in given.items()}), None))


def test_the_settings_make_the_listeners(tmp_path: Path) -> None:
    certificate, users = make_certificate(tmp_path / "mx.pem"), tmp_path / "users"
    write_users(users, {"camat": Hashed.of("kata sandi yang panjang", ln=10, p=1)})
    assert made() == []
    lmtp, smtp, submission = made(
        LMTP_LISTEN="127.0.0.1:2424",
        SMTP_LISTEN="0.0.0.0:2525",
        SUBMISSION_LISTEN="0.0.0.0:2587",
        SMTP_TLS_CERT=certificate,
        SMTP_REQUIRE_TLS="true",
        SMTP_USERS_FILE=users,
        SMTP_PROXY_FROM="192.0.2.1",
        MAIL_TRUSTED_RELAYS="127.0.0.1",
    )
    assert (lmtp.lmtp, smtp.lmtp, submission.lmtp) == (True, False, False)
    assert lmtp.door == Door(relays=networks("127.0.0.1"))
    assert (smtp.door.require_tls, smtp.door.require_auth, submission.door.require_auth) == (True, False, True)
    assert smtp.door.proxies == submission.door.proxies == networks("192.0.2.1")
    assert smtp.door.users is submission.door.users is not None


NEEDS = [
    ({"SMTP_REQUIRE_TLS": "true"}, "SMTP_REQUIRE_TLS needs a certificate"),
    ({"SUBMISSION_LISTEN": "0.0.0.0:587"}, "SUBMISSION_LISTEN needs a certificate"),
    (
        {"SUBMISSION_LISTEN": "127.0.0.1:587", "SMTP_AUTH_ON_LOOPBACK": "true"},
        "SUBMISSION_LISTEN takes mail of users only",
    ),
    ({"MAIL_TRUSTED_RELAYS": "mx.example.net"}, "MAIL_TRUSTED_RELAYS must be addresses or networks"),
    ({"SMTP_PROXY_FROM": "0.0.0.0/33"}, "SMTP_PROXY_FROM must be addresses or networks"),
]


@pytest.mark.parametrize(("given", "words"), NEEDS)
def test_settings_that_lack_something_say_so(given: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsFault) as raised:
        load(given)
    assert [fault for fault in raised.value.faults if fault.startswith(words)] == list(raised.value.faults)


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("127.0.0.1:2424", 0), ("[::1]:2424", 0), ("10.1.2.3:2424", 0), ("0.0.0.0:2424", 1), ("[::]:2424", 1),
        ("203.0.113.5:2424", 1),
    ],
)  # fmt: skip
def test_check_looks_at_where_lmtp_listens(where: str, told: int) -> None:
    found = smtp_doors.look(load({"LMTP_LISTEN": where}))
    assert [one.level for one in found] == [Level.WARNING] * told


def test_check_looks_at_the_users(tmp_path: Path) -> None:
    path = tmp_path / "users"
    settings = load({"SMTP_USERS_FILE": str(path)})
    assert smtp_doors.look(load({})) == []
    assert [one.level for one in smtp_doors.look(settings)] == [Level.FAULT]
    with pytest.raises(SettingsFault, match="cannot be read"):
        made(SMTP_USERS_FILE=path)
    path.write_text("camat:sandi\n")
    assert "Line 1" in smtp_doors.look(settings)[0].what
    write_users(path, {})
    assert [one.level for one in smtp_doors.look(settings)] == [Level.WARNING]
    write_users(path, {"camat": Hashed.of("kata sandi yang panjang", ln=10, p=1)})
    path.chmod(0o600)
    assert [one.what for one in smtp_doors.look(settings)] == ["1 users may send mail with a password"]
    path.chmod(0o644)
    assert [one.level for one in smtp_doors.look(settings)] == [Level.WARNING]
