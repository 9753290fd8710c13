"""Proof, second part: what the ledger calls submitted is at the central system, once, and nothing else is."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from forwarder.census import Stands, census
from forwarder.central import Central
from forwarder.ledger import Ledger
from forwarder.listing import Listed, ListsCases, ShowsCases
from gateway.proof_courtesy import CENTRAL, Courtesy, NotAsked
from gateway.proof_rows import Account
from gateway.proof_withdrawn import compare_withdrawn
from normalizer.schema import Accepted

BY_HAND = "by_hand"
_CALLS = 10
_HAS = {True: "entered it by hand", False: "has it in the tray, to enter it by hand"}
_NO_LIST = "doubles and orphans are not compared: this central system shows no list"
_CUT = "doubles and orphans are compared in part: the central system cut its list short"
# So many of a list are read before it is looked again whether anybody may call.
_AT_ONCE = 100
# The case carries the time in milliseconds, the journal in microseconds.
_ROUNDED = timedelta(milliseconds=1)


async def compare(found: Account, ledger: Ledger, central: Central, courtesy: Courtesy | None = None) -> None:
    """Raise `LedgerAway`; a central system that cannot be asked is a difference, since nothing is proven then."""
    stands = await census(ledger, sorted(found.complaints))
    entered = {name: its for name, its in stands.items() if its.by_hand and central.name != BY_HAND}
    stands = {name: its for name, its in stands.items() if name not in entered}
    if central.name == BY_HAND:
        # The tray is the ledger itself: it would always agree.
        found.sums["in the tray, or entered by hand"] += sum(its.by_hand for its in stands.values())
        return
    look_ups = LookUps(central, courtesy or Courtesy(ledger))
    if isinstance(central, ListsCases):
        try:
            listed = await _listed(found, central, look_ups.courtesy)
        except NotAsked as away:
            found.differs("central", central.name, f"{away}: nothing was compared with it")
            return
        held = await _by_list(found, ledger, stands, listed, look_ups)
        _not_there(found, entered, held)
        await compare_withdrawn(found, ledger, central, stands, held, look_ups.courtesy)
    elif central.can.look_up:
        try:
            listed = await _shown(found, central, look_ups.courtesy)
        except NotAsked as away:
            found.differs("central", central.name, f"{away}: nothing was compared with it")
            return
        await _doubles_and_orphans(found, ledger, stands, listed)
        look_ups.held.update(_held(stands, listed))
        await _one_by_one(found, stands, look_ups)
        await look_ups.ask({name: its for name, its in entered.items() if its.sent})
        _not_there(found, entered, look_ups.held)
        await compare_withdrawn(found, ledger, central, stands, look_ups.held, look_ups.courtesy)
    else:
        found.sums[_NO_LIST] += 0
        found.sums["not compared: this central system can neither list nor look up"] += len(stands)
    if look_ups.stopped:
        some = f"{len(look_ups.held)} cases were looked up, {len(look_ups.unasked)} were not compared with it"
        found.differs("central", central.name, f"{look_ups.stopped}: {some}")


async def _listed(found: Account, central: ListsCases, courtesy: Courtesy) -> list[Listed]:
    """Raise `NotAsked`."""
    listed = list[Listed]()
    async with courtesy.towards(CENTRAL):
        async for one in central.cases(found.since - _ROUNDED, found.until + _ROUNDED):
            listed.append(one)
            if len(listed) % _AT_ONCE == 0:
                await courtesy.heed(CENTRAL)
    return listed


async def _shown(found: Account, central: Central, courtesy: Courtesy) -> list[Listed]:
    """Some of what is there. Raise `NotAsked`."""
    listed = list[Listed]()
    if not (isinstance(central, ShowsCases) and central.shows_cases):
        found.sums[_NO_LIST] += 0
        return listed
    async with courtesy.towards(CENTRAL):
        async for page in central.shown(found.since - _ROUNDED, found.until + _ROUNDED):
            listed += page.cases
            if page.cut:
                found.sums[_CUT] += 0
            await courtesy.heed(CENTRAL)
    return listed


async def _doubles_and_orphans(
    found: Account, ledger: Ledger, stands: Mapping[str, Stands], listed: Sequence[Listed]
) -> None:
    times = Counter(one.reference for one in listed)
    for reference in times:
        if times[reference] > 1:
            found.differs("double", reference, f"the central system lists it {times[reference]} times")
    others = [reference for reference in times if reference not in stands]
    for name, its in (await census(ledger, others)).items():
        if not its.state:
            found.differs("orphan", name, "the central system holds it, and no journal or ledger here knows it")


def _held(stands: Mapping[str, Stands], listed: Sequence[Listed]) -> dict[str, str]:
    """By reference, of these: its number; of one that is there twice the one that is known here."""
    held = dict[str, str]()
    for one in listed:
        if (its := stands.get(one.reference)) and (one.reference not in held or one.number == its.national):
            held[one.reference] = one.number
    return held


async def _by_list(
    found: Account, ledger: Ledger, stands: Mapping[str, Stands], listed: Sequence[Listed], look_ups: LookUps
) -> Mapping[str, str | None]:
    """What is told of each that is there, or was looked up."""
    held: dict[str, str | None] = {one.reference: one.number for one in listed}
    # A case has the time of its first piece, which may lie before: that it is in no list of this time says nothing.
    await look_ups.ask({name: its for name, its in stands.items() if name in found.in_pieces and name not in held})
    held |= look_ups.held
    await _doubles_and_orphans(found, ledger, stands, listed)
    for name, its in stands.items():
        if name not in look_ups.unasked:
            _compare_one(found, name, its, held.get(name))
    found.sums["at the central system"] += len(listed)
    return held


def _not_there(found: Account, entered: Mapping[str, Stands], held: Mapping[str, str | None]) -> None:
    """A person took these elsewhere, has them in the tray yet, or found in a list by hand what nobody knew to be
    there."""
    for name, its in entered.items():
        number = held.get(name)
        if number is not None and (not its.national or number != its.national):
            found.differs(
                "double", name, f"a person {_HAS[bool(its.national)]}, and the central system holds it as well"
            )
        else:
            found.sums["entered by hand" if its.national else "in the tray of by_hand"] += 1


async def _one_by_one(found: Account, stands: Mapping[str, Stands], look_ups: LookUps) -> None:
    await look_ups.ask(stands)
    for name, number in look_ups.held.items():
        _compare_one(found, name, stands[name], number)
    found.sums["at the central system"] += sum(number is not None for number in look_ups.held.values())


@dataclass(eq=False)
class LookUps:
    """Cases looked up one by one until somebody is not answered, `stopped` says why; then nobody asks any more. `held`
    by reference: the number, "" while it has none, None for what is not there."""

    central: Central
    courtesy: Courtesy
    held: dict[str, str | None] = field(default_factory=dict)
    unasked: set[str] = field(default_factory=set)
    stopped: str = ""

    async def ask(self, stands: Mapping[str, Stands]) -> None:
        """Those of them that may be there."""
        names = [name for name, its in stands.items() if _is_asked(its) and name not in self.held]
        left = iter(names)
        for outcome in await asyncio.gather(*(self._ask(left) for _ in range(_CALLS)), return_exceptions=True):
            if outcome is not None:
                raise outcome
        self.unasked.update(name for name in names if name not in self.held)

    async def _ask(self, left: Iterator[str]) -> None:
        while not self._over() and (name := next(left, None)) is not None:
            try:
                async with self.courtesy.towards(CENTRAL):
                    if self._over():
                        return
                    receipt = await self.central.find(name)
            except NotAsked as away:
                self.stopped = self.stopped or str(away)
                return
            number = receipt.number if isinstance(receipt, Accepted) else ""
            self.held[name] = None if receipt is None else number

    def _over(self) -> bool:
        return bool(self.stopped)


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
