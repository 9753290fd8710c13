"""What a citizen adds to a complaint: claimed by delivery, kept sealed, due until the central system has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from redis.exceptions import RedisError

from forwarder import durably, offshoots
from forwarder.cited import NUMBERED, ONLY_PROTECTED
from forwarder.items import Claim, LedgerRefused
from forwarder.ledger import Ledger
from forwarder.redis_server import failure, text
from forwarder.supplement_token import SEVERAL

# Whoever writes three mails in a row has heard once that they came.
QUIET_MS = 10 * 60_000
STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Supplement:
    """`key` names it at the central system, the same at every try. `complaints` are those the answer proves to be
    about, the likeliest first; it is added to the first whose listener or owner is among `names`. Of a bundle
    (`supplement_token.SEVERAL`) that is the one whose number is among `numbers`; `cited.NUMBERED` stands before a
    number. `who` and `listener` as in `Claim`;
    `asked`: the protection it asks for (`protection.letters`). `otherwise` is what it is when none of the complaints is
    the sender's."""

    delivery: str
    key: str
    complaints: tuple[str, ...]
    names: tuple[str, ...]
    node: str
    received_ms: int
    body: bytes = field(repr=False)
    who: str
    listener: bytes = field(repr=False)
    asked: str
    otherwise: Claim
    doubt: bool = False
    numbers: tuple[str, ...] = field(default=(), repr=False)

    @property
    def flagged(self) -> bool:
        return self.otherwise.flagged


@dataclass(frozen=True, slots=True)
class SupplementLease:
    """`id` is `<complaint>+<key>`; `asked`: all protection that was asked for after the complaint came in; `case` the
    complaint as it was understood, empty when its sender had it erased, `came` the letters it came with; `frozen` what
    the first attempt told, b"" before it. `late`: the places of files in the complaint that follow it
    (`added.late_files`); such a supplement has no body. begun: it may have been told. `first`
    as in `ForwardLease`."""

    id: str
    fence: str
    body: bytes = field(repr=False)
    complaint: str
    asked: str
    attempts: int
    case: bytes = field(repr=False)
    received_ms: int
    frozen: bytes = field(repr=False)
    late: str
    begun: bool = False
    national: str = ""
    came: str = ""
    first: bool = False

    @property
    def key(self) -> str:
        return self.id.partition("+")[2]


async def claim(ledger: Ledger, items: Sequence[Supplement]) -> list[tuple[str, str]]:
    """All in one round trip, but for answers about several. For each: (new | mine | again, the end of that delivery),
    (stranger, "") when no complaint is the sender's and nothing was claimed, or (refused, why)."""
    calls = [("supplement_claim", arguments(ledger, await _single(ledger, item))) for item in items]
    found = (await ledger.run_many([*calls, *ledger.args.heard(items)], refusals=True))[: len(calls)]
    return [("refused", str(one)) if isinstance(one, LedgerRefused) else (text(one[0]), text(one[1])) for one in found]


async def _single(ledger: Ledger, item: Supplement) -> Supplement:
    """About single complaints. Compared here: what looks like a number may be a phone's, which Redis is not told."""
    named = {one: await _named(ledger, one, item.numbers) for one in item.complaints}
    numbered = {name for one, name in named.items() if name and one.startswith(NUMBERED)}
    if len(numbered) > 1:  # as of a bundle: a guess would tell of one what was said of another
        named |= {one: "" for one in named if one.startswith(NUMBERED)}
    return replace(item, complaints=tuple(filter(None, named.values())))


async def _named(ledger: Ledger, said: str, numbers: Sequence[str]) -> str:
    if said.startswith(SEVERAL):
        return await _meant(ledger, said[1:], numbers)
    if said.startswith(NUMBERED):
        there = await ledger.standing(said[1:])
        return there.id if there else ""
    return "" if said.startswith(ONLY_PROTECTED) else said


async def _meant(ledger: Ledger, bundle: str, numbers: Sequence[str]) -> str:
    """The only complaint of a bundle, or the only one whose number is named; "" otherwise: a guess would tell the
    central system of one citizen what was said of another."""
    try:
        ids = [text(one).rstrip("=") for one in await ledger.redis.hvals(ledger.key(f"m:{bundle}"))]
        # One that Redis refused, or that is not there yet, may be the one that is meant.
        want = int(await ledger.redis.hget(ledger.key(f"b:{bundle}"), "want") or 0)
        if max(len(ids), want) > 1:
            rows = [await ledger.redis.hmget(ledger.key(f"c:{one}"), ["number", "national"]) for one in ids]
            told = [{text(value) for value in row if value} for row in rows]
            ids = [one for one, mine in zip(ids, told, strict=True) if not mine.isdisjoint(numbers)]
    except RedisError as error:
        raise failure(error) from error
    return ids[0] if len(set(ids)) == 1 else ""


