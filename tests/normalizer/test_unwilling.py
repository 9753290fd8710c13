"""Who is unwilling to be named is hidden; who says so of others, or speaks of a list, is not."""

from __future__ import annotations

import pytest

from normalizer.flags import flags_in

UNWILLING = [
    "Saya keberatan nama saya disebut, guru pungli",
    "Saya keberatan identitas saya diketahui. camat minta setoran",
    "saya keberatan bila nama dicantumkan, mandor curang",
    "saya tidak ingin disebut. camat minta setoran",
    "kami tidak mau disebutkan ya, kades judi",
    "saya warga biasa tidak berani sebut nama",
    "aku gak berani nyebut nama saya, bidan minta 200rb",
    "nama saya jangan tercantum dicoret saja, pungli di kantor desa",
    "jangan sampai saya dikeluarkan dari kerja karena laporan ini",
]
NOT_ASKED = [
    "Saya tidak keberatan nama saya disebut, guru pungli",
    "Kades tidak berani sebut nama pelaku, warga resah",
    "saya tidak mau disebut pembohong, RT yang bohong",
    "Saya keberatan nama saya dicoret dari daftar PKH",
    "Warga keberatan tarif parkir naik",
    "nama saya tidak tercantum di DTKS",
]


@pytest.mark.parametrize("text", UNWILLING)
def test_who_is_unwilling_to_be_named_is_hidden(text: str) -> None:
    assert flags_in(text).anonim


@pytest.mark.parametrize("text", NOT_ASKED)
def test_what_is_told_of_others_or_of_a_list_asks_for_nothing(text: str) -> None:
    assert not flags_in(text)
