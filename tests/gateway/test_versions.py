"""Two versions at one ledger, while nodes are restarted one after the other: what one laid down, the other carries on.

tests/cases/ledger_before.json is what an earlier version left in Redis (five invented citizens: one with a number, one
waiting for it, one whose outcome is unknown, one parked, one withdrawn).
"""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from journal_samples import SEALER
from node_kit import PHONE, a_node, sms, whatsapp
from version_before import version_before

from forwarder.items import ReplyLease
from forwarder.ledger import Ledger
from forwarder.listener import Listener
from forwarder.redis_server import connect
from gateway.row_end import complaints_in
from normalizer import codec
from normalizer.schema import Complaint

ROOT = Path(__file__).parents[2]
BEFORE: dict[str, Any] = json.loads((ROOT / "tests" / "cases" / "ledger_before.json").read_text())
LEASE_MS = 60_000


async def laid(url: str) -> Ledger:
    """The ledger of the version before, byte for byte."""
    redis: Any = connect(url)
    for name, (kind, value) in BEFORE["keys"].items():
        if kind == "string":
            await redis.set(name, base64.b64decode(value))
        elif kind == "hash":
            await redis.hset(name, mapping={field: base64.b64decode(one) for field, one in value.items()})
        elif kind == "set":
            await redis.sadd(name, *value)
        else:
            await redis.zadd(name, value)
    # The server it lies in now is another one.
    info = await redis.info("server")
    await redis.set(f"sp:{BEFORE['epoch']}:run", info["run_id"])
    return Ledger(redis, BEFORE["epoch"], SEALER)


async def test_what_the_version_before_left_goes_on(redis_url: str) -> None:
    ledger = await laid(redis_url)
    numbered, _, unknown, parked, withdrawn = BEFORE["ids"]
    try:
        standings = [await ledger.standing_of(name) for name in BEFORE["ids"]]
        states = [(one.state, one.national) for one in standings if one]
        assert states == [("done", "0045117"), ("waiting", ""), ("due", ""), ("parked", ""), ("withdrawn", "")]
        assert await ledger.retry(parked)
        leases = {lease.id: lease for lease in await ledger.lease_forward(10, LEASE_MS)}
        assert set(leases) >= {unknown, parked}
        assert not set(leases) & {numbered, withdrawn}
        case = ledger.sealer.open(leases[unknown].case, b"case:" + unknown.encode())
        assert (case, leases[unknown].begun, leases[parked].case) == (b"the case of before", True, b"")
        for lease in leases.values():
            body = ledger.sealer.open(lease.body, b"c:" + lease.id.encode())
            assert codec.decode(Complaint, body).id == lease.id
        assert await ledger.begin_forward(leases[parked], LEASE_MS, b"a case of today")
        assert await ledger.numbered(leases[parked], "0045118", doubt=False)
        answers = {lease.id: lease for lease in await everything_owed(ledger)}
        assert {aid.partition(".")[0] for aid in answers} >= {numbered, parked}
        assert all(Listener.decode(answer.listener).to.address for answer in answers.values())
    finally:
        await ledger.redis.aclose()


async def everything_owed(ledger: Ledger) -> list[ReplyLease]:
    redis: Any = ledger.redis
    due = ledger.key("due:reply")
    for name in await redis.zrange(due, 0, -1):
        await redis.zadd(due, {name: 0})
    return await ledger.lease_reply(50, LEASE_MS)


# Runs with the packages of the version before; speaks JSON.
WHAT_IT_SEES = """
import asyncio, json, sys
from forwarder.ledger import Ledger
from forwarder.listener import Listener
from forwarder.redis_server import connect
from forwarder.seal import Sealer
from normalizer import codec
from normalizer.schema import Complaint

async def main(url, epoch):
    redis = connect(url)
    ledger = Ledger(redis, epoch, Sealer.of(b"e" * 32))
    parked = [one.id for one in await ledger.parked(10)]
    for name in parked:
        await ledger.retry(name)
    leases = await ledger.lease_forward(10, 60000)
    opened = [ledger.sealer.open(lease.body, b"c:" + lease.id.encode()) for lease in leases]
    bodies = [codec.decode(Complaint, body).id for body in opened]
    for lease in leases:
        if not lease.begun:
            assert await ledger.begin_forward(lease, 60000, b"a case of the version before")
            assert await ledger.numbered(lease, "00" + lease.number, doubt=False)
    due = ledger.key("due:reply")
    for name in await redis.zrange(due, 0, -1):
        await redis.zadd(due, {name: 0})
    answers = await ledger.lease_reply(50, 60000)
    told = [Listener.decode(answer.listener).to.address for answer in answers]
    print(json.dumps({"parked": parked, "bodies": bodies, "answers": [one.id for one in answers], "told": told}))
    await redis.aclose()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.process
async def test_the_way_back(tmp_path: Path, redis_url: str) -> None:
    """The older version carries on what this one took in, parked and began."""
    older = version_before(tmp_path / "before")
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(
            sms("Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin", 1),
            whatsapp("Jembatan bambu di Dusun Kalibening putus sejak Senin", 2, phone="+6281100000002"),
            sms("RAHASIA. Petugas loket minta uang untuk antrean", 3, phone="+6281100000003"),
        )
        ids = [name for end in ends for name in complaints_in(end)]
        leases = {lease.id: lease for lease in await node.ledger.lease_forward(10, 1)}
        assert await node.ledger.begin_forward(leases[ids[0]], 1, b"a case of today")
        assert await node.ledger.park(leases[ids[1]], "no such agency", heard=True)
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-P", "-c", WHAT_IT_SEES, redis_url, node.ledger.epoch],
            env={"PYTHONPATH": str(older), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        seen = json.loads(done.stdout.splitlines()[-1])
        assert (seen["parked"], sorted(seen["bodies"])) == ([ids[1]], sorted(ids))
        assert PHONE in seen["told"]
        # And this one goes on with what that one did.
        standings = [await node.ledger.standing_of(name) for name in ids]
        assert sorted(one.state for one in standings if one) == ["done", "done", "due"]
        assert all(one.national == f"00{one.number}" for one in standings if one and one.state == "done")
