"""The gateway under a login that may do what docs/operations.md gives it and nothing else."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from crowd import Crowd, ledger

from gateway.simulator.town import Town

pytestmark = pytest.mark.process

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def rules() -> list[str]:
    """The line of the guide."""
    found = re.search(r"^    user gerbang on >\S+ (.+)$", OPERATIONS.read_text(), re.MULTILINE)
    assert found, "docs/operations.md has the ACL that this test tries"
    return found[1].split()


async def test_the_acl_of_the_guide_is_enough(town: Town) -> None:
    await asyncio.to_thread(town.redis.start)
    with ledger(town) as server:
        server.execute_command("ACL", "SETUSER", "gerbang", "on", ">rahasia", *rules())
    town.extra["REDIS_URL"] = town.redis.url.replace("unix://", "unix://gerbang:rahasia@")
    await town.start()
    crowd = Crowd(town)
    await crowd.write(8)
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
    with ledger(town) as server:
        refused = [one["object"] for one in server.acl_log()]
    assert refused == []
