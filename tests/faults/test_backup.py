"""The drill of docs/operations.md: yesterday's journal and an empty Redis, and no case is doubled."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from crowd import Citizen, Crowd, eventually, ledger, parked
from test_proof import proved
from typed import typed

from gateway.inbox_schema import FILE
from gateway.simulator.town import Town
from gateway.simulator.town_processes import Node

pytestmark = pytest.mark.process


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


@pytest.mark.parametrize("mode", ["webhook", "polling"])
async def test_what_telegram_brought_since_is_listed_and_nothing_comes_again(
    town: Town, tmp_path: Path, mode: str
) -> None:
    """Telegram gives a confirmed update to nobody again, also when it is asked from yesterday's place on; what came
    while the node was down comes then."""
    town.extra["TELEGRAM_MODE"] = mode
    await town.start()
    crowd = Crowd(town)
    node = town.nodes[0]
    before = await taken(crowd, 4)
    copied(node.folder, tmp_path / "copy")
    since = await taken(crowd, 3)
    references = {crowd.cases_of(one)[0].reference for one in since}
    await node.serve.stop()
    while_down = await crowd.write(2, ways=("telegram",))
    put_in_place(tmp_path / "copy", node.folder)
    with ledger(town) as server:
        server.flushall()
    await node.start()
    await eventually(lambda: not len(town.telegram.updates), 30, lambda: "an update waits")
    await eventually(lambda: bool(crowd.answers_to(while_down[-1])), 60, crowd.told_so_far)
    await crowd.all_quiet()
    status, told = await proved(node)
    assert status == 1
    listed = [line for line in told.splitlines() if "DIFFERENCE" in line]
    assert len(listed) == len(since), told
    assert all(any(name in line for line in listed if "orphan" in line) for name in references), told
    everybody = [*before, *since, *while_down]
    assert [len(crowd.cases_of(one)) for one in everybody] == [1] * 9
    assert [len(crowd.answers_to(one)) for one in everybody] == [1] * 9
    counts = town.central.store.counts
    assert (counts.same_text, counts.conflicts) == (0, 0)
    # Telegram now and then gives what it heard a yes for. It is received at another time now, so the central system has
    # another case under that reference: a person lets it be looked up, and it is in the books again.
    for one in since:
        await town.telegram.repeat(town.telegram.last_of(int(one.address)))
    await eventually(lambda: not len(town.telegram.updates), 30, lambda: "an update waits")
    await eventually(lambda: parked(town) == len(since), 60, crowd.told_so_far)
    assert (await typed(node.env, "complaints", "retry", "--all"))[0] == 0
    await crowd.all_quiet()
    status, told = await proved(node)
    assert (status, "Everything agrees." in told) == (0, True), told
    assert [len(crowd.cases_of(one)) for one in everybody] == [1] * 9
    assert all(len(crowd.answers_to(one)) <= 3 for one in since)
    assert (counts.same_text, parked(town)) == (0, 0)


async def taken(crowd: Crowd, how_many: int) -> list[Citizen]:
    """By Telegram, answered and told to a journal."""
    found = await crowd.write(how_many, ways=("telegram",))
    await crowd.all_answered()
    await crowd.all_quiet()
    return found
