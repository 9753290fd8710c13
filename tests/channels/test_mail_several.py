"""However many mails are attached, and however they lie in each other: each is a complaint of its own."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from channels.mail import from_env
from forwarder.to_write import to_write
from normalizer.mime_files import contents
from normalizer.normalize import normalize
from normalizer.schema import ChannelName, Complaint, Message, Raw
from normalizer.triage import _flags_along, triage
from normalizer.wordless import TO_TRANSCRIBE

OFFICE = "kantor@desa-sukamaju.example.id"
SETTINGS = {"MAIL_RECIPIENTS": "lapor@kab-contoh.example.org", "MAIL_RELAY_HOST": "127.0.0.1"}


def letter(sender: str, subject: str, text: str, attached: Iterable[EmailMessage] = ()) -> EmailMessage:
    mail = EmailMessage()
    if sender:
        mail["From"] = sender
    mail["To"] = "lapor@kab-contoh.example.org"
    mail["Subject"] = subject
    mail["Message-ID"] = "<terusan-1@desa-sukamaju.example.id>"
    mail.set_content(text)
    for one in attached:
        mail.add_attachment(one)
    return mail


def passed_on(*attached: EmailMessage) -> EmailMessage:
    return letter(OFFICE, "Fwd: laporan warga", "Mohon ditindaklanjuti.", attached)


def citizens(number: int, sender: str | None = None) -> EmailMessage:
    """Two parts in one, as most programs send."""
    text = f"Jalan {number} di RT {number} rusak parah."
    mail = letter(f"warga{number}@example.net" if sender is None else sender, "Laporan", text)
    mail.add_alternative(f"<p>{text}</p>", subtype="html")
    return mail


def photo(content: bytes) -> EmailMessage:
    mail = letter("siti@example.net", "Foto", "")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n" + content, "image", "png", filename="foto.png")
    return mail


def enclosed(words: EmailMessage, times: int) -> EmailMessage:
    mail = words
    for number in range(times):
        mail = letter(f"kantor{number}@example.id", "Fwd: Laporan", "", [mail])
    return mail


def complaints(mail: EmailMessage) -> list[tuple[Message, Complaint]]:
    channel = from_env(SETTINGS, "")
    assert channel
    headers = (("MAIL FROM", OFFICE), ("RCPT TO", "lapor@kab-contoh.example.org"))
    found = channel.read(Raw(ChannelName("mail"), datetime(2026, 11, 21, tzinfo=UTC), "smtp:", headers, bytes(mail)))
    return [(one, normalize(one, triage(one), "id")) for one in found if isinstance(one, Message)]


@pytest.mark.parametrize("count", [24, 40, 98])
def test_as_many_mails_as_are_attached_are_complaints(count: int) -> None:
    made = complaints(passed_on(*(citizens(number) for number in range(count))))
    told = [f"Jalan {number} di RT {number} rusak parah." for number in range(count)]
    assert [complaint.text.strip() for _, complaint in made] == told
    assert len({message.delivery for message, _ in made}) == len(made)


def test_what_comes_behind_the_hundredth_part_waits_for_a_person() -> None:
    mail = passed_on(*(citizens(number) for number in range(150)))
    *_, (last, complaint) = complaints(mail)
    assert to_write(complaint)
    assert {"too-many-parts", TO_TRANSCRIBE} <= set(last.doubts)
    ((_, rest),) = contents(bytes(mail), [file.source for file in complaint.attachments])
    assert all(f"Jalan {number} di".encode() in rest for number in range(98, 150))


def test_the_files_of_a_mail_with_too_many_are_not_lost() -> None:
    mail = letter("siti@example.net", "Foto", "Jalan rusak di RT 3")
    for number in range(120):
        mail.add_attachment(f"isi berkas {number}".encode(), "text", "plain", filename=f"{number}.txt")
    ((_, complaint),) = complaints(mail)
    kept = b"".join(content for _, content in contents(bytes(mail), [file.source for file in complaint.attachments]))
    assert all(base64.b64encode(f"isi berkas {number}".encode()) in kept for number in range(100, 120))


def test_each_of_several_mails_within_an_attached_one_is_a_complaint() -> None:
    village = passed_on(*(citizens(number) for number in range(1, 4)))
    made = complaints(letter("camat@example.id", "Fwd: Fwd: laporan warga", "Teruskan.", [village]))
    assert [complaint.reporter.address for _, complaint in made] == [
        f"warga{number}@example.net" for number in (1, 2, 3)
    ]
    assert {complaint.submitted_by.address for _, complaint in made} == {"camat@example.id"}
    assert len({message.delivery for message, _ in made}) == 3


def test_a_mail_that_lies_too_deep_is_written_down_by_a_person() -> None:
    mail = enclosed(citizens(7), 9)
    ((message, complaint),) = complaints(mail)
    assert {"too-deep", TO_TRANSCRIBE} <= set(message.doubts)
    assert to_write(complaint), "it may ask for protection"
    ((_, kept),) = contents(bytes(mail), [file.source for file in complaint.attachments])
    assert b"Jalan 7 di RT 7 rusak parah." in kept


def test_an_attached_mail_without_a_sender_is_not_lost_beside_another() -> None:
    made = complaints(passed_on(citizens(1), citizens(2, sender="")))
    assert [complaint.text.strip() for _, complaint in made] == [
        "Jalan 1 di RT 1 rusak parah.",
        "Jalan 2 di RT 2 rusak parah.",
    ]
    assert "no-from" in made[1][0].doubts


def test_two_mails_of_one_person_without_words_are_told_apart_by_their_files() -> None:
    made = complaints(passed_on(photo(b"satu"), photo(b"dua"), photo(b"satu")))
    first, second, again = (message.delivery for message, _ in made)
    assert first == again != second


def test_what_they_all_have_beside_them_is_looked_at_once() -> None:
    """Each is protected by what any of them asks for: looked at for each, their number would count twice over."""
    _flags_along.cache_clear()
    made = complaints(passed_on(*(citizens(number) for number in range(30)), letter("ani@example.net", "RAHASIA", "x")))
    assert all(complaint.flags.rahasia for _, complaint in made)
    assert _flags_along.cache_info().misses == 1
