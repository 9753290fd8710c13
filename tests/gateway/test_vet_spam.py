"""A filter is asked once about a mail, before it is understood; what it said stays beside the row."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from node_kit import ENV, a_node, mail, sms

from gateway.vet_spam import SpamStep
from gateway.wiring import make_channels

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin, mohon diperbaiki"


@asynccontextmanager
async def a_filter(action: str, asked: list[bytes]) -> AsyncIterator[str]:
    async def check(request: web.Request) -> web.Response:
        asked.append(await request.read())
        return web.json_response({"action": action})

    app = web.Application()
    app.router.add_post("/checkv2", check)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("action", "mark", "ends"), [("reject", "spam", "held:verdict"), ("no action", "ham", "complaint")]
)
async def test_its_verdict_is_kept_and_asked_for_once(
    tmp_path: Path, redis_url: str, action: str, mark: str, ends: str
) -> None:
    asked: list[bytes] = []
    async with a_filter(action, asked) as url:
        channels = make_channels({**ENV, "RSPAMD_URL": url}, "https://gw.example.org")
        async with a_node(tmp_path, redis_url, channels=channels) as node:
            node.steps = [SpamStep(channels)]
            found = await node.pumped(mail(LAMP), sms(LAMP))
            assert found[0].startswith(ends)
            assert found[1].startswith("complaint:")
            assert len(asked) == 1
            row = node.reader.row(1)
            assert row is not None
            assert row.marks["spam"] == mark
            await node.journal.replay([1])
            assert (await node.pumped())[0] == found[0]
            assert len(asked) == 1
            for channel in channels.values():
                await channel.close()


async def test_a_filter_that_is_away_holds_up_no_mail(tmp_path: Path, redis_url: str) -> None:
    channels = make_channels({**ENV, "RSPAMD_URL": "http://127.0.0.1:9"}, "https://gw.example.org")
    async with a_node(tmp_path, redis_url, channels=channels) as node:
        node.steps = [SpamStep(channels)]
        assert (await node.pumped(mail(LAMP)))[0].startswith("complaint:")
        row = node.reader.row(1)
        assert row is not None
        assert row.marks["spam"] == "away"
        for channel in channels.values():
            await channel.close()
