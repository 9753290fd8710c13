"""Whoever is asked something by an agency may tell of something else: that is a complaint, and nobody's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from redis.exceptions import RedisError

from forwarder.ledger import Ledger
from forwarder.redis_server import failure
from forwarder.seal import Unsealable
from forwarder.supplement import Supplement
from gateway.understood import Item
from normalizer import codec
from normalizer.additions import is_apart
from normalizer.schema import Complaint


async def own_matters(ledger: Ledger, understood: Sequence[Sequence[Item]], questions: Mapping[str, str]) -> list[bool]:
    """Of the messages of each row: whether one that was taken for an answer tells of something else than the complaint
    that is asked about. Raise `LedgerAway`."""
    answers = [[one for one in items if _answers(one, questions)] for items in understood]
    asked = sorted({one.complaints[0] for some in answers for one in some if isinstance(one, Supplement)})
    told = {name: await _words(ledger, name) for name in asked}
    return [any(isinstance(one, Supplement) and _is_own(one, told) for one in some) for some in answers]


def _answers(item: Item, questions: Mapping[str, str]) -> bool:
    """By nothing but its chat: it names no number, and answers no letter."""
    return isinstance(item, Supplement) and item.complaints == (questions.get(item.who, ""),)


def _is_own(item: Supplement, told: Mapping[str, str]) -> bool:
    before = told[item.complaints[0]]
    return bool(before) and is_apart(codec.decode(Complaint, item.otherwise.body).text, before)


async def _words(ledger: Ledger, complaint: str) -> str:
    """ "" where they are gone or cannot be opened: then nothing is compared."""
    try:
        sealed: Any = await ledger.redis.hget(ledger.key(f"c:{complaint}"), "body")
    except RedisError as error:
        raise failure(error) from error
    try:
        return codec.decode(Complaint, ledger.sealer.open(sealed, b"c:" + complaint.encode())).text if sealed else ""
    except (Unsealable, codec.Undecodable):
        return ""
