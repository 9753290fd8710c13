"""Redis as a server: how we connect, what we call there, and what its errors mean for us."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError, ResponseError

from forwarder.items import LedgerAway, LedgerLost, LedgerRefused


def connect(url: str, *, connections: int = 16) -> Redis:
    """A client with a bounded pool that waits, and short retries: redis-py's own defaults are 100 connections, raising,
    and 10 tries."""
    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=connections,
        timeout=10,
        socket_timeout=10,
        socket_connect_timeout=5,
        retry=Retry(ExponentialWithJitterBackoff(base=0.05, cap=1), 3),
        retry_on_error=[RedisConnectionError],
    )
    return Redis.from_pool(pool)


_BEFORE = ("prelude", "breaker", "wishes")


@functools.cache
def source(name: str) -> str:
    """A script of forwarder/lua behind what stands before all of them. `one+other`: the other stands inside the first,
    so that both are one step."""
    name, _, inner = name.partition("+")
    folder = resources.files("forwarder") / "lua"
    whole = "".join((folder / f"{part}.lua").read_text() for part in (*_BEFORE, name))
    return whole.replace("--INNER", (folder / f"{inner}.lua").read_text()) if inner else whole


def text(value: bytes | str | None) -> str:
    """A value of Redis's as text; "" for none."""
    return value.decode() if isinstance(value, bytes) else value or ""


# What a server says while it cannot write, and what passes: https://valkey.io/topics/protocol/#simple-errors
_PASSING = ("READONLY", "OOM", "LOADING", "MISCONF", "NOREPLICAS", "BUSY", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN")


def failure(error: RedisError) -> LedgerLost | LedgerAway | LedgerRefused:
    """What an error of Redis's means for us."""
    if isinstance(error, ResponseError) and str(error).startswith("EPOCH"):
        return LedgerLost(str(error))
    if type(error) is ResponseError and not str(error).startswith(_PASSING):
        return LedgerRefused(str(error).split(" ", 1)[0][:40])
    return LedgerAway(f"{type(error).__name__}: {str(error)[:200]}")


def checked(result: Any, *, refusals: bool) -> Any:
    """A script's answer, or the error it stands for."""
    if not isinstance(result, RedisError):
        return result
    error = failure(result)
    if refusals and isinstance(error, LedgerRefused):
        return error
    raise error
