"""What a citizen asks while the complaint lies in the tray is what the person at the tray sees."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from node_kit import NodeKit, a_node, whatsapp

from forwarder import acts, decided
from forwarder.act_forward import Deeds
from forwarder.by_hand import ByHand
from forwarder.by_hand_tray import waiting
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.listener import Listener
from gateway import by_hand_csv
from gateway.by_hand_cli import entered
from gateway.by_hand_csv import Entry

LEASE_MS = 60_000
WIB = ZoneInfo("Asia/Jakarta")


async def in_tray(node: NodeKit) -> dict[str, str]:
    (one,) = await waiting(node.ledger)
    return by_hand_csv.fields(one, WIB)


async def carried(node: NodeKit) -> None:
    told, deeds = Forward(node.ledger, ByHand(), LEASE_MS), Deeds(node.ledger, ByHand(), LEASE_MS)
    await Drain(told.take, told.handle, concurrency=1, go_on=lambda: True).run()
    await Drain(deeds.take, deeds.handle, concurrency=1, go_on=lambda: True).run()


async def confirmed(node: NodeKit) -> None:
    asked = [one for one in await node.ledger.lease_reply(9, LEASE_MS) if one.what == "confirm_withdraw"]
    await node.pumped(whatsapp(dict(Listener.decode(asked[0].listener).facts)["word"], 3))


@asynccontextmanager
async def called_off(folder: Path, url: str) -> AsyncIterator[tuple[NodeKit, str]]:
    """A node whose only complaint was called off in the tray; our number of it."""
    async with a_node(folder, url) as node:
        await node.pumped(whatsapp("Jalan rusak di Desa Sukamaju RT 03", 1))
        await carried(node)
        number = (await in_tray(node))[by_hand_csv.OURS]
        await node.pumped(whatsapp("BATAL", 2))
        await confirmed(node)
        yield node, number


async def typed_in(node: NodeKit, number: str, *, already: bool = False) -> str:
    return await entered(node.ledger, Entry(number, "N-1", "N-1"), frozenset(), dry=False, already=already)


@pytest.mark.parametrize(
    ("command", "anonim", "rahasia"), [("ANONIM", "ya", ""), ("RAHASIA", "", "ya"), ("RAHASIA ANONIM", "ya", "ya")]
)
async def test_protection_asked_for_in_the_tray_is_shown_there(
    tmp_path: Path, redis_url: str, command: str, anonim: str, rahasia: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(whatsapp("Jalan rusak di Desa Sukamaju RT 03", 1))
        await carried(node)
        before = await in_tray(node)
        assert before["kontak"]
        assert not before["anonim"] + before["rahasia"]
        await node.pumped(whatsapp(command, 2))
        await carried(node)
        after = await in_tray(node)
        assert (after["anonim"], after["rahasia"]) == (anonim, rahasia)
        assert (after["pelapor"] + after["kontak"] == "") == bool(anonim)


async def test_what_is_called_off_in_the_tray_says_so(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(whatsapp("Jalan rusak di Desa Sukamaju RT 03", 1))
        await carried(node)
        await node.pumped(whatsapp("BATAL", 2))
        assert by_hand_csv.CALLED_OFF not in (await in_tray(node))["catatan"], "it is asked back first"
        await confirmed(node)
        await carried(node)
        assert (await in_tray(node))["catatan"].startswith(by_hand_csv.CALLED_OFF)


@pytest.mark.parametrize("told", [True, False], ids=["a person is called already", "just now"])
async def test_what_was_called_off_gets_no_number(tmp_path: Path, redis_url: str, told: bool) -> None:
    async with called_off(tmp_path, redis_url) as (node, number):
        if told:
            await carried(node)
        said = await typed_in(node, number)
        assert "its sender called it off: do not enter it" in said
        assert "--already-there" in said
        (one,) = await waiting(node.ledger)
        assert one.withdrawn, "it lies there as before"
        await carried(node)
        (parked,) = await node.ledger.parked(9)
        assert f"satupintu complaints settle {parked.id} " in said, "what it names can be typed"
        assert await decided.seen_to(node.ledger, parked.id)
        assert await waiting(node.ledger) == []


async def test_what_stood_there_already_keeps_its_number_and_a_person_withdraws_it(
    tmp_path: Path, redis_url: str
) -> None:
    async with called_off(tmp_path, redis_url) as (node, number):
        assert await typed_in(node, number, already=True) == ""
        await carried(node)
        standing = await node.ledger.standing(number)
        assert standing is not None
        assert (standing.state, standing.national) == ("done", "N-1")
        (parked,) = await node.ledger.parked(9)
        assert parked.id.endswith(acts.SUFFIX)
        assert "Its sender withdraws it" in parked.why
        assert await decided.seen_to(node.ledger, parked.id)
        ended = await node.ledger.standing(number)
        assert ended is not None
        assert ended.state == "withdrawn"


async def test_what_a_person_settled_gets_none_whatever_is_said(tmp_path: Path, redis_url: str) -> None:
    async with called_off(tmp_path, redis_url) as (node, number):
        await carried(node)
        assert await decided.seen_to(node.ledger, (await node.ledger.parked(1))[0].id)
        for already in (False, True):
            assert "was settled" in await typed_in(node, number, already=already)


async def test_what_was_called_off_before_it_went_anywhere_and_was_entered_is_withdrawn_there(
    tmp_path: Path, redis_url: str
) -> None:
    """It was parked, a clerk typed it into the national system, and then its sender called it off."""
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(whatsapp("Jalan rusak di Desa Sukamaju RT 03", 1))
        (lease,) = await node.ledger.lease_forward(1, LEASE_MS)
        await node.ledger.park(lease, "cannot be held")
        await node.pumped(whatsapp("BATAL", 2))
        standing = await node.ledger.standing_of(lease.id)
        assert standing is not None
        assert standing.state == "withdrawn", "nobody had it, so that is done at once"
        assert "--already-there" in await typed_in(node, standing.number)
        assert await typed_in(node, standing.number, already=True) == ""
        await carried(node)
        (parked,) = await node.ledger.parked(9)
        assert "Its sender withdraws it" in parked.why
        found = await node.ledger.standing("N-1")
        assert found is not None
        assert (found.id, found.national, found.state) == (lease.id, "N-1", "withdrawn")
