"""What sounds like a wish for protection and asks for none; and the wishes that stand near it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from normalizer.commands import Command
from normalizer.schema import TAKEN_KINDS, ChannelName, Flags, Kind, Message, Party
from normalizer.triage import Triage, triage

AT = datetime(2026, 11, 24, tzinfo=UTC)
TO_BE_SEEN = """
tolong jangan sembunyikan laporan saya
mohon laporan saya tidak usah disembunyikan
laporan saya silakan ditampilkan, jangan disembunyikan
saya tidak mau laporan ini disembunyikan
kami tidak ingin aduan kami dirahasiakan pak
jangan umpetin aduan gue dong
tolong aduan saya jangan dirahasiakan, biar semua orang tahu
kenapa laporan saya disembunyikan?
tolong jgn smbunyikan lap sy
please don't hide my report
"""
MISUSED = """
jangan pakai nama saya untuk pinjol
tolong jangan gunakan nama saya untuk kredit motor
tolong kades jangan pakai nama saya untuk laporan fiktif BLT
don't use my name for online loans
nama saya jangan dipakai buat ngutang
nama saya dipakai orang buat pinjol, tolong jangan pakai nama saya
jangan masukkan nama saya sebagai anggota partai
jangan tulis nama saya di daftar penerima BLT, saya tidak pernah terima uangnya
"""
TOLD_TO_BE_QUIET = """
The clerk told me not to tell anyone about the fee
Petugas bilang jangan kasih tahu siapa-siapa soal uang 50 ribu itu, padahal pelayanan gratis
Saya disuruh jangan bilang siapa-siapa soal potongan bansos di RT 4
Password wifi kelurahan dirahasiakan, padahal untuk umum
kenapa hasil seleksi dirahasiakan?
Dokter tidak mau disebut namanya waktu saya tanya kenapa bapak disuntik dua kali
Polisi merahasiakan nama pelaku tabrak lari anak saya
Hasil lab air sungai dirahasiakan, warga minta tidak dikasih
Pihak bank gak mau ngasih tau siapa yang narik dana KIP anak saya, katanya rahasia bank
Kalau ketahuan merokok murid dipukul rotan sama guru, anak saya dipecat dari OSIS
Ada akun facebook anonim yang menyebar fitnah dan foto warga desa kami
Petugas datang tanpa surat tugas dan tanpa menyebut nama
Petugas loket memanggil nama tanpa mikrofon jadi tidak kedengaran
Tolong jangan hanya pejabat yang tahu jadwal vaksin, kami juga mau tahu
Jangan sampai ada warga yang tahu-tahu digusur tanpa pemberitahuan
"""
ASKED = """
data saya disimpan di mana kalau lapor disini
kalau saya lapor disini data saya disimpan berapa lama
how long do you keep my data
nomor hp saya disimpan siapa kalau melapor
data saya dipakai buat apa kalau lapor
data kulo disimpen teng pundi
"""
WISHED = [
    ("laporan saya jangan sampai tidak dirahasiakan", (False, True)),
    ("kalau laporan saya tidak dirahasiakan saya takut, kades pungli", (False, True)),
    ("jangan lupa sembunyikan nama saya, kades jual beras bansos", (True, False)),
    ("Jalan rusak di RT 3. jangan pakai nama saya di laporan", (True, False)),
    ("jangan pakai nama saya untuk laporan ini, jalan rusak di RT 3", (True, False)),
    ("Kades pungli, jangan kasih tahu siapa-siapa ya pak", (True, True)),
    ("Petugas bilang jangan kasih tahu siapa-siapa soal uang itu. Tolong nama saya jangan disebut", (True, False)),
    ("Jalan rusak, jangan masukkan nama saya sebagai saksi", (True, False)),
    ("Izin melapor tanpa membuka identitas. Panitia lelang minta uang", (True, False)),
    ("anggaran desa dirahasiakan", (False, True)),
    ("Ada pungli di kelurahan. jangan pakai nama saya untuk keselamatan keluarga", (True, False)),
    ("Ada pungli di kelurahan. Jangan tulis nama saya jadi saya aman", (True, False)),
    ("Ada pungli di kelurahan. jangan gunakan nama saya waktu ke kantor desa", (True, True)),
    ("Ada pungli di kelurahan. jangan pakai nama saya sebagai orang yang melapor", (True, False)),
    ("Ada pungli di kelurahan. jangan bawa nama saya pas ditindaklanjuti", (True, False)),
    ("Ada pungli di kelurahan. please don't use my name as I am scared", (True, False)),
    ("Kades potong BLT. jangan sebut nama saya sebagai penerima BLT yang protes", (True, False)),
    ("Dana desa dipakai pribadi oleh kades, ada data lengkap. Tolong jangan pakai nama saya", (True, False)),
    ("Nama saya pernah dipakai orang. Ada pungli, jangan pakai nama saya biar aman", (True, False)),
    ("Kami takut ketahuan mengadu. Kades potong BLT 100 ribu", (True, True)),
    ("Kades potong BLT 100 ribu, kalau ketahuan membocorkan ini saya dipecat", (True, True)),
    ("Petugas pungli 50 ribu, kami minta jangan kasih tahu siapa-siapa", (True, True)),
    ("Lurah pungli, saya cuma minta jangan bilang siapa-siapa", (True, True)),
    ("Pak RT bilang jangan kasih tahu siapa-siapa kalau saya yang lapor pungli", (True, True)),
]


def judged(text: str) -> Triage:
    return triage(Message(ChannelName("sms"), "d", Party("+6281100001234"), "tel:+6281100001234", AT, text))


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("text", _lines(TO_BE_SEEN))
def test_what_shall_be_seen_is_not_protected(text: str) -> None:
    found = judged(text)
    assert not found.flags
    assert found.command not in (Command.CONFIDENTIAL, Command.ANONYMOUS)


@pytest.mark.parametrize("text", _lines(MISUSED) + _lines(TOLD_TO_BE_QUIET))
def test_what_asks_for_no_protection_is_taken_as_it_is(text: str) -> None:
    found = judged(text)
    assert not found.flags
    assert found.kind in TAKEN_KINDS


@pytest.mark.parametrize("text", _lines(ASKED))
def test_who_asks_what_becomes_of_their_data_is_answered(text: str) -> None:
    found = judged(text)
    assert (found.kind, found.flags) == (Kind.HELP, Flags())


@pytest.mark.parametrize(("text", "flags"), WISHED, ids=[row[0][:40] for row in WISHED])
def test_a_wish_beside_it_is_heard(text: str, flags: tuple[bool, bool]) -> None:
    assert judged(text).flags == Flags(*flags)


@pytest.mark.parametrize(
    "text", ["terserah bapak saja", "terserah bapak aja", "pasrah saja pak, terserah", "saya serahkan ke bapak"]
)
def test_who_leaves_it_to_us_is_in_no_danger(text: str) -> None:
    assert judged(text).kind is Kind.YESNO
