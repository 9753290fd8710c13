"""The stand-in central system, a case as it is submitted to it, and the submitting."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from typing import Any

import aiohttp

from gateway.simulator.central import StandInCentral

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


@asynccontextmanager
async def a_central() -> AsyncIterator[StandInCentral]:
    """It knows two gateways; `INSTANCE` is the one that asks."""
    central = StandInCentral({INSTANCE: KEY, "kota-contoh": "another-key-made-up"}, callback_secret=SECRET)
    await central.start()
    try:
        yield central
    finally:
        await central.stop()


def session_of(central: StandInCentral) -> aiohttp.ClientSession:
    headers = {"Authorization": f"Bearer {KEY}", "Satupintu-Instance": INSTANCE}
    return aiohttp.ClientSession(central.url, headers=headers)


def asked(**changes: Any) -> dict[str, Any]:
    return {"case": {**deepcopy(CASE), **changes}, "delivery": {"attempt": 1, "delayed_minutes": 0}}


async def submit(http: aiohttp.ClientSession, body: object, key: str = "reference-001") -> tuple[int, dict[str, Any]]:
    async with http.post("/v1/cases", json=body, headers={"Idempotency-Key": key}) as response:
        return response.status, await response.json(content_type=None)


def without(name: str) -> dict[str, Any]:
    body = asked()
    del body["case"][name]
    return body
