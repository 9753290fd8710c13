"""The outbox in the ledger: where each answer stands on its ladder, and what its parts became."""

from __future__ import annotations

from forwarder.items import DAY, ReplyLease
from forwarder.ladder import Rung
from forwarder.ledger import Ledger

# How long an answer waits for its chat to write again, and how often it is looked at meanwhile.
LISTEN_SECONDS, LOOK_SECONDS = 30 * DAY, 7 * DAY


async def descend(
    ledger: Ledger, lease: ReplyLease, rung: Rung, via: str, why: str, *, delay_ms: int = 0, part: int = 0
) -> bool:
    """It goes on by another rung, or later by the same, from that part on. False when the lease was lost."""
    args = (lease.id, lease.fence, rung, via, why[:200], delay_ms, part)
    (done,) = await ledger.run_many([("descend", args)])
    return done is not None


async def listen(ledger: Ledger, lease: ReplyLease, why: str) -> bool:
    """It waits until its chat writes again; false when it has waited too long."""
    args = (lease.id, lease.fence, why[:200], LOOK_SECONDS * 1000, LISTEN_SECONDS * 1000, lease.climb.heard_ms)
    (done,) = await ledger.run_many([("listen", args)])
    return done is None or int(done) != 0


async def part_sent(
    ledger: Ledger, lease: ReplyLease, place: tuple[int, int], provider_id: str, report_key: str
) -> bool:
    """One part of several has left; place: which (0, 1, …), and the last one's. False when the lease was lost."""
    args = (lease.id, lease.fence, *place, provider_id, report_key, ledger.keep.claim)
    (done,) = await ledger.run_many([("part", args)])
    return done is not None
