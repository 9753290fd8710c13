"""A real Postfix before the gateway, configured as docs/mail.md says: nothing is lost, nothing is kept twice."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiosmtplib
import pytest
from certificates import make_certificate
from journal_samples import open_journal, open_reader
from mail_guide import block, blocks
from node_kit import ENV
from postfix_kit import Postfix, complaints, configure, running
from prometheus_client import CollectorRegistry
from smtp_kit import listening

from gateway.inbox import JournalBroken, JournalFull, Row
from gateway.intake import Intake, IntakeCounters
from gateway.journal import Journal
from gateway.peers import parse_networks
from gateway.ports import free_ports
from gateway.simulator.relay import send_mail
from gateway.smtp import Door, SmtpLimits
from gateway.wiring import make_channels
from normalizer.schema import ChannelName, Raw

US = "lapor@lapor.kab.example"
MAIN = block("/etc/postfix/main.cf")
MAIL = (
    b"From: Siti <siti@warga.example.org>\r\nTo: lapor@lapor.kab.example\r\nSubject: Jalan rusak\r\n"
    b"Message-ID: <1@warga.example.org>\r\nDate: Sat, 21 Nov 2026 15:30:00 +0700\r\n\r\nJalan di depan pasar rusak.\r\n"
)
UTF8_MAIL = MAIL.replace(b"Siti <siti@warga.example.org>", "Sîti <sîti@warga.example.org>".encode())


@dataclass(eq=False)
class Gateway:
    """A real intake and journal behind the listener. `before` are faults raised instead of keeping, one a mail;
    `after` are raised once it is kept, so that the sender hears of no 250."""

    intake: Intake
    folder: Path
    port: int
    before: list[Exception] = field(default_factory=list)
    after: list[Exception] = field(default_factory=list)
    kept: asyncio.Queue[Raw] = field(default_factory=asyncio.Queue)

    async def accept(self, raw: Raw) -> None:
        if self.before:
            raise self.before.pop(0)
        await self.intake.accept(raw)
        if self.after:
            raise self.after.pop(0)
        self.kept.put_nowait(raw)

    def takes(self, recipient: str) -> bool:
        return bool(self.intake.channels[ChannelName("mail")].takes(recipient))  # type: ignore[attr-defined]

    @asynccontextmanager
    async def listening(self, largest: int = 1_000_000, tls: ssl.SSLContext | None = None) -> AsyncIterator[None]:
        """By LMTP; by SMTP that asks for TLS, when `tls` is given."""
        relays = parse_networks("127.0.0.1")
        assert isinstance(relays, tuple)
        limits, door = SmtpLimits(max_bytes=largest), Door(relays=relays, require_tls=tls is not None)
        async with listening(
            self, takes=self.takes, lmtp=tls is None, door=door, limits=limits, port=self.port, tls=tls
        ):
            yield

    async def keeps(self, postfix: Postfix, seconds: float = 20) -> Raw:
        """The next mail that is kept; AssertionError with Postfix's log when there is none."""
        try:
            return await asyncio.wait_for(self.kept.get(), seconds)
        except TimeoutError:
            raise AssertionError(f"nothing was kept:\n{postfix.log}") from None

    def rows(self) -> list[Row]:
        reader = open_reader(self.folder)
        found = list(reader.rows())
        reader.close()
        return found


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return open_journal(tmp_path)


@pytest.fixture
def gateway(tmp_path: Path, journal: Journal) -> Gateway:
    made = make_channels({**ENV, "MAIL_RECIPIENTS": US}, "https://gw.example.org")
    intake = Intake(journal, made, IntakeCounters.of(CollectorRegistry(), tuple(made)))
    return Gateway(intake, tmp_path, free_ports(1)[0])


@asynccontextmanager
async def relay(gateway: Gateway) -> AsyncIterator[Postfix]:
    async with running(MAIN.replace(":2424", f":{gateway.port}")) as postfix:
        yield postfix


async def test_postfix_tries_again_after_451_and_452_and_the_mail_is_kept_once(gateway: Gateway) -> None:
    gateway.before = [JournalBroken("the journal cannot be written"), JournalFull("the disk is full")]
    async with relay(gateway) as postfix, gateway.listening():
        await send_mail("127.0.0.1", postfix.port, MAIL, "siti@warga.example.org", [US])
        raw = await gateway.keeps(postfix)
        await postfix.logged("status=sent (250 2.0.0 Kept)")
        log = postfix.log
    gateway.intake.journal.close()
    assert "451 4.3.0 A fault of ours" in log
    assert "452 4.3.1 No room now" in log
    assert raw.body.endswith(MAIL[MAIL.index(b"\r\n\r\n") :])
    assert ("RELAY", "trusted") in raw.headers
    assert ("MAIL FROM", "siti@warga.example.org") in raw.headers
    assert len(gateway.rows()) == 1


