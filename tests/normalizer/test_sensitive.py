"""What is offered protection before it goes on, and what is not."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from normalizer.schema import ChannelName, Kind, Message, Party
from normalizer.sensitive import sensitive
from normalizer.triage import triage

TABLE = Path(__file__).parents[1] / "cases" / "protection.jsonl"
CASES: list[tuple[str, str, str]] = [tuple(json.loads(line)) for line in TABLE.read_text("utf-8").splitlines()]
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
    # There is one in a village: whoever reads it knows whom, and often who wrote.
    ("official", "Kepala desa tidak pernah di kantor"),
    ("official", "Lurah meminta sejumlah uang utk ttd surat"),
    ("sexual", "saya dilecehkan di angkot"),
    ("sexual", "anak saya dipegang-pegang gurunya"),
    ("sexual", "my stepfather touches me"),
    ("violence", "suami saya suka main tangan"),
    ("violence", "ayah tiri saya nampar ibu"),
    ("child", "anak 15 tahun dinikahkan"),
    ("child", "siswa dijadikan kurir oleh tetangganya"),
    ("threat", "polisi menganiaya tahanan"),
    ("bribe", "dana desa dimakan kades"),
    ("bribe", "bayar 150 ribu untuk KTP padahal gratis"),
    ("bribe", "ngurus surat pindah dijaluki 50 ewu"),
    ("official", "Kades jarang masuk kantor"),
    ("official", "Camat memarahi warga"),
    ("official", "pak lurah jual tanah bengkok"),
    ("sexual", "kakek tetangga memangku cucu saya lama-lama di kamar"),
    ("sexual", "pelatih renang memandikan anak didiknya"),
    ("sexual", "guru bk memeluk siswi di ruang kelas"),
    ("sexual", "santri kelas 2 hamil, yang menghamili pengurus pondok"),
    ("sexual", "murid smk bunting gara gara gurunya"),
    ("child", "anak umur 11 tahun jadi kuli di tempat bata"),
    ("official", "aiptu hendra minta duit buat cabut laporan"),
    ("bribe", "brigadir yang jaga pos minta uang rokok ke sopir truk"),
    ("bribe", "uang di bawah tangan buat urus imb"),
    ("bribe", "harus setor ke lurah tiap bulan biar lapak aman"),
    ("bribe", "ppk minta fee 15 persen ke pemborong"),
    ("bribe", "wakil bupati terima duit pengembang"),
    ("bribe", "biar lolos seleksi pppk wajib bayar 80 juta"),
    ("bribe", "anak pejabat masuk sma negeri jalur belakang"),
    ("bribe", "di lapas kalau mau dijenguk harus bayar"),
    ("bribe", "putusan perkara tanah kami sudah diatur"),
    ("threat", "warga takut melapor karena yang punya preman"),
    ("threat", "galian c ilegal punya anggota dprd"),
    ("sexual", "pacar kakak saya nyebarin video mesumnya"),
    ("sexual", "hrd minta foto tanpa busana buat syarat kerja"),
    ("sexual", "bapak tiri menyentuh adik saya di kamar"),
    ("official", "Bripka Joko minta uang tilang tanpa surat"),
    ("bribe", "retribusi tidak pakai karcis dipungut oknum dinas pasar"),
    ("official", "sipir jual HP ke napi"),
    ("sexual", "ditelanjangi massa karena dituduh mencuri"),
    ("bribe", "masuk SMA favorit titipan bayar 15 juta"),
    ("bribe", "disuruh bayar sama pegawai kecamatan biar cepat"),
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
    "Anak-anak sekolah menyeberang jalan rusak",
    "Polisi tidur di depan SD rusak",
    "Warga minta polisi tidur di gang kami",
    "Lurah, lampu jalan mati",
    "Minta pungutan sampah dikurangi jadwalnya",
    "Pak camat mohon jalan diperbaiki",
    "Istri saya jatuh, rumah kami dipukul angin puting beliung",
    "Pukul 7 anak saya harus menyeberang",
    "Vaksin rabies bayar atau gratis?",
    "Gapura Jalan Camat Gabun roboh",
    "Camat Budi menyetujui usul kami, jalan tetap rusak",
    "Petugas Puskesmas mengatur antrean",
    "Kabel menyentuh badan jalan",
    "jalan rusak di depan rumah kakek saya, cucu saya jatuh",
    "lampu taman mati, anak-anak tidak bisa main",
    "saya bayar retribusi sampah 20 ribu tapi sampah tidak diangkut",
    "harga beras naik di pasar",
    "ibu hamil ditolak puskesmas",
    "bidan tidak ada waktu istri saya hamil tua",
    "setor sampah ke bank sampah tutup terus",
    "parkir liar di trotoar jalan melati",
    "guru kurang di sd kami",
    "lapas dekat rumah sering bunyi sirine",
    "pohon di depan rumah kakek hampir roboh, cucu saya takut",
]


@pytest.mark.parametrize(("topic", "text"), DANGEROUS)
def test_what_is_dangerous_in_public_is_known(topic: str, text: str) -> None:
    assert sensitive(text) == topic
    assert sensitive("", text.upper()) == sensitive(text)
    assert sensitive(f"Selamat pagi.\n\n{text}!!")


@pytest.mark.parametrize(
    "text",
    [
        "Kades Wahyu Hartono memakai mobil dinas untuk jualan sayur",
        "Camat Budi Santoso mempekerjakan menantunya",
        "Bapak Sutrisno, petugas loket kelurahan, galak",
        "Lapor: Kepala Dinas Kebersihan, Ibu Lestari, menolak bicara dengan warga",
    ],
)
def test_who_is_named_with_their_office_is_the_matter(text: str) -> None:
    assert sensitive(text) == "official"


@pytest.mark.parametrize("text", ORDINARY)
def test_what_is_said_every_day_is_not_held(text: str) -> None:
    assert sensitive(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "halo pak saya dilecehkan",
        "kenalkan saya dipukul suami",
        "halo min, saya diraba penumpang lain",
        "ustadz di pesantren meraba santri laki laki waktu malam",
    ],
)
def test_what_is_dangerous_is_no_greeting(text: str) -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert triage(Message(ChannelName("sms"), "d", Party(""), "", at, text)).kind in {Kind.COMPLAINT, Kind.EMERGENCY}


def test_of_the_texts_the_rules_were_set_on_nearly_all_are_offered_it_and_few_ordinary_ones() -> None:
    """What is to be expected of others stands in docs/quality.md: the held-out half is counted there, not here."""
    rows = [(topic, text) for part, topic, text in CASES if part != "held"]
    dangerous = [sensitive(text) for topic, text in rows if topic]
    ordinary = [sensitive(text) for topic, text in rows if not topic]
    assert (len(dangerous), len(ordinary)) == (158, 123)
    assert sum(map(bool, dangerous)) >= 0.97 * len(dangerous)
    assert sum(map(bool, ordinary)) <= 0.03 * len(ordinary)


def test_the_longest_text_costs_no_more_than_a_moment() -> None:
    texts = ["anak " * 20_000 + "dipaksa " * 20_000, "bayar ktp rp biar " * 5_000, "Kades Budi Budi " * 5_000]
    begun = time.process_time()
    for text in texts:
        sensitive(text)
    assert time.process_time() - begun < 4.0
