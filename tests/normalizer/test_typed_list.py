"""Typed lists: what becomes several complaints, what is asked first, and what stays the one complaint it is."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.html_text import html_to_text
from normalizer.typed_list import MOST_PARTS, TOO_LONG, UNDIVIDED, TypedList, read_typed

SITI, BUDI, WATI = "+6281100000001", "+6281100000002", "+6281100000003"


@dataclass(frozen=True)
class Case:
    label: str
    text: str
    people: tuple[tuple[str, str], ...]  # the name, and the phone that stays in the words
    note: str = ""


TWO = (("Siti Contoh", SITI), ("Budi Misal", BUDI))
NAMED = (("Siti Contoh", ""), ("Budi Misal", ""))


def people_of(found: TypedList, expected: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Each part's name, and its expected phone if that stands in the part's words in any spelling."""
    return tuple(
        (part.name, phone if phone.removeprefix("+62") in re.sub(r"\D", "", part.text) else "lost")
        for part, (_, phone) in zip(found.parts, expected, strict=True)
    )


CERTAIN = [
    Case(
        "numbers before the names, a greeting and an end",
        "Yth. Admin, berikut aduan warga kami:\n\n1. Nama: Siti Contoh\n   HP: 0811-0000-0001\n   Alamat: RT 1 RW 2\n"
        "   Isi: Jalan depan balai desa rusak.\n2. Nama: Budi Misal\n   HP: 0811-0000-0002\n   Alamat: RT 3\n"
        "   Isi: Lampu jalan mati\n   sudah sebulan.\n\nDemikian, terima kasih.\nKepala Desa",
        TWO,
        "Yth. Admin, berikut aduan warga kami:\n\nDemikian, terima kasih.\nKepala Desa",
    ),
    Case(
        "empty lines between",
        "Nama : Siti Contoh\nNo. HP : 081100000001\nNIK : 3201010101010001\nKeluhan : Air mati\n\n"
        "Nama : Budi Misal\nNo. HP : 081100000002\nNIK : 3201010101010002\nKeluhan : Sampah menumpuk",
        TWO,
    ),
    Case(
        "rules between",
        "Nama Lengkap: Siti Contoh\nNo WA: +62 811-0000-0001\nIsi Laporan: Air mati\n------------\n"
        "Nama Lengkap: Budi Misal\nNo WA: 62811 0000 0002\nIsi Laporan: Sampah menumpuk\n============\nOperator Desa",
        TWO,
        "Operator Desa",
    ),
    Case(
        "one line each, commas",
        "1) Nama: Siti Contoh, HP: 0811-0000-0001, Isi: jalan rusak, lokasi: pasar\n"
        "2) Nama: Budi Misal, HP: 0811-0000-0002, Isi: lampu mati",
        TWO,
    ),
    Case(
        "one line each, bars",
        "Nama: Siti Contoh | Telp: 081100000001 | Pengaduan: jalan rusak\n"
        "Nama: Budi Misal | Telp: 081100000002 | Pengaduan: lampu mati",
        TWO,
    ),
    Case(
        "one line each, blanks only",
        "Nama: Siti Contoh HP: 0811-0000-0001 Isi: jalan rusak\nNama: Budi Misal HP: 0811-0000-0002 Isi: lampu mati",
        TWO,
    ),
    Case(
        "headings in WhatsApp's bold",
        "*Laporan 1*\n*Nama:* Siti Contoh\n*Aduan:* jalan rusak\n\n*Laporan 2*\n*Nama:* Budi Misal\n"
        "*Aduan:* lampu mati",
        NAMED,
    ),
    Case(
        "headings with ke- and a colon",
        "Pelapor ke-1:\nNama = Siti Contoh\nMasalah = jalan rusak\n\nPelapor ke-2:\n"
        "Nama = Budi Misal\nMasalah = lampu mati",
        NAMED,
    ),
    Case(
        "numbers on their own lines",
        "1.\nNama: Siti Contoh\nKeluhan: jalan rusak\n2.\nNama: Budi Misal\nKeluhan: lampu mati",
        NAMED,
    ),
    Case("letters", "a. Nama: Siti Contoh\n   Isi: jalan rusak\nb. Nama: Budi Misal\n   Isi: lampu mati", NAMED),
    Case(
        "dashes at every line",
        "- Nama: Siti Contoh\n- HP: 081100000001\n- Uraian: jalan rusak\n\n- Nama: Budi Misal\n- HP: 081100000002\n"
        "- Uraian: lampu mati",
        TWO,
    ),
    Case(
        "stars", "* Nama: Siti Contoh\n* Isi Aduan: jalan rusak\n\n* Nama: Budi Misal\n* Isi Aduan: lampu mati", NAMED
    ),
    Case("roman numbers", "I. Nama: Siti Contoh\nIsi: jalan rusak\nII. Nama: Budi Misal\nIsi: lampu mati", NAMED),
    Case(
        "numbered labels",
        "1. Nama: Siti Contoh\n2. HP: 081100000001\n3. Isi: jalan rusak\n\n1. Nama: Budi Misal\n2. HP: 081100000002\n"
        "3. Isi: lampu mati",
        TWO,
    ),
    Case(
        "the complaint first",
        "Isi: jalan rusak\nNama: Siti Contoh\nHP: 0811-0000-0001\n\nIsi: lampu mati\n"
        "Nama: Budi Misal\nHP: 0811-0000-0002",
        TWO,
    ),
    Case(
        "the phone first",
        "HP: 0811-0000-0001\nNama: Siti Contoh\nIsi: jalan rusak\nHP: 0811-0000-0002\n"
        "Nama: Budi Misal\nIsi: lampu mati",
        TWO,
    ),
    Case(
        "the date first",
        "Tanggal: 3 Maret\nNama: Siti Contoh\nIsi: jalan rusak\n\nTanggal: 4 Maret\nNama: Budi Misal\nIsi: lampu mati",
        NAMED,
    ),
    Case(
        "a number as a label",
        "No: 1\nNama: Siti Contoh\nIsi: jalan rusak\n\nNo: 2\nNama: Budi Misal\nIsi: lampu mati",
        NAMED,
    ),
    Case(
        "dots up to the colon",
        "Nama .......... : Siti Contoh\nTelepon ....... : 0811 0000 0001\nKeluhan ....... : jalan rusak\n\n"
        "Nama .......... : Budi Misal\nTelepon ....... : 0811 0000 0002\nKeluhan ....... : lampu mati",
        TWO,
    ),
    Case(
        "tabs before the colon",
        "Nama\t\t: Siti Contoh\nHP\t\t: 0811.0000.0001\nIsi\t\t: jalan rusak\n\nNama\t\t: Budi Misal\n"
        "HP\t\t: 0811.0000.0002\nIsi\t\t: lampu mati",
        TWO,
    ),
    Case(
        "the words below the label",
        "Nama Pelapor: Siti Contoh\nIsi Pengaduan:\nJalan rusak.\nSudah lama.\n\nNama Pelapor: Budi Misal\n"
        "Isi Pengaduan:\nLampu mati.\n\nSudah dilaporkan ke PLN.",
        NAMED,
    ),
    Case(
        "a numbered list inside a complaint",
        "Nama: Siti Contoh\nIsi: mohon diperbaiki:\n1. jalan\n2. jembatan\n\nNama: Budi Misal\nIsi: lampu mati di\n"
        "1. RT 1\n2. RT 2",
        NAMED,
    ),
    Case(
        "some without a phone",
        "Nama: Siti Contoh\nHP: 0811-0000-0001\nIsi: jalan rusak\n\nNama: Budi Misal\nHP: -\nIsi: lampu mati",
        (("Siti Contoh", SITI), ("Budi Misal", "")),
    ),
    Case(
        "the phone beside the name",
        "Nama: Siti Contoh (0811-0000-0001)\nIsi: jalan rusak\n\nNama: Budi Misal (0811-0000-0002)\nIsi: lampu mati",
        TWO,
    ),
    Case(
        "the official's own name below",
        "Nama: Siti Contoh\nIsi: jalan rusak\n\nNama: Budi Misal\nIsi: lampu mati\n\nNama: Wati Perangkat\n"
        "Jabatan: Kepala Desa",
        NAMED,
        "Nama: Wati Perangkat\nJabatan: Kepala Desa",
    ),
    Case(
        "a heading above the name",
        "Pelapor:\nNama: Siti Contoh\nKeluhan: jalan rusak\n\nPelapor:\nNama: Budi Misal\nKeluhan: lampu mati",
        NAMED,
    ),
    Case(
        "a signature of a telephone",
        "Nama: Siti Contoh\nIsi: jalan rusak\n\nNama: Budi Misal\nIsi: lampu mati\nDikirim dari ponsel saya",
        NAMED,
        "Dikirim dari ponsel saya",
    ),
    Case(
        "English",
        "Dear team,\n\nReporter: Siti Contoh\nPhone: 0811-0000-0001\nAddress: RT 1\nComplaint: broken road\n\n"
        "Reporter: Budi Misal\nPhone: 0811-0000-0002\nAddress: RT 2\nComplaint: dark street\n\n"
        "Regards,\nVillage office",
        TWO,
        "Dear team,\n\nRegards,\nVillage office",
    ),
    Case(
        "English, numbered",
        "1. Name: Siti Contoh\n   Problem: broken road\n2. Name: Budi Misal\n   Problem: dark street\n\nThank you",
        NAMED,
        "Thank you",
    ),
    Case(
        "a table with bars",
        "Rekap:\n\n| No | Nama | HP | Keluhan |\n|----|----|----|----|\n"
        "| 1 | Siti Contoh | 0811-0000-0001 | Jalan rusak |\n"
        "| 2 | Budi Misal | 0811-0000-0002 | Lampu mati |\n\nTerima kasih",
        TWO,
        "Rekap:\n\n| No | Nama | HP | Keluhan |\n|----|----|----|----|\n\nTerima kasih",
    ),
    Case(
        "a table with tabs",
        "Nama\tNo HP\tAlamat\tIsi Laporan\nSiti Contoh\t081100000001\tRT 1\tJalan rusak\n"
        "Budi Misal\t081100000002\tRT 2\tLampu mati",
        TWO,
        "Nama\tNo HP\tAlamat\tIsi Laporan",
    ),
    Case("one block alone", "Nama: Siti Contoh\nHP: 0811-0000-0001\nIsi: jalan rusak", (("Siti Contoh", SITI),)),
    Case(
        "one block after a word of the official",
        "Mohon ditindaklanjuti.\n\nHari/Tanggal: Senin\nNama: Siti Contoh\nRT/RW: 1/2\n"
        "Dusun: Krajan\nAduan: air mati\n\n"
        "Hormat kami\nKades",
        (("Siti Contoh", ""),),
        "Mohon ditindaklanjuti.\n\nHormat kami\nKades",
    ),
    Case("one who wants no name", "Nama: Anonim\nIsi: pungutan liar", (("", ""),)),
    Case(
        "three",
        "Nama: Siti Contoh\nIsi: jalan rusak\nNama: Budi Misal\nIsi: lampu mati\nNama: Wati Umpama\n"
        "HP: 0811-0000-0003\n"
        "Isi: air keruh",
        (*NAMED, ("Wati Umpama", WATI)),
    ),
]


