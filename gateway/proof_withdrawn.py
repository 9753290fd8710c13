"""Proof: what its sender withdrew before it reached the central system does not stand open there."""

from __future__ import annotations

from collections.abc import Mapping

from forwarder import acts
from forwarder.callback import ENDED
from forwarder.census import Stands
from forwarder.central import Central, Rejected, Unknown
from forwarder.ledger import Ledger
from gateway.proof_courtesy import CENTRAL, Courtesy, NotAsked
from gateway.proof_rows import Account

_BEFORE = "its sender withdrew it before it arrived at the central system, which holds it: "
_FOLLOWS = _BEFORE + "its withdrawal goes after it now, so run this again in some minutes"
_CANNOT = _BEFORE + "this one cannot be told, so withdraw it there; it is among `complaints parked`, to be settled"


async def compare_withdrawn(
    found: Account,
    ledger: Ledger,
    central: Central,
    stands: Mapping[str, Stands],
    held: Mapping[str, str | None],
    courtesy: Courtesy,
) -> None:
    """`held`: what is told of each that is there, as `LookUps.held`. The withdrawal of each is sent after it. Raise
    `LedgerAway`."""
    for name, its in stands.items():
        number = held.get(name)
        if its.state != "withdrawn" or not its.gone or its.gone == "there" or number is None:
            continue
        # Whoever withdrew it there meanwhile has noted that here.
        if not await _is_over(central, name, number, courtesy) and await acts.withdraw_after(ledger, name):
            found.differs("withdrawn", name, _FOLLOWS if central.can.withdraw else _CANNOT)


async def _is_over(central: Central, name: str, number: str, courtesy: Courtesy) -> bool:
    """Where nobody can tell it is not: a case that is withdrawn twice is withdrawn."""
    if not central.can.status:
        return False
    try:
        async with courtesy.towards(CENTRAL):
            progress = await central.status(name, number)
    except (NotAsked, Rejected, Unknown):
        return False
    return progress is not None and progress.status in ENDED
