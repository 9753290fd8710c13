"""One person under several names: an account that shared its own phone is the phone's. Names are keyed hashes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forwarder.ledger import Ledger
from forwarder.redis_server import text


@dataclass(frozen=True, slots=True)
class Join:
    """`account` proved at `at_ms` that it is the `person`; the latest counts."""

    account: str
    person: str
    at_ms: int
    node: str


async def join(ledger: Ledger, said: Iterable[Join]) -> None:
    """Remember. May be done again."""
    calls = [("join", (each.account, each.person, each.at_ms, each.node)) for each in said]
    if calls:
        await ledger.run_many(calls)


async def joined(ledger: Ledger, names: Sequence[str]) -> Mapping[str, str]:
    """Who these accounts are: account → person, without those that joined nobody."""
    return {name: person for name, (person, _) in (await _known(ledger, names)).items() if person}


async def all_names(ledger: Ledger, names: Iterable[str]) -> frozenset[str]:
    """These names with every other of the same persons: two looks suffice, because accounts join persons only."""
    found = set(names)
    for _ in range(2):
        known = await _known(ledger, sorted(found))
        found |= {name for person, accounts in known.values() for name in (person, *accounts) if name}
    return frozenset(found)


async def _known(ledger: Ledger, names: Sequence[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    if not names:
        return {}
    (found,) = await ledger.run_many([("names", tuple(names))])
    return {
        name: (text(person or ""), tuple(map(text, accounts)))
        for name, (person, accounts) in zip(names, found, strict=True)
    }