@pytest.mark.parametrize("case", CERTAIN, ids=lambda case: case.label)
def test_blocks_with_a_citizen_and_a_complaint_each_are_split(case: Case) -> None:
    found = read_typed(case.text)
    assert (found.certain, people_of(found, case.people)) == (True, case.people), found.reason
    assert found.note == case.note


@pytest.mark.parametrize("case", CERTAIN, ids=lambda case: case.label)
def test_each_part_is_the_blocks_own_words_unchanged(case: Case) -> None:
    found = read_typed(case.text)
    places = [case.text.index(part.text) for part in found.parts]
    assert places == sorted(places)
    kept = " ".join([found.note, *(part.text for part in found.parts)])
    lost = [word for word in case.text.split() if word not in kept and any(sign.isalnum() for sign in word)]
    assert lost == []
    assert all(part.heading for part in found.parts)


def test_a_heading_does_not_repeat_the_name() -> None:
    found = read_typed("Nama: Siti\nIsi: jalan rusak\nNama: Budi\nAlamat: RT 2\n\nlampu mati\nNama: Wati\n")
    assert [part.heading for part in found.parts] == ["jalan rusak", "Alamat: RT 2 lampu mati", "Nama: Wati"]


def test_a_page_of_label_rows_is_read() -> None:
    rows = "".join(
        f"<table><tr><td>Nama</td><td>:</td><td>{name}</td></tr><tr><td>HP</td><td>:</td><td>{phone}</td></tr>"
        f"<tr><td>Isi</td><td>:</td><td>{words}</td></tr></table><br>"
        for name, phone, words in (("Siti Contoh", "0811-0000-0001", "rusak"), ("Budi Misal", "0811-0000-0002", "mati"))
    )
    found = read_typed(html_to_text(f"<p>Berikut laporan:</p>{rows}"))
    assert found.certain
    assert people_of(found, TWO) == TWO


