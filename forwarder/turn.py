"""Which of many nodes asks a provider for its messages: one lease for each account.

It stands outside the ledger's epochs: while a ledger is made anew, messages are accepted. The lease is a politeness
towards the provider and no lock: whoever asks keeps what it got before it confirms it, and two journals may hold one
delivery, so nothing depends on there being one asker only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from forwarder.redis_server import failure, text

# A holder asks again three times in its time: a lost one is taken over within seconds, a short pause costs nothing.
LEASE_MS: Final = 6_000
# Without a second colon: `epoch.sweep_old`, also an earlier version's, takes what has one for a lost epoch's.
_KEY: Final = "sp:turn-"
_HOLD: Final = """
local holder = redis.call('GET', KEYS[1])
if not holder or holder == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return ARGV[1]
end
return holder
"""
_SEEN: Final = "return redis.call('EXISTS', KEYS[1])"
_RELEASE: Final = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 0"


@dataclass(frozen=True)
class Turn:
    """`node`'s part in one lease; `account` names what is asked for. A node's journal has one writer, so its name is
    enough: started again, it goes on at once."""

    redis: Redis = field(repr=False)
    node: str
    account: str
    lease_ms: int = LEASE_MS

    async def holder(self) -> str:
        """The node whose turn it is: ours, for another while, if nobody else holds it. Raise `LedgerAway`."""
        return text(await self._call(_HOLD, self.node, self.lease_ms))

    async def seen(self) -> None:
        """Whether anybody can be asked. Raise `LedgerAway`."""
        await self._call(_SEEN)

    async def release(self) -> None:
        """Whoever waits need not wait for the end of the lease. Raise `LedgerAway`."""
        await self._call(_RELEASE, self.node)

    async def _call(self, script: str, *values: object) -> Any:
        redis: Any = self.redis
        try:
            return await redis.eval(script, 1, _KEY + self.account.replace(":", "-"), *values)
        except RedisError as error:
            raise failure(error) from error
