"""The same delivery many times at once, and at two nodes."""

from __future__ import annotations

import asyncio

import pytest
from crowd import Citizen, Crowd, eventually

from forwarder.seal import Sealer, decode_key
from gateway.journal_reader import JournalReader
from gateway.simulator.town import Node, Town
from gateway.simulator.twilio_forms import inbound_form, signed_headers

pytestmark = pytest.mark.process


async def test_fifty_identical_webhooks_at_once(crowd: Crowd) -> None:
    town, node = crowd.town, crowd.town.nodes[0]
    one = crowd.citizen("sms")
    url = f"{node.url}/twilio/sms"
    form = inbound_form(town.twilio.account, one.sid, one.address, town.twilio.our_number, one.words)
    headers = signed_headers(town.twilio.token, town.twilio.algorithm, url, form)

    async def post() -> tuple[int, str, bytes]:
        import aiohttp

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
    assert rows(town, node) == {f"complaint:{town.central.store.in_order[0].reference}": 1}


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
    await eventually(lambda: "" not in rows(town, first) and "" not in rows(town, second), 20)
    found = [rows(town, node) for node in town.nodes]
    assert sum(each["again"] for each in found) == 30
    await facts_lie_where_the_rows_do(town)
    await one_node_is_killed(crowd, first, second)


async def facts_lie_where_the_rows_do(town: Town) -> None:
    """A node keeps the facts about the complaints that it claimed, so that it can restore them."""

    def misplaced() -> set[str]:
        wrong = set()
        for node in town.nodes:
            mine = {end.split(":")[1] for end in rows(town, node) if end.startswith("complaint:")}
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


def reader(town: Town, node: Node) -> JournalReader:
    return JournalReader.open(node.folder, Sealer.of(decode_key(town.keys[1])))


def rows(town: Town, node: Node) -> dict[str, int]:
    """How many rows of a node have which end, without its number; delivery reports left out."""
    opened = reader(town, node)
    ends = [row.end for row in opened.rows(0, 10_000, body=False)]
    opened.close()
    short = [":".join(end.split(":")[:2]) for end in ends if not end.startswith("report")]
    return {end: short.count(end) for end in short}
