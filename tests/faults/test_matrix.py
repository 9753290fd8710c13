"""Every kind of fault in random order while citizens write, at every kind of central system: at the end each complaint
was submitted once, each number told, nobody called early, and the books agree (CHAOS_FAULTS of them; `make chaos` has
three hundred)."""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from chaos import dice
from crowd import WAYS, Crowd, epoch, eventually, under_load
from disk import small
from fault_table import faults_of, first_of
from left_over import Moment, Reasons, Watch, hasten, unknowable, whys
from moved_clock import make_clocks
from scenes import RESERVE_MB, Scene
from sides import SIDES

from gateway.simulator.town import Town

HOW_MANY = int(os.environ.get("CHAOS_FAULTS", "12"))
# In a long run complaints come in pieces, as they do wherever nobody set the quiet periods to 0. A clock that is set by
# a day keeps a draft open for twice DRAFT_SECONDS and a minute.
PIECES = {"SMS_QUIET_SECONDS": "1", "CHAT_QUIET_SECONDS": "2", "DRAFT_SECONDS": "10"} if HOW_MANY >= 20 else {}
# A list that is complete is what `mapped` has, and who has no look-up has none, whatever is spoken there.
SHORT = ("national", "open311, list seen", "open311, no look-up", "mapped", "by hand")
# Of the disk that fills now and then: enough for all that comes, so that it is the ballast that fills it.
DISK_MB = 64 + HOW_MANY
pytestmark = [pytest.mark.process, pytest.mark.timeout(240 + 10 * HOW_MANY)]


KINDS = tuple(SIDES) if HOW_MANY >= 20 else SHORT
UNASKED = pytest.mark.leaves(
    orphan="a number told in the last second before a ledger was lost, of a case nobody can ask for: Twilio alone knows"
)
MARKS = {
    "open311, no look-up": UNASKED,
    "mapped, no look-up": UNASKED,
    "open311, list seen": pytest.mark.leaves(
        parked="what a look-up did not see may be there all the same: a person looks, and the proof says that it is"
    ),
}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[None]:
    """Made before the town and taken away after it, which looks into its books at the end."""
    with small(tmp_path / "town" / "node-1", DISK_MB):
        yield


def how_many(label: str) -> int:
    """What all kinds share is tried most with one of them."""
    return HOW_MANY if label == "national" else max(4, HOW_MANY // 3)


@pytest.mark.leaves(missed="who writes by SMS or WhatsApp while the gateway is dead or its disk full hears no yes")
@pytest.mark.usefixtures("small_disk")
@pytest.mark.parametrize("label", [pytest.param(each, marks=MARKS.get(each, ())) for each in KINDS])
async def test_whatever_happens_each_complaint_is_submitted_once(
    town: Town, label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    side, clocks, throws = await SIDES[label](town, tmp_path), make_clocks(tmp_path), dice()
    town.extra |= PIECES | {"JOURNAL_RESERVE_MB": str(RESERVE_MB)}
    await clocks.start(town, monkeypatch)
    await eventually(lambda: epoch(town) != "", 30, lambda: "no ledger lives")
    crowd, scene, watch = Crowd(town, held=side.held), Scene(town, clocks, throws, side), Watch(town)
    happened: list[Moment] = []
    if side.desk:
        await town.beside(side.desk)
    async with watched(watch):
        await under_load(crowd, faults(scene, how_many(label), happened), pause=0.15, ways=(*WAYS, "sms_http"))
        over = time.monotonic()
        left = await crowd.all_settled(
            180 + how_many(label), sure=side.sure, look=lambda: hasten(town, max(over, watch.last))
        )
    reasons, why = Reasons.of(left, side, watch.losses, happened), whys(town)
    seen = Counter(one.name for one in happened)
    print(
        f"{label}: {len(happened)} faults {dict(seen)}; {len(watch.losses)} ledgers lost; {len(crowd.citizens)} wrote"
    )
    print(f"{len(left)} left to a person: {reasons}; waiting there: {dict(why)}; {side.counts()}")
    early = (side.early(), town.twilio.faults.early, town.aggregator.faults.early, town.telegram.early_calls)
    assert early == (0, 0, 0, 0)
    assert (town.central.store.counts.same_text, town.central.store.counts.conflicts) == (0, 0)
    assert [one for one in why if not unknowable(one)] == [], "a person is needed where nobody can be asked, only"
    reasons.hold()


async def faults(scene: Scene, count: int, happened: list[Moment]) -> None:
    """What tells this kind of central system from others first; then every kind comes before any comes again, in an
    order of its own each time."""
    bag = list(reversed(first_of(scene.side)))
    for _ in range(count):
        every = faults_of(scene.side)
        bag.extend(scene.throws.sample(every, len(every)) if not bag else ())
        fault, began = bag.pop(), time.monotonic()
        await fault(scene)
        happened.append(Moment(fault.__name__, began, time.monotonic()))
        await scene.while_()


@asynccontextmanager
async def watched(watch: Watch) -> AsyncIterator[None]:
    over = asyncio.Event()
    looking = asyncio.create_task(watch.looks(over))
    try:
        yield
    finally:
        over.set()
        await looking
