"""Many parked items at once: which are meant, and doing it one by one, each written down before."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import track

from forwarder.items import Parked, Standing
from forwarder.ledger import Ledger
from gateway import audit
from gateway.moments import at_ms
from gateway.terminal import printable

KINDS = {"~": "act", ".": "answer", "+": "supplement"}
ANY = "any"
_MOST = 1_000_000
# So many names stand in one line of the audit trail.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """`items`, or with `everything` all that are parked, of one kind and for a reason with `why` in it."""

    items: tuple[str, ...] = ()
    everything: bool = False
    why: str = ""
    kind: str = "complaint"

    def fault(self) -> str:
        """What is wrong with it, "" for nothing."""
        if bool(self.items) == self.everything:
            return "say which ones, or --all"
        if self.why and not self.everything:
            return "--why goes with --all"
        kinds = ("complaint", *sorted(KINDS.values()), ANY)
        return "" if self.kind in kinds else f"--kind {self.kind}: there are {', '.join(kinds)}"

    def meant(self, parked: Sequence[Parked]) -> list[str]:
        """In the order in which they wait."""
        fitting = (one for one in parked if self.kind in (ANY, kind_of(one.id)))
        return [one.id for one in fitting if self.why.casefold() in one.why.casefold()]


def kind_of(item: str) -> str:
    """Of a parked item, by its id."""
    return next((kind for mark, kind in KINDS.items() if mark in item), "complaint")


async def chosen(ledger: Ledger, choice: Choice) -> dict[str, str]:
    """Ids, and how each was named; what is named by a number nobody knows stays as it was typed. Raise `LedgerAway`."""
    if choice.everything:
        return {name: name for name in choice.meant(await parked(ledger))}
    found = [(item, await standing(ledger, item)) for item in choice.items]
    return {one.id if one else item: item for item, one in found}


async def parked(ledger: Ledger) -> list[Parked]:
    """All of them, the oldest first. Raise `LedgerAway`."""
    return await ledger.parked(_MOST)


def line(item: Parked, zone: ZoneInfo) -> str:
    """One parked item as people read it; why it waits stands below."""
    head = f"{item.id}  {at_ms(item.since_ms, zone)}  {item.number:<11} {kind_of(item.id)}"
    return printable(f"{head}\n    {item.why}")


async def standing(ledger: Ledger, named: str) -> Standing | None:
    """Of a complaint by either number, written with blanks or # or without, or by its id. Raise `LedgerAway`."""
    bare = re.sub(r"[\s#.-]", "", named)
    return await ledger.standing(bare) or await ledger.standing_of(bare)


def written_down(folder: Path, act: str, items: Sequence[str]) -> None:
    """Raise `NotAudited`: then nothing is done."""
    for some in (items[at : at + _AT_ONCE] for at in range(0, len(items), _AT_ONCE)):
        audit.note(folder, f"{act} {' '.join(printable(item) for item in some)}", [])


async def one_by_one(items: Sequence[str], do: Callable[[str], Awaitable[str]]) -> list[tuple[str, str]]:
    """Those that were refused, and why; a bar on stderr shows how far it is."""
    return [(item, why) for item in _shown(items) if (why := await do(item))]


def tell(refused: Sequence[tuple[str, str]]) -> int:
    """Exit status."""
    for item, why in refused:
        typer.echo(printable(f"{item}: {why}"), err=True)
    return int(bool(refused))


def _shown(items: Sequence[str]) -> Iterator[str]:
    yield from track(items, "done", console=Console(stderr=True), disable=len(items) < 2)
