"""A note that nobody may lose before it is acted on: on the server's disk, and with one that may take over.

WAITAOF came with Redis 7.2 and is in Valkey: https://valkey.io/commands/waitaof/, https://valkey.io/commands/wait/
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import NoScriptError, RedisError

from forwarder.redis_server import checked, failure

WAIT_MS = 2000
NOT_KEPT = "Redis did not write to its disk, or to its replica, in time"
# How often it is asked for replicas. One that said nothing for so long is none: as Redis's min-replicas-max-lag.
_LOOK_SECONDS, _MOST_LAG = 1.0, 10


@dataclass(eq=False)
class Durably:
    """One client's notes. `_followed`: a replica follows closely; it may take over at any moment."""

    redis: Redis
    _followed: bool = False
    _looked: float | None = None

    async def noted(self, script: Any, args: Sequence[str | bytes | int]) -> tuple[Any, bool]:
        """What a registered script answered, and whether what it wrote is kept.

        Both waits speak for their own connection only, so all goes in one pipeline; a server without an append-only
        file refuses the first, and there is nothing to wait for. Raise `LedgerLost`, `LedgerAway` or `LedgerRefused`.
        """
        try:
            if self._looked is None:
                self._look(await self.redis.info("replication"))
            answers = await self._sent(script, args)
            if isinstance(answers[0], NoScriptError):
                # A server that was started anew forgot it, or never had it; then it was not run.
                answers = await self._sent(script, args, asking=True)
            answer, written, passed_on, *found = answers
        except RedisError as error:
            raise failure(error) from error
        for copies in found:
            self._look(copies)
        on_disk = not (isinstance(written, list) and int(written[0]) < 1)
        safe = not self._followed or (isinstance(passed_on, int) and passed_on >= 1)
        return checked(answer, refusals=False), on_disk and safe

    async def _sent(self, script: Any, args: Sequence[str | bytes | int], *, asking: bool = False) -> list[Any]:
        """asking: whether the server has the script, which costs a round trip more."""
        async with self.redis.pipeline(transaction=False) as pipe:
            if asking:
                await script(args=args, client=pipe)
            else:
                pipe.evalsha(script.sha, 0, *args)
            pipe.execute_command("WAITAOF", 1, 0, WAIT_MS)
            pipe.execute_command("WAIT", int(self._followed), WAIT_MS)
            if time.monotonic() - (self._looked or 0) > _LOOK_SECONDS:
                pipe.info("replication")
            found: list[Any] = await pipe.execute(raise_on_error=False)
        return found

    def _look(self, copies: object) -> None:
        """What INFO says; https://valkey.io/commands/info/ has `slave0` and so on."""
        if not isinstance(copies, Mapping):
            return
        rows = [value for name, value in copies.items() if name.startswith("slave") and isinstance(value, Mapping)]
        self._followed = any(row.get("state") == "online" and int(row.get("lag", 0)) <= _MOST_LAG for row in rows)
        self._looked = time.monotonic()
