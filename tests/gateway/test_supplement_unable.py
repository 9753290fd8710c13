"""What citizens add, where a central system takes nothing, or would add it twice: a person looks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from supplement_kit import KEY, LEASE_MS, Desk, a_desk, a_reply, first_mail

from forwarder import decided, durably, supplement
from forwarder.by_hand import ADDED, PLACE
from forwarder.central import Abilities
from forwarder.national import ABILITIES, National
from forwarder.supplement_forward import IN_DOUBT
from normalizer.schema import Attachment

LAMP = "Lampu jalan mati di Desa Sukamaju RT 03."
MORE = "Letaknya di depan balai desa."


@dataclass(frozen=True)
class Unable(National):
    """Our contract with fewer promises."""

    promises: Abilities = ABILITIES
    told: list[str] = field(default_factory=list, compare=False)

    @property
    def can(self) -> Abilities:
        return self.promises

    async def supplement(
        self, reference: str, key: str, text: str, attachments: Sequence[Attachment] = (), number: str = ""
    ) -> None:
        self.told.append(number)
        await super().supplement(reference, key, text, attachments, number)


MUTE = replace(ABILITIES, supplements=False)
TWICE = replace(ABILITIES, idempotent=False)


@asynccontextmanager
async def unable(folder: Path, url: str, promises: Abilities) -> AsyncIterator[tuple[Desk, list[str]]]:
    async with a_desk(folder, url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        await desk.node.pumped(a_reply(told, MORE))
        system = Unable(desk.national.url, KEY, "desa", 5.0, promises=promises)
        desk.national = system
        try:
            yield desk, system.told
        finally:
            await system.close()


async def test_what_cannot_be_added_is_parked_and_nothing_is_sent(tmp_path: Path, redis_url: str) -> None:
    async with unable(tmp_path, redis_url, MUTE) as (desk, _):
        await desk.add()
        (parked,) = await desk.ledger.parked(10)
        assert "takes nothing added" in parked.why
        assert "complaints show NUMBER --unmask has its words" in parked.why
        assert parked.why.endswith("complaints settle ID")
        assert desk.added() == []
        assert await decided.seen_to(desk.ledger, parked.id)
        assert not await decided.seen_to(desk.ledger, parked.id)
        assert await desk.ledger.parked(10) == []
        await desk.node.pumped()
        await desk.node.redis.flushall()
        await desk.node.pumped()
        assert await desk.ledger.parked(10) == [], "a person saw to it, and a rebuild remembers"
        await desk.add()
        assert desk.added() == []


async def test_what_is_added_to_a_complaint_that_a_person_enters_calls_a_person(tmp_path: Path, redis_url: str) -> None:
    """CENTRAL was by_hand when it came: the API of today knows nothing of it."""
    async with unable(tmp_path, redis_url, ABILITIES) as (desk, told):
        await desk.node.redis.hset(desk.ledger.key(f"c:{desk.cases[0].reference}"), "token", PLACE)
        await desk.add()
        (parked,) = await desk.ledger.parked(10)
        assert (parked.why, told) == (ADDED, [])


async def test_it_is_told_with_the_tracking_number(tmp_path: Path, redis_url: str) -> None:
    async with unable(tmp_path, redis_url, ABILITIES) as (desk, told):
        await desk.add()
        assert told == [desk.cases[0].number]


async def test_an_unknown_outcome_is_not_repeated(tmp_path: Path, redis_url: str) -> None:
    async with unable(tmp_path, redis_url, TWICE) as (desk, _):
        desk.central.orders.down = "cut"
        await desk.add()
        (parked,) = await desk.ledger.parked(10)
        assert IN_DOUBT in parked.why
        desk.central.orders.down = ""
        await desk.add()
        assert desk.added() == []
        assert await desk.ledger.retry(parked.id), "a person looked, and says that it is not there"
        await desk.add()
        assert desk.added() == [MORE]


async def test_what_was_surely_not_taken_is_told_again(tmp_path: Path, redis_url: str) -> None:
    async with unable(tmp_path, redis_url, TWICE) as (desk, _):
        desk.central.orders.down = "refuse"
        await desk.add()
        desk.central.orders.down = ""
        await desk.add()
        assert desk.added() == [MORE]
        assert await desk.ledger.parked(10) == []


@pytest.mark.parametrize(("promises", "added"), [(TWICE, []), (ABILITIES, [MORE])], ids=["twice", "once"])
async def test_a_worker_that_died_in_the_call_leaves_a_doubt(
    tmp_path: Path, redis_url: str, promises: Abilities, added: list[str]
) -> None:
    async with unable(tmp_path, redis_url, promises) as (desk, _):
        (lease,) = await supplement.lease(desk.ledger, 1, LEASE_MS)
        came = desk.add_on
        told, why = await came._freeze(lease)
        assert await supplement.begin(desk.ledger, lease, LEASE_MS, told, why)
        await desk.add()
        assert desk.added() == added
        assert [parked.why for parked in await desk.ledger.parked(10)] == ([] if added else [IN_DOUBT])


async def test_after_flushall_nothing_is_added_twice(tmp_path: Path, redis_url: str) -> None:
    async with unable(tmp_path, redis_url, TWICE) as (desk, _):
        await desk.node.pumped()
        await desk.node.redis.flushall()
        await desk.node.pumped()
        await desk.add()
        (parked,) = await desk.ledger.parked(10)
        assert parked.why == IN_DOUBT
        assert desk.added() == []


@pytest.mark.parametrize("promises", [ABILITIES, TWICE], ids=["a key", "none"])
async def test_without_a_key_the_attempt_is_on_the_disk_before_the_call(
    tmp_path: Path, redis_url: str, promises: Abilities
) -> None:
    async with unable(tmp_path, redis_url, promises) as (desk, told):
        await desk.ledger.redis.config_resetstat()
        await desk.add()
        assert told
        waited: Any = await desk.ledger.redis.info("commandstats")
        assert ("cmdstat_waitaof" in waited) is (promises is TWICE)


async def test_a_note_that_does_not_come_to_the_disk_is_no_leave_to_add(
    tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durably, "WAIT_MS", 1)
    async with unable(tmp_path, redis_url, TWICE) as (desk, told):
        await desk.ledger.redis.config_set("appendfsync", "no")
        try:
            await desk.add()
        finally:
            await desk.ledger.redis.config_set("appendfsync", "always")
        assert told == []
        assert await desk.ledger.parked(10) == [], "it is surely not there, and goes later"
        assert await supplement_due(desk) == 1


async def supplement_due(desk: Desk) -> int:
    return int(await desk.ledger.redis.zcard(desk.ledger.key("due:supplement")))
