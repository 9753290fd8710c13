"""The stand-in central system: strict to the contract, steerable, bounded, and it counts what went wrong."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from case_kit import INSTANCE, KEY, a_central, asked, session_of, submit, without

from gateway.simulator.central import StandInCentral


@pytest_asyncio.fixture
async def standin() -> AsyncIterator[StandInCentral]:
    async with a_central() as central:
        yield central


@pytest_asyncio.fixture
async def http(standin: StandInCentral) -> AsyncIterator[aiohttp.ClientSession]:
    async with session_of(standin) as session:
        yield session


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


async def test_its_memory_is_bounded(standin: StandInCentral, http: aiohttp.ClientSession) -> None:
    standin.store.most = 1
    assert (await submit(http, asked()))[0] == 201
    assert (await submit(http, asked(reference="reference-002"), "reference-002"))[0] == 503
    assert (await submit(http, asked()))[0] == 201, "what it holds it still answers for"
    assert "Sukamaju" not in repr(standin.store.in_order)
