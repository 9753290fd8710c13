"""Messages as people write them, and what they are: kind, +a for anonim, +r for rahasia, and the number asked for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.schema import Attachment, ChannelName, Flags, Kind, Language, Location, Message, Party
from normalizer.triage import Triage, triage

ROWS = [
    ("greeting", "", "halo"),
    ("greeting", "", "Halo"),
    ("greeting", "", "HALO!!"),
    ("greeting", "", "p"),
    ("greeting", "", "P"),
    ("greeting", "", "ppp"),
    ("greeting", "", "Assalamualaikum"),
    ("greeting", "", "assalamu'alaikum wr. wb."),
    ("greeting", "", "Assalamu'alaikum warahmatullahi wabarakatuh"),
    ("greeting", "", "selamat pagi"),
    ("greeting", "", "Slmt siang pak"),
    ("greeting", "", "Selamat malam, Bapak/Ibu admin"),
    ("greeting", "", "pagi min"),
    ("greeting", "", "/start"),
    ("greeting", "", "permisi kak, ada orang?"),
    ("greeting", "", "Hello, good morning sir"),
    ("greeting", "", "🙏 halo 🙏"),
    ("greeting", "", "terima kasih banyak pak"),
    ("greeting", "", "ok makasih min"),
    ("greeting", "", "tes"),
    ("greeting", "", "test ping"),
    ("help", "", ""),
    ("help", "", "   "),
    ("help", "", "???"),
    ("help", "", "👍"),
    ("help", "", "BANTUAN"),
    ("help", "", "bantuan!"),
    ("help", "", "Help"),
    ("help", "", "/help"),
    ("help", "", "menu"),
    ("help", "", "MENU."),
    ("help", "", "cara lapor"),
    ("help", "", "bagaimana cara melapor?"),
    ("help", "", "saya mau lapor"),
    ("help", "", "Selamat pagi, saya ingin melapor"),
    ("help", "", "LAPOR"),
    ("help", "", "gmn caranya lapor pak"),
    ("help", "", "how do i report?"),
    ("help", "", "bantuna"),
    ("help+r", "", "RAHASIA"),
    ("help+a", "", "anonim"),
    ("help+r", "", "rahasia ya pak"),
    ("status", "1234567890", "STATUS 1234567890"),
    ("status", "1916449", "CEK #1916449"),
    ("status", "1916449", "cek # 1916449"),
    ("status", "1916449", "status nomor 1916449"),
    ("status", "1916449", "Status no. 191 64 49"),
    ("status", "1916449", "status laporan saya nomor #1916449 pak?"),
    ("status", "1916449", "bagaimana status laporan saya 1916449"),
    ("status", "1916449", "laporan 1916449 sudah sampai mana?"),
    ("status", "0016449", "cek 0016449"),
    ("status", "1916449", "#1916449"),
    ("status", "1916449", "1916449"),
    ("status", "1916449", "statsu 1916449"),
    ("status", "1916449", "Halo min, cek 1916449"),
    ("status", "1916449", "/status 1916449"),
    ("status", "1916449", "STATUS:1916449"),
    ("status", "2218779091", "2218-7790-91"),
    ("status", "", "status"),
    ("status", "", "cek status"),
    ("status", "", "cek laporan saya"),
    ("status", "", "bagaimana perkembangan laporan saya?"),
    ("complaint", "", "cek jalan rusak di gang 5 RT 06"),
    ("complaint", "", "status tanah 1234567 belum jelas"),
    ("complaint", "", "081100001234"),
    ("complaint", "", "3201010101010001"),
    ("complaint", "", "tolong cek lampu jalan mati 1234567"),
    ("complaint", "", "Jalan rusak di depan SD 1 Curug"),
    ("complaint", "", "tolong"),
    ("complaint", "", "TANGKAB jalan rusak"),
    ("greeting", "", "TANGKAB halo"),
    ("complaint", "", "jln rusak yg dkt psr blm dibenerin"),
    ("complaint", "", "halo pak, lampu jl mati sdh 3 hari"),
    ("complaint", "", "banjir"),
    ("complaint", "", "Selamat pagi. Sampah tidak diangkut 2 minggu di RT 04 RW 02"),
    ("complaint", "", "info dari warga, pungli di kantor desa"),
    ("complaint", "", "Pengaduan: jalan rusak"),
    ("aspiration", "", "ASPIRASI: mohon dibuatkan taman"),
    ("aspiration", "", "aspirasi saya agar ada halte"),
    ("aspiration", "", "[ASPIRASI] taman baca"),
    ("aspiration", "", "#aspirasi taman baca"),
    ("aspiration", "", "Usul: pasang polisi tidur di Jl Melati"),
    ("aspiration", "", "Selamat siang, saya mengusulkan lampu jalan"),
    ("aspiration", "", "Saran - buka loket sabtu"),
    ("complaint", "", "saran saya tidak pernah didengar, jalan rusak"),
    ("information", "", "minta informasi syarat KTP hilang"),
    ("information", "", "Minta info jam buka dukcapil"),
    ("information", "", "PERMINTAAN INFORMASI: anggaran desa 2026"),
    ("information", "", "mohon info jadwal vaksin"),
    ("information", "", "Mau tanya, kapan loket buka?"),
    ("information", "", "numpang tanya pak syarat bikin KK"),
    ("information", "", "Assalamualaikum, mau nanya cara urus akta"),
    ("information+r", "", "RAHASIA permintaan informasi data saya"),
    ("aspiration+a", "", "ANONIM ASPIRASI: taman"),
    ("complaint+r", "", "RAHASIA jalan rusak dijual"),
    ("complaint+r", "", "rahasia, kades minta uang"),
    ("complaint+r", "", "rahasia. kades pungli"),
    ("complaint+r", "", "Kades minta uang 500rb. RAHASIA"),
    ("complaint+r", "", "kades minta uang 500rb rahasia"),
    ("complaint+r", "", "kades minta uang 500rb (rahasia)"),
    ("complaint+r", "", "kades minta uang 500rb, rahasia ya pak, terima kasih"),
    ("complaint+r", "", "Halo pak, RAHASIA: guru memukul murid"),
    ("complaint+r", "", "TANGKAB RAHASIA pungli di samsat"),
    ("complaint+r", "", "pungli di samsat mohon dirahasiakan"),
    ("complaint+r", "", "Pungli di samsat. Tolong dirahasiakan ya"),
    ("complaint+r", "", "laporan ini bersifat rahasia, ada pungli di pasar"),
    ("complaint+r", "", "pungli di pasar\n#rahasia"),
    ("complaint+r", "", "pungli di pasar *RAHASIA* oleh oknum"),
    ("complaint+r", "", "guru memukul anak RAHASIA di SD 2"),
    ("complaint+r", "", "rahasai: ada pungli"),
    ("complaint+r", "", "RAHSIA pungli"),
    ("complaint+r", "", "mohon jaga kerahasiaan laporan ini, ada pungli"),
    ("complaint+r", "", "jangan disebarkan, ada pungli di desa"),
    ("complaint+r", "", "Please keep this confidential: the officer asked for money"),
    ("complaint+a", "", "ANONIM ada pungli di desa"),
    ("complaint+a", "", "anonim: ada pungli"),
    ("complaint+a", "", "ada pungli di desa, anonim"),
    ("complaint+a", "", "Ada pungli. Saya ingin anonim"),
    ("complaint+a", "", "annonim ada pungli di desa"),
    ("complaint+a", "", "tolong rahasiakan identitas saya, ada pungli"),
    ("complaint+a", "", "tolong rahasiakan nama saya. ada pungli"),
    ("complaint+a", "", "ada pungli di desa, mohon identitas pelapor dirahasiakan"),
    ("complaint+a", "", "ada pungli, nama saya jangan disebut"),
    ("complaint+a", "", "Jangan sebutkan nama saya pak, kades pungli"),
    ("complaint+a", "", "mohon jaga kerahasiaan identitas saya. kades pungli"),
    ("complaint+a", "", "jangan sampai nama saya diketahui kades"),
    ("complaint+a", "", "Please keep my name secret, the officer asked for money"),
    ("complaint+a", "", "I want to stay anonymous. The officer asked for money"),
    ("complaint+a+r", "", "ANONIM RAHASIA kades pungli"),
    ("complaint+a+r", "", "rahasia/anonim kades pungli"),
    ("complaint+a+r", "", "kades pungli. anonim dan rahasia"),
    ("complaint+a+r", "", "mohon rahasiakan nama dan isi laporan saya, kades pungli"),
    ("complaint", "", "sudah rahasia umum kalau di sini ada pungli"),
    ("complaint", "", "Rahasia umum di sini ada pungli"),
    ("complaint", "", "bukan rahasia lagi ada pungli di sini"),
    ("complaint", "", "ini bukan rahasia, jalan rusak"),
    ("complaint", "", "tidak perlu rahasia, jalan rusak di RT 5"),
    ("complaint", "", "jalan rusak, tdk perlu dirahasiakan"),
    ("complaint", "", "jalan rusak, gak usah anonim"),
    ("complaint", "", "jalan rusak tidak rahasia"),
    ("complaint", "", "tidak usah dirahasiakan pak jalan rusak"),
    ("complaint", "", "ada akun anonim menyebar hoaks di grup desa"),
    ("complaint", "", "kepala desa merahasiakan anggaran dari warga"),
    ("complaint", "", "anggaran desa dirahasiakan oleh kades kepada warga"),
    ("complaint", "", "ada rapat rahasia di balai desa kemarin malam"),
    ("complaint", "", "dokumen rahasia warga dibuang di tempat sampah"),
    ("complaint", "", "rahasia negara bocor di internet"),
    ("complaint", "", "kenapa anggaran tidak dipublikasikan desa"),
    ("complaint", "", "nama jalan tidak disebut di papan"),
    ("complaint", "", "not anonymous, the road is broken"),
    ("complaint+r", "", "kalau tidak dirahasiakan saya takut, kades pungli"),
    ("complaint", "", "ini sudah menjadi rahasia umum, jalan rusak tidak pernah diperbaiki"),
    ("help+r", "", "mohon dirahasiakan"),
    ("help+a", "", "tolong rahasiakan identitas saya"),
    ("help+r", "", "Halo, rahasia"),
    ("help+a+r", "", "anonim dan rahasia ya"),
    (
        "status",
        "2218779091",
        "STATUS 2218779091\n\nPada Sab, 21 Nov 2026 10.00 LAPOR! menulis:\n> nomor laporan",
    ),
    ("status", "1916449", "status 1916449\n\nDikirim dari iPhone saya"),
    ("greeting", "", "Terima kasih pak\n\nOn Sat, 21 Nov 2026 at 10.00 LAPOR! wrote:\n> Nomor laporan 123456"),
    ("greeting", "", "halo\n-- \nSari, Desa Contoh"),
    ("complaint", "", "halo\n> jalan rusak di RT 5"),
    ("aspiration", "", "Usul pasang polisi tidur di Jl Melati"),
    ("complaint", "", "Usulan kami ditolak desa, jalan tetap rusak"),
    ("help", "", "HELP ME"),
    ("help", "", "Selamat siang admin, bagaimana cara melaporkan?"),
    ("greeting", "", "Om Swastiastu"),
    ("greeting", "", "Shalom, selamat sore bapak"),
    ("greeting", "", "start"),
    ("complaint", "", "Halo, jalan di desa kami rusak"),
    ("complaint", "", "tes jalan baru kok sudah rusak"),
    ("complaint", "", "Terima kasih, tapi lampu masih mati"),
    ("status", "12345678", "Cek 1234 5678"),
    ("status", "1916449", "Mohon info perkembangan laporan no 1916449"),
    ("status", "1916449", "track my report #1916449 please"),
    ("status", "2218779091", "Nomor laporan 2218779091"),
    ("complaint", "", "cek, sampah menumpuk di pasar"),
    ("complaint", "", "no rumah saya 1234567 tidak dapat air"),
    ("complaint+r", "", "Lapor: guru SD memukul murid, MOHON DIRAHASIAKAN!!!"),
    ("complaint+a", "", "lapor anonim: pungli di kelurahan"),
    ("complaint+r", "", "ini rahasia ya pak, ada pungli di kelurahan"),
    ("complaint", "", "surat kaleng anonim beredar di desa"),
    ("complaint", "", 'ada map bertuliskan "rahasia" tercecer di kantor'),
    ("complaint+a", "", "Saya tidak ingin nama saya dipublikasikan, mohon bantuannya, kades pungli"),
    ("complaint+r", "", "Tolong jangan dipublikasikan, guru memukul murid"),
]
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
    assert len(ROWS) >= 150
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


def test_a_bare_status_answer_takes_the_number_of_the_letter_it_answers() -> None:
    judged = triage(message("status", "Re: Laporan diterima, nomor laporan 2218779091"))
    assert (judged.kind, judged.status_number) == (Kind.STATUS, "2218779091")


PHOTO = Attachment("foto.jpg", "image/jpeg")


@pytest.mark.parametrize("text", ["", "halo", "p", "bantuan", "STATUS 1916449"])
def test_what_carries_a_photo_or_a_place_is_a_complaint(text: str) -> None:
    assert triage(message(text, attachments=(PHOTO,))).kind is Kind.COMPLAINT
    assert triage(message(text, location=Location(-6.2, 106.8))).kind is Kind.COMPLAINT


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
    assert triage(message("Kode OTP Anda 123456", person=person)).kind is kind


def test_why_is_one_of_a_few_words() -> None:
    said = {triage(message(text), KEYWORDS).why for _, _, text in ROWS}
    assert said == {"", "greeting", "thanks", "test", "help", "empty", "flag alone", "status"}


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
