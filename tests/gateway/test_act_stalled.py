"""A worker of acts that stood still while the citizen changed their mind: the last wish is what holds."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from node_kit import sms
from supplement_kit import KEY
from test_act_races import LEASE_MS, TOLD, Office, an_office, item_of
from yarl import URL

from forwarder import acts, erasing, switches
from forwarder.act_forward import Deeds
from forwarder.acts import ActLease
from forwarder.central import Unavailable, Unknown
from forwarder.items import Claim, LedgerAway
from forwarder.ledger import Ledger
from forwarder.national import National
from forwarder.wish import wish_of
from normalizer.schema import Flags

Meanwhile = Callable[[], Awaitable[None]]
BRIEF_MS = 2


async def nothing() -> None:
    """Nobody does anything."""


async def lost() -> None:
    """The call arrived."""
    raise Unknown("its answer was lost")


async def refused() -> None:
    raise Unavailable("it did not arrive")


@dataclass(frozen=True)
class StandsStill(National):
    """What happens elsewhere while a call of this process does not leave; and what becomes of it."""

    meanwhile: Meanwhile = nothing
    behind: Meanwhile = nothing

    async def amend(self, reference: str, flags: Flags, number: str = "") -> None:
        await self.meanwhile()
        if self.behind is not refused:
            await super().amend(reference, flags, number)
        await self.behind()


async def broken() -> None:
    """The call arrived."""
    raise KeyError("what nobody thought of")


@asynccontextmanager
async def stalling(office: Office, meanwhile: Meanwhile, behind: Meanwhile) -> AsyncIterator[StandsStill]:
    central = StandsStill(URL(office.central.url), KEY, "desa", meanwhile=meanwhile, behind=behind)
    try:
        yield central
    finally:
        await central.close()


async def stalled(office: Office, lease: ActLease, meanwhile: Meanwhile, behind: Meanwhile = nothing) -> None:
    async with stalling(office, meanwhile, behind) as central:
        await Deeds(office.ledger, central, LEASE_MS).handle(lease)


class Noting(Ledger):
    """What happens elsewhere after an act of this process was noted, and before it goes on."""

    meanwhile: Meanwhile

    async def run_many(
        self, calls: Iterable[tuple[str, Sequence[str | bytes | int]]], *, refusals: bool = False
    ) -> list[Any]:
        listed = list(calls)
        done = await super().run_many(listed, refusals=refusals)
        if [script for script, _ in listed] == ["act_begin"]:
            await self.meanwhile()
            time.sleep(BRIEF_MS / 1000)  # noqa: ASYNC251 - the whole process stands still
        return done


async def said(office: Office, *words: str, after: int = 2) -> None:
    """The word that opens is answered with; the next says it."""
    for place, text in enumerate(words, after):
        asking = item_of(sms(text, place))
        await acts.claim(office.ledger, [asking.act])
        if text == "BUKA":
            word = replace(asking.act, delivery=f"word-{place}", key=f"{place}" * 26, deed=acts.Deed.CONFIRM)
            await acts.claim(office.ledger, [word])


async def submitted(office: Office) -> None:
    claim = item_of(sms(f"RAHASIA {TOLD}", 1))
    assert isinstance(claim, Claim)
    await office.ledger.take_in([claim])
    await office.carry()
    await said(office, "BUKA")


async def leased(office: Office) -> ActLease:
    await office.hasten()
    (lease,) = await acts.lease(office.ledger, 5, LEASE_MS)
    return lease


async def stands(office: Office) -> str:
    (case,) = office.central.store.in_order
    (row,) = await office.ledger.run_many([("wish", (case.reference,))])
    return wish_of(office.ledger.sealer, case.reference, row)


def changes_their_mind(office: Office, *words: str) -> Meanwhile:
    """Another worker opens it, and tells what the citizen asked for since."""

    async def meanwhile() -> None:
        await office.settle()
        await said(office, *words, after=3)
        await office.settle()

    return meanwhile


async def test_who_stood_still_before_the_call_does_not_make_it(redis_url: str) -> None:
    async with an_office(redis_url) as office:
        await submitted(office)
        ledger = Noting(office.ledger.redis, office.ledger.epoch, office.ledger.sealer)
        ledger.meanwhile = changes_their_mind(office, "RAHASIA")
        await Deeds(ledger, office.national, BRIEF_MS).handle(await leased(office))
        (case,) = office.central.store.in_order
        assert (case.rahasia, office.central.store.counts.amended) == (True, 2)
        assert await stands(office) == "holds"


async def test_what_nobody_took_over_is_done_later(redis_url: str) -> None:
    async with an_office(redis_url) as office:
        await submitted(office)
        ledger = Noting(office.ledger.redis, office.ledger.epoch, office.ledger.sealer)
        ledger.meanwhile = nothing
        await Deeds(ledger, office.national, BRIEF_MS).handle(await leased(office))
        (case,) = office.central.store.in_order
        assert (case.rahasia, office.central.store.counts.amended) == (True, 0)
        await office.settle()
        assert (case.rahasia, office.central.store.counts.amended) == (False, 1)


@pytest.mark.parametrize("behind", [nothing, lost, broken], ids=["answered", "its answer lost", "a defect"])
@pytest.mark.parametrize("words", [("RAHASIA",), ("RAHASIA", "ANONIM")], ids=["protected", "protected twice"])
async def test_what_arrived_late_is_told_over(redis_url: str, words: tuple[str, ...], behind: Meanwhile) -> None:
    async with an_office(redis_url) as office:
        await submitted(office)
        await stalled(office, await leased(office), changes_their_mind(office, *words), behind)
        (case,) = office.central.store.in_order
        assert (case.rahasia, await stands(office)) == (False, "waits")
        await office.settle()
        assert (case.rahasia, case.anonim, await stands(office)) == (True, "ANONIM" in words, "holds")


async def withdrawn_since(office: Office) -> None:
    await changes_their_mind(office, "RAHASIA", "BATAL")()
    word = replace(item_of(sms("BATAL", 4)).act, delivery="word-4", key="4" * 26, deed=acts.Deed.CONFIRM)
    await acts.claim(office.ledger, [word])
    await office.settle()


async def test_it_is_told_over_to_one_that_was_withdrawn_since(redis_url: str) -> None:
    async with an_office(redis_url) as office:
        await submitted(office)

        await stalled(office, await leased(office), lambda: withdrawn_since(office))
        (case,) = office.central.store.in_order
        assert (case.status, case.rahasia) == ("ditarik", False)
        await office.settle()
        assert (case.status, case.rahasia, office.central.store.counts.withdrawn) == ("ditarik", True, 1)


async def test_a_newer_one_that_is_on_its_way_meanwhile_is_told_once_more(redis_url: str) -> None:
    """Which of the two arrived last nobody knows."""
    async with an_office(redis_url) as office:
        await submitted(office)
        on_its_way: list[ActLease] = []

        async def meanwhile() -> None:
            await changes_their_mind(office)()
            await said(office, "RAHASIA", after=3)
            newer = await leased(office)
            assert await acts.begin(office.ledger, newer, LEASE_MS)
            await office.national.amend(newer.id, Flags(rahasia=True))
            on_its_way.append(newer)

        await stalled(office, await leased(office), meanwhile)
        assert await acts.lease(office.ledger, 5, LEASE_MS) == [], "there is one call at a time"
        assert not await acts.told(office.ledger, *on_its_way)
        (case,) = office.central.store.in_order
        assert (case.rahasia, await stands(office)) == (False, "waits")
        await office.settle()
        assert (case.rahasia, await stands(office)) == (True, "holds")


@pytest.mark.parametrize(
    ("words", "behind"), [((), nothing), (("RAHASIA",), refused)], ids=["the same wish", "it never arrived"]
)
async def test_what_changed_nothing_is_not_told_over(redis_url: str, words: tuple[str, ...], behind: Meanwhile) -> None:
    async with an_office(redis_url) as office:
        await submitted(office)
        await stalled(office, await leased(office), changes_their_mind(office, *words), behind)
        assert await office.ledger.redis.zcard(office.ledger.key("due:act")) == 0
        assert await stands(office) == ("holds" if words else "")


class Unreachable(Ledger):
    """Redis is away for what is noted after a call, once something happened elsewhere."""

    away = False

    async def run_many(
        self, calls: Iterable[tuple[str, Sequence[str | bytes | int]]], *, refusals: bool = False
    ) -> list[Any]:
        listed = list(calls)
        if self.away:
            raise LedgerAway("ConnectionError")
        return await super().run_many(listed, refusals=refusals)


@pytest.mark.parametrize("behind", [nothing, lost, broken], ids=["answered", "its answer lost", "a defect"])
async def test_what_arrived_late_and_could_not_be_noted_is_told_over_when_it_can(
    redis_url: str, behind: Meanwhile
) -> None:
    async with an_office(redis_url) as office:
        await submitted(office)
        ledger = Unreachable(office.ledger.redis, office.ledger.epoch, office.ledger.sealer)

        async def meanwhile() -> None:
            await changes_their_mind(office, "RAHASIA")()
            ledger.away = True

        async with stalling(office, meanwhile, behind) as central:
            deeds = Deeds(ledger, central, LEASE_MS)
            with pytest.raises(LedgerAway):
                await deeds.handle(await leased(office))
            with pytest.raises(LedgerAway):
                await deeds.take(4)
            ledger.away = False
            (case,) = office.central.store.in_order
            assert (case.rahasia, len(deeds.unwritten)) == (False, 1)
            await deeds.take(0)
        assert deeds.unwritten == []
        await office.settle()
        assert (case.rahasia, await stands(office)) == (True, "holds")


async def test_what_was_erased_since_is_told_over_by_its_flags_alone(redis_url: str) -> None:
    async with an_office(redis_url) as office:
        await submitted(office)

        async def meanwhile() -> None:
            await withdrawn_since(office)
            await erased(office)

        await stalled(office, await leased(office), meanwhile)
        await office.settle()
        (case,) = office.central.store.in_order
        assert (case.status, case.rahasia, case.anonim) == ("ditarik", True, False)
        assert await office.ledger.parked(5) == []


@pytest.mark.parametrize(
    ("text", "word", "flags"),
    [(TOLD, "RAHASIA", Flags(rahasia=True)), (f"ANONIM {TOLD}", "RAHASIA", Flags(anonim=True, rahasia=True))],
    ids=["asked later", "beside what it came with"],
)
async def test_protection_outlives_the_words_it_was_asked_for(
    redis_url: str, text: str, word: str, flags: Flags
) -> None:
    """The central system was away for a day, in which everything was erased here."""
    async with an_office(redis_url) as office:
        claim = item_of(sms(text, 1))
        assert isinstance(claim, Claim)
        await office.ledger.take_in([claim])
        await office.carry()
        await said(office, word)
        await erased(office)
        await office.settle()
        (case,) = office.central.store.in_order
        assert Flags(case.anonim, case.rahasia) == flags
        assert await office.ledger.parked(5) == []


async def test_who_names_a_time_beside_an_unknown_outcome_is_left_alone_until_then(redis_url: str) -> None:
    async def put_off() -> None:
        raise Unknown("503, perhaps after taking it", 600)

    async with an_office(redis_url) as office:
        await submitted(office)
        await stalled(office, await leased(office), nothing, put_off)
        held = await switches.patience(office.ledger)
        assert held
        assert 590_000 < held.left_ms <= 600_000


async def erased(office: Office) -> None:
    (case,) = office.central.store.in_order
    assert await erasing.forget(office.ledger, erasing.Remains(own=frozenset({case.reference})))
