"""Answers by mail through a real relay on loopback: their form, and what each of the relay's answers means."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest

from channels.base import SendFailed
from channels.mail import Mail
from channels.mail_answer import compose
from channels.mail_relay import MailRelay
from normalizer.schema import ChannelName, Language, Party, Reply

NOW = datetime(2026, 11, 2, 1, 20, tzinfo=UTC)
REPLY = Reply(
    id="r-0012ab",
    channel=ChannelName("mail"),
    to=Party("siti@example.id", "Siti Rahma"),
    text="Terima kasih. Nomor laporan Anda 1234567890.\n.\n— Satu Pintu",
    language=Language.INDONESIAN,
    subject="Jalan rusak – RT 05",
    thread='{"id": "<a1@example.id>", "references": ["<a0@example.id>", "<a1@example.id>"]}',
)


@dataclass
class Scripted:
    """A relay that answers by a list: command prefix → answer; None hangs up, "" says nothing."""

    answers: dict[str, str | None]
    heard: bytes = b""
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._answer(writer, "connect", "220 relay.example.net")
        while line := await reader.readline():
            verb = line.split()[0].decode().upper() if line.split() else ""
            if verb == "DATA":
                if not await self._answer(writer, verb, "354 go"):
                    break
                self.heard = await reader.readuntil(b"\r\n.\r\n")
                verb = "END"
            if not await self._answer(writer, verb, "250 ok"):
                break
        writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, what: str, usual: str) -> bool:
        answer = self.answers.get(what, usual)
        if answer:
            writer.write(answer.encode() + b"\r\n")
        return answer is not None


@pytest.fixture
async def relay() -> AsyncIterator[Scripted]:
    scripted = Scripted({})
    server = await asyncio.start_server(scripted.serve, "127.0.0.1", 0)
    scripted.port = server.sockets[0].getsockname()[1]
    yield scripted
    server.close()


def channel(port: int, timeout: float = 5, user: str = "", password: str = "") -> Mail:
    relay = MailRelay("127.0.0.1", port, user, password, tls="none", timeout=timeout, hostname="kab.example")
    return Mail(("lapor@kab.example",), "lapor@kab.example", relay, now=lambda: NOW)


def read(data: bytes) -> EmailMessage:
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def words(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n").rstrip("\n")


async def sent(relay: Scripted, reply: Reply) -> EmailMessage:
    await channel(relay.port).send(reply)
    return read(relay.heard.removesuffix(b".\r\n").replace(b"\r\n.", b"\r\n"))


async def test_an_answer_is_threaded_automatic_and_whole(relay: Scripted) -> None:
    mail = await sent(relay, REPLY)
    assert mail["From"] == "lapor@kab.example"
    assert mail["To"] == "siti@example.id"
    assert mail["Subject"] == "Re: Jalan rusak – RT 05"
    assert mail["In-Reply-To"] == "<a1@example.id>"
    assert mail["References"].split() == ["<a0@example.id>", "<a1@example.id>"]
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Content-Language"] == "id"
    assert parsedate_to_datetime(mail["Date"]) == NOW
    assert words(mail) == REPLY.text
    assert mail.get_content_charset() == "utf-8"
    assert max(map(len, relay.heard.splitlines())) <= 998
    assert relay.heard.isascii()


async def test_the_message_id_is_made_of_the_replys_and_returned(relay: Scripted) -> None:
    first = await channel(relay.port).send(REPLY)
    before = relay.heard
    again = await channel(relay.port).send(REPLY)
    assert first == again == "<satupintu.r-0012ab@kab.example>"
    assert relay.heard == before
    assert read(relay.heard)["Message-ID"] == first
    other = await channel(relay.port).send(replace(REPLY, id="x y\r\nBcc: evil@example.com"))
    assert other.startswith("<satupintu.")
    assert other.endswith("@kab.example>")
    assert " " not in other


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Jalan rusak", "Re: Jalan rusak"),
        ("Re: Jalan rusak", "Re: Jalan rusak"),
        ("RE : Jalan rusak", "RE : Jalan rusak"),
        ("Bls: Jalan rusak", "Bls: Jalan rusak"),
        ("", "Re: Laporan Anda"),
        ("a\r\nBcc: korban@example.com", "Re: a Bcc: korban@example.com"),
        ("=?utf-8?q?a=0D=0ABcc:_korban@example.com?=", "Re: = ?utf-8?q?a=0D=0ABcc:_korban@example.com?="),
        ("=?utf-8?b?DQpCY2M6IHg=?=", "Re: = ?utf-8?b?DQpCY2M6IHg= ?="),
        ("a\u2028b\x00c", "Re: a b c"),
        ("\ud800x", "Re: x"),
        ("=?utf-8?q?x?=", "Re: = ?utf-8?q?x?="),
        ("x" * 5000, "Re: " + "x" * 200),
    ],
)
async def test_subjects(relay: Scripted, subject: str, expected: str) -> None:
    mail = await sent(relay, replace(REPLY, subject=subject))
    assert mail["Subject"] == expected
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        'Budi "Boy" <x@example.com>',
        "Rahma, Siti",
        "Désa",
        "a\r\nBcc: x@example.com",
        "\ud800",
        "x" * 3000,
        "(a",
        "\\",
    ],
)
async def test_a_strangers_name_is_not_copied(relay: Scripted, name: str) -> None:
    mail = await sent(relay, replace(REPLY, to=Party("siti@example.id", name)))
    assert mail["To"] == "siti@example.id"
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "thread",
    ["", "bukan json", "[]", "1", '{"id": 5}', '{"id": "<a>\\r\\nBcc: x@example.com"}', '{"references": "x"}',
     '{"id": "<a@b> <c@d>", "references": ["<ok@example.id>", "x\\nBcc: y"]}', "[" * 5000,
     '{"id": "<=?utf-8?q?=0D=0ABcc=3Ax?=@b>", "references": ["<=?utf-8?q?=C3=A9?=@b>", "<ok@example.id>"]}'],
)  # fmt: skip
async def test_no_thread_can_break_a_header(relay: Scripted, thread: str) -> None:
    mail = await sent(relay, replace(REPLY, thread=thread))
    assert mail["Bcc"] is None
    assert mail["In-Reply-To"] is None
    assert mail["References"] in (None, "<ok@example.id>")


@pytest.mark.parametrize(
    "text", ["", "\n", ".", "..\n.\r\n", "a\x00b", "\ud800", "From x\n", "x" * 20_000, "😷" * 5000]
)
async def test_any_text_arrives(relay: Scripted, text: str) -> None:
    mail = await sent(relay, replace(REPLY, text=text))
    expected = text.replace("\x00", "\ufffd").replace("\ud800", "\ufffd").replace("\r\n", "\n")
    assert words(mail) == expected.rstrip("\n")


async def test_english(relay: Scripted) -> None:
    mail = await sent(relay, replace(REPLY, language=Language.ENGLISH, subject=""))
    assert (mail["Subject"], mail["Content-Language"]) == ("Re: Your report", "en")


@pytest.mark.parametrize(
    "address",
    ["", "siti", "siti@", "@example.id", "a b@example.id", "a@example.id\r\nRCPT TO:<x@example.com>", "a@b@c",
     "<a@example.id>", "a@example.id,b@example.com", "a@exa\x00mple.id", "root@localhost", "a@example.",
     "korban%example.com@example.id", "example.com!korban@example.id", "a@[127.0.0.1]", "a@" + "b" * 250 + ".id",
     "=?utf-8?q?a=0D=0ABcc=3Ax?=@example.id"],
)  # fmt: skip
async def test_what_is_no_address_is_never_written_to(relay: Scripted, address: str) -> None:
    with pytest.raises(SendFailed) as failed:
        await channel(relay.port).send(replace(REPLY, to=Party(address)))
    assert failed.value.permanent
    assert relay.heard == b""


# What the relay does, and what we make of it: permanent, unknown, code.
ANSWERS: list[tuple[str, dict[str, str | None], tuple[bool, bool, str]]] = [
    ("no such user", {"RCPT": "550 5.1.1 no"}, (True, False, "550")),
    ("mailbox full", {"RCPT": "452 4.2.2 full"}, (False, False, "452")),
    ("greylisted", {"RCPT": "451 4.7.1 later"}, (False, False, "451")),
    ("busy", {"connect": "421 4.3.2 busy"}, (False, False, "421")),
    ("no service", {"connect": "554 no"}, (True, False, "554")),
    ("sender refused", {"MAIL": "553 5.1.8 no"}, (True, False, "553")),
    ("login wanted", {"MAIL": "530 5.7.0 login first"}, (False, False, "530")),
    ("not now", {"DATA": "451 4.3.0 no"}, (False, False, "451")),
    ("refused as spam", {"END": "554 5.7.1 spam"}, (True, False, "554")),
    ("put off at the end", {"END": "451 4.3.0 later"}, (False, False, "451")),
    ("hung up before the mail", {"RCPT": None}, (False, False, "network")),
    ("hung up after the mail", {"END": None}, (False, True, "network")),
    ("silent after the mail", {"END": ""}, (False, True, "network")),
    ("rubbish after the mail", {"END": "halo dunia"}, (False, True, "-1")),
    ("silent at once", {"connect": ""}, (False, False, "network")),
]


@pytest.mark.parametrize(("label", "answers", "expected"), ANSWERS, ids=[row[0] for row in ANSWERS])
async def test_what_the_relays_answers_mean(
    relay: Scripted, label: str, answers: dict[str, str | None], expected: tuple[bool, bool, str]
) -> None:
    relay.answers = answers
    with pytest.raises(SendFailed) as failed:
        await channel(relay.port, timeout=1 if "" in answers.values() else 20).send(REPLY)
    assert (failed.value.permanent, failed.value.unknown, failed.value.code) == expected
    assert "siti" not in str(failed.value)


async def test_a_relay_without_smtputf8_will_not_learn_it(relay: Scripted) -> None:
    with pytest.raises(SendFailed) as failed:
        await channel(relay.port).send(replace(REPLY, to=Party("sitì@example.id")))
    assert (failed.value.permanent, failed.value.unknown, failed.value.code) == (True, False, "smtputf8")
    relay.answers = {"EHLO": "250-relay.example.net\r\n250 SMTPUTF8"}
    assert await channel(relay.port).send(replace(REPLY, to=Party("sitì@example.id")))


async def test_a_relay_that_hangs_at_goodbye_has_taken_the_answer(relay: Scripted) -> None:
    relay.answers = {"QUIT": None}
    assert await channel(relay.port, timeout=3).send(REPLY)


async def test_nobody_at_the_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(SendFailed) as failed:
        await channel(port).send(REPLY)
    assert (failed.value.permanent, failed.value.unknown) == (False, False)
    with pytest.raises(SendFailed, match="MAIL_RELAY_HOST"):
        await channel(port).check()


async def test_starttls_is_not_skipped_when_it_is_not_offered(relay: Scripted) -> None:
    plain = channel(relay.port)
    strict = replace(plain, relay=replace(plain.relay, tls="starttls", user="u", password="sangat-rahasia"))
    with pytest.raises(SendFailed) as failed:
        await strict.send(REPLY)
    assert not failed.value.unknown
    assert relay.heard == b""
    assert "sangat-rahasia" not in repr(strict) + str(failed.value)


async def test_check(relay: Scripted) -> None:
    assert str(relay.port) in await channel(relay.port).check()
    relay.answers = {"EHLO": "250-relay.example.net\r\n250 AUTH PLAIN", "AUTH": "235 ok"}
    assert "knows us" in await channel(relay.port, user="u", password="p").check()
    relay.answers["AUTH"] = "535 5.7.8 no"
    with pytest.raises(SendFailed, match="MAIL_RELAY_PASSWORD"):
        await channel(relay.port, user="u", password="p").check()


async def test_nothing_can_be_looked_up(relay: Scripted) -> None:
    mail = channel(relay.port)
    assert await mail.look_up(REPLY) is None
    await mail.close()


BRANDS = [
    ("LAPOR! Kab. Contoh", '"LAPOR! Kab. Contoh" <lapor@kab.example>', "LAPOR! Kab. Contoh"),
    ("", "lapor@kab.example", ""),
    ("Désa Sukamaju", "=?utf-8?", "Désa Sukamaju"),
    ("x\r\nBcc: korban@example.net", "Bcc: korban@example.net", "x Bcc: korban@example.net"),
    ("=?utf-8?q?a=0d=0aBcc:_b@example.net?=", "= ?utf-8", "= ?utf-8?q?a=0d=0aBcc:_b@example.net?="),
]


@pytest.mark.parametrize(("brand", "written", "read_as"), BRANDS)
def test_who_answers_stands_beside_the_address(brand: str, written: str, read_as: str) -> None:
    content = compose(REPLY, "lapor@kab.example", NOW, "", brand)
    header = content.partition(b"\r\n\r\n")[0].decode()
    [line] = [line for line in header.replace("\r\n ", " ").split("\r\n") if line.startswith("From:")]
    assert written in line
    address = read(content)["From"].addresses[0]
    assert (address.addr_spec, address.display_name) == ("lapor@kab.example", read_as)
    assert read(content)["Bcc"] is None
