"""Erasing a person from the ledger: what they confirmed a day ago, and what may stay of their complaints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

from redis.exceptions import RedisError

from forwarder import mailboxes
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text

# How long who confirmed it may call it off; wishes.lua has it, too.
WAIT_MS = 86_400_000
# That it is wanted, and that it is called off, which holds whatever comes first.
FACTS = ("erase_revoked", "erase")
_AT_ONCE = 1_000
_TOLD_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Erasure:
    """`key` is that of the act; `person` a keyed hash; `who` the chat that asked, "" once all others have forgotten it;
    `at_ms`: what came in until then."""

    key: str
    person: str
    who: str
    at_ms: int


class Told(Protocol):
    """A fact, as its journal has it."""

    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def data(self) -> str: ...
    @property
    def at_ms(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Remains:
    """What one node knows of a person. `own` are the complaints they wrote, or would have by any message of theirs,
    `others` those they added to or were linked with, `added` the keys of what they added, `chats` their names as
    listeners, `told` those of `own` that came to be."""

    own: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    chats: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()


async def due(ledger: Ledger, now_ms: int, node: str) -> list[Erasure]:
    (rows,) = await ledger.run_many([("erase_due", (now_ms, node))])
    return [Erasure(text(key), text(person), text(who), int(at)) for key, person, who, at in rows]


async def known(ledger: Ledger, now_ms: int) -> list[Erasure]:
    """All of the last year whose day is over, done or not. Raise `LedgerAway`."""
    try:
        found: dict[Any, Any] = await ledger.redis.hgetall(ledger.key("erasures"))
    except RedisError as error:
        raise failure(error) from error
    told = ((text(key), *text(value).split(" ")) for key, value in found.items())
    return [Erasure(key, person, "", int(at)) for key, person, at in told if int(at) + WAIT_MS <= now_ms]


async def remember(ledger: Ledger, facts: Sequence[Told]) -> None:
    """What a journal has of erasures (`FACTS`): those that this ledger does not know are due. Raise `LedgerAway`."""
    calls: list[tuple[str, list[str | bytes | int]]] = [
        ("restore_fact", [one.kind, one.subject, one.data, one.at_ms, ledger.keep.claim]) for one in facts
    ]
    for at in range(0, len(calls), _TOLD_AT_ONCE):
        await ledger.run_many(calls[at : at + _TOLD_AT_ONCE])


async def forget(ledger: Ledger, remains: Remains) -> bool:
    """False when a complaint may be on its way to the central system now: it is withdrawn first; do this again."""
    chats, added = sorted(remains.chats), sorted(remains.added)
    calls: list[tuple[str, Sequence[str | bytes | int]]] = []
    for name in sorted(remains.own | remains.others):
        own = "1" if name in remains.own else ""
        calls.append(("erase_complaint", (name, own, ledger.keep.case, len(chats), *chats, *added)))
    found = await ledger.run_many(calls)
    await mailboxes.forget(ledger, chats)
    await _unlink(ledger, remains)
    return all(found)


async def tell(ledger: Ledger, forgotten: Sequence[tuple[str, str]], nodes: Iterable[str] = ()) -> None:
    """Let every journal forget these complaints and chats: (name, until when in ms; "" for now), once in this ledger.
    nodes: that are known, and may not have signed in yet. Raise `LedgerAway` or `LedgerLost`."""
    parts = [forgotten[at : at + _TOLD_AT_ONCE] for at in range(0, len(forgotten), _TOLD_AT_ONCE)]
    await ledger.run_many([("forgotten", (" ".join(nodes), *chain(*part))) for part in parts])


async def done(ledger: Ledger, erasure: Erasure, node: str) -> bool:
    """This node holds nothing more. Whether all have said so."""
    (found,) = await ledger.run_many([("erase_done", (erasure.key, node))])
    return bool(found)


@dataclass(frozen=True, slots=True)
class Doomed:
    """Files of an erased person in a store that several nodes use, by their names there. `since_ms`: whoever needs one
    of them after that has put it anew. `sure`: every node has looked, and none needs these."""

    key: str
    since_ms: int
    sure: bool
    names: frozenset[str]


async def doom(ledger: Ledger, erasure: Erasure, node: str, names: Iterable[str]) -> None:
    """To be destroyed, unless some node needs them for somebody else."""
    if said := sorted(names):
        await ledger.run_many([("erase_files", (node, "doom", erasure.key, *said))])


async def doomed(ledger: Ledger, node: str) -> list[Doomed]:
    """What this node has to look for among its rows, and what it may destroy."""
    (rows,) = await ledger.run_many([("erase_files", (node, "due", ""))])
    return [
        Doomed(text(key), int(since), sure == b"1", frozenset(map(text, names))) for key, since, sure, *names in rows
    ]


async def looked(ledger: Ledger, one: Doomed, node: str, needed: Iterable[str]) -> None:
    await ledger.run_many([("erase_files", (node, "looked", one.key, *sorted(needed)))])


async def destroyed(ledger: Ledger, one: Doomed, node: str) -> None:
    await ledger.run_many([("erase_files", (node, "done", one.key))])


async def _unlink(ledger: Ledger, remains: Remains) -> None:
    """Whatever bears the name of one of their chats, and the listeners and answers of their own complaints."""
    named = [*map(re.escape, remains.chats)]
    named += [rf"(?:l|y|a|U|B):{re.escape(name)}(?=\.|$)" for name in remains.own]
    if not named:
        return
    wanted = re.compile("|".join(named))
    try:
        async for key in ledger.redis.scan_iter(match=ledger.key("*"), count=_AT_ONCE):
            name = text(key).removeprefix(ledger.key(""))
            if wanted.search(name) and not name.startswith(("facts:", "due:")):
                await ledger.redis.unlink(key)
    except RedisError as error:
        raise failure(error) from error
