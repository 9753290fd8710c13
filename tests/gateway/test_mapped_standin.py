"""The stand-in for mapped systems refuses whatever is not as its invented documentation says."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from gateway.simulator.mapped import StandInMapped

KEY = "a-key-made-up-for-tests"
GOOD = {"referensi": "reference-001", "jenis": "1", "judul": "Jalan", "isi": "Jalan rusak"}


@pytest_asyncio.fixture
async def standin() -> AsyncIterator[StandInMapped]:
    made = StandInMapped(KEY)
    await made.start()
    yield made
    await made.stop()


async def post(standin: StandInMapped, body: object, key: str = KEY, path: str = "laporan") -> tuple[int, Any]:
    async with (
        aiohttp.ClientSession(headers={"X-Api-Key": key}) as session,
        session.post(f"{standin.url}/api/{path}", json=body) as answer,
    ):
        return answer.status, await answer.json()


REFUSED: tuple[tuple[str, object, int], ...] = (
    ("no object", [GOOD], 400),
    ("a field of nobody", GOOD | {"warna": "merah"}, 400),
    ("no text", {name: value for name, value in GOOD.items() if name != "isi"}, 400),
    ("an empty text", GOOD | {"isi": " "}, 422),
    ("another kind", GOOD | {"jenis": "9"}, 422),
    ("no reference", GOOD | {"referensi": "x"}, 422),
    ("half a pin", GOOD | {"lintang": -6.2}, 422),
    ("no flag", GOOD | {"anonim": "mungkin"}, 422),
    ("no date", GOOD | {"tanggal": "kemarin"}, 422),
)


@pytest.mark.parametrize(("body", "status"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_what_is_wrong_is_refused(standin: StandInMapped, body: object, status: int) -> None:
    for path in ("laporan", "laporan/uji"):
        assert (await post(standin, body, path=path))[0] == status
    assert standin.server.tally.stored == 0


async def test_a_key_is_wanted_before_anything_is_told(standin: StandInMapped) -> None:
    assert (await post(standin, GOOD, "another"))[0] == 401
    assert (await post(standin, GOOD))[0] == 200
    assert standin.server.tally.stored == 1


async def test_a_repeat_is_another_case_unless_it_is_told_otherwise(standin: StandInMapped) -> None:
    first = await post(standin, GOOD)
    standin.refuse_repeats = True
    assert (await post(standin, GOOD))[1]["kode"] == "SUDAH_ADA"
    standin.idempotent = True
    assert await post(standin, GOOD) == first
    standin.idempotent = standin.refuse_repeats = False
    assert await post(standin, GOOD) != first
    assert (standin.server.tally.stored, standin.server.tally.repeated) == (2, 2)


async def test_it_is_steered_over_http(standin: StandInMapped) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{standin.url}/_control", json={"throttle": 1, "retry_after": 7}) as answer:
            assert (await answer.json())["throttle"] == 1
        async with session.post(f"{standin.url}/_control", json={"explode": 1}) as answer:
            assert answer.status == 422
        async with session.get(f"{standin.url}/api/kategori") as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
        async with session.get(f"{standin.url}/_control/state") as answer:
            assert (await answer.json())["counts"]["throttled"] == 1


@pytest.mark.parametrize("name", ["open311", "mapped"])
async def test_it_runs_as_a_process_of_its_own(name: str) -> None:
    env = {"PATH": os.environ["PATH"], "CENTRAL_KEY": KEY, "STANDIN_LISTEN": "127.0.0.1:0"}
    command, pipe = (sys.executable, "-m", f"gateway.simulator.{name}"), asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, env=env, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    url = (await asyncio.wait_for(process.stdout.readline(), 60)).decode().strip()
    async with aiohttp.ClientSession() as session, session.get(f"{url}/_control/state") as answer:
        assert (await answer.json())["counts"]["calls"] == 0
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 60) == 0
    bare = await asyncio.create_subprocess_exec(*command, env=env | {"CENTRAL_KEY": ""}, stdout=pipe, stderr=pipe)
    _, errors = await asyncio.wait_for(bare.communicate(), 60)
    assert (bare.returncode, b"CENTRAL_KEY" in errors) == (2, True)
