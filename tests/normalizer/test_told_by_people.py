"""Who tells of a machine's or a swindler's message over SMS is taken and answered; the message itself is not."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from normalizer.schema import ChannelName, Kind, Message, Party
from normalizer.triage import triage

TABLE = Path(__file__).parents[1] / "cases" / "told_by_people.jsonl"
TEXTS = [text for _, text in map(json.loads, TABLE.read_text("utf-8").splitlines())]
TAKEN = {Kind.COMPLAINT, Kind.INFORMATION, Kind.ASPIRATION, Kind.EMERGENCY}


def kind_of(text: str) -> Kind:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return triage(Message(ChannelName("sms"), "d", Party(""), "", at, text)).kind


TOLD = [
    "akun IKD saya gagal verifikasi kode OTP tidak terkirim",
    "kode OTP DTKS tidak terkirim ke nomor saya",
    "pinjol meneror saya lewat sms: segera bayar tagihan anda atau data disebar",
    "Saya dapat SMS selamat anda menang hadiah 100 juta hubungi +62 811-0000-0001, tolong ditindak penipuan ini",
    "dapat wa dari nomor +62 811-0000-0002 mengaku petugas pajak minta klik link http://pajak.example.com",
    'debt collector sms saya tiap jam "segera lunasi tagihan anda"',
    "Pulsa saya 50.000 tersedot oleh SMS premium",
    "Kode booking 482913 hangus di RSUD",
    "saldo saya kepotong 200rb di ATM bank daerah",
    "mohon cek, ada yang mengaku petugas PLN kirim file apk lewat wa",
]


@pytest.mark.parametrize("text", TOLD)
def test_who_tells_of_it_is_taken(text: str) -> None:
    assert kind_of(text) in TAKEN
    assert kind_of(text.upper()) in TAKEN


def test_of_all_that_were_written_for_it_none_is_taken_for_a_machine_and_few_are_called_wrongly() -> None:
    kinds = list(map(kind_of, TEXTS))
    assert len(kinds) == 90
    assert Kind.ROBOT not in kinds
    assert sum(kind not in TAKEN for kind in kinds) <= 2


MACHINES = [
    "Pulsa Anda hangus, isi ulang sekarang",
    "Kode OTP Anda 482913. Jangan berikan kepada siapa pun, termasuk pihak bank",
    "Kurir kami gagal mengantar paket. Atur ulang pengiriman di sini: kurir-cek.top",
    "KOMINFO: Waspada penipuan mengatasnamakan petugas. Jangan klik tautan mencurigakan.",
    "Kurir: foto paket bapak ada di file ini, mohon dicek LIHAT-PAKET.apk",
    "Kami telah menerima email Anda dengan nomor tiket #88120. Tim akan merespons dalam 2x24 jam.",
    "Selamat! Nomor Anda memenangkan undian 100 juta, hubungi 0811-0000-0003",
    "Yth nasabah, tagihan Anda Rp 450.000 jatuh tempo besok. Segera bayar di bayar.example.com",
]


@pytest.mark.parametrize("text", MACHINES)
def test_the_machine_itself_is_still_known(text: str) -> None:
    assert kind_of(text) is Kind.ROBOT


def test_a_long_text_costs_no_more_than_a_moment() -> None:
    begun = time.process_time()
    for text in ("kode otp saya " * 2_000, "saya dapat " * 2_000, "mohon tolong " * 2_000):
        kind_of(text)
    assert time.process_time() - begun < 2.0
