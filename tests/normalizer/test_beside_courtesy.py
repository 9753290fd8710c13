"""Whoever thanks, greets or asks besides what they tell is taken, and thanks that tell of nothing are thanks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from normalizer.schema import TAKEN_KINDS, ChannelName, Kind, Message, Party
from normalizer.triage import triage

TOLD = [
    "ayah tiri memandikan anak gadisnya yang sudah besar",
    "makasih ya bupati, banjir lagi",
    "makasih ya bupati, dokter tidak ada",
    "terima kasih pak lurah, jembatan ambrol",
    "terima kasih pak lurah, begal makin banyak",
    "alhamdulillah banjir lagi pak",
    "alhamdulillah dokter tidak ada",
    "mantap pelayanan 5 jam",
    "mantap, begal makin banyak",
    "Nama almarhum bapak saya masih ada di KK. Terima kasih sudah dibaca",
    "Nama almarhum bapak saya masih ada di KK. Jangan dikirim ke rumah lagi",
    "Nama almarhum bapak saya masih ada di KK. Mohon tindak lanjut",
    "Tagihan PBB saya di Desa Contoh dobel. Mohon tindak lanjut laporan saya",
    "Surat tilang saya salah plat nomor. Mohon tindak lanjut laporan saya",
    "Portal jalan RT 4 ditutup warga. Mohon tindak lanjut laporan saya",
    "Judi online masih dipromosikan di grup WhatsApp resmi dusun, mohon tindak lanjut laporan saya.",
    "Mau tanya tindak lanjut? Kami lapor tembok makam pahlawan Contoh roboh",
    "nama pelapor dibocorkan oleh petugas kelurahan",
    "pelayanan pakai bahasa inggris semua",
    "Janji bibit kopi buat Dusun Contoh Dua mana pak?",
    "Aplikasi SehatKota muncul nama orang lain di profil saya, data bocor ya?",
]
NOTHING_TOLD = [
    (Kind.THANKS, "selokan sudah dikeruk, tidak banjir lagi, terima kasih"),
    (Kind.THANKS, "hebat pak bupati, turun langsung ke lokasi longsor"),
    (Kind.THANKS, "udah beres pak, pipanya ga bocor lagi, makasih petugasnya"),
    (Kind.THANKS, "hormat kami untuk para relawan banjir"),
    (Kind.THANKS, "pelayanannya memuaskan, tidak dipungut biaya"),
    (Kind.STATUS, "laporan lewat sms bulan lalu kok ga dibales"),
    (Kind.STATUS, "disnaker udah bales laporan kami blm pak, soal thr pabrik"),
    (Kind.STATUS, "saya pelapor kasus air sumur Desa Contoh, mau tahu perkembangannya"),
    (Kind.HELP, "saya punya masalah mau saya sampaikan"),
    (Kind.GREETING, "selamat idul fitri mohon maaf lahir batin pak"),
]


def judged(text: str) -> Kind:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return triage(Message(ChannelName("whatsapp"), "d", Party("+6281100001234"), "tel:+6281100001234", at, text)).kind


@pytest.mark.parametrize("text", TOLD)
def test_what_a_courtesy_does_not_explain_is_taken(text: str) -> None:
    assert judged(text) in TAKEN_KINDS


@pytest.mark.parametrize(("kind", "text"), NOTHING_TOLD)
def test_what_tells_nothing_is_answered_only(kind: Kind, text: str) -> None:
    assert judged(text) is kind
