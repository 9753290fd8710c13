"""Many parked items at once: which are meant, and doing it one by one, each written down before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import track

from forwarder.items import Parked
from forwarder.ledger import Ledger
from gateway import audit
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
            return "name ids, or say --all"
        if self.why and not self.everything:
            return "--why goes with --all"
        return "" if self.kind in (*KINDS.values(), "complaint", ANY) else f"--kind {self.kind} is none of ours"

    def meant(self, parked: Sequence[Parked]) -> list[str]:
        """In the order in which they wait."""
        fitting = (one for one in parked if self.kind in (ANY, kind_of(one.id)))
        return [one.id for one in fitting if self.why.casefold() in one.why.casefold()]


def kind_of(item: str) -> str:
    """Of a parked item, by its id."""
    return next((kind for mark, kind in KINDS.items() if mark in item), "complaint")


async def chosen(ledger: Ledger, choice: Choice) -> list[str]:
    """Raise `LedgerAway`."""
    return choice.meant(await ledger.parked(_MOST)) if choice.everything else list(dict.fromkeys(choice.items))


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
    yield from track(items, "complaints", console=Console(stderr=True), disable=len(items) < 2)
