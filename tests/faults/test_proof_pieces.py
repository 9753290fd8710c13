"""`satupintu check --ledger` where complaints come in pieces, as they do wherever nobody set the quiet periods to 0."""

from __future__ import annotations

import pytest
from crowd import Crowd, Way, eventually
from test_proof import proved

from gateway.simulator.central_store import Stored
from gateway.simulator.town import Town
from gateway.simulator.town_processes import Node

pytestmark = [pytest.mark.process, pytest.mark.planted]

CHATS: tuple[Way, ...] = ("whatsapp", "telegram")


@pytest.fixture
async def two(town: Town) -> Crowd:
    """Two gateways, with quiet periods; that of SMS ends by KIRIM."""
    town.extra |= {"SMS_QUIET_SECONDS": "300", "CHAT_QUIET_SECONDS": "1"}
    await town.start(nodes=2)
    return Crowd(town)


async def test_a_loss_at_the_central_system_is_found_by_every_node_that_took_a_piece(two: Crowd) -> None:
    first, second = two.town.nodes
    (shared,) = await two.write(1, first, ("sms",))
    for words in ("di dekat Masjid Al-Ikhlas RT 3", "KIRIM"):
        await two.town.twilio.phone_sends(f"{second.url}/twilio/sms", shared.address, words)
    *_, other = [*await two.write(4, first, CHATS), *await two.write(4, second, CHATS)]
    await eventually(lambda: len(two.town.central.store.in_order) == 9, 60, two.told_so_far)
    await eventually(lambda: bool(case_of(two, shared.address)), 60, two.told_so_far)
    await two.all_quiet()
    for node in (first, second):
        status, told = await proved(node)
        assert (status, "Everything agrees." in told) == (0, True), told
    both, its = case_of(two, shared.address)[0], two.cases_of(other)[0]
    for case in (both, its):
        lose(two, case)
    assert [await lost(first), await lost(second)] == [[both.reference], sorted([both.reference, its.reference])]


async def lost(node: Node) -> list[str]:
    status, told = await proved(node)
    assert status == 1, told
    return sorted(line.split()[2] for line in told.splitlines() if line.startswith("DIFFERENCE lost"))


def case_of(crowd: Crowd, phone: str) -> list[Stored]:
    """Whose number that phone was told."""
    told = " ".join(one.body for one in crowd.town.twilio.messages_to(phone))
    return [case for case in crowd.town.central.store.in_order if case.number in told]


def lose(crowd: Crowd, case: Stored) -> None:
    store = crowd.town.central.store
    store.in_order.remove(case)
    del store.cases[(case.instance, case.reference)]
