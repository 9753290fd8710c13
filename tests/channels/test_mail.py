"""The mail channel: what is taken, what counts as the same delivery, what is read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from channels.base import Unreadable
from channels.mail import Mail, from_env
from channels.mail_relay import MailRelay
from channels.mail_settings import Settings
from normalizer.schema import ChannelName, Message, Raw

NOW = datetime(2026, 11, 2, 1, 20, tzinfo=UTC)
CHANNEL = Mail(("lapor@kab.example", "@desa.example"), "lapor@kab.example", MailRelay("127.0.0.1", 25))
MAIL = (
    b"Received: from a by b; Mon, 02 Nov 2026 08:15:01 +0700\r\n"
    b"From: Siti Rahma <Siti@Example.ID>\r\nTo: lapor@kab.example\r\nSubject: Jalan rusak\r\n"
    b"Date: Mon, 02 Nov 2026 08:15:00 +0700\r\nMessage-ID: <a1@example.id>\r\nReferences: <a0@example.id>\r\n"
    b"\r\nTolong diperbaiki.\r\n"
)


def raw(
    body: bytes = MAIL,
    recipients: Sequence[str] = ("lapor@kab.example",),
    sender: str = "siti@example.id",
    channel: str = "mail",
) -> Raw:
    envelope = (("MAIL FROM", sender), *(("RCPT TO", to) for to in recipients), ("HELO", "c"), ("PEER", "127.0.0.1"))
    return Raw(ChannelName(channel), NOW, "smtp:", envelope, body)


def read(delivery: Raw) -> Message:
    (message,) = CHANNEL.read(delivery)
    assert isinstance(message, Message)
    return message


@pytest.mark.parametrize(
    ("recipient", "taken"),
    [
        ("lapor@kab.example", True),
        ("LAPOR@Kab.Example", True),
        ("lapor+ab12@kab.example", True),
        ("<lapor@kab.example>", True),
        ("siapa.saja@desa.example", True),
        ("lain@kab.example", False),
        ("lapor@sub.kab.example", False),
        ("lapor@kab.example.evil.example", False),
        ("lapor", False),
        ("@desa.example", False),
        ("+x@kab.example", False),
        ("", False),
        ("\ud800@desa.example", True),
    ],
)
def test_takes(recipient: str, taken: bool) -> None:
    assert CHANNEL.takes(recipient) is taken


def changed(old: bytes, new: bytes) -> Raw:
    assert old in MAIL
    return raw(MAIL.replace(old, new))


SAME = [
    ("another way", changed(b"Received: from a by b", b"Received: from c by d\r\nX-Spam-Score: 1\r\nReceived: from a")),
    ("signed on the way", raw(b"DKIM-Signature: v=1; b=abc\r\n\tdef\r\n" + MAIL)),
    ("folded otherwise", changed(b"Siti Rahma <", b"Siti Rahma\r\n <")),
    ("another client", raw(sender="bounce+1@example.id")),
    ("recipients in capitals", raw(recipients=["LAPOR@kab.example"])),
    ("the same recipient twice", raw(recipients=["lapor@kab.example", "lapor@kab.example"])),
    ("header names in capitals", changed(b"Message-ID", b"MESSAGE-ID")),
]
OTHER = [
    ("body", changed(b"Tolong", b"Mohon")),
    ("subject", changed(b"Jalan rusak", b"Jalan rusak lagi")),
    ("message id", changed(b"a1@", b"a2@")),
    ("date", changed(b"08:15:00", b"08:15:02")),
    ("author", changed(b"Siti@", b"Budi@")),
    ("recipient", raw(recipients=["camat@desa.example"])),
    ("one recipient more", raw(recipients=["lapor@kab.example", "camat@desa.example"])),
    ("a second subject", changed(b"Subject:", b"Subject: x\r\nSubject:")),
    ("cut", raw(MAIL[:-9])),
]


@pytest.mark.parametrize(("label", "again"), SAME, ids=[label for label, _ in SAME])
def test_the_same_delivery(label: str, again: Raw) -> None:
    assert CHANNEL.delivery_key(again) == CHANNEL.delivery_key(raw())


@pytest.mark.parametrize(("label", "other"), OTHER, ids=[label for label, _ in OTHER])
def test_another_delivery(label: str, other: Raw) -> None:
    assert CHANNEL.delivery_key(other) != CHANNEL.delivery_key(raw())


RELAYED = (("RELAY", "trusted"), ("PEER", "127.0.0.1"))


def arrived(*way: tuple[str, str], said: bytes = b"", sender: str = "x@example.id") -> str:
    came = raw(said + MAIL, sender=sender)
    return CHANNEL.arrival_key(replace(came, headers=(*came.headers, *way)))


ONE_WAY = arrived(("PEER", "192.0.2.1"))
ONE_RELAY = arrived(*RELAYED, said=b"Authentication-Results: mx; spf=pass\r\n")


@pytest.mark.parametrize(
    ("label", "key", "same"),
    [
        ("again", arrived(("PEER", "192.0.2.1")), ONE_WAY),
        ("from another address", arrived(("PEER", "192.0.2.2")), ""),
        ("in another's envelope", arrived(("PEER", "192.0.2.1"), sender="y@example.id"), ""),
        ("with a login", arrived(("PEER", "192.0.2.1"), ("AUTH", "x@example.id")), ""),
        ("from elsewhere, with words of its own", arrived(("PEER", "192.0.2.1"), said=b"Authentication-Results: x\r\n"),
         ONE_WAY),
        ("by the relay again", arrived(*RELAYED, said=b"Authentication-Results: mx;\r\n spf=pass\r\n"), ONE_RELAY),
        ("by the relay, below whose words others stand", arrived(
            *RELAYED, said=b"Authentication-Results: mx; spf=pass\r\nAuthentication-Results: y\r\n"), ONE_RELAY),
        ("by the relay, which says otherwise", arrived(*RELAYED, said=b"Authentication-Results: mx; spf=fail\r\n"), ""),
    ],
)  # fmt: skip
def test_the_same_bytes_may_come_another_way(label: str, key: str, same: str) -> None:
    assert key.startswith(CHANNEL.delivery_key(raw(MAIL)))
    assert (key == same) if same else key not in (ONE_WAY, ONE_RELAY)


@pytest.mark.parametrize(
    "body",
    [b"", b"\r\n\r\n", b"\0\xff", b"x" * 3_000_000, b"Subject:\n" * 300_000, b"From: " + b"\r\n " * 90_000, b"\n\n"],
)
def test_any_bytes_have_a_key_that_names_nobody(body: bytes) -> None:
    key = CHANNEL.delivery_key(raw(body, recipients=["\ud800@desa.example"]))
    assert key == CHANNEL.delivery_key(raw(body, recipients=["\ud800@desa.example"]))
    assert key.startswith("mail:")
    assert key[5:].isalnum()


def test_a_mail_is_one_message() -> None:
    message = read(raw(recipients=["Camat@desa.example", "lapor@kab.example"]))
    assert message.sender.address == "Siti@Example.ID"
    assert message.sender.name == "Siti Rahma"
    assert message.person == "mailto:siti@example.id"
    assert (message.subject, message.text) == ("Jalan rusak", "Tolong diperbaiki.")
    assert message.sent_at == datetime(2026, 11, 2, 1, 15, tzinfo=UTC)
    assert message.received_at == NOW
    assert message.recipient == "camat@desa.example"
    assert json.loads(message.thread) == {"id": "<a1@example.id>", "references": ["<a0@example.id>", "<a1@example.id>"]}
    assert message.delivery == CHANNEL.delivery_key(raw(recipients=["Camat@desa.example", "lapor@kab.example"]))
    assert not message.robot
    assert message.doubts == ()


def test_reading_twice_gives_the_same() -> None:
    assert CHANNEL.read(raw()) == CHANNEL.read(raw())
    broken = raw(b"\xff\xfe\0 rusak")
    assert CHANNEL.read(broken) == CHANNEL.read(broken)


@pytest.mark.parametrize(
    ("label", "delivery", "robot"),
    [
        ("null sender", raw(sender="<>"), False),
        (
            "an answer to our answer",
            changed(b"<a0@example.id>", b"<satupintu.x@kab.example>\r\nPrecedence: bulk"),
            True,
        ),
        ("a person's answer to our answer", changed(b"<a0@example.id>", b"<satupintu.x@kab.example>"), False),
        ("automatic", changed(b"Subject:", b"Auto-Submitted: auto-replied\r\nSubject:"), True),
        ("from ourselves", changed(b"Siti@Example.ID", b"Lapor@kab.example"), True),
        ("a person", raw(), False),
    ],
)
def test_robots(label: str, delivery: Raw, robot: bool) -> None:
    assert read(delivery).robot is robot


@pytest.mark.parametrize(
    ("label", "delivery", "silent"),
    [
        ("a person", raw(), False),
        ("another server of the same house", raw(sender="siti@mail.example.id"), False),
        ("another's envelope", raw(sender="bounce@pengirim.example"), True),
        ("null sender", raw(sender="<>"), True),
        ("empty sender", raw(sender=""), True),
        ("a village's web form", changed(b"Subject:", b"Auto-Submitted: auto-generated\r\nSubject:"), True),
        ("a list", changed(b"Subject:", b"List-Id: <warga.example.id>\r\nSubject:"), True),
        ("Exchange", changed(b"Subject:", b"X-Auto-Response-Suppress: DR, OOF, AutoReply\r\nSubject:"), True),
        ("receipts suppressed", changed(b"Subject:", b"X-Auto-Response-Suppress: DR\r\nSubject:"), False),
        ("an explained file", Raw(ChannelName("mail"), NOW, "smtp:", (), MAIL), False),
    ],
)
def test_who_is_not_answered_may_complain(label: str, delivery: Raw, silent: bool) -> None:
    message = read(delivery)
    assert (message.silent, message.robot, message.text) == (silent, False, "Tolong diperbaiki.")
    assert ("unanswered" in message.doubts) is silent


def test_without_from_the_envelope_says_who_wrote() -> None:
    message = read(raw(b"Subject: x\r\n\r\njalan rusak\r\n", sender="Warga@example.id"))
    assert message.person == "mailto:warga@example.id"
    assert message.doubts == ("no-from",)


def test_an_explained_file_has_no_envelope() -> None:
    message = read(Raw(ChannelName("mail"), NOW, "smtp:", (), MAIL))
    assert (message.person, message.recipient, message.robot) == ("mailto:siti@example.id", "", False)


def test_another_channels_bytes_are_unreadable() -> None:
    with pytest.raises(Unreadable):
        CHANNEL.read(raw(channel="sms"))


def test_without_ids_there_is_no_thread() -> None:
    assert read(raw(b"From: a@example.id\r\nMessage-ID: <>\r\n\r\nx")).thread == ""


ENV = {
    "MAIL_RECIPIENTS": "Lapor@kab.example, @desa.example",
    "MAIL_RELAY_HOST": "relay.example.net",
    "MAIL_RELAY_PORT": "587",
    "MAIL_RELAY_USER": "gerbang",
    "MAIL_RELAY_PASSWORD": "sangat-rahasia",
}


def test_settings() -> None:
    channel = from_env(ENV, "https://lapor.kab.example")
    assert channel is not None
    assert channel.takes("lapor@kab.example")
    assert channel.sender == "lapor@kab.example"
    assert (channel.relay.port, channel.relay.tls, channel.relay.hostname) == (587, "starttls", "kab.example")
    assert channel.relay.password == "sangat-rahasia"
    assert "sangat-rahasia" not in repr(channel)
    assert "sangat-rahasia" not in repr(Settings.from_env(ENV))


@pytest.mark.parametrize("env", [{}, {"MAIL_RECIPIENTS": " "}, {"MAIL_RELAY_HOST": "relay.example.net"}])
def test_without_recipients_there_is_no_mail(env: dict[str, str]) -> None:
    assert from_env(env, "https://lapor.kab.example") is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"MAIL_RECIPIENTS": "bukan alamat"}, "must hold addresses or @domains"),
        ({"MAIL_RECIPIENTS": "@desa.example"}, "MAIL_FROM is missing"),
        ({"MAIL_FROM": "Lapor <lapor@kab.example>"}, "must be one address"),
        ({"MAIL_RELAY_HOST": ""}, "MAIL_RELAY_HOST is missing"),
        ({"MAIL_RELAY_PASSWORD": ""}, "MAIL_RELAY_PASSWORD is missing"),
        ({"MAIL_RELAY_TLS": "ssl"}, "starttls"),
        ({"MAIL_RELAY_PORT": "0"}, "greater than or equal to 1"),
    ],
)
def test_wrong_settings(change: dict[str, str], words: str) -> None:
    with pytest.raises(ValidationError, match=words) as fault:
        from_env(ENV | change, "https://lapor.kab.example")
    assert "sangat-rahasia" not in str(fault.value)


def test_an_answers_time_ends_before_a_workers_lease() -> None:
    assert Settings.from_env(ENV).mail_timeout_seconds < 15, "LEASE_SECONDS, if nobody changes it"


def test_every_setting_is_described() -> None:
    assert all(info.description for info in Settings.model_fields.values())
    assert {name.partition("_")[0] for name in Settings.model_fields} == {"mail", "rspamd"}
