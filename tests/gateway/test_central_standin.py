"""The stand-in central system: strict to the contract, steerable, bounded, and it counts what went wrong."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import random
from collections.abc import AsyncIterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from forwarder.callback import NumberAssigned, QuestionAsked, StatusChanged, verify
from gateway.simulator.central import StandInCentral, from_environment
from gateway.simulator.central_models import Case, Delivery, SubmitRequest, instant
from gateway.simulator.central_orders import retry_after_header
from gateway.simulator.central_store import Store

INSTANCE, KEY, SECRET = "kabupaten-contoh", "a-key-made-up-for-tests", "made-up-callback-secret"
CASE: dict[str, Any] = {
    "schema_version": 1,
    "reference": "reference-001",
    "number": "4021337508",
    "kind": "pengaduan",
    "channel": "sms",
    "title": "Jalan rusak",
    "text": "Jalan rusak di Desa Sukamaju",
    "note": "",
    "reporter": {"address": "+6281100001234", "name": ""},
    "submitted_by": {"address": "+6281100001234", "name": ""},
    "flags": {"anonim": False, "rahasia": False},
    "received_at": "2026-11-20T02:15:07Z",
    "language": "id",
    "agency_keyword": "",
    "attachments": [],
}


def asked(**changes: Any) -> dict[str, Any]:
    return {"case": {**deepcopy(CASE), **changes}, "delivery": {"attempt": 1, "delayed_minutes": 0}}


@pytest_asyncio.fixture
async def standin() -> AsyncIterator[StandInCentral]:
    central = StandInCentral({INSTANCE: KEY, "kota-contoh": "another-key-made-up"}, callback_secret=SECRET)
    await central.start()
    yield central
    await central.stop()


@pytest_asyncio.fixture
async def http(standin: StandInCentral) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bearer {KEY}", "Satupintu-Instance": INSTANCE}
    async with aiohttp.ClientSession(standin.url, headers=headers) as session:
        yield session


async def submit_on(http: aiohttp.ClientSession, reference: str, day: str) -> None:
    status, _ = await submit(http, asked(reference=reference, received_at=f"{day}T00:00:00Z"), reference)
    assert status == 201


async def submit(http: aiohttp.ClientSession, body: object, key: str = "reference-001") -> tuple[int, dict[str, Any]]:
    async with http.post("/v1/cases", json=body, headers={"Idempotency-Key": key}) as response:
        return response.status, await response.json(content_type=None)


def without(name: str) -> dict[str, Any]:
    body = asked()
    del body["case"][name]
    return body


def error(at: str, code: str) -> dict[str, str]:
    return {"at": f"/case{at}", "code": code}


INVALID: list[tuple[str, object, list[dict[str, str]]]] = [
    ("no flags: fail closed", without("flags"), [error("/flags", "missing")]),
    ("unknown field", {**asked(), "Jalan rusak": 1}, [{"at": "", "code": "extra_forbidden"}]),
    ("unknown field below", asked(secret=1), [error("", "extra_forbidden")]),
    (
        "a flag that is a word",
        asked(flags={"anonim": "false", "rahasia": False}),
        [error("/flags/anonim", "bool_type")],
    ),
    ("a class we do not have", asked(kind="greeting"), [error("/kind", "literal_error")]),
    ("a number with letters", asked(number="40213375a8"), [error("/number", "string_pattern_mismatch")]),
    ("no such day", asked(received_at="2026-02-30T00:00:00Z"), [error("/received_at", "value_error")]),
    ("no zone", asked(received_at="2026-02-20T00:00:00"), [error("/received_at", "value_error")]),
    ("null for an absent place", asked(location=None), [error("/location", "value_error")]),
    ("a list", [], [{"at": "", "code": "model_type"}]),
]


@pytest.mark.parametrize(("body", "errors"), [row[1:] for row in INVALID], ids=[row[0] for row in INVALID])
async def test_what_does_not_fit_is_refused_with_its_place(
    standin: StandInCentral, http: aiohttp.ClientSession, body: object, errors: list[dict[str, str]]
) -> None:
    status, problem = await submit(http, body)
    assert (status, problem["type"], problem["errors"]) == (422, "urn:satupintu:problem:invalid", errors)
    assert "Jalan" not in json.dumps(problem)
    assert (standin.store.counts.stored, standin.store.counts.invalid) == (0, 1)


async def test_equal_json_is_the_same_case_however_it_is_written(
    standin: StandInCentral, http: aiohttp.ClientSession
) -> None:
    place = {"latitude": -6, "longitude": 106.5, "label": ""}
    first = await submit(http, asked(location=place))
    body = asked(location={**place, "latitude": -6.0})
    written = json.dumps(
        {"delivery": {"attempt": 9, "delayed_minutes": 60}, "case": dict(reversed(body["case"].items()))}
    )
    headers = {"Idempotency-Key": "reference-001", "Content-Type": "application/json; charset=utf-8"}
    async with http.post("/v1/cases", data=written, headers=headers) as response:
        assert (response.status, await response.json()) == first
        assert response.headers["Idempotent-Replayed"] == "true"
    status, problem = await submit(http, asked())
    assert (status, problem["type"]) == (422, "urn:satupintu:problem:key-reused")
    assert standin.store.counts.stored == 1


async def test_the_key_is_the_reference(http: aiohttp.ClientSession) -> None:
    status, problem = await submit(http, asked(), key="another-reference")
    assert (status, problem["type"]) == (422, "urn:satupintu:problem:key-differs")
    async with http.post("/v1/cases", json=asked()) as response:
        assert response.status == 422


ENVELOPES: list[tuple[str, dict[str, Any], int]] = [
    ("no JSON", {"data": b"{", "headers": {"Content-Type": "application/json"}}, 400),
    ("lone surrogate", {"data": rb'"\ud800"', "headers": {"Content-Type": "application/json"}}, 400),
    ("a form", {"data": {"a": "b"}}, 415),
    ("nothing", {"headers": {"Content-Type": "application/json"}}, 400),
    ("too large", {"data": io.BytesIO(b" " * 1_048_577), "headers": {"Content-Type": "application/json"}}, 413),
]


@pytest.mark.parametrize(("sent", "status"), [row[1:] for row in ENVELOPES], ids=[row[0] for row in ENVELOPES])
async def test_odd_envelopes(http: aiohttp.ClientSession, sent: dict[str, Any], status: int) -> None:
    headers = {**sent.pop("headers", {}), "Idempotency-Key": "reference-001"}
    async with http.post("/v1/cases", headers=headers, **sent) as response:
        assert response.status == status
        assert response.content_type == "application/problem+json"


async def test_chunks_over_the_limit_are_refused(http: aiohttp.ClientSession) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 65_536

    headers = {"Idempotency-Key": "reference-001", "Content-Type": "application/json"}
    async with http.post("/v1/cases", data=chunks(), headers=headers) as response:
        assert response.status == 413


STRANGERS: list[tuple[str, dict[str, str]]] = [
    ("no key", {"Satupintu-Instance": INSTANCE}),
    ("no instance", {"Authorization": f"Bearer {KEY}"}),
    ("the key of another instance", {"Authorization": f"Bearer {KEY}", "Satupintu-Instance": "kota-contoh"}),
    ("unknown instance", {"Authorization": "Bearer ", "Satupintu-Instance": "kota-lain"}),
]


@pytest.mark.parametrize("headers", [row[1] for row in STRANGERS], ids=[row[0] for row in STRANGERS])
async def test_strangers_learn_nothing(standin: StandInCentral, headers: dict[str, str]) -> None:
    async with aiohttp.ClientSession(standin.url, headers=headers) as session, session.get("/v1/nowhere") as response:
        assert (response.status, response.headers["WWW-Authenticate"]) == (401, 'Bearer realm="satupintu"')


async def test_instances_do_not_see_each_other(standin: StandInCentral, http: aiohttp.ClientSession) -> None:
    _, mine = await submit(http, asked())
    headers = {"Authorization": "Bearer another-key-made-up", "Satupintu-Instance": "kota-contoh"}
    async with aiohttp.ClientSession(standin.url, headers=headers) as other:
        async with other.get("/v1/cases/reference-001") as response:
            assert response.status == 404
        async with other.get("/v1/cases") as response:
            assert (await response.json())["cases"] == []
        _, theirs = await submit(other, asked())
    assert theirs["number"] != mine["number"]


async def test_pages_skip_nothing_while_cases_arrive(standin: StandInCentral, http: aiohttp.ClientSession) -> None:
    for n in range(7):
        await submit(
            http, asked(reference=f"reference-{n:03d}", received_at=f"2026-11-2{n}T00:00:00Z"), f"reference-{n:03d}"
        )
    seen: list[str] = []
    query = {"limit": "2", "received_from": "2026-11-21T07:00:00+07:00", "received_to": "2026-11-25T00:00:00Z"}
    while True:
        async with http.get("/v1/cases", params=query) as response:
            page = await response.json()
        seen += [case["reference"] for case in page["cases"]]
        if page["next"] is None:
            break
        await submit(
            http,
            asked(reference=f"later-{len(seen):04d}", received_at="2026-11-22T00:00:00Z"),
            f"later-{len(seen):04d}",
        )
        query["cursor"] = page["next"]
    assert seen == ["reference-001", "reference-002", "reference-003", "reference-004", "later-0002", "later-0004"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "limit=1&limit=2", "cursor=x", "received_from=now", "what=1"]
)
async def test_odd_queries_are_refused(http: aiohttp.ClientSession, query: str) -> None:
    async with http.get(f"/v1/cases?{query}") as response:
        assert response.status == 422


async def test_attachments_are_named_by_their_bytes(standin: StandInCentral, http: aiohttp.ClientSession) -> None:
    data, kind = b"foto", {"Content-Type": "application/octet-stream"}
    path = f"/v1/attachments/{hashlib.sha256(data).hexdigest()}"
    for status in (201, 200):
        async with http.put(path, data=data, headers=kind) as response:
            assert (response.status, (await response.json())["size"]) == (status, 4)
    for wrong, sent, headers, status in (
        (path, b"lain", kind, 422),
        (path, data, {"Content-Type": "image/png"}, 415),
        (path, io.BytesIO(b" " * 10_485_761), kind, 413),
        ("/v1/attachments/foto", data, kind, 404),
    ):
        async with http.put(wrong, data=sent, headers=headers) as response:
            assert response.status == status
    assert len(standin.store.attachments) == 1


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
    number = await asyncio.wait_for(events.get(), 10)
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
        assert isinstance(await asyncio.wait_for(events.get(), 10), shape)
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


async def test_its_memory_is_bounded(standin: StandInCentral, http: aiohttp.ClientSession) -> None:
    standin.store.most = 1
    assert (await submit(http, asked()))[0] == 201
    assert (await submit(http, asked(reference="reference-002"), "reference-002"))[0] == 503
    assert (await submit(http, asked()))[0] == 201, "what it holds it still answers for"
    assert "Sukamaju" not in repr(standin.store.in_order)


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
    with pytest.raises(KeyError):
        from_environment({})
