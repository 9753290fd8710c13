"""In every process whose PYTHONPATH holds this folder: each step that others can see is written down, and one of them,
the one that a test armed, is the last thing the process does.

A step is a command to Redis, a commit of SQLite, an HTTP call or a mail, before it and after it. In STEPS_FOLDER the
file `trace` gets a line for each. When the file `armed` names one, the process that comes to it takes that file away
and ends by SIGKILL. https://docs.python.org/3/library/site.html#module-sitecustomize
"""

from __future__ import annotations

import hashlib
import inspect
import os
import re
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ.get("STEPS_FOLDER", ""))
ROLES = ("serve", "pump", "reader", "forward", "reply")
# Who is only asked has changed nothing.
_READS = frozenset(
    ("AUTH", "BLMOVE", "BLPOP", "CLIENT", "CONFIG", "DBSIZE", "EXISTS", "GET", "HELLO", "HEXISTS", "HGET", "HGETALL",
     "HLEN", "HMGET", "INFO", "LLEN", "LPOS", "LRANGE", "MGET", "PING", "PTTL", "PUBLISH", "ROLE", "SCAN", "SCARD",
     "SCRIPT", "SELECT", "SISMEMBER", "SMEMBERS", "SSCAN", "STRLEN", "SUBSCRIBE", "TIME", "TTL", "WAIT", "WAITAOF",
     "XINFO", "XLEN", "XPENDING", "XRANGE", "XREAD", "ZCARD", "ZCOUNT", "ZMSCORE", "ZRANGE", "ZRANGEBYSCORE", "ZSCORE")
)  # fmt: skip
# Of what RQ keeps: a job is there, it was taken, it is done.
_OF_RQ = ("RPUSH rq:queue:", "LREM rq:queue:", "ZREM rq:wip:")
# Names of people, complaints and nodes: what differs from one message to the next.
_NAMES = re.compile(r"\b(?=\w*\d)[\w-]{6,}")
_WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\b(?:\s+OR\s+\w+)?(?:\s+INTO|\s+FROM)?\s+(\w+)(?:\s+SET\s+(\w+))?", re.I
)


class Steps:
    """Of one process. A step has an ordinal since a test touched `began` last: the same may be made again."""

    def __init__(self, role: str) -> None:
        self.role, self.seen, self.since = role, Counter[str](), 0.0
        self.out = os.open(FOLDER / "trace", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def at(self, when: str, names: Iterable[str]) -> None:
        began = _began()
        if began != self.since:
            self.since, self.seen = began, Counter()
        for name in names:
            step = f"{self.role} {when} {name}"
            self.seen[step] += 1
            step = f"{step} #{self.seen[step]}"
            os.write(self.out, f"{step}\n".encode())
            if _armed() == step:
                _end()


def _began() -> float:
    try:
        return (FOLDER / "began").stat().st_mtime
    except OSError:
        return 0.0


def _armed() -> str:
    try:
        return (FOLDER / "armed").read_text()
    except OSError:
        return ""


def _end() -> None:
    try:
        (FOLDER / "armed").unlink()
    except FileNotFoundError:
        return  # another process came to its own
    os.kill(os.getpid(), signal.SIGKILL)


@cache
def _scripts() -> dict[str, str]:
    """Ours, by the name Redis gives them. Asked for when the first is run: then all is imported."""
    from forwarder.redis_server import source

    folder = resources.files("forwarder") / "lua"
    names = [one.name.removesuffix(".lua") for one in folder.iterdir() if one.name.endswith(".lua")]
    names += [
        f"{outer}+{inner}" for outer in names for inner in names if "--INNER" in (folder / f"{outer}.lua").read_text()
    ]
    return {hashlib.sha1(source(name).encode()).hexdigest(): name for name in names if name != "prelude"}


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _command(args: Sequence[object]) -> str:
    """ "" for one that changes nothing of ours."""
    name, *keys = (_text(word) for word in args[:2])
    if name.upper().split()[0] in _READS:
        return ""
    if name.upper() == "EVALSHA":
        return f"script {_scripts().get(keys[0], keys[0])}"
    found = f"{name} {':'.join(_NAMES.sub('…', key) for key in keys)}"
    return found if " rq:" not in found or found.startswith(_OF_RQ) else ""


def _named(stack: Iterable[Any]) -> list[str]:
    """Of a pipeline; the blocking client keeps commands as objects, or as tuples of arguments and options."""
    return list(dict.fromkeys(filter(None, (_command(getattr(one, "args", None) or one[0]) for one in stack))))


def _outcome(names: Sequence[str], found: object) -> list[str]:
    """Whether a script that stands alone gave something: those that look for work mostly do not."""
    return [f"{name} (nothing)" if name.startswith("script ") and not found else name for name in names]


def _wrap(owner: Any, method: str, steps: Steps, called: Callable[[Any, Any], list[str]]) -> None:
    true = getattr(owner, method)

    def stepping(self: Any, *args: Any, **options: Any) -> Any:
        names = called(self, args)
        steps.at("before", names)
        result = true(self, *args, **options)
        if inspect.isawaitable(result):
            return _awaited(result, names)
        steps.at("after", _outcome(names, result))
        return result

    async def _awaited(result: Any, names: list[str]) -> Any:
        found = await result
        steps.at("after", _outcome(names, found))
        return found

    setattr(owner, method, stepping)


def _redis(steps: Steps) -> None:
    import redis.asyncio.client
    import redis.client

    for pipeline in (redis.asyncio.client.Pipeline, redis.client.Pipeline):
        _wrap(pipeline, "execute", steps, lambda self, _: _named(self.command_stack))
    for client in (redis.asyncio.client.Redis, redis.client.Redis):
        _wrap(client, "execute_command", steps, lambda _, args: [name] if (name := _command(args)) else [])


def _http(steps: Steps) -> None:
    import aiohttp

    def called(_: object, args: Sequence[object]) -> list[str]:
        path = _text(args[1]).partition("://")[2].partition("/")[2].partition("?")[0]
        return [f"{_text(args[0])} {_NAMES.sub('…', path)}"]

    _wrap(aiohttp.ClientSession, "_request", steps, called)


def _mail(steps: Steps) -> None:
    import aiosmtplib

    _wrap(aiosmtplib.SMTP, "data", steps, lambda *_: ["DATA"])


class _Connection(sqlite3.Connection):
    """Knows what is written within a transaction."""

    steps: Steps
    written: dict[str, None]

    def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
        if sql.startswith("BEGIN"):
            self.written = {}
        if sql != "COMMIT":
            self._note(sql)
            return super().execute(sql, *args)
        names = [f"commit {one}" for one in getattr(self, "written", {})]
        self.steps.at("before", names)
        done = super().execute(sql, *args)
        self.steps.at("after", names)
        return done

    def executemany(self, sql: str, *args: Any) -> sqlite3.Cursor:
        self._note(sql)
        return super().executemany(sql, *args)

    def _note(self, sql: str) -> None:
        found = _WRITES.match(sql)
        if found and found[2] != "bodies" and hasattr(self, "written"):  # a row is its head and its body
            self.written[" ".join(word.lower() for word in found.groups() if word)] = None


_role = next((role for role in ROLES if role in sys.orig_argv[1:]), "")
if _role and FOLDER.name:
    _Connection.steps = _steps = Steps(_role)
    _redis(_steps)
    _http(_steps)
    _mail(_steps)
    sqlite3.connect = partial(sqlite3.connect, factory=_Connection)  # type: ignore[assignment]
