"""What may happen to a town while citizens write: every kind of fault there is, for a while each."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import get_args

from chaos import children
from crowd import ledger
from disk import empty, fill
from moved_clock import Clocks
from patience import Whom, ask, forget, kill_who_heard, known
from sides import Side

from gateway.simulator.central_orders import Orders
from gateway.simulator.clerk import Slip
from gateway.simulator.faults import Fault, Faults
from gateway.simulator.relay import Relay
from gateway.simulator.telegram import Fault as TelegramFault
from gateway.simulator.telegram import FaultKind
from gateway.simulator.town import Town

# Of the journal's disk, what is kept for SMS and WhatsApp.
RESERVE_MB = 2
# Seconds that a 429 asks for. Fifty calls at once, on a machine that is busy with what else happens, take their time to
# leave: what comes within the second number was on its way.
ASKED, ON_ITS_WAY = 4.0, 1.5


@dataclass(frozen=True)
class Scene:
    """Where a fault happens: a town with its clocks, the central system it tells, and its dice."""

    town: Town
    clocks: Clocks
    throws: Random
    side: Side

    @property
    def orders(self) -> Orders:
        if self.side.orders is None:
            raise ValueError("nobody is called here")
        return self.side.orders

    async def while_(self) -> None:
        await asyncio.sleep(self.throws.uniform(0.1, 1.2))

    async def felt(self, true: Callable[[], bool]) -> bool:
        """Whether a fault was met within twenty seconds. Who asks for patience is heard by processes that live and a
        ledger that can be written to; what happens to those are faults of their own, and come later."""
        for _ in range(400):
            if true():
                return True
            await asyncio.sleep(0.05)
        return False

    def redis(self, *words: str) -> None:
        with ledger(self.town) as server:
            server.execute_command(*words)


async def a_worker_is_killed(scene: Scene) -> None:
    child = scene.town.workers[-1].child
    assert child is not None
    # None while the last one that was killed is not there again.
    alive = sorted(children(child.pid))
    for one in scene.throws.sample(alive, min(1, len(alive))):
        os.kill(one, signal.SIGKILL)


async def all_workers_are_killed(scene: Scene) -> None:
    await scene.town.workers[-1].kill()
    await scene.while_()
    await scene.town.add_workers(1)


async def the_gateway_is_killed(scene: Scene) -> None:
    node = scene.town.nodes[0]
    await node.serve.kill()
    await node.start()


async def the_pump_is_killed(scene: Scene) -> None:
    child = scene.town.nodes[0].serve.child
    assert child is not None
    for pid, word in children(child.pid).items():
        if word == "pump":
            os.kill(pid, signal.SIGKILL)


async def redis_is_stopped(scene: Scene) -> None:
    await asyncio.to_thread(scene.town.redis.stop)
    await scene.while_()
    await asyncio.to_thread(scene.town.redis.start)


async def redis_is_killed(scene: Scene) -> None:
    await asyncio.to_thread(scene.town.redis.kill)
    await scene.while_()
    await asyncio.to_thread(scene.town.redis.start)


async def redis_is_emptied(scene: Scene) -> None:
    scene.redis("FLUSHALL")


async def redis_only_reads(scene: Scene) -> None:
    scene.redis("REPLICAOF", "127.0.0.1", "1")
    await scene.while_()
    scene.redis("REPLICAOF", "NO", "ONE")


async def redis_has_no_memory(scene: Scene) -> None:
    scene.redis("CONFIG", "SET", "maxmemory", "1")
    await scene.while_()
    scene.redis("CONFIG", "SET", "maxmemory", "0")


async def redis_is_slow(scene: Scene) -> None:
    scene.redis("CLIENT", "PAUSE", "700", "ALL")
    # Until it answers again: its clock set back meanwhile would have it wait for a day.
    await asyncio.to_thread(scene.redis, "PING")
    await scene.while_()


async def the_central_system_is_down(scene: Scene) -> None:
    scene.orders.down = scene.throws.choice(("refuse", "cut", "error"))
    await scene.while_()
    scene.orders.down = ""


async def the_central_system_is_slow(scene: Scene) -> None:
    name = scene.throws.choice(("latency", "stall"))
    setattr(scene.orders, name, scene.throws.choice((0.5, 4.0)))
    await scene.while_()
    setattr(scene.orders, name, 0.0)


async def the_central_system_loses_its_answers(scene: Scene) -> None:
    setattr(scene.orders, scene.throws.choice(("lose", "fail", "garble", "disown")), 2)


async def the_central_system_cannot_digest_some(scene: Scene) -> None:
    """Cases in whose words a number stands fail, each time, and the others are taken."""
    scene.orders.indigestible = str(scene.throws.randrange(10))
    await scene.while_()
    scene.orders.indigestible = ""


async def the_central_system_asks_for_patience(scene: Scene) -> None:
    orders = scene.orders
    orders.retry_after, orders.throttle, orders.on_its_way = ASKED, 2, ON_ITS_WAY
    orders.retry_after_form = scene.throws.choice(("seconds", "date"))
    if await scene.felt(lambda: orders.throttle == 0):
        await asyncio.sleep(ASKED + 1)
    orders.throttle = 0


async def a_geo_report_server_does_as_they_do(scene: Scene) -> None:
    """400 for a system behind it that is down, XML where JSON was asked for."""
    setattr(scene.orders, scene.throws.choice(("crm_down", "xml")), 2)


async def the_clerk_slips(scene: Scene) -> None:
    if scene.side.desk is not None:
        scene.side.desk.slip = scene.throws.choice(get_args(Slip))
    await scene.while_()


async def twilio_fails(scene: Scene) -> None:
    await fails(scene, scene.town.twilio.faults)


async def the_aggregator_fails(scene: Scene) -> None:
    """It takes no question about what it sent."""
    await fails(scene, scene.town.aggregator.faults)


async def fails(scene: Scene, faults: Faults) -> None:
    """slow: for longer than we wait, and it is sent all the same."""
    kind = scene.throws.choice(("busy", "error", "cut", "drop", "slow"))
    faults.on_its_way = ON_ITS_WAY
    faults.tell(Fault(kind=kind, times=2, seconds=ASKED))
    if kind == "busy" and await scene.felt(lambda: faults.quiet_for() > 0):
        await asyncio.sleep(ASKED + 1)
    # A second "busy" that nobody met would be met by whoever is killed or loses the ledger next.
    if kind == "busy":
        faults.tell(None)


async def telegram_fails(scene: Scene) -> None:
    """slow: for longer than we wait, and it is sent all the same."""
    kinds: tuple[FaultKind, ...] = ("429", "500", "cut", "slow")
    kind, telegram = scene.throws.choice(kinds), scene.town.telegram
    telegram.on_its_way = ON_ITS_WAY
    fault = TelegramFault(kind, times=1 if kind == "429" else 2, seconds=ASKED)
    telegram.faults.append(fault)
    if kind == "429" and await scene.felt(lambda: fault.times == 0):
        await asyncio.sleep(ASKED + 1)
    if kind == "429":
        fault.times = 0


async def the_mail_server_fails(scene: Scene) -> None:
    """Before it has the mail, at its end, and behind it."""
    how: tuple[Callable[[Relay], None], ...] = (
        lambda relay: relay.fail("421 4.3.2 Shutting down", times=2),
        lambda relay: relay.fail(times=2),
        lambda relay: relay.fail(times=2, at_data=True),
        lambda relay: relay.hang_up(times=1),
        lambda relay: relay.dawdle(1, times=1),
    )
    scene.throws.choice(how)(scene.town.relay)


async def patience_is_asked_of_the_dying(scene: Scene) -> None:
    """Whoever heard it is killed as soon as the ledger knows of it."""
    whom: Whom = scene.throws.choice(("central", "twilio", "telegram") if scene.side.orders else ("twilio", "telegram"))
    if scene.side.orders:
        scene.side.orders.retry_after_form = scene.throws.choice(("seconds", "date"))
    ask(scene.town, whom, ASKED, on_its_way=ON_ITS_WAY, orders=scene.side.orders)
    if await scene.felt(lambda: known(scene.town, whom)):
        kill_who_heard(scene.town.workers[-1], whom)
        await asyncio.sleep(ASKED + 1)
    forget(scene.town, whom, orders=scene.side.orders)


async def a_gateways_clock_is_set(scene: Scene) -> None:
    scene.clocks.serve.set(scene.throws.choice((-300.0, 0.0, 300.0, 86_400.0)))
    await scene.while_()


async def the_workers_clock_is_set(scene: Scene) -> None:
    scene.clocks.work.set(scene.throws.choice((-86_400.0, -300.0, 0.0, 300.0, 86_400.0)))
    await scene.while_()


async def redis_clock_is_set(scene: Scene) -> None:
    """Back by a day, forward by an hour at most: after a day it is told how complaints get on, and nobody here reads
    that apart from a number told twice."""
    scene.clocks.redis.set(
        scene.clocks.redis.shift + scene.throws.choice((-86_400.0, -3_600.0, -120.0, 120.0, 1_800.0, 3_600.0))
    )
    await scene.while_()


async def the_journals_disk_is_full(scene: Scene) -> None:
    """In earnest, or but for what is kept for SMS and WhatsApp."""
    folder = scene.town.folder / "node-1"
    fill(folder, scene.throws.choice((0, RESERVE_MB * 500_000)))
    await scene.while_()
    await scene.while_()
    empty(folder)
