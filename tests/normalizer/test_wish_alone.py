"""Wishes for protection in words of one's own, and what names one and tells something else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from normalizer.commands import Command
from normalizer.parts import TAKEN_KINDS
from normalizer.schema import ChannelName, Message, Party
from normalizer.triage import Triage, triage

# One line each: what is asked for ("a", "r", "ar", "hold", an order's name; "told": nothing), and the words.
ROWS: Sequence[tuple[str, str]] = [
    tuple(json.loads(line))
    for line in (Path(__file__).parents[1] / "cases" / "wishes.jsonl").read_text("utf-8").splitlines()
]


def judged(text: str, subject: str = "") -> Triage:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    who = "tel:+6281100001234"
    return triage(Message(ChannelName("telegram"), "d", Party("620011001"), who, at, text, subject=subject))


def asked(found: Triage) -> str:
    if found.why == "flag alone":
        assert found.command in (Command.CONFIDENTIAL, Command.ANONYMOUS)
        return "a" * found.flags.anonim + "r" * found.flags.rahasia
    if found.command in (None, Command.LAPOR) and found.kind in TAKEN_KINDS:
        return "told"
    return found.why if found.why == "hold" else found.command or found.kind


@pytest.mark.parametrize(("expected", "text"), ROWS, ids=[row[1][:60] for row in ROWS])
def test_what_is_wished_for(expected: str, text: str) -> None:
    assert asked(judged(text)) == expected


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        ("RAHASIA", "Terima kasih.", "r"),
        ("Re: RAHASIA pungli di kelurahan", "Terima kasih.", "thanks"),
        ("", "Terima kasih.\n\nOn Mon, Budi wrote:\n> RAHASIA pungli di kelurahan", "thanks"),
        ("Laporan saya", "Terima kasih sudah dibantu, mohon dirahasiakan.", "r"),
    ],
)
def test_the_letter_that_is_answered_asks_for_nothing(subject: str, text: str, expected: str) -> None:
    assert asked(judged(text, subject)) == expected


@pytest.mark.parametrize(
    ("text", "protected"),
    [
        ("pak lurah njaluk duit 200 ewu, ojo nyebut jenengku yo", True),
        ("kades korupsi, ampun nyebut asmo kulo", True),
        ("kuwu ngala duit desa, ulah bebeja abdi nu lapor", True),
        ("pak RT nyolong bantuan, ojo nganti ngerti aku sing lapor", True),
        ("keep my name out of it, the police asked for a bribe", True),
        ("nomor saya jgn dikasih ke siapa2, RT saya korupsi beras", True),
        ("saya minta perlindungan identitas, bandar sabu di gang 4", True),
        ("nama dan alamat saya mohon tidak dibuka. bendahara sekolah korupsi BOS", True),
        ("biar saya tidak diketahui, kadus mengambil BLT warga", True),
        ("kades minta uang sertifikat 500 ribu, identitas saya aman kan?", True),
        ("RT potong bansos warga 100rb. nanti saya ketahuan gak ya kalau lapor?", True),
        ("mandor proyek nyolong semen, apa dia bakal tau saya yang lapor?", True),
        ("my boss dumps waste in the river, will he know it was me?", True),
        ("polisi minta uang damai di jalan pasar, dijamin rahasia gak?", True),
        ("the headmaster takes money from parents, is my name safe?", True),
        ("kades makan dana desa, jangan sampai nama saya ke tangan dia", True),
        ("lurah pungli KTP 50rb, saya tidak mau diketahui", True),
        ("ketua RW jual raskin, jangan sangkutkan saya ya pak", True),
        ("the clerk asked for a bribe, don't mention me", True),
        ("my boss dumps waste in the river, don't let it get back to him", True),
        ("wali nagari minta pitih, namo ambo jan disabuik", True),
        ("kepala kampung makan dana, tra usah sebut sa pu nama", True),
        ("saya kerja di kantor itu, bisa dipecat kalau ketahuan. bendahara menyelewengkan uang kas", True),
        ("jangan sampai bocor ya pak, di dinas ada yang minta setoran", True),
        ("ini antara kita saja pak, camat main proyek", True),
        ("takut ketahuan saya yang lapor, dia preman. warungnya jual miras", True),
        ("mohon perlindungan sebagai pelapor, oknum polisi minta setoran", True),
        ("nobody can know i told you this. the priest touches kids", True),
        ("keep this quiet please, the officer wants cash for a permit", True),
        ("mohon disamarkan nama saya, guru ngaji cabul", True),
        ("jangan dipublish ya, ada pungli di samsat", True),
        ("gw ga mau nama gw kebawa-bawa, satpam mall nyolong motor", True),
        ("jangan sampe dia tau dari mana infonya, pemilik kos ngintip kamar mandi", True),
        ("tolong lindungi saya, saya saksi pemukulan oleh satpol", True),
        ("sy mohon laporan ini tidak diketahui warga lain, ketua rt selewengkan kas", True),
        ("pelapor jangan disebut, kepala puskesmas tahan honor nakes", True),
        ("don't use my name. my neighbor is dealing drugs", True),
        ("nama sama alamat sy jgn dikasihkan ke yg bersangkutan. dia buang limbah", True),
        ("ojo nganti bocor yo pak, kades korupsi beras", True),
        ("ulah nepi ka terang saha nu ngalaporkeun, RW nyokot duit", True),
        ("takut dicari orangnya, jangan kasih nama ya pak. preman minta jatah di terminal", True),
        ("laporan ini jangan dipajang di web ya. dokter klinik melecehkan pasien", True),
        ("tolong ini jangan sampai masuk medsos, anak tetangga dicabuli", True),
        ("khusus untuk petugas, jangan dibuka umum. oknum TNI beking tambang", True),
        ("jangan dibaca orang banyak ya min, ini aib keluarga, adik saya diperkosa", True),
        ("tolong jaga identitas kami, mandor di sini suka main tangan", True),
        ("cukup bapak yang tahu. kepala sekolah jual buku wajib", True),
        ("jangan kasih tau orang kelurahan ya, petugasnya minta uang rokok", True),
        ("demi keamanan saya tolong jangan cantumkan nomor saya. tetangga jual sabu", True),
        ("please be discreet, my supervisor is stealing fuel", True),
        ("i could lose my job if they know it's me. the clinic sells donated medicine", True),
        ("off the record: pak lurah nikah siri pakai dana desa", True),
        ("jangan diviralkan dulu nama kampung kami, ada anak dilecehkan", True),
        ("biar aman jangan tulis nama saya. pak RW jual air bersih", True),
        ("kalau bisa nama saya ga usah muncul ya min. kadus potong blt", True),
        ("identitas ditutup ya, panitia ptsl minta 1 juta", True),
        ("jangan sampai ada yang tahu, anak saya hamil oleh gurunya", True),
        ("tlg jgn sebut sumbernya, ada judi sabung ayam dibekingi aparat", True),
        ("i'm scared they will come after me, please hide my details. illegal logging by the village chief", True),
        ("aku wedi konangan pak, lurahe njaluk duit", True),
        ("sieun kanyahoan pa, kapala desa motong bantuan", True),
        ("ambo takuik katahuan, wali jorong minta pitih", True),
        ("mohon kebijaksanaannya untuk tidak membuka data pelapor, ada jual beli jabatan", True),
        ("privat ya pak, suami saya pns selingkuh dan memukul saya", True),
        ("only for your eyes please: my uncle hits his wife", True),
        ("apakah jembatan itu aman dilewati motor? papannya lapuk", False),
        ("anak sekolah lewat jalan gelap, aman gak tuh pak", False),
        ("kenapa nama saya tidak muncul di daftar PKH?", False),
        ("data bansos saya bocor ke pinjol, tolong ditindak", False),
        ("kapan pak lurah tahu jalan ini rusak?", False),
        ("tolong nama saya jangan dihapus dari daftar PKH", False),
        ("beras bantuan ora usah dibagi loro, kurang kabeh", False),
        ("ulah preman pasar bikin pedagang takut", False),
        ("ya ampun jalan di desa kami rusak", False),
        ("mohon perlindungan dari preman pasar", False),
        ("saya tidak dikasih nomor antrian di puskesmas", False),
        ("we were told to leave the house and keep out", False),
        ("biasa aja ngomong sama warga, pak camat marah-marah terus", False),
    ],
)
def test_who_tells_and_asks_for_protection_in_their_own_language_gets_it(text: str, protected: bool) -> None:
    found = judged(text)
    assert bool(found.flags) is protected
    assert found.kind in TAKEN_KINDS
