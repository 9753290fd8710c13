"""A backlog is read by processes beside the pump: they say what it would say, and their death loses nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
import structlog.testing
from journal_samples import HASHER
from node_kit import a_node, callback, contact, mail, report, sms, telegram, understanding, until, whatsapp

from forwarder.callback import signed
from forwarder.items import Claim
from forwarder.naming import who_of
from forwarder.supplement import Supplement
from gateway import readers, reading
from gateway.bench.letters import words
from gateway.ending import end
from gateway.inbox import End, Row
from gateway.readers import AT_ONCE, BACKLOG, MOST_BYTES, Readers
from gateway.understood import Item
from normalizer.schema import Message, Raw

# With the folders that pytest puts in the way of imports.
START = f"import sys; sys.path[:0] = {sys.path!r}; import reader_process; sys.exit(reader_process.main(sys.argv[1:]))"
PROGRAM = (sys.executable, "-c", START)
STUMBLES = (*PROGRAM, "stumbles")
LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"

RAWS: list[tuple[str, Raw]] = [
    ("a complaint", sms(LAMP, 1)),
    ("one that asks for protection", whatsapp("RAHASIA. Kepala desa meminta uang untuk KTP", 2)),
    ("one that tells of danger", sms("Kebakaran di Pasar Sukaramai, api sudah sampai ke rumah warga", 3)),
    ("a mail", mail("Air PDAM di Dusun Tegalsari tidak mengalir tiga hari", 4)),
    ("a robot", mail("Saya sedang cuti", 5, head="Auto-Submitted: auto-replied\n")),
    ("a greeting", telegram("Selamat pagi", 6)),
    ("a question where it stands", telegram("STATUS 1234567", 7)),
    ("an order", telegram("BATAL", 8)),
    ("what is remembered", telegram("BAHASA Inggris", 9)),
    ("what nobody can read", telegram("asdkjh qweoiu zxcmnb", 10)),
    ("a contact", contact("+6281100000001", 620_011_001, 11)),
    ("an edit", telegram(LAMP, 6, edited=True)),
    ("a report", report("SM" + "9" * 32)),
    ("the central system's word", callback(b"{}", signed)),
    ("a garbled update", replace(telegram("", 12), body=b"\xff\xfe{")),
]


def rows(*raws: Raw) -> list[tuple[Row, bool]]:
    return [
        (Row(at, bytes(32), raw.channel, raw.received_at, raw, "", ""), at % 2 == 0) for at, raw in enumerate(raws, 1)
    ]


def never_read(row: Row, doubt: bool) -> reading.Found:
    raise AssertionError(f"read here: {row.seq}, {doubt}")


def unguarded(_seq: int) -> AbstractContextManager[None]:
    return nullcontext()


@asynccontextmanager
async def beside(wanted: int = 1, program: tuple[str, ...] = PROGRAM) -> AsyncIterator[Readers]:
    """Readers that have begun."""
    made = Readers(wanted, program)
    try:
        await made.read([(row, False) for row, _ in rows(sms("Halo"))] * BACKLOG, {})
        await until(lambda: made.ready == wanted)
        yield made
    finally:
        await made.stop()


@pytest.mark.process
async def test_a_reader_says_what_the_pump_would() -> None:
    told = rows(*(raw for _, raw in RAWS))
    here = understanding()
    alone = {row.seq: reading.read(here, row, unguarded, doubt=doubt) for row, doubt in told}
    async with beside() as made:
        assert await made.read(told, {}) == alone
    wrong = [label for (label, _), found in zip(RAWS, alone.values(), strict=True) if not found]
    assert not wrong
    assert sum(isinstance(found, End) for found in alone.values()) >= 1
    assert len({type(item).__name__ for found in alone.values() if isinstance(found, list) for item in found}) >= 6


@pytest.mark.process
async def test_a_large_delivery_is_left_to_the_pump() -> None:
    large = mail("Jalan rusak. " * (MOST_BYTES // 10), 2)
    async with beside() as made:
        assert set(await made.read(rows(sms(LAMP), large), {})) == {1}


@pytest.mark.process
async def test_who_was_asked_is_known_to_a_reader() -> None:
    told = rows(telegram("Sejak hari Senin, di depan balai desa", 1))
    message = telegram_message(told[0][0])
    async with beside() as made:
        plain = await made.read(told, {})
        answered = await made.read(told, {who_of(HASHER, message): "a" * 26})
    assert [type(item) for item in items(plain[1])] == [Claim]
    assert [type(item) for item in items(answered[1])] == [Supplement]


@pytest.mark.process
async def test_the_pump_reads_what_no_reader_has_begun() -> None:
    told = rows(*[sms(LAMP)] * 100)
    here = understanding()
    own: list[int] = []

    def read_here(row: Row, doubt: bool) -> reading.Found:
        own.append(row.seq)
        return reading.read(here, row, unguarded, doubt=doubt)

    async with beside() as made:
        (reader,) = made._ready
        os.kill(reader.process.pid, signal.SIGSTOP)
        done = asyncio.create_task(made.read(told, {}, read_here))
        await until(lambda: len(own) == 60)
        os.kill(reader.process.pid, signal.SIGCONT)
        assert set(await done) == {row.seq for row, _ in told}
    assert own == list(range(100, 40, -1))


@pytest.mark.process
async def test_nothing_is_read_for_a_batch_that_was_given_up() -> None:
    many, own = 50_000, list[int]()

    def read_here(row: Row, _doubt: bool) -> reading.Found:
        own.append(row.seq)
        return End(row.seq, "here")

    async with beside() as made:
        (reader,) = made._ready
        os.kill(reader.process.pid, signal.SIGSTOP)
        given_up = asyncio.create_task(made.read(rows(*[sms(LAMP)] * many), {}, read_here))
        await until(lambda: bool(own))
        await end([given_up])
        read = len(own)
        assert read < many - 2 * AT_ONCE
        for _ in range(100):
            await asyncio.sleep(0)
        assert len(own) == read


@pytest.mark.process
async def test_what_waits_to_be_told_goes_before_reading() -> None:
    told = rows(*[sms(LAMP)] * 100)
    async with beside() as made:
        with made.telling():
            assert len(await made.read(told, {}, never_read)) == 100
        found = await made.read(told, {}, lambda row, _doubt: End(row.seq, "here"))
    assert End(100, "here") in found.values()


@pytest.mark.process
async def test_readers_that_die_lose_nothing(tmp_path: Path, redis_url: str) -> None:
    many = 3 * BACKLOG
    raws = [sms(words(n), n, phone=f"+628110000{n:04d}") for n in range(many)]
    async with a_node(tmp_path, redis_url) as node, beside(2, STUMBLES) as made:
        await asyncio.gather(*(node.arrives(raw) for raw in raws))
        node.readers = made
        with structlog.testing.capture_logs() as logs:
            await node.pumped()
        ends = [row.end for row in node.reader.rows(limit=many, body=False)]
        assert {end.split(":")[0] for end in ends} == {"complaint"}
        assert len({end.split(":")[1] for end in ends}) == many
        assert await node.redis.zcard(node.ledger.key("due:forward")) == many
        assert [line["event"] for line in logs].count("reader_lost") == 2


@pytest.mark.process
async def test_readers_end_when_the_backlog_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async with beside() as made:
        await made.rest()
        assert made.ready == 1
        monkeypatch.setattr(readers, "REST_SECONDS", 0.0)
        await made.rest()
        assert made.ready == 0


@pytest.mark.process
async def test_a_program_that_does_not_start_is_not_waited_for() -> None:
    made = Readers(1, (sys.executable, "-c", "raise SystemExit(1)"))
    assert await made.read(rows(sms(LAMP)) * BACKLOG, {}) == {}
    await made.stop()
    gone = Readers(1, ("/nowhere/at/all",))
    assert await gone.read(rows(sms(LAMP)) * BACKLOG, {}) == {}
    await gone.stop()


async def test_without_a_backlog_no_process_is_started() -> None:
    made = Readers(2, ("/nowhere/at/all",))
    assert await made.read(rows(sms(LAMP)), {}) == {}
    assert made.ready == 0


def items(found: reading.Found) -> list[Item]:
    assert isinstance(found, list)
    return found


def telegram_message(row: Row) -> Message:
    assert row.raw
    (message,) = understanding().channels[row.channel].read(row.raw)
    assert isinstance(message, Message)
    return message
