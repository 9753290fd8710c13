"""How the protection of the complaint stands that STATUS was asked for, at the moment its answer is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from forwarder.items import ReplyLease
from forwarder.ledger import Ledger
from forwarder.listener import Listener
from forwarder.wish import wish_of

# Under which name such an answer's listener keeps its complaint: the answer itself is about none of the ledger's.
ASKED_FOR: Final = "asked_for"


async def with_wish(ledger: Ledger, lease: ReplyLease, listener: Listener) -> ReplyLease:
    """Raise `LedgerLost` or `LedgerAway`."""
    complaint = dict(listener.facts).get(ASKED_FOR, "")
    if not complaint:
        return lease
    (row,) = await ledger.run_many([("wish", (complaint,))])
    return replace(lease, wish=wish_of(ledger.sealer, complaint, row))
