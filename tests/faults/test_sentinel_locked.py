"""The worked example of docs/operations.md, all of it at once: sentinels, TLS and logins of least rights, a failover
in the middle, and both checks at the end."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest
from certificates import make_certificate
from crowd import Crowd, Way, eventually, under_load
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from sentinels_locked import PASSWORDS, Locked
from typed import typed

from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.timeout(300)]

WAYS: tuple[Way, ...] = ("sms", "mail")
PROOF = ("check", "--ledger", "--grace", "0")


def speaks_in_clear(locked: Locked) -> None:
    """With the gateway's password, once."""
    password, once = PASSWORDS["gateway-password"], Retry(NoBackoff(), 0)
    server = Redis(port=locked.told[0], username="gerbang", password=password, socket_timeout=5, retry=once)
    with server, pytest.raises(RedisError):
        server.ping()


def who(locked: Locked) -> set[str]:
    """The logins of all who are connected with the primary server now."""
    with Redis.from_url(locked.url) as server:
        return {one["user"] for one in server.client_list()}


def refusals(locked: Locked) -> list[str]:
    """What a living server refused to whom, for want of a right or a password."""
    found = []
    for port in locked.told[:3]:
        if locked.lives(port):
            with Redis.from_url(locked.url_of(port)) as server:
                found += [f"{one['username']}: {one['reason']} {one['object']}" for one in server.acl_log()]
    return found


async def test_the_example_of_the_guide_carries_citizens_over_a_failover(town: Town, tmp_path: Path) -> None:
    locked = Locked(tmp_path / "redis", pem=make_certificate(tmp_path / "ca.pem"))
    town.redis = cast(Any, locked)
    town.extra["REDIS_URL"] = locked.redis_url
    await town.start(nodes=2, workers=2)
    others = len(locked.refused())
    await asyncio.to_thread(speaks_in_clear, locked)
    # The door writes down why it refused somebody after they know.
    await eventually(lambda: len(locked.refused()) > others, 60)
    assert "WRONG_VERSION_NUMBER" in (before := locked.refused())
    assert {"gerbang", "replica", "sentinel"} <= who(locked) <= {"gerbang", "replica", "sentinel", "operator"}
    crowd = Crowd(town)
    await crowd.write(8, ways=WAYS)
    await crowd.all_answered()

    async def failover() -> None:
        gone = await asyncio.to_thread(locked.kill_primary)
        await eventually(lambda: locked.primary() != gone, 60)

    await under_load(crowd, failover(), pause=0.1, ways=WAYS)
    assert await crowd.all_settled(120) == []
    assert all(one.yes for one in crowd.citizens)
    assert refusals(locked) == []
    assert locked.refused() == before, "everybody but this test spoke TLS"
    first, second = town.nodes
    for node, *command in ((first, "check"), (first, *PROOF), (second, *PROOF)):
        status, told = await typed(node.env, *command)
        assert status == 0, told
