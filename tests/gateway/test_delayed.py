"""Who is late and whom an outage held up: the list, what was promised, and reminders, from a real ledger."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from node_kit import a_ledger, a_node, mail
from structlog.testing import capture_logs

from forwarder.by_hand import PLACE
from forwarder.deadlines import Risk, due
from forwarder.delayed import Unnumbered, unnumbered
from forwarder.items import Claim
from forwarder.ledger import Ledger
from forwarder.redis_server import connect
from gateway import delayed
from gateway.promised import Calendar, Line, lines
from gateway.reminders import MOST_NAMED, Reminders, reminder_readings
from gateway.settings import Settings, load
from normalizer import codec
from normalizer.schema import Complaint

LEASE_MS = 60_000
# A Thursday; three working days before it is the Monday.
NOW = datetime(2026, 11, 19, 3, tzinfo=UTC)
AGES = {1: timedelta(minutes=10), 2: timedelta(days=3), **dict.fromkeys((3, 4, 5), timedelta(days=6))}


def claim(place: int) -> Claim:
    received = NOW - AGES.get(place, timedelta(days=30))
    return Claim(
        delivery=f"delivery-{place}", id=f"complaint{place}", same="", node="node-1", channel="sms",
        received_ms=int(received.timestamp() * 1000), body=b"words of a citizen", who="sms-w1", listener=b"",
        owner="owner-1", numbers=(f"{3_000_000_000 + place}",), wait_ms=0, flagged=False,
    )  # fmt: skip


@pytest.fixture
def settings(redis_url: str, tmp_path: Path) -> Settings:
    return load({"REDIS_URL": redis_url, "DATA_DIR": str(tmp_path), "ENCRYPTION_KEYS": "ZWVl" * 10 + "ZWU"})


@asynccontextmanager
async def busy(settings: Settings) -> AsyncIterator[Ledger]:
    """Five complaints: new, at risk, late, at the central system without a number, and parked."""
    async with a_ledger(settings.redis_url.get_secret_value()) as ledger:
        await ledger.take_in([claim(place) for place in (1, 2, 3, 4, 5)])
        leases = {lease.id: lease for lease in await ledger.lease_forward(5, LEASE_MS)}
        begun = await ledger.begin_forward(leases["complaint4"], LEASE_MS, b"case")
        assert begun is not None
        await ledger.deferred(leases["complaint4"], "token", 60_000)
        taken = int((NOW - timedelta(hours=1)).timestamp() * 1000)
        await ledger.redis.hset(ledger.key("c:complaint4"), "taken", taken)
        await ledger.park(leases["complaint5"], "422 refused", heard=True)
        await ledger.later(leases["complaint3"], 0, "the central system answered 503", hold_ms=-1)
        yield ledger


async def listed(settings: Settings, limit: int, *, everything: bool = False) -> int:
    return await asyncio.to_thread(delayed.list_delayed, settings, limit, everything, NOW)


async def found(ledger: Ledger, settings: Settings) -> dict[str, Line]:
    return {line.one.id: line async for line in lines(ledger, Calendar.of(settings), NOW)}


async def test_each_stands_as_its_own_clock_says(settings: Settings) -> None:
    async with busy(settings) as ledger:
        stands = {name: (line.one.state, line.risk) for name, line in (await found(ledger, settings)).items()}
    assert stands == {
        "complaint1": ("due", Risk.IN_TIME),
        "complaint2": ("due", Risk.AT_RISK),
        "complaint3": ("due", Risk.LATE),
        "complaint4": ("waiting", Risk.IN_TIME),  # it was passed on an hour ago
        "complaint5": ("parked", Risk.LATE),
    }


@pytest.mark.parametrize("day", ["Mon, 6 Jan 2020 10:00:00 +0700", "Mon, 4 Jan 2038 10:00:00 +0700"])
async def test_the_senders_own_date_moves_no_deadline(settings: Settings, tmp_path: Path, day: str) -> None:
    async with a_node(tmp_path, settings.redis_url.get_secret_value()) as node:
        begun, calendar = datetime.now(UTC), Calendar.of(settings)
        await node.pumped(mail("Jalan kampung di RT 3 rusak berat, motor sering jatuh", head=f"Date: {day}\n"))
        now = datetime.now(UTC)
        (line,) = [line async for line in lines(node.ledger, calendar, now)]
        promised = {due(at, calendar.deadlines.forward, calendar.holidays, calendar.zone) for at in (begun, now)}
        assert line.risk is Risk.IN_TIME
        assert line.due in promised
        (lease,) = await node.ledger.lease_forward(1, LEASE_MS)
        claimed = codec.decode(Complaint, node.ledger.open_body(lease)).sent_at
        assert claimed is not None
        assert claimed.year == int(day.split()[3]), "what they say of it is kept"


async def test_what_lies_in_the_tray_was_not_passed_on(settings: Settings) -> None:
    """CENTRAL=by_hand: until a person has entered it, the first deadline counts, from when it was received."""
    async with a_ledger(settings.redis_url.get_secret_value()) as ledger:
        await ledger.take_in([claim(place) for place in (1, 2, 3)])
        for lease in await ledger.lease_forward(3, LEASE_MS):
            assert await ledger.begin_forward(lease, LEASE_MS, b"case") is not None
            await ledger.deferred(lease, PLACE, 60_000)
        stands = {name: (line.one.state, line.risk) for name, line in (await found(ledger, settings)).items()}
    assert stands == {
        "complaint1": ("tray", Risk.IN_TIME),
        "complaint2": ("tray", Risk.AT_RISK),
        "complaint3": ("tray", Risk.LATE),
    }


async def test_what_has_its_number_is_not_late(settings: Settings) -> None:
    async with busy(settings) as ledger:
        assert await ledger.told_number("complaint4", "0012345")
        assert "complaint4" not in await found(ledger, settings)


async def test_what_waits_in_a_lane_is_seen_too(settings: Settings) -> None:
    async with a_ledger(settings.redis_url.get_secret_value()) as ledger:
        await ledger.take_in([claim(place) for place in range(10, 700)])
        await ledger.lease_forward(1, LEASE_MS)
        seen = {one.id async for one in unnumbered(ledger, int(NOW.timestamp() * 1000))}
        assert len(seen) == 690


async def test_outages_stand_beside_a_complaint_until_it_was_passed_on(settings: Settings) -> None:
    async with busy(settings) as ledger:
        ends = NOW - timedelta(minutes=30)
        begun, till = (int(at.timestamp() * 1000) for at in (ends - timedelta(minutes=15), ends))
        await ledger.redis.zadd(ledger.key("outages"), {f"{begun} {till}": till})
        away = {name: line.one.away_ms // 60_000 for name, line in (await found(ledger, settings)).items()}
    assert away == {"complaint1": 0, "complaint2": 15, "complaint3": 15, "complaint4": 0, "complaint5": 15}


async def test_the_list_tells_who_waits_and_why_and_no_words(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with busy(settings):
        assert await listed(settings, 50) == 1
    out, errors = capsys.readouterr()
    assert [line.split()[0] for line in out.splitlines()[::2]] == ["3000000003", "3000000005", "3000000002"]
    assert "2026-11-19 00:00  late\n    0 tried, 0 min away: the central system answered 503\n" in out
    assert "2 late, 1 at risk of 5 without a number" in errors
    assert "words of a citizen" not in out
    async with busy(settings):
        assert await listed(settings, 1, everything=True) == 1
    out, errors = capsys.readouterr()
    assert len(out.splitlines()) == 2
    assert "4 more" in errors


def test_no_line_is_wider_than_a_terminal(settings: Settings) -> None:
    why = "the central system answered 422: the request does not fit the contract (/case/text, /case/attachments)"
    one = Unnumbered("a" * 26, "12345678901", "sms_http", "waiting", 0, 0, 12_345, 10**10, why)
    out = delayed.told(Line(one, NOW, Risk.AT_RISK), Calendar.of(settings).zone)
    assert [line for line in out.splitlines() if len(line) > 80] == []
    assert why in " ".join(out.split())


def test_what_was_promised_is_told_by_day(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    delayed.show_deadlines(settings, datetime(2026, 12, 18, tzinfo=UTC).date())
    out, errors = capsys.readouterr()
    assert [line.split("before ")[1] for line in out.splitlines()] == [
        "2026-12-24 00:00",
        "2026-12-30 00:00",
        "2027-01-07 00:00",
    ]
    assert "No decree names the holidays of 2027" in errors


async def test_a_reminder_names_each_once_and_counts_all(settings: Settings) -> None:
    async with busy(settings) as ledger:
        reminders = Reminders(settings, ledger.redis, lambda: NOW)
        with capture_logs() as first:
            await reminders.look()
        assert {(line["item"], line["stands"]) for line in first} == {
            ("complaint2", "at risk"),
            ("complaint3", "late"),
            ("complaint5", "late"),
        }
        assert reminders.counts == {"at risk": 1.0, "late": 2.0}
        with capture_logs() as again:
            await reminders.look()
        assert again == []
        later = Reminders(settings, ledger.redis, lambda: NOW + timedelta(days=1), _told=reminders._told)
        with capture_logs() as next_day:
            await later.look()
        assert {(line["item"], line["stands"]) for line in next_day} == {("complaint2", "late")}
        (reading,) = reminder_readings(later)
        assert reading.read() == {"at risk": 0.0, "late": 3.0}


@pytest.mark.once
async def test_of_many_that_wait_no_more_is_held_than_is_shown(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with a_ledger(settings.redis_url.get_secret_value()) as ledger:
        many = range(10, 4_010)
        await ledger.take_in([claim(place) for place in many])
        why = "the central system answered 503; " * 40
        async with ledger.redis.pipeline(transaction=False) as pipe:
            for place in many:
                pipe.hset(ledger.key(f"c:complaint{place}"), "why", f"{why}{place}")
            await pipe.execute()
        await listed(settings, 5, everything=True)
        capsys.readouterr()
        tracemalloc.start()
        try:
            await listed(settings, 5, everything=True)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    out, errors = capsys.readouterr()
    assert [line.split()[0] for line in out.splitlines() if line.startswith("3")] == [
        f"{3_000_000_000 + n}" for n in (10, 100, 1000, 1001, 1002)
    ]
    assert "of 4000 without a number, 3995 more" in errors
    assert most < 5_000_000, "their reasons alone are more than that"


async def test_a_flood_of_late_ones_does_not_fill_the_log(settings: Settings) -> None:
    async with a_ledger(settings.redis_url.get_secret_value()) as ledger:
        await ledger.take_in([claim(place) for place in range(10, 60)])
        with capture_logs() as told:
            await Reminders(settings, ledger.redis, lambda: NOW).look()
        assert len(told) == MOST_NAMED + 1
        assert told[-1]["more"] == 50 - MOST_NAMED


async def test_without_a_living_ledger_nothing_is_reminded_of(settings: Settings) -> None:
    redis = connect(settings.redis_url.get_secret_value())
    await Reminders(settings, redis, lambda: NOW).look()
    await redis.aclose()
