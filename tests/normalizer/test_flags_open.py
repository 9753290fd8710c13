"""Wordings that once returned no flag: each of them must set it, however it is written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarder.words_file import shipped
from normalizer.flag_phrases import OUR_WORDS
from normalizer.flags import flags_in
from normalizer.schema import Flags
from normalizer.united import united

A, R, BOTH, NONE = Flags(anonim=True), Flags(rahasia=True), Flags(anonim=True, rahasia=True), Flags()
# Nobody quotes the menu of a chat.
SAYINGS = {kind: tongues for kind, tongues in shipped().items() if kind != "menu"}

ORDINARY_AFTER = (
    "perusahaan sawit membuang limbah ke sungai", "bank sampah RT 5 uangnya hilang", "dapur umum tidak dibuka",
    "jabatan kadus dijual", "medis pasien dibuka petugas", "militer masuk kampung", "publik tidak dilayani",
    "alam dirusak tambang", "pribadi kades dipakai menipu", "lagi kades minta uang", "negara dijual",
    "umum dipungut bayaran",
)  # fmt: skip

SET: list[tuple[str, Flags]] = [
    # fear that it comes out who reported
    ("Lurah kami menjual air bersih. Kalau bocor saya yang melapor, tamat saya", BOTH),
    ("Gaji pabrik ditahan tiga bulan, nanti mandornya tahu saya yang ngadu", BOTH),
    ("Kepala dusun menarik iuran, saya takut kalau beliau tahu", BOTH),
    ("Khawatir nanti juragan tau saya yg lapor ke sini. Upah kami dipotong", BOTH),
    ("Bendahara sekolah main, kalau ketahuan saya yang melapor bisa dikeluarkan", BOTH),
    # in the words of a region
    ("Ojo nganti Bu Lurah Kidul ngerti sing lapor aku", BOTH),
    ("Jang kase tau sapa-sapa ini dari beta", BOTH),
    ("Ndak namuah namo ambo disabuik di nagari ko", A),
    ("Jangan disambat ngaran ulun lah", A),
    # an imperative is a request
    ("Kades korupsi. Rahasiakan identitas saya.", A),
    ("Kades korupsi.\n\nRahasiakan nama saya", A),
    ("Kades korupsi, rahasiakan nama saya ya", A),
    ("Kades korupsi, rahasiakan nama saya", A),
    ("kades korupsi rahasiakan nama saya", A),
    ("KADES KORUPSI RAHASIAKAN NAMA SAYA", A),
    ("Rahasiakan nama saya. Kades korupsi", A),
    ("Kades korupsi rahasiakan no hp saya", A),
    ("Kades korupsi. Rahasiakan laporan ini.", R),
    ("Kades korupsi. Rahasiakan isi pesan ini", R),
    ("Kades korupsi, laporan ini dirahasiakan", R),
    ("Kades korupsi. Rahasiakan!", BOTH),
    ("Kades korupsi. Rahasiakan semuanya", BOTH),
    ("Kades korupsi, data saya dirahasiakan", BOTH),
    ("Rahasiakan identitas dan laporan saya, kades korupsi", BOTH),
    ("Petugas minta nomor KTP, dirahasiakan", BOTH),
    ("Kades korupsi dirahasikan ya", R),
    ("Kades korupsi tlg dirahasiain", R),
    ("anggaran desa dirahasiakan", R),
    # in front of ordinary words
    *((f"RAHASIA {rest}", R) for rest in ORDINARY_AFTER),
    *((f"Rahasia {rest}", R) for rest in ORDINARY_AFTER),
    *((f"rahasia {rest}", R) for rest in ORDINARY_AFTER),
    *((f"RAHASIA {rest.upper()}", R) for rest in ORDINARY_AFTER),
    *((f"Lapor pak RAHASIA {rest}", R) for rest in ORDINARY_AFTER),
    *((f"rahasia: {rest}", R) for rest in ORDINARY_AFTER),
    *((f"Ada laporan.\nRahasia {rest}", R) for rest in ORDINARY_AFTER),
    *((f"#rahasia {rest}", R) for rest in ORDINARY_AFTER),
    ("Kemarin ada RAHASIA bank yang bocor", R),
    # behind ordinary words
    ("PESAN RAHASIA: kades korupsi", R),
    ("Pesan rahasia, kades korupsi", R),
    ("pesan rahasia kades korupsi", R),
    ("SURAT RAHASIA\nKades korupsi", R),
    ("SURAT RAHASIA\nKADES KORUPSI", R),
    ("SMS RAHASIA kades korupsi", R),
    ("SMS RAHASIA KADES KORUPSI DANA DESA", R),
    ("AKUN ANONIM. kades korupsi", A),
    ("Akun anonim. Kades korupsi", A),
    ("Kades korupsi, ini pesan yang rahasia ya", R),
    ("kades korupsi biar jadi rahasia", R),
    ("kades korupsi, buat jadi rahasia", R),
    ("Kades korupsi, saya orang anonim", A),
    ("Kades korupsi, surat rahasia", R),
    ("SANGAT RAHASIA. Kades korupsi", R),
    ("SANGAT RAHASIA: kades korupsi", R),
    ("SANGAT RAHASIA KADES KORUPSI", R),
    ("sangat rahasia kades korupsi", R),
    ("STRICTLY CONFIDENTIAL the mayor takes bribes", R),
    ("Strictly confidential: the mayor takes bribes", R),
    ("TANGKAB RAHASIA Kepala desa korupsi", R),
    ("TANGKAB RAHASIA BANK SAMPAH UANGNYA HILANG", R),
    ("XYZ123 ANONIM kades korupsi", A),
    # denials, and what only looks like one
    ("tidak anonim, rahasia kades korupsi", R),
    ("BUKAN ANONIM TAPI RAHASIA kades korupsi", R),
    ("bukan anonim tapi rahasia kades korupsi", R),
    ("tidak hanya anonim tapi juga rahasia, kades korupsi", BOTH),
    ("mohon jangan sampai tidak dirahasiakan, kades korupsi", R),
    ("jangan tidak dirahasiakan, kades korupsi", R),
    ("kenapa tidak dirahasiakan laporan saya", R),
    ("saya takut kalau nanti tidak dirahasiakan", R),
    ("bisa tidak? Rahasia ya", R),
    ("bisa dibantu tidak. harus rahasia", R),
    ("mau saya sebut? tidak, harus rahasia", R),
    ("laporan saya belum dirahasiakan", R),
    # below, beside and between
    ("Kades korupsi dana desa.\n\nRAHASIA. Disclaimer: saya takut", R),
    ("Kades korupsi.\n\nDisclaimer: mohon dirahasiakan", R),
    ("Kades korupsi.\n\nEmail ini RAHASIA, hanya untuk penerima yang dituju, saya takut", R),
    ("guru memukul anak rahasia di SD 2", R),
    ("Jalan rusak.\n\nThis message is confidential, intended only for the mayor", R),
    # spelling
    ("RAHA\u00adSIA kades korupsi", R),
    ("ra\u200bhasia kades korupsi", R),
    ("RAHASIA\u200bkades korupsi", R),
    ("R A H A S I A kades korupsi", R),
    ("r.a.h.a.s.i.a kades korupsi", R),
    ("R-A-H-A-S-I-A kades korupsi", R),
    ("kades korupsi A N O N I M", A),
    ("R\u0336A\u0336H\u0336A\u0336S\u0336I\u0336A\u0336 kades korupsi", R),
    ("kades korupsi raha-\nsia", R),
    ("RHSIA kades korupsi", R),
    ("rhs kades korupsi", R),
    ("R4HASIA kades korupsi", R),
    ("RAHASIA_kades korupsi", R),
    ("#LaporRahasia kades korupsi", R),
    ("ＲＡＨＡＳＩＡ kades korupsi", R),
    ("konfidensial kades korupsi", R),
    ("kades korupsi, konfidensial", R),
    ("Privat: kades korupsi", R),
    ("kades korupsi privat", R),
    ("anomin kades korupsi", A),
    ("ANONIMOUS kades korupsi", A),
    # rahasia without its name
    ("kades korupsi jangan dipublish", R),
    ("kades korupsi, jangan di publish", R),
    ("jangan dipublikasikan kades korupsi", R),
    ("kades korupsi. Tidak untuk umum", R),
    ("bukan konsumsi publik: kades korupsi", R),
    ("kades korupsi, tidak untuk dipublikasikan", R),
    ("tolong jangan ditampilkan, kades korupsi", R),
    ("kades korupsi jangan diviralkan", R),
    ("kades korupsi jangan disebar ya", R),
    ("Kades korupsi. Jangan dibuka untuk umum.", R),
    ("The mayor takes bribes, do not publish this", R),
    ("The mayor takes bribes. Not to be published.", R),
    ("sembunyikan laporan ini, kades korupsi", R),
    # anonim without its name
    ("mohon anonimkan, kades korupsi", A),
    ("kades korupsi anonimkan", A),
    ("kades korupsi, dianonimkan", A),
    ("ANONIMKAN kades korupsi", A),
    ("sembunyikan identitas saya, kades korupsi", A),
    ("Kades korupsi. Samarkan identitas saya", A),
    ("kades korupsi lindungi identitas saya", A),
    ("LINDUNGI IDENTITAS SAYA kades korupsi", A),
    ("lindungi saya, kades korupsi", A),
    ("identitas saya tolong disamarkan. kades korupsi", A),
    ("jaga privasi saya, kades korupsi", A),
    ("mohon identitas pelapor dilindungi, kades korupsi", A),
    ("Tanpa identitas. Kades korupsi", A),
    ("kades korupsi, tanpa identitas", A),
    ("kades korupsi. dari hamba Allah", A),
    ("HAMBA ALLAH\nKades korupsi", A),
    ("pakai nama samaran ya, kades korupsi", A),
    ("Saya tidak ingin nama saya diketahui, kades korupsi", A),
    ("saya gak mau nama saya disebut, kades korupsi", A),
    ("Do not mention my name, the mayor takes bribes", A),
    ("The mayor takes bribes. Don't mention my name", A),
    ("never mention my name, the mayor takes bribes", A),
    ("jangan beritahu nama saya, kades korupsi", A),
    ("jangan kasih tau kades siapa yang lapor", A),
    ("jangan sampai kades tau saya yang lapor", A),
    ("kades korupsi jangan sebut saya", A),
    ("keep my name secret, the mayor takes bribes", A),
    ("The mayor takes bribes, keep my name private", A),
    ("The mayor takes bribes. Hide my identity", A),
    ("withhold my name please, the mayor takes bribes", A),
    ("kades korupsi, nama saya rahasia", A),
    ("RAHASIA nama saya, kades korupsi", BOTH),
    ("RAHASIA nama kades Budi, dia korupsi", R),
    ("jangan sebarkan nama dan laporan saya", BOTH),
    ("jangan sampai kades tahu", BOTH),
    ("kades korupsi jgn bilang dari saya", A),
    ("kades korupsi jgn bilang2 saya yg lapor", A),
    ("nama sy jgn di sebut2 ya pak, kades korupsi", A),
    ("jangan bawa2 nama saya, kades korupsi", A),
    ("jng sebut nama saya, kades korupsi", A),
    ("jangan kasih tahu siapapun, kades korupsi", BOTH),
    ("jangan cerita siapa-siapa, kades korupsi", BOTH),
    ("kades korupsi, saya takut ketahuan", BOTH),
    ("saya takut dipecat kalau nama saya muncul, pabrik buang limbah malam hari", A),
    ("pungli di sekolah, saya takut kalau nama saya keluar", A),
    ("takut nama saya disebut pak, kades jual pupuk subsidi", A),
    ("kepala puskesmas minta uang, saya khawatir nama saya terbaca beliau", A),
    ("saya cemas identitas saya nanti keluar, kades potong bansos", A),
    ("I am afraid my name will come out, the mayor takes bribes", A),
    ("sy ga mau ketauan, kades korupsi", BOTH),
    ("Mohon identitas saya aman, kades korupsi", A),
    ("Off the record: the mayor takes bribes", R),
    ("please keep this between us, the mayor takes bribes", R),
    ("The mayor takes bribes. My name must not be disclosed", A),
    ("I write without revealing my name, the mayor takes bribes", A),
    ("Nama: rahasia\nKades korupsi", BOTH),
    ("Pengirim: Anonim\nKades korupsi", A),
    ("Sifat : RAHASIA\nKades korupsi", R),
    ("Kerahasiaan saya tolong dijaga, kades korupsi", BOTH),
    ("R\u0430H\u0410SIA kades korupsi", R),
    ("bukan hoax, rahasia ya", R),
    ("saya tidak bohong. Rahasiakan laporan ini", R),
]  # fmt: skip

UNSET = [
    "Warga takut jembatan putus, nanti kades tahu sendiri akibatnya",
    "Nanti kalau sudah ada hasil tolong kasih tahu saya",
    "Kalau bapak tahu saya sudah melapor tiga kali",
    "Kalau bocor saya lapor lagi, begitu kata tukang atap puskesmas",
    "Takut tidak tahu harus lapor ke mana",
    "Saya takut anak saya tenggelam karena tidak ada pagar",
    "khawatir nama saya keluar dari daftar PKH",
    "takut nama saya tidak muncul di daftar BLT",
    "takut nama saya dicoret lagi dari bansos",
    "sudah jadi rahasia umum kalau kades korupsi",
    "ini rahasia umum, kades korupsi",
    "PPDB curang, rahasia umum di sekolah itu",
    "MOHON DITINDAK KARENA SUDAH JADI RAHASIA UMUM",
    "akun anonim menyebarkan hoaks di grup desa",
    "Ada akun anonim menyebarkan fitnah",
    "kemarin ada rapat rahasia di balai desa",
    "kepala desa merahasiakan anggaran",
    "tidak perlu dirahasiakan, kades korupsi",
    "kades korupsi, ga usah dirahasiakan",
    "bukan rahasia lagi kades korupsi",
    "saya tidak mau anonim, kades korupsi",
    "tidak perlu dibuat rahasia, jalan rusak",
    'ada map bertuliskan "rahasia" tercecer',
    "pelaku tidak menyebut nama",
    "nama jalan tidak disebut di papan",
    "jangan sebarkan hoaks pak",
    "sinonim kata bahasa",
    "anak saya ikut les privat",
    "rohis sekolah minta dana",
    "polisi menyembunyikan barang bukti",
    "tanah nama kades, jangan buang sampah di situ",
    "R A P A T warga di balai desa",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SET, ids=[row[0][:60] for row in SET])
def test_what_asks_for_protection_gets_it(text: str, expected: Flags) -> None:
    assert flags_in(text) == expected


@pytest.mark.parametrize(("text", "expected"), SET, ids=[row[0][:60] for row in SET])
@pytest.mark.parametrize(
    "form", ["Selamat pagi pak, {}", "{} Terima kasih", "\ufeff{}\n--\nDikirim dari ponsel", " \n{}"]
)
def test_also_among_polite_words(text: str, expected: Flags, form: str) -> None:
    found = flags_in(form.format(text))
    assert united(found, expected) == found


@pytest.mark.parametrize("text", UNSET)
def test_an_ordinary_use_in_running_text_asks_for_nothing(text: str) -> None:
    assert flags_in(text) == NONE


LOUD = ("RAHASIA", "Rahasia:", "(rahasia)", "#rahasia", "*RAHASIA*", "[RAHASIA]", "rahasiakan laporan ini", "RAHASIA!!")


BETWEEN = (" ", ". ", "\n", "\n\n", ", ", " - ")


@given(st.sampled_from(LOUD), st.sampled_from(UNSET), st.sampled_from(BETWEEN), st.booleans())
def test_an_instruction_wins_over_any_ordinary_use_beside_it(flag: str, told: str, between: str, first: bool) -> None:
    text = f"{flag}{between}{told}" if first else f"{told}. {flag}"
    assert flags_in(text).rahasia


def test_our_own_words_quoted_ask_for_nothing() -> None:
    for saying in SAYINGS.values():
        for words in saying.values():
            for text in words.values():
                quoted = "> " + re.sub(r"\{\w+\}", "2218779091", text).replace("\n", "\n> ")
                assert flags_in(f"Jalan rusak di RT 5\n\nPada Senin, LAPOR menulis:\n{quoted}") == NONE
                assert flags_in(f"RAHASIA jalan rusak\n\n{quoted}") == R


def test_our_own_words_are_those_of_the_catalogue() -> None:
    said = [text for saying in SAYINGS.values() for words in saying.values() for text in words.values()]
    catalogue = " ".join(" ".join(said).split()).casefold()
    assert not [said for said in OUR_WORDS if said.casefold() not in catalogue]


HOSTILE = [
    "a" + "\u0323\u0301" * 500_000, "rahasia tidak " * 80_000, "a " * 500_000, "R A H A S I " * 90_000,
    "this confidential " * 60_000, "> RAHASIA di awal " * 60_000, "jangan " * 150_000, "Re: " * 250_000,
    "x\n\n" + "email " * 170_000, "raha-" * 200_000, "\n" * 1_000_000, "RAHASIA di" + " " * 1_000_000,
    "\ufdfa " * 300_000, "é" * 1_000_000,
]  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:16]) for text in HOSTILE])
def test_a_hostile_megabyte_is_judged_as_its_beginning(text: str) -> None:
    """Each takes 0.3 s at most; anything that is not linear would not come back within the suite's time."""
    assert flags_in(text) in (flags_in(text[:40_000]), R)
