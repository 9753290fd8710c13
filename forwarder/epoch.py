"""Epochs: how a lost, emptied or rolled-back Redis is noticed, and how the journals make a new ledger.

`sp:epoch` names the living ledger; all its keys begin with `sp:<epoch>:`. Without it nothing is claimed or sent.
A rebuild writes under a new name that every node agrees on (`sp:rebuild`), and goes live when all known nodes replayed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from forwarder.items import Claim, LedgerLost
from forwarder.redis_server import failure

if TYPE_CHECKING:
    from forwarder.ledger import Ledger  # who only asks whose Redis it is compares no complaints

_EPOCH, _REBUILD, _DONE, _ID_KEY = "sp:epoch", "sp:rebuild", "sp:rebuild:done", "sp:id_key"
# For whom a rebuild waits, as long as somebody waits: the journals know nodes that an emptied Redis forgot.
_MISSING, _MISSING_SECONDS = "sp:rebuild:missing", 10
# Nodes that signed in, and those whose machines are lost for ever.
_NODES, _GONE = "sp:nodes", "sp:nodes:gone"
# Lost node → the node whose journal goes on for it.
_HEIRS = "sp:heirs"


class ForeignIdKey(Exception):
    """This Redis belongs to a deployment with another ID_KEY."""


@dataclass(frozen=True, slots=True)
class FactEntry:
    """One fact as it waits in a node's stream for its journal."""

    entry: str
    kind: str
    subject: str
    at_ms: int
    data: str


@dataclass(frozen=True, slots=True)
class Life:
    """What Redis says about itself: the living epoch ('' = none), its process, the nodes it knows, and whose writes it
    goes on with: a replica that takes over begins another history, and so does a server that was started anew."""

    epoch: str
    run_id: str
    nodes: frozenset[str]
    history: str = ""


async def recognise(redis: Redis, fingerprint: str) -> None:
    """Raise `ForeignIdKey` when this Redis has the mark of another ID_KEY; `LedgerAway`."""
    _must_be_ours(await _call(redis.get(_ID_KEY)) or fingerprint.encode(), fingerprint)


def _must_be_ours(found: bytes, fingerprint: str) -> None:
    if found.decode() != fingerprint:
        raise ForeignIdKey(
            f"This Redis was made with another ID_KEY (fingerprint {found.decode()}, ours is {fingerprint}). "
            "Nothing was changed. Use the ID_KEY of this deployment, or an empty Redis database."
        )


async def look(redis: Redis, fingerprint: str, node: str) -> Life:
    """Read the signs of life and sign in. Raise `ForeignIdKey` or `LedgerAway`."""
    try:
        async with redis.pipeline(transaction=False) as pipe:
            pipe.info("server")
            pipe.info("replication")
            pipe.set(_ID_KEY, fingerprint, nx=True)
            pipe.get(_ID_KEY)
            pipe.sadd(_NODES, node)
            pipe.srem(_GONE, node)
            pipe.smembers(_NODES)
            pipe.get(_EPOCH)
            server, copies, _, key, _, _, nodes, epoch = await pipe.execute()
    except RedisError as error:
        raise failure(error) from error
    _must_be_ours(key, fingerprint)
    names = frozenset(name.decode() for name in nodes)
    history = str(copies.get("master_replid", ""))
    return Life(epoch.decode() if epoch else "", str(server.get("run_id", "")), names, history)


async def current(redis: Redis) -> str:
    """The living epoch, '' if there is none. Raise `LedgerAway`."""
    found = await _call(redis.get(_EPOCH))
    return found.decode() if isinstance(found, bytes) else ""


async def drop(redis: Redis, epoch: str) -> None:
    """Declare a living epoch lost (it was rolled back): everyone stops until it is rebuilt."""
    script = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"
    await _call(redis.eval(script, 1, _EPOCH, epoch))


async def begin_rebuild(redis: Redis) -> str:
    """The name all nodes rebuild under; the first one chooses it."""
    await _call(redis.set(_REBUILD, secrets.token_urlsafe(4), nx=True))
    return bytes(await _call(redis.get(_REBUILD)) or b"").decode()


