"""A forwarded mail on its way: whose complaint it is, who passed it on, and one complaint for each mail attached."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from channels.mail import from_env
from gateway.explain import explain
from normalizer.normalize import UNSURE, normalize
from normalizer.schema import ChannelName, Complaint, Message, Raw
from normalizer.triage import triage
from normalizer.wordless import TO_TRANSCRIBE

OFFICE = "kantor@desa-sukamaju.example.id"
SETTINGS = {"MAIL_RECIPIENTS": "lapor@kab-contoh.example.org", "MAIL_RELAY_HOST": "127.0.0.1"}
GMAIL = """Mohon ditindaklanjuti.

---------- Pesan terusan ----------
Dari: Siti Aminah <siti.aminah@example.net>
Tanggal: Sab, 14 Nov 2026 08.15
Subjek: Jembatan putus
Kepada: <kantor@desa-sukamaju.example.id>

Jembatan di RT 3 putus sejak Kamis.
"""


def letter(subject: str, text: str, *attached: EmailMessage) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"Kantor Desa Sukamaju <{OFFICE}>"
    mail["To"] = "lapor@kab-contoh.example.org"
    mail["Subject"] = subject
    mail["Message-ID"] = "<terusan-1@desa-sukamaju.example.id>"
    mail.set_content(text)
    for one in attached:
        mail.add_attachment(one)
    return mail.as_bytes()


def citizens(name: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"{name} <{name.lower()}@example.net>"
    mail["Subject"] = "Laporan"
    mail.set_content(text)
    return mail


def complaints(body: bytes, **more: str) -> list[tuple[Message, Complaint]]:
    channel = from_env(SETTINGS | more, "")
    assert channel
    headers = (("MAIL FROM", OFFICE), ("RCPT TO", "lapor@kab-contoh.example.org"))
    found = channel.read(Raw(ChannelName("mail"), datetime(2026, 11, 21, tzinfo=UTC), "smtp:", headers, body))
    return [(one, normalize(one, triage(one), "id")) for one in found if isinstance(one, Message)]


def test_the_citizen_behind_an_officials_forward() -> None:
    ((message, complaint),) = complaints(letter("Fwd: Jembatan putus", GMAIL))
    assert (complaint.reporter.name, complaint.reporter.address) == ("Siti Aminah", "siti.aminah@example.net")
    assert (complaint.submitted_by.address, message.sender.address) == (OFFICE, OFFICE)
    assert complaint.text.strip() == "Jembatan di RT 3 putus sejak Kamis."
    assert (complaint.note.strip(), complaint.title) == ("Mohon ditindaklanjuti.", "Jembatan putus")
    assert complaint.forwarded
    assert UNSURE not in complaint.doubts


@pytest.mark.parametrize(
    ("said", "name", "address"),
    [
        ("Budi Santoso (0811-0000-0001)", "Budi Santoso", "+6281100000001"),
        ("0811 0000 0001", "", "+6281100000001"),
        ("Budi +62 811-0000-0001", "Budi", "+6281100000001"),
        ("Budi RT 08 RW 11", "Budi RT 08 RW 11", ""),
        ("Budi 3171000000000001", "Budi 3171000000000001", ""),
    ],
)
def test_a_phone_in_the_forwards_header_is_where_its_author_is_reached(said: str, name: str, address: str) -> None:
    forward = GMAIL.replace("Siti Aminah <siti.aminah@example.net>", said)
    ((_, complaint),) = complaints(letter("Fwd: Jembatan putus", forward))
    assert (complaint.reporter.name, complaint.reporter.address) == (name, address)


IN_BETWEEN = """Kepada kabupaten.

---------- Pesan terusan ----------
Dari: Kantor Desa <kantor@desa-makmur.example.id>
Tanggal: Sab, 14 Nov 2026 09.30
Subjek: Fwd: Jembatan putus
Kepada: <kecamatan@kec.example.id>

{note}---------- Pesan terusan ----------
Dari: Siti Aminah <siti.aminah@example.net>
Tanggal: Sab, 14 Nov 2026 08.15
Subjek: Jembatan putus
Kepada: <kantor@desa-makmur.example.id>