async def test_an_answer_that_is_lost_makes_no_second_row(gateway: Gateway) -> None:
    gateway.after = [JournalBroken("kept, but the answer never arrived")]
    async with relay(gateway) as postfix, gateway.listening():
        await send_mail("127.0.0.1", postfix.port, MAIL, "siti@warga.example.org", [US])
        await gateway.keeps(postfix)
        await postfix.logged("status=sent (250 2.0.0 Kept)")
    gateway.intake.journal.close()
    assert len(gateway.rows()) == 1


async def test_postfix_keeps_the_mail_while_the_gateway_is_away(gateway: Gateway) -> None:
    async with relay(gateway) as postfix:
        async with gateway.listening():  # Postfix asks about the recipient, and remembers
            await send_mail("127.0.0.1", postfix.port, MAIL, "siti@warga.example.org", [US], 40)
            await postfix.logged("status=sent (250 2.0.0 Kept)")
        second = MAIL.replace(b"<1@", b"<2@")
        await send_mail("127.0.0.1", postfix.port, second, "siti@warga.example.org", [US], 40)
        await postfix.logged("status=deferred")
        async with gateway.listening():
            await postfix.logged("status=sent (250 2.0.0 Kept)", times=2)
    gateway.intake.journal.close()
    assert len(gateway.rows()) == 2


async def test_an_unknown_recipient_is_refused_while_the_sender_is_on_the_line(gateway: Gateway) -> None:
    async with relay(gateway) as postfix, gateway.listening():
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
            await send_mail(
                "127.0.0.1", postfix.port, MAIL, "siti@warga.example.org", ["tidakada@lapor.kab.example"], 40
            )
        await send_mail("127.0.0.1", postfix.port, MAIL, "siti@warga.example.org", [US], 40)
        await gateway.keeps(postfix)
    gateway.intake.journal.close()
    assert refused.value.recipients[0].code == 550
    assert len(gateway.rows()) == 1  # asking left nothing behind


async def test_postfix_on_another_machine_comes_over_tls(gateway: Gateway, tmp_path: Path) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(make_certificate(tmp_path / "mx.pem"))
    example = block("/etc/postfix/main.cf (another machine)")
    where = example.replace("[gateway.kab.example]:25", f"[127.0.0.1]:{gateway.port}")
    assert where != example
    async with running(MAIN + where) as postfix, gateway.listening(tls=tls):
        await send_mail("127.0.0.1", postfix.port, MAIL, "siti@warga.example.org", [US], 40)
        await gateway.keeps(postfix)
        await postfix.logged("status=sent (250 2.0.0 Kept)")
    gateway.intake.journal.close()
    assert len(gateway.rows()) == 1


async def test_internationalized_addresses_come_through(gateway: Gateway) -> None:
    async with relay(gateway) as postfix, gateway.listening():
        client = aiosmtplib.SMTP(
            hostname="127.0.0.1", port=postfix.port, start_tls=False, local_hostname="c.example.net", timeout=40
        )
        async with client:
            await client.sendmail("sîti@warga.example.org", [US], UTF8_MAIL, mail_options=["SMTPUTF8", "BODY=8BITMIME"])
        raw = await gateway.keeps(postfix)
    gateway.intake.journal.close()
    assert ("MAIL FROM", "sîti@warga.example.org") in raw.headers
    assert "sîti@warga.example.org".encode() in raw.body


async def test_what_is_too_large_for_us_is_told_its_sender_with_the_limit(gateway: Gateway) -> None:
    async with relay(gateway) as postfix, gateway.listening(largest=65_536):
        await send_mail("127.0.0.1", postfix.port, MAIL + b"x" * 70_000 + b"\r\n", "siti@warga.example.org", [US], 40)
        await postfix.logged("status=bounced")
        log = postfix.log
    gateway.intake.journal.close()
    assert gateway.rows() == []
    assert "size" in log.lower()


@pytest.mark.parametrize("title", sorted(blocks("ini")))
def test_postfix_understands_every_example(title: str, tmp_path: Path) -> None:
    assert complaints(configure(tmp_path, block(title))) == ""


def test_postfix_would_say_what_is_wrong(tmp_path: Path) -> None:
    assert "unused parameter" in complaints(configure(tmp_path, "no_such_setting = 1"))
