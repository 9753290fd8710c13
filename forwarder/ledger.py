"""The ledger in Redis: claims, complaints, answers and the due sets with leases.

Every change is one Lua script, safe to repeat (redis-py repeats a call whose answer was lost). Everything here can be
rebuilt from the journals; words, names and addresses are sealed, keys are ids or keyed hashes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from forwarder import durably, edits
from forwarder.batched import apart, batched
from forwarder.durably import Durably
from forwarder.items import (
    ASK_OTHERWISE,
    DAY,
    QUESTION,
    Begun,
    Claim,
    ForwardLease,
    Heard,
    Keep,
    Note,
    Parked,
    Queue,
    ReplyLease,
    Standing,
)
from forwarder.ledger_args import Args
from forwarder.ledger_leases import forward_lease, reply_lease
from forwarder.linking import Linking
from forwarder.patience import ServerClock
from forwarder.redis_server import checked, failure, source, text
from forwarder.seal import Sealer
from forwarder.together import Together

# In the order in which `Ledger.standing_of` reads them.
STANDING = ("state", "owner", "number", "national", "flagged", "look", "withheld", "also", "into", "said", "edits")

# Those that many calls in flight ask for at once.
_ALIKE = frozenset({"begin", "receipt", "answered"})


class Ledger:
    """One epoch of the ledger. Methods raise `LedgerLost`, `LedgerAway` or `LedgerRefused`, nothing else of Redis's."""

    def __init__(
        self, redis: Redis, epoch: str, sealer: Sealer, keep: Keep | None = None, clock: ServerClock | None = None
    ) -> None:
        self.redis, self.epoch, self.sealer, self.keep = redis, epoch, sealer, keep or Keep()
        self.args = Args(sealer, self.keep)
        self.linking = Linking(self.args, partial(self.run_many, refusals=True))
        self._scripts: dict[str, Any] = {}
        self.durably = Durably(redis)
        self._together, self.clock = Together(redis), clock or ServerClock()

    def meet(self, history: str) -> None:
        """From now on what is new is told to no other history than this one (`epoch.Life`): whoever tells compares its
        journal first. Raises `LedgerLost` there."""
        self.args = replace(self.args, history=history)
        self.linking = replace(self.linking, args=self.args)

    def __repr__(self) -> str:
        return f"Ledger({self.epoch})"

    def key(self, name: str) -> str:
        return f"sp:{self.epoch}:{name}"

    def opening(self) -> str:
        """What each script is told first: the epoch, and what Redis's clock should show by ours (prelude.lua)."""
        return f"{self.epoch} {self.clock.expected_ms()}"

    async def _run(self, script: str, *args: str | bytes | int) -> Any:
        try:
            each = self.script(f"each+{script}") if script in _ALIKE else None
            return await self._together.run(self.script(script), [self.opening(), *args], each)
        except RedisError as error:
            raise failure(error) from error

    def script(self, name: str) -> Any:
        """As redis-py registers it; without its epoch."""
        if name not in self._scripts:
            self._scripts[name] = self.redis.register_script(source(name))
        return self._scripts[name]

    async def run_many(
        self, calls: Iterable[tuple[str, Sequence[str | bytes | int]]], *, refusals: bool = False
    ) -> list[Any]:
        """Many scripts in one round trip, each by itself. refusals: give back `LedgerRefused` instead of raising it."""
        asked = batched(calls)
        try:
            results = await self._together.in_order(
                [(self.script(script), [self.opening(), *args]) for (script, args), _ in asked]
            )
        except RedisError as error:
            raise failure(error) from error
        told = apart(results, [size for _, size in asked])
        return [checked(result, refusals=refusals) for result in told]

    # -- what came in ---------------------------------------------------------------------------------------------

    def seal_listener(self, listener: bytes, who: str) -> bytes:
        return self.args.listener(listener, who)

    def open_case(self, lease: ForwardLease) -> bytes:
        return self.sealer.open(lease.case, b"case:" + lease.id.encode())

    def open_body(self, lease: ForwardLease) -> bytes:
        return self.sealer.open(lease.body, b"c:" + lease.id.encode())

    async def take_in(self, items: Sequence[Claim | Note]) -> list[tuple[str, str]]:
        """For each: (new | mine | again | linked, the end of that delivery), or (refused, why). One round trip, unless
        one is like another that is there."""
        return await self.linking.take(items, self.args.heard(items))

    async def report(self, report_key: str, rank: int, status: str, code: str = "", otherwise: str = "") -> Heard:
        """A provider's delivery report. otherwise: as `Otherwise`."""
        heard: Heard = text(await self._run("report", report_key, rank, status, code, otherwise))  # type: ignore[assignment]
        return heard

    async def standing(self, number: str) -> Standing | None:
        """By our own nomor laporan, or by the national number."""
        try:
            found = await self.redis.mget(self.key(f"n:{number}"), self.key(f"N:{number}"))
        except RedisError as error:
            raise failure(error) from error
        name = next((text(value) for value in found if value), "")
        return await self.standing_of(name) if name else None

    async def standing_of(self, complaint: str) -> Standing | None:
        try:
            row = await self.redis.hmget(self.key(f"c:{complaint}"), list(STANDING))
        except RedisError as error:
            raise failure(error) from error
        state, owner, number, national, flagged, look, withheld, also, into, said, changes = map(text, row)
        owner = " ".join(filter(None, (owner, also)))
        doubts = (*filter(None, look.split(",")), *(f"attachment-{why}" for why in withheld.split()))
        look = ",".join(edits.still_doubtful(self.sealer, complaint, changes, doubts))
        told = said == "t"
        return Standing(complaint, state, owner, number, national, flagged == "1", look, into, told) if state else None

    async def parked(self, most: int) -> list[Parked]:
        """The oldest first."""
        try:
            rows: list[Any] = await self.redis.zrange(self.key("parked"), 0, most - 1, withscores=True)
            return [await self._parked(text(item), int(since)) for item, since in rows]
        except RedisError as error:
            raise failure(error) from error

    async def _parked(self, item: str, since: int) -> Parked:
        name = item.partition("~")[0]  # of an act: forwarder/acts.py
        kind = "x" if "~" in item else "a" if "." in item else "u" if "+" in item else "c"
        why, subject = await self.redis.hmget(self.key(f"{kind}:{name}"), ["why", "subject"])
        number = await self.redis.hget(self.key(f"c:{text(subject) or name}"), "number")
        return Parked(item, since, text(number), text(why))

    # -- the due sets ---------------------------------------------------------------------------------------------

    async def lease_forward(
        self, most: int, lease_ms: int, *, feels: bool = False, risks: bool = False
    ) -> list[ForwardLease]:
        """feels: whoever calls first after an outage asks something harmless before (one call more). risks: an unknown
        outcome is left to a person, so fewer and fewer are told into an outage."""
        *rows, now = await self._run("forward_lease", most, lease_ms, int(feels), int(risks))
        self.clock.saw(now)
        return [forward_lease(*row) for row in rows]

    async def lease_reply(self, most: int, lease_ms: int) -> list[ReplyLease]:
        *rows, now = await self._run("lease", most, lease_ms)
        self.clock.saw(now)
        return [reply_lease(self.sealer, *row) for row in rows]

    async def anything_due(self, queue: Queue) -> bool:
        """Whether a worker would find something now, held back or not."""
        try:
            seconds, micros = await self.redis.time()
            now = int(seconds) * 1000 + int(micros) // 1000
            waiting = queue == "forward" and await self.redis.exists(self.key("lanes"))
            due = self.key(f"due:{queue}")
            return bool(waiting or await self.redis.zrangebyscore(due, "-inf", now, start=0, num=1))
        except RedisError as error:
            raise failure(error) from error

    async def may_call(self, lease: ForwardLease | ReplyLease, lease_ms: int) -> bool:
        """Whether a question may be asked about it now; the lease begins anew."""
        return await self._run("may_call", _queue(lease), lease.id, lease.fence, lease_ms) is not None

    async def withheld(self, lease: ForwardLease, why: str) -> bool:
        """Note that files of it do not go on, and why (words of ours, with blanks between)."""
        return await self._run("withheld", lease.id, lease.fence, why) is not None

    async def begin_forward(
        self,
        lease: ForwardLease,
        lease_ms: int,
        case: bytes,
        later: str = "",
        *,
        durably: bool = False,
        sure: bool = True,
    ) -> Begun | None:
        """Note the attempt. None when the lease was lost or calls are put off: do not send. later: places of files that
        follow if this is the case that is frozen. durably: wait until the note is on the disk. sure: nothing is
        there of an earlier attempt."""
        about = b"case:" + lease.id.encode()
        sealed = self.sealer.pack(case, about)
        args = ("forward", lease.id, lease.fence, lease_ms, sealed, later, self.keep.case, int(sure))
        done = await (self._noted(lease, "begin", *args) if durably else self._run("begin", *args))
        frozen = self.sealer.open(done[1], about) if done and done[1] else case
        return Begun(int(done[0]), frozen, int(done[2])) if done else None

    async def begin_reply(
        self, lease: ReplyLease, lease_ms: int, *, blind: bool = False, words: str = "", mark: str = ""
    ) -> bool:
        """Note the attempt and wait until it is on the server's disk; false when the lease was lost. blind: the last
        one may have left and nobody can tell. words: by which a provider's list shows it; mark: their keyed hash, which
        outlives this ledger."""
        sealed = (
            self.sealer.seal(words.encode("utf-8", "surrogatepass"), b"words:" + lease.id.encode()) if words else b""
        )
        args = ("reply", lease.id, lease.fence, lease_ms, "blind" if blind else "", sealed, mark)
        return await self._noted(lease, "begin", *args) is not None

    async def _noted(self, lease: ForwardLease | ReplyLease, script: str, *args: str | bytes | int) -> Any:
        """As `_run`; None, and the item is put off, when the note did not come to the disk."""
        done, kept = await self.durably.noted(self.script(script), (self.opening(), *args))
        if done is not None and not kept:
            await self.later(lease, 1000, durably.NOT_KEPT, unknown=lease.begun)
        return done if kept else None

    async def numbered(self, lease: ForwardLease, number: str, *, doubt: bool, follow: bool = False) -> bool:
        """The tracking number is there; follow: from tomorrow on the central system is asked how the case stands. False
        when the lease was lost."""
        args = (lease.id, lease.fence, "number", number, 0, self.keep.case, int(doubt), int(follow))
        return await self._run("receipt", *args) is not None

    async def deferred(self, lease: ForwardLease, token: str, poll_ms: int) -> bool:
        args = (lease.id, lease.fence, "token", token, poll_ms, self.keep.case, int(lease.begun or lease.doubt))
        return await self._run("receipt", *args) is not None

    async def told_number(self, complaint: str, number: str) -> bool:
        """The central system called back with a number; false when the complaint is not ours."""
        return await self._run("receipt", complaint, "", "number", number, 0, self.keep.case, 0) is not None

    async def later(
        self,
        lease: ForwardLease | ReplyLease,
        delay_ms: int,
        why: str,
        *,
        unknown: bool = False,
        hold_ms: int = 0,
        risked: bool = False,
    ) -> int:
        """Due again in `delay_ms`. unknown: the attempt stays noted, so that it is looked up first. hold_ms: nobody
        asks this central system (this channel) for so long; -1: as long as the row of failures says. risked: it was
        told, and is left to a person unless it turns out to be there. Returns 0 when the lease was lost; else 1, and
        one more for each time that a complaint failed while others were taken."""
        args = (_queue(lease), lease.id, lease.fence, delay_ms, int(unknown), hold_ms, why[:200], int(risked))
        return int(await self._run("later", *args) or 0)

    async def park(self, lease: ForwardLease | ReplyLease, why: str, *, heard: bool = False) -> bool:
        """heard: the central system said so, and is there."""
        # Refused at the first try: it is surely not there.
        sure = heard and isinstance(lease, ForwardLease) and not (lease.begun or lease.doubt or lease.token)
        said = 2 if sure else int(heard)
        return await self._run("park", _queue(lease), lease.id, lease.fence, why[:200], said) is not None

    async def sent(self, lease: ReplyLease, provider_id: str, report_key: str) -> bool:
        args = (lease.id, lease.fence, "sent", provider_id, report_key, self.keep.claim)
        return await self._run("answered", *args) is not None

    async def failed(self, lease: ReplyLease, why: str) -> bool:
        """Nothing carries it. An agency waits for the answer to its question: that is left to a person."""
        if lease.what == QUESTION:
            return await self.park(lease, f"{why[:120]}: {ASK_OTHERWISE}")
        args = (lease.id, lease.fence, "failed", why[:200], "", self.keep.claim)
        return await self._run("answered", *args) is not None

    async def allows(self, lease: ReplyLease, address: str, most: int) -> bool:
        """Whether this answer is among the first `most` of a day to an address (its keyed hash); counts it."""
        return await self._run("allow", address, lease.id, most, DAY) is not None

    async def retry(self, item: str, *, not_there: bool = False) -> bool:
        """Send a parked complaint, answer (its id has dots), supplement (a plus) or act (a tilde) on its way again.
        not_there: a person saw that the central system does not hold the complaint, so nobody looks before it is
        submitted. False when it is not parked."""
        if "~" in item:
            name = item.partition("~")[0]
            return (await self.run_many([("act_retry", (name, 0, self.keep.case))]))[0] is not None
        if "+" in item:
            return bool((await self.run_many([("supplement_retry", (item,))]))[0])
        queue = "reply" if "." in item else "forward"
        return await self._run("retry", queue, item, int(not_there)) is not None


def _queue(lease: ForwardLease | ReplyLease) -> Queue:
    return "forward" if isinstance(lease, ForwardLease) else "reply"