{text}
"""


@pytest.mark.parametrize(
    ("label", "note", "text", "expected"),
    [
        (
            "all, each under a name",
            "Sudah kami cek ke lokasi.\n\n",
            "Jembatan di RT 3 putus sejak Kamis.",
            (
                f"Kantor Desa Sukamaju <{OFFICE}>:\nKepada kabupaten.\n\n"
                "Kantor Desa <kantor@desa-makmur.example.id>:\nSudah kami cek ke lokasi."
            ),
        ),
        ("the last one alone", "", "Jembatan di RT 3 putus sejak Kamis.", "Kepada kabupaten."),
        (
            "no names where it is protected",
            "Sudah kami cek ke lokasi.\n\n",
            "RAHASIA. Kepala dusun memungut uang jembatan.",
            "Penerus 1:\nKepada kabupaten.\n\nPenerus 2:\nSudah kami cek ke lokasi.",
        ),
    ],
)
def test_what_everybody_in_between_added_is_passed_on(label: str, note: str, text: str, expected: str) -> None:
    ((message, complaint),) = complaints(letter("Fwd: Jembatan putus", IN_BETWEEN.format(note=note, text=text)))
    assert (complaint.reporter.address, complaint.text.strip()) == ("siti.aminah@example.net", text)
    assert message.origin
    assert message.origin.note.strip() == "Kepada kabupaten."
    assert complaint.note.strip() == expected


def test_five_attached_mails_are_five_complaints_whatever_their_order() -> None:
    mails = [citizens(name, f"Sumur di dusun {name} kering.") for name in ("Ani", "Budi", "Citra", "Dedi", "Eka")]
    there, back = (
        complaints(letter("Laporan warga", "Terlampir.", *mails)),
        complaints(letter("Laporan warga", "Terlampir.", *reversed(mails))),
    )
    assert [one.reporter.name for _, one in there] == ["Ani", "Budi", "Citra", "Dedi", "Eka"]
    assert len({message.delivery for message, _ in there}) == 5
    suffixes = [{message.delivery.rpartition(":")[2] for message, _ in found} for found in (there, back)]
    assert suffixes[0] == suffixes[1]


def test_a_flag_in_one_of_several_protects_all_of_them() -> None:
    mails = [citizens("Ani", "Sumur kering."), citizens("Budi", "RAHASIA. Kepala dusun memungut uang.")]
    assert all(one.flags.rahasia for _, one in complaints(letter("Laporan", "Terlampir.", *mails)))


@pytest.mark.parametrize(
    ("clock", "zone", "expected"),
    [
        ("Sat, 14 Nov 2026 09:00:00 +0900", "", "2026-11-13T23:15:00+00:00"),
        ("Sat, 14 Nov 2026 09:00:00 +0700", "Asia/Makassar", "2026-11-14T01:15:00+00:00"),
        # Servers write their own UTC there, and some mails have no date at all.
        ("Sat, 14 Nov 2026 02:00:00 +0000", "Asia/Makassar", "2026-11-14T00:15:00+00:00"),
        ("", "", "2026-11-14T01:15:00+00:00"),
        ("", "no such zone", "2026-11-14T08:15:00+00:00"),
    ],
)
def test_a_date_without_a_zone_is_by_the_forwarders_clock(clock: str, zone: str, expected: str) -> None:
    dated = (f"Date: {clock}\n" if clock else "").encode() + letter("Fwd: Jembatan putus", GMAIL)
    ((_, complaint),) = complaints(dated, TIMEZONE=zone)
    assert complaint.sent_at == datetime.fromisoformat(expected)


def test_a_mail_attached_to_nothing_has_only_its_own_doubts() -> None:
    letters = [citizens("Ani", "Got di RT 1 mampet."), citizens("Budi", "")]
    letters[1].add_attachment(b"\xff\xd8\xff\xe0", "image", "jpeg", filename="foto.jpg")
    (_, first), (_, second) = complaints(letter("Fwd: aduan", "", *letters))
    assert not {"no-text", "empty"} & set(first.doubts)
    assert {"no-text", TO_TRANSCRIBE} <= set(second.doubts)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("text/plain", "Got mampet.eml"),
        ("application/octet-stream", "Got mampet.eml"),
        ("application/octet-stream", "Got mampet"),
        ("application/x-rfc822", ""),
        ("message/rfc822", ""),
    ],
)
def test_an_attached_mail_of_any_type_is_one(kind: str, name: str) -> None:
    envelope, inner = EmailMessage(), citizens("Ani", "Got di RT 1 mampet.")
    inner["To"], inner["Date"] = OFFICE, "Fri, 13 Nov 2026 08:00:00 +0700"
    envelope.set_content("Mohon diteruskan.")
    part = EmailMessage()
    part["Content-Type"] = kind
    part["Content-Disposition"] = f'attachment; filename="{name}"' if name else "attachment"
    part.set_payload(inner.as_string())
    envelope.make_mixed()
    envelope.attach(part)
    ((message, complaint),) = complaints(f"From: {OFFICE}\nSubject: Fwd: aduan\n".encode() + envelope.as_bytes())
    assert (complaint.reporter.address, complaint.text.strip()) == ("ani@example.net", "Got di RT 1 mampet.")
    assert [one.media_type for one in message.attachments] == ["message/rfc822"]
    assert complaint.attachments == ()


def test_a_file_that_only_looks_a_little_like_a_mail_is_a_file() -> None:
    envelope = EmailMessage()
    envelope.set_content("Berikut suratnya, mohon dibaca karena jalan kami rusak.")
    envelope.add_attachment(b"From: Kades\nDate: 3 Mei\n\nHalo", "application", "octet-stream", filename="surat")
    ((_, complaint),) = complaints(f"From: {OFFICE}\nSubject: surat\n".encode() + envelope.as_bytes())
    assert (complaint.forwarded, [one.name for one in complaint.attachments]) == (False, ["surat"])


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("PLN <cs@pln.example>", "Terima kasih atas laporan Anda, akan kami tindaklanjuti."),
        ("PDAM <cs@pdam.example>", "Yth. Ibu Siti,\n\nPengaduan Anda sudah kami terima dengan nomor 12."),
        ("Bank <care@bank.example>", "Thank you for contacting us."),
        ("LAPOR <no-reply@lapor.example>", "Nomor: 12"),
        ("<MAILER-DAEMON@mx.example>", "This is the mail system at host mx."),
    ],
)
def test_who_sends_on_an_answer_complains_themselves(who: str, words: str) -> None:
    forward = GMAIL.replace("Siti Aminah <siti.aminah@example.net>", who)
    text = forward.replace("Jembatan di RT 3 putus sejak Kamis.", words)
    inner = EmailMessage()
    inner["From"], inner["Subject"] = who, "Jembatan putus"
    inner.set_content(words)
    for mail in (letter("Fwd: Jembatan putus", text), letter("Fwd: Jembatan putus", "Tiga bulan begini.", inner)):
        ((message, complaint),) = complaints(mail)
        assert message.origin
        assert (message.origin.sure, UNSURE in complaint.doubts) == (False, True)
        assert complaint.note


def test_who_quotes_such_an_answer_goes_on_complaining() -> None:
    answered = (
        "Masih putus, pak.\n\nPada 13 Nov 2026 09.00 Kades <k@desa.example> menulis:\n> Terima kasih atas laporan Anda."
    )
    ((message, _),) = complaints(
        letter("Fwd: Jembatan putus", GMAIL.replace("Jembatan di RT 3 putus sejak Kamis.", answered))
    )
    assert message.origin
    assert message.origin.sure


def test_a_byte_order_mark_is_no_word() -> None:
    ((_, complaint),) = complaints(
        letter("Fwd: Jembatan putus", GMAIL.replace("Jembatan di RT", "\ufeffJembatan di RT"))
    )
    assert complaint.text == "Jembatan di RT 3 putus sejak Kamis."


def test_a_note_that_is_quoted_with_the_forward_bears_no_signs() -> None:
    quoted = "".join(f"> {line}\n" for line in GMAIL.splitlines())
    ((message, complaint),) = complaints(letter("Fwd: Jembatan putus", quoted))
    assert message.origin
    assert (message.origin.note, complaint.text) == ("Mohon ditindaklanjuti.", "Jembatan di RT 3 putus sejak Kamis.")


def test_an_unsure_forward_says_so() -> None:
    ((_, complaint),) = complaints(letter("Jembatan", GMAIL.replace("---------- Pesan terusan ----------\n", "")))
    assert complaint.forwarded
    assert UNSURE in complaint.doubts


@pytest.mark.parametrize("text", ["Jembatan putus.", "Halo,\n\nPada 14 Nov 2026, Siti menulis:\n> Jembatan putus.\n"])
def test_what_is_no_forward_stays_the_senders(text: str) -> None:
    ((_, complaint),) = complaints(letter("Re: Jembatan", text))
    assert not complaint.forwarded
    assert complaint.reporter.address == OFFICE


def test_explain_tells_it() -> None:
    told = explain("mail", letter("Fwd: Jembatan putus", GMAIL), {})
    assert (told["forwarded"], told["confidence"], told["subject"]) == (True, "high", "Jembatan putus")
    assert told["reporter"] == {"address": "siti.aminah@example.net", "name": "Siti Aminah"}
    assert told["chain"] == [told["reporter"]]
