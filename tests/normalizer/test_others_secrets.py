"""Secrets of somebody else are told; only one's own are asked for."""

from __future__ import annotations

import pytest

from normalizer.flags import exact_flags

TOLD = [
    "Hasil visum anak saya belum dikasih polisi, katanya rahasia",
    "Dokumen amdal katanya confidential. Masa warga tidak boleh baca",
    'Petugas bilang "itu rahasia sistem" waktu ditanya soal daftar lansia',
    "Panitia tidak mengumumkan nilai, katanya tidak untuk publik",
    "Stafnya bilang jangan kasih tahu siapa-siapa soal pungutan itu",
    "Tagihan internet desa naik tapi passwordnya dirahasiakan perangkat",
    "Hasil lelang sengaja dirahasiakan dari warga",
    "Janji membuka posko aduan rahasia, ruangannya jadi gudang",
    "Air masuk kelas, arsip rahasia ujian basah semua",
    "Ada surat kaleng tanpa nama beredar di kampung",
    "Ada ODGJ tanpa identitas tidur di halte",
    "Dinas tidak mau menunjukkan RAB dengan alasan rahasia",
    "RAB tidak boleh difoto, alasannya itu rahasia",
    "Gaji dirahasiakan oleh pihak sekolah",
    "Kata petugas itu rahasia, padahal cuma jadwal truk",
    "Ditemukan mayat perempuan tanpa identitas di sungai",
    "Kode ujian rahasia sudah beredar di kantin",
    "Jangan dipublikasikan foto anak-anak korban banjir di akun dinas",
]


@pytest.mark.parametrize("text", TOLD)
def test_somebody_elses_secret_asks_for_nothing(text: str) -> None:
    assert not exact_flags(text)


ASKED = [
    "Saya bilang rahasia ya pak, jangan sampai bocor",
    "Tolong dirahasiakan dari perangkat desa",
    "Laporan saya dirahasiakan dari warga",
    "Identitas saya dirahasiakan petugas",
    "Jalan rusak. Laporan tanpa nama",
    "Jangan dipublikasikan foto saya",
    "Jangan dipublikasikan foto ini",
    "Katanya bisa lapor di sini. Rahasia ya pak",
    "Pungli di samsat. Demi alasan keamanan jangan dipublikasikan",
    "Pungli di samsat, atas alasan pribadi rahasiakan",
    "alasan keamanan anonim. Pungli di RSUD",
    "alasan rahasia karena takut. Mandor mengurangi semen",
    "kata suami dirahasiakan saja. Bidan minta 200rb",
    "kata istri jangan dipublikasikan. Guru mencubit murid",
    "Bidan minta 200rb, kata ibu rahasiakan saja",
    "Guru pungli seragam, dirahasiakan dari sekolah",
    "bansos tidak dibagi rata dirahasiakan dr rt",
    "Raskin dijual, dirahasiakan terus ya",
    "got mampet di depan balai desa dirahasiakan pak lurah",
    "Iuran sampah naik dirahasiakan petugas ya",
    "Soal rahasia ini, saya minta jangan dibuka. Kades main judi",
    "posko aduan rahasia tolong jangan dibuka. kades judi",
    "Laporan kode rahasia, guru cabul SMP 3",
    "Saya orang tanpa nama. Kades judi",
    "Dari orang tanpa nama: kades judi",
    "pelapor perempuan tanpa nama. Kades judi",
    "saya korban tanpa nama. Kades judi",
    "jangan dipublikasikan foto buktinya, jalan rusak di Gang Melati",
    "jangan diupload foto dan videonya. murid dipukul guru",
    "tolong jangan dipublikasikan foto korban. murid dipukul guru",
    "Mandor curang, jangan disebar video yang dikirim",
    "Kades korupsi, tidak untuk publik",
]


@pytest.mark.parametrize("text", ASKED)
def test_ones_own_is_asked_for(text: str) -> None:
    assert exact_flags(text)