HEAD = "<tr><th>No</th><th>Nama</th><th>HP</th><th>Keluhan</th></tr>"
CELLS = (
    ("1", "Siti Contoh", "0811-0000-0001", "Jalan rusak parah"),
    ("2", "Budi Misal", "0811-0000-0002", "Lampu mati total"),
)
PLAIN_TABLE = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in CELLS)
WORD_TABLE = "".join(f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in row)}</tr>" for row in CELLS)

BROKEN = PLAIN_TABLE.replace(" rusak", "<br>rusak")


def test_a_table_of_a_page_keeps_its_columns() -> None:
    found = read_typed(html_to_text(f"<table>{HEAD}{PLAIN_TABLE}</table>"))
    assert found.certain
    assert people_of(found, TWO) == TWO


def test_a_table_of_a_page_needs_no_phones() -> None:
    rows = "".join(f"<tr><td>{name}</td><td></td><td>{words}</td></tr>" for _, name, _, words in CELLS)
    found = read_typed(html_to_text(f"<table><tr><td>Nama<td>Alamat<td>Keluhan</tr>{rows}</table>"))
    assert ([part.name for part in found.parts], found.certain) == (["Siti Contoh", "Budi Misal"], True)
    assert [part.heading for part in found.parts] == ["Jalan rusak parah", "Lampu mati total"]


