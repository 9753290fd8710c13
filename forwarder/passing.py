"""A failure reported later that is over after a while (a full queue, a day's limit): the same way is tried again."""

from __future__ import annotations

from channels.abilities import Passing, able
from channels.base import Channel
from forwarder import outbox, schedule
from forwarder.items import ReplyLease
from forwarder.ladder import Rung
from forwarder.ledger import Ledger
from forwarder.refusals import refused

# Each try may cost something; a day's limit needs hours.
_FIRST_SECONDS, _LONGEST_SECONDS = 300.0, 6 * 3600.0


async def tried_again(ledger: Ledger, lease: ReplyLease, channel: Channel | None, chance: float) -> bool:
    """Whether it goes the same way once more, later. False for any other failure, and after three days unless it is a
    setting of ours that is refused."""
    code = lease.climb.fell.partition(" ")[2]
    found = able(channel, Passing) if channel and code else None
    if channel is None or found is None or not found.passes(code):
        return False
    if ours := found.is_ours(code):
        await refused(ledger, channel.name, code, later=True)
    if lease.patience_ms > schedule.GIVE_UP_SECONDS * 1000 and not ours:
        return False
    asked = min(_LONGEST_SECONDS, _FIRST_SECONDS * 2.0 ** min(lease.tries, 10))
    delay = int(schedule.delay(1, chance, asked) * 1000)
    rung = Rung(lease.climb.rung or Rung.FREE)
    await outbox.descend(ledger, lease, rung, channel.name, f"{rung}: {code}", delay_ms=delay, part=lease.climb.part)
    return True
