"""The labels under which officials type what citizens tell them, Indonesian and English: data, not code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class Field(StrEnum):
    """What a label announces. OFFICE: whose words these are is an official's own, not a citizen's."""

    NAME = "name"
    PHONE = "phone"
    WORDS = "words"
    OTHER = "other"
    OFFICE = "office"


def _spellings(text: str) -> list[str]:
    return [" ".join(entry.split()) for entry in text.split(",")]


_NAMES = """
    nama, nama pelapor, nama lengkap, nama lengkap pelapor, nama warga, nama pengadu, nama pemohon, nama pengirim,
    nama masyarakat, nama penduduk, nama anggota masyarakat, nama orang, nama ibu, nama bapak, nama bpk, nama sdr,
    nama saudara, nama bapak ibu, nama bpk ibu, nama pelapor warga, nama warga pelapor, nama dan gelar, nm, nma,
    nama nya, pelapor, pengadu, pemohon, warga, warga pelapor, atas nama, an, a n, a/n, dari warga, nama sesuai ktp,
    nama ktp,
    nama pelapor sesuai ktp, identitas pelapor, nama yang melapor, yang melapor, yang mengadukan, nama penyampai,
    nama sender, name, full name, complete name, reporter, reporter name, name of reporter, name of the reporter,
    reported by, complainant, complainant name, name of complainant, name of the complainant, citizen, citizen name,
    name of citizen, resident, resident name, name of resident, on behalf of, sender name, caller, caller name
"""
_PHONES = """
    hp, no hp, nohp, nomor hp, nomer hp, no handphone, nomor handphone, handphone, hape, no hape, nomor hape, hp wa,
    no hp wa, nomor hp wa, hp / wa, no wa, nowa, nomor wa, wa, whatsapp, no whatsapp, nomor whatsapp, wa aktif,
    no wa aktif, no hp aktif, nomor hp aktif, telp, no telp, notelp, nomor telp, telp hp, no telp hp, tlp, no tlp,
    nomor tlp, telpon, no telpon, nomor telpon, telepon, no telepon, nomor telepon, nomor telepon hp, no telepon hp,
    telefon, no telefon, nomor telefon, no kontak, nomor kontak, kontak, kontak pelapor, no kontak pelapor, hp pelapor,
    no hp pelapor, telp pelapor, nomor telepon pelapor, kontak yang bisa dihubungi, nomor yang bisa dihubungi,
    no yang bisa dihubungi, bisa dihubungi di, ponsel, no ponsel, nomor ponsel, no tel, tel, no hp telp, hp telp,
    hp tel, phone, phone no, phone number, telephone, telephone no, telephone number, mobile, mobile no, mobile number,
    mobile phone, cell, cell phone, cell number, contact, contact no, contact number, whatsapp no, whatsapp number
"""
_WORDS = """
    isi, isi laporan, isi pengaduan, isi aduan, isi keluhan, isi pesan, isi lapor, isi aspirasi, isi usulan,
    isi permohonan, isi masalah, isi singkat, isi singkat laporan, isi laporan pengaduan, isi pengaduan laporan,
    laporan, laporannya, pengaduan, pengaduannya, aduan, aduannya, keluhan, keluhannya, keluhan warga, aduan warga,
    laporan warga, pengaduan warga, uraian, uraian laporan, uraian pengaduan, uraian aduan, uraian keluhan,
    uraian masalah, uraian singkat, uraian kejadian, uraian permasalahan, masalah, masalahnya, permasalahan,
    permasalahannya, kronologi, kronologis, kronologi kejadian, kronologis kejadian, kronologi laporan,
    deskripsi, deskripsi laporan, deskripsi masalah, deskripsi aduan, deskripsi pengaduan, deskripsi keluhan,
    keterangan laporan, keterangan aduan, keterangan keluhan, aspirasi, usulan, usul, saran, masukan, permintaan,
    permohonan, yang dilaporkan, hal yang dilaporkan, yang diadukan, hal yang diadukan, perihal aduan,
    perihal pengaduan, perihal laporan, materi aduan, materi laporan, pokok aduan, pokok laporan, pokok pengaduan,
    pokok masalah, inti laporan, inti masalah, inti aduan, detail laporan, detail aduan, detail pengaduan,
    detail masalah, rincian laporan, rincian aduan, rincian masalah, kendala, complaint, complaints, the complaint,
    complaint text, complaint details, details of complaint, details of the complaint, nature of complaint,
    subject of complaint, issue, the issue, problem, the problem, report, report text, report details,
    details of report, details of the report, description, description of complaint, description of problem,
    description of the problem, what happened, message, request, suggestion, grievance, concern
