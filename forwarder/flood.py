"""Who writes much is answered less: token buckets for each sender and each channel, shared by all workers.

Nothing is refused on its way in; only answers are fewer. https://en.wikipedia.org/wiki/Token_bucket
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from forwarder.items import ReplyLease
from forwarder.ledger import Ledger
from forwarder.redis_server import text

Told = Literal["go", "hush", "over", "lost"]

# Said instead of the first answer that is not given.
HUSH = "many"
# What nothing else says: numbers, and what somebody asked for who wants protection or to withdraw.
TELLING = frozenset(
    {"number", "numbers", "some", "copy", "flag_alone", "flag_set", "flag_lifted", "supplement_flags", "withdrawn"}
    | {"closed", "merged", "merged_alone", "flag_unknown"}
    | {"confirm_lift", "confirm_withdraw", "confirm_erase", "erase_set", "erase_revoked", "act_waits", "offer"}
    | {"confirm_open", "draft_opened"}
)
# What helps, and can be done without while a channel is flooded.
COURTESIES = frozenset({"help", "linked", "status_ask", "status_unknown", "supplement", "thanks"})
# However long a flood lasts, so many times `at_once` later its sender is answered again.
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Flood:
    """Of one sender `at_once` answers, then one each `again_seconds`; half as many more for numbers and protection. Of
    one channel so many courtesies a minute. 0: without a limit."""

    at_once: int = 0
    again_seconds: float = 300
    courtesies_per_minute: int = 0

    async def ask(self, ledger: Ledger, lease: ReplyLease, sender: str, channel: str) -> Told:
        """Whether it is given, counted if so. sender: a keyed hash. Raise `LedgerLost` or `LedgerAway`."""
        courtesy = self.courtesies_per_minute > 0 and lease.what in COURTESIES
        if not self.at_once and not courtesy:
            return "go"
        args = (lease.id, lease.fence, sender, self.at_once, max(1, int(self.again_seconds * 1000)))
        room = (self.at_once // 2, _DEEPEST * self.at_once, int(lease.what in TELLING))
        shared = (channel if courtesy else "", self.courtesies_per_minute, 60_000 // max(1, self.courtesies_per_minute))
        (found,) = await ledger.run_many([("flood", (*args, *room, *shared))])
        return text(found) if found else "lost"  # type: ignore[return-value] # the script's own words
