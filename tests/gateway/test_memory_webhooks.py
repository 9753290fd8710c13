"""Nobody makes the listener large by posting as much as is allowed over as many connections as he likes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from gateway.bench import machine
from gateway.bench.place import Place

MOST_MB = 90.0
LARGEST = 1_048_576
CONNECTIONS = 64


async def post(session: aiohttp.ClientSession, url: str) -> int:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": "not signed"}
    async with session.post(url, data=b"Body=" + b"x" * (LARGEST - 5), headers=headers) as answer:
        return answer.status


@pytest.mark.process
@pytest.mark.once
async def test_the_largest_bodies_over_many_connections(tmp_path: Path, redis_url: str) -> None:
    here = Place(tmp_path, redis_url)
    url, most = f"http://127.0.0.1:{here.ports[0]}/twilio/sms", [0.0]
    async with (
        here.gateway() as child,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS)) as session,
    ):
        posted = [asyncio.ensure_future(post(session, url)) for _ in range(2 * CONNECTIONS)]
        for each in asyncio.as_completed(posted):
            assert await each == 403
            most.append(machine.pss_mb(child.pid))
    assert max(most) <= MOST_MB
