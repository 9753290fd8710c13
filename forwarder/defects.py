"""What becomes of an item that a defect of ours stops: it is told and parked, and the others go on."""

from __future__ import annotations

import structlog

from forwarder.items import ForwardLease, ReplyLease
from forwarder.ledger import Ledger

log = structlog.get_logger("defects")


def why(defect: Exception) -> str:
    """What an operator reads of it; the log has the rest."""
    return f"A defect of ours stopped this ({type(defect).__name__}): mend it, then retry"


async def park(ledger: Ledger, lease: ForwardLease | ReplyLease, defect: Exception) -> None:
    """Raise `LedgerLost` or `LedgerAway`."""
    log.error("defect", item=lease.id, exc_info=defect)
    await ledger.park(lease, why(defect))
