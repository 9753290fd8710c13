"""The way back at a journal: one that a newer version wrote is refused with a sentence, and loses nothing by it; what a
newer version only noted in today's schema is passed over (docs/operations.md, The way back)."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from journal_samples import delivery, open_journal, open_reader
from node_kit import a_node, facts_of, sms

from forwarder.seal import new_key
from gateway import inbox_schema
from gateway.check_places import _made
from gateway.inbox import End, Fact, JournalBroken
from gateway.journal_drain import drain
from gateway.row_end import complaints_in
from gateway.settings import Settings, load

NEWER = str(int(inbox_schema.SCHEMA) + 1)
SENTENCE = f"was written by a newer version (schema {NEWER}; this one reads {inbox_schema.SCHEMA})"
KEYS = (new_key(), new_key())

DROPPED = "DROP INDEX inbox_asked; DROP INDEX inbox_held; DROP INDEX inbox_verification;"
# What a later schema may have done to the tables: only the note of its number is agreed.
LATER: list[tuple[str, str, str]] = [
    ("a column more", "ALTER TABLE inbox ADD COLUMN more TEXT", "ALTER TABLE inbox DROP COLUMN more"),
    (
        "a column with another name",
        f"{DROPPED} ALTER TABLE inbox RENAME COLUMN outcome TO end",
        "ALTER TABLE inbox RENAME COLUMN end TO outcome",
    ),
    ("another table", "ALTER TABLE facts RENAME TO happened", "ALTER TABLE happened RENAME TO facts"),
    ("nothing else", "SELECT 1", "SELECT 1"),
]
ways = pytest.mark.parametrize(("label", "later", "back"), LATER, ids=[row[0] for row in LATER])


async def written(folder: Path) -> None:
    """Three deliveries, one with its end, and a fact."""
    journal = open_journal(folder)
    for place in (1, 2, 3):
        await journal.keep(delivery(b"Body=Jembatan+%d" % place), f"SM{place}")
    await journal.end([End(1, "answered:help")])
    await journal.facts([Fact("1-1", "epoch-1", "number", "complaint1", 7, "0045117")])
    journal.close()


def changed(folder: Path, statements: str, schema: str) -> None:
    with closing(inbox_schema.connect(folder)) as db:
        db.executescript(statements)
        db.execute(inbox_schema.META_SET, ("schema", schema))


def held(folder: Path) -> list[str]:
    with closing(inbox_schema.connect(folder, read_only=True)) as db:
        return list(db.iterdump())


def a_writer(folder: Path) -> None:
    open_journal(folder).close()


def a_reader(folder: Path) -> None:
    open_reader(folder).close()


@ways
@pytest.mark.parametrize("opened", [a_writer, a_reader])
async def test_a_newer_journal_is_refused_and_nothing_of_it_is_lost(
    tmp_path: Path, label: str, later: str, back: str, opened: Callable[[Path], None]
) -> None:
    await written(tmp_path)
    changed(tmp_path, later, NEWER)
    before = held(tmp_path)
    with pytest.raises(JournalBroken) as refused:
        opened(tmp_path)
    assert SENTENCE in str(refused.value), label
    assert "Nothing was changed" in str(refused.value)
    assert held(tmp_path) == before
    # Whoever reads it, reads all of it.
    changed(tmp_path, back, inbox_schema.SCHEMA)
    a_writer(tmp_path)
    with closing(open_reader(tmp_path)) as reader:
        rows = reader.rows()
        assert [(row.end, row.raw.body if row.raw else b"") for row in rows] == [
            ("answered:help" if place == 1 else "", b"Body=Jembatan+%d" % place) for place in (1, 2, 3)
        ]
        assert [fact.data for fact in reader.facts()] == ["0045117"]


@pytest.mark.parametrize(
    ("schema", "told"),
    [("1", "older version"), (NEWER, "newer version"), ("", "does not say"), ("two", "does not say")],
)
async def test_a_reader_says_which_version_is_wanted(tmp_path: Path, schema: str, told: str) -> None:
    await written(tmp_path)
    changed(tmp_path, "", schema)
    with pytest.raises(JournalBroken, match=told):
        a_reader(tmp_path)


def here(folder: Path) -> Settings:
    return load({"DATA_DIR": str(folder), "NODE_ID": "desa-1", "ID_KEY": KEYS[0], "ENCRYPTION_KEYS": KEYS[1]})


async def test_a_newer_journal_is_not_drained_into_an_older_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there"
    await written(there)
    changed(there, LATER[1][1], NEWER)
    before = held(there)
    assert await asyncio.to_thread(drain, here(tmp_path / "here"), there) == 1
    assert SENTENCE in capsys.readouterr().err
    assert held(there) == before


async def test_the_check_says_so(tmp_path: Path) -> None:
    await written(tmp_path)
    changed(tmp_path, LATER[1][1], NEWER)
    (finding,) = _made(here(tmp_path))
    assert SENTENCE in repr(finding)


@pytest.mark.process
async def test_a_gateway_does_not_start_on_a_newer_journal_and_says_why(tmp_path: Path) -> None:
    await written(tmp_path)
    changed(tmp_path, LATER[1][1], NEWER)
    before, settings = held(tmp_path), here(tmp_path)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "serve"),
        env={
            "PATH": "/usr/bin:/bin",
            "DATA_DIR": str(tmp_path),
            "NODE_ID": settings.node_id,
            "ID_KEY": KEYS[0],
            "ENCRYPTION_KEYS": KEYS[1],
            "PUBLIC_URL": "https://gw.example.org",
            "REDIS_URL": "redis://127.0.0.1:1",
            "CENTRAL_URL": "http://127.0.0.1:1",
            "CENTRAL_KEY": "an-invented-key-for-tests",
            "CENTRAL_INSTANCE": "desa",
            "WEB_LISTEN": "127.0.0.1:0",
            "PRIVATE_LISTEN": "127.0.0.1:0",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(child.communicate(), 90)
    told = " ".join(said.decode().split())
    assert child.returncode not in (0, None), told
    assert SENTENCE in told
    assert "Traceback" not in told
    assert held(tmp_path) == before


async def test_a_rebuild_passes_over_what_only_a_newer_version_noted(tmp_path: Path, redis_url: str) -> None:
    """Kinds of facts and ends of rows that are not known here: all else is restored, and no row is read again."""
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(
            sms("Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin", 1),
            sms("Sampah di Pasar Sukaramai tidak diangkut seminggu", 2, phone="+6281100000002"),
        )
        ids = [name for end in ends for name in complaints_in(end)]
        leases = {lease.id: lease for lease in await node.ledger.lease_forward(10, 60_000)}
        assert await node.ledger.begin_forward(leases[ids[0]], 60_000, b"a case")
        assert await node.ledger.numbered(leases[ids[0]], "0045117", doubt=False)
        await node.pumped()
        await node.journal.facts([
            Fact(f"9-{place}", node.ledger.epoch, "of_tomorrow", subject, 7, "words of tomorrow")
            for place, subject in enumerate((ids[0], ids[1], "nobody-knows-this", f"{ids[0]}.sms-x.number"))
        ])  # fmt: skip
        await node.journal.keep(sms("Sebuah pesan yang dimengerti oleh versi besok", 3), "of tomorrow")
        await node.journal.end([End(3, "tomorrow:thing")])
        before = [await facts_of(node.ledger, name) for name in ids]
        await node.redis.flushall()
        assert await node.pumped() == [*ends, "tomorrow:thing"]
        after = [await facts_of(node.ledger, name) for name in ids]
        assert [(row["state"], row.get("national")) for row in after] == [("done", "0045117"), ("due", None)]
        assert [row["number"] for row in after] == [row["number"] for row in before]
        assert len(await node.redis.keys(node.ledger.key("c:*"))) == 2, "nothing was read again"
