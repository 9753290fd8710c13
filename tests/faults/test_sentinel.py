"""Behind Sentinel: the primary server is killed while citizens write, and another takes its place."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest
from crowd import Crowd, eventually, under_load
from sentinels import Guarded

from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.timeout(300)]


async def test_nothing_is_lost_or_doubled_by_a_failover(town: Town, tmp_path: Path) -> None:
    guarded = Guarded(tmp_path / "redis")
    town.redis = cast(Any, guarded)
    town.extra["REDIS_URL"] = guarded.sentinel_url
    await town.start(nodes=2, workers=2)
    crowd = Crowd(town)
    await crowd.write(12)
    await crowd.all_answered()

    async def failover() -> None:
        gone = await asyncio.to_thread(guarded.kill_primary)
        await eventually(lambda: guarded.primary() != gone, 60)

    await under_load(crowd, failover(), pause=0.1)
    await crowd.all_settled(120)
    assert all(one.yes for one in crowd.citizens)
