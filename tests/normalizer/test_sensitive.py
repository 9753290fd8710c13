"""What is offered protection before it goes on, and what is not."""

from __future__ import annotations

import time

import pytest

from normalizer.sensitive import sensitive

DANGEROUS = [
    ("violence", "Suami saya sering memukul saya sampai lebam di Desa Contoh"),
    ("violence", "KDRT di rumah sebelah tiap malam, mohon ditindak"),
    ("violence", "bojoku nggebugi aku terus pak"),
    ("violence", "my husband beats me every night"),
    ("violence", "Saya ditampar dan ditendang oleh mantan suami"),
    ("sexual", "siswi kelas 5 dicabuli gurunya di sekolah"),
    ("sexual", "Atasan saya melakukan PELECEHAN SEKSUAL di kantor"),
    ("sexual", "Guru ngaji meraba paha santriwati"),
    ("sexual", "a teacher raped a student"),
    ("sexual", "Foto bugil saya disebarkan mantan pacar"),
    ("child", "Anak tetangga dikurung dan tidak diberi makan"),
    ("child", "bocah dipaksa ibunya mengemis di lampu merah"),
    ("violence", "Bapak tirinya sok mukulin barudak leutik"),
    ("child", "the child is beaten at school"),
    ("bribe", "pungli di parkiran pasar, ditarik dua kali"),
    ("bribe", "bantuan BLT saya dipotong 50 ribu oleh RT"),
    ("bribe", "kepala sekolah menahan dana bantuan murid"),
    ("bribe", "The village head asked for a bribe"),
    ("bribe", "Dana BOS diselewengkan kepala sekolah"),
    ("threat", "Saya diancam preman pasar kalau melapor"),
    ("threat", "ada bandar sabu di gang mawar RT 3"),
    ("bribe", "Oknum polisi minta uang damai 500 ribu"),
    ("official", "Kades Sutarno selingkuh dengan staf desa"),
    ("official", "Kades minta uang untuk surat tanah di Dusun Tegalsari"),
    ("official", "Lurah meminta sejumlah uang utk ttd surat"),
]  # fmt: skip

ORDINARY = [
    "",
    "Jalan rusak di depan SD, anak sekolah sering jatuh",
    "Lampu jalan mati sejak Senin",
    "Terima kasih, kantor sekarang sudah bebas pungli",
    "Mohon sosialisasi KDRT di desa kami",
    "Spanduk anti korupsi di depan kantor camat roboh",
    "Kapan bansos cair?",
    "Anak saya butuh akta kelahiran",
    "Kepala desa tidak pernah di kantor",
    "Petugas sampah tidak datang tiga minggu",
    "Petugas memotong pohon di depan rumah ibu saya",
    "Berapa biaya membuat KTP?",
    "Guru honorer belum digaji tiga bulan",
    "Suami saya belum dapat e-KTP",
    "Air PDAM mati, kami harus membeli air dengan uang sendiri",
    "Siswa terlambat karena jembatan putus",
    "Ketua RT menarik iuran sampah sesuai kesepakatan",
    "Minta bantuan dana untuk perbaikan jalan, Pak Kepala Dinas",
    "Anjing liar menggigit balita di taman",
    "The road to the school is broken, children fall",
    "Kabel listrik dipukul angin sampai putus",
]


@pytest.mark.parametrize(("topic", "text"), DANGEROUS)
def test_what_is_dangerous_in_public_is_known(topic: str, text: str) -> None:
    assert sensitive(text) == topic
    assert sensitive("", text.upper()) == sensitive(text)
    assert sensitive(f"Selamat pagi.\n\n{text}!!")


@pytest.mark.parametrize("text", ORDINARY)
def test_what_is_said_every_day_is_not_held(text: str) -> None:
    assert sensitive(text) == ""


def test_the_longest_text_costs_no_more_than_a_moment() -> None:
    text = "anak " * 20_000 + "dipaksa " * 20_000
    begun = time.process_time()
    sensitive(text)
    assert time.process_time() - begun < 4.0