# Idempotent: the last node that replayed makes it live; a repeat finds it living.
_GO_LIVE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return {} end
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return redis.error_reply('EPOCH another rebuild has begun') end
redis.call('SADD', KEYS[3], ARGV[2])
local missing = {}
for i = 2, #ARGV do
  local known = redis.call('SISMEMBER', KEYS[3], ARGV[i]) + redis.call('SISMEMBER', KEYS[4], ARGV[i])
  if known == 0 then missing[#missing + 1] = ARGV[i] end
end
if #missing > 0 then return missing end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2], KEYS[3])
return {}
"""


async def go_live(redis: Redis, epoch: str, node: str, others: Sequence[str]) -> list[str]:
    """This node has replayed. Returns the nodes still missing; empty when the ledger lives."""
    missing = await _call(redis.eval(_GO_LIVE, 4, _EPOCH, _REBUILD, _DONE, _GONE, epoch, node, *sorted(others)))
    return [name.decode() for name in missing]


async def tell_missing(redis: Redis, missing: Sequence[str]) -> None:
    """For everybody who asks why the ledger does not live yet."""
    await _call(redis.set(_MISSING, " ".join(sorted(missing)), ex=_MISSING_SECONDS))


async def missing(redis: Redis) -> list[str]:
    """The nodes that a rebuild waits for now, as far as one that waits has told."""
    return bytes(await _call(redis.get(_MISSING)) or b"").decode().split()


async def known_nodes(redis: Redis) -> frozenset[str]:
    """Every node that this Redis has heard of."""
    return frozenset(name.decode() for name in await _call(redis.sunion([_NODES, _GONE]))) | set(await missing(redis))


async def excuse(redis: Redis, node: str) -> None:
    """No rebuild waits for this node until it signs in again: its machine, and its journal, are lost for ever."""
    await _call(redis.sadd(_GONE, node))
    await _call(redis.srem(_NODES, node))


async def bequeath(redis: Redis, lost: str, heir: str) -> None:
    """What the lost node claimed is the heir's from now on."""
    await _call(redis.hset(_HEIRS, lost, heir))


async def beat(ledger: Ledger, node: str, remembered: int) -> int:
    """Count up this node's heartbeat in this epoch and return it. Raise `LedgerLost` when the server remembers a lower
    one than the journal: it was rolled back, perhaps so fast that nobody saw it go."""
    ((beaten, now),) = await ledger.run_many([("beat", (node, remembered))])
    ledger.clock.saw(now)
    if int(beaten) < 0:
        raise LedgerLost("the ledger was rolled back")
    return int(beaten)


async def settle(ledger: Ledger, milliseconds: int) -> None:
    """Hold answers in doubt for so long: until the calls in flight when the ledger was lost have ended."""
    await ledger.run_many([("settle", (milliseconds,))])


async def last_beat(ledger: Ledger, node: str) -> int:
    """The heartbeat this Redis remembers; 0 if none."""
    return int(await _call(ledger.redis.hget(ledger.key("beat"), node)) or 0)


async def facts(ledger: Ledger, node: str, most: int, block_ms: int) -> list[FactEntry]:
    """The oldest facts that wait for this node's journal."""
    found = await _call(ledger.redis.xread({ledger.key(f"facts:{node}"): "0"}, count=most, block=block_ms))
    rows = found[0][1] if isinstance(found, list) and found else []
    return [
        FactEntry(
            entry.decode(),
            row[b"kind"].decode(),
            row[b"subject"].decode(),
            int(row[b"at"]),
            row[b"data"].decode("utf-8", "replace"),
        )
        for entry, row in rows
    ]


async def acknowledge(ledger: Ledger, node: str, entries: Sequence[str]) -> None:
    """The journal holds these facts: the stream may forget them."""
    await _call(ledger.redis.xdel(ledger.key(f"facts:{node}"), *entries))


async def steps(redis: Redis, name: str, after: str) -> list[tuple[str, str, str, str]]:
    """What happened in an epoch since the entry `after`: entry, id of the complaint or answer, step, about."""
    found = await _call(redis.xread({f"sp:{name}:steps": after}, count=100))
    rows = found[0][1] if found else []
    return [(e.decode(), *(row[key].decode() for key in (b"id", b"step", b"about"))) for e, row in rows]


async def restore_fact(
    ledger: Ledger, items: Sequence[FactEntry], reports: Callable[[FactEntry], Sequence[str]] = lambda _: ()
) -> None:
    """reports: of what a provider took, by each channel it may have left by, under what its reports would find it."""
    keep = ledger.keep.claim
    calls: list[tuple[str, list[str | bytes | int]]] = [
        ("restore_fact", [item.kind, item.subject, item.data, item.at_ms, keep, *reports(item)]) for item in items
    ]
    await ledger.run_many(calls)


async def restore_claims(ledger: Ledger, claims: Sequence[Claim]) -> None:
    """Rows whose end was a complaint; `numbers` holds just the number they were given."""
    calls = [("restore", ledger.args.claim(claim, claim.wait_ms)) for claim in claims]
    await ledger.run_many([*calls, *ledger.args.heard(claims)])


@dataclass(frozen=True, slots=True)
class Link:
    """A message whose end was no complaint of its own; a linked one was a claim."""

    delivery: str
    outcome: str
    claim: Claim | None = None


async def restore_links(ledger: Ledger, node: str, links: Sequence[Link]) -> None:
    """A linked message listens to its first complaint again; the others are only known again."""
    calls: list[tuple[str, list[str | bytes | int]]] = []
    for link in links:
        values: list[str | bytes | int] = [link.delivery, link.outcome, node, ledger.keep.claim]
        if link.claim:
            values += [link.outcome.removeprefix("linked:"), *ledger.args.link(link.claim)]
        calls.append(("restore_link", values if link.claim else [*values, ""]))
    await ledger.run_many([*calls, *ledger.args.heard(link.claim for link in links if link.claim)])


async def all_claimed(ledger: Ledger, deliveries: Sequence[str]) -> bool:
    """Whether the ledger knows every one of these deliveries."""
    async with ledger.redis.pipeline(transaction=False) as pipe:
        for delivery in deliveries:
            pipe.exists(ledger.key(f"d:{delivery}"), ledger.key(f"O:{delivery}"))
        return all(await _call(pipe.execute()))


async def restore_answers(ledger: Ledger, complaints: Sequence[str]) -> None:
    await ledger.run_many([("restore_answers", (name,)) for name in complaints])


async def sweep_old(redis: Redis, living: str) -> int:
    """Delete what lost epochs left behind; returns how many keys. Another rebuild that begins meanwhile ends it: its
    keys are no leftovers."""
    gone = 0
    try:
        async for key in redis.scan_iter(match="sp:*:*", count=500):
            if key.split(b":", 2)[1].decode() not in (living, *_OURS):
                gone += int(await redis.eval(_SWEEP, 3, _EPOCH, _REBUILD, key, living))
    except RedisError as error:
        raise failure(error) from error
    return gone


_OURS = ("rebuild", "nodes", "bell")
_SWEEP = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
return redis.call('UNLINK', KEYS[3])
"""


async def _call(answer: Any) -> Any:
    try:
        return await answer
    except RedisError as error:
        raise failure(error) from error
