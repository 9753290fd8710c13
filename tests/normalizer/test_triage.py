"""Messages as people write them, and what they are: kind, +a for anonim, +r for rahasia, and the number asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.commands import Command
from normalizer.parts import TAKEN_KINDS
from normalizer.schema import Attachment, ChannelName, Flags, Kind, Language, Location, Message, Origin, Party
from normalizer.triage import Triage, triage

# One line each: kind and flags, the number asked for, the words.
TABLE = Path(__file__).parents[1] / "cases" / "triage.jsonl"
ROWS: list[tuple[str, str, str]] = [tuple(json.loads(line)) for line in TABLE.read_text("utf-8").splitlines()]
KEYWORDS = ("TANGKAB",)


def message(
    text: str,
    subject: str = "",
    attachments: tuple[Attachment, ...] = (),
    location: Location | None = None,
    robot: bool = False,
    person: str = "tel:+6281100001234",
) -> Message:
    return Message(
        channel=ChannelName("sms"),
        delivery="d",
        sender=Party("+6281100001234"),
        person=person,
        received_at=datetime(2026, 11, 21, tzinfo=UTC),
        text=text,
        subject=subject,
        attachments=attachments,
        location=location,
        robot=robot,
    )


def short(judged: Triage) -> str:
    return judged.kind + "+a" * judged.flags.anonim + "+r" * judged.flags.rahasia


@pytest.mark.parametrize(("expected", "number", "text"), ROWS, ids=[row[2][:60] for row in ROWS])
def test_what_a_message_is(expected: str, number: str, text: str) -> None:
    judged = triage(message(text), KEYWORDS)
    assert (short(judged), judged.status_number) == (expected, number)


def test_the_table_is_worth_its_name() -> None:
    assert len(ROWS) >= 250
    assert len({text for _, _, text in ROWS}) == len(ROWS)


SUBJECTS = [
    ("a flag before the subject", "RAHASIA: pungli di kelurahan", "Petugas minta uang.", "complaint+r"),
    ("a flag in brackets", "Re: [ANONIM] pungli", "Petugas minta uang.", "complaint+a"),
    ("a class in the subject", "Permintaan informasi", "Syarat akta lahir?", "information"),
    ("the class of the text when the subject has none", "Taman kota", "Aspirasi: buatkan taman.", "aspiration"),
    ("a status question in the subject alone", "STATUS 1916449", "", "status"),
    ("a complaint in the subject alone", "Jalan rusak di RT 5 Desa Contoh", "", "complaint"),
    ("an ordinary use", "Sudah rahasia umum", "Ada pungli di pasar.", "complaint"),
]


@pytest.mark.parametrize(("label", "subject", "text", "expected"), SUBJECTS, ids=[row[0] for row in SUBJECTS])
def test_a_mails_subject_counts(label: str, subject: str, text: str, expected: str) -> None:
    assert short(triage(message(text, subject))) == expected, label


@pytest.mark.parametrize(
    ("subject", "text"), [("RAHASIA", "Kades minta uang"), ("Laporan", "rahasia bank sampah uangnya hilang")]
)
def test_flags_of_what_was_forwarded_count(subject: str, text: str) -> None:
    origin = Origin(Party("warga@example.org"), Party("staf@example.org"), subject, text)
    assert triage(replace(message("Mohon ditindaklanjuti"), origin=origin)).flags == Flags(rahasia=True)
    assert triage(replace(message("Mohon ditindaklanjuti"), quoted=(f"{subject}\n\n{text}",))).flags.rahasia


def test_a_bare_status_answer_takes_the_number_of_the_letter_it_answers() -> None:
    judged = triage(message("status", "Re: Laporan diterima, nomor laporan 2218779091"))
    assert (judged.kind, judged.status_number) == (Kind.STATUS, "2218779091")


PHOTO = Attachment("foto.jpg", "image/jpeg")


@pytest.mark.parametrize("text", ["", "halo", "p", "bantuan", "STATUS 1916449"])
def test_what_carries_a_photo_or_a_place_is_a_complaint(text: str) -> None:
    assert triage(message(text, attachments=(PHOTO,))).kind is Kind.COMPLAINT
    assert triage(message(text, location=Location(-6.2, 106.8))).kind is Kind.COMPLAINT


@pytest.mark.parametrize(
    "polite",
    ["Terima kasih banyak.", "Matur nuwun.", "Makasih ya pak, salam sehat.", "Halo admin, selamat pagi."],
)
@pytest.mark.parametrize(
    "told",
    [
        "Mohon fogging di Gang Cendrawasih, sudah kemarin sore banyak yang demam berdarah termasuk pedagang.",
        "Tolong lampu di Jalan Kenanga RT 03 RW 05 diganti, sudah seminggu.",
        "Kejadian di Desa Sukamaju ini sudah berulang, truknya lewat tiap malam.",
    ],
)
@pytest.mark.parametrize("more", ["", "Kejadian ini sudah berulang.", "Semoga sukses selalu."])
def test_who_says_where_it_is_is_taken_however_politely(told: str, polite: str, more: str) -> None:
    for text in (f"{told} {polite} {more}", f"{polite} {told} {more}", f"{polite} {more} {told}"):
        assert triage(message(text.strip())).kind in TAKEN_KINDS, text


@pytest.mark.parametrize("name", ["Pak RT", "Budi", "Bagas", "Admin", "Stop", "Halo Budi", "Bu Ani Tukang"])
def test_whose_contact_is_shared_orders_and_greets_nothing(name: str) -> None:
    """ "Bagas" is near to BATAL, as an order is written; on a contact it is a name."""
    shared = replace(message(f"{name} +6281100000002"), doubts=("contact-of-another",))
    found = triage(shared)
    assert (found.kind, found.command) == (Kind.COMPLAINT, None)


def test_a_robot_is_a_robot_whatever_it_says() -> None:
    assert triage(message("Jalan rusak di RT 5", robot=True)).kind is Kind.ROBOT


@pytest.mark.parametrize(
    ("person", "kind"),
    [
        ("sender:BANKCONTOH", Kind.ROBOT),
        ("tel:1708", Kind.ROBOT),
        ("tel:+6281100001234", Kind.COMPLAINT),
        ("whatsapp:US.13491208655302741918", Kind.COMPLAINT),
        ("telegram:1708", Kind.COMPLAINT),
        ("mailto:sender:x@example.id", Kind.COMPLAINT),
    ],
)
def test_sender_names_and_short_codes_are_nobody(person: str, kind: Kind) -> None:
    assert triage(message("Jalan rusak di RT 5", person=person)).kind is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Terima kasih, pesan Anda sudah kami terima dan akan dibalas pada jam kerja.", Kind.ROBOT),
        ("Terima kasih telah menghubungi kami. Kami akan segera membalas pesan Anda.", Kind.ROBOT),
        ("Sedot wc mampet murah bergaransi 081100001234", Kind.ROBOT),
        ("Your verification code is 77-31-05. Do not share it.", Kind.ROBOT),
        ("saya lapor berkali-kali cuma dapat balasan otomatis", Kind.COMPLAINT),
        ("nomor pengaduan rusak, jawabannya pesan otomatis terus", Kind.COMPLAINT),
        ("parkir murah di papan tapi ditagih 20 ribu, nomor petugas 081100001234", Kind.COMPLAINT),
        ("wc umum mampet tidak disedot sedot, hubungi saya 081100001234", Kind.COMPLAINT),
    ],
)
def test_what_a_machine_or_a_shop_sends_to_a_sims_line_is_nobodys(text: str, kind: Kind) -> None:
    assert triage(message(text)).kind is kind


def test_why_is_one_of_a_few_words() -> None:
    said = {triage(message(text), KEYWORDS).why for _, _, text in ROWS}
    assert said == {
        *("", "greeting", "thanks", "test", "help", "empty", "flag alone", "status", "command", "yesno", "bare"),
        *("gibberish", "emergency"),
    }


def test_english_is_answered_in_english() -> None:
    assert triage(message("The street light near my house is broken")).language is Language.ENGLISH
    assert triage(message("Lampu jalan dekat rumah saya mati")).language is Language.INDONESIAN


def test_a_flag_deep_in_a_book_is_found() -> None:
    book = "jalan rusak " * 20_000
    assert triage(message(book)).flags == Flags()
    assert triage(message(f"{book} (RAHASIA) {book}")).flags == Flags(rahasia=True)
    assert triage(message(f"{book} anonim")).flags == Flags(anonim=True)


@given(st.text(), st.text())
def test_it_judges_anything(text: str, subject: str) -> None:
    assert triage(message(text, subject)).kind in Kind


@given(st.sampled_from(["RAHASIA", "rahasia", "Rahasia!", "(rahasia)"]), st.integers(0, 5), st.booleans())
def test_a_flag_survives_whatever_stands_around_it(flag: str, blanks: int, first: bool) -> None:
    told = "Kades minta uang 500 ribu untuk surat tanah"
    parts = (flag, told) if first else (told, flag)
    assert triage(message((" " * blanks + "\n").join(parts))).flags.rahasia


@pytest.mark.parametrize(
    "text",
    [
        "where can i report corruption",
        "dimana saya bisa lapor korupsi",
        "lapor korupsi kemana ya",
        "nek arep lapor dalan rusak nang endi",
        "is this the place to report illegal parking",
        "Saya tinggal di Jl Melati RT 3, bagaimana cara lapor?",
        "saya warga gang Kenanga RT 2, kemana harus mengadu?",
        "kulo warga Jl Kartini RT 1, pripun carane lapor",
    ],
)
def test_who_only_asks_where_or_how_to_report_is_helped(text: str) -> None:
    assert triage(message(text), KEYWORDS).kind is Kind.HELP


@pytest.mark.parametrize(
    "text",
    [
        "mau lapor kemana, anak saya dicabuli",
        "kemana saya harus lapor suami saya memukul saya",
        "Saya tinggal di Jl Melati RT 3, lampu mati, bagaimana cara lapor?",
        "jalan rusak di Jl Mawar 5 lapor kemana",
        "where can i report my husband, he beats me",
        "bagaimana saya bisa lapor jalan rusak di depan SD 3 Sukasari",
    ],
)
def test_who_tells_beside_that_question_is_taken(text: str) -> None:
    assert triage(message(text), KEYWORDS).kind in TAKEN_KINDS


@pytest.mark.parametrize(
    "text",
    [
        "batal, sudah diperbaiki, sekarang lampunya kedip",
        "batal wis murup, saiki kedip kedip",
        "laporan batal, air sudah ngalir, sekarang warnanya kuning",
        "batalin aja udah dibenerin, skrg malah konslet",
        "never mind it was repaired, now it is leaking again",
        "batalkan pak sudah beres, sekarang gantian jalannya yang rusak",
    ],
)
def test_what_ails_again_is_told_and_nothing_is_called_off(text: str) -> None:
    found = triage(message(text), KEYWORDS)
    assert (found.kind, found.command, found.why) == (Kind.COMPLAINT, None, "")


@pytest.mark.parametrize(
    "text",
    [
        "batal, sudah diperbaiki",
        "batal pak, lampunya sudah nyala sekarang",
        "batal, sekarang sudah beres",
        "batal, sudah damai, tapi sekarang suami saya marah",
        "cancel, it is fixed now",
    ],
)
def test_what_is_only_settled_is_called_off(text: str) -> None:
    assert triage(message(text), KEYWORDS).command is Command.CANCEL


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dijual motor Beat 2019 mulus 9jt nego, hub Bu Rina", Kind.ROBOT),
        ("Laptop bekas Asus core i5 3,5jt mulus hub Rizky", Kind.ROBOT),
        ("WA Blast murah 1 juta kontak cuma 150rb", Kind.ROBOT),
        ("Agen gas elpiji 3kg 22rb antar sampai rumah pak Udin 081100001313", Kind.ROBOT),
        ("Beras bansos dijual ketua RT 80rb per karung, hub saya", Kind.COMPLAINT),
        ("Sedot WC dari dinas tidak datang, sudah bayar 300rb, hub Pak Joko", Kind.COMPLAINT),
        ("Jual LKS di sekolah 60rb per buku wajib, pesan ke bu guru", Kind.COMPLAINT),
    ],
)
def test_an_advert_names_its_seller_and_a_price(text: str, kind: Kind) -> None:
    assert triage(message(text), KEYWORDS).kind is kind
