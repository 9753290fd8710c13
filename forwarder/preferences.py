"""How a chat wants to be answered: at all, and in which language. It outlasts every complaint, and a rebuild."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from redis.exceptions import RedisError

from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text
from normalizer.schema import Language

# What somebody who wrote STOP is told all the same: that it is so, and whom to call when a life is in danger.
ALWAYS_SAID = frozenset({"stopped", "started", "emergency"})


class Wish(StrEnum):
    """What is preferred."""

    ANSWERS = "answers"  # "on" or "off"
    LANGUAGE = "language"  # a `Language`


@dataclass(frozen=True, slots=True)
class Preference:
    """What one chat said at one time. `who` as in `Claim`; `at_ms`: when it came in."""

    who: str
    wish: Wish
    value: str
    at_ms: int
    node: str


@dataclass(frozen=True, slots=True)
class Preferences:
    """How one chat is answered; language: None as long as it chose none."""

    stopped: bool = False
    language: Language | None = None


async def prefer(ledger: Ledger, said: Iterable[Preference]) -> None:
    """Remember; the latest of a chat's wishes counts. May be done again."""
    calls = [("prefer", (each.who, each.wish, each.value, each.at_ms, each.node)) for each in said]
    if calls:
        await ledger.run_many(calls)


async def preferences_of(ledger: Ledger, who: str) -> Preferences:
    """What a chat said of late. Raise `LedgerAway`."""
    try:
        found = await ledger.redis.hmget(ledger.key(f"prefers:{who}"), ["answers", "language"])
    except RedisError as error:
        raise failure(error) from error
    answers, language = (text(value) for value in found)
    return Preferences(answers == "off", Language(language) if language else None)
