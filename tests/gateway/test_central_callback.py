"""Callbacks of the central system over the real web listener: signed ones are kept once, others are refused."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
import yaml
from journal_samples import open_journal, open_reader
from prometheus_client import CollectorRegistry

from channels.base import Unauthentic, Unreadable
from forwarder.callback import LONGEST_BODY, NumberAssigned, signed
from gateway import listener
from gateway.central_callback import CENTRAL, REGISTERED, SIGNATURE, CentralCallback
from gateway.intake import Intake, IntakeCounters
from gateway.journal_reader import JournalReader
from gateway.settings import load
from gateway.web import make_app
from gateway.wiring import make_callback
from normalizer.schema import Raw

SECRET, OLD = "made-up-secret-new", "made-up-secret-old"
NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
EVENT = {"id": "ev-1", "reference": "k3v7q2m5x4b6n7p2", "occurred_at": "2026-11-21T04:00:00Z"}


def body(**changes: str) -> bytes:
    return json.dumps({**EVENT, "type": "number.assigned", "number": "01916449", **changes}).encode()


def raw(content: bytes, header: str, at: datetime = NOW) -> Raw:
    return Raw(CENTRAL, at, "https://gw.example.org/central/callback", ((SIGNATURE, header),), content)


@dataclass
class Door:
    url: str
    reader: JournalReader

    async def post(self, content: bytes, header: str) -> int:
        headers = {SIGNATURE: header} if header else {}
        async with aiohttp.ClientSession() as session, session.post(self.url, data=content, headers=headers) as answer:
            said = await answer.text()
            assert SECRET not in said
            return answer.status

    def kept(self) -> int:
        return len(self.reader.rows())


@asynccontextmanager
async def a_door(folder: Path, callback: CentralCallback | None) -> AsyncIterator[Door]:
    journal = open_journal(folder)
    sources = {CENTRAL: callback} if callback else {}
    intake = Intake(journal, sources, IntakeCounters.of(CollectorRegistry(), (CENTRAL,)))
    running = await listener.start(make_app(intake, [REGISTERED], "https://gw.example.org"), "127.0.0.1", 0)
    reader = open_reader(folder)
    try:
        yield Door(f"http://127.0.0.1:{running.addresses[0][1]}/central/callback", reader)
    finally:
        await running.close()
        reader.close()
        journal.close()


def now(seconds: float = 0) -> datetime:
    return datetime.fromtimestamp(time.time() + seconds, UTC)


LONG = body(number="0" * LONGEST_BODY)
# What is posted, what was signed, by whom ('' = nobody), and how many seconds from now.
POSTED: list[tuple[str, bytes, bytes, str, float, int]] = [
    ("signed", body(), body(), SECRET, 0, 200),
    ("by the old secret while it is rotated", body(), body(), OLD, 0, 200),
    ("signed but no event: kept for a person", b"no event", b"no event", SECRET, 0, 200),
    ("too long, as the contract says", LONG, LONG, SECRET, 0, 413),
    ("unsigned", body(), body(), "", 0, 403),
    ("by somebody else", body(), body(), "another secret", 0, 403),
    ("other bytes", body(number="666"), body(), SECRET, 0, 403),
    ("replayed after an hour", body(), body(), SECRET, -3600, 403),
    ("signed an hour ahead", body(), body(), SECRET, 3600, 403),
]


@pytest.mark.parametrize(
    ("content", "said", "secret", "when", "status"), [case[1:] for case in POSTED], ids=[case[0] for case in POSTED]
)
async def test_over_the_wire(
    tmp_path: Path, content: bytes, said: bytes, secret: str, when: float, status: int
) -> None:
    header = signed(secret, said, now(when)) if secret else ""
    async with a_door(tmp_path, CentralCallback(SECRET, OLD)) as door:
        assert await door.post(content, header) == status
        assert door.kept() == (1 if status == 200 else 0)


def test_every_answer_is_one_of_the_contract() -> None:
    contract = yaml.safe_load((Path(__file__).parents[2] / "docs" / "central-api.yaml").read_text(encoding="utf-8"))
    told = set(contract["webhooks"]["event"]["post"]["responses"])
    assert {str(case[-1]) for case in POSTED} | {"503"} == told


async def test_an_event_sent_again_is_kept_once_and_answered_as_the_first(tmp_path: Path) -> None:
    async with a_door(tmp_path, CentralCallback(SECRET)) as door:
        for seconds in (-20, -10, 0):
            assert await door.post(body(), signed(SECRET, body(), now(seconds))) == 200
        assert door.kept() == 1
        other = body(id="ev-2")
        assert await door.post(other, signed(SECRET, other, now())) == 200
        assert door.kept() == 2


def test_a_secret_is_rotated_by_settings() -> None:
    """README, CENTRAL_CALLBACK_SECRET_OLD: both count while the central system changes over, then the new one alone."""
    settings = load({"CENTRAL_CALLBACK_SECRET": SECRET, "CENTRAL_CALLBACK_SECRET_OLD": OLD})
    rotating = make_callback(settings)
    assert rotating
    over = make_callback(load({"CENTRAL_CALLBACK_SECRET": SECRET}))
    assert over
    for secret, still in ((SECRET, True), (OLD, False)):
        by_it = raw(body(), signed(secret, body(), now()), now())
        rotating.verify(by_it)
        if still:
            over.verify(by_it)
        else:
            with pytest.raises(Unauthentic):
                over.verify(by_it)
    assert make_callback(load({"CENTRAL_CALLBACK_SECRET_OLD": OLD})) is None
    assert SECRET not in repr(settings)
    assert OLD not in repr(settings)


async def test_without_a_secret_there_is_no_such_door(tmp_path: Path) -> None:
    async with a_door(tmp_path, None) as door:
        assert await door.post(body(), signed("", body(), now())) == 404
        assert door.kept() == 0


@pytest.mark.parametrize(("seconds", "believed"), [(-301, False), (-300, True), (0, True), (300, True), (301, False)])
def test_the_replay_window(seconds: int, believed: bool) -> None:
    callback = CentralCallback(SECRET, now=lambda: NOW)
    signed_then = raw(body(), signed(SECRET, body(), NOW + timedelta(seconds=seconds)))
    if believed:
        callback.verify(signed_then)
    else:
        with pytest.raises(Unauthentic):
            callback.verify(signed_then)


def test_what_was_kept_is_read_at_any_time_later() -> None:
    kept = raw(body(), signed(SECRET, body(), NOW))
    event = CentralCallback(SECRET, now=lambda: NOW + timedelta(days=300)).event(kept)
    assert isinstance(event, NumberAssigned)
    assert event.number == "01916449"
    with pytest.raises(Unreadable):
        CentralCallback("another secret").event(kept)


def test_its_key_is_total_and_one_for_one_event() -> None:
    callback = CentralCallback(SECRET)
    first = raw(body(), signed(SECRET, body(), NOW))
    again = raw(body(), signed(SECRET, body(), NOW + timedelta(seconds=9)), NOW + timedelta(seconds=9))
    other = raw(body(id="ev-2"), signed(SECRET, body(id="ev-2"), NOW))
    assert callback.delivery_key(first) == callback.delivery_key(again) != callback.delivery_key(other)
    for odd in (raw(b"", ""), raw(b"\xff", "t=1,v1=x"), replace(first, headers=())):
        assert callback.delivery_key(odd).startswith("central:")


def test_no_secret_in_its_repr() -> None:
    shown = repr(CentralCallback(SECRET, OLD))
    assert SECRET not in shown
    assert OLD not in shown
