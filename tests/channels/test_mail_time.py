"""What a hostile mail costs from its bytes to a complaint: time that grows with its size and no faster."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from channels.mail import Mail
from channels.mail_relay import MailRelay
from normalizer.normalize import normalize
from normalizer.schema import ChannelName, Message, Raw
from normalizer.triage import triage

pytestmark = pytest.mark.once

MAILBOX = "lapor@kab.example.org"
MAIL = Mail((MAILBOX,), MAILBOX, MailRelay("127.0.0.1", 25, "", "", "none", 5, "kab.example.org"))
HEAD = b"From: Kades <kades@desa.example.org>\r\nSubject: Laporan\r\n"
REPLY = b"From: Kades <kades@desa.example.org>\r\nSubject: Re: Laporan\r\n"
PACKAGE = b"Content-Type: application/ms-tnef\r\n\r\n\x78\x9f\x3e\x22\1\0"
ATTACHED = "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n\r\nNama: Siti\r\n"
PAGE = HEAD + b"Content-Type: text/html\r\n\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
STREAMED = bytes.fromhex("3080 06092a864886f70d010702 a080 3080 020101 3100 3080 06092a864886f70d010701 a080 2480")
SMALL, LARGE = 60_000, 240_000


def filled(head: bytes, unit: str | bytes) -> Callable[[int], bytes]:
    raw = unit.encode() if isinstance(unit, str) else unit
    return lambda size: head + raw * (size // len(raw))


SHAPES: dict[str, Callable[[int], bytes]] = {
    # the text of a list
    "names": filled(HEAD + b"\r\n", "Nama: A\n"),
    "names and words": filled(HEAD + b"\r\n", "Nama: Siti\nIsi: jalan rusak\n"),
    "labels in a line": filled(HEAD + b"\r\n", "Nama: Siti, Isi: jalan, "),
    "numbered officials": filled(HEAD + b"\r\n", "1. Pak Budi: jalan rusak di sini\n"),
    "a table with broken cells": filled(HEAD + b"\r\nNama|HP|Isi\nSiti|0811|rusak\n", "dan parah\n"),
    "table rows": filled(HEAD + b"\r\nNama|HP|Isi\n", "Siti|0811|rusak\n"),
    "rules": filled(HEAD + b"\r\n", "-" * 70 + "x\n"),
    "one rule": filled(HEAD + b"\r\n", "-"),
    "colons": filled(HEAD + b"\r\n", ":"),
    # the text of a forward
    "forward marks": filled(HEAD + b"\r\n", "---------- Forwarded message ---------\n"),
    "half headers": filled(HEAD + b"\r\n", "Dari: a\n"),
    "headers": filled(HEAD + b"\r\n", "Dari: a <a@b.example>\nTanggal: x\nSubjek: y\nKepada: z\n"),
    "attributions": filled(HEAD + b"\r\n", "Pada Sen, 1 Jan 2026 Siti <a@b.example> menulis:\n"),
    "half attributions": filled(HEAD + b"\r\n", "Pada Sen, 1 Jan\n"),
    "quotes": filled(HEAD + b"\r\n", "> "),
    "quoted lines": filled(HEAD + b"\r\n", "> Dari: a\n"),
    # the words of robots
    "Re and cuti": filled(REPLY + b"\r\n", "saya sedang cuti "),
    "thanks for": filled(REPLY + b"\r\n", "terima kasih atas email "),
    "a read message": filled(HEAD.replace(b"Laporan", b"Read: x") + b"\r\n", "your message "),
    # other texts
    "blanks": filled(HEAD + b"\r\n", " "),
    "blank lines": filled(HEAD + b"\r\n", "\n"),
    "one word": filled(HEAD + b"\r\n", "a"),
    "digits": filled(HEAD + b"\r\n", "0811-0000-"),
    "sixteen digits": filled(HEAD + b"\r\n", "3201010101010001 "),
    "addresses": filled(HEAD + b"\r\n", "a@b.example "),
    "at signs": filled(HEAD + b"\r\n", "@"),
    "marks on a letter": filled(HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\na", "\u0301\u0316"),
    "RAHASIA": filled(HEAD + b"\r\n", "RAHASIA ANONIM "),
    "encoded lines": filled(HEAD + b"\r\n", "QUJD" * 19 + "\n"),
    "signatures": filled(HEAD + b"\r\n", "-- \n"),
    "sent from": filled(HEAD + b"\r\n", "Dikirim dari "),
    # pages
    "nested div": lambda size: PAGE + b"<div>" * (size // 11) + b"jalan" + b"</div>" * (size // 11),
    "nested tables": lambda size: PAGE + b"<table><tr><td>" * (size // 33) + b"</td></tr></table>" * (size // 33),
    "cells": filled(PAGE + b"<table>", "<tr><td>Nama</td><td>:</td><td>Siti</td></tr>"),
    "open cells": filled(PAGE + b"<table>", "<td>Siti"),
    "hidden and quoted": filled(PAGE, "<div a=' hidden "),
    "open quotes": filled(PAGE, "<a href='"),
    "styles": filled(PAGE, "<p style='display:"),
    "entities": filled(PAGE, "&nbsp;&#8203;&zwnj;"),
    "lists": filled(PAGE, "<ul><li>Nama: Siti"),
    "images": filled(PAGE, "<img alt='jalan rusak'>"),
    # parts and headers
    "parts": filled(MIXED, "--b\r\n\r\nNama: Siti\r\n"),
    "winmail.dat": filled(MIXED + b"--b\r\n" + PACKAGE, b"\1\3\x90\6\0\0\0\0\0\0\0"),
    "one package of properties": filled(
        MIXED + b"--b\r\n" + PACKAGE + b"\1\3\x90\6\0\xff\xff\3\0\xff\0\0\0",
        b"\x1e\0\0\x10\1\0\0\0\0\0\0\0",
    ),
    "files that begin as mails": filled(
        MIXED, "--b\r\nContent-Type: application/octet-stream\r\n\r\n" + "From: a@b.example\r\nDate: x\r\n" * 60
    ),
    "pieces of what is signed": filled(HEAD + b"Content-Type: application/pkcs7-mime\r\n\r\n" + STREAMED, b"\4\1a"),
    "mails that are signed": filled(
        MIXED, b"--b\r\nContent-Type: application/pkcs7-mime\r\n\r\n" + STREAMED + b"\4\1a"
    ),
    "references": filled(HEAD + b"References:", " <a@b.example>\r\n"),
    "a subject of cuti": filled(b"From: a@b.example\r\nSubject:", " sedang cuti"),
    "a subject of brackets": filled(b"From: a@b.example\r\nSubject:", " [(*"),
    "list headers": filled(HEAD, "Delivered-To: autoresponde\r\n"),
    "no-reply": filled(HEAD + b"Reply-To: ", "no-reply"),
    "attached mails": filled(
        MIXED, "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n\r\nNama: Siti\r\n"
    ),
}


def spent(data: bytes) -> float:
    """Seconds of this core for reading and understanding; a proven official's mail is looked at most closely."""
    headers = (("MAIL FROM", "kades@desa.example.org"), ("RCPT TO", MAILBOX), ("MARK proof", "proven forwarder"))
    raw = Raw(ChannelName("mail"), datetime(2026, 11, 21, tzinfo=UTC), "smtp:", headers, data)
    began = time.process_time()
    for message in MAIL.read(raw):
        assert isinstance(message, Message)
        normalize(message, triage(message), "id")
    return time.process_time() - began


@pytest.mark.parametrize("label", SHAPES)
def test_four_times_the_mail_takes_about_four_times_as_long(label: str) -> None:
    small, large = (min(spent(SHAPES[label](size)) for _ in range(2)) for size in (SMALL, LARGE))
    assert large < 9 * small + 0.1, f"{small:.3f} s, then {large:.3f} s: sixteen times is what a quadratic reader takes"
    assert large < 3, "a quarter of a megabyte, on a core that others use as well"
