"""`satupintu check --ledger` where Redis answers, and what lies in it cannot be read."""

from __future__ import annotations

import asyncio
import base64
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from node_kit import a_node
from rich.console import Console

from gateway.prove import main
from gateway.settings import Settings, load
from gateway.simulator.twilio import TwilioStandIn
from gateway.simulator.twilio_api import Sent, new_sid


def settings_of(tmp_path: Path, redis_url: str, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch) -> Settings:
    keys = {
        "ID_KEY": base64.urlsafe_b64encode(b"i" * 32).decode(),
        "ENCRYPTION_KEYS": base64.urlsafe_b64encode(b"e" * 32).decode(),
    }
    where = {"REDIS_URL": redis_url, "DATA_DIR": str(tmp_path / "node-1"), "NODE_ID": "node-1", "CENTRAL": "by_hand"}
    env = twilio.env() | keys | where
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return load(env)


def a_stranger(twilio: TwilioStandIn, sent: datetime) -> Sent:
    """A message that left in our name and that nobody here knows."""
    stranger = Sent(new_sid(), twilio.our_number, "+6281100001234", "Menangkan hadiah", "delivered")
    stranger.sent = sent
    twilio.messages.append(stranger)
    return stranger


@pytest.mark.parametrize(("ago", "status"), [(1, 0), (2, 1), (3, 0)], ids=["a day later", "that day", "a day earlier"])
async def test_a_day_that_is_over_is_compared_alone(
    tmp_path: Path, redis_url: str, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch, ago: int, status: int
) -> None:
    settings = settings_of(tmp_path, redis_url, twilio, monkeypatch)
    today = datetime.now(ZoneInfo(settings.timezone)).replace(hour=12)
    stranger = a_stranger(twilio, today - timedelta(days=2))
    told = io.StringIO()
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped()
        day = (today - timedelta(days=ago)).date().isoformat()
        assert await asyncio.to_thread(main, settings, day, 0, Console(file=told, soft_wrap=True)) == status
    assert (stranger.sid in told.getvalue()) is bool(status), told.getvalue()


@pytest.mark.parametrize("key", ["due:reply", "parked", "marks"])
async def test_a_key_that_somebody_else_wrote_is_told_as_such(
    tmp_path: Path, redis_url: str, twilio: TwilioStandIn, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    settings = settings_of(tmp_path, redis_url, twilio, monkeypatch)
    a_stranger(twilio, datetime.now(UTC) - timedelta(hours=1))
    told = io.StringIO()
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped()
        await node.redis.delete(node.ledger.key(key))
        await node.redis.set(node.ledger.key(key), "another program's")
        status = await asyncio.to_thread(main, settings, "", 0, Console(file=told, soft_wrap=True))
    assert status == 1
    assert "Nothing can be compared: Redis refuses what the proof asks it for (WRONGTYPE)" in told.getvalue()
