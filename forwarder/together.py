"""Scripts that many tasks ask for in the same moment travel to Redis together: each its own step, one round trip.

redis-py spends more processor time on a call's connection than on the call
(https://redis.readthedocs.io/en/stable/advanced_features.html#pipelines).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import NoScriptError
from redis.exceptions import TimeoutError as RedisTimeoutError

# Round trips under way at once. What is asked for meanwhile waits for one of them to end, and leaves in one go.
_UNDER_WAY: Final = 4
_MOST: Final = 64


@dataclass(eq=False, slots=True)
class _Call:
    script: Any
    args: Sequence[str | bytes | int] = field(repr=False)
    answer: asyncio.Future[Any]


@dataclass(eq=False)
class Together:
    """For one event loop. A call that is given up may have been made, as any that was sent."""

    redis: Redis
    _waiting: list[_Call] = field(default_factory=list)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self, script: Any, args: Sequence[str | bytes | int]) -> Any:
        """What a registered script answers. Raise redis-py's RedisError."""
        loop = asyncio.get_running_loop()
        call = _Call(script, args, loop.create_future())
        self._waiting.append(call)
        # At the end of this turn: whoever else asks in it comes along.
        loop.call_soon(self._leave)
        return await call.answer

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
        for call, answer in zip(calls, answers, strict=True):
            _give(call.answer, answer)

    async def _answers(self, calls: Sequence[_Call]) -> list[Any]:
        """Errors are answers, too."""
        if len(calls) == 1:
            return [await _alone(calls[0])]
        try:
            answers = await self._in_one_go(calls)
        except (RedisConnectionError, RedisTimeoutError) as error:
            return [error] * len(calls)
        except Exception:  # noqa: BLE001 - one of them cannot be sent: nothing was, and the others can do nothing for it
            return [await _alone(call) for call in calls]
        # A server that was started anew forgot the scripts; then they were not run.
        pairs = zip(calls, answers, strict=True)
        return [await _alone(call) if isinstance(answer, NoScriptError) else answer for call, answer in pairs]

    async def _in_one_go(self, calls: Sequence[_Call]) -> list[Any]:
        async with self.redis.pipeline(transaction=False) as pipe:
            for call in calls:
                # Not the script itself: a pipeline of scripts asks before each trip whether the server has them all.
                pipe.evalsha(call.script.sha, 0, *call.args)
            answers: list[Any] = await pipe.execute(raise_on_error=False)
        return answers


async def _alone(call: _Call) -> Any:
    try:
        return await call.script(args=call.args)
    except Exception as error:  # noqa: BLE001 - it is theirs who wait
        return error


def _give(answer: asyncio.Future[Any], found: Any) -> None:
    if answer.done():
        return
    if isinstance(found, Exception):
        answer.set_exception(found)
    else:
        answer.set_result(found)
