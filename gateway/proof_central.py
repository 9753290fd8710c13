"""Proof, second part: what the ledger calls submitted is at the central system, once, and nothing else is."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from forwarder.census import Stands, census
from forwarder.central import Central, Unavailable
from forwarder.ledger import Ledger
from forwarder.listing import Listed, ListsCases
from gateway.proof_rows import Account
from normalizer.schema import Accepted

BY_HAND = "by_hand"
_CALLS = 10
# The case carries the time in milliseconds, the journal in microseconds.
_ROUNDED = timedelta(milliseconds=1)


async def compare(found: Account, ledger: Ledger, central: Central) -> None:
    """Raise `LedgerAway`; a central system that cannot be asked is a difference, since nothing is proven then."""
    stands = await census(ledger, sorted(found.complaints))
    entered = {name: its for name, its in stands.items() if its.by_hand and its.national and central.name != BY_HAND}
    stands = {name: its for name, its in stands.items() if name not in entered}
    if central.name == BY_HAND:
        # The tray is the ledger itself: it would always agree.
        found.sums["in the tray, or entered by hand"] += sum(its.by_hand for its in stands.values())
        return
    try:
        if isinstance(central, ListsCases):
            _not_there(found, entered, await _by_list(found, ledger, stands, await _listed(found, central), central))
        elif central.can.look_up:
            await _one_by_one(found, stands, central)
            told = {name: its for name, its in entered.items() if its.sent}
            _not_there(found, entered, await _looked_up(told, central))
        else:
            found.sums["not compared: this central system can neither list nor look up"] += len(stands)
    except Unavailable as away:
        found.differs("central", central.name, f"it cannot be asked now ({away}): try again later")


async def _listed(found: Account, central: ListsCases) -> list[Listed]:
    return [one async for one in central.cases(found.since - _ROUNDED, found.until + _ROUNDED)]


async def _by_list(
    found: Account, ledger: Ledger, stands: Mapping[str, Stands], listed: Sequence[Listed], central: Central
) -> dict[str, str]:
    """The number of each that is there, "" while it has none."""
    held = {one.reference: one.number for one in listed}
    # A case has the time of its first piece, which may lie before: that it is in no list of this time says nothing.
    beside = {name: its for name, its in stands.items() if name in found.in_pieces and name not in held}
    held |= await _looked_up(beside, central)
    for reference, times in Counter(one.reference for one in listed).items():
        if times > 1:
            found.differs("double", reference, f"the central system lists it {times} times")
    for name, its in stands.items():
        _compare_one(found, name, its, held.get(name))
    others = [reference for reference in held if reference not in stands]
    for name, its in (await census(ledger, others)).items():
        if not its.state:
            found.differs("orphan", name, "the central system holds it, and no journal or ledger here knows it")
    found.sums["at the central system"] += len(listed)
    return held


def _not_there(found: Account, entered: Mapping[str, Stands], held: Mapping[str, str]) -> None:
    """A person took these elsewhere, or found in a list by hand what nobody knew to be there."""
    for name, its in entered.items():
        if held.get(name, its.national) == its.national:
            found.sums["entered by hand"] += 1
        else:
            found.differs("double", name, "a person entered it by hand, and the central system holds it as well")


async def _one_by_one(found: Account, stands: Mapping[str, Stands], central: Central) -> None:
    held = await _looked_up(stands, central)
    for name, its in stands.items():
        if _is_asked(its):
            _compare_one(found, name, its, held.get(name))
    found.sums["at the central system"] += len(held)


async def _looked_up(stands: Mapping[str, Stands], central: Central) -> dict[str, str]:
    """The number of each that is there, "" while it has none."""
    slots, held = asyncio.Semaphore(_CALLS), dict[str, str]()

    async def look(name: str) -> None:
        async with slots:
            receipt = await central.find(name)
        if receipt is not None:
            held[name] = receipt.number if isinstance(receipt, Accepted) else ""

    asked = [look(name) for name, its in stands.items() if _is_asked(its)]
    for outcome in await asyncio.gather(*asked, return_exceptions=True):
        if outcome is not None:
            raise outcome
    return held


def _is_asked(its: Stands) -> bool:
    return its.sent or its.state in ("done", "waiting", "parked")


def _compare_one(found: Account, name: str, its: Stands, number: str | None) -> None:
    """`number`: what the central system says; "" while it has none, None when it holds no such case."""
    if its.state in ("done", "waiting") and number is None:
        found.differs("lost", name, "it was submitted, but the central system does not hold it: ask its operators")
    elif its.state == "done" and number and number != its.national:
        found.differs("number", name, "the central system has it under another number than the citizen was told")
    elif its.state == "closed" and number is not None:
        found.differs(
            "closed", name, "an operator closed it unsubmitted, but the central system holds it: close it there"
        )
    elif its.state == "parked" and number is not None:
        found.differs("parked", name, "it waits for a person, but the central system holds it: `complaints retry`")
    elif its.state == "due" and not its.sent and number is not None:
        found.differs("ahead", name, "the central system holds it, but no attempt is noted here: `journal rebuild`")
