"""Orders, however they are typed; and complaints that hold the same words."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_typos import orders, slipped_in_any
from hypothesis import given
from hypothesis import strategies as st

from normalizer.command_forms import plain
from normalizer.commands import Command
from normalizer.keeps_data import KEEPS_DATA
from normalizer.schema import ChannelName, Flags, Kind, Message, Party
from normalizer.slips import of_thumb, slips
from normalizer.triage import Triage, triage

OURS, NATIONAL = "2218779091", "1916449"
# Rules were set with seeds 1 and 77; what is asked of the others was never looked at.
HELD_OUT = (2026, 112_233)


def judged(text: str, *, person: str = "tel:+6281100001234", opted: str = "") -> Triage:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return triage(Message(ChannelName("telegram"), "d", Party("620011001"), person, at, text, opted=opted))


def known(seed: int, rounds: int) -> float:
    said = list(orders(seed, rounds, (OURS, NATIONAL)))
    right = sum((found := judged(text)).kind is kind and found.command is command for kind, command, text in said)
    return right / len(said)


@pytest.mark.once
@pytest.mark.parametrize("seed", HELD_OUT)
def test_orders_are_known_in_spite_of_slips(seed: int) -> None:
    assert known(seed, 30) >= 0.98


# One line each: the order, "" where something is told with an order's words.
TYPED: list[tuple[str, str]] = [
    tuple(json.loads(line))
    for line in (Path(__file__).parents[1] / "cases" / "orders.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.once
def test_orders_typed_by_a_person_are_known() -> None:
    wrong = [(command, text) for command, text in TYPED if command and (judged(text).command or "") != Command(command)]
    assert len(TYPED) > 4_000
    # A third of the last 1,300 are as hard as words of one's own can be.
    assert 1 - len(wrong) / sum(bool(command) for command, _ in TYPED) >= 0.98, wrong


@pytest.mark.once
@pytest.mark.parametrize("seed", HELD_OUT)
def test_orders_of_several_words_bear_a_slip_in_any(seed: int) -> None:
    draw = random.Random(seed)
    said = [(command, text.split(" "), text) for command, text in TYPED if command and " " in text]
    known = [(command, words) for command, words, text in said if judged(text).command == Command(command)]
    slipped = [(command, text) for command, words in known if (text := slipped_in_any(words, draw))]
    wrong = [(command, text) for command, text in slipped if judged(text).command != Command(command)]
    assert len(slipped) > 3_000
    assert 1 - len(wrong) / len(slipped) >= 0.94, wrong


# What is taken for one of these is lost, silenced, or sent before it is whole.
HARMS = {Command.CANCEL, Command.STOP, Command.ERASE, Command.SEND, Command.START}


@pytest.mark.once
def test_no_complaint_with_an_orders_word_is_an_order() -> None:
    # "Jangan hapus data" calls an erasure off, and says so where none waits.
    read = [(text, judged(text)) for command, text in TYPED if not command]
    told = [(text, found.command) for text, found in read if found.why != KEEPS_DATA]
    taken = [(text, command) for text, command in told if command not in (None, Command.LAPOR)]
    assert len(told) > 1_500
    assert not [text for text, command in taken if command in HARMS]
    assert len(taken) / len(told) <= 0.012, taken


ORDERS = [
    ("STATUS 2218779091", Kind.STATUS, Command.STATUS, OURS),
    ("ststus 2218779091", Kind.STATUS, Command.STATUS, OURS),
    ("/status@lapor_bot 2218779091", Kind.STATUS, Command.STATUS, OURS),
    ("/cek #1916449", Kind.STATUS, Command.STATUS, NATIONAL),
    ("1916449 cek", Kind.STATUS, Command.STATUS, NATIONAL),
    ("cekstatus1916449", Kind.STATUS, Command.STATUS, NATIONAL),
    ("btal", Kind.COMMAND, Command.CANCEL, ""),
    ("BATAL!!", Kind.COMMAND, Command.CANCEL, ""),
    ("batalkan laporan 2218779091 ya pak", Kind.COMMAND, Command.CANCEL, ""),
    ("gak jadi", Kind.COMMAND, Command.CANCEL, ""),
    ("bantuaan", Kind.HELP, Command.HELP, ""),
    ("ban tuan", Kind.HELP, Command.HELP, ""),
    ("k i r i m", Kind.COMMAND, Command.SEND, ""),
    ("/kirim", Kind.COMMAND, Command.SEND, ""),
    ("BUKA", Kind.COMMAND, Command.LIFT, ""),
    ("stop", Kind.COMMAND, Command.STOP, ""),
    ("jangan kirim sms lagi", Kind.COMMAND, Command.STOP, ""),
    ("Mulai", Kind.COMMAND, Command.START, ""),
    ("hapusdata", Kind.COMMAND, Command.ERASE, ""),
    ("HAPUS SEMUA DATA SAYA", Kind.COMMAND, Command.ERASE, ""),
    ("ya", Kind.YESNO, Command.YES, ""),
    ("enggak pak", Kind.YESNO, Command.NO, ""),
    ("/start", Kind.GREETING, Command.START, ""),
    ("status tujuh empat nol satu sembilan tiga", Kind.STATUS, Command.STATUS, "740193"),
    ("KETIK STATUS SPASI 2218779091", Kind.STATUS, Command.STATUS, OURS),
    ("cek 2218779091 titipan tetangga sebelah", Kind.STATUS, Command.STATUS, OURS),
    ("cek 2218779091 batal", Kind.STATUS, Command.STATUS, OURS),
    ("kirim eh batal", Kind.COMMAND, Command.CANCEL, ""),
    ("stop. hapus data saya", Kind.COMMAND, Command.ERASE, ""),
    ("ya udah batalin aja yg td", Kind.COMMAND, Command.CANCEL, ""),
    ("batal langganan", Kind.COMMAND, Command.STOP, ""),
    ("saya tidak mau terima sms lagi", Kind.COMMAND, Command.STOP, ""),
    ("stop pak camat", Kind.COMMAND, Command.STOP, ""),
    ("buka donng pak", Kind.COMMAND, Command.LIFT, ""),
    ("kirim saja seadana", Kind.COMMAND, Command.SEND, ""),
    ("stop balasanmya", Kind.COMMAND, Command.STOP, ""),
    ("tarki laporan 2218779091", Kind.COMMAND, Command.CANCEL, ""),
    ("kirip", Kind.COMMAND, Command.SEND, ""),
    ("bata;", Kind.COMMAND, Command.CANCEL, ""),
    ("b4rhenti", Kind.COMMAND, Command.STOP, ""),
    ("ccel 2218779091", Kind.STATUS, Command.STATUS, OURS),
    ("bteul pak", Kind.YESNO, Command.YES, ""),
]


@pytest.mark.parametrize(("text", "kind", "command", "number"), ORDERS, ids=[row[0] for row in ORDERS])
def test_an_order_is_known(text: str, kind: Kind, command: Command, number: str) -> None:
    found = judged(text)
    assert (found.kind, found.command, found.status_number) == (kind, command, number)


ARGUMENTS = [
    ("batal 2218779091", Command.CANCEL, OURS),
    ("BUKA #2218 779 091", Command.LIFT, OURS),
    ("rahasia 2218779091", Command.CONFIDENTIAL, OURS),
    ("bahasa inggris", Command.LANGUAGE, "en"),
    ("ganti bahasa indonesia", Command.LANGUAGE, "id"),
    ("language english please", Command.LANGUAGE, "en"),
    ("bahasa madura", Command.LANGUAGE, "mad"),
    ("bahasa klingon", None, ""),
    ("bahasa", Command.LANGUAGE, ""),
    ("STATUS 2218779091 bakuto", Command.STATUS, "bakuto"),
    ("cek 2218779091-BAKUTO", Command.STATUS, "bakuto"),
    ("bakuto 2218779091 status", Command.STATUS, "bakuto"),
    ("I don't speak Indonesian", Command.LANGUAGE, "en"),
    ("tolong dibatalkan 2218779091, sudah diperbaiki", Command.CANCEL, OURS),
    ("rahasia no 2218779091", Command.CONFIDENTIAL, OURS),
    ("HAPUS DATA payung", Command.ERASE, "payung"),
]


@pytest.mark.parametrize(("text", "command", "argument"), ARGUMENTS, ids=[row[0] for row in ARGUMENTS])
def test_what_goes_with_an_order(text: str, command: Command | None, argument: str) -> None:
    found = judged(text)
    assert (found.command, found.argument) == (command, argument)


GOES_ON = [
    "batal lapor karena sudah diperbaiki tapi air mati",
    "batalkan, sudah beres, cuma jembatannya roboh",
    "Batalkan laporan, sampah sudah diangkut sekarang got mampet",
    "batal, jalan sudah diperbaiki. lampu mati",
    "Batalkan laporan saya, sudah diperbaiki, sampah menumpuk",
]


@pytest.mark.parametrize("text", GOES_ON)
def test_a_complaint_behind_the_reason_is_not_lost(text: str) -> None:
    assert judged(text).kind is Kind.COMPLAINT


ENDS = [
    "batal, sudah diperbaiki sekarang",
    "batalin aja 1916449 udah dibenerin kok",
    "batal saja, sudah nyala lampunya",
]


@pytest.mark.parametrize("text", ENDS)
def test_a_reason_that_ends_there_cancels(text: str) -> None:
    assert judged(text).command is Command.CANCEL


LIFTED = [
    *(("buka", Flags(True, True)), ("buka rahasia", Flags(rahasia=True)), ("BUKA ANONIM", Flags(anonim=True))),
    *(("batal anonim", Flags(anonim=True)), ("ga usah rahasia lagi", Flags(rahasia=True))),
    ("cabut rahasianya untuk nomor 2218779091", Flags(rahasia=True)),
    ("rahasia laporan 1916449 dicabut saja", Flags(rahasia=True)),
]


@pytest.mark.parametrize(("text", "flags"), LIFTED, ids=[row[0] for row in LIFTED])
def test_what_is_lifted(text: str, flags: Flags) -> None:
    assert (judged(text).command, judged(text).flags) == (Command.LIFT, flags)


COMPLAINTS = [
    *("batal terus janjinya, jalan tetap rusak", "stop pungli di kantor desa", "Kirim petugas ke jalan Dahlia"),
    *("buka tutup jalan bikin macet", "buka puasa bersama dipungut 50 ribu", "mulai jam 10 malam ada balap liar"),
    *("hapus pungli di terminal", "status tanah kami tidak jelas", "cek kesehatan ditolak puskesmas"),
    *("bahasa petugasnya kasar sekali", "data bansos desa kami salah semua", "berhenti di tengah jalan angkotnya"),
    *("bantuan beras belum kami terima", "rahasia umum di sini ada pungli", "Batam", "Bantul", "kiri jalan rusak"),
    *("start motor balap liar tiap malam", "lapor jalan rusak", "help desk kelurahan tidak pernah diangkat"),
]


@pytest.mark.parametrize("text", COMPLAINTS)
def test_an_orders_word_in_a_complaint_orders_nothing(text: str) -> None:
    found = judged(text)
    assert found.kind is Kind.COMPLAINT
    assert found.command in (None, Command.LAPOR)


# Whoever needs help is named, or what aid is drawn with: neither asks for help with this.
NEEDS = [
    *("pakai nama orang lain untuk dapat bantuan", "ada yang pakai nama orang lain untuk dapat bantuan"),
    *("tetangga pakai nama saya untuk bantuan", "pakai nama saya untuk dapat bantuan", "atas nama warga ambil bantuan"),
    *("need help elderly alone", "need help, elderly alone", "elderly alone need help", "need help disabled person"),
    *("need help, sick alone", "i need help old and alone", "butuh bantuan lansia sendirian", "need help for orphans"),
    *("need help mom can't walk", "need help mom cant walk", "nama ibu dipakai untuk bantuan"),
    *("uses my name to get aid", "pakai ktp saya untuk bansos"),
]


@pytest.mark.parametrize("text", NEEDS)
def test_who_is_in_need_orders_no_help_with_this(text: str) -> None:
    found = judged(text)
    assert found.kind in (Kind.COMPLAINT, Kind.EMERGENCY, Kind.ASPIRATION)
    assert found.command is None


HELPED = [
    *("need help", "i need help", "saya butuh bantuan", "can you help me", "help me please", "minta bantuan"),
    *("how to get help", "tolong bantuan", "butuh bantuan pak", "bantuan dong, gimana cara pakainya"),
    *("lapor harus pakai nama asli?", "tolong ajarin nenek cara ngadu lewat hp"),
]


@pytest.mark.parametrize("text", HELPED)
def test_who_asks_for_help_with_this_gets_it(text: str) -> None:
    assert judged(text).kind is Kind.HELP


# What was done to somebody's report is told, not asked after.
@pytest.mark.parametrize("text", ["laporan saya ditolak petugas", "laporan saya diabaikan petugas kelurahan"])
def test_who_tells_what_became_of_a_report_is_taken(text: str) -> None:
    assert judged(text).kind is Kind.COMPLAINT


# A report's number, and something else that is told beside it.
TOLD_BESIDES = [
    "Got mampet dan bau sudah sebulan. Laporan saya kemarin bagaimana?",
    f"cek {NATIONAL}\nlampu jalan mati di depan sekolah",
    f"status laporan saya {OURS}, ada orang mau bunuh diri di jembatan",
]


@pytest.mark.parametrize("text", TOLD_BESIDES)
def test_who_asks_and_tells_is_taken(text: str) -> None:
    assert judged(text).kind in (Kind.COMPLAINT, Kind.EMERGENCY)


# Denied, told of, or with an object: nothing is ordered.
NOT_ORDERED = [
    *("gak batal", "jangan stop", "tidak batal", "belum dihapus", "batal lagi", "cabut izin"),
    # Real words a letter away from what may stand beside an order.
    *("tolong batalkan absensi", "hapus data absensi"),
    *("hentikan perang", "buka baut", "stop adu", "hentikan puing", "buka jendela", "buka koper", "kirim kuli"),
    *("Sore, saya Bagas", "malam saya bahri", "halo ini dengan Buka", "pagi nama saya Hapsa"),
    *("laporan saya dibatalkan", "data habis", "hentikan pak kades", "kirim perahu", "haus", "yaps"),
]


@pytest.mark.parametrize("text", NOT_ORDERED)
def test_what_is_denied_or_told_is_not_ordered(text: str) -> None:
    found = judged(text).command
    assert found not in {Command.LIFT, *HARMS}


@pytest.mark.parametrize("text", ["/foo", "/tanya", "/settings@satupintu_bot", " /About "])
def test_a_command_of_another_bot_is_helped(text: str) -> None:
    assert (judged(text).kind, judged(text).command) == (Kind.HELP, Command.HELP)


TOLD_BY_COMMAND = ["/foo jalan rusak", "/banjir", "/kebakaran", "/tolong_jalan_rusak", "/pungli", "/lampu_mati", "foo"]


@pytest.mark.parametrize("text", TOLD_BY_COMMAND)
def test_what_tells_something_is_taken_though_it_looks_like_a_command(text: str) -> None:
    assert judged(text).kind in (Kind.COMPLAINT, Kind.EMERGENCY)


def test_what_a_provider_took_it_for_counts() -> None:
    assert judged("ARRET", opted="stop").command is Command.STOP
    assert judged("jalan rusak", opted="start").command is Command.START
    assert judged("AIUTO", opted="help").kind is Kind.HELP


SLIPS = [("batal", "batal", 0), ("btal", "batal", 1), ("baatl", "batal", 1), ("bsatl", "batal", 2), ("xyz", "batal", 3)]


@pytest.mark.parametrize(("word", "target", "far"), SLIPS)
def test_slips_are_counted(word: str, target: str, far: int) -> None:
    assert slips(word, target, 2) == far


THUMBS = [("bstal", 1, True), ("betol", 1, False), ("batall", 1, True), ("btl", 2, True), ("buta", 2, False)]


@pytest.mark.parametrize(("word", "most", "likely"), THUMBS)
def test_a_slip_of_a_thumb_is_a_likely_one(word: str, most: int, likely: bool) -> None:
    assert of_thumb(word, "batal", most) is likely


PLAIN = [("kirimin", "kirim"), ("dibatalkan", "batal"), ("smsnya", "sms"), ("td", "tadi"), ("jalanku", "jalanku")]


@pytest.mark.parametrize(("word", "expected"), PLAIN)
def test_a_word_has_one_plain_form(word: str, expected: str) -> None:
    assert plain(word) == expected


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.integers(0, 4))
def test_slips_go_both_ways(one: str, other: str, most: int) -> None:
    assert slips(one, other, most) == slips(other, one, most) <= most + 1
    assert (slips(one, other, most) == 0) is (one == other)