def test_a_table_whose_rows_nobody_can_tell_apart_is_left_to_a_person() -> None:
    middle = PLAIN_TABLE.replace("Contoh</td>", "Contoh<br>(ketua RT)</td>")
    assert read_typed(html_to_text(f"<table>{HEAD}{PLAIN_TABLE}{middle}</table>")).reason in UNDIVIDED


def test_a_table_may_be_exported_with_semicolons() -> None:
    rows = "Siti Contoh;0811-0000-0001;jalan rusak\nBudi Misal;0811-0000-0002;lampu mati"
    found = read_typed(f"Nama;HP;Isi\n{rows}\n")
    assert (found.certain, people_of(found, TWO)) == (True, TWO)
    assert read_typed(f"Nama;HP;Isi\n{rows}; gelap\n").reason in UNDIVIDED


UNCERTAIN = [
    ("a page's table with a cell of two lines", html_to_text(f"<table>{HEAD}{BROKEN}</table>"), TWO),
    (
        "bars, and a cell of two lines",
        "Nama | HP | Keluhan\nSiti Contoh | 0811-0000-0001 | jalan\nrusak\nBudi Misal | 0811-0000-0002 | lampu mati",
        TWO,
    ),
    (
        "a table of Word",
        html_to_text(f"<table>{HEAD.replace('<th>', '<th><p>').replace('</th>', '</p></th>')}{WORD_TABLE}</table>"),
        TWO,
    ),
    (
        "numbered lines with phones",
        (
            "Laporan hari ini:\n1. Siti Contoh (0811-0000-0001) RT 2: jalan rusak parah\n"
            "2. Budi Misal (0811-0000-0002): lampu mati sejak minggu lalu"
        ),
        TWO,
    ),
    (
        "numbered lines with honorifics",
        "1. Ibu Siti: jalan rusak di gang\n2. Pak Budi: lampu mati sejak Senin",
        (("Ibu Siti", ""), ("Pak Budi", "")),
    ),
    (
        "numbered lines, some names bare",
        "1. Siti Contoh, RT 3: jalan Melati rusak parah\n2. Pak Budi: irigasi jebol\n3. Mbah Wati: belum dapat PKH",
        (("Siti Contoh", ""), ("Pak Budi", ""), ("Mbah Wati", "")),
    ),
    (
        "a phone here, a place there",
        "1) Siti Contoh (0811-0000-0001) jalan Melati rusak\n2) Budi (Tegalsari) irigasi jebol, sawah kering",
        (("Siti Contoh", SITI), ("Budi", "")),
    ),
    (
        "dashes, one of nobody",
        "Titipan:\n- Bu Siti: lampu jalan mati\n- Pak Budi RT 5: sampah menumpuk\n- got mampet seminggu\n\nSalam",
        (("Bu Siti", ""), ("Pak Budi", ""), ("", "")),
    ),
    (
        "names on lines of their own",
        "a. Ibu Siti\nJalan Melati rusak parah.\nb. Bapak Budi\nIrigasi jebol, sawah kering.",
        (("Ibu Siti", ""), ("Bapak Budi", "")),
    ),
    (
        "one without a complaint",
        "Nama: Siti Contoh\nIsi: jalan rusak\n\nNama: Budi Misal\nHP: 0811-0000-0002",
        (("Siti Contoh", ""), ("Budi Misal", BUDI)),
    ),
    (
        "one with two complaints",
        "Nama: Siti Contoh\nIsi: jalan rusak\nKeluhan: air mati\n\nNama: Budi Misal\nIsi: lampu mati",
        NAMED,
    ),
    (
        "an order that changes",
        "Tanggal: 1\nNama: Siti Contoh\nIsi: jalan rusak\n\nTanggal: 2\nIsi: lampu mati\nNama: Budi Misal",
        NAMED,
    ),
    (
        "the sick of one complaint",
        "Terjadi keracunan, korban:\n1. Nama: Siti Contoh\nKeluhan: muntah\n2. Nama: Budi Misal\nKeluhan: pusing",
        NAMED,
    ),
    (
        "labels without a sign",
        "Nama Siti Contoh\nHP 0811-0000-0001\nIsi jalan rusak\n\nNama Budi Misal\nHP 0811-0000-0002\nIsi lampu mati",
        TWO,
    ),
    (
        "a line for each",
        "Rekap:\n\nSiti Contoh / 0811-0000-0001 / RT 1 / jalan rusak\nBudi Misal / 0811-0000-0002 / RT 2 / lampu mati",
        TWO,
    ),
    (
        "on behalf of",
        "1. a.n. Siti Contoh, RT 01: jalan rusak\n2. a.n. Budi Misal, RT 02: lampu mati",
        (("a.n. Siti Contoh", ""), ("a.n. Budi Misal", "")),
    ),
    (
        "paragraphs that say from whom",
        "Titipan warga.\n\nDari Ibu Siti RT 3: jalan rusak.\n\nSudah lama.\n\nDari Pak Budi: lampu mati.\n\nSalam",
        (("Ibu Siti", ""), ("Pak Budi", "")),
    ),
    (
        "reports from people",
        "Laporan dari Siti Contoh (0811-0000-0001) got mampet\nLaporan dari Budi, sampah tidak diangkut",
        (("Siti Contoh", SITI), ("Budi", "")),
    ),
    (
        "an empty complaint",
        "Nama: Siti Contoh\nIsi: jalan rusak\n\nNama: Budi Misal\nIsi: -",
        NAMED,
    ),
    (
        "two on one line",
        "Nama: Siti Contoh, Isi: jalan rusak | Nama: Budi Misal, Isi: lampu mati",
        NAMED,
    ),
]


