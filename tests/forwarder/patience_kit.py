"""Processes that share their patience through a ledger."""

from __future__ import annotations

from test_forward import LEASE_MS, Office

from forwarder.forward import Forward
from forwarder.ledger import Ledger
from forwarder.patience import Patience
from forwarder.switches import FORWARD, heed

MINUTE, DAY_MS = 60.0, 86_400_000
CENTRAL = {FORWARD: "national"}
TWILIO = {"twilio": "twilio"}


def another_process(office: Office, patience: Patience | None = None) -> Forward:
    own = patience or Patience()
    return Forward(office.ledger, office.national, LEASE_MS, lambda: None, chance=lambda: 0.0, patience=own)


async def looks(process: Forward) -> None:
    for lease in await process.take(5):
        await process.handle(lease)


async def hold(ledger: Ledger, name: str = FORWARD) -> int:
    return int(await ledger.redis.pttl(ledger.key(f"hold:{name}")))


def asks(office: Office, seconds: float = MINUTE) -> None:
    office.central.orders.throttle, office.central.orders.retry_after = 1, seconds


async def heed_once(ledger: Ledger, seconds: float = MINUTE) -> Patience:
    """The ledger knows that somebody was asked to wait."""
    patience = Patience()
    patience.asked("national", seconds)
    await heed(ledger, patience, CENTRAL)
    return patience
