"""Complaints by the thousand that are as alike as real ones: two dozen matters, hundreds of places, some copies."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

# A city's measured share of complaints whose very words were there before, within a week.
_COPIES = 0.06
_MATTERS = (
    "Lampu penerangan jalan {place} sudah {time} mati, kalau malam gelap sekali dan warga takut lewat. Mohon diganti.",
    "Sampah {place} menumpuk sejak {time}, baunya menyengat dan banyak lalat. Tolong truknya datang pak.",
    "Jalan {place} berlubang dalam, {who} jatuh dari motor {time}. Mohon segera ditambal sebelum ada korban lagi.",
    "Air PDAM {place} tidak mengalir {time}, kami terpaksa membeli air galon untuk mandi dan memasak.",
    "Selokan {place} mampet, setiap hujan air meluap ke rumah {who}. Mohon dikeruk.",
    "Mohon fogging {place}, sudah {time} banyak yang demam berdarah termasuk {who}.",
    "Pohon besar {place} miring hampir tumbang mengenai kabel listrik, kami khawatir kalau hujan angin.",
    "Ada pungutan liar saat mengurus surat pindah {place}, {who} diminta 50 ribu tanpa kuitansi.",
    "Bantuan sembako {place} tidak tepat sasaran, {who} yang mampu dapat sedangkan janda tua tidak.",
    "Suara karaoke {place} keras sampai larut malam, {who} tidak bisa tidur. Mohon ditertibkan.",
    "Listrik {place} sering padam, {time} sudah tiga kali dan kulkas {who} rusak.",
    "Anjing liar {place} mengejar anak sekolah, {time} menggigit {who}.",
    "Antrean di puskesmas {place} dari subuh baru dilayani siang, dokternya sering tidak ada.",
    "Guru {place} jarang masuk kelas, sudah {time} murid hanya disuruh mencatat.",
    "Parkir liar {place} memakan separuh badan jalan, {who} ditarik lima ribu tanpa karcis.",
    "KTP {who} sudah {time} belum jadi, di kantor kecamatan {place} katanya blangko habis.",
    "Jembatan {place} papannya lapuk dan bolong, {time} motor {who} hampir tercebur.",
    "Sungai {place} berbusa dan bau karena limbah pabrik, ikan mati mengambang {time}.",
    "Pupuk bersubsidi {place} langka, {who} terpaksa membeli yang mahal padahal sudah masuk musim tanam.",
    "Sinyal telepon {place} hilang sejak {time}, {who} kesulitan menghubungi keluarga.",
    "Trotoar {place} dipakai berjualan, pejalan kaki harus turun ke jalan dan {time} ada yang terserempet.",
    "Truk pasir lewat {place} siang malam, jalan rusak dan rumah {who} retak.",
    "Pembakaran sampah {place} asapnya masuk rumah, anak {who} sesak napas {time}.",
    "Tanah longsor {place} menutup jalan sejak {time}, mohon alat berat diturunkan.",
)
_FIRST = ("Suka", "Mekar", "Tegal", "Karang", "Sumber", "Banjar", "Purwo", "Wono", "Kedung", "Sido", "Marga", "Tanjung")
_SECOND = (
    "maju",
    "sari",
    "rejo",
    "anyar",
    "agung",
    "waru",
    "mulyo",
    "kerto",
    "asri",
    "indah",
    "jaya",
    "harjo",
    "wangi",
)
_NAMES = tuple(f"{first}{second}" for first in _FIRST for second in _SECOND)
_STREETS = (
    *_NAMES,
    *("Melati", "Kenanga", "Cempaka", "Anggrek", "Mawar", "Dahlia", "Flamboyan", "Kemuning", "Teratai", "Seruni"),
    *("Merpati", "Kutilang", "Rajawali", "Garuda", "Cendrawasih", "Nuri", "Kasuari", "Jalak", "Mangga", "Rambutan"),
    *("Durian", "Salak", "Jambu", "Manggis", "Pattimura", "Diponegoro", "Sudirman", "Hasanuddin", "Veteran", "Kartini"),
)
_OPENINGS = (
    "",
    "",
    "Selamat pagi pak, ",
    "Assalamualaikum. ",
    "Mohon maaf, saya mau lapor. ",
    "Halo admin, ",
    "Yth Bupati, ",
)
_MORE = (
    *("", "", "", " Sudah dilaporkan ke ketua RT tetapi belum ada tanggapan.", " Kejadian ini sudah berulang."),
    *(" Petugas pernah datang memotret lalu tidak kembali.", " Warga sudah gotong royong tetapi tidak mampu."),
    *(" Kami rela iuran asalkan ada material.", " Anak sekolah lewat sini setiap hari.", " Dekat situ ada posyandu."),
    *(" Waktu pemilu dijanjikan akan dibenahi.", " Kontraktornya tidak bertanggung jawab.", " Terima kasih banyak."),
    *(" Pemilik warung juga mengeluh pelanggannya berkurang.", " Saya pensiunan dan tinggal sendirian."),
    *(" Tahun lalu sempat diperbaiki namun asal-asalan.", " Semoga bapak berkenan meninjau langsung."),
    *(" Lurah bilang anggarannya belum turun.", " Nomor ini bisa dihubungi kapan saja.", " Fotonya menyusul besok."),
)
_TIMES = ("seminggu", "tiga hari", "dua minggu", "sebulan lebih", "kemarin sore", "tadi pagi", "lima hari", "lama")
_WHO = ("tetangga saya", "ibu saya", "dua anak", "kakak saya", "seorang bapak", "teman saya", "pedagang", "warga")


def texts(draw: Random) -> Iterator[str]:
    """Without end; the same for the same seed."""
    said: list[str] = []
    while True:
        made = draw.choice(said) if said and draw.random() < _COPIES else _made(draw)
        said.append(made)
        yield made


def _made(draw: Random) -> str:
    text = draw.choice(_MATTERS)
    told = text.format(place=_place(draw), time=draw.choice(_TIMES), who=draw.choice(_WHO))
    return f"{draw.choice(_OPENINGS)}{told}{draw.choice(_MORE)}{draw.choice(_MORE)}"


def _place(draw: Random) -> str:
    way, names = draw.choice(
        (("di Gang", _STREETS), ("di Jalan", _STREETS), ("di Dusun", _NAMES), ("di Perumahan", _NAMES))
    )
    number = f" nomor {draw.randrange(1, 200)}" if draw.random() < 0.3 else ""
    homes = f" RT {draw.randrange(1, 13)} RW {draw.randrange(1, 10)}" if draw.random() < 0.6 else ""
    village = f" Desa {draw.choice(_NAMES)}" if draw.random() < 0.7 else ""
    return f"{way} {draw.choice(names)}{number}{homes}{village}"
