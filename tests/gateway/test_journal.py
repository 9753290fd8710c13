"""The durable inbox: kept once, sealed, read by others, forgotten in time."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from journal_samples import AT, BODY, HASHER, SEALER, SMS, WORDS, delivery, open_journal, open_reader

from forwarder.seal import Hasher, Sealer
from gateway.disk import filesystem_fault
from gateway.inbox import marked
from gateway.inbox_schema import FILE, connect
from gateway.journal import (
    End,
    Fact,
    Journal,
    JournalBroken,
    JournalLocked,
    JournalReader,
    WrongIdKey,
    WrongNode,
)
from gateway.rawcodec import pack, unpack
from normalizer.schema import ChannelName, Raw

MAIL = ChannelName("mail")

COMPLAINT = "a" * 26


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = open_journal(tmp_path)
    yield journal
    journal.close()


@pytest.fixture
def reader(journal: Journal) -> Iterator[JournalReader]:
    reader = open_reader(journal.folder)
    yield reader
    reader.close()


@pytest.mark.parametrize(
    ("label", "raw"),
    [
        ("a form", delivery()),
        ("nothing at all", Raw(SMS, AT, "", (), b"")),
        ("bytes that are no text", delivery(bytes(range(256)) * 5)),
        (
            "a mail's envelope",
            Raw(MAIL, AT, "smtp:", (("RCPT TO", "a@example.org"), ("RCPT TO", "b@example.org")), b"\0\r\n"),
        ),
        ("whole seconds", delivery(at=AT.replace(microsecond=0))),
        ("the last microsecond", delivery(at=AT.replace(microsecond=999_999))),
    ],
)
async def test_what_is_read_is_what_was_kept(journal: Journal, reader: JournalReader, label: str, raw: Raw) -> None:
    await journal.keep(raw, "MM1")
    (row,) = reader.open_rows()
    assert row.raw == raw, label
    assert (row.channel, row.received_at, row.end, row.error) == (raw.channel, raw.received_at, "", "")
    assert row.key == HASHER.digest("delivery", raw.channel, "MM1") == journal.key(raw.channel, "MM1")
    assert unpack(pack(raw), raw.channel, raw.received_at) == raw


async def test_marks_stand_beside_a_row_and_reach_whoever_reads_it(journal: Journal, reader: JournalReader) -> None:
    await journal.keep(delivery(), "MM1")
    await journal.mark(1, {"proof": "dkim", "spam": "3"})
    await journal.mark(1, {"spam": "", "released": "yes \udcff"})
    row = reader.row(1)
    assert row is not None
    assert row.marks == {"proof": "dkim", "released": "yes ?"}
    raw = marked(row)
    assert raw is not None
    assert raw.header("MARK proof") == "dkim"
    assert raw.headers[: len(delivery().headers)] == delivery().headers
    await journal.end([End(1, "held:spam")])
    assert await journal.replay([1]) == 1
    assert reader.open_rows()[0].marks == row.marks, "what was decided outlives a replay"


async def test_a_journal_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    await journal.keep(delivery(), "MM1")
    journal.close()
    old = connect(tmp_path)
    old.execute("ALTER TABLE inbox DROP COLUMN marks")
    old.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    old.close()
    journal = open_journal(tmp_path)
    await journal.mark(1, {"proof": "dkim"})
    reader = open_reader(tmp_path)
    (row,) = reader.open_rows()
    assert (row.raw, row.marks) == (delivery(), {"proof": "dkim"})
    reader.close()
    journal.close()


async def test_a_large_body_is_kept_like_a_small_one(journal: Journal, reader: JournalReader) -> None:
    raw = delivery(bytes(range(256)) * 4096)
    await journal.keep(raw, "MM1")
    assert reader.open_rows()[0].raw == raw


async def test_a_repeated_delivery_is_one_row_and_the_first_bytes_stay(journal: Journal, reader: JournalReader) -> None:
    await journal.keep(delivery(), "MM1")
    await journal.end([End(1, "complaint:a:1")])
    await journal.keep(delivery(b"other"), "MM1")
    await journal.keep(delivery(b"other channel", MAIL), "MM1")
    first, other = reader.rows()
    assert (first.raw, first.end) == (delivery(), "complaint:a:1")
    assert other.channel == MAIL
    assert (journal.tally.kept, journal.tally.again) == (2, 1)


async def test_fifty_at_once_are_one_row_and_fifty_yeses(journal: Journal, reader: JournalReader) -> None:
    await asyncio.gather(*(journal.keep(delivery(), "MM1") for _ in range(50)))
    await asyncio.gather(*(journal.keep(delivery(), f"MM{n % 3}") for n in range(50)))
    assert len(reader.rows()) == 3
    assert journal.tally.again == 97


async def test_those_who_wait_together_are_committed_together(journal: Journal, reader: JournalReader) -> None:
    await asyncio.gather(*(journal.keep(delivery(), f"MM{n}") for n in range(300)))
    assert journal.tally.commits < 10
    assert [row.seq for row in reader.rows(limit=1000)] == list(range(1, 301))
    assert {row.key for row in reader.rows(limit=1000)} == {journal.key(SMS, f"MM{n}") for n in range(300)}


async def test_repeats_between_new_ones_keep_each_body_with_its_own_key(
    journal: Journal, reader: JournalReader
) -> None:
    await asyncio.gather(*(journal.keep(delivery(b"%d" % n), str(n)) for n in range(0, 200, 3)))
    await asyncio.gather(*(journal.keep(delivery(b"%d" % n), str(n)) for n in range(200)))
    kept = {row.key: row.raw for row in reader.rows(limit=1000)}
    assert kept == {journal.key(SMS, str(n)): delivery(b"%d" % n) for n in range(200)}


async def test_open_rows_are_those_without_an_end_and_replay_opens_them_again(
    journal: Journal, reader: JournalReader
) -> None:
    for n in range(4):
        await journal.keep(delivery(), f"MM{n}")
    await journal.end([End(1, "again"), End(3, "quarantined", "an odd \udcff byte")])
    assert [row.seq for row in reader.open_rows()] == [2, 4]
    assert [row.seq for row in reader.open_rows(after=2)] == [4]
    assert [(row.seq, row.error) for row in reader.rows(end="quarantined")] == [(3, "an odd ? byte")]
    assert await journal.replay([3, 77]) == 1
    again = reader.row(3)
    assert again is not None
    assert (again.end, again.error) == ("", "")
    assert reader.counts() == {"open": 3, "again": 1, "facts": 0}


async def test_facts_are_kept_once_for_each_epoch(journal: Journal, reader: JournalReader) -> None:
    fact = Fact("1-0", "epoch-a", "receipt", "abc", 1_700_000_000_000, '{"number": "0012"}')
    await journal.facts([fact, fact, replace(fact, data="{}")])
    await journal.facts([replace(fact, epoch="epoch-b"), fact])
    assert reader.facts() == [replace(fact, seq=1), replace(fact, epoch="epoch-b", seq=2)]
    assert [kept.seq for kept in reader.facts(after=1)] == [2]


async def test_the_offered_mark_only_goes_forward(journal: Journal, reader: JournalReader) -> None:
    marks = []
    for seq in (3, 20, 7):
        await journal.offered(seq)
        marks.append(reader.offered())
    assert marks == [3, 20, 20]


async def test_the_node_may_remember_things_but_not_change_who_it_is(journal: Journal, reader: JournalReader) -> None:
    await journal.set_meta("run_id", "one")
    await journal.set_meta("run_id", "two")
    assert (reader.meta("run_id"), reader.meta("unknown")) == ("two", None)
    with pytest.raises(ValueError, match="own"):
        await journal.set_meta("id_key", "another")


async def test_purge_leaves_a_tombstone_and_never_touches_a_row_without_an_end(
    journal: Journal, reader: JournalReader
) -> None:
    old, new = AT - timedelta(days=400), AT
    for name, at in (("old, ended", old), ("old, open", old), ("new, ended", new)):
        await journal.keep(delivery(at=at), name)
    await journal.end([End(1, f"complaint:{COMPLAINT}:1"), End(3, "again")])
    times = enumerate((old, new))
    facts = [Fact(f"{n}-0", "e", "number", COMPLAINT, round(at.timestamp() * 1000), "1") for n, at in times]
    await journal.facts(facts)
    assert await journal.purge(AT - timedelta(days=365)) == 1
    gone, still, fresh = reader.rows()
    assert (gone.raw, gone.end, gone.received_at, gone.key) == (
        None,
        f"complaint:{COMPLAINT}:1",
        old,
        journal.key(SMS, "old, ended"),
    )
    assert (still.raw, fresh.raw) == (delivery(at=old), delivery())
    assert [fact.entry for fact in reader.facts()] == ["1-0"]
    await journal.keep(delivery(), "old, ended")
    assert len(reader.rows()) == 3, "a tombstone still knows its delivery"
    assert await journal.replay([1]) == 0, "nothing is left of it to read"


async def test_purge_goes_through_more_rows_than_one_portion(journal: Journal, reader: JournalReader) -> None:
    await asyncio.gather(*(journal.keep(delivery(), str(n)) for n in range(1203)))
    await journal.end([End(seq, "again") for seq in range(1, 1202)])
    assert await journal.purge(AT + timedelta(days=1)) == 1201
    assert [row.seq for row in reader.rows(limit=5000) if row.raw] == [1202, 1203]


async def test_nothing_on_the_disk_can_be_read_without_the_key(journal: Journal) -> None:
    for n in range(20):
        await journal.keep(delivery(), f"MM{n}-Sutinah")
    await journal.facts([Fact("1-0", "e", "answered", "abc", 5, '{"to": "0000-4471", "words": "Jembatan"}')])
    on_disk = b"".join(path.read_bytes() for path in journal.folder.iterdir())
    assert len(on_disk) > 20 * len(BODY)
    assert [word for word in WORDS if word.encode() in on_disk] == []


async def test_a_body_whose_key_is_missing_does_not_stop_the_others(journal: Journal) -> None:
    await journal.keep(delivery(), "MM1")
    reader = JournalReader.open(journal.folder, Sealer.of(b"another key, 32 bytes long......"))
    (row,) = reader.open_rows()
    assert row.raw is None
    assert "ENCRYPTION_KEYS" in row.error
    assert reader.sealing_keys() == {SEALER.current.hex(): 1}
    reader.close()


async def test_large_bodies_are_read_a_few_at_a_time(journal: Journal, reader: JournalReader) -> None:
    for name in "abcd":
        await journal.keep(delivery(b"x" * 1000), name)
    after, portions = 0, []
    while rows := reader.open_rows(after, most_bytes=2000):
        portions.append([row.seq for row in rows])
        after = rows[-1].seq
    assert portions == [[1, 2], [3, 4]]
    assert len(reader.rows(most_bytes=1)) == 1


async def test_eight_megabytes_are_read_at_once(journal: Journal, reader: JournalReader) -> None:
    for name in "abc":
        await journal.keep(delivery(b"x" * 5_000_000), name)
    assert [row.seq for row in reader.open_rows()] == [1, 2]


def test_a_large_value_is_opened_without_copies_of_it() -> None:
    sealed = SEALER.seal(bytes(4_000_000), b"here")
    tracemalloc.start()
    try:
        SEALER.open(sealed, b"here")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 6_000_000


async def test_a_reader_of_another_process_sees_what_was_committed(journal: Journal) -> None:
    await journal.keep(delivery(), "MM1")
    code = (
        "import sys; from pathlib import Path; from journal_samples import open_reader, delivery;"
        "row = open_reader(Path(sys.argv[1])).row(1); print(row is not None and row.raw == delivery())"
    )
    here = str(Path(__file__).parent)
    seen = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", code, str(journal.folder)],
        cwd=here,
        env={"PYTHONPATH": f"{here}:{Path(here).parents[1]}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (seen.stdout, seen.stderr) == ("True\n", "")


async def test_the_journal_can_be_read_while_nobody_writes_it(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    await journal.keep(delivery(), "MM1")
    journal.close()
    reader = open_reader(tmp_path)
    assert reader.open_rows()[0].raw == delivery()
    reader.close()


async def test_after_closing_nothing_is_accepted_and_what_waited_is_kept(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    waiting = asyncio.ensure_future(journal.keep(delivery(), "MM1"))
    await asyncio.sleep(0)
    journal.close()
    journal.close()
    await waiting
    with pytest.raises(JournalBroken, match="closed"):
        await journal.keep(delivery(), "MM2")
    again = open_journal(tmp_path)
    assert again.status()["newest"] == 1
    again.close()


def test_a_second_writer_is_refused_with_the_first_ones_pid(journal: Journal) -> None:
    here = Path(__file__).parent
    code = (
        "import sys; from pathlib import Path; from journal_samples import open_journal\n"
        "try: open_journal(Path(sys.argv[1]))\nexcept Exception as e: print(type(e).__name__)"
    )
    env = {"PYTHONPATH": f"{here}:{here.parents[1]}"}
    command = [sys.executable, "-c", code, str(journal.folder)]
    other = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert other.stdout == "JournalLocked\n", other.stderr
    with pytest.raises(JournalLocked, match="pid"):
        open_journal(journal.folder)


def test_another_id_key_or_node_or_version_is_refused_and_nothing_changed(tmp_path: Path) -> None:
    open_journal(tmp_path).close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(WrongIdKey, match="fingerprint"):
        Journal.open(tmp_path, node="desa-1", hasher=Hasher(b"j" * 32), sealer=SEALER)
    with pytest.raises(WrongNode, match="NODE_ID=desa-1"):
        Journal.open(tmp_path, node="desa-2", hasher=HASHER, sealer=SEALER)
    assert (tmp_path / FILE).read_bytes() == before
    open_journal(tmp_path).close()


def test_a_folder_without_journal_and_a_file_that_is_none_are_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(JournalBroken, match="DATA_DIR"):
        open_reader(tmp_path)
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(JournalBroken, match="cannot be opened"):
        open_journal(tmp_path)
    with pytest.raises(JournalBroken, match="DATA_DIR"):
        open_journal(tmp_path / FILE / "below a file")


MOUNTS = """\
/dev/vda1 / ext4 rw 0 0
server:/export /srv nfs4 rw 0 0
/dev/vdb /srv/local ext4 rw 0 0
me@host:/ /mnt/with\\040blank fuse.sshfs rw 0 0
//nas/x /nas cifs rw 0 0
proc
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/satupintu", ""),
        ("/srv/data", "nfs4"),
        ("/srv", "nfs4"),
        ("/srvdata", ""),
        ("/srv/local/data", ""),
        ("/mnt/with blank/data", "fuse.sshfs"),
        ("/nas/data", "cifs"),
    ],
)
def test_network_file_systems_are_refused(path: str, kind: str) -> None:
    assert (kind in filesystem_fault(Path(path), MOUNTS)) if kind else (filesystem_fault(Path(path), MOUNTS) == "")


async def test_a_complaint_without_a_number_has_no_age_and_keeps_its_facts(
    journal: Journal, reader: JournalReader
) -> None:
    old = AT - timedelta(days=4000)
    at_ms = round(old.timestamp() * 1000)
    await journal.keep(delivery(at=old), "central system down for years")
    await journal.end([End(1, f"complaint:{COMPLAINT}:1")])
    await journal.facts(
        [Fact("1-0", "e", "attempt", COMPLAINT, at_ms, "1"), Fact("2-0", "e", "parked", COMPLAINT, at_ms, "")]
    )
    assert await journal.purge(AT) == 0
    assert len(reader.facts()) == 2
    await journal.facts([Fact("3-0", "e", "number", COMPLAINT, at_ms, "0012345")])
    assert await journal.purge(AT) == 1
    assert reader.facts() == []


async def test_what_lies_in_quarantine_has_no_age(journal: Journal, reader: JournalReader) -> None:
    await journal.keep(delivery(at=AT - timedelta(days=4000)), "not understood")
    await journal.end([End(1, "quarantined", "why")])
    assert await journal.purge(AT) == 0
    assert await journal.replay([1]) == 1
