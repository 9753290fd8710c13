"""Without a key nothing is told before its note is with the server that may take over."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

import pytest
from test_forward import Office, an_office, name_of, told
from test_once import keyless
from two_servers import Pair
from two_servers import pair as pair

from forwarder import durably


async def carry(office: Office) -> int:
    """How many calls there were when whatever is due was carried once."""
    async with keyless(office) as forward:
        for lease in await forward.take(10):
            await forward.handle(lease)
    return office.central.store.counts.calls


async def test_the_attempt_is_with_the_replica_before_the_call(pair: Pair) -> None:
    await pair.follow()
    async with an_office(pair.url, told(1)) as office:
        replica = pair.servers[1].pid
        assert replica
        os.kill(replica, signal.SIGSTOP)
        try:
            assert await carry(office) == 0
            assert await office.of(1, "state", "begun", "why") == ("due", "", durably.NOT_KEPT)
        finally:
            os.kill(replica, signal.SIGCONT)
        await office.hasten()
        assert await carry(office) == 1
        async with pair.asked(1) as other:
            assert await other.hget(office.ledger.key(f"c:{name_of(1)}"), "attempts") == b"2"


async def test_a_replica_that_is_gone_is_not_waited_for(pair: Pair) -> None:
    await pair.follow()
    async with an_office(pair.url, told(1), told(2)) as office:
        async with keyless(office) as forward:
            (lease,) = await forward.take(1)
            await forward.handle(lease)
        pair.servers[1].stop()
        async with asyncio.timeout(40):
            while await carry(office) < 2:
                await office.hasten()
                await asyncio.sleep(0.1)


@pytest.mark.parametrize("forgotten", [False, True])
async def test_the_server_is_not_asked_for_a_script_before_each_call(redis_url: str, forgotten: bool) -> None:
    """One that was started anew has none: then it is told, and the note is there all the same."""
    async with an_office(redis_url, told(1), told(2), told(3)) as office:
        redis: Any = office.ledger.redis
        async with keyless(office) as forward:
            leases = await forward.take(3)
            await forward.handle(leases[0])
            if forgotten:
                await redis.script_flush()
            before = await asked_for_scripts(redis)
            for lease in leases[1:]:
                await forward.handle(lease)
        assert office.central.store.counts.calls == 3
        if not forgotten:
            assert await asked_for_scripts(redis) == before
        assert [(await office.of(n, "attempts"))[0] for n in (1, 2, 3)] == ["1"] * 3


async def asked_for_scripts(redis: Any) -> int:
    found = await redis.info("commandstats")
    return int(found.get("cmdstat_script|exists", {}).get("calls", 0))
