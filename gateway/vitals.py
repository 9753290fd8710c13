"""What the ledger says of itself, asked every few seconds, for health and metrics: both must answer at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from forwarder import epoch, lanes
from forwarder.items import LedgerAway, Queue
from normalizer.reasons import reason

EVERY_SECONDS = 2.0
# A storm is over when nothing like it came for so long.
STORM_MS = 3_600_000
QUEUES: tuple[Queue, ...] = ("forward", "reply")
# As forwarder/switches.py reads them: `patience` and `risking`.
_HOLDS = ("hold:forward", "hold:risk:forward", "hold:risk:supplement")
# A node that does not go on is waited for DRAFT_SECONDS; what waits longer cannot be closed.
DRAFTS_LATE = 900.0


def rebuilding(missing: Sequence[str]) -> str:
    """Why nothing goes on, and what an operator can do about it."""
    told = "The ledger is being rebuilt from the journals; messages are kept and wait."
    if not missing:
        return told
    names = ", ".join(missing)
    return f"{told} It waits for {names}; one that is lost for ever: satupintu journal rebuild --without NODE."


@dataclass(eq=False)
class Vitals:
    """The last look. `wrong` is a sentence, or "" when complaints go on their way. For so long (s) the central system
    is told nothing more (`risk_left`: what it was told last may or may not be there), or not called (`hold_left`)."""

    redis: Redis
    wrong: str = "Redis was not asked yet."
    counts: Mapping[str, float] = field(default_factory=dict)
    due: Mapping[str, float] = field(default_factory=dict)
    late: Mapping[str, float] = field(default_factory=dict)
    parked: float = 0
    storms: float = 0
    drafts: float = 0
    drafts_late: float = 0
    paused: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    failures: float = 0
    risk_left: float = 0
    hold_left: float = 0
    workers: Mapping[str, float] = field(default_factory=dict)
    old: str = ""
    epoch: str = ""

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        try:
            name = self.epoch = await epoch.current(self.redis)
            if name:
                await self._read(f"sp:{name}:")
                self.wrong = self._worry()
            else:
                self.wrong = rebuilding(await epoch.missing(self.redis))
        except (LedgerAway, RedisError) as error:
            self.wrong = f"Redis cannot be used ({reason(error)}); messages are kept and wait. Check REDIS_URL."

    async def _read(self, prefix: str) -> None:
        async with self.redis.pipeline(transaction=False) as pipe:
            pipe.hgetall(prefix + "count")
            pipe.zcard(prefix + "parked")
            pipe.get(prefix + "fails:forward")
            pipe.info("server")
            for queue in QUEUES:
                pipe.zcard(f"{prefix}due:{queue}")
                pipe.zrange(f"{prefix}due:{queue}", 0, 0, withscores=True)
                pipe.scard(f"rq:workers:satupintu-{queue}")
            pipe.zcard(prefix + "due:draft")
            pipe.zrange(prefix + "due:draft", 0, 0, withscores=True)
            pipe.hgetall(prefix + "paused")
            pipe.zcount(prefix + "storms", time.time() * 1000 - STORM_MS, "+inf")
            pipe.hgetall(prefix + "refused")
            for name in _HOLDS:
                pipe.get(prefix + name)
                pipe.pttl(prefix + name)
            *found, refused, held, hold, one, first, other, second = await pipe.execute()
            counts, parked, failures, server, *queues, drafts, draft, paused, storms = found
        now = time.time() * 1000
        self.counts = {name.decode(): float(number) for name, number in counts.items()}
        self.parked, self.failures = float(parked), float(failures or 0)
        self.old, self.storms = too_old(server), float(storms)
        self.paused = tuple(sorted(what.decode() for what, since in paused.items() if float(since) > 0))
        self.refused = {way.decode(): code.decode().partition(" ")[0] for way, code in refused.items()}
        # By the name of a case that is being told now, or for one call that goes ahead, it is held for moments only.
        self.hold_left = 0.0 if held in (None, b"", b"probing") else max(0.0, hold / 1000)
        self.risk_left = max(0.0, *(left / 1000 for name, left in ((one, first), (other, second)) if not name))
        self.drafts, self.drafts_late = float(drafts), _seconds_since(draft, now)
        await self._read_queues(prefix, queues, now)

    async def _read_queues(self, prefix: str, found: Sequence[Any], now: float) -> None:
        """`found`: of each queue its size, its first item and its workers."""
        for place, queue in enumerate(QUEUES):
            size, first, workers = found[3 * place : 3 * place + 3]
            self.due = {**self.due, queue: float(size)}
            self.late = {**self.late, queue: _seconds_since(first, now)}
            self.workers = {**self.workers, queue: float(workers)}
        row = await lanes.waiting(self.redis, prefix, now)
        self.due = {**self.due, "forward": self.due["forward"] + row.count}
        self.late = {**self.late, "forward": max(self.late["forward"], row.seconds)}

    def _worry(self) -> str:
        if self.old:
            return self.old
        idle = [queue for queue in QUEUES if not self.workers.get(queue)]
        if idle:
            return f"Nobody works on the queue {' and '.join(idle)}: start satupintu work."
        late = [queue for queue in QUEUES if self.late.get(queue, 0) > 300]
        if late:
            return f"What is due in the queue {' and '.join(late)} has waited for more than 5 minutes."
        if self.drafts_late > DRAFTS_LATE:
            return "A complaint in pieces could not be closed for 15 minutes: look for draft_not_closed in the log."
        return ""


def _seconds_since(first: Sequence[tuple[bytes, float]], now: float) -> float:
    """Since the time (ms) of the first of a sorted set."""
    return max(0.0, (now - first[0][1]) / 1000) if first else 0.0


def too_old(info: Mapping[str, object]) -> str:
    """Why this server is not what we were built for: WAITAOF came with Redis 7.2 (https://valkey.io/commands/waitaof/)."""
    if "valkey_version" in info:
        return ""
    version = str(info.get("redis_version", "0"))
    known = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    return "" if known >= (7, 2) else f"Redis {version} is too old: 7.2 or newer, or Valkey, is needed."
