"""Machines and shops that write politely, and citizens who tell of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from normalizer.machines import has_signs, says_so
from normalizer.schema import ChannelName, Kind, Message, Party
from normalizer.text import folded
from normalizer.triage import RELEASED, triage


def kind_of(text: str, channel: str = "sms", doubts: tuple[str, ...] = ()) -> Kind:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return triage(Message(ChannelName(channel), "d", Party(""), "", at, text, doubts=doubts)).kind


MACHINES = [
    ("away", "Maaf saya sedang berkendara, nanti saya telepon kembali", True),
    ("away, English", "Sorry, I am in a meeting right now. I'll call you back later", True),
    ("an offer", "Siang kak, kami dari PT Maju Motor mau nawarin kredit motor dp ringan", True),
    ("a forecast", "Peringatan dini cuaca wilayah pesisir pukul 16.00, angin kencang", True),
    ("a firm's wishes", "Selamat hari raya Idul Fitri, segenap keluarga besar Bank Contoh", True),
    ("an appointment", "Jadwal kontrol gigi Anda besok 10.00. Balas YA untuk konfirmasi", True),
    ("a shop's answer", "Halo! Terima kasih sudah menghubungi Toko Contoh, mohon tunggu ya", True),
    ("whoever thanks us", "terima kasih sudah menghubungi saya pak, lampunya sudah menyala", False),
    (
        "whoever complains of an offer",
        "saya terganggu, sales kompor menawarkan barang tiap hari dan memaksa warga",
        False,
    ),
    ("a wish", "Selamat hari jadi kota, semoga taman dari bank sampah ditambah", False),
]


@pytest.mark.parametrize(("label", "text", "expected"), MACHINES, ids=[row[0] for row in MACHINES])
def test_what_says_what_it_is(label: str, text: str, expected: bool) -> None:
    assert says_so(folded(text)) is expected, label


SIGNS = [
    ("a sender's name", "[Belanja] Pesananmu sudah dikirim. Lacak di aplikasi", True),
    ("a link", "Cek hasilnya di contoh.id/abc", True),
    ("a customer", "Paketmu sampai besok ya kak", True),
    ("nothing", "Jalan di depan pasar licin", False),
    ("a report of one", "Saya dapat SMS penipuan: klik contoh.id/hadiah, mohon ditindak", False),
    ("a question about one", "Apakah benar kuota Anda diperpanjang di contoh.id?", False),
]


@pytest.mark.parametrize(("label", "text", "expected"), SIGNS, ids=[row[0] for row in SIGNS])
def test_what_only_machines_write(label: str, text: str, expected: bool) -> None:
    assert has_signs(text) is expected, label


ADVERT = "[Belanja] Pesananmu sudah dikirim. Lacak di contoh.id/x82"


def test_only_on_a_line_that_gets_such_messages_and_never_again_once_let_out() -> None:
    assert kind_of(ADVERT) is Kind.ROBOT
    assert kind_of(ADVERT, "whatsapp") is not Kind.ROBOT
    assert kind_of(ADVERT, doubts=(RELEASED,)) is not Kind.ROBOT


COMPLAINTS = [
    "The taxi driver at Contoh airport charged me 450,000 for 5 km on 3 November.",
    "The staff at counter 6 asked me Rp 100,000 for a photocopy stamp",
    "Tolong aktifkan KIS mama saya Hadijah, kode peserta XX-5521, mau operasi katarak",
    "pajak resto RM Contoh ditaksir 6jt/bln, omzet cm 20jt. ga masuk akal",
    "PT Contoh menimbang singkong kami dengan rafaksi 38%. Ini pemerasan.",
    "Aplikasi pajak daerah mengirim SMS tagihan ke nomor saya untuk mobil yang sudah saya jual 2022",
]
SWINDLES = [
    "Tanah yang bpk cari sudah ada, uangnya langsung transfer saja ke rek istri saya BNI 00xx an Lina",
    "Tolong telepon saya. (pesan gratis)",
]


@pytest.mark.parametrize("text", COMPLAINTS)
def test_what_is_asked_of_them_or_done_to_them_is_told_by_people(text: str) -> None:
    assert kind_of(text) is Kind.COMPLAINT


@pytest.mark.parametrize("text", SWINDLES)
def test_a_swindler_speaks_of_kin_and_pleads_too(text: str) -> None:
    assert kind_of(text) is Kind.ROBOT
