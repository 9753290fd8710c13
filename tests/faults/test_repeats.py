"""The same delivery many times at once, and at two nodes."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from crowd import Citizen, Crowd, eventually, reader, rows_of

from gateway.simulator.town import Town
from gateway.simulator.town_processes import Node
from gateway.simulator.twilio_forms import inbound_form, signed_headers

pytestmark = pytest.mark.process


async def test_fifty_identical_webhooks_at_once(crowd: Crowd) -> None:
    town, node = crowd.town, crowd.town.nodes[0]
    one = crowd.citizen("sms")
    url = f"{node.url}/twilio/sms"
    form = inbound_form(town.twilio.account, one.sid, one.address, town.twilio.our_number, one.words)
    headers = signed_headers(town.twilio.token, town.twilio.algorithm, url, form)

    async def post() -> tuple[int, str, bytes]:
        async with aiohttp.ClientSession() as session, session.post(url, data=form, headers=headers) as answer:
            return answer.status, answer.content_type, await answer.read()

    answers = await asyncio.gather(*(post() for _ in range(50)))
    assert set(answers) == {(200, "text/xml", b"<Response/>")}
    one.yes = True
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
    assert len(town.central.store.in_order) == 1
    assert len(crowd.answers_to(one)) == 1
    ends = rows_of(town, node)
    assert {end: n for end, n in ends.items() if not end.startswith("report")} == {
        f"complaint:{town.central.store.in_order[0].reference}": 1
    }


async def test_the_same_delivery_at_two_nodes(town: Town) -> None:
    await town.start(nodes=2)
    crowd, (first, second) = Crowd(town), town.nodes
    ways = ("sms", "whatsapp", "mail")
    new = [crowd.citizen(ways[n % 3]) for n in range(30)]  # type: ignore[arg-type]
    here = await asyncio.gather(*(crowd.writes(one, first) for one in new[:15]))
    there = await asyncio.gather(*(crowd.writes(one, second) for one in new[15:]))
    again = await asyncio.gather(
        *(crowd.writes(one, second) for one in new[:15]), *(crowd.writes(one, first) for one in new[15:])
    )
    assert all((*here, *there, *again))
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
    assert len(town.central.store.in_order) == 30
    found = [rows_of(town, node) for node in town.nodes]
    assert sum(each["again"] for each in found) == 30
    await facts_lie_where_the_rows_do(town)
    await one_node_is_killed(crowd, first, second)


async def facts_lie_where_the_rows_do(town: Town) -> None:
    """A node keeps the facts about the complaints that it claimed, so that it can restore them."""

    def misplaced() -> set[str]:
        wrong = set()
        for node in town.nodes:
            mine = {end.split(":")[1] for end in rows_of(town, node) if end.startswith("complaint:")}
            told = {fact.subject.split(".")[0] for fact in reader(town, node).facts()}
            wrong |= mine ^ told
        return wrong

    await eventually(lambda: not misplaced(), 20, misplaced)


async def one_node_is_killed(crowd: Crowd, first: Node, second: Node) -> None:
    """Its providers go on at the other; what only it had accepted comes when it is back."""
    last: list[Citizen] = await crowd.write(9, first, ("sms", "whatsapp", "mail"))
    await first.serve.kill()
    await asyncio.gather(*(crowd.writes(one, second) for one in last[:5]))
    await crowd.write(9, second, ("sms", "whatsapp", "mail"))
    await eventually(lambda: set(crowd.unanswered()) <= set(last[5:]), 30, crowd.told_so_far)
    await first.start()
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