@pytest.mark.parametrize(("label", "text", "people"), UNCERTAIN, ids=[row[0] for row in UNCERTAIN])
def test_what_may_be_a_list_is_shown_first(label: str, text: str, people: tuple[tuple[str, str], ...]) -> None:
    found = read_typed(text)
    assert (found.certain, people_of(found, people)) == (False, people), label
    assert found.reason


ONE = [
    "Mohon diperbaiki:\n1. jalan rusak\n2. lampu mati\n3. jembatan putus",
    "Tuntutan kami:\n1) transparansi dana desa\n2) rapat terbuka\n3) audit",
    "Kronologi:\n1. Senin saya ke kelurahan\n2. Selasa ditolak\n3. Rabu diminta uang",
    "a. jalan berlubang\nb. selokan mampet\nc. lampu padam",
    "- jalan Mawar\n- jalan Melati\n- jalan Kenanga\nsemuanya rusak",
    "Jalan rusak di:\n• RT 1\n• RT 2\n• RT 3",
    "1. Jl. Mawar: berlubang\n2. Jl. Melati: banjir\n3. Gg. Arbei: gelap",
    "1. RT 01: lampu mati\n2. RT 02: air keruh\n3. RT 03: sampah",
    "Lokasi: Pasar Baru\nMasalah: sampah menumpuk\nSejak: Januari",
    "Lokasi: RT 1\nKeluhan: lampu mati\n\nLokasi: RT 2\nKeluhan: jalan rusak",
    "Tanggal: 3 Maret\nIsi: listrik padam\n\nTanggal: 4 Maret\nIsi: listrik padam lagi",
    "Nama jalan: Mawar\nKeluhan: berlubang\nNama jalan: Melati\nKeluhan: banjir",
    "Nama sekolah: SDN 1\nMasalah: atap bocor\nNama sekolah: SDN 2\nMasalah: meja kurang",
    "Nama terlapor: oknum petugas\nNama saksi: tetangga\nKronologi: diminta uang",
    "Nama desa: Sukamaju\nIsi: mohon jembatan",
    "Penerima bantuan yang belum dapat:\n1. Nama: Siti, Alamat: RT 1\n2. Nama: Budi, Alamat: RT 2",
    "Warga yang belum menerima bansos:\n1. Siti Contoh\n2. Budi Misal\n3. Wati Umpama",
    "Saksi:\n1. Ibu Siti, tetangga: melihat kejadian itu\n2. Pak Budi, ronda: mendengar suara keras",
    "1. Pak RT sudah dilapori tapi diam saja\n2. Pak Lurah tidak ada di kantor",
    "1. Pak RT: tidak mau menandatangani surat\n2. Pak Lurah: tidak ada di tempat",
    "Saya sudah menelepon:\n1. PLN 0811-0000-0001\n2. PDAM 0811-0000-0002",
    "Langkah:\nPertama saya antre\nKedua saya diminta KTP\nKetiga ditolak",
    "Jalan rusak.\n\n---\n\nSudah dua tahun.\n\n---\n\nMohon perhatian.",
    "Harga pupuk:\n1. urea 120.000\n2. NPK 150.000\nkios menjual di atas HET",
    "Pertanyaan:\n1. kapan KTP jadi?\n2. berapa biayanya?",
    "No. rumah: 12\nNo. pelanggan: 123\nKeluhan: air mati",
    "Kendaraan:\n1. truk B 1234 XX jam 01.00\n2. truk B 5678 XX jam 02.00",
    "Pukul 08.00: datang\nPukul 09.00: disuruh menunggu\nPukul 12.00: kantor tutup",
    "Senin: air mati\nSelasa: air mati\nRabu: air keruh",
    "Kepada Yth: Bupati\nPerihal: jalan rusak\nDengan hormat, jalan kami rusak.",
    "Dari: warga RT 3\nUntuk: dinas PU\nIsi: jalan kami rusak",
    "Problems:\n1. broken road\n2. no water\n3. no light",
    "What happened:\n1. I went to the office\n2. They asked for money",
    "Streets:\n- Mawar: holes\n- Melati: flood",
    "Our demands:\na) a new bridge\nb) a new school",
    "The road is broken. Name: see above. Problem: as said.",
    "Yang terhormat, nama saya Siti, HP saya 0811-0000-0001, keluhan saya jalan rusak",
    "Saya Siti. Isi laporan: jalan rusak. Nama: tidak perlu.",
    "Kami bertiga (Siti, Budi, Wati) melapor: jalan rusak",
    "1. Siti dan Budi bertengkar soal batas tanah\n2. Perangkat desa diam saja",
    "Tanda tangan:\n1. Siti\n2. Budi\n3. Wati\nSemua warga RT 3 menolak tower",
    "Yang menandatangani:\n1. Nama: Siti\n2. Nama: Budi\n3. Nama: Wati\nmenolak tower di RT 3",
    "Petugas piket:\n1. Pak Ahmad 0811-0000-0001\n2. Pak Joko 0811-0000-0002\ntidak ada di pos",
    "1. Jalan Mawar, RT 3: berlubang\n2. Pak Kades: tidak peduli\n3. Dinas PU: tidak datang",
    "- Lampu Jalan, RT 4: mati semua\n- Pasar Baru: sampah menumpuk\n- Dusun Krajan: air keruh",
    "Yang kami minta:\n- jalan diperbaiki, RT 3\n- lampu dipasang, kata Pak Budi",
    "Barang bukti:\n1. kuitansi\n2. foto\n3. rekaman",
    "Usulan:\n1. Dusun Krajan: talud\n2. Dusun Ngasem: sumur bor",
    "Rute:\n1. A ke B: 10.000\n2. B ke C: 15.000\nsopir minta lebih",
    "Isi: jalan rusak\nLokasi: Dusun Krajan\nFoto: terlampir",
    "> Nama: Siti\n> Isi: jalan rusak\n> Nama: Budi\n> Isi: lampu mati\nSudah kami tindaklanjuti?",
    "Nama: Ahmad\nJabatan: Kepala Desa\nInstansi: Desa Sukamaju\n\nJalan desa kami rusak.",
    "Jalan desa kami rusak parah.\n\nNama: Ahmad\nHP: 0811-0000-0009",
    "Saya melaporkan tetangga saya.\nNama: Joko\nAlamat: RT 3\nMasalah: membuang sampah ke sungai",
    "Tetangga yang mengganggu:\nNama: Joko\nMasalah: musik keras",
    "Nama saya Siti.\nLaporan saya belum dijawab.\nNama petugas tidak jelas.\nKeluhan saya sama.",
    "Masalah sampah di pasar.\nMasalah parkir di pasar.\nNama pasar: Pasar Baru.",
    "",
    "Terima kasih",
]


