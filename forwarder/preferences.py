"""How a chat wants to be answered: at all, and in which language. It outlasts every complaint, and a rebuild."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from redis.exceptions import RedisError

from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text
from normalizer.schema import Language

# What somebody who wrote STOP is told all the same: that it is so, and whom to call when a life is in danger.
ALWAYS_SAID = frozenset({"stopped", "started", "emergency"})
# Answers to what tells something; an order, a number or a word that confirms is of no language.
_TO_WHAT_WAS_TOLD = frozenset({"receipt", "number", "linked", "offer"})
_REMEMBERED_SECONDS = 30 * 86_400


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


async def tongue_of(ledger: Ledger, who: str, what: str, heard: Language) -> Language:
    """In which language an answer is said to a chat: the one it chose; else, of what tells something, that of its words
    (`heard`); else that in which it told something of late. Only other languages than Indonesian are remembered, and a
    lost ledger forgets them: nothing is wrong then, and the next complaint says it anew. Raise `LedgerAway`."""
    key = ledger.key(f"tongue:{who}")
    try:
        async with ledger.redis.pipeline(transaction=False) as asking:
            asking.hget(ledger.key(f"prefers:{who}"), "language")
            asking.get(key)
            chosen, late = map(text, await asking.execute())
        if chosen:
            return Language(chosen)
        if what not in _TO_WHAT_WAS_TOLD:
            return Language(late) if late else heard
        if heard is not Language.INDONESIAN:
            await ledger.redis.set(key, heard, ex=_REMEMBERED_SECONDS)
        elif late:
            await ledger.redis.delete(key)
    except RedisError as error:
        raise failure(error) from error
    return heard


async def preferences_of(ledger: Ledger, who: str) -> Preferences:
    """What a chat said of late. Raise `LedgerAway`."""
    try:
        found = await ledger.redis.hmget(ledger.key(f"prefers:{who}"), ["answers", "language"])
    except RedisError as error:
        raise failure(error) from error
    answers, language = (text(value) for value in found)
    return Preferences(answers == "off", Language(language) if language else None)


async def stopped(ledger: Ledger, whos: Collection[str]) -> bool:
    """Whether one of these chats wants no answers. Raise `LedgerAway`."""
    try:
        async with ledger.redis.pipeline(transaction=False) as asking:
            for who in whos:
                asking.hget(ledger.key(f"prefers:{who}"), "answers")
            return b"off" in await asking.execute()
    except RedisError as error:
        raise failure(error) from error
