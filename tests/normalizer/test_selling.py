"""Who accuses somebody of selling seats, aid, drugs or land is no shop; over SMS no shop is answered or taken."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from normalizer.schema import TAKEN_KINDS, ChannelName, Kind, Message, Party
from normalizer.triage import triage

AT = datetime(2026, 11, 23, tzinfo=UTC)


def kind_of(text: str) -> Kind:
    return triage(Message(ChannelName("sms"), "d", Party(""), "", AT, text)).kind


ACCUSED = [
    "sangat rahasia. ada jual beli kursi ppdb di sman 1 contoh, 15 jt",
    "jual beli jabatan kepala sekolah di kab contoh, tarifnya 60 jt",
    "ada yg jual sabu di gang buntu belakang terminal, 1 gram 1,2 jt, cod malam hari",
    "beras bansos dijual 10rb per kg di toko dekat balai desa, hanya yang kenal bisa beli",
    "kades jual tanah bengkok 200 jt ke developer, cicilan 10 bulan",
    "Oknum panitia cpns tawarkan kelulusan 150 jt, dp 50 jt dulu, sisanya setelah sk keluar",
    "pupuk subsidi dijual lagi ke luar kabupaten harga murah, 1 truk 40 jt",
    "Ijazah palsu dijual bebas lewat grup, 5 jt bisa langsung pakai daftar kerja",
    "jual beli suara pilkades 200rb per kepala, sisa dana cair hari h",
    "calo sim di satpas, 900rb tanpa tes, bayar sekarang besok jadi, setoran ke petugas",
    "gas 3 kg subsidi dioplos terus dijual ke hotel, untung 1 jt per hari, gudang di jl mawar",
    "formasi perangkat desa dijual 80 jt. yang bayar pasti menang",
    "Kunci jawaban ujian dijual 300 ribu oleh guru, transfer ke rekening istrinya",
    "gratis katanya tapi beli map 50rb, formulir 100rb, hanya di koperasi kantor itu",
    "hutan lindung dikavling dan dijual 25 jt per kapling, sertifikat menyusul",
    "solar subsidi diborong jeriken di spbu contoh, dijual 10 jt sekali angkut",
    "obat keras tanpa resep dijual di warung depan smp, promo beli 2 gratis 1",
    "blanko ktp dijual 1 jt, info dari dalam kantor",
    "bidan jual vitamin gratis dari pemerintah 10rb, beli 3 dapat bonus",
    "kios tani jual pupuk subsidi di atas het, 180rb, wajib beli paket sama obat",
    "anak smp dijual ke kafe di pelabuhan, mucikarinya minta 2 jt, bisa order lewat aplikasi",
    "lapak pasar kontrak diperjualbelikan 30 jt sama kepala pasar, pedagang lama terusir",
    "kursi bangku sekolah favorit 10 jt sekarang naik 20 jt, bayar ke komite",
    "tiket kapal mudik habis di loket tapi dijual calo 3 kali lipat, cuma 2 menit sudah habis",
    "satwa dilindungi dijual online, kukang 1,5 jt, penjual di contoh timur",
    "lowongan satpol pp bayar 25 jt ke orang dalam, katanya pasti diterima",
    "posisi honorer puskesmas dihargai 35 jt, ada pegawai yang menawarkan langsung ke rumah",
    "nomor antrian rsud dijual 50rb oleh satpam. tiap hari sekarang begitu",
    "traktor bantuan poktan dijual ketua, laku 45 jt. bantuan gratis malah dijual",
    "tanah wakaf makam mau dijual pengurus, ditawarkan 400 jt ke perumahan",
    "Kades jual tanah bengkok 200 jt, yang minat disuruh hub dia",
    "ada yang jual soal ujian 500rb di grup WA, hubungi 08110000123 katanya",
    "oknum panitia jual kunci jawaban, yang minat hubungi calo di gerbang",
    "miras oplosan jual terang2an, 20rb sebotol, order tinggal ketok pintu",
]


@pytest.mark.parametrize("text", ACCUSED, ids=[text[:40] for text in ACCUSED])
def test_who_accuses_somebody_of_selling_is_taken(text: str) -> None:
    assert kind_of(text) in {*TAKEN_KINDS, Kind.EMERGENCY}


ADVERTS = [
    "Perumahan subsidi DP 0 cicilan 1jt-an, lokasi strategis dekat tol. Stok terbatas!!!",
    "Anda mendapat 1 pesan suara baru. Tekan 1 untuk mendengar, tarif Rp2.200",
    "Jual tanah kavling SHM dekat tol, 50 jt bisa dicicil. Minat hub 0811-0000-0001",
    "JUAL PUPUK murah grosir, NPK urea, COD. WA 0811-0000-0002",
    "Jasa SIM kilat tanpa tes 900rb langsung jadi. Order wa 0811-0000-0003",
    "Jual ijazah asli terdaftar, 5 jt langsung jadi. Hub 0811-0000-0004",
    "Dijual rumah 2 lantai, 450 jt nego, cicilan ringan. Hubungi 0811-0000-0005",
    "Obat kuat herbal terlaris, promo beli 2 gratis 1, order wa 0811-0000-0006",
    "Jual followers murah, garansi, klik contoh-follow.com",
    "Promo gas 3 kg dan galon antar gratis, pesan sekarang 0811-0000-0007",
    "Dana tunai cepat cair 50 jt jaminan BPKB, bunga ringan. Hub 0811-0000-0008",
    "Jual kunci jawaban ujian terpercaya 300rb, minat wa 0811-0000-0009",
    "Ready stok beras premium 10 kg harga murah, grosir, COD area kota",
    "Jual motor second 8 jt nego, bisa kredit, dp 500rb. Minat WA 0811-0000-0010",
    "Lowongan kerja gaji 5 jt, tanpa pengalaman, daftar di loker-contoh.com",
    "Investasi emas profit 10% per bulan, modal 1 jt, gabung sekarang",
    "Slot gacor deposit 10rb bonus 100%, daftar sekarang main88.vip",
    "Jual akun game murah, terpercaya, order sekarang via telegram",
    "Paket umroh promo 25 jt, diskon 2 jt, daftar hari ini, info 0811-0000-0011",
    "Open reseller skincare, bonus member, gratis ongkir, gabung sekarang",
    "Kredit mobil tanpa DP, angsuran 2 jt, proses cepat. Call 0811-0000-0012",
    "Disewakan ruko pinggir jalan 30 jt per tahun hub 0811-0000-0013",
    "Jual bibit sawit unggul bergaransi, harga grosir, kirim seluruh Indonesia. WA 0811-0000-0014",
    "Flash sale! Diskon 70% semua produk, beli sekarang di contoh-belanja.com",
    "Jual kursi kantor bekas 150rb ready stok, cod, wa 0811-0000-0015",
    "Les privat semua pelajaran, murah, 50rb, daftar 0811-0000-0016",
    "Terima jasa sedot wc murah bergaransi 24 jam 0811-0000-0017",
    "Selamat nomor anda menang undian 100 jt, klaim hadiah di contoh-hadiah.com",
    "Pinjaman online 10 jt langsung cair tanpa jaminan, klik contoh-pinjam.top",
    "Jual tiket konser 1,5 jt, terbatas, order wa 0811-0000-0018",
    "Paket data 30 GB hanya 50rb, aktifkan *123*5# sekarang",
    "Jual kambing aqiqah 2,5 jt gratis masak dan antar, pesan 0811-0000-0019",
]


@pytest.mark.parametrize("text", ADVERTS, ids=[text[:40] for text in ADVERTS])
def test_who_sells_is_a_shop(text: str) -> None:
    assert kind_of(text) is Kind.ROBOT