@pytest.mark.parametrize("text", ONE, ids=lambda text: " ".join(text.split())[:40] or "empty")
def test_a_single_complaint_that_holds_a_list_stays_one(text: str) -> None:
    assert read_typed(text).parts == ()


def test_more_blocks_than_anybody_types_are_left_to_a_person() -> None:
    blocks = "\n".join(f"{i}. Nama: Siti Contoh\nIsi: jalan rusak nomor {i}" for i in range(1, MOST_PARTS + 2))
    found = read_typed(blocks)
    assert (found.parts, found.reason) == ((), TOO_LONG)
    assert read_typed(blocks[: blocks.index("51. ")]).certain


TOO_MUCH = [
    ("rows", "Nama|HP|Isi\n" + "Siti|0811-0000-0001|jalan rusak\n" * 60),
    ("numbers", "\n".join(f"{i}. Ibu Siti: jalan rusak di sini" for i in range(1, 80))),
    ("lines", "Nama: Siti\nIsi: jalan rusak\n" * 3000),
]


@pytest.mark.parametrize(("label", "text"), TOO_MUCH, ids=[row[0] for row in TOO_MUCH])
def test_none_of_too_many_is_left_out(label: str, text: str) -> None:
    found = read_typed(text)
    assert (found.parts, found.reason) == ((), TOO_LONG), label


