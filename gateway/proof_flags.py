"""Proof: how citizens want their complaints protected, and how the central system shows them to be."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from forwarder.central import Central
from forwarder.ledger import Ledger
from forwarder.listing import ShowsFlags
from forwarder.wished import wished
from gateway.proof_courtesy import CENTRAL, Courtesy, NotAsked
from gateway.proof_rows import Account
from normalizer.schema import Flags

_CALLS = 10
_AS_WISHED = "protected as their senders wish"


async def compare_flags(found: Account, ledger: Ledger, central: Central, courtesy: Courtesy) -> None:
    """Of each complaint for which protection was ever asked, and nothing is left to be told. Raise `LedgerAway`."""
    before = await wished(ledger, sorted(found.touched | set(found.complaints)))
    if not before:
        return
    if not isinstance(central, ShowsFlags):
        found.sums["not compared: this central system does not show how it protects"] += len(before)
        return
    try:
        shown = await _shown(sorted(before), central, courtesy)
    except NotAsked as away:
        found.differs("central", central.name, f"{away}: protection was not compared with it")
        return
    differ = [name for name, flags in shown.items() if flags != before[name]]
    # What was asked for since is told there before it is noted here.
    after = await wished(ledger, differ)
    for name in differ:
        if after.get(name) == before[name]:
            found.differs("flags", name, _sentence(before[name], shown[name]))
    found.sums[_AS_WISHED] += len(shown) - len(differ)


async def _shown(names: Collection[str], central: ShowsFlags, courtesy: Courtesy) -> dict[str, Flags]:
    """Of those that are there. Raise `NotAsked`."""
    shown, left = dict[str, Flags](), iter(names)

    async def ask() -> None:
        for name in left:
            async with courtesy.towards(CENTRAL):
                flags = await central.flags(name)
            if flags is not None:
                shown[name] = flags

    outcomes = await asyncio.gather(*(ask() for _ in range(_CALLS)), return_exceptions=True)
    for outcome in outcomes:
        if outcome is not None:
            raise outcome
    return shown


def _sentence(wanted: Flags, shown: Flags) -> str:
    lacks = [name for name in ("anonim", "rahasia") if getattr(wanted, name) and not getattr(shown, name)]
    if lacks:
        return f"its sender wants it {' and '.join(lacks)}, and the central system shows it without: raise it there now"
    return "its sender opened it, and the central system still protects it: lower it there"
