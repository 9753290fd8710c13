"""Redis as a server: how we connect, what we call there, and what its errors mean for us."""

from __future__ import annotations

import functools
from importlib import resources
from types import SimpleNamespace
from typing import Any, Final, cast

import hiredis
from redis import Redis as BlockingRedis
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff
from redis.connection import HiredisRespSerializer
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError, ResponseError
from redis.sentinel import Sentinel as BlockingSentinel
from redis.sentinel import SentinelConnectionPool as BlockingSentinelConnectionPool

from forwarder import redis_url
from forwarder.items import LedgerAway, LedgerLost, LedgerRefused
from forwarder.lua_source import bare, joined
from normalizer.reasons import reason


def _packed(*args: Any) -> list[bytes]:
    """One command. Those of two words ("CONFIG GET"), and what hiredis refuses, redis-py looks at itself."""
    try:
        return [hiredis.pack_command(args)] if " " not in args[0] else HiredisRespSerializer().pack(*args)
    except TypeError:
        packed: list[bytes] = HiredisRespSerializer().pack(*args)
        return packed


class _Packing:
    """redis-py packs an asynchronous connection's commands in Python, though it packs the others with hiredis: seven
    times the processor time for a call of forty values."""

    def make_connection(self) -> Any:
        made = cast(Any, super()).make_connection()
        made.pack_command = _packed
        return made


class _Pool(_Packing, BlockingConnectionPool):
    """Whose connections pack quickly."""


class _SentinelPool(_Packing, SentinelConnectionPool, BlockingConnectionPool):
    """Connections to whichever server is the primary one; who finds none free waits. Those to the sentinels are closed
    with the others."""

    async def disconnect(self, inuse_connections: bool = True) -> None:
        await super().disconnect(inuse_connections)
        for sentinel in self.sentinel_manager.sentinels:
            await sentinel.aclose()


class _BlockingSentinelPool(BlockingSentinelConnectionPool):
    """Closes the connections to the sentinels with the others: redis-py leaves them to the collector of garbage."""

    def close(self) -> None:
        super().close()
        self.sentinel_manager.close()


# For each connection redis-py would look up its own version among what is installed, and tell it the server.
_UNNAMED: Final = None
# To wait for a sentinel: the next one may know.
_BRIEF: Final = {"socket_timeout": 2, "socket_connect_timeout": 2}
# redis-py has no types for these.
_UNTYPED: Any = SimpleNamespace(
    Sentinel=Sentinel, BlockingSentinel=BlockingSentinel, Pool=_SentinelPool, BlockingPool=_BlockingSentinelPool
)


def connect(url: str, *, connections: int = 16, seconds: float = 0) -> Redis:
    """A client with a bounded pool that waits, and short retries: redis-py's own defaults are 100 connections, raising,
    and 10 tries. seconds: to wait for an answer, and no retry, for who only asks whether it is there."""
    options: dict[str, Any] = {
        "max_connections": connections,
        "timeout": 10,
        "socket_timeout": seconds or 10,
        "socket_connect_timeout": seconds or 5,
        "retry": Retry(NoBackoff(), 0) if seconds else Retry(ExponentialWithJitterBackoff(base=0.05, cap=1), 3),
        "retry_on_error": [] if seconds else [RedisConnectionError],
        "driver_info": _UNNAMED,
    }
    known = redis_url.sentinels(url)
    if known is None:
        return Redis.from_pool(_Pool.from_url(url, **options))
    asked = _UNTYPED.Sentinel(known.hosts, sentinel_kwargs={**known.of_sentinels, **_BRIEF})
    return Redis.from_pool(_UNTYPED.Pool(known.service, asked, **known.of_servers, **options))


def blocking(url: str, *, seconds: float) -> BlockingRedis:
    """A client for those who wait in a thread."""
    options: dict[str, Any] = {"socket_timeout": seconds, "socket_connect_timeout": min(seconds, 5)}
    known = redis_url.sentinels(url)
    if known is None:
        return BlockingRedis.from_url(url, **options, driver_info=_UNNAMED)
    asked = _UNTYPED.BlockingSentinel(known.hosts, sentinel_kwargs={**known.of_sentinels, **_BRIEF})
    return BlockingRedis.from_pool(_UNTYPED.BlockingPool(known.service, asked, **known.of_servers, **options))


_BEFORE = ("prelude", "breaker", "wishes")


@functools.cache
def source(name: str) -> str:
    """A script of forwarder/lua behind what stands before all of them. `one+other`: the other stands inside the first,
    so that both are one step."""
    name, _, inner = name.partition("+")
    folder = resources.files("forwarder") / "lua"
    script = (folder / f"{name}.lua").read_text()
    if inner:
        script = script.replace("--INNER", (folder / f"{inner}.lua").read_text())
    return bare(joined(_before(), script))


@functools.cache
def _before() -> str:
    folder = resources.files("forwarder") / "lua"
    return "".join((folder / f"{part}.lua").read_text() for part in _BEFORE)


def text(value: bytes | str | None) -> str:
    """A value of Redis's as text; "" for none."""
    return value.decode() if isinstance(value, bytes) else value or ""


# What a server says while it cannot write, and what passes: https://valkey.io/topics/protocol/#simple-errors
_PASSING = (
    "READONLY",
    "OOM",
    "LOADING",
    "MISCONF",
    "NOREPLICAS",
    "BUSY",
    "TRYAGAIN",
    "CLUSTERDOWN",
    "MASTERDOWN",
    "UNBLOCKED",
)


def failure(error: RedisError) -> LedgerLost | LedgerAway | LedgerRefused:
    """What an error of Redis's means for us."""
    if isinstance(error, ResponseError) and str(error).startswith("EPOCH"):
        return LedgerLost(str(error))
    if type(error) is ResponseError and not str(error).startswith(_PASSING):
        return LedgerRefused(str(error).split(" ", 1)[0][:40])
    return LedgerAway(_in_words(error))


def _in_words(error: RedisError) -> str:
    """redis-py's own sentence, which names host and port, or what its class means."""
    return str(error).rstrip(".")[:200] or reason(error)


def checked(result: Any, *, refusals: bool) -> Any:
    """A script's answer, or the error it stands for."""
    if not isinstance(result, RedisError):
        return result
    error = failure(result)
    if refusals and isinstance(error, LedgerRefused):
        return error
    raise error
