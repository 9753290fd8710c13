"""Scripts that many tasks ask for in the same moment travel to Redis together: each its own step, one round trip.

redis-py spends more processor time on a call's connection than on the call
(https://redis.readthedocs.io/en/stable/advanced_features.html#pipelines), and Redis more on what stands before a script
than on most scripts: those alike are one call there (each.lua).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import NoScriptError
from redis.exceptions import TimeoutError as RedisTimeoutError

from forwarder.batched import MOST, apart, inside

# Round trips under way at once. What is asked for meanwhile waits for one of them to end, and leaves in one go.
_UNDER_WAY: Final = 4
_MOST: Final = 64


@dataclass(eq=False, slots=True)
class _Call:
    script: Any
    args: Sequence[str | bytes | int] = field(repr=False)
    each: Any
    answer: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Trip:
    """Calls as Redis is asked for them; size: how many in one, 0 for one that travels by itself."""

    script: Any
    args: Sequence[str | bytes | int] = field(repr=False)
    calls: Sequence[_Call]
    size: int


@dataclass(eq=False)
class Together:
    """For one event loop. A call that is given up may have been made, as any that was sent."""

    redis: Redis
    _waiting: list[_Call] = field(default_factory=list)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    _known: set[str] = field(default_factory=set)

    async def run(self, script: Any, args: Sequence[str | bytes | int], each: Any = None) -> Any:
        """What a registered script answers. Raise redis-py's RedisError. each: the same inside each.lua, which is told
        once what the `args` of all begin with."""
        loop = asyncio.get_running_loop()
        call = _Call(script, args, each, loop.create_future())
        self._waiting.append(call)
        # At the end of this turn: whoever else asks in it comes along.
        loop.call_soon(self._leave)
        return await call.answer

    async def in_order(self, calls: Sequence[tuple[Any, Sequence[str | bytes | int]]]) -> list[Any]:
        """What each of these registered scripts answers, one behind the other in one round trip; errors are answers,
        too. Raise redis-py's RedisError."""
        shas = {script.sha for script, _ in calls}
        answers = await self._sent(calls, asking=not shas <= self._known)
        self._known |= shas
        # A server that was started anew forgot the scripts; then they were not run.
        lost = [at for at, answer in enumerate(answers) if isinstance(answer, NoScriptError)]
        again = await self._sent([calls[at] for at in lost], asking=True) if lost else ()
        for at, answer in zip(lost, again, strict=True):
            answers[at] = answer
        return answers

    async def _sent(self, calls: Sequence[tuple[Any, Sequence[str | bytes | int]]], *, asking: bool) -> list[Any]:
        """asking: whether the server has the scripts, which costs a round trip more."""
        async with self.redis.pipeline(transaction=False) as pipe:
            for script, args in calls:
                if asking:
                    await script(args=args, client=pipe)
                else:
                    pipe.evalsha(script.sha, 0, *args)
            # redis-py's own error of a pipeline quotes the command, and hides which kind of error it was.
            answers: list[Any] = await pipe.execute(raise_on_error=False)
        return answers

    def _leave(self) -> None:
        while self._waiting and len(self._under_way) < _UNDER_WAY:
            calls, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            task = asyncio.ensure_future(self._carry(calls))
            self._under_way.add(task)
            task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._leave()

    async def _carry(self, calls: Sequence[_Call]) -> None:
        try:
            answers = await self._answers(calls)
        except asyncio.CancelledError:
            for call in calls:
                call.answer.cancel()
            raise
        for call, answer in answers:
            _give(call.answer, answer)

    async def _answers(self, calls: Sequence[_Call]) -> list[tuple[_Call, Any]]:
        """Errors are answers, too."""
        if len(calls) == 1:
            return [(calls[0], await _asked(calls[0].script, calls[0].args))]
        trips = list(_trips(calls))
        try:
            answers = await self._in_one_go(trips)
        except (RedisConnectionError, RedisTimeoutError) as error:
            return [(call, error) for call in calls]
        except Exception:  # noqa: BLE001 - one of them cannot be sent: nothing was, and the others can do nothing for it
            return [(call, await _asked(call.script, call.args)) for call in calls]
        told: list[tuple[_Call, Any]] = []
        for trip, answer in zip(trips, answers, strict=True):
            # A server that was started anew forgot the scripts; then they were not run.
            known = await _asked(trip.script, trip.args) if isinstance(answer, NoScriptError) else answer
            told += zip(trip.calls, apart([known], [trip.size]), strict=True)
        return told

    async def _in_one_go(self, trips: Sequence[_Trip]) -> list[Any]:
        async with self.redis.pipeline(transaction=False) as pipe:
            for trip in trips:
                # Not the script itself: a pipeline of scripts asks before each trip whether the server has them all.
                pipe.evalsha(trip.script.sha, 0, *trip.args)
            answers: list[Any] = await pipe.execute(raise_on_error=False)
        return answers


def _trips(calls: Sequence[_Call]) -> Iterator[_Trip]:
    """Nobody who waits here knows of another, so those alike may come before those that were asked for earlier."""
    alike: dict[Any, list[_Call]] = {}
    for call in calls:
        alike.setdefault(call.each or call, []).append(call)
    for each, group in alike.items():
        if len(group) == 1:
            yield _Trip(group[0].script, group[0].args, group, 0)
            continue
        for at in range(0, len(group), MOST):
            some = group[at : at + MOST]
            # What stands before the values is the same for all; the latest knows the server's clock best.
            yield _Trip(each, [some[-1].args[0], *inside([call.args[1:] for call in some])], some, len(some))


async def _asked(script: Any, args: Sequence[str | bytes | int]) -> Any:
    try:
        return await script(args=args)
    except Exception as error:  # noqa: BLE001 - it is theirs who wait
        return error


def _give(answer: asyncio.Future[Any], found: Any) -> None:
    if answer.done():
        return
    if isinstance(found, Exception):
        answer.set_exception(found)
    else:
        answer.set_result(found)