"""
_OTHERS = """
    no, nomor, nomor urut, no urut, alamat, alamat lengkap, alamat rumah, alamat pelapor, alamat tinggal, almt, alamt,
    alamat domisili, alamat sesuai ktp, alamat ktp, domisili, tempat tinggal, tinggal di, rt, rw, rt rw, rtrw, rt / rw,
    dusun, dsn, dukuh, lingkungan, kampung, kp, banjar, jorong, nagari, gampong, desa, kelurahan, desa kelurahan,
    kelurahan desa, kel, kel desa, desa kel, kecamatan, kec, kabupaten, kab, kota, kab kota, kabupaten kota, provinsi,
    prov, kode pos, nik, no nik, nomor nik, nik pelapor, ktp, no ktp, nomor ktp, nik ktp, no kk, nomor kk, kk, umur,
    usia, jenis kelamin, kelamin, jk, l p, pekerjaan, agama, tempat tanggal lahir, tempat tgl lahir, ttl,
    tanggal lahir, tgl lahir, lokasi, lokasi kejadian, tempat, tempat kejadian, lokasi masalah, lokasi aduan,
    lokasi laporan, lokasi keluhan, titik lokasi, lok, koordinat, patokan, tanggal, tgl, tanggal kejadian,
    tgl kejadian, tanggal laporan, tgl laporan, tanggal lapor, tanggal aduan, tgl aduan, hari, hari tanggal, hari tgl,
    waktu, waktu kejadian, waktu laporan, jam, pukul, sejak, kategori, kategori laporan, kategori aduan, bidang, jenis,
    jenis laporan, jenis aduan, jenis pengaduan, jenis keluhan, topik, judul, judul laporan, judul aduan,
    judul pengaduan, perihal, hal, klasifikasi, klasifikasi laporan, sifat, sifat laporan, tujuan, instansi tujuan,
    dinas tujuan, ditujukan kepada, instansi terlapor, terlapor, nama terlapor, pihak terlapor, harapan,
    harapan warga, harapan pelapor, tuntutan, tindak lanjut, saran tindak lanjut, tindakan, status, keterangan, ket,
    catatan, lampiran, foto, bukti, barang bukti, saksi, nama saksi, email, e mail, alamat email, surel, address,
    home address, street, village, hamlet, district, subdistrict, regency, city, province, postal code, id number,
    identity number, national id, age, sex, gender, occupation, location, place, place of incident, where, date,
    date of incident, date of report, when, time, category, type, title, subject, topic, agency, notes, note, remarks,
    attachment, attachments, photo, evidence, witness, since, landmark
"""
_OFFICES = """
    jabatan, nip, niap, instansi, instansi pengirim, unit kerja, nama petugas, petugas, nama operator, operator,
    nama admin, admin, nama kepala desa, kepala desa, kades, sekdes, nama perangkat, perangkat desa, penerima laporan,
    petugas penerima, diterima oleh, dicatat oleh, dilaporkan oleh petugas, diketik oleh, disampaikan oleh,
    nama pejabat, position, job title, office, officer, officer name, staff, received by, recorded by, typed by,
    submitted by
