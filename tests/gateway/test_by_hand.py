"""An agency without API access: complaints wait in the tray, a person enters the numbers, citizens are told."""

from __future__ import annotations

import asyncio
import base64
import csv
import io
import json
import time
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from ledger_kit import KEY, claim, living
from typed import typed
from waiting import a_town, until

from forwarder.by_hand import PLACE
from forwarder.by_hand_tray import Waiting, waiting
from forwarder.ledger import Ledger
from forwarder.seal import new_key
from gateway import by_hand_cli, by_hand_csv
from gateway.by_hand_cli import entered, twice
from gateway.by_hand_csv import AGAIN, NATIONAL, OURS, Entry, Unreadable
from gateway.inbox import Fact
from gateway.journal_show import laid_out, told
from gateway.settings import Settings, load
from gateway.simulator.town import Town

CASE = {
    "title": "Jalan", "text": "=1+1 jalan rusak", "kind": "pengaduan", "channel": "sms", "note": "",
    "agency_keyword": "PDAM", "reporter": {"address": "+6281100001234", "name": "Warga"},
    "submitted_by": {"address": "+6281100001234", "name": "Warga"}, "flags": {"anonim": False, "rahasia": True},
    "location": {"latitude": -6.2, "longitude": 106.8, "label": "balai desa"}, "attachments": [],
}  # fmt: skip
WAITING = Waiting("a" * 26, "1234567890", 1_795_312_800_000, True, CASE)
WIB = ZoneInfo("Asia/Jakarta")


def test_a_row_of_the_table_is_ready_to_copy_and_no_formula() -> None:
    (row,) = csv.DictReader(io.StringIO(by_hand_csv.written([WAITING], WIB).removeprefix("\ufeff"), newline=""))
    assert row["isi"] == "'=1+1 jalan rusak"
    assert row["kontak"] == "'+6281100001234"
    assert (row["rahasia"], row["anonim"], row["lokasi"]) == ("ya", "", "'-6.2, 106.8 balai desa")
    assert (row["diterima"], row["instansi"]) == ("2026-11-22 09:00:00 WIB", "PDAM")


FORMULAS = [
    ("behind the separator of an Indonesian spreadsheet", "Jalan rusak;=HYPERLINK(A1)"),
    ("behind that and a quote", 'Jalan rusak; "=HYPERLINK(A1)'),
    ("behind a comma", "Jalan rusak,@SUM(A1)"),
    ("on a line of its own", "Jalan rusak\n+cmd|' /C calc'!A0"),
    ("in wide letters", "\uff1d1+1"),
    ("behind a blank", " -2+3"),
    ("behind a tab", "\t=1"),
]


@pytest.mark.parametrize("words", [row[1] for row in FORMULAS], ids=[row[0] for row in FORMULAS])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_is_a_formula_whatever_separates_cells(words: str, delimiter: str) -> None:
    """A spreadsheet whose separator is another than ours sees other cells than we wrote."""
    case = {**CASE, "text": words, "title": words, "location": None, "reporter": {"address": "", "name": words}}
    written = by_hand_csv.written([Waiting("a" * 26, "1234567890", 0, True, case)], WIB).removeprefix("\ufeff")
    # Quotes in the middle of a cell hold nothing together; whoever reads strictly and whoever does not are both meant.
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter, quoting=quoting):
            assert [cell for cell in row if cell.strip(' "')[:1] in set("=+-@\t\uff1d")] == []


def test_as_long_as_a_mail_may_be_in_time() -> None:
    for words in ("\n" * 1_000_000, ", " * 500_000, "\"'" * 500_000):
        began = time.process_time()
        table = by_hand_csv.written([Waiting("a" * 26, "1234567890", 0, True, {**CASE, "text": words})], WIB)
        assert list(by_hand_csv.read(table.encode())) == []
        assert time.process_time() - began < 5


