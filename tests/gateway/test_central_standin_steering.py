"""Steering the stand-in central system: told over HTTP, late numbers by signed events, its own process."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import random
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from case_kit import CASE, INSTANCE, KEY, SECRET, a_central, asked, session_of, submit

from forwarder.callback import NumberAssigned, QuestionAsked, StatusChanged, verify
from gateway.simulator.central import NotSetUp, StandInCentral, from_environment
from gateway.simulator.central_models import Case, Delivery, SubmitRequest, instant
from gateway.simulator.central_orders import retry_after_header
from gateway.simulator.central_store import Store


@pytest_asyncio.fixture
async def standin() -> AsyncIterator[StandInCentral]:
    async with a_central() as central:
        yield central


@pytest_asyncio.fixture
async def http(standin: StandInCentral) -> AsyncIterator[aiohttp.ClientSession]:
    async with session_of(standin) as session:
        yield session


async def test_it_is_told_and_read_over_http(http: aiohttp.ClientSession) -> None:
    async with http.post("/_control", json={"number_after": "told", "lose": 1}) as response:
        assert (await response.json())["number_after"] == "told"
    with pytest.raises(aiohttp.ClientError):
        await submit(http, asked())
    assert (await submit(http, asked()))[0] == 202
    async with http.get("/_control/cases?reference=reference-001") as response:
        (case,) = (await response.json())["cases"]
    assert case["number"] is None
    assert case["text_sha256"] == hashlib.sha256(CASE["text"].encode()).hexdigest()
    async with http.post("/_control/assign") as response:
        assert await response.json() == {"assigned": 1}
    async with http.get("/_control/state?cases=1") as response:
        state = await response.json()
    assert state["cases"][0]["number"].isdigit()
    assert (state["counts"]["stored"], state["counts"]["repeated"], state["counts"]["lost_answers"]) == (1, 1, 1)
    for wrong in ({"lose": -2}, {"nonsense": 1}, {"down": "maybe"}):
        async with http.post("/_control", json=wrong) as response:
            assert response.status == 422


async def test_numbers_that_come_late_are_told_by_a_signed_event(
    standin: StandInCentral, http: aiohttp.ClientSession
) -> None:
    events: asyncio.Queue[object] = asyncio.Queue()
    answers = iter([503, 204, 204, 204])

    async def callback(request: web.Request) -> web.Response:
        status, body = next(answers), await request.read()
        event = verify([SECRET], request.headers["Satupintu-Signature"], body, datetime.now(UTC))
        if status == 204:
            events.put_nowait(event)
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/central/callback", callback)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    standin.teller.url = f"http://127.0.0.1:{site.name.rpartition(':')[2]}/central/callback"
    standin.orders.number_after, standin.orders.tell = 0.05, True
    assert (await submit(http, asked()))[0] == 202
    number = await asyncio.wait_for(events.get(), 40)
    assert isinstance(number, NumberAssigned)
    async with http.get("/v1/cases/reference-001") as response:
        assert (await response.json())["number"] == number.number
    for kind, value, shape in (
        ("status.changed", "diproses", StatusChanged),
        ("question.asked", "Di RT berapa?", QuestionAsked),
    ):
        async with http.post(
            "/_control/event", json={"reference": "reference-001", "type": kind, "value": value}
        ) as told:
            assert told.status == 200
        assert isinstance(await asyncio.wait_for(events.get(), 40), shape)
    await runner.cleanup()


def test_numbers_look_like_tracking_numbers_and_say_nothing_of_the_reference() -> None:
    def numbers(seed: int) -> list[str]:
        store = Store(dice=random.Random(seed))
        for n in range(400):
            case = Case.model_validate_json(json.dumps({**CASE, "reference": f"reference-{n:03d}"}))
            request = SubmitRequest(case=case, delivery=Delivery(attempt=1, delayed_minutes=0))
            store.submit(INSTANCE, request, datetime.now(UTC), None)
        return [case.number for case in store.in_order]

    drawn = numbers(1)
    assert len(set(drawn)) == 400
    assert {len(number) for number in drawn} == {7, 8}
    assert any(number.startswith("0") for number in drawn)
    assert drawn != numbers(2)


@pytest.mark.parametrize("seconds", [0.0, 0.2, 1.0, 7.5])
def test_the_moment_it_names_is_never_earlier_than_wished(seconds: float) -> None:
    now = datetime(2026, 11, 20, 2, 0, 0, 900_000, tzinfo=UTC)
    header, until = retry_after_header(seconds, "seconds", now)
    assert header.isdigit()
    assert until >= now + timedelta(seconds=seconds)
    header, until = retry_after_header(seconds, "date", now)
    assert header.endswith("GMT")
    assert until >= now + timedelta(seconds=seconds)


def test_times_python_cannot_hold_stay_in_order() -> None:
    times = [
        "0000-01-01T00:00:00Z",
        "2026-11-20T02:00:00.1234567Z",
        "2026-12-31T23:59:60z",
        "9999-12-31T23:59:59-23:00",
    ]
    assert [instant(time) for time in times] == sorted(instant(time) for time in times)


def test_it_is_made_from_the_environment() -> None:
    central = from_environment({"CENTRAL_INSTANCE": INSTANCE, "CENTRAL_KEY": KEY, "STANDIN_LISTEN": "127.0.0.1:0"})
    assert (central.host, central.port, central.keys) == ("127.0.0.1", 0, {INSTANCE: KEY})
    assert KEY not in repr(central)
    assert from_environment({"CENTRAL_INSTANCE": INSTANCE, "CENTRAL_KEY": KEY}).port == 8081


LACKING = [
    ("nothing", {}, "CENTRAL_INSTANCE and CENTRAL_KEY must be set"),
    ("no key", {"CENTRAL_INSTANCE": INSTANCE}, "CENTRAL_KEY must be set"),
    ("no port", {"CENTRAL_INSTANCE": INSTANCE, "CENTRAL_KEY": KEY, "STANDIN_LISTEN": "here"}, "must be host:port"),
]


@pytest.mark.parametrize(("env", "words"), [row[1:] for row in LACKING], ids=[row[0] for row in LACKING])
def test_what_it_was_not_told_is_named(env: dict[str, str], words: str) -> None:
    with pytest.raises(NotSetUp, match=words):
        from_environment(env)


@pytest.mark.parametrize(("words", "status"), [(["--help"], 0), (["--port", "1"], 2), ([], 2)])
@pytest.mark.process
async def test_it_says_what_it_needs(words: list[str], status: int) -> None:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "gateway.simulator.central", *words)
    process = await asyncio.create_subprocess_exec(*command, env={}, stdout=pipe, stderr=pipe)
    out, errors = await process.communicate()
    assert process.returncode == status
    for name in (b"CENTRAL_INSTANCE", b"CENTRAL_KEY", b"STANDIN_LISTEN"):
        assert name in out + errors
    assert b"Traceback" not in errors


async def test_an_outage_ends_by_itself(standin: StandInCentral) -> None:
    standin.go_away(0.05)
    standin.go_away(0.01)
    assert standin.orders.down == "refuse"
    async with asyncio.timeout(40):
        while standin.orders.down:  # noqa: ASYNC110 - the clock ends it
            await asyncio.sleep(0.01)


@pytest.mark.process
async def test_it_runs_as_a_process_and_ends_when_told() -> None:
    env = {**os.environ, "CENTRAL_INSTANCE": INSTANCE, "CENTRAL_KEY": KEY}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway.simulator.central", env=env, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    url = (await asyncio.wait_for(process.stdout.readline(), 30)).decode().strip()
    async with aiohttp.ClientSession() as session, session.get(f"{url}/_control/state") as response:
        assert (await response.json())["counts"]["stored"] == 0
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 30) == 0
