"""Wishes and what only sounds like one, made by machine: whose it is or what is sent, in full and in short."""

from __future__ import annotations

import random
from collections.abc import Mapping

from normalizer.wish_words import PROTECTION, SENDING

_THINGS = (
    "bantuan|beras bansos|petugas|air tangki|truk sampah|obat|pupuk subsidi|tagihan listrik|surat tilang|"
    "surat undangan|izin tambang|izin tower|proyek jalan|pembangunan pabrik|gaji guru|pencairan dana|"
    "sertifikat tanah|KTP|raskin|paket sembako|guru baru|dokter|ambulans|polisi|alat berat|material|kabel|"
    "gas elpiji|uang PKH|dana desa|jenazah|barang bukti|anak-anak|ijazah|motor saya|kartu BPJS|jadwal imunisasi|"
    "kapal|kereta|penggusuran|kenaikan tarif|lelang|vaksin|bibit"
)
_OF_THINGS = (
    "{0} jangan dikirim dulu|jangan kirim {0} dulu|{0} tidak usah dikirim lagi|{0} jangan diproses dulu|"
    "{0} belum dikirim|{0} jangan ditunda|{0} ditahan|{0} jangan ditahan|{0} disimpan di gudang|"
    "{0} tolong jangan diteruskan|{0} batal|{0} dibatalkan|tolong batalkan {0}|{0} ga jadi|{0} tidak jadi dikirim|"
    "tolong tahan dulu {0}|tahan dulu {0}|{0} jangan dikirim ke sini|{0} tunggu dulu katanya|"
    "disuruh tunggu {0} sampai besok|{0} belum beres|{0} sudah beres tapi rusak lagi|tolong jangan kirim {0} ke sana|"
    "{0} ditunda dulu|{0} jangan dikirim sebelum jalan selesai|{0} dicabut|mohon {0} jangan dicabut|"
    "{0} ditarik kembali|{0} jangan disimpan saja|{0} jangan dinaikkan|jangan naikkan {0}"
    "|{0} salah nama, minta dibatalkan saja|{0} sudah dipakai orang lain, mohon dibatalkan saja|"
    "{0} tidak ada yang tahu, minta dibatalkan saja|{0} salah alamat, tolong dibatalkan|{0} dijual, minta dicabut saja"
)
_REPORTS = (
    "laporan saya|laporan ini|laporannya|aduan saya|pengaduan ini|pesan saya|laporan sy|yang saya kirim tadi|"
    "cerita saya|ini"
)
_WAITS = (
    "{0} jangan dikirim dulu|jangan kirim {0} dulu|{0} tidak usah dikirim|{0} jangan diproses dulu|{0} ditunda dulu|"
    "{0} jangan diteruskan dulu|{0} disimpan dulu|{0} dibatalkan saja|tolong batalkan {0}|{0} ga jadi|"
    "tolong tahan dulu {0}|tahan dulu {0}|{0} jangan dinaikin dulu|{0} jangan ke mana-mana dulu|{0} saya cabut|"
    "{0} saya tarik kembali|{0} tidak usah diproses|{0} abaikan saja|{0} dibiarkan dulu di situ|"
    "{0} jangan sampai ke dinas dulu|{0} belum usah diteruskan|{0} pending dulu"
)
_LISTS = "daftar bansos|daftar PKH|DTKS|KK|sertifikat|akta anak saya|data BPJS|daftar pemilih|rapor|undangan"
_PEOPLE = "kades|petugas|dokter|polisi|kepala sekolah|lurah|bidan|pak RT|pihak bank|panitia|guru|sopir|tetangga"
_TOLD = (
    "nama saya tidak ada di {0}|nama saya dicoret dari {0}|nama saya salah di {0}|"
    "tolong nama saya jangan dicoret dari {0}|nama saya hilang dari {0}|mohon nama saya dimasukkan ke {0}|"
    "{1} tidak mau kasih tau alasannya|{1} tidak tahu kalau jalan rusak|{1} tahu tapi diam saja|"
    "{1} ketahuan mengambil uang|{1} menyebut nama saya di depan umum|{1} diam-diam menjual tanah|"
    "{1} menyembunyikan data warga|{1} takut menegur|saya takut sama {1}|{1} marah waktu saya tanya|"
    "{1} mengancam saya|{1} mengancam akan memecat saya|saya dipecat {1} karena protes|{1} minta nomor saya|"
    "{1} sebarkan foto saya|data saya disebarkan {1}|{1} tidak mau menyebut namanya|jangan biarkan {1} begitu|"
    "{1} bilang jangan lapor|biar {1} tahu rasa|tolong bilang ke {1} supaya datang|"
    "tolong kasih tau {1} kalau jalan rusak|mohon {1} diberi tahu|siapa {1} yang bertugas|"
    "{1} tidak kenal warganya|kalau {1} tahu kenapa diam saja|jangan sampai {1} korupsi lagi|"
    "tanpa {1} kami tidak bisa|{1} tidak pernah muncul|{1} tidak mau tanda tangan"
)
_OWN = (
    "nama saya|identitas saya|nomor saya|alamat saya|data saya|nama dan alamat saya|nama anak saya|"
    "nama toko saya|nama kami"
)
_WISHED = (
    "jangan sebut {0}|{0} jangan disebut ya|{0} jangan sampai keluar|{0} tolong jangan ditulis|"
    "{0} jangan dikasih ke {1}|tolong {0} ditutup|mohon {0} tidak dicantumkan|jangan tampilkan {0}|"
    "saya tidak mau {0} disebut|jangan bilang {1} kalau saya yang lapor|jangan sampai {1} tahu saya yang lapor|"
    "kalau {1} tahu saya yang lapor saya bisa celaka|saya takut {1} tahu ini dari saya|"
    "jangan kasih tau {1} ini dari saya|{1} jangan sampai curiga saya|jangan sampai {1} tahu siapa yang ngadu|"
    "saya takut {1} marah kalau tahu saya yang lapor|biar {1} tidak tahu siapa yang lapor|"
    "{1} tidak boleh tahu saya yang lapor|kalau {1} nanya jangan bilang dari saya"
)
_SHORT = {
    "jangan": ("jgn", "jng"),
    "saya": ("sy", "aku", "gue"),
    "tidak": ("tdk", "ga", "gak", "nggak"),
    "dulu": ("dl", "dlu"),
    "sudah": ("sdh", "udah"),
    "tolong": ("tlg",),
    "mohon": ("mhn",),
    "belum": ("blm",),
    "sampai": ("smp", "sampe"),
    "yang": ("yg",),
    "saja": ("aja",),
}


def _short(text: str, draw: random.Random) -> str:
    words = (draw.choice(_SHORT[word]) if word in _SHORT and draw.random() < 0.5 else word for word in text.split())
    return " ".join(words)


def _made(patterns: str, first: str, second: str, each: int) -> list[str]:
    draw = random.Random(1)
    made = [
        _short(pattern.format(one, other), draw)
        for pattern in patterns.split("|")
        for one, other in zip(
            draw.choices(first.split("|"), k=each), draw.choices(second.split("|"), k=each), strict=True
        )
    ]
    return list(dict.fromkeys(made))


# Wishes, and what is none.
VARIANTS: Mapping[str, tuple[list[str], list[str]]] = {
    PROTECTION: (_made(_WISHED, _OWN, _PEOPLE, 6), _made(_TOLD, _LISTS, _PEOPLE, 12)),
    SENDING: (_made(_WAITS, _REPORTS, _REPORTS, 4), _made(_OF_THINGS, _THINGS, _THINGS, 14)),
}
