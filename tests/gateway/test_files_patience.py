"""Files of a complaint or supplement while the central system asks for patience: none goes early, none goes twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attachment_samples as samples
import pytest
from node_kit import until
from supplement_kit import KEY, Desk, first_mail
from test_attachments import LETTER_FILE, PHOTO_FILE, Office, an_office, mail
from test_supplement_files import answered_with, desk_with_store, forget

from forwarder import switches
from forwarder.by_hand import ByHand
from forwarder.central import Unavailable
from forwarder.drain import Drain
from forwarder.ledger import Ledger
from forwarder.national import National, from_settings
from forwarder.patience import Patience
from gateway.simulator.central import StandInCentral
from normalizer.schema import Attachment, DeliveryNote, Receipt

FILES = (PHOTO_FILE, LETTER_FILE, (samples.png(), "image/png", "peta.png"))


def puts(central: StandInCentral) -> list[str]:
    """Whose bytes were offered, each time."""
    return [one.reference for one in central.store.seen if one.operation == "attachment"]


@dataclass
class Slow:
    """A central system that takes a second for each answer, so that something may happen between two files."""

    central: StandInCentral
    ledger: Ledger

    @asynccontextmanager
    async def while_first_is_there(self, work: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
        self.central.orders.latency, self.central.orders.on_its_way = 1.0, 0
        working = asyncio.create_task(_awaited(work))
        await until(lambda: self.central.store.attachments)
        yield
        await working
        self.central.orders.latency = 0

    async def ended(self) -> None:
        """Nobody is asked to wait any more."""
        async with asyncio.timeout(60):
            while await switches.patience(self.ledger):  # noqa: ASYNC110 - Redis's clock has no event
                await asyncio.sleep(0.05)


async def _awaited(work: Callable[[], Awaitable[object]]) -> None:
    await work()


async def heard_by_itself(slow: Slow) -> None:
    slow.central.orders.retry_after, slow.central.orders.throttle = 2, 1


async def heard_by_another_process(slow: Slow) -> None:
    await switches.leave_alone(slow.ledger, "", 2, "429")


HEARD = pytest.mark.parametrize("heard", [heard_by_itself, heard_by_another_process])


@HEARD
async def test_the_files_of_a_complaint_stop_and_go_on_where_they_stopped(
    tmp_path: Path, redis_url: str, heard: Callable[[Slow], Awaitable[None]]
) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await office.comes(mail("Jembatan putus", *FILES))
        slow = Slow(office.central, office.node.ledger)
        async with slow.while_first_is_there(office.passes):
            await heard(slow)
        assert (len(office.held()), office.central.store.in_order) == (1, [])
        held = await switches.patience(slow.ledger)
        assert held
        assert held.left_ms > 0
        await slow.ended()
        await office.passes()
        assert await office.of("state") == "done"
        assert office.held() == [content for content, _, _ in FILES]
        assert office.central.store.counts.early == 0
        taken = puts(office.central)
        assert (len(taken), len(set(taken))) == (3, 3), "none went twice"
        assert await left_over(office) == []


@HEARD
async def test_the_files_of_a_supplement_stop_and_go_on_where_they_stopped(
    tmp_path: Path, redis_url: str, heard: Callable[[Slow], Awaitable[None]]
) -> None:
    async with desk_with_store(tmp_path, redis_url) as (desk, _):
        answer = await desk.complaint(first_mail("Jembatan di Desa Sukamaju putus sejak hari Senin"))
        await answered_with(desk, answer, *(content for content, _, _ in FILES[:2]))
        slow = Slow(desk.central, desk.ledger)
        async with slow.while_first_is_there(desk.add):
            await heard(slow)
        assert (len(desk.central.store.attachments), desk.added()) == (1, [])
        await slow.ended()
        await desk.add()
        assert len(desk.added()) == 1
        assert desk.central.store.counts.early == 0
        taken = puts(desk.central)
        assert (len(taken), len(set(taken))) == (2, 2), "none went twice"


async def test_what_is_there_is_not_believed_for_longer_than_a_central_system_keeps_it(
    tmp_path: Path, redis_url: str
) -> None:
    """An outage of a week breaks it off again and again."""
    async with an_office(tmp_path, redis_url) as office:
        await office.comes(mail("Jembatan putus", PHOTO_FILE, LETTER_FILE))
        await forget(office.vault, LETTER_FILE[0])
        await office.passes()
        (known,) = await left_over(office)
        await office.node.redis.pexpire(known, 60_000)  # nearly two days later
        await office.passes()
        assert len(puts(office.central)) == 1
        assert 0 < await office.node.redis.pttl(known) <= 60_000


async def test_what_another_kind_of_central_system_was_given_is_given_to_this_one(
    tmp_path: Path, redis_url: str
) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await office.comes(mail("Jembatan putus", PHOTO_FILE, LETTER_FILE))
        await forget(office.vault, LETTER_FILE[0])
        api: Any = office.national
        office.national = ByHand()  # type: ignore[assignment]
        await office.passes()
        assert len(await left_over(office)) == 1
        await office.vault.keep(LETTER_FILE[0], datetime.now(UTC))
        office.national = api
        await office.passes()
        assert office.held() == [content for content, _, _ in FILES[:2]]
        assert len(office.named()) == 2


@asynccontextmanager
async def elsewhere(office: Office) -> AsyncIterator[None]:
    """The central system is another one of the same kind: CENTRAL_URL was changed."""
    central, before = StandInCentral({"desa": KEY}), office.national
    await central.start()
    office.central, office.national = central, from_settings(central.url, KEY, "desa", 2.0, 20)
    try:
        yield
    finally:
        await office.national.close()
        await central.stop()
        office.national = before


async def test_what_the_one_before_was_given_is_given_to_its_successor(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await office.comes(mail("Jembatan putus", PHOTO_FILE, LETTER_FILE))
        await forget(office.vault, LETTER_FILE[0])
        await office.passes()
        assert len(office.held()) == 1
        await office.vault.keep(LETTER_FILE[0], datetime.now(UTC))
        async with elsewhere(office):
            await office.passes()
            assert office.held() == [content for content, _, _ in FILES[:2]]
            assert len(office.named()) == 2


async def its_case_waits(office: Office) -> None:
    """All of its files are there, and its case is frozen and not taken."""
    await office.comes(mail("Jembatan putus", PHOTO_FILE, LETTER_FILE))
    before = office.national
    office.national = Refusing(before.url, before.key, before.instance)
    await office.passes()
    await office.national.close()
    office.national = before
    assert (len(office.held()), office.central.store.in_order) == (2, [])


@dataclass(frozen=True)
class Refusing(National):
    """It is away when the case is told."""

    async def submit(self, reference: str, body: bytes, note: DeliveryNote) -> Receipt:
        raise Unavailable("away")


async def test_a_case_that_was_frozen_for_the_one_before_comes_with_its_files(tmp_path: Path, redis_url: str) -> None:
    async with an_office(tmp_path, redis_url) as office:
        await its_case_waits(office)
        async with elsewhere(office):
            await office.passes()
            assert (len(office.named()), office.held()) == (2, [content for content, _, _ in FILES[:2]])


@pytest.mark.parametrize(("days", "handed"), [(1, 2), (3, 4)])
async def test_files_go_again_with_a_case_that_waited_for_days(
    tmp_path: Path, redis_url: str, days: int, handed: int
) -> None:
    """A central system keeps bytes that no case names for a week."""
    async with an_office(tmp_path, redis_url) as office:
        await its_case_waits(office)
        redis: Any = office.node.redis
        (key,) = await redis.keys(office.node.ledger.key("c:*"))
        at, _, shelf = (await redis.hget(key, "files")).decode().partition(" ")
        await redis.hset(key, "files", f"{int(at) - days * 86_400_000} {shelf}")
        await office.passes()
        assert await office.of("state") == "done"
        assert len(puts(office.central)) == handed
        assert not await redis.hexists(key, "files")


@dataclass(frozen=True)
class RefusingMore(National):
    """It is away when something is added."""

    async def supplement(
        self, reference: str, key: str, text: str, attachments: Sequence[Attachment] = (), number: str = ""
    ) -> None:
        raise Unavailable("away")


async def frozen_supplement(desk: Desk) -> Any:
    """Its files are there, and it is not taken. Its key in the ledger."""
    answer = await desk.complaint(first_mail("Jembatan di Desa Sukamaju putus sejak hari Senin"))
    await answered_with(desk, answer, *(content for content, _, _ in FILES[:2]))
    before = desk.national
    desk.national = RefusingMore(before.url, before.key, before.instance)
    await desk.add()
    await desk.national.close()
    desk.national = before
    assert (len(desk.central.store.attachments), desk.added()) == (2, [])
    redis: Any = desk.ledger.redis
    (key,) = await redis.keys(desk.ledger.key("u:*"))
    return key


async def test_a_supplement_that_was_frozen_for_the_one_before_comes_with_its_files(
    tmp_path: Path, redis_url: str
) -> None:
    async with desk_with_store(tmp_path, redis_url) as (desk, _):
        await frozen_supplement(desk)
        desk.central.store.attachments.clear()  # its successor has the cases and not these
        before = desk.national
        desk.national = from_settings(desk.central.url.replace("127.0.0.1", "localhost"), KEY, "desa", 2.0, 20)
        await desk.add()
        await desk.national.close()
        desk.national = before
        assert len(desk.added()) == 1
        assert list(desk.central.store.attachments.values()) == [content for content, _, _ in FILES[:2]]


@pytest.mark.parametrize(("days", "handed"), [(1, 2), (3, 4)])
async def test_files_go_again_with_a_supplement_that_waited_for_days(
    tmp_path: Path, redis_url: str, days: int, handed: int
) -> None:
    async with desk_with_store(tmp_path, redis_url) as (desk, _):
        key = await frozen_supplement(desk)
        redis: Any = desk.ledger.redis
        at, _, shelf = (await redis.hget(key, "files")).decode().partition(" ")
        await redis.hset(key, "files", f"{int(at) - days * 86_400_000} {shelf}")
        await desk.add()
        assert len(desk.added()) == 1
        assert len(puts(desk.central)) == handed
        assert not await redis.hexists(key, "files")


async def breaks(ledger: Ledger) -> None:
    """The central system failed so often that nobody calls it for a while, which is a guess of ours."""
    for _ in range(6):
        await switches.leave_alone(ledger, "", 0, "503")
        await ledger.redis.delete(ledger.key("hold:forward"))
    await switches.leave_alone(ledger, "", 0, "503")


async def test_what_stops_files_by_a_guess_of_ours_was_asked_for_by_nobody(tmp_path: Path, redis_url: str) -> None:
    async with desk_with_store(tmp_path, redis_url) as (desk, _):
        answer = await desk.complaint(first_mail("Jembatan di Desa Sukamaju putus sejak hari Senin"))
        await answered_with(desk, answer, *(content for content, _, _ in FILES[:2]))
        slow, patience = Slow(desk.central, desk.ledger), Patience()
        add_on = replace(desk.add_on, patience=patience)
        drain = Drain(add_on.take, add_on.handle, concurrency=1, go_on=lambda: True)
        async with slow.while_first_is_there(drain.run):
            await breaks(desk.ledger)
        assert (len(desk.central.store.attachments), desk.added()) == (1, [])
        held = await switches.patience(desk.ledger)
        assert (held is not None, held and held.asked, patience.left_ms("national")) == (True, False, 0)
        assert await desk.ledger.redis.get(desk.ledger.key("fails:forward")) == b"7"


async def left_over(office: Office) -> list[Any]:
    """What the ledger still keeps of files that are on their way."""
    found: list[Any] = await office.node.redis.keys(office.node.ledger.key("handed:*"))
    return found
