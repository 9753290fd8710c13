"""Wishes in words of one's own, put into a complaint: how many of each hand's are heard, and what only sounds like one.

C and half of D and of P are weighed; the other halves and R are counted only (docs/quality.md).
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from normalizer.commands import Command
from normalizer.flags import exact_flags, flags_in
from normalizer.schema import TAKEN_KINDS, ChannelName, Flags, Kind, Message, Party
from normalizer.text import words
from normalizer.triage import Triage, triage
from normalizer.wish_score import TABLE, sentences, weight
from normalizer.wish_told import perhaps_wished
from normalizer.wish_words import PROTECTION, SENDING, names_of

CASES = Path(__file__).parents[1] / "cases" / "wishes_told.jsonl"
ROWS: list[tuple[str, str, str]] = [tuple(json.loads(line)) for line in CASES.read_text("utf-8").splitlines()]
AT = datetime(2026, 11, 23, tzinfo=UTC)


def judged(text: str) -> Triage:
    return triage(Message(ChannelName("sms"), "d", Party("+6281100001234"), "tel:+6281100001234", AT, text))


def held(found: Triage) -> bool:
    return found.why == "hold" or found.command is Command.CANCEL


# Protected of those who wish for it, and of those who wish for nothing; the same of those who wish that it waits.
COUNTED = [
    ("C", (50, 0), (20, 0)),
    ("D", (55, 1), (26, 0)),
    ("D counted", (60, 4), (13, 0)),
    ("P", (51, 1), (20, 0)),
    ("P counted", (75, 2), (13, 0)),
    ("R counted", (90, 16), (19, 0)),
]


@pytest.mark.parametrize(("hand", "protected", "waiting"), COUNTED, ids=[row[0] for row in COUNTED])
def test_how_many_wishes_are_heard(hand: str, protected: tuple[int, int], waiting: tuple[int, int]) -> None:
    found = [(wish, judged(text)) for of, wish, text in ROWS if of == hand]
    flagged = Counter(wish for wish, one in found if one.flags)
    kept = Counter(wish for wish, one in found if held(one))
    assert flagged[PROTECTION] >= protected[0]
    assert flagged[""] <= protected[1]
    assert kept[SENDING] >= waiting[0]
    assert kept[""] <= waiting[1]


def test_who_wishes_for_nothing_is_taken() -> None:
    told = [(text, judged(text)) for hand, wish, text in ROWS if hand != "made" and not wish]
    # Who asks whether a report was read is answered.
    taken = {*TAKEN_KINDS, Kind.EMERGENCY, Kind.STATUS}
    assert [text for text, found in told if found.kind not in taken] == []


NAMED = [
    ("Drainase pakai besi 8 padahal RAB 12. Yang boleh lihat pesan ini cuma propam ya", (True, True)),
    ("Kas RW hilang. Hal ini jangan sampai beredar di kampung, biar petugas saja yang baca", (True, True)),
    ("Kepsek pakai uang BOS. Anak saya murid di situ, sebaiknya sekolah ndak usah tau ini dari siapa", (True, True)),
    ("Bidan jarang masuk. Saya kerabatnya, mohon nama kami ngga usah ikut ditulis di surat", (True, False)),
    ("Mandor mengurangi semen. Pokoknya kalau sampai mandor tahu saya yang ngomong, habis saya", (True, True)),
]


@pytest.mark.parametrize(("text", "flags"), NAMED, ids=[row[0][:40] for row in NAMED])
def test_a_name_is_hidden_and_the_text_too_where_somebody_must_not_find_out(
    text: str, flags: tuple[bool, bool]
) -> None:
    assert flags_in(text) == Flags(*flags)


NOT_ASKED = [
    "Nama saya tidak perlu disembunyikan, kades jual beras bantuan",
    "Silakan sebut nama saya, jalan di RT 4 rusak",
    "Nama saya tidak ada di daftar bansos padahal tahun lalu dapat",
    "Dokter tidak bilang apa-apa ke keluarga saya soal hasilnya",
    "Jangan sampai bocor lagi atap sekolah kami",
    "Warga takut jembatan putus, nanti kades tahu sendiri akibatnya",
    "Tolong jangan sebarkan hoaks di grup desa",
    "Kenapa sembako cuma dikasih tahu ke orang dekat RT? Yang lain tidak diberi tahu",
    "Data saya bocor, banyak yang menagih pinjaman",
]
# Something is forbidden so that somebody acts.
DEMANDS = [
    "laporan ini jangan hanya diterima, tolong ditindak, jalan rusak",
    "jangan ditahan laporan saya, teruskan ke dinas. Jalan rusak",
    "tolong laporan saya diteruskan jangan ditunda",
    "laporan saya jangan diabaikan",
    "Laporan warga jangan cuma didiamkan pak, jembatan mau putus",
    "jangan diteruskan pembangunan tower, warga menolak",
    "tolong jangan selesaikan laporan saya",
    "Biar tidak ketahuan, mereka bakar limbah malam hari",
    "Tolong nama pelaku jangan disembunyikan",
]
BESIDE_A_DEMAND = [
    "Laporan saya jangan diabaikan, dan jangan sampai kades tahu saya yang lapor",
    "Jangan ditunda ya pak, tolong nama saya jangan disebut",
]


@pytest.mark.parametrize("text", NOT_ASKED)
def test_what_is_denied_or_told_of_others_asks_for_nothing(text: str) -> None:
    assert not flags_in(text)


@pytest.mark.parametrize("text", DEMANDS)
def test_a_demand_to_act_asks_for_nothing(text: str) -> None:
    found = judged(text)
    assert (found.kind, found.flags) == (Kind.COMPLAINT, Flags())


@pytest.mark.parametrize("text", BESIDE_A_DEMAND)
def test_a_wish_beside_a_demand_is_heard(text: str) -> None:
    assert flags_in(text).anonim


def test_between_the_bars_protection_is_offered_and_not_given() -> None:
    text = "Panitia masjid memakai uang kas. Tolong jangan ada tanda-tanda kami yang lapor"
    assert (bool(flags_in(text)), perhaps_wished(text)) == (False, True)
    assert not perhaps_wished("Jalan di RT 5 rusak, sudah dua bulan belum diperbaiki")


def test_most_complaints_are_not_weighed_at_all() -> None:
    found = words("Lampu jalan di depan pasar mati sejak hari Senin, gelap sekali kalau malam")
    assert (sentences(found, PROTECTION)[1:], sentences(found, SENDING)) == ([], ())
    assert weight(words("Lampu jalan mati"), PROTECTION) == float("-inf")


def test_each_sign_of_the_table_is_made_of_named_ones() -> None:
    table = (Path(__file__).parents[2] / "normalizer" / TABLE).read_text("utf-8").splitlines()
    for wish, sign, _ in map(str.split, table):
        parts = set(sign.replace("+", ">").split(">")) - {"bias", "?"}
        assert parts <= names_of(wish), sign


WAITS = [
    "Jalan berlubang depan SD. Nanti dulu diteruskan ya pak, saya mau foto dulu besok pagi",
    "Jgn di forward dulu pak, videonya lagi diminta sama adik. Samsat minta 100rb",
    "Tower tidak berizin. Sabar dulu, saya minta kopian izinnya, habis itu baru tolong diajukan",
    "Saya disuruh kades cabut laporan. Tolong jangan dikirim dulu, saya mau cek bukti",
    "saya mau pikir dulu, belum yakin, tolong diproses besok saja. Guru pungli",
    "saya ragu, jangan dikirim dulu, tapi guru itu memang pungli",
]
GOES = [
    "jangan disimpan saja laporan saya, tolong diteruskan ke bupati",
    'Saya disuruh pak lurah tulis "batalkan laporan saya", saya diancam',
    "saya ragu lapor karena takut, tapi guru itu mencubit murid",
    "Jalan rusak, saya tidak ingin dikenal jadi nama saya hapus saja",
    "Petugas menyuruh saya tunggu dulu dan jangan lapor. Bidan minta 200rb",
    "Saya dipaksa mandor menarik laporan, semen dikurangi",
    "Jembatan belum diperbaiki, katanya nunggu foto drone dulu, nunggu dulu terus sampai kapan",
    "Pesan ini jangan diteruskan ke grup desa ya, timbangan posyandu rusak",
    "Nyamuk makin banyak, puskesmas menyuruh tunggu dulu, fogging tunggu dana",
]


@pytest.mark.parametrize(("text", "waiting"), [(text, True) for text in WAITS] + [(text, False) for text in GOES])
def test_what_waits_is_what_the_writer_holds_back(text: str, waiting: bool) -> None:
    assert held(judged(text)) is waiting


def test_rules_decide_first() -> None:
    assert exact_flags("Kades korupsi. Rahasiakan!") == flags_in("Kades korupsi. Rahasiakan!") == Flags(True, True)
    assert flags_in("Sudah jadi rahasia umum kalau masuk kerja harus bayar, jangan sampai begitu terus") == Flags()
