"""What a citizen asks of a complaint that is there: protect it, open it, withdraw it, send it now, forget me.

One act is claimed once (its delivery), means the complaint it names or the newest of its chat, and is due until the
central system knows it. What weakens or destroys is asked back with a word first: forwarder/lua/act_claim.lua.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from redis.exceptions import RedisError

from forwarder import offshoots, stand_ins
from forwarder.items import LedgerRefused
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text

STRANGER = "stranger"
# A parked act's id: its complaint and this.
SUFFIX = "~act"
_LOST = (
    "Its complaint is lost with its node: look for this reference at the central system, see to it there, and settle "
    "it (nobody is told); or drain that node's journal, rebuild and retry"
)


class Deed(StrEnum):
    """What is asked. CONFIRM is the word that was asked for."""

    RAISE = "raise"
    LIFT = "lift"
    WITHDRAW = "withdraw"
    ERASE = "erase"
    SEND = "send"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Act:
    """`key` names it in its answers. `letters` as `protection.letters`. `number` is the complaint's as its sender wrote
    it, in bare digits ("" = the newest of the chat within the window); `complaints` are those an answer proves to be
    about. `word` is what has to confirm it, or what confirms. `person` is the keyed hash of who wrote, over all their
    channels. `who`, `listener` as in `Claim`; `names` under which the sender may own a complaint. `every`: all recent
    complaints of the chat are meant."""

    delivery: str
    key: str
    deed: Deed
    node: str
    received_ms: int
    who: str
    listener: bytes = field(repr=False)
    names: tuple[str, ...]
    letters: str = ""
    number: str = field(default="", repr=False)
    complaints: tuple[str, ...] = ()
    word: str = field(default="", repr=False)
    person: str = ""
    every: bool = False
    wait_ms: int = 0
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class ActLease:
    """What one complaint's chat asked, for a worker. `asked` as `protection.protected` takes it; `body` is the
    complaint as it came in, empty when its sender had it erased; `came`: the letters it came with; `withdraws`: it is
    withdrawn, else its flags are told."""

    id: str
    fence: str
    withdraws: bool
    asked: str
    body: bytes = field(repr=False)
    national: str
    attempts: int
    came: str = ""


async def claim(ledger: Ledger, items: Sequence[Act]) -> list[tuple[str, str]]:
    """All in one round trip. For each: (new | mine | again, the end of that delivery), (stranger, "") when no complaint
    is meant and nothing was claimed, or (refused, why)."""
    calls = [("act_claim", _args(ledger, item)) for item in items]
    found = (await ledger.run_many([*calls, *ledger.args.heard(items)], refusals=True))[: len(calls)]
    return [("refused", str(one)) if isinstance(one, LedgerRefused) else (text(one[0]), text(one[1])) for one in found]


async def also(ledger: Ledger, items: Sequence[Act]) -> None:
    """These asked for protection of a draft: it holds for what their chats told before and has not left, too; for
    `complaints`, and with `every` for those of the last day, whether or not they have."""
    if items:
        await ledger.run_many([("act_also", _args(ledger, item)) for item in items])


def _args(ledger: Ledger, item: Act) -> list[str | bytes | int]:
    keep = ledger.keep
    head: list[str | bytes | int] = [item.delivery, item.key, item.node, item.received_ms, item.who]
    head += [
        ledger.seal_listener(item.listener, item.who),
        item.deed,
        item.letters,
        item.number,
        item.word,
        item.person,
    ]
    head += [keep.claim, keep.case, keep.window * 1000, item.wait_ms, ledger.args.doubt(item.doubt), int(item.every)]
    return [*head, len(item.names), *item.names, *item.complaints]


async def restore(ledger: Ledger, items: Sequence[tuple[Act, str]]) -> None:
    """Rows whose end was `act:…`, in their order."""
    calls: list[tuple[str, list[str | bytes | int]]] = []
    for item, end in items:
        row: list[str | bytes | int] = [item.delivery, end, item.node, item.key, item.received_ms, item.who]
        row += [ledger.seal_listener(item.listener, item.who), item.word, item.person]
        calls.append(("act_restore", [*row, ledger.keep.claim, ledger.keep.case]))
    await ledger.run_many(calls)


async def due(ledger: Ledger) -> bool:
    """Whether a worker should look, because time has come for one."""
    return await offshoots.due(ledger, "act")


async def lease(ledger: Ledger, most: int, lease_ms: int, *, feels: bool = False) -> list[ActLease]:
    """What the central system is to be told; what needs no telling comes to its end here. `feels` as in
    `Ledger.lease_forward`."""
    (rows,) = await ledger.run_many([("act_lease", (most, lease_ms, int(feels)))])
    return [
        ActLease(
            text(name), text(fence), what == b"withdraw", text(asked), body, text(national), int(attempts), text(came)
        )
        for name, fence, what, asked, body, national, attempts, came in rows
    ]


async def begin(ledger: Ledger, item: ActLease, lease_ms: int) -> bool:
    """False when the lease was lost or nobody may be called now."""
    args = (item.id, item.fence, lease_ms, "withdraw" if item.withdraws else "amend", item.asked)
    (done,) = await ledger.run_many([("act_begin", args)])
    return done is not None


async def later(
    ledger: Ledger, item: ActLease, delay_ms: int, why: str, hold_ms: int = 0, *, unknown: bool = False
) -> bool:
    """Due again in `delay_ms`; `hold_ms` and `unknown` as in `Ledger.later`. False when the lease was lost."""
    return await offshoots.later(ledger, "act", item.id, item.fence, delay_ms, hold_ms, why, unknown=unknown)


async def told(ledger: Ledger, item: ActLease) -> bool | None:
    """The central system knows it. Whether all that was asked holds there now; None when the lease was lost."""
    what = "withdraw" if item.withdraws else "amend"
    (done,) = await ledger.run_many([("act_end", (item.id, item.fence, what, item.asked, ledger.keep.case, 1))])
    return None if done is None else bool(done == 1)


async def tell_over(ledger: Ledger, item: ActLease) -> bool:
    """Its flags may have arrived there after newer ones: those are told again. Whether there are newer ones."""
    (done,) = await ledger.run_many([("act_over", (item.id, item.asked, ledger.keep.case, item.fence))])
    return done is not None


async def withdraw_after(ledger: Ledger, name: str) -> bool:
    """A complaint that was withdrawn here stands at the central system after all: its withdrawal goes after it. False
    for any other."""
    (done,) = await ledger.run_many([("withdraw_after", (name, ledger.keep.case))])
    return done is not None


async def park(ledger: Ledger, item: ActLease, why: str, *, heard: bool = False) -> bool:
    """heard: the central system itself refused it. False when the lease was lost."""
    args = (item.id, item.fence, "parked", why[:200], ledger.keep.case, int(heard))
    (done,) = await ledger.run_many([("act_end", args)])
    return done is not None


async def park_lost(ledger: Ledger, since_ms: int) -> int:
    """What was asked, not before then, of complaints that no journal brought back waits for a person; how many. Raise
    `LedgerAway`."""
    asked = [text(name) for name in await _range(ledger, "due:act")]
    count = 0
    for name in sorted(await stand_ins.missing(ledger, asked)):
        if await _waits(ledger, name, since_ms):
            (done,) = await ledger.run_many([("act_end", (name, "", "parked", _LOST, ledger.keep.case, 0))])
            count += done is not None
    return count


async def _range(ledger: Ledger, name: str) -> list[bytes]:
    redis: Any = ledger.redis
    try:
        return list(await redis.zrange(ledger.key(name), 0, -1))
    except RedisError as error:
        raise failure(error) from error


async def _waits(ledger: Ledger, name: str, since_ms: int) -> bool:
    """Not what a person has seen to, nor what was asked of what is forgotten by now."""
    redis: Any = ledger.redis
    try:
        wish = await redis.hgetall(ledger.key(f"x:{name}"))
        asked, told, state = await redis.hmget(ledger.key(f"c:{name}"), "asked", "told", "state")
        kept = await redis.sismember(ledger.key("kept"), name)
    except RedisError as error:
        raise failure(error) from error
    times = [int(at) for field, at in wish.items() if field == b"withdraw" or field.startswith((b"raise_", b"lift_"))]
    open_still = text(asked) != text(told) or (b"withdraw" in wish and text(state) != "withdrawn")
    return open_still and not kept and max(times, default=0) >= since_ms


async def retry(ledger: Ledger, item: str, *, done: bool = False) -> bool:
    """Send a parked act on its way again. done: a person has seen to it at the central system, and it holds there.
    False when it is not parked."""
    name = item.removesuffix(SUFFIX)
    (found,) = await ledger.run_many([("act_retry", (name, int(done), ledger.keep.case))])
    return found is not None
