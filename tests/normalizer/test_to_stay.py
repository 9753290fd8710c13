"""A name that shall stay on a list is no wish to be hidden; a report that shall be hidden is one for RAHASIA."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from normalizer.flags import flags_in
from normalizer.schema import ChannelName, Flags, Kind, Message, Party
from normalizer.triage import triage

STAYS = """
jangan hapus nama kami
nama saya jangan dihapus
tolong nama ibu saya jangan dicoret
tolong jangan hilangkan nama anak saya
jangan sampai nama kami tercoret
nama kami jangan sampai terhapus dari DTKS
mohon nama orang tua saya jangan dikeluarkan dari PKH
nama kami jangan dibuang
jangan lewatkan nama kami
jangan salah tulis nama saya
don't remove our names
"""
HIDES = """
saya takut, tolong laporan saya disembunyikan
tolong laporan saya disembunyikan
saya takut, laporannya tolong disamarkan
tolong isinya disembunyikan
isinya jangan dibuka
laporan saya jangan dibuka
tolong aduan saya ditutup dari umum
please hide my report
"""
NAMES = """
jangan sebut nama kami
nama saya jangan dikeluarkan
hapus nama saya dari laporan
yang penting nama saya tidak keluar
asal nama saya tidak disebut
tolong sembunyikan nama saya
"""
TELLS = """
laporan saya disembunyikan oleh petugas desa
laporan keuangan desa disembunyikan
nama saya tidak keluar di daftar PKH
nama saya tidak ada di daftar
"""


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def _message(text: str) -> Message:
    sender, at = Party("+6281100000001"), datetime(2026, 1, 1, tzinfo=UTC)
    return Message(
        channel=ChannelName("sms"), delivery="d", sender=sender, person="tel:+6281100000001", received_at=at, text=text
    )


@pytest.mark.parametrize("text", _lines(STAYS))
def test_a_name_that_stays_is_complained_of(text: str) -> None:
    found = triage(_message(text))
    assert (found.kind, found.flags, found.command) == (Kind.COMPLAINT, Flags(), None)


@pytest.mark.parametrize("text", _lines(HIDES))
def test_a_report_that_is_to_be_hidden(text: str) -> None:
    found = triage(_message(text))
    assert (found.flags, found.why) == (Flags(rahasia=True), "flag alone")


@pytest.mark.parametrize("text", _lines(NAMES))
def test_a_name_that_is_to_be_hidden(text: str) -> None:
    assert flags_in(text) == Flags(anonim=True)


@pytest.mark.parametrize("text", _lines(TELLS))
def test_what_only_tells(text: str) -> None:
    assert flags_in(text) == Flags()


def test_both() -> None:
    assert flags_in("tolong sembunyikan nama dan laporan saya") == Flags(anonim=True, rahasia=True)
