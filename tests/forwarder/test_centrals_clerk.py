"""What must hold for every kind of central system, for by_hand with the person who works through its tray: a case is
entered once, whatever goes wrong at the desk, and nobody is told another's number."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import pytest
from ledger_kit import KEY, claim, living
from test_centrals_ledger import complaint, now_ms, stands

from forwarder.by_hand import ByHand
from forwarder.by_hand_tray import Refused, enter, waiting
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.ledger import Ledger
from gateway.settings import Settings, load
from gateway.simulator.clerk import Book, Clerk, Slip
from normalizer import codec
from normalizer.schema import Complaint, Flags

SEVERAL = 4


@dataclass(eq=False)
class Office:
    ledger: Ledger
    settings: Settings
    folder: Path
    book: Book

    def clerk(self, name: str = "ratna") -> Clerk:
        desk = self.folder / name
        desk.mkdir(exist_ok=True)
        return Clerk(self.settings, self.book, desk)

    async def works(self, slip: Slip | None = None) -> bool:
        return await asyncio.to_thread(self.clerk().works, slip)

    async def gets(self, *told: Complaint) -> None:
        claims = [
            claim(place, id=one.id, body=codec.encode(one), received_ms=now_ms(), numbers=(f"77{place:08}",))
            for place, one in enumerate(told)
        ]
        await self.ledger.take_in(claims)
        forward = Forward(self.ledger, ByHand(), 60_000, chance=lambda: 0.0)
        await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()

    async def told(self) -> dict[str, str]:
        """By our number the national one that whoever waits is told."""
        leases = await self.ledger.lease_reply(100, 60_000)
        return {lease.number: lease.national for lease in leases if lease.what == "number"}


@asynccontextmanager
async def office(url: str, folder: Path, *told: Complaint) -> AsyncIterator[Office]:
    keys = {"ENCRYPTION_KEYS": base64.urlsafe_b64encode(KEY).decode()}
    settings = load({"REDIS_URL": url, "DATA_DIR": str(folder), "CENTRAL": "by_hand", **keys})
    async with living(url) as ledger:
        found = Office(ledger, settings, folder, Book())
        await found.gets(*(told or map(complaint, range(SEVERAL))))
        yield found


async def test_a_case_is_entered_once_and_known_under_its_number(redis_url: str, tmp_path: Path) -> None:
    async with office(redis_url, tmp_path) as at:
        assert await at.works()
        assert await waiting(at.ledger) == []
        assert await at.told() == at.book.numbers
        assert len(at.book.cases) == SEVERAL
        for ours, national in at.book.numbers.items():
            assert national.startswith("00"), "as it was typed"
            by_theirs, by_ours = await at.ledger.standing(national), await at.ledger.standing(ours)
            assert by_theirs is not None
            assert by_theirs == by_ours
        assert await at.works(), "an empty tray is no fault"
        assert len(at.book.cases) == SEVERAL


@pytest.mark.parametrize("slip", get_args(Slip))
async def test_whatever_goes_wrong_at_the_desk_nobody_is_told_anothers_number(
    redis_url: str, tmp_path: Path, slip: Slip
) -> None:
    """What was refused stays in the tray, and is entered there no second time."""
    async with office(redis_url, tmp_path) as at:
        assert not await at.works(slip)
        wrong = {ours: told for ours, told in (await at.told()).items() if at.book.numbers[ours] != told}
        assert wrong == {}
        assert len(at.book.cases) == SEVERAL
        assert await at.works()
        assert await waiting(at.ledger) == []
        assert len(at.book.cases) == SEVERAL
        standings = [await at.ledger.standing(ours) for ours in at.book.numbers]
        assert [one.national for one in standings if one] == list(at.book.numbers.values())


async def test_two_tables_of_one_tray_give_each_case_one_number(redis_url: str, tmp_path: Path) -> None:
    """Two people took the tray out before either brought it back."""
    async with office(redis_url, tmp_path) as at:
        clerks = at.clerk("ratna"), at.clerk("budi")
        tables = [await asyncio.to_thread(clerk.takes) for clerk in clerks]
        for clerk, table in zip(clerks, tables, strict=True):
            await asyncio.to_thread(clerk.enters, table)
        done = [await asyncio.to_thread(clerk.brings_back, table) for clerk, table in zip(clerks, tables, strict=True)]
        assert done == [True, False], "the second is told that they have their numbers"
        assert len(at.book.cases) == SEVERAL
        assert await at.told() == at.book.numbers


async def test_a_late_number_comes_with_what_came_meanwhile(redis_url: str, tmp_path: Path) -> None:
    async with office(redis_url, tmp_path, complaint(0)) as at:
        clerk = at.clerk()
        table = await asyncio.to_thread(clerk.takes)
        await at.gets(complaint(0), complaint(1))
        await asyncio.to_thread(clerk.enters, table)
        assert await asyncio.to_thread(clerk.brings_back, table)
        assert [one.id for one in await waiting(at.ledger)] == [complaint(1).id]
        assert await at.works()
        assert len(at.book.cases) == 2


FLAGS = (Flags(anonim=True), Flags(rahasia=True), Flags(anonim=True, rahasia=True))


@pytest.mark.parametrize("flags", FLAGS, ids=["anonim", "rahasia", "both"])
async def test_a_flag_is_entered_with_it_and_who_is_anonymous_is_not_named(
    redis_url: str, tmp_path: Path, flags: Flags
) -> None:
    async with office(redis_url, tmp_path, replace(complaint(0), flags=flags)) as at:
        assert await at.works()
        (row,) = at.book.cases.values()
        assert ("anonim", flags.anonim) == ("anonim", row["anonim"] == "ya")
        assert ("rahasia", flags.rahasia) == ("rahasia", row["rahasia"] == "ya")
        assert ("Budi" in row["pelapor"], "81100001234" in row["kontak"]) == (not flags.anonim,) * 2


async def test_what_the_national_system_refuses_waits_and_no_number_is_made_up(redis_url: str, tmp_path: Path) -> None:
    async with office(redis_url, tmp_path, complaint(0)) as at:
        (one,) = await waiting(at.ledger)
        with pytest.raises(Refused):
            await enter(at.ledger, one.number, "", "")
        assert (await stands(at.ledger, one.id))[0] == "waiting"
        assert await at.told() == {}
