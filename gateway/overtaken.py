"""Protection for complaints that were claimed in the moment in which another gateway was asked for it."""

from __future__ import annotations

from collections.abc import Sequence

from forwarder import acts
from forwarder.acts import Act, Deed
from forwarder.items import Claim
from forwarder.ledger import Ledger
from forwarder.seal import Hasher
from gateway.understood import Item


async def protect(ledger: Ledger, hasher: Hasher, taken: Sequence[tuple[Claim, str]]) -> None:
    """Each with its `protection.letters`. It is raised as by an order of its chat; whoever asked for it is answered,
    nobody here. May be done again. Raise `LedgerLost`, `LedgerAway`."""
    await acts.also(ledger, [_order(hasher, claim, letters) for claim, letters in taken])


def _order(hasher: Hasher, claim: Claim, letters: str) -> Act:
    name = hasher.short("overtaken", claim.delivery)
    names = (claim.who, *claim.owner.split())
    mine = (claim.id,)
    return Act(
        name, name, Deed.RAISE, claim.node, claim.received_ms, claim.who, b"", names, letters=letters, complaints=mine
    )


def claim_in(item: Item | None, name: str) -> Claim | None:
    """The complaint of this id, be it what was meant or what it is otherwise."""
    if item is None or (isinstance(item, Claim) and item.id == name):
        return item
    return claim_in(getattr(item, "otherwise", None), name)