def arguments(ledger: Ledger, item: Supplement) -> list[str | bytes | int]:
    """As supplement_claim.lua has them, without the epoch."""
    head: list[str | bytes | int] = [item.delivery, item.key, item.node, item.received_ms, _sealed(ledger, item)]
    head += [item.who, ledger.seal_listener(item.listener, item.who), item.asked, ledger.keep.claim, ledger.keep.case]
    return [*head, QUIET_MS, ledger.args.doubt(item.doubt), len(item.names), *item.names, *item.complaints]


def _sealed(ledger: Ledger, item: Supplement) -> bytes:
    return ledger.sealer.pack(item.body, b"u:" + item.key.encode())


def opened(ledger: Ledger, lease: SupplementLease) -> bytes:
    """Raise `Unsealable`."""
    return ledger.sealer.open(lease.body, b"u:" + lease.key.encode())


async def restore(ledger: Ledger, items: Sequence[tuple[Supplement, str]]) -> None:
    """Rows whose end was `supplement:<complaint>:<key>`."""
    calls: list[tuple[str, list[str | bytes | int]]] = []
    for item, end in items:
        row: list[str | bytes | int] = [item.delivery, end, item.node, end.split(":")[1], item.key, item.received_ms]
        row += [_sealed(ledger, item), item.asked, item.who, ledger.seal_listener(item.listener, item.who)]
        calls.append(("supplement_restore", [*row, ledger.keep.claim, ledger.keep.case]))
    await ledger.run_many(calls)


async def due(ledger: Ledger) -> bool:
    """Whether a worker should look, because time has come for one."""
    return await offshoots.due(ledger, "supplement")


async def lease(ledger: Ledger, most: int, lease_ms: int, *, feels: bool = False) -> list[SupplementLease]:
    """`feels` as in `Ledger.lease_forward`."""
    (rows,) = await ledger.run_many([("supplement_lease", (most, lease_ms, int(feels)))])
    return [
        SupplementLease(
            *(text(name), text(fence), body, text(complaint), text(asked), int(attempts), case, int(at), frozen),
            late=text(late),
            begun=text(begun) == "1",
            national=text(national),
            came=text(came),
            first=text(first) == "1",
        )
        for name, fence, body, complaint, asked, attempts, case, at, frozen, late, begun, national, came, first in rows
    ]


async def hold(ledger: Ledger, item: SupplementLease, lease_ms: int) -> bool:
    """The lease begins anew; false when it was lost or nobody may be called now."""
    (done,) = await ledger.run_many([("supplement_begin", (item.id, item.fence, lease_ms, "", ""))])
    return done is not None


async def begin(
    ledger: Ledger, item: SupplementLease, lease_ms: int, told: bytes, why: str = "", *, durable: bool = False
) -> bytes | None:
    """Note the attempt. What is told at every attempt: what the first one noted, whatever `told` is then. None when the
    lease was lost or nobody may be called now. why: reasons for which files of it are withheld. durable: the note is on
    the disk by then, or it is due again."""
    about = b"told:" + item.id.encode()
    args = (item.id, item.fence, lease_ms, ledger.sealer.seal(told, about), why)
    if durable:
        done, kept = await ledger.durably.noted(ledger.script("supplement_begin"), (ledger.opening(), *args))
        if done is not None and not kept:
            await later(ledger, item, 1000, durably.NOT_KEPT)
            return None
    else:
        (done,) = await ledger.run_many([("supplement_begin", args)])
    return None if done is None else ledger.sealer.open(done, about)


async def later(ledger: Ledger, item: SupplementLease, delay_ms: int, why: str, hold_ms: int = 0) -> None:
    """Due again in `delay_ms`; `hold_ms` as in `Ledger.later`."""
    await offshoots.later(ledger, "supplement", item.id, item.fence, delay_ms, hold_ms, why)


async def sent(ledger: Ledger, item: SupplementLease) -> None:
    await ledger.run_many([("supplement_end", (item.id, item.fence, "sent", "", 1, 0, ""))])


async def park(
    ledger: Ledger,
    item: SupplementLease,
    why: str,
    *,
    heard: bool = False,
    hold_ms: int = 0,
    said: str = "",
    risked: bool = False,
) -> None:
    """heard: the central system said so, and is there; `hold_ms` and `risked` as in `Ledger.later`, and why nobody
    calls in `said`."""
    args = (item.id, item.fence, "parked", why[:200], int(heard), hold_ms, said[:200], int(risked))
    await ledger.run_many([("supplement_end", args)])
