"""Which mailbox a chat of a complaint proved to be its own, as the ledger knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from redis.exceptions import RedisError

from forwarder.dialogue import chats
from forwarder.items import ReplyLease
from forwarder.ladder import Rung
from forwarder.ledger import Ledger
from forwarder.listener import Listener
from forwarder.mailbox import MAIL, Mailbox, sealed
from forwarder.naming import who_at
from forwarder.preferences import stopped
from forwarder.redis_server import failure, text
from forwarder.seal import Hasher, Unsealable
from normalizer.schema import Reply

_AT_ONCE = 200


async def phones(ledger: Ledger, complaint: str) -> Mapping[str, str]:
    """Who hears of a complaint on a phone: chat → number. Raise `LedgerAway` or `LedgerLost`."""
    try:
        names = sorted(await chats(ledger, complaint))
        found = [(who, await _address(ledger, complaint, who)) for who in names]
    except RedisError as error:
        raise failure(error) from error
    return {who: phone for who, phone in found if phone.startswith("+")}


async def _address(ledger: Ledger, complaint: str, who: str) -> str:
    redis: Any = ledger.redis
    first, own = await redis.hmget(ledger.key(f"c:{complaint}"), ("who", "l"))
    value = own if own and text(first) == who else await redis.hget(ledger.key(f"l:{complaint}"), who)
    try:
        return Listener.decode(ledger.sealer.open(value or b"", b"listener:" + who.encode())).to.address
    except (Unsealable, ValueError, KeyError, TypeError):
        return ""


async def keep(
    ledger: Ledger, hasher: Hasher, complaint: str, whos: Sequence[str], box: Mailbox, at_ms: int, node: str
) -> bool:
    """Whether it was news. May be done again. Raise `LedgerAway` or `LedgerLost`."""
    mailer = who_at(hasher, MAIL, box.address.lower())
    said = [one for who in whos for one in (who, sealed(ledger.sealer, complaint, who, box))]
    (news,) = await ledger.run_many([("mailbox", (complaint, at_ms, mailer, node, ledger.keep.case, *said))])
    return bool(news)


async def restored(ledger: Ledger) -> None:
    """What facts told of (`epoch.restore_fact`), behind rows of this journal: only then it is known which complaints
    live, and are not protected. Raise `LedgerAway` or `LedgerLost`."""
    redis: Any = ledger.redis
    said: list[str | bytes | int] = []
    try:
        async for field, value in redis.hscan_iter(ledger.key("boxes"), count=_AT_ONCE):
            said += [field, value]
    except RedisError as error:
        raise failure(error) from error
    calls = [("mailbox_restore", said[at : at + 2 * _AT_ONCE]) for at in range(0, len(said), 2 * _AT_ONCE)]
    await ledger.run_many(calls)


async def forget(ledger: Ledger, owners: Sequence[str]) -> None:
    """owners: the mailboxes' own chats."""
    await ledger.run_many([("mailbox_erase", (who,)) for who in owners])


async def heeding_stop(ledger: Ledger, hasher: Hasher, lease: ReplyLease) -> ReplyLease:
    """Whoever wrote STOP in their mailbox, or in the chat it stands for, is not written to there. Raise
    `LedgerAway`."""
    box = lease.mailbox
    if box is None:
        return lease
    whos = {lease.id.split(".")[1], *_spelled(hasher, MAIL, box.address)}
    return replace(lease, mailbox=replace(box, stopped=await stopped(ledger, whos)))


def readers(hasher: Hasher, lease: ReplyLease, reply: Reply) -> set[str]:
    """The chats of which none may have said STOP: where it goes, and the one that is answered, by whichever way."""
    here = who_at(hasher, reply.channel, reply.to.address)
    return {here} if lease.climb.rung in ("", Rung.FREE) else {here, lease.id.split(".")[1]}


def _spelled(hasher: Hasher, channel: str, address: str) -> set[str]:
    """Mail programs write an address in whatever case."""
    return {who_at(hasher, channel, one) for one in (address, address.lower())}
