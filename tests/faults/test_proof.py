"""`satupintu check --ledger` after the fact: silent when all is well, and it finds what was planted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
import pytest
from crowd import Crowd, epoch, eventually, ledger, reader
from typed import typed

from gateway.control_client import ControlClient
from gateway.inbox import End
from gateway.simulator.faults import Fault
from gateway.simulator.town import CENTRAL_KEY, Town
from gateway.simulator.town_processes import Node
from gateway.simulator.twilio_api import Sent, new_sid

pytestmark = [pytest.mark.process, pytest.mark.planted]

REFERENCE = "a" * 26


async def proved(node: Node) -> tuple[int, str]:
    """Its exit status and what it printed."""
    return await typed(node.env, "check", "--ledger", "--grace", "0")


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


async def test_protection_that_is_lost_at_the_central_system(crowd: Crowd) -> None:
    asks = crowd.citizen("sms")
    asks.words = f"RAHASIA {asks.words}"
    assert await crowd.writes(asks, crowd.town.nodes[0])
    await crowd.all_answered()
    await crowd.all_quiet()
    (case,) = crowd.town.central.store.in_order
    assert case.rahasia
    status, told = await proved(crowd.town.nodes[0])
    assert (status, "Everything agrees." in told) == (0, True), told
    case.rahasia = False
    status, told = await proved(crowd.town.nodes[0])
    assert status == 1
    assert f"DIFFERENCE flags       {case.reference}" in told
    assert told.count("DIFFERENCE") == 1, told


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


async def test_what_was_closed_here_and_is_held_there(settled: Crowd) -> None:
    """An operator closes two that were not submitted; one of them the central system turns out to hold."""
    node, before = settled.town.nodes[0], {end for _, end in complaints(settled)}
    assert (await typed(node.env, "pause", "forward"))[0] == 0
    await settled.write(2, ways=("sms",))
    await eventually(lambda: len(complaints(settled)) == len(before) + 2, 30)
    (_, held, number), (_, _, other) = [end.split(":") for _, end in complaints(settled) if end not in before]
    status, told = await typed(node.env, "complaints", "close", number, other, "--reason", "iklan")
    assert status == 0, told
    await submit_by_hand(settled.town, held)
    status, told = await proved(node)
    assert status == 1
    assert f"DIFFERENCE closed      {held}" in told
    assert told.count("DIFFERENCE") == 1, told
    assert "closed by an operator" in told
    gone = settled.town.central.store.in_order.pop()
    del settled.town.central.store.cases[(gone.instance, gone.reference)]
    status, told = await proved(node)
    assert (status, "Everything agrees." in told) == (0, True), told


async def submit_by_hand(town: Town, reference: str = REFERENCE) -> None:
    """Somebody submits under this gateway's key."""
    party = {"address": "+6281100007777", "name": ""}
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    case = {
        "schema_version": 1, "reference": reference, "number": "1234567890", "kind": "pengaduan", "channel": "sms",
        "title": "Lampu", "text": "Lampu jalan padam", "note": "", "agency_keyword": "", "attachments": [],
        "reporter": party, "submitted_by": party,
        "flags": {"anonim": False, "rahasia": False}, "received_at": at, "language": "id",
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {CENTRAL_KEY}", "Satupintu-Instance": "town", "Idempotency-Key": reference}
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


# -- what left in our name -------------------------------------------------------------------------------------------


def answers_by_twilio(crowd: Crowd) -> list[Sent]:
    return [one for one in crowd.town.twilio.messages if one.direction == "outbound-api"]


async def test_an_answer_that_left_twice_and_one_of_nobodys(settled: Crowd) -> None:
    twilio = settled.town.twilio
    twice = replace(answers_by_twilio(settled)[0], sid=new_sid())
    strange = replace(answers_by_twilio(settled)[1], sid=new_sid(), body="Menangkan hadiah")
    foreign = replace(answers_by_twilio(settled)[2], sid=new_sid(), sender="+6281100005555")
    twilio.messages += [twice, strange, foreign]
    status, told = await proved(settled.town.nodes[0])
    assert status == 1
    assert f"DIFFERENCE double      {twice.sid}" in told
    assert f"DIFFERENCE orphan      {strange.sid}" in told
    assert told.count("DIFFERENCE") == 2, told


async def test_an_answer_that_twilio_never_had(settled: Crowd) -> None:
    gone = answers_by_twilio(settled)[0]
    settled.town.twilio.messages.remove(gone)
    status, told = await proved(settled.town.nodes[0])
    assert status == 1
    assert f"DIFFERENCE lost        {gone.sid}" in told
    assert told.count("DIFFERENCE") == 1, told


async def test_an_answer_whose_outcome_is_not_known_yet(settled: Crowd) -> None:
    """Twilio took it and nobody heard so; whoever would look it up was killed. Later it is adopted."""
    town = settled.town
    town.twilio.faults.tell(Fault(kind="cut", times=1))
    before = len(answers_by_twilio(settled))
    await settled.write(1, ways=("sms",))
    await eventually(lambda: len(answers_by_twilio(settled)) > before, 30)
    await town.workers[0].kill()
    status, told = await proved(town.nodes[0])
    assert (status, "Everything agrees." in told) == (0, True), told
    assert "sms: sent, and to be looked up before it is sent again" in told
    await town.add_workers(1)
    await settled.all_quiet()
    status, told = await proved(town.nodes[0])
    assert (status, "Everything agrees." in told, "to be looked up" in told) == (0, True, False), told
    assert len(answers_by_twilio(settled)) == before + 1
