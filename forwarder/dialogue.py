"""What an agency asked about one complaint and what its citizens added to it, for people who look into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from redis.exceptions import RedisError

from forwarder.added import Added
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text
from forwarder.seal import Unsealable
from forwarder.tidings import opened
from normalizer import codec

# As news.lua notes when a question was asked: `asked:<event>`.
_ASKED: Final = "asked:"
_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Question:
    """`event` is ours, a hash of the central system's; `words` are "" when they are gone or cannot be opened."""

    at_ms: int
    event: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Addition:
    """A supplement: `state` is due, sent, parked or withdrawn. `files`: those that follow their complaint. `into`: our
    number of the complaint that it was added to, where that is another."""

    at_ms: int
    state: str
    why: str
    files: bool
    into: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Both by when they came in."""

    questions: tuple[Question, ...] = ()
    additions: tuple[Addition, ...] = ()


async def dialogue(ledger: Ledger, complaint: str, known: Iterable[str]) -> Dialogue:
    """`known` are ids of supplements that a journal or the steps tell of; what is due is found here. Raise
    `LedgerAway`."""
    redis: Any = ledger.redis
    try:
        asked = await redis.hgetall(ledger.key(f"c:{complaint}"))
        events = {
            text(name).removeprefix(_ASKED): int(at) for name, at in asked.items() if text(name).startswith(_ASKED)
        }
        questions = [await _question(ledger, complaint, event, at) for event, at in events.items()]
        waiting = await members(ledger, "due:supplement", f"{complaint}+*")
        names = {one for one in known if one.startswith(f"{complaint}+")} | waiting
        additions = [await _addition(ledger, complaint, name) for name in sorted(names)]
    except RedisError as error:
        raise failure(error) from error
    found = [one for one in additions if one is not None]
    return Dialogue(tuple(sorted(questions, key=_when)), tuple(sorted(found, key=_when)))


async def chats(ledger: Ledger, complaint: str) -> set[str]:
    """Those that hear of it: the one it came from stands in the complaint itself. Raise `RedisError`."""
    redis: Any = ledger.redis
    own, hears = await redis.hmget(ledger.key(f"c:{complaint}"), ("who", "l"))
    others = await redis.hkeys(ledger.key(f"l:{complaint}"))
    return {text(who) for who in ([*others, own] if hears else others)}


async def members(ledger: Ledger, name: str, pattern: str) -> set[str]:
    """Of a sorted set of the ledger's, looked through in steps that keep nobody waiting. Raise `RedisError`."""
    redis: Any = ledger.redis
    return {text(one) async for one, _ in redis.zscan_iter(ledger.key(name), match=pattern, count=_AT_ONCE)}


def _when(one: Question | Addition) -> int:
    return one.at_ms


async def _question(ledger: Ledger, complaint: str, event: str, at_ms: int) -> Question:
    redis: Any = ledger.redis
    for who in await chats(ledger, complaint):
        if sealed := await redis.hget(ledger.key(f"a:{complaint}.{who}.question_{event}"), "news"):
            return Question(at_ms, event, opened(ledger.sealer, "question", complaint, sealed))
    return Question(at_ms, event, "")


async def _addition(ledger: Ledger, complaint: str, name: str) -> Addition | None:
    redis: Any = ledger.redis
    fields = ("at", "state", "why", "late", "subject", "body")
    at, state, why, late, subject, body = await redis.hmget(ledger.key(f"u:{name}"), fields)
    if state is None:
        return None
    other = text(subject) if text(subject) != complaint else ""
    into = text(await redis.hget(ledger.key(f"c:{other}"), "number")) if other else ""
    return Addition(int(at or 0), text(state), text(why), late is not None, into, _words(ledger, name, body))


def _words(ledger: Ledger, name: str, body: bytes | None) -> str:
    if not body:
        return ""
    try:
        return codec.decode(Added, ledger.sealer.open(body, b"u:" + name.partition("+")[2].encode())).text
    except (Unsealable, codec.Undecodable):
        return ""
