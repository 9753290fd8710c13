"""The private listener: live, ready in two parts, numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from gateway.health import Part, Probe, Probed, look, private_app
from gateway.metrics import Reading, registry


def says(sentence: str) -> Probe:
    async def probe() -> str:
        return sentence

    return probe


async def fails() -> str:
    raise RuntimeError("Budi, +6281100000001")


async def hangs() -> str:
    await asyncio.Event().wait()
    return ""


DEFECT = "journal could not be asked: a defect of ours (RuntimeError), please report it"
JOURNAL, REDIS = "The journal's disk is full: free some space", "Redis does not answer: start it"
READY = [
    ("all well", says(""), says(""), 200, (True, True, [])),
    ("Redis away: keep the listener", says(""), says(REDIS), 200, (True, False, [REDIS])),
    ("journal full", says(JOURNAL), says(""), 503, (False, False, [JOURNAL])),
    ("both", says(JOURNAL), says(REDIS), 503, (False, False, [JOURNAL, REDIS])),
    (
        "a probe raises",
        fails,
        says(""),
        503,
        (False, False, [DEFECT]),
    ),
    ("a probe hangs", says(""), hangs, 200, (True, False, ["Redis did not answer within 0.05 seconds"])),
]


@pytest.mark.parametrize(("journal", "redis", "status", "body"), [r[1:] for r in READY], ids=[r[0] for r in READY])
async def test_ready(journal: Probe, redis: Probe, status: int, body: tuple[bool, bool, list[str]]) -> None:
    probes = [Probed("journal", Part.ACCEPTING, journal), Probed("Redis", Part.FORWARDING, redis)]
    app = private_app(probes, CollectorRegistry(), within=0.05)
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/health/ready")
        assert answer.status == status
        accepting, forwarding, wrong = body
        assert await answer.json() == {
            "accepting": accepting,
            "forwarding": forwarding,
            "wrong": wrong,
            "attention": [],
        }


async def test_what_waits_for_a_person_stops_nothing() -> None:
    health = await look([Probed("the tray", Part.ATTENTION, says("2 complaints wait"))])
    assert health.as_json() == {"accepting": True, "forwarding": True, "wrong": [], "attention": ["2 complaints wait"]}


async def test_probes_are_asked_at_once() -> None:
    first, second = asyncio.Event(), asyncio.Event()

    def meets(mine: asyncio.Event, other: asyncio.Event) -> Callable[[], Awaitable[str]]:
        async def probe() -> str:
            mine.set()
            await other.wait()
            return ""

        return probe

    pair = [
        Probed("a", Part.ACCEPTING, meets(first, second)),
        Probed("b", Part.FORWARDING, meets(second, first)),
    ]
    assert (await look(pair, 5)).as_json()["wrong"] == []


async def test_live_whatever_is_wrong() -> None:
    app = private_app([Probed("journal", Part.ACCEPTING, fails)], CollectorRegistry())
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/health/live")
        assert (answer.status, await answer.json()) == (200, {"alive": True})


def broken() -> float:
    raise OSError("away")


async def test_numbers() -> None:
    readings = [
        Reading("satupintu_open_rows", "Rows without an end", lambda: 3),
        Reading("satupintu_accepted_total", "Accepted", lambda: {"sms": 2, "mail": 5}, label="channel"),
        Reading("satupintu_broken", "Cannot be read", broken),
        Reading("satupintu_by_name", "Labels are ours", lambda: {"+6281100000001": 1, "a b": 2, "sms": 4}, label="x"),
    ]
    async with TestClient(TestServer(private_app([], registry(readings)))) as client:
        answer = await client.get("/metrics")
        text = await answer.text()
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert samples["satupintu_open_rows",] == 3
    assert samples["satupintu_accepted_total", "mail"] == 5
    assert samples["satupintu_readings_failed",] == 1
    assert ("satupintu_broken",) not in samples
    assert (samples["satupintu_by_name", "other"], samples["satupintu_by_name", "sms"]) == (3, 4)
    assert "6281100000001" not in text
    assert "process_resident_memory_bytes" in text
