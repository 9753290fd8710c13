"""What is told and shall not go yet, and what only is not sent yet by somebody else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from normalizer.schema import TAKEN_KINDS, ChannelName, Kind, Message, Party
from normalizer.triage import triage

NOT_YET = [
    "The ferry office asks for money, but wait until Sunday please, we are still on board",
    "Paman saya dipukuli rentenir. Mohon simpan dulu, saya takut dia datang lagi",
    "tetangga depan rumah jual motor curian, ini cerita saja min jgn dikirim ke mana2",
    "lurah motong PKH, ojo diterusake dhisik mas",
    "Saya mau lapor jalan rusak di Dusun Contoh tapi jangan diteruskan dulu, saya mau tanya pak RT",
    "this is about unpaid wages. don't forward it to anyone yet, I have to ask the union first",
    "Jangan dikirim dulu ya min, saya belum selesai nulis. Soal tanah warisan saya diserobot",
    "Bantuan ibu saya dipotong. Tahan dulu laporannya sampai saya dapat buktinya besok",
    "Ini masih konsep ya: guru olahraga suka memukul murid",
    "lampu jalan mati di RT 5. jgn dikirim dulu ya pak",
    "kades minta uang, ojo dikirim disik pak, aku arep takon bojoku",
    "please hold my report until tomorrow. the clinic asked for money",
    "my landlord cut the water. please don't send this until I say so",
    "pungli di pasar, laporannya jangan dinaikin dulu, saya kumpulin foto",
    "sampah menumpuk di RT 2. ulah dikirim heula nya pak",
    "jembatan retak. mohon jangan disampaikan dulu ya, tunggu saya",
]
TOLD = [
    "we have to wait until midnight for water and nobody comes",
    "beras bulog di gudang, katanya simpan dulu sampai harga naik",
    "surat kami tidak dikirim ke mana-mana oleh kelurahan",
    "bantuan jangan dikirim dulu",
    "izin tower jangan diproses dulu sebelum warga setuju",
    "jangan kirim petugas dulu, jalan rusak",
    "gaji kami masih ditahan",
    "polisi tahan dulu motor saya",
    "sertifikat saya ditahan dulu sampai bayar 2 juta",
    "jangan ditunda lagi perbaikan jalannya",
    "air belum dikirim sampai sekarang, sudah tiga hari",
    "dana desa jangan disalurkan dulu, ada yang tidak beres",
    "surat pengantar masih konsep terus di kelurahan",
    "truk tangki jangan dikirim dulu ke RT 3 terus, RT 4 juga kering",
]


def judged(text: str) -> tuple[Kind, str]:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    found = triage(Message(ChannelName("sms"), "d", Party("+6281100001234"), "tel:+6281100001234", at, text))
    return found.kind, found.why


@pytest.mark.parametrize("text", NOT_YET)
def test_what_is_told_is_kept_and_waits(text: str) -> None:
    kind, why = judged(text)
    assert (kind in TAKEN_KINDS, why) == (True, "hold")


@pytest.mark.parametrize("text", TOLD)
def test_what_somebody_else_sends_or_holds_is_told(text: str) -> None:
    kind, why = judged(text)
    assert (kind in TAKEN_KINDS, why) == (True, "")