def test_an_anonymous_row_names_nobody() -> None:
    hidden = {**CASE, "flags": {"anonim": True, "rahasia": False}}
    row = by_hand_csv.fields(Waiting("a" * 26, "1234567890", 0, True, hidden), WIB)
    assert "6281100001234" not in str(row)
    assert "Warga" not in str(row)


TABLES = [
    ("commas", f"{OURS},{NATIONAL},{AGAIN}\n1,A,A\n2,,\n", [Entry("1", "A", "A")]),
    ("semicolons, a mark, Windows lines", f"\ufeff{OURS};{NATIONAL};{AGAIN}\r\n1;A;B\r\n", [Entry("1", "A", "B")]),
    ("half filled in", f"{OURS},{NATIONAL},{AGAIN}\n1,A,\n", [Entry("1", "A", "")]),
    ("a cell of a megabyte", f"{OURS},{NATIONAL},{AGAIN},isi\n1,A,A,{'x' * 2**20}\n", [Entry("1", "A", "A")]),
    (
        "a line that ends in the middle",
        f"{OURS},{NATIONAL},{AGAIN}\n1,A\rB,A\n",
        [Entry("1", "A", ""), Entry("B", "A", "")],
    ),
    ("rows without end", f"{OURS},{NATIONAL},{AGAIN}\n" + "1,,\n" * 10**5, []),
    ("apostrophes of a spreadsheet", f"{OURS},{NATIONAL},{AGAIN}\n1,'0123,'0123\n", [Entry("1", "0123", "0123")]),
]


@pytest.mark.parametrize(("label", "table", "expected"), TABLES, ids=[row[0] for row in TABLES])
def test_what_is_read_of_a_table(label: str, table: str, expected: list[Entry]) -> None:
    assert list(by_hand_csv.read(table.encode())) == expected


HEAD = f"{OURS},{NATIONAL},{AGAIN}\n"
NO_TABLE = [
    *(b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"PK\x03\x04"),
    (HEAD + "1,A,A\n").encode("utf-16"),
    (HEAD + "1,\xe9,\xe9\n").encode("cp1252"),
    (HEAD + "1,A,A\n").encode() + b" " * (64 * 1024 * 1024),
]


@pytest.mark.parametrize("data", NO_TABLE, ids=range(len(NO_TABLE)))
def test_what_is_no_table_is_told(data: bytes) -> None:
    with pytest.raises(Unreadable):
        by_hand_csv.read(data)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with a_town(tmp_path / "town", CENTRAL="by_hand", CENTRAL_URL="", NUMBER_WAIT_SECONDS="0") as found:
        yield found


async def by_hand(town: Town, *arguments: str, who: str = "ratna") -> tuple[int, str]:
    return await typed({**town.nodes[0].env, "SUDO_USER": who}, *arguments)


