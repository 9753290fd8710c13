"""`satupintu check --ledger` after the fact: silent when all is well, and it finds what was planted."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime

import aiohttp
import pytest
from crowd import Crowd, epoch, ledger, reader

from gateway.control_client import ControlClient
from gateway.inbox import End
from gateway.simulator.town import CENTRAL_KEY, Node, Town

pytestmark = [pytest.mark.process, pytest.mark.planted]

REFERENCE = "a" * 26


async def proved(node: Node) -> tuple[int, str]:
    """Its exit status and what it printed."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "check", "--ledger", "--grace", "0"),
        env={**os.environ, **node.env, "COLUMNS": "200"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await child.communicate()
    assert child.returncode is not None
    return child.returncode, told.decode()


@pytest.fixture
async def settled(crowd: Crowd) -> Crowd:
    """Twelve complaints by all channels, and their answers."""
    await crowd.write(12)
    await crowd.all_answered()
    await crowd.all_quiet()
    return crowd


def complaints(crowd: Crowd) -> list[tuple[int, str]]:
    opened = reader(crowd.town, crowd.town.nodes[0])
    rows = opened.rows(0, 1000, body=False, end="complaint:")
    opened.close()
    return [(row.seq, row.end) for row in rows]


async def test_all_is_well_and_it_says_so(settled: Crowd) -> None:
    status, told = await proved(settled.town.nodes[0])
    assert (status, "Everything agrees." in told) == (0, True), told
    assert "  12    at the central system" in told


async def test_a_loss_in_the_ledger(settled: Crowd) -> None:
    name = complaints(settled)[0][1].split(":")[1]
    with ledger(settled.town) as server:
        server.delete(f"sp:{epoch(settled.town)}:c:{name}")
    status, told = await proved(settled.town.nodes[0])
    assert status == 1
    assert f"DIFFERENCE lost        {name}" in told


async def test_a_loss_at_the_central_system(settled: Crowd) -> None:
    store = settled.town.central.store
    gone = store.in_order.pop(3)
    del store.cases[(gone.instance, gone.reference)]
    status, told = await proved(settled.town.nodes[0])
    assert status == 1
    assert f"DIFFERENCE lost        {gone.reference}" in told


async def test_a_double_among_the_rows(settled: Crowd) -> None:
    (_, first), (seq, _), *_ = complaints(settled)
    async with ControlClient(settled.town.nodes[0].folder, patience=10) as control:
        await control.end([End(seq, first)])
    status, told = await proved(settled.town.nodes[0])
    assert status == 1
    assert f"DIFFERENCE double      {first.split(':')[1]}" in told


async def test_an_orphan_and_a_double_at_the_central_system(settled: Crowd) -> None:
    store = settled.town.central.store
    store.in_order.append(store.in_order[0])
    await submit_by_hand(settled.town)
    status, told = await proved(settled.town.nodes[0])
    assert status == 1
    assert f"DIFFERENCE orphan      {REFERENCE}" in told
    assert f"DIFFERENCE double      {store.in_order[0].reference}" in told


async def submit_by_hand(town: Town) -> None:
    """Somebody submits under this gateway's key."""
    party = {"address": "+6281100007777", "name": ""}
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    case = {
        "schema_version": 1, "reference": REFERENCE, "number": "1234567890", "kind": "pengaduan", "channel": "sms",
        "title": "Lampu", "text": "Lampu jalan padam", "note": "", "agency_keyword": "", "attachments": [],
        "reporter": party, "submitted_by": party,
        "flags": {"anonim": False, "rahasia": False}, "received_at": at, "language": "id",
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {CENTRAL_KEY}", "Satupintu-Instance": "town", "Idempotency-Key": REFERENCE}
    body = {"case": case, "delivery": {"attempt": 1, "delayed_minutes": 0}}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{town.central.url}/v1/cases", json=body) as answer,
    ):
        assert answer.status in (201, 202), await answer.text()


async def test_a_message_whose_webhook_never_came_is_taken_in(settled: Crowd) -> None:
    town = settled.town
    lost = settled.citizen("whatsapp")
    with pytest.raises(aiohttp.ClientError):
        await town.twilio.phone_sends(
            "http://127.0.0.1:9/twilio/whatsapp", lost.address, lost.words, whatsapp=True, sid=lost.sid
        )
    status, told = await proved(town.nodes[0])
    assert status == 1
    assert f"DIFFERENCE missed      {lost.sid}" in told
    lost.yes = True
    await settled.all_answered()
    await settled.all_quiet()
    # The webhook comes after all.
    await settled.writes(lost, town.nodes[0])
    settled.assert_once()
    status, told = await proved(town.nodes[0])
    assert (status, "Everything agrees." in told) == (0, True), told
