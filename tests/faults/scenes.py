"""Every kind of fault in random order while citizens write: at the end each complaint was submitted once, each number
told, nobody called early, and the books agree (CHAOS_FAULTS of them; `make chaos` has three hundred)."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from chaos import children, dice
from crowd import Crowd, ledger, under_load
from disk import empty, fill, small
from moved_clock import Clocks, make_clocks
from patience import Whom, ask, forget, kill_who_heard, known

from gateway.simulator.faults import Fault
from gateway.simulator.town import Town

HOW_MANY = int(os.environ.get("CHAOS_FAULTS", "12"))
# In a long run complaints come in pieces, as they do wherever nobody set the quiet periods to 0. A clock that is set by
# a day keeps a draft open for twice DRAFT_SECONDS and a minute.
PIECES = {"SMS_QUIET_SECONDS": "1", "CHAT_QUIET_SECONDS": "2", "DRAFT_SECONDS": "10"} if HOW_MANY >= 20 else {}
# Of the disk that fills now and then: enough for all that comes, so that it is the ballast that fills it.
DISK_MB, RESERVE_MB = 64 + HOW_MANY, 2
pytestmark = [pytest.mark.process, pytest.mark.timeout(240 + 10 * HOW_MANY)]


@dataclass(frozen=True)
class Scene:
    """Where a fault happens: a town with its clocks, its dice, and for how long (s) a fault lasts."""

    town: Town
    clocks: Clocks
    throws: Random

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
    scene.town.central.orders.down = scene.throws.choice(("refuse", "cut"))
    await scene.while_()
    scene.town.central.orders.down = ""


async def the_central_system_is_slow(scene: Scene) -> None:
    name = scene.throws.choice(("latency", "stall"))
    setattr(scene.town.central.orders, name, scene.throws.choice((0.5, 4.0)))
    await scene.while_()
    setattr(scene.town.central.orders, name, 0.0)


async def the_central_system_loses_its_answers(scene: Scene) -> None:
    setattr(scene.town.central.orders, scene.throws.choice(("lose", "fail", "garble")), 2)


async def the_central_system_asks_for_patience(scene: Scene) -> None:
    orders = scene.town.central.orders
    orders.retry_after, orders.throttle, orders.on_its_way = ASKED, 2, ON_ITS_WAY
    orders.retry_after_form = scene.throws.choice(("seconds", "date"))
    if await scene.felt(lambda: orders.throttle == 0):
        await asyncio.sleep(ASKED + 1)
    orders.throttle = 0


async def the_provider_fails(scene: Scene) -> None:
    kind, faults = scene.throws.choice(("busy", "error", "cut", "drop", "slow")), scene.town.twilio.faults
    faults.on_its_way = ON_ITS_WAY
    faults.tell(Fault(kind=kind, times=2, seconds=ASKED if kind == "busy" else 1.0))
    if kind == "busy" and await scene.felt(lambda: faults.quiet_for() > 0):
        await asyncio.sleep(ASKED + 1)
    # A second "busy" that nobody met would be met by whoever is killed or loses the ledger next.
    if kind == "busy":
        faults.tell(None)


async def patience_is_asked_of_the_dying(scene: Scene) -> None:
    """Whoever heard it is killed as soon as the ledger knows of it."""
    whom: Whom = scene.throws.choice(("central", "provider"))
    scene.town.central.orders.retry_after_form = scene.throws.choice(("seconds", "date"))
    ask(scene.town, whom, ASKED, on_its_way=ON_ITS_WAY)
    if await scene.felt(lambda: known(scene.town, whom)):
        kill_who_heard(scene.town.workers[-1], whom)
        await asyncio.sleep(ASKED + 1)
    forget(scene.town, whom)


async def the_mail_server_fails(scene: Scene) -> None:
    relay = scene.town.relay
    how = (lambda: relay.fail(times=2), lambda: relay.hang_up(times=1), lambda: relay.dawdle(1, times=1))
    scene.throws.choice(how)()


async def a_gateways_clock_is_set(scene: Scene) -> None:
    scene.clocks.serve.set(scene.throws.choice((-300.0, 0.0, 300.0, 86_400.0)))
    await scene.while_()


async def the_workers_clock_is_set(scene: Scene) -> None:
    scene.clocks.work.set(scene.throws.choice((-86_400.0, -300.0, 0.0, 300.0, 86_400.0)))
    await scene.while_()


async def redis_clock_is_set_back(scene: Scene) -> None:
    """Forward it ends leases, and an answer that is on its way may be sent twice: tests/faults/test_clock_jump.py."""
    scene.clocks.redis.set(scene.clocks.redis.shift - scene.throws.choice((120.0, 3_600.0, 86_400.0)))
    await scene.while_()


async def the_journals_disk_is_full(scene: Scene) -> None:
    """In earnest, or but for what is kept for SMS and WhatsApp."""
    folder = scene.town.folder / "node-1"
    fill(folder, scene.throws.choice((0, RESERVE_MB * 500_000)))
    await scene.while_()
    await scene.while_()
    empty(folder)


# Seconds that a 429 asks for. Fifty calls at once, on a machine that is busy with what else happens, take their time to
# leave: what comes within the second number was on its way.
ASKED, ON_ITS_WAY = 4.0, 1.5
FAULTS: tuple[Callable[[Scene], Awaitable[None]], ...] = (
    *(a_worker_is_killed, all_workers_are_killed, the_gateway_is_killed, the_pump_is_killed),
    *(redis_is_stopped, redis_is_killed, redis_is_emptied, redis_only_reads, redis_has_no_memory, redis_is_slow),
    *(the_central_system_is_down, the_central_system_is_slow, the_central_system_loses_its_answers),
    *(the_central_system_asks_for_patience, the_provider_fails, the_mail_server_fails),
    patience_is_asked_of_the_dying,
    *(a_gateways_clock_is_set, the_workers_clock_is_set, redis_clock_is_set_back),
    the_journals_disk_is_full,
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[None]:
    """Made before the town and taken away after it, which looks into its books at the end."""
    with small(tmp_path / "town" / "node-1", DISK_MB):
        yield


@pytest.mark.leaves(missed="who writes by SMS or WhatsApp while the gateway is dead or its disk full hears no yes")
@pytest.mark.usefixtures("small_disk")
async def test_whatever_happens_each_complaint_is_submitted_once(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks, throws = make_clocks(tmp_path), dice()
    town.extra |= PIECES | {"JOURNAL_RESERVE_MB": str(RESERVE_MB)}
    await clocks.start(town, monkeypatch)
    crowd, scene, seen = Crowd(town), Scene(town, clocks, throws), Counter[str]()
    # Every kind comes before any comes again, in an order of its own each time.
    bag: list[Callable[[Scene], Awaitable[None]]] = []

    async def faults() -> None:
        for _ in range(HOW_MANY):
            bag.extend(throws.sample(FAULTS, len(FAULTS)) if not bag else ())
            fault = bag.pop()
            seen[fault.__name__] += 1
            await fault(scene)
            await scene.while_()

    await under_load(crowd, faults(), pause=0.15)
    left = await crowd.all_settled(180 + HOW_MANY)
    counts = town.central.store.counts
    print(f"{HOW_MANY} faults {dict(seen)}; {len(crowd.citizens)} wrote, {len(left)} left to a person; {counts}")
    assert (counts.same_text, counts.conflicts, counts.early, town.twilio.faults.early) == (0, 0, 0, 0)
    # By Telegram and mail alone, each with its case: whose answer was under way when the ledger was lost. Each loss
    # leaves some thirty of them where others wait out an outage; 445 of 3,598 in 300 faults (docs/reliability.md).
    most = max(2 * HOW_MANY, len(crowd.citizens) / 5)
    assert len(left) <= most, "only who was answered in the moment of a fault waits"
