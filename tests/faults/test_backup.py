"""The drill of docs/operations.md: yesterday's journal and an empty Redis, and no case is doubled."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from crowd import Crowd, eventually, ledger, parked
from test_proof import proved

from gateway.inbox_schema import FILE
from gateway.simulator.town import Node, Town

pytestmark = [pytest.mark.process, pytest.mark.planted]


def copied(folder: Path, to: Path) -> None:
    """As `sqlite3 journal.sqlite3 ".backup copy"` does, while it is being written."""
    with closing(sqlite3.connect(folder / FILE)) as living, closing(sqlite3.connect(to)) as copy:
        living.backup(copy)


def put_in_place(copy: Path, folder: Path) -> None:
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
        (folder / name).unlink(missing_ok=True)
    copy.rename(folder / FILE)


@pytest.mark.parametrize("quiet", ["0", "1"], ids=["each message is one", "complaints in pieces"])
async def test_yesterdays_journal_and_an_empty_redis(town: Town, tmp_path: Path, quiet: str) -> None:
    town.extra |= {"SMS_QUIET_SECONDS": quiet, "CHAT_QUIET_SECONDS": quiet}
    await town.start()
    crowd = Crowd(town)
    node: Node = town.nodes[0]
    before = await crowd.write(8, ways=("sms", "whatsapp", "mail"))
    await crowd.all_answered()
    # Of a mail whose sending is in no journal yet nobody could tell tomorrow whether it left.
    await crowd.all_quiet()
    copied(node.folder, tmp_path / "copy")
    since = await crowd.write(6, ways=("sms", "whatsapp"))
    await crowd.all_answered()
    await crowd.all_quiet()
    await node.serve.stop()
    put_in_place(tmp_path / "copy", node.folder)
    with ledger(town) as server:
        server.flushall()
    await node.start()
    await eventually(lambda: not any(crowd.due().values()), 60, crowd.told_so_far)
    status, told = await proved(node)
    assert status == 1
    assert all(f"DIFFERENCE missed      {one.sid}" in told for one in since), told
    await eventually(lambda: not any(crowd.due().values()), 60, crowd.told_so_far)
    status, told = await proved(node)
    assert (status, "Everything agrees." in told) == (0, True), told
    assert [len(crowd.cases_of(one)) for one in (*before, *since)] == [1] * 14
    counts = town.central.store.counts
    assert (counts.same_text, counts.conflicts) == (0, 0)
    assert parked(town) == 0
    # Nobody hears of a number of another kind, or of the same once more.
    assert [len(crowd.answers_to(one)) for one in (*before, *since)] == [1] * 14
