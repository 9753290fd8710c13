"""What is added to a complaint whose sender asked to be protected, where the central system does not know that wish."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from supplement_kit import LEASE_MS, Desk, a_desk, a_reply, first_mail
from test_supplement_unable import Unable

from forwarder import acts, decided, supplement
from forwarder.central import Abilities
from forwarder.national import ABILITIES
from gateway.simulator.relay import DeliveredMail

LAMP = "Lampu jalan mati di Desa Sukamaju RT 03."
SIGNED = "Letaknya di depan balai desa. Hubungi 0811-0000-1234 atau sari@warga.example.org. Salam, SARI CONTOH"
MASKED = ("[telepon]", "[nama]")
LEAVES_OUT = replace(ABILITIES, amend=False, leaves_out=True)
NO_RAHASIA = replace(ABILITIES, amend=False, rahasia=False)
NO_ANONIM = replace(ABILITIES, amend=False, anonim=False)


@asynccontextmanager
async def unaware(folder: Path, url: str, promises: Abilities) -> AsyncIterator[tuple[Desk, DeliveredMail]]:
    async with a_desk(folder, url) as desk:
        told = await desk.complaint(first_mail(LAMP))
        system = Unable(desk.national.url, "a-key-made-up-for-tests", "desa", 5.0, promises=promises)
        desk.national = system
        try:
            yield desk, told
        finally:
            await system.close()


async def asks(desk: Desk, told: DeliveredMail, wish: str) -> None:
    """Its sender asks late; a person sees to it by hand, since the central system cannot be told."""
    await desk.node.pumped(a_reply(told, wish, mark="wish"))
    await desk.act()
    (parked,) = await desk.ledger.parked(9)
    assert parked.id.endswith(acts.SUFFIX)
    assert await decided.seen_to(desk.ledger, parked.id)


def leaks(desk: Desk) -> list[str]:
    told = [one.body.decode() for one in desk.central.store.seen if one.operation == "supplement"]
    return [word for word in ("0811", "sari@", "SARI", "Sari") for one in told if word in one]


async def test_who_asked_late_to_stay_unknown_is_not_told_with_what_is_added(tmp_path: Path, redis_url: str) -> None:
    async with unaware(tmp_path, redis_url, LEAVES_OUT) as (desk, told):
        await asks(desk, told, "ANONIM")
        await desk.node.pumped(a_reply(told, SIGNED))
        await desk.add()
        added = "\n".join(desk.added())
        assert all(mark in added for mark in MASKED), added
        assert "di depan balai desa" in added
        assert leaks(desk) == []


async def test_what_was_frozen_before_the_wish_is_masked_all_the_same(tmp_path: Path, redis_url: str) -> None:
    async with unaware(tmp_path, redis_url, LEAVES_OUT) as (desk, told):
        await desk.node.pumped(a_reply(told, SIGNED))
        (lease,) = await supplement.lease(desk.ledger, 1, LEASE_MS)
        frozen, why = await desk.add_on._freeze(lease)
        assert await supplement.begin(desk.ledger, lease, LEASE_MS, frozen, why)
        await asks(desk, told, "ANONIM")
        await desk.add()
        assert "balai desa" in "".join(desk.added())
        assert leaks(desk) == []


async def test_a_wish_while_files_are_handed_over_is_heard_before_the_words_go(tmp_path: Path, redis_url: str) -> None:
    async with unaware(tmp_path, redis_url, LEAVES_OUT) as (desk, told):
        await desk.node.pumped(a_reply(told, SIGNED))
        (lease,) = await supplement.lease(desk.ledger, 1, LEASE_MS)
        frozen, why = await desk.add_on._freeze(lease)
        await desk.node.pumped(a_reply(told, "ANONIM", mark="wish"))
        assert await supplement.begin(desk.ledger, lease, LEASE_MS, frozen, why) is None


async def test_who_never_asked_is_told_whole(tmp_path: Path, redis_url: str) -> None:
    async with unaware(tmp_path, redis_url, LEAVES_OUT) as (desk, told):
        await desk.node.pumped(a_reply(told, SIGNED))
        await desk.add()
        assert desk.added() == [SIGNED]


@pytest.mark.parametrize(
    ("promises", "wish"), [(NO_RAHASIA, "RAHASIA"), (NO_ANONIM, "ANONIM")], ids=["rahasia", "anonim"]
)
async def test_what_it_cannot_keep_is_parked(tmp_path: Path, redis_url: str, promises: Abilities, wish: str) -> None:
    async with unaware(tmp_path, redis_url, promises) as (desk, told):
        await asks(desk, told, wish)
        await desk.node.pumped(a_reply(told, SIGNED))
        await desk.add()
        waiting = await desk.ledger.parked(9)
        assert len(waiting) == 2, "the mail that asked for it, and the next one"
        assert all(f"cannot keep it {wish.lower()}: nothing was sent" in one.why for one in waiting)
        assert all(one.why.endswith("complaints settle ID") for one in waiting)
        assert desk.added() == []


async def test_a_name_that_was_erased_cannot_be_left_out_so_a_person_tells_it(tmp_path: Path, redis_url: str) -> None:
    async with unaware(tmp_path, redis_url, LEAVES_OUT) as (desk, told):
        await asks(desk, told, "ANONIM")
        await desk.node.pumped(a_reply(told, SIGNED))
        await desk.ledger.redis.hdel(desk.ledger.key(f"c:{desk.cases[0].reference}"), "body")
        await desk.add()
        for parked in await desk.ledger.parked(9):
            assert "name to leave out was erased" in parked.why
            assert parked.why.endswith("complaints settle ID")
        assert desk.added() == []
