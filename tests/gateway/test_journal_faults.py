"""The durable inbox when it is killed, when the disk is full, and when the database refuses."""

from __future__ import annotations

import asyncio
import errno
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from journal_samples import HASHER, SMS, delivery, open_journal, open_reader
from structlog.testing import capture_logs

from gateway.disk import Reserve
from gateway.journal import End, Journal, JournalBroken, JournalFull
from gateway.journal_writer import Job

HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{HERE}:{HERE.parents[1]}"}


def acknowledged_until_killed(folder: Path, word: str, lines: int) -> list[str]:
    """Names that were acknowledged by a process that is killed after about that many of them."""
    command = [sys.executable, str(HERE / "keep_and_print.py"), str(folder), word]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) as process:
        assert process.stdout is not None
        seen = [process.stdout.readline() for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        seen += process.stdout.readlines()
    return [line.strip() for line in seen if line.endswith("\n")]


@pytest.mark.process
def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    points = random.Random(2)  # chosen once; the moment of the kill differs at every run anyway
    acknowledged: list[str] = []
    for run in range(12):
        acknowledged += acknowledged_until_killed(tmp_path, f"run{run}", points.randrange(1, 400))
        journal = open_journal(tmp_path)
        reader = open_reader(tmp_path)
        rows = {row.key: row.raw for row in reader.rows(limit=1_000_000)}
        lost = [name for name in acknowledged if rows.get(HASHER.digest("delivery", SMS, name)) is None]
        assert lost == []
        assert all(raw is not None for raw in rows.values())
        reader.close()
        journal.close()
    assert len(acknowledged) > 12


class Disk:
    """A disk's free bytes, as a test wants them."""

    def __init__(self, free: int) -> None:
        self.free = free

    def __call__(self, _folder: Path) -> int:
        return self.free


MEGA = 1024 * 1024


async def test_below_the_reserve_only_senders_who_never_try_again_are_kept(tmp_path: Path) -> None:
    disk = Disk(100 * MEGA)
    journal = open_journal(tmp_path, reserve=4 * MEGA, probe=disk)
    journal._writer.reserve.clock = count(10**9).__next__  # a second goes by at each look
    await journal.keep(delivery(), "mail 1")
    disk.free = 3 * MEGA
    for last_resort, name in ((False, "mail 2"), (True, "sms 1"), (True, "mail 1")):
        if last_resort:
            await journal.keep(delivery(), name, last_resort=True)
        else:
            with pytest.raises(JournalFull, match="again later"):
                await journal.keep(delivery(), name)
    await journal.end([End(1, "again")])
    assert journal.status()["low"] is True
    disk.free = 100 * MEGA
    await journal.keep(delivery(), "mail 2")
    assert (journal.tally.kept, journal.tally.again, journal.tally.refused) == (3, 1, 1)
    journal.close()


def limit(journal: Journal, pages: int) -> None:
    """SQLite itself refuses to grow beyond this: the same SQLITE_FULL that ENOSPC becomes."""
    db = journal._writer.db
    assert db is not None
    db.execute(f"PRAGMA max_page_count = {pages}")


class ReserveThatLimits(Reserve):
    """Giving up the file makes as much room in the database as it would on the disk."""

    db: sqlite3.Connection

    def spend(self) -> bool:
        spent = super().spend()
        if spent:
            self.db.execute("PRAGMA max_page_count = 1000000")
        return spent


async def test_a_full_disk_gives_its_reserve_to_the_last_resort(tmp_path: Path) -> None:
    disk = Disk(100 * MEGA)
    journal = open_journal(tmp_path, reserve=MEGA, probe=disk)
    writer = journal._writer
    assert writer.db is not None
    reserve = ReserveThatLimits(tmp_path, MEGA, disk)
    reserve.db = writer.db
    writer.reserve = reserve
    await journal.keep(delivery(), "first")
    assert reserve.path.stat().st_size == MEGA
    limit(journal, 1)  # no more pages than there are
    disk.free = 0
    results = await asyncio.gather(
        *(journal.keep(delivery(b"x" * 3000), str(n), last_resort=n % 2 == 0) for n in range(40)),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [type(None), JournalFull] * 20
    assert not reserve.path.exists()
    reserve.clock = lambda: float("inf")
    with pytest.raises(JournalFull):
        await journal.keep(delivery(), "mail while the reserve is gone")
    disk.free = 100 * MEGA
    reserve._looked = float("-inf")
    await journal.keep(delivery(), "mail when there is room again")
    assert reserve.path.stat().st_size == MEGA
    journal.close()


async def test_without_any_room_everybody_is_told_and_it_goes_on_when_there_is_some(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    await journal.keep(delivery(), "first")
    limit(journal, 1)
    with pytest.raises(JournalFull, match="safe"):
        await journal.keep(delivery(b"x" * 30000), "sms", last_resort=True)
    limit(journal, 1_000_000)
    await journal.keep(delivery(b"x" * 30000), "sms", last_resort=True)
    reader = open_reader(tmp_path)
    assert len(reader.open_rows()) == 2
    reader.close()
    journal.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB of its own."""
    place = tmp_path / "small"
    place.mkdir()
    with ExitStack() as undo:
        try:
            mounted = subprocess.run(
                ["mount", "-t", "tmpfs", "-o", "size=6m", "none", place], capture_output=True, check=False
            )
        except FileNotFoundError:
            pytest.skip("there is no mount command here")
        if mounted.returncode:
            pytest.skip("mounting a small file system takes root")
        undo.callback(lambda: subprocess.run(["umount", "-l", place], check=True))
        yield place


async def test_a_disk_that_is_really_full_keeps_the_last_resort_longest(small_disk: Path) -> None:
    journal = open_journal(small_disk, reserve=MEGA)
    kept: dict[bool, list[str]] = {True: [], False: []}
    refused_at: dict[bool, int] = {}
    for number in range(1000):
        for last_resort in (False, True):
            name = f"{number}-{last_resort}"
            try:
                journal._writer.reserve._looked = float("-inf")
                await journal.keep(delivery(b"%d" % number * 5000), name, last_resort=last_resort)
                kept[last_resort].append(name)
            except JournalFull:
                refused_at.setdefault(last_resort, number)
        if len(refused_at) == 2:
            break
    assert refused_at[False] < refused_at[True]
    assert not journal._writer.reserve.path.exists()
    reader = open_reader(small_disk)
    assert {row.key for row in reader.open_rows(limit=5000)} == {
        journal.key(SMS, name) for names in kept.values() for name in names
    }
    reader.close()
    journal.close()
    open_journal(small_disk).close()


async def test_a_job_that_cannot_be_written_does_not_cost_its_neighbours(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    told: list[object] = []
    poison = Job(told.append, (b"k" * 32, "sms", 2**70, b"", b""), None, True)
    bodiless = Job(told.append, (b"l" * 32, "sms", 1, b"", None), None, True)  # type: ignore[arg-type]
    before = asyncio.ensure_future(journal.keep(delivery(), "before"))
    await asyncio.sleep(0)
    journal._submit(poison)
    journal._submit(bodiless)
    await asyncio.gather(before, journal.keep(delivery(), "after"))
    assert [type(result) for result in told] == [JournalBroken, JournalBroken]
    reader = open_reader(tmp_path)
    assert len(reader.open_rows()) == 2
    reader.close()
    journal.close()


async def test_who_cannot_hear_does_not_keep_the_others_from_hearing(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)

    def deaf(_: object) -> None:
        raise LookupError("a fault of ours")

    with capture_logs() as logged:
        journal._submit(Job(deaf, (b"k" * 32, "sms", 1, b"", b"")))
        await asyncio.gather(*(journal.keep(delivery(), str(n)) for n in range(3)))
    await journal.keep(delivery(), "after")
    journal.close()
    assert [line["event"] for line in logged] == ["not_told"]


async def test_a_database_that_refuses_breaks_a_batch_but_not_the_thread(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    await journal.keep(delivery(), "first")
    other = sqlite3.connect(tmp_path / "journal.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # somebody with a database tool in hand
    assert journal._writer.db is not None
    journal._writer.db.execute("PRAGMA busy_timeout = 1")
    results = await asyncio.gather(*(journal.keep(delivery(), f"{n}") for n in range(5)), return_exceptions=True)
    assert {str(result) for result in results} == {
        "The journal could not be written (SQLITE_BUSY). Nothing was kept; it is safe to send this again."
    }
    assert all(isinstance(result, JournalBroken) for result in results)
    other.execute("ROLLBACK")
    other.close()
    await journal.keep(delivery(), "1")
    assert (journal.tally.kept, journal.tally.broken) == (2, 5)
    journal.close()


async def test_who_hung_up_while_waiting_is_kept_all_the_same(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    gone = asyncio.ensure_future(journal.keep(delivery(), "gone"))
    await asyncio.sleep(0)
    gone.cancel()
    await journal.keep(delivery(), "stays")
    assert journal.tally.kept == 2
    journal.close()


def test_a_reserve_that_cannot_be_had_leaves_no_half_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    reserve = Reserve(tmp_path, MEGA, Disk(100 * MEGA))
    assert reserve.look(lambda: 0, now=True) is True
    assert not reserve.path.exists()
    assert reserve.spend() is False