"""


def folded(text: str) -> str:
    """A label for comparing: lower case, only letters and digits with one blank between, no remark in brackets."""
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"\([^()]*\)", " ", text.casefold())))


def _table(*rows: tuple[Field, str]) -> dict[str, Field]:
    return {folded(entry): kind for kind, entries in rows for entry in _spellings(entries)}


LABELS: Mapping[str, Field] = _table(
    (Field.OTHER, _OTHERS),
    (Field.NAME, _NAMES),
    (Field.PHONE, _PHONES),
    (Field.WORDS, _WORDS),
    (Field.OFFICE, _OFFICES),
)
MOST_LABEL_WORDS = 6
LONGEST_LABEL = 60

# "Laporan 2", "Pelapor ke-3:", "II.", "DATA PELAPOR 1", "Complaint no. 2" above a block.
HEADING = re.compile(
    r"(?:data |identitas )?(?:laporan|pengaduan|aduan|keluhan|warga|pelapor|pengadu|kasus|data|complaint|report|"
    r"reporter|citizen|case|resident|nomor|no)(?: warga| pelapor| pengaduan)? ?(?:ke|no|nomor|number|yang)? ?"
    r"(?:\d{1,3}|[ivx]{1,5}|pertama|kedua|ketiga|keempat|kelima|keenam|ketujuh|kedelapan|kesembilan|kesepuluh|"
    r"satu|dua|tiga|empat|lima|one|two|three|four|five|first|second|third)"
)
# How an official's closing words begin; a citizen's complaint is not cut by them unless an empty line stands before.
CLOSING = re.compile(
    r"(?:demikian\w*|sekian\b|terima ?kasih\b|trims\b|makasih\b|atas (?:perhatian|bantuan|kerja ?sama|tindak)|"
    r"hormat (?:kami|saya)|salam\b|wassalam|wasalam|wslm|mengetahui\b|ttd\b|tertanda\b|kepala desa\b|kades\b|"
    r"lurah\b|sekretaris desa|sekdes\b|camat\b|operator\b|admin\b|petugas\b|a\.? ?n\.? kepala|"
    r"mohon\b|kami mohon\b|kiranya\b|untuk itu\b|kami harap|dikirim dari|sent from|terkirim dari|get outlook|"
    r"thank|thanks|regards|kind regards|best regards|best\b|sincerely|yours|please\b|kindly\b)",
    re.IGNORECASE,
)
CLOSING_AT_ONCE = re.compile(
    r"(?:demikian(?:lah)?\b|hormat kami\b|wassalam|wasalam|dikirim dari|sent from|terkirim dari|get outlook|"
    r"(?:kind |best )?regards\b|mengetahui\s*[,:]?\s*$|-- ?$)",
    re.IGNORECASE,
)
# Lists of people in one complaint: none of them is the one who complains.
OTHER_PEOPLE = re.compile(
    r"\b(?:korban|saksi|pasien|penderita|terlapor|pelaku|tersangka|oknum|siswa|murid|santri|penerima|calon penerima|"
    r"anggota|pengurus|panitia|perangkat|keluarga saya|anak saya|tetangga|saya melaporkan|victims?|"
    r"witness(?:es)?|patients?|suspects?|"
    r"students?|recipients?|members?|neighbou?rs?|i report|i am reporting)\b",
    re.IGNORECASE,
)
# Names by which a citizen stays unnamed.
NOBODY = frozenset(
    {
        "",
        "anonim",
        "anonym",
        "anonymous",
        "hamba allah",
        "nn",
        "n n",
        "tidak mau disebut",
        "tidak mau disebutkan",
        "tidak disebutkan",
        "dirahasiakan",
        "rahasia",
        "disamarkan",
        "minta dirahasiakan",
        "tanpa nama",
        "tidak ada",
        "unknown",
        "withheld",
        "not given",
    }
)
HONORIFIC = re.compile(
    r"(?:bapak|bpk|pak|bp|ibu|bu|sdr|sdri|saudara|saudari|mbah|mas|mbak|kang|teh|haji|hj|h|mr|mrs|ms|an|a\.n)\b\.?",
    re.IGNORECASE,
)
# "Pak RT", "Ibu Lurah": an office, not a name.
ROLES = frozenset(
    re.findall(
        r"\w+",
        """rt rw lurah kades camat bupati wali walikota gubernur presiden dukuh kadus kepala ketua guru dokter bidan
        polisi sekdes sekretaris dusun desa menteri haji ustad ustadz kyai""",
    )
)