def test_a_long_letter_is_no_list() -> None:
    assert read_typed("Jalan rusak di desa kami.\n" * 5000).reason != TOO_LONG


def test_what_is_told_about_a_list_holds_no_words_of_it() -> None:
    found = read_typed(CERTAIN[0].text)
    assert "Siti" not in repr(found) + repr(found.parts) + found.reason


@given(st.text(alphabet=st.sampled_from("1a.)-*|:\n \t=NamaHPIsi0812 ,;>"), max_size=300))
def test_any_text_is_read_and_no_part_is_invented(text: str) -> None:
    found = read_typed(text)
    assert all(part.text in text for part in found.parts)
    assert not found.certain or found.parts


HOSTILE = {
    "names": "Nama: A\n",
    "names and words": "Nama: A\nIsi: b\n",
    "one line": "Nama: A, Isi: b, ",
    "colons": ":",
    "rules": "-",
    "rules with a sign": "---x",
    "bullets": "1. ",
    "numbered": "1. Pak Budi: jalan rusak di sini\n",
    "bullets of people": "- Bu A: b c\n",
    "bullets and lines": "- Bu A\nb c\n",
    "semicolons": "Nama;HP;Isi\n",
    "blanks": " \t",
    "blank lines": "\n",
    "labels alone": "Nama\nHP\nIsi\n",
    "header and rows": "Nama|HP|Isi\n",
    "digits": "0811 ",
    "headings": "Laporan 1\n",
    "offices": "Nama: A\nJabatan: B\n",
    "dots": "Nama.",
}


