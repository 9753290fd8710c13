"""What an office shall cancel is told and taken; a report is called off by naming it, or by saying why."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from normalizer.commands import Command
from normalizer.schema import TAKEN_KINDS, ChannelName, Flags, Message, Party
from normalizer.triage import Triage, triage

OF_AN_OFFICE = [
    "Tagihan PBB saya di Desa Contoh dobel",
    "Surat tilang saya salah plat nomor",
    "Akun JKN saya dipakai orang lain",
    "Pendaftaran sekolah anak saya di SMPN 2 salah jalur",
    "Nama almarhum bapak saya masih ada di KK",
    "Portal jalan RT 4 ditutup warga",
    "Surat pindah saya salah alamat",
    "Nikah anak saya di KUA Contoh dicatat salah nama",
    "Nilai seleksi perangkat desa dijual 50 juta",
    "Warung kami diancam digusur minggu depan",
    "Kami diancam dicabut izin jualannya",
    "Sambungan PDAM saya sudah dibayar orang lain",
    "Bansos atas nama saya sudah diterima orang lain",
    "Anak saya dipaksa menikah umur 14 tahun di Desa Contoh",
    "Petugas KUA minta uang pelicin 500 ribu",
    "Preman mengancam pedagang di Pasar Contoh",
    "Pemilihan ketua RW tidak ada yang tahu",
    "Surat cerai saya dibuat tanpa sidang",
]
ENDS = [
    ". Tolong batalkan",
    ". Mohon dibatalkan",
    ", minta dibatalkan saja",
    ". Batalkan!",
    ". Jangan dilanjutkan",
    ". please cancel it",
    " tolong dibatalkan pak",
    ". Tolong pak bupati batalkan",
]
CALLED_OFF = [
    "batalkan saja, saya diancam preman",
    "tolong dibatalkan pak, kami diancam orang proyek",
    "batalin aja pak, suami saya melarang",
    "Batalkan saja, anak saya bilang kalau diteruskan dia dikeluarkan dari sekolah",
    "saya takut. batalkan saja",
    "maaf salah kirim. batalkan ya",
    "saya diancam mau dibunuh, tolong batalkan",
    "suami saya marah. tolong dibatalkan",
    "sudah damai pak. batalkan saja",
    "please cancel it, I am afraid of my boss",
    "saya dipukuli suami. batalkan laporan saya",
    "jangan dilanjutkan, saya takut ketahuan",
    "cancel my report, my husband found out",
    "jangan dikirim, saya diancam",
    "paman suka pegang anak saya. laporannya jangan diteruskan",
]


def judged(text: str) -> Triage:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return triage(Message(ChannelName("sms"), "d", Party("+6281100001234"), "tel:+6281100001234", at, text))


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("told", OF_AN_OFFICE)
def test_what_an_office_shall_cancel_is_taken(told: str, end: str) -> None:
    found = judged(f"{told}{end}")
    assert (found.kind in TAKEN_KINDS, found.why in ("", "emergency"), found.command) == (True, True, None)


@pytest.mark.parametrize("end", ENDS)
def test_so_it_is_with_a_wish_for_protection(end: str) -> None:
    found = judged(f"RAHASIA Nilai seleksi perangkat Desa Contoh dijual 50 juta{end}")
    assert (found.kind in TAKEN_KINDS, found.flags, found.command) == (True, Flags(rahasia=True), None)


@pytest.mark.parametrize("text", CALLED_OFF)
def test_a_report_is_called_off_by_its_name_or_with_a_reason(text: str) -> None:
    assert judged(text).command is Command.CANCEL
