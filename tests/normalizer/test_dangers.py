"""Dangers in words of their own, what only sounds like one, and words read by their consonants."""

from __future__ import annotations

import pytest

from normalizer.emergency import is_emergency
from normalizer.vowelless import voiced

TOLD = [
    ("ular melilit anak saya", True),
    ("ular sering masuk rumah karena lahan kosong", False),
    ("perahu kami terbalik di muara", True),
    ("kemarin perahu nelayan terbalik", False),
    ("saya dikejar orang, tolong cepat", True),
    ("ayah saya sesak napas", True),
    ("asap pabrik bikin anak saya susah napas", False),
    ("pasien stroke ditolak di igd", False),
    ("kabel listrik korslet, tolong diperbaiki", False),
    ("tolong segera evakuasi, air sudah sedada", True),
    ("kendaraan macet total tidak bergerak", False),
    ("macan masuk kampung nyerang pak Rahmat", True),
    ("I can't do this anymore. I have the pills in front of me.", True),
    ("Malam ini saya mau mengakhiri semuanya. Maaf", True),
    ("i can't live with this noise anymore", False),
]
# It goes off before anybody has asked for help.
GAS = [
    ("pipa gas bocor depan rumah", True),
    ("bau gas elpiji kuat sekali di dapur tetangga", True),
    ("i smell gas everywhere in the street", True),
    ("mambu gas banget ning omah", True),
    ("gas 12 kilo mendesis bocor di warung bu Tini", True),
    ("tercium bau gas di lorong apartemen", True),
    ("gasnya bocor pak!", True),
    ("elpiji ngowos di pawon", True),
    ("bau sampah menyengat di TPS", False),
    ("pangkalan gas jual tabung bocor isinya kurang", False),
    ("minta pemasangan pipa gas rumah tangga", False),
    ("kemarin ada pipa gas bocor tapi sudah diperbaiki, jalannya belum ditutup", False),
    ("knalpot motor gas-gasan tiap malam", False),
    ("bau gas menyengat di gang 3", True),
    ("tabung gas 3 kg bocor baunya menyengat", True),
    ("gas leak in our building, strong smell", True),
    ("regulator gas ngeses terus bau", True),
    ("ada kebocoran gas di ruko sebelah", True),
    ("ambu gas nyambuang ti imah tatangga", True),
    ("selang elpiji bocor, bau sekali", True),
    ("smell of gas in the hallway, kids are coughing", True),
    ("ada bau gas kuat dari saluran, takut meledak", True),
    ("tolong bau lpg dari rumah kosong", True),
    ("bocoran gas dari tabung bau telur busuk", True),
    ("harga gas 3 kg naik jadi 25 ribu", False),
    ("gas elpiji langka sudah seminggu", False),
    ("bau limbah pabrik menyengat tiap malam", False),
    ("pipa air bocor di jalan mawar", False),
    ("tagihan gas PGN membengkak", False),
]
HELD = [
    ("saya disiksa majikan", True),
    ("orang tua saya disandera", True),
    ("saya disandera preman di ruko", True),
    ("kakak disiksa di mess perusahaan, tolong", True),
    ("tolong saya", True),
    ("toloong kami pak cepat", True),
    ("tolong", False),
    ("tolong saya pak jalan rusak", False),
    ("tolong kami dibantu air bersih", False),
    ("proyek jalan tersandera pembebasan lahan", False),
    ("data kami disandera peretas", False),
    ("warga disandera aturan zonasi sekolah", False),
    ("tetangga menyiksa kucing", False),
    ("adik saya disiksa suaminya tiap malam", False),
]
# Who must not know of it is no other time.
UNSEEN = [
    ("saya dipukuli suami, jangan sampai dia tahu saya lapor", True),
    ("saya dipukuli suami, jangan sampai ketahuan", True),
    ("saya disekap, jangan sampai dia tahu saya yang lapor", True),
    ("saya disekap di rumah majikan, takut ketahuan", True),
    ("saya dipukuli suami, jangan bilang suami kalau saya lapor", True),
    ("saya dipukuli, saya takut dia tahu", True),
    ("jangan sampai ada yang tenggelam, pagari embung desa", False),
    ("jangan sampai warga tahu dulu baru ada yang tenggelam", False),
    ("takut kebakaran, kabel semrawut", False),
    ("takut ketahuan polisi, tawuran pelajar pindah jam di lapangan", False),
    ("kades bilang jangan bilang ke warga kalau dana kebakaran habis", False),
    ("kemarin saya dipukuli kades, jangan sampai dia tahu saya lapor", False),
]


@pytest.mark.parametrize(("text", "danger"), [*TOLD, *GAS, *HELD, *UNSEEN])
def test_a_danger_is_told_as_present(text: str, danger: bool) -> None:
    assert is_emergency(text) is danger


READ = [
    ("kpn jdwl sim", "kapan jadwal sim"),
    ("tlg dperbaiki", "tolong diperbaiki"),
    ("pkh dan bpjs dari pln", "pkh dan bpjs dari pln"),
    ("drainase dwi tunggal", "drainase dwi tunggal"),
    ("", ""),
]


@pytest.mark.parametrize(("told", "read"), READ)
def test_words_are_read_by_their_consonants(told: str, read: str) -> None:
    assert voiced(told) == read
