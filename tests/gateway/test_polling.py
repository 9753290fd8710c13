"""Polling: nothing is confirmed before the journal has it, and nobody is hurried."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from waiting import a_town, until

from channels.base import SendFailed
from channels.telegram import Telegram, from_env
from forwarder.seal import Hasher, Sealer
from gateway.inbox import JournalFull
from gateway.journal import Journal
from gateway.journal_reader import JournalReader
from gateway.polling import JournalOffsets, Place, poll_forever, waiting
from gateway.simulator.telegram import TOKEN, Fault, TelegramStandIn
from gateway.simulator.telegram_chats import FIRST_UPDATE
from normalizer.schema import ChannelName, Raw

CHAT = 710000001
NOW = datetime(2025, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
async def telegram(stand_in: TelegramStandIn) -> AsyncIterator[Telegram]:
    made = from_env({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_MODE": "polling", "TELEGRAM_API_BASE": stand_in.url}, "")
    assert made
    yield made
    await made.close()


@dataclass
class Kept:
    """Remembers what it accepted, by text; refuses as often as it is told to."""

    texts: list[str] = field(default_factory=list)
    refusals: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def accept(self, raw: Raw) -> None:
        async with self.changed:
            self.changed.notify_all()
            if self.refusals:
                self.refusals -= 1
                raise JournalFull("The journal's disk is full. Nothing was kept.")
            self.texts.append(json.loads(raw.body)["message"]["text"])

    async def wait_for(self, count: int) -> None:
        async with asyncio.timeout(20), self.changed:
            await self.changed.wait_for(lambda: len(self.texts) >= count)


@dataclass
class Line:
    """Keeps the place in memory."""

    text: str = ""
    saved: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def load(self) -> str:
        return self.text

    async def save(self, text: str) -> None:
        async with self.saved:
            self.text = text
            self.saved.notify_all()

    async def wait_for(self, offset: int) -> None:
        async with asyncio.timeout(20), self.saved:
            await self.saved.wait_for(lambda: Place.parse(self.text).offset >= offset)


@contextlib.asynccontextmanager
async def polling(channel: Telegram, kept: Kept, line: Line) -> AsyncIterator[None]:
    task = asyncio.create_task(poll_forever(channel, kept.accept, line))
    yield
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_what_is_sent_is_kept_once_and_the_place_moves(stand_in: TelegramStandIn, telegram: Telegram) -> None:
    kept, line = Kept(), Line()
    await stand_in.citizen_sends(CHAT, "satu")
    await stand_in.citizen_sends(CHAT, "dua")
    async with polling(telegram, kept, line):
        await kept.wait_for(2)
        await stand_in.citizen_sends(CHAT, "tiga")
        await line.wait_for(FIRST_UPDATE + 3)
    assert kept.texts == ["satu", "dua", "tiga"]
    async with polling(telegram, kept, line):
        await stand_in.citizen_sends(CHAT, "empat")
        await kept.wait_for(4)
    assert kept.texts == ["satu", "dua", "tiga", "empat"]


async def test_a_full_journal_loses_nothing(stand_in: TelegramStandIn, telegram: Telegram) -> None:
    """One of the two is refused twice: neither is confirmed, and the accepted one may come again."""
    kept, line = Kept(refusals=2), Line()
    await stand_in.citizen_sends(CHAT, "satu")
    await stand_in.citizen_sends(CHAT, "dua")
    with structlog.testing.capture_logs() as logs:
        async with polling(telegram, kept, line):
            await line.wait_for(FIRST_UPDATE + 2)
    assert sorted(set(kept.texts)) == ["dua", "satu"]
    assert [(log["event"], log["reason"]) for log in logs] == [
        ("polling_paused", "The journal's disk is full. Nothing was kept.")
    ]


async def test_a_place_is_not_saved_before_everything_is_accepted(
    stand_in: TelegramStandIn, telegram: Telegram
) -> None:
    kept, line = Kept(refusals=1), Line()
    await stand_in.citizen_sends(CHAT, "satu")
    async with polling(telegram, kept, line):
        async with kept.changed:
            await kept.changed.wait()
        assert line.text == ""
        assert len(stand_in.updates) == 1


async def test_a_pause_that_was_asked_for_is_kept(stand_in: TelegramStandIn, telegram: Telegram) -> None:
    kept, line = Kept(), Line()
    stand_in.faults.append(Fault("429", seconds=1, method="getupdates"))
    await stand_in.citizen_sends(CHAT, "satu")
    with structlog.testing.capture_logs() as logs:
        async with polling(telegram, kept, line):
            await kept.wait_for(1)
    assert [log["seconds"] >= 1 for log in logs] == [True]


@dataclass
class Script:
    """Answers as written, and then waits for ever."""

    answers: list[tuple[Sequence[Raw], int] | Exception]
    asked: list[int] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    polls = True
    account = "700000001"

    def another_polls(self, code: str) -> bool:
        return code == "409"

    async def poll(self, offset: int) -> tuple[Sequence[Raw], int]:
        self.asked.append(offset)
        if not self.answers:
            self.done.set()
            await asyncio.Event().wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def update(text: str) -> Raw:
    return Raw(ChannelName("telegram"), NOW, "poll:", (), json.dumps({"message": {"text": text}}).encode())


async def asked(script: Script, line: Line, now: datetime = NOW) -> list[int]:
    task = asyncio.create_task(poll_forever(script, Kept().accept, line, now=lambda: now))
    await asyncio.wait_for(script.done.wait(), 20)
    task.cancel()
    return script.asked


PLACES = [
    ("nothing yet", "", 0),
    ("a place of today", str(Place(77, NOW)), 77),
    ("a place of last month: numbers may have restarted", str(Place(77, NOW - timedelta(days=30))), 0),
    ("a place of next month: the clock was wrong", str(Place(77, NOW + timedelta(days=30))), 0),
    ("garbage", "seven@noon", 0),
    ("a date beyond the calendar", "77@99999999999999999", 0),
]


@pytest.mark.parametrize(("text", "offset"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
async def test_where_polling_starts(text: str, offset: int) -> None:
    assert await asked(Script([]), Line(text)) == [offset]


async def test_surprises_are_tried_again_from_the_same_place() -> None:
    script = Script([SendFailed("not now", after=0.01), RuntimeError("3601010101010001"), ([update("a")], 8)])
    with structlog.testing.capture_logs() as logs:
        assert await asked(script, Line()) == [0, 0, 0, 8]
    assert [log["reason"] for log in logs] == ["not now", "RuntimeError"]


async def test_updates_without_numbers_are_kept_and_not_asked_for_in_a_hurry() -> None:
    with structlog.testing.capture_logs() as logs:
        assert await asked(Script([([update("a")], 0)]), Line()) == [0, 0]
    assert logs[0]["reason"].startswith("The updates have no numbers")


PAUSES = [("told", 30.0, 4.0, 30.0, 37.5), ("ours", None, 4.0, 2.0, 4.0), ("told to go on", 0.0, 4.0, 0.0, 0.0)]


@pytest.mark.parametrize(("told", "pause", "least", "most"), [r[1:] for r in PAUSES], ids=[r[0] for r in PAUSES])
def test_pauses_are_never_shorter_than_told(told: float | None, pause: float, least: float, most: float) -> None:
    assert all(least <= waiting(told, pause) <= most for _ in range(200))


async def test_the_place_survives_in_the_journal(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path, node="node-1", hasher=Hasher(b"h" * 32), sealer=Sealer.of(b"s" * 32))
    reader = JournalReader.open(tmp_path, Sealer.of(b"s" * 32))
    offsets = JournalOffsets(journal, reader, "polling:telegram:700000001")
    assert await offsets.load() == ""
    await offsets.save(str(Place(77, NOW)))
    assert Place.parse(await offsets.load()) == Place(77, NOW)
    reader.close()
    journal.close()


@pytest.mark.process
async def test_a_menu_that_telegram_refuses_keeps_nobody_from_being_heard(tmp_path: Path) -> None:
    async with a_town(tmp_path / "town", TELEGRAM_MODE="polling") as town:
        (node,) = town.nodes
        await node.serve.stop()
        town.telegram.faults.append(Fault("500", 10_000, method="setmycommands"))
        await node.start()
        await town.telegram.citizen_sends(CHAT, "Jembatan bambu di Dusun Kalibening putus sejak Senin")
        await until(lambda: not len(town.telegram.updates))