async def test_what_stands_twice_in_a_table_is_refused_in_good_time() -> None:
    """Forty thousand rows of which each stands twice: each is looked at once, and no Redis is asked."""
    entries = [Entry(str(n // 2), str(n), str(n)) for n in range(20_000)]
    entries += [Entry(f"x{n}", str(n // 2 + 10**6), "") for n in range(20_000)]
    began = time.process_time()
    seen = twice(entries)
    refused = [await entered(cast(Ledger, None), entry, seen, dry=True) for entry in entries]
    assert all("stands in more than one row" in said for said in refused)
    assert time.process_time() - began < 5


@pytest.mark.process
async def test_the_walk_of_an_agency_without_api(town: Town, tmp_path: Path) -> None:
    phones = [f"+62811000077{n:02}" for n in range(4)]
    for n, phone in enumerate(phones):
        words = f"Lampu jalan di gang Kenanga {n} RT 0{n} padam sejak Senin"
        await town.twilio.phone_sends(f"{town.nodes[0].url}/twilio/sms", phone, words)
    # Each has its receipt with our number, and no national one.
    await until(lambda: all(len(town.twilio.messages_to(phone)) == 1 for phone in phones))
    status, told = await by_hand(town, "by-hand", "list")
    assert status == 0
    ours = [line.split()[0] for line in told.splitlines()[:4]]
    assert "Kenanga" not in told
    assert set(ours) <= {word for phone in phones for word in words_of(town, phone)}
    status, told = await by_hand(town, "by-hand", "show", ours[0])
    assert (status, "gang Kenanga 0" in told, "took it out" in told) == (0, True, False), told
    assert [
        line.endswith("(ratna) has it") for line in (await by_hand(town, "by-hand", "list"))[1].splitlines()[:4]
    ] == [*(True, False, False, False)]
    status, told = await by_hand(town, "complaints", "show", ours[0])
    assert (status, "in the tray, until a person" in told, "central system holds it" in told) == (0, True, False), told
    assert "it holds it" not in told
    assert "(ratna) took it out at" in (await by_hand(town, "by-hand", "show", ours[0], who="budi"))[1]
    enter = ("by-hand", "enter", ours[0], "--national")
    assert (await by_hand(town, *enter, "00012345", "--again", "00012354"))[0] == 1
    assert (await by_hand(town, *enter, "00012345", "--again", "00012345"))[0] == 0
    await until(lambda: any("00012345" in one.body for one in town.twilio.messages_to(phones[0])))
    assert (await by_hand(town, *enter, "00099999", "--again", "00099999"))[0] == 1
    await import_the_rest(town, tmp_path, ours)
    await until(lambda: all(len(town.twilio.messages_to(phone)) == 2 for phone in phones))
    assert (await by_hand(town, "by-hand", "list"))[1].startswith("0 wait")
    status, told = await by_hand(town, "check", "--ledger", "--grace", "0")
    assert (status, "Everything agrees." in told) == (0, True), told


def words_of(town: Town, phone: str) -> list[str]:
    return [word.strip(".,") for one in town.twilio.messages_to(phone) for word in one.body.split()]


async def import_the_rest(town: Town, folder: Path, ours: list[str]) -> None:
    table = folder / "tray.csv"
    assert (await by_hand(town, "by-hand", "export", str(table)))[0] == 0
    assert table.stat().st_mode & 0o077 == 0
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"), newline="")))
    assert [row[OURS] for row in rows] == ours[1:]
    for n, row in enumerate(rows):
        row[NATIONAL] = row[AGAIN] = f"555500{n}"
    rows[0][AGAIN] = "another"
    with table.open("w", encoding="utf-8", newline="") as out:
        filled = csv.DictWriter(out, rows[0])
        filled.writeheader()
        filled.writerows(rows)
    status, told = await by_hand(town, "by-hand", "import", str(table))
    assert (status, "2 would be taken" in told) == (1, True), told
    assert f"{rows[1][OURS]}  5555001\n" in told, "what to compare with the national system"
    assert (await by_hand(town, "by-hand", "list"))[1].count("\n") == 4
    assert (await by_hand(town, "by-hand", "import", str(table), "--yes"))[0] == 1
    status, _ = await by_hand(town, "by-hand", "enter", ours[1], "--national", "5555001", "--again", "5555001")
    assert status == 1, "that number is another complaint's by now"
    assert (await by_hand(town, "by-hand", "enter", ours[1], "--national", "77", "--again", "77"))[0] == 0


async def tray_of(ledger: Ledger, count: int, words: str = "jalan rusak ", **more: object) -> None:
    """So many complaints that wait for a person, the last one longest."""
    every = [claim(place, received_ms=1_795_000_000_000 - place, owner="") for place in range(count)]
    await ledger.take_in(every)
    async with ledger.redis.pipeline(transaction=False) as pipe:
        for one in every:
            case = ledger.sealer.seal(json.dumps({**CASE, "text": words, **more}).encode(), b"case:" + one.id.encode())
            pipe.hset(ledger.key(f"c:{one.id}"), mapping={"state": "waiting", "token": PLACE, "case": case})
        await pipe.execute()


@pytest.fixture
def settings(redis_url: str, tmp_path: Path) -> Settings:
    keys = {"ENCRYPTION_KEYS": base64.urlsafe_b64encode(KEY).decode(), "ID_KEY": new_key()}
    return load({"REDIS_URL": redis_url, "DATA_DIR": str(tmp_path), "CENTRAL": "by_hand", **keys})


@pytest.mark.once
async def test_of_a_full_tray_no_more_is_held_than_is_shown(
    redis_url: str, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with living(redis_url) as ledger:
        await tray_of(ledger, 2_000, "jalan rusak " * 400)
        await asyncio.to_thread(by_hand_cli.list_tray, settings, 3)
        capsys.readouterr()
        tracemalloc.start()
        try:
            await asyncio.to_thread(by_hand_cli.list_tray, settings, 3)
            out, told = capsys.readouterr()
            assert await asyncio.to_thread(by_hand_cli.show, settings, "3000000007", None) == 0
            assert await asyncio.to_thread(by_hand_cli.export, settings, tmp_path / "tray.csv") == 0
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert [line.split()[0] for line in out.splitlines()] == [f"300000{n}" for n in (1999, 1998, 1997)]
        assert told.startswith("2000 wait")
        rows = list(csv.DictReader(io.StringIO((tmp_path / "tray.csv").read_text("utf-8-sig"), newline="")))
        assert [row[OURS] for row in rows] == [f"{3_000_000_000 + n}" for n in range(1999, -1, -1)]
        assert most < 4_000_000, "their words alone are more than twice that"
        assert all(one.seen_by for one in await waiting(ledger))


NAMED = {"name": "media-1", "media_type": "image/jpeg"}


@pytest.mark.parametrize(
    ("named", "status", "says"),
    [([], 0, "It has no attachments."), ([NAMED], 1, "satupintu complaints show 3000000000 --files FOLDER")],
)
async def test_where_its_attachments_are(
    redis_url: str,
    settings: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    named: list[dict[str, str]],
    status: int,
    says: str,
) -> None:
    async with living(redis_url) as ledger:
        await tray_of(ledger, 1, attachments=named)
        assert await asyncio.to_thread(by_hand_cli.show, settings, "3000000000", tmp_path / "files") == status
        told = capsys.readouterr()
    assert says in told.out + told.err
    assert "Its attachments are in" not in told.out


async def test_no_table_is_larger_than_what_is_read_back(
    redis_url: str, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with living(redis_url) as ledger:
        await tray_of(ledger, 120)
        table = tmp_path / "tray.csv"
        assert await asyncio.to_thread(by_hand_cli.export, settings, table, 10_000) == 0
        assert table.stat().st_size <= 10_000
        rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"), newline="")))
        assert 20 < len(rows) < 120
        told = capsys.readouterr()
        assert f"{len(rows)} complaints are in" in told.out
        assert f"{120 - len(rows)} more wait: read this table back first" in told.err
        taken = [one.number for one in await waiting(ledger) if one.seen_by]
        assert taken == [row[OURS] for row in rows], "nobody has taken out what is not in it"


def test_the_timeline_of_a_tray_says_nothing_of_a_central_system() -> None:
    """What goes to an API later was asked there."""
    kinds = [("attempt", "1"), ("token", PLACE), ("token", ""), ("attempt", "2"), ("number", "0012345")]
    facts = [Fact(f"{seq}", "e", kind, "complaint", seq, data, seq) for seq, (kind, data) in enumerate(kinds, 1)]
    by_hand = laid_out(facts)
    said = [told(fact, by_hand=fact.seq in by_hand) for fact in facts]
    assert said[0] == "made ready for a person to enter"
    assert said[3] == "attempt 2 at the central system"