@pytest.mark.once
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    small, large = 24_000, 96_000
    seconds = {size: min(_spent(unit * (size // len(unit))) for _ in range(3)) for size in (small, large)}
    assert seconds[large] < 10 * seconds[small] + 0.05, (
        "four times the text may take four times as long, and some noise"
    )


def _spent(text: str) -> float:
    before = time.process_time()
    read_typed(text)
    return time.process_time() - before


WHOLE = [
    ("headers", "Dari: Budi <budi@example.org>\nTanggal: 3 Maret\nKepada: desa\n\nJalan rusak."),
    ("no people", "Dari dulu jalan ini rusak: tidak pernah diperbaiki.\nDari pihak desa: belum ada jawaban.\n"),
    ("places", "Dari Pasar Baru: jalan rusak parah.\nDari Jembatan Merah: lampu mati semua.\n"),
    ("offices", "Dari Bu RT: katanya sabar.\nDari Pak Lurah: nanti dicek dulu."),
    ("one", "Dari Ibu Siti: jalan rusak.\n\nSudah lama, lampunya juga mati."),
]


@pytest.mark.parametrize(("label", "text"), WHOLE, ids=[row[0] for row in WHOLE])
def test_where_something_comes_from_makes_no_list(label: str, text: str) -> None:
    assert read_typed(text).parts == (), label
