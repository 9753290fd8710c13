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
    "Kades korupsi, tidak untuk publik",
]


@pytest.mark.parametrize("text", ASKED)
def test_ones_own_is_asked_for(text: str) -> None:
    assert exact_flags(text)
