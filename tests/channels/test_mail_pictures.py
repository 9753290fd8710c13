"""Mails whose signature shows a picture: what is asked in them, and which pictures stay."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import make_msgid

import pytest

from channels.mail import Mail
from channels.mail_relay import MailRelay
from normalizer.schema import ChannelName, Message, Raw

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
LETTER = (
    "Pada Min, 22 Nov 2026 pukul 18.22 LAPOR! <lapor@kab.example> menulis:\n> Nomor laporan: 1520218\n> Jalan rusak"
)


def read(words: str, subject: str = "Re: Nomor laporan 1520218", size: int = 9_000, kind: str = "inline") -> Message:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "kantor@desa.example", "lapor@kab.example", subject
    mail.set_content(f"{words}\n\n-- \nKantor Desa Contoh\n\n{LETTER}\n")
    mail.add_related(PNG.ljust(size, b"\0"), "image", "png", cid=make_msgid(domain="desa.example"), disposition=kind)
    headers = (("MAIL FROM", "kantor@desa.example"), ("RCPT TO", "lapor@kab.example"), ("PEER", "127.0.0.1"))
    raw = Raw(ChannelName("mail"), datetime(2026, 11, 22, tzinfo=UTC), "smtp:", headers, bytes(mail))
    found = Mail(("lapor@kab.example",), "lapor@kab.example", MailRelay("127.0.0.1", 25)).read(raw)
    (message,) = found
    assert isinstance(message, Message)
    return message


ASKING = ["REKAP", "Mohon rekap bulan November", "STATUS 1520218", "Terima kasih banyak pak", "BATAL 1520218", "OK"]


@pytest.mark.parametrize("words", ASKING)
def test_a_logo_below_what_is_asked_is_no_file(words: str) -> None:
    assert read(words).attachments == ()


TELLING = [
    ("a complaint", {"words": "Jalan di RT 4 rusak berat"}),
    ("an addition", {"words": "Ini fotonya"}),
    ("nothing but a picture", {"words": ""}),
    ("a wish for protection", {"words": "RAHASIA", "subject": ""}),
    ("a greeting", {"words": "Selamat siang", "subject": ""}),
    ("a photo", {"words": "STATUS 1520218", "size": 200_000}),
    ("a picture that was handed over", {"words": "STATUS 1520218", "kind": "attachment"}),
]


@pytest.mark.parametrize(("label", "mail"), TELLING, ids=[row[0] for row in TELLING])
def test_any_other_picture_stays(label: str, mail: dict[str, str | int]) -> None:
    assert len(read(**mail).attachments) == 1, label  # type: ignore[arg-type] # one table for all arguments
