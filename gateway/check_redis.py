"""Whether Redis may be trusted with the ledger: reachable, new enough, persistent, never evicting, the right one.

https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
https://redis.io/docs/latest/develop/reference/eviction/
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import AuthenticationError, NoPermissionError, RedisError, ResponseError
from redis.exceptions import TimeoutError as RedisTimeout

from forwarder.redis_server import connect
from forwarder.redis_url import where
from gateway.finding import Finding, fault, ok, skew, warning

OLDEST = (7, 2)
_ID_KEY = "sp:id_key"
# A sealed complaint is one value of a hash; Redis's own 64 makes a hash table of each (gateway/embedded.py).
_COMPACT, _LONGEST_VALUE = "hash-max-listpack-value", 4096


async def look(url: str, fingerprint: str = "", seconds: float = 5) -> list[Finding]:
    """All that is to say about that Redis. fingerprint: ID_KEY's, compared with the one kept there; empty: not."""
    client = connect(url, connections=1, seconds=seconds)
    try:
        return await _look(client, where(url), fingerprint)
    except (RedisError, OSError) as error:
        return [_away(error, where(url))]
    finally:
        await client.aclose()


def _away(error: Exception, place: str) -> Finding:
    """redis-py 8 raises ConnectionError from what happened while it said hello."""
    chain = _chain(error)
    if any(isinstance(one, AuthenticationError) for one in chain):
        return fault(f"Redis at {place} refuses the login", "Put the right user and password in REDIS_URL")
    if any(isinstance(one, TimeoutError | RedisTimeout) for one in chain):
        why = "it does not answer"
    else:
        why = next(
            (os.strerror(one.errno) for one in chain if isinstance(one, OSError) and one.errno), "connection lost"
        )
    fix = "Start it, or mend REDIS_URL; until then messages are accepted and kept, but not forwarded"
    return fault(f"Redis at {place} cannot be asked ({why})", fix)


def _chain(error: BaseException | None) -> list[BaseException]:
    return [error, *_chain(error.__cause__ or error.__context__)] if error else []


async def _look(client: Redis, place: str, fingerprint: str) -> list[Finding]:
    before = time.time()
    seconds, micros = await client.time()
    drift = (before + time.time()) / 2 - (seconds + micros / 1e6)
    info: dict[str, Any] = await client.info("everything")
    return [
        *server(info, place),
        *persistence(info, await _setting(client, "appendfsync")),
        *snapshots(info, await _setting(client, "save")),
        *memory(info),
        *compact(await _setting(client, _COMPACT)),
        skew(f"Redis at {place}", drift),
        *await _identity(client, fingerprint),
    ]


def server(info: Mapping[str, Any], place: str) -> list[Finding]:
    """Version and role, from INFO."""
    name = "Valkey" if info.get("valkey_version") else "Redis"
    shown = info.get("valkey_version") or info.get("redis_version", "?")
    found = [ok(f"{name} {shown} answers at {place}")]
    if _version(str(info.get("redis_version", "0"))) < OLDEST:
        found = [fault(f"{name} {shown} at {place} is too old", "Install Valkey, or Redis 7.2 or newer")]
    if info.get("role") != "master":
        found.append(fault(f"{name} at {place} is a replica and refuses writes", "Name the primary in REDIS_URL"))
    return found


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2] if part.isdigit())


def persistence(info: Mapping[str, Any], fsync: str) -> list[Finding]:
    """AOF and its fsync policy; `fsync` is empty where CONFIG may not be asked."""
    if not int(info.get("aof_enabled", 0)):
        return [fault("Redis keeps no append-only file: a restart would empty the ledger", "Set appendonly yes")]
    if info.get("aof_last_write_status", "ok") != "ok":
        return [fault("Redis could not write its append-only file", "Free disk space where Redis keeps its data")]
    if fsync == "always":
        return [ok("Redis keeps every write (appendonly yes, appendfsync always)")]
    if fsync == "everysec":
        what = "Redis may lose its last second when it is killed (appendfsync everysec)"
        return [warning(what, "The journal puts it right by pumping again; appendfsync always loses nothing")]
    if fsync == "no":
        return [fault("Redis leaves writing to the operating system (appendfsync no)", "Set appendfsync always")]
    return [warning("Redis does not tell its appendfsync (CONFIG is not allowed)", "See that it is always")]


def snapshots(info: Mapping[str, Any], save: str) -> list[Finding]:
    """What is written beside the append-only file; `save` is empty where nothing is, or where CONFIG may not be asked.
    https://valkey.io/topics/persistence/"""
    if not save or not int(info.get("aof_enabled", 0)):
        return []
    if info.get("rdb_last_bgsave_status", "ok") != "ok":
        return [fault("Redis could not write its snapshot and refuses all writes", 'Free disk space, or set save ""')]
    what = f"Redis writes snapshots beside its append-only file (save {save})"
    return [warning(what, 'Set save "": each writes everything again, and one that fails stops all writes')]


def compact(value: str) -> list[Finding]:
    """How complaints are laid out in memory; `value` is empty where CONFIG may not be asked.
    https://valkey.io/topics/memory-optimization/"""
    if not value.isdigit():
        return []
    if int(value) >= _LONGEST_VALUE:
        return [ok(f"Redis keeps complaints close together ({_COMPACT} {value})")]
    what = f"Each complaint that waits takes half as much memory again as it could ({_COMPACT} {value})"
    return [warning(what, f"Set {_COMPACT} {_LONGEST_VALUE}; nothing is lost without it")]


async def _setting(client: Redis, name: str) -> str:
    """Empty where CONFIG may not be asked."""
    try:
        found = await client.config_get(name)
    except (NoPermissionError, ResponseError):
        return ""
    return str(found.get(name, ""))


def memory(info: Mapping[str, Any]) -> list[Finding]:
    """Eviction policy and room left."""
    policy = info.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        what = f"Redis may throw complaints away when memory is short (maxmemory-policy {policy})"
        return [fault(what, "Set maxmemory-policy noeviction")]
    most, used = int(info.get("maxmemory", 0)), int(info.get("used_memory", 0))
    if most and used > 0.8 * most:
        return [warning(f"Redis has used {100 * used // most} % of its maxmemory", "Raise maxmemory")]
    return [ok("Redis throws nothing away (maxmemory-policy noeviction)")]


async def _identity(client: Redis, fingerprint: str) -> list[Finding]:
    kept = await client.get(_ID_KEY)
    if not fingerprint or kept is None:
        return []
    theirs = kept.decode("ascii", "replace") if isinstance(kept, bytes) else kept
    if theirs != fingerprint:
        what = f"ID_KEY has fingerprint {fingerprint}, but this Redis was filled under {theirs}"
        return [fault(what, "Set the ID_KEY this deployment began with, or name another Redis")]
    return [ok("ID_KEY is the one this Redis was filled under")]
