"""Who may be left to a person after faults, and for which of them: whoever no fault explains must not be."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import redis.exceptions
from crowd import Citizen, epoch, ledger
from redis import Redis
from sides import Side

from forwarder.forward import CANNOT_ASK, NOT_SEEN
from gateway.simulator.town import Town

# Longest that somebody may have waited when a fault met what was under way for them, seconds: on a busy machine.
UNDER_WAY = 60.0
# How many calls a fault of processes or of Redis cuts short, on the average of a run.
IN_HAND = 5
# What cuts short the calls to a central system that are made just then. What it cuts by itself, it counts.
OF_CALLS = frozenset(
    {"a_worker_is_killed", "all_workers_are_killed", "patience_is_asked_of_the_dying", "the_central_system_is_slow"}
    | {"redis_is_stopped", "redis_is_killed", "redis_only_reads", "redis_has_no_memory", "redis_is_slow"}
    | {"redis_clock_is_set", "the_workers_clock_is_set"}
)
# What leaves the outcome of an answer unknown. Two of them have to meet one answer by Telegram, by mail or by the
# aggregator, which is sent once more after the first: of three such faults that leaves nobody, or one.
OF_ANSWERS = OF_CALLS | {"telegram_fails", "the_mail_server_fails", "the_aggregator_fails"}
# The only reasons to need a person: nobody can be asked.
UNKNOWABLE = (CANNOT_ASK, NOT_SEEN, "It may have been sent already, and nobody can tell")
# A central system that knows no key is not asked for ten minutes after a ledger was lost, for the longest LEASE_SECONDS
# there is (forwarder/lua/restore_fact.lua). Here each call has ended after so many seconds, whatever stalls it.
LONGEST_CALL = 8.0


@dataclass(frozen=True)
class Moment:
    """A fault, by a clock that nobody sets."""

    name: str
    began: float
    ended: float

    def met(self, citizen: Citizen, longest: float = UNDER_WAY) -> bool:
        return citizen.wrote <= self.ended and self.began - citizen.wrote <= longest


@dataclass(eq=False)
class Watch:
    """Sees when a ledger is lost: another one lives afterwards, under another name."""

    town: Town
    losses: list[Moment] = field(default_factory=list)
    _name: str = ""
    _alive: float = 0.0

    async def looks(self, over: asyncio.Event) -> None:
        while not over.is_set():
            name = await asyncio.to_thread(self._living)
            now = time.monotonic()
            if name and self._name not in ("", name):
                self.losses.append(Moment("the ledger was lost", self._alive, now))
            if name:
                self._name, self._alive = name, now
            await asyncio.sleep(0.1)

    @property
    def last(self) -> float:
        return self.losses[-1].ended if self.losses else 0.0

    def _living(self) -> str:
        try:
            return epoch(self.town)
        except redis.exceptions.RedisError:
            return ""


@dataclass(frozen=True)
class Reasons:
    """Why each of `left` waits for a person: `lost`: the ledger was lost while they waited (where nobody can ask the
    central system surely, that leaves all who wait just then, however long they have); `cut`: a call for them may have
    been in hand when a fault cut it short; `others` have none but what is counted."""

    lost: Sequence[Citizen]
    cut: Sequence[Citizen]
    others: Sequence[Citizen]
    most_cut: int
    most_others: int

    @classmethod
    def of(cls, left: Sequence[Citizen], side: Side, losses: Sequence[Moment], happened: Sequence[Moment]) -> Reasons:
        of_calls = [one for one in happened if one.name in OF_CALLS and not side.sure]
        of_answers = [one for one in happened if one.name in OF_ANSWERS]
        longest = UNDER_WAY if side.sure else math.inf
        lost = [one for one in left if any(loss.met(one, longest) for loss in losses)]
        rest = [one for one in left if one not in lost]
        cut = [one for one in rest if any(fault.met(one) for fault in of_calls)]
        others = [one for one in rest if one not in cut]
        unheard = 0 if side.sure else side.unheard()
        return cls(lost, cut, others, IN_HAND * len(of_calls), unheard + -(-len(of_answers) // 3))

    def hold(self) -> None:
        """Raise AssertionError when more are left than the faults explain."""
        assert len(self.cut) <= self.most_cut, "more than can have been in hand"
        assert len(self.others) <= self.most_others, [(one.way, one.address) for one in self.others]

    def __str__(self) -> str:
        cut, others = f"{len(self.cut)} of at most {self.most_cut}", f"{len(self.others)} of at most {self.most_others}"
        return f"lost with a ledger {len(self.lost)}, cut short {cut}, unknown {others}"


def whys(town: Town) -> Counter[str]:
    """Why what waits for a person does."""
    with ledger(town) as server:
        return Counter(_why(server, f"sp:{epoch(town)}:", name) for name in _names(server, f"sp:{epoch(town)}:parked"))


def unknowable(why: str) -> bool:
    return why.startswith(UNKNOWABLE)


def hasten(town: Town, since: float) -> None:
    """What waits for calls to end that ended long ago is looked up now, and what is not risked is. since: when the last
    fault was over."""
    if time.monotonic() - since < LONGEST_CALL:
        return
    with suppress(redis.exceptions.RedisError), ledger(town) as server:
        prefix, (seconds, _) = f"sp:{epoch(town)}:", server.time()
        # Up to half an hour nothing is risked where unknown outcomes are left to a person (breaker.lua).
        risked = server.delete(f"{prefix}hold:risk:forward", f"{prefix}hold:risk:supplement")
        for name in _names(server, f"{prefix}due:forward") if risked else ():
            if not server.hexists(f"{prefix}c:{name}", "begun"):
                server.zadd(f"{prefix}due:forward", {name: 0}, xx=True)
        for name in _names(server, f"{prefix}due:forward"):
            ends = server.hget(f"{prefix}c:{name}", "ends")
            # A worker that read `ends` a moment before this puts it off once more, until then.
            if ends is None and _why(server, prefix, name) == "what was sent may still arrive":
                ends = server.zscore(f"{prefix}due:forward", name)
            if isinstance(ends, bytes | float) and float(ends) > (seconds + LONGEST_CALL) * 1000:
                server.hdel(f"{prefix}c:{name}", "ends")
                server.zadd(f"{prefix}due:forward", {name: 0}, xx=True)


def _names(server: Redis, key: str) -> Iterator[str]:
    found: Any = server.zrange(key, 0, -1)
    return (name.decode() for name in found)


def _why(server: Redis, prefix: str, name: str) -> str:
    found = server.hget(f"{prefix}{'a' if '.' in name else 'c'}:{name}", "why")
    return found.decode() if isinstance(found, bytes) else ""
