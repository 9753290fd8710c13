"""The kinds of central system that a town may tell: what can be ordered of each stand-in, and what it holds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from central_kinds import profile_text
from crowd import Held, digest

from forwarder.open311 import LookUp
from gateway.complaints_cli import NoLedger
from gateway.settings import load
from gateway.simulator.central_orders import Orders
from gateway.simulator.clerk import Book, Clerk, Slip
from gateway.simulator.mapped import StandInMapped
from gateway.simulator.open311 import StandInOpen311
from gateway.simulator.town import Town

KEY = "a-key-made-up-for-tests"
# A lost answer is looked up a second after it may last have arrived, instead of a minute.
SETTLES = {"OPEN311_SETTLES_SECONDS": "1"}


class Case(NamedTuple):
    """Satisfies `crowd.Held`."""

    text: str
    number: str


@dataclass(frozen=True)
class Side:
    """`sure`: an unknown outcome is looked up, and what is not found is told again, so that no complaint is left to a
    person. `orders`: None where nobody is called. `unheard`: calls that it took, or cut, without saying what came of
    them; `early`: those before the time it named. `counts`: for whoever reads the test's output. `reads`: it can be
    told not to digest some words."""

    sure: bool
    held: Callable[[], Sequence[Held]]
    counts: Callable[[], object]
    orders: Orders | None = None
    unheard: Callable[[], int] = lambda: 0
    early: Callable[[], int] = lambda: 0
    desk: Desk | None = None
    reads: bool = False


@dataclass(eq=False)
class Desk:
    """The person of CENTRAL=by_hand at work; `slip` is what goes wrong with the next table."""

    town: Town
    folder: Path
    book: Book
    slip: Slip | None = None
    tables: int = 0
    _over: asyncio.Event = field(default_factory=asyncio.Event)
    _work: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """From when there is a gateway: `Town.beside`."""
        self.folder.mkdir()
        self._work = asyncio.create_task(self._works(self._over))

    async def stop(self) -> None:
        self._over.set()
        if self._work is not None:
            await self._work

    async def _works(self, over: asyncio.Event) -> None:
        """Whenever there is no ledger, or no room for the audit trail, the command says so and is typed again."""
        clerk = Clerk(load(self.town.nodes[0].env, serving=True), self.book, self.folder)
        while not over.is_set():
            slip, self.slip = self.slip, None
            with suppress(NoLedger, OSError):
                await asyncio.to_thread(clerk.works, slip)
                self.tables += 1
            await asyncio.sleep(0.5)

    def held(self) -> list[Case]:
        book = self.book
        return [Case(digest(row["isi"]), book.numbers[ours]) for ours, row in list(book.cases.items())]


async def national(town: Town, folder: Path) -> Side:
    store = town.central.store
    return Side(
        *(True, lambda: store.in_order, lambda: store.counts, town.central.orders),
        early=lambda: store.counts.early,
        reads=True,
    )


def open311(look_up: LookUp) -> Callable[[Town, Path], Awaitable[Side]]:
    async def made(town: Town, folder: Path) -> Side:
        standin = StandInOpen311(KEY)
        await town.beside(standin)
        town.extra |= {"CENTRAL": "open311", "CENTRAL_URL": standin.url, "CENTRAL_KEY": KEY, "OPEN311_LOOK_UP": look_up}
        town.extra |= SETTLES | {"OPEN311_SERVICE": "003", "OPEN311_ADDRESS": "Kabupaten Contoh"}
        tally = standin.server.tally

        def held() -> list[Case]:
            # Below the citizen's words, behind an empty line, stands what the standard has no field for.
            words = [((one.one("description") or "").partition("\n\n")[0], one.number) for one in standin.kept.in_order]
            return [Case(digest(said), number) for said, number in words]

        return Side(
            look_up == "sure",
            held,
            lambda: tally,
            standin.orders,
            lambda: tally.lost_answers + tally.doubtful,
            lambda: tally.early,
        )

    return made


def mapped(*, look_up: bool) -> Callable[[Town, Path], Awaitable[Side]]:
    async def made(town: Town, folder: Path) -> Side:
        standin = StandInMapped(KEY, "header", "KEYTOKEN")
        await town.beside(standin)
        profile = folder / "profile.toml"
        profile.write_text(profile_text(without=() if look_up else ("look_up",)), encoding="utf-8")
        town.extra |= {"CENTRAL": "mapped", "CENTRAL_URL": standin.url, "CENTRAL_KEY": KEY}
        town.extra |= {"CENTRAL_PROFILE": str(profile)}
        tally = standin.server.tally
        return Side(
            look_up,
            lambda: [Case(digest(one.fields["isi"]), one.number) for one in standin.kept],
            lambda: tally,
            standin.orders,
            lambda: tally.lost_answers + tally.doubtful,
            lambda: tally.early,
        )

    return made


async def by_hand(town: Town, folder: Path) -> Side:
    town.extra |= {"CENTRAL": "by_hand"}
    desk = Desk(town, folder / "desk", Book())
    return Side(True, desk.held, lambda: f"{len(desk.book.cases)} entered, {desk.tables} tables", desk=desk)


SIDES: dict[str, Callable[[Town, Path], Awaitable[Side]]] = {
    "national": national,
    "open311, list complete": open311("sure"),
    "open311, list seen": open311("seen"),
    "open311, no look-up": open311("no"),
    "mapped": mapped(look_up=True),
    "mapped, no look-up": mapped(look_up=False),
    "by hand": by_hand,
}
