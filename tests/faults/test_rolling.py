"""The rolling restart of docs/operations.md: one node after the other, and none of Twilio's messages, which come once,
is refused."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import count

import pytest
from crowd import Crowd, Way

from gateway.simulator.town import Town
from gateway.simulator.town_processes import Node

pytestmark = pytest.mark.process

WAYS: tuple[Way, ...] = ("sms", "whatsapp")


@dataclass(eq=False)
class Balancer:
    """Sends each message to the next node that is in; one that is taken out ends what it was sent."""

    crowd: Crowd
    nodes: list[Node]
    _sent: dict[Node, set[asyncio.Task[bool]]] = field(default_factory=dict)
    _turn: count[int] = field(default_factory=count)

    async def keep_sending(self, over: asyncio.Event) -> None:
        while not over.is_set():
            turn = next(self._turn)
            node, citizen = self.nodes[turn % len(self.nodes)], self.crowd.citizen(WAYS[turn % 2])
            self._sent.setdefault(node, set()).add(asyncio.create_task(self.crowd.writes(citizen, node)))
            await asyncio.sleep(0.03)
        await asyncio.gather(*(self.out(node) for node in list(self.nodes)))

    async def out(self, node: Node) -> None:
        self.nodes.remove(node)
        await asyncio.gather(*self._sent.pop(node, ()))


async def test_no_message_is_refused_while_nodes_restart_one_after_the_other(town: Town) -> None:
    await town.start(nodes=2)
    crowd, over = Crowd(town), asyncio.Event()
    balancer = Balancer(crowd, list(town.nodes))
    sending = asyncio.create_task(balancer.keep_sending(over))
    try:
        await town.workers[0].stop()
        await town.workers[0].start()
        for node in town.nodes:
            await balancer.out(node)
            assert await node.serve.stop() == 0, node.serve.last_words()
            await node.start()
            balancer.nodes.append(node)
            await asyncio.sleep(0.3)
    finally:
        over.set()
        await sending
    assert [(one.way, one.answer) for one in crowd.citizens if not one.yes] == []
    assert len(crowd.citizens) > 20
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
