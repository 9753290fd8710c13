"""The proof compares how citizens want their complaints protected with how the central system shows them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from case_kit import INSTANCE, KEY
from journal_samples import HASHER
from node_kit import NodeKit, a_node, sms
from test_wish_told import asked_back

from forwarder import national
from forwarder.act_forward import Deeds
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.national import National
from gateway.proof_courtesy import Courtesy
from gateway.proof_flags import compare_flags
from gateway.proof_pieces import Pieces
from gateway.proof_rows import Account, account
from gateway.simulator.central import StandInCentral
from gateway.simulator.central_store import Stored
from normalizer.schema import Flags

WORDS = "Petugas loket di Kecamatan Wanasari meminta uang untuk surat pindah"
LEASE_MS = 60_000


@dataclass
class Books:
    """A node, and a central system to which all of it goes."""

    node: NodeKit
    standin: StandInCentral
    central: National

    @property
    def case(self) -> Stored:
        (case,) = self.standin.store.in_order
        return case

    async def written(self, *texts: str, first: int = 1, told: bool = True) -> None:
        for place, text in enumerate(texts, first):
            await self.node.pumped(sms(text, place))
            if told:
                await self.worked()

    async def worked(self) -> None:
        forward = Forward(self.node.ledger, self.central, LEASE_MS)
        deeds = Deeds(self.node.ledger, self.central, LEASE_MS)
        await Drain(forward.take, forward.handle, concurrency=1, go_on=lambda: True).run()
        await Drain(deeds.take, deeds.handle, concurrency=1, go_on=lambda: True).run()

    async def compared(self, central: National | None = None, since: datetime | None = None) -> Account:
        """Of the last hour."""
        now = datetime.now(UTC)
        pieces = Pieces(self.node.reader, self.node.ledger, HASHER, {})
        found = await account(pieces, since or now - timedelta(hours=1), now + timedelta(hours=1))
        found.differences.clear()
        await compare_flags(found, self.node.ledger, central or self.central, Courtesy(self.node.ledger, seconds=0.1))
        return found


@asynccontextmanager
async def books(folder: Path, url: str) -> AsyncIterator[Books]:
    standin = StandInCentral({INSTANCE: KEY})
    central = national.from_settings(await standin.start(), KEY, INSTANCE, 10, 5)
    try:
        async with a_node(folder, url) as node:
            yield Books(node, standin, central)
    finally:
        await central.close()
        await standin.stop()


def said(found: Account) -> list[str]:
    return [f"{one.kind} {one.about} {one.sentence}" for one in found.differences]


@pytest.mark.parametrize("texts", [(f"RAHASIA {WORDS}",), (WORDS, "RAHASIA")], ids=["with it", "afterwards"])
async def test_what_a_citizen_wants_protected_and_is_not_is_a_difference(
    tmp_path: Path, redis_url: str, texts: tuple[str, ...]
) -> None:
    async with books(tmp_path, redis_url) as its:
        await its.written(*texts)
        found = await its.compared()
        assert (said(found), found.sums["protected as their senders wish"]) == ([], 1)
        its.case.rahasia = False
        (line,) = said(await its.compared())
        assert line.startswith(f"flags {its.case.reference} its sender wants it rahasia, ")


async def test_what_a_citizen_opened_and_is_still_protected_is_a_difference(tmp_path: Path, redis_url: str) -> None:
    async with books(tmp_path, redis_url) as its:
        await its.written(f"ANONIM {WORDS}", "BUKA")
        await its.written(await asked_back(its.node), first=3)
        assert not its.case.anonim
        assert said(await its.compared()) == []
        its.case.anonim = True
        (line,) = said(await its.compared())
        assert "still protects" in line


async def test_what_is_on_its_way_there_is_none(tmp_path: Path, redis_url: str) -> None:
    async with books(tmp_path, redis_url) as its:
        await its.written(WORDS)
        await its.written("RAHASIA", first=2, told=False)
        assert said(await its.compared()) == []
        await its.worked()
        assert its.case.rahasia


async def test_what_was_asked_for_while_it_was_compared_is_none(tmp_path: Path, redis_url: str) -> None:
    @dataclass(frozen=True)
    class Changes(National):
        """The citizen asks for more, and it is told there, a moment before it is looked at."""

        async def flags(self, reference: str) -> Flags | None:
            await its.written("ANONIM", first=2)
            return await super().flags(reference)

    async with books(tmp_path, redis_url) as its:
        await its.written(f"RAHASIA {WORDS}")
        looked = Changes(its.central.url, KEY, INSTANCE)
        assert said(await its.compared(looked)) == []
        await looked.close()
        assert (its.case.rahasia, its.case.anonim) == (True, True)


async def test_an_official_may_protect_what_nobody_asked_for(tmp_path: Path, redis_url: str) -> None:
    async with books(tmp_path, redis_url) as its:
        await its.written(WORDS)
        its.case.rahasia = True
        assert said(await its.compared()) == []


async def test_a_wish_for_a_complaint_of_an_earlier_day_is_compared_on_its_own(tmp_path: Path, redis_url: str) -> None:
    async with books(tmp_path, redis_url) as its:
        await its.written(WORDS)
        since = datetime.now(UTC)
        await its.written("RAHASIA", first=2)
        its.case.rahasia = False
        found = await its.compared(since=since)
        assert (found.complaints, [one.kind for one in found.differences]) == ({}, ["flags"])


async def test_what_was_not_compared_is_said(tmp_path: Path, redis_url: str) -> None:
    async with books(tmp_path, redis_url) as its:
        await its.written(f"RAHASIA {WORDS}")
        its.case.rahasia = False
        its.standin.orders.down = "refuse"
        (line,) = said(await its.compared())
        assert line.startswith("central national it cannot be asked now")
        assert line.endswith("protection was not compared with it")
