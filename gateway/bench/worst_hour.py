"""Part g: a regency's worst hour at once: 10,000 messages over all channels, the gateway and Redis on one core."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from redis import Redis

from gateway.bench import letters, machine, place
from gateway.bench.figures import Figure, Goal, Part, Plan
from gateway.bench.load import Order
from gateway.bench.pumping import due_now
from gateway.simulator.town import Town

# Of ten messages four come by SMS, three by WhatsApp, two by mail, one by Telegram.
_WEB, _MAIL, _TELEGRAM = 0.7, 0.2, 0.1
_WAYS = ("sms", "whatsapp", "sms", "whatsapp", "sms", "whatsapp", "sms")
_PATIENCE_SECONDS = 900.0
_LOOK_SECONDS = 0.25
_MOST_MB = 90.0
ROLES = ("serve", "pump", "forward", "reply")


@dataclass(eq=False)
class Watch:
    """Looks at the town until nobody waits for anything, and at what its processes take."""

    town: Town
    wanted: int
    memory: dict[str, float] = field(default_factory=dict)
    busy: dict[str, float] = field(default_factory=dict)

    def answers(self) -> int:
        town = self.town
        told = sum(one.direction != "inbound" for one in town.twilio.messages)
        return told + len(town.relay.mails) + len(town.telegram.messages_to())

    async def over(self) -> None:
        """Until every case is at the central system and nothing is due any more."""
        deadline = perf_counter() + _PATIENCE_SECONDS
        with Redis.from_url(self.town.redis.url) as client:
            while len(self.town.central.store.in_order) < self.wanted or self.answers() < self.wanted or _due(client):
                if perf_counter() > deadline:
                    raise place.BenchFailed(f"After {_PATIENCE_SECONDS:g} s not everybody has an answer.")
                self.look()
                await asyncio.sleep(_LOOK_SECONDS)
        self.look()

    def look(self) -> None:
        """The most memory each process took so far, in MB (of several of a kind the largest), and its time."""
        for process in (self.town.nodes[0].serve, *self.town.workers):
            for pid, role in machine.family(process.child.pid if process.child else 0).items():
                self.memory[role] = max(self.memory.get(role, 0.0), machine.pss_mb(pid))
                self.busy[role] = machine.busy_seconds(pid)
        self.busy["Redis"] = machine.busy_seconds(self.town.redis.pid or 0)
        self.busy["load and stand-ins"] = time.process_time()


async def measure(folder: Path, plan: Plan) -> Part:
    cores = sorted(os.sched_getaffinity(0))
    town = Town(folder / "town", {"LOG_LEVEL": "ERROR"})
    try:
        # Children inherit it: the gateway and Redis stay on the first core, the world around them goes to the other.
        os.sched_setaffinity(0, cores[:1])
        await town.start()
        os.sched_setaffinity(0, cores[-1:])
        watch = Watch(town, plan.messages)
        seconds, accepted = await _hour(town, watch)
        cases, answers = len(town.central.store.in_order), watch.answers()
        await town.stop()
    except BaseException:
        await town.abandon()
        raise
    finally:
        os.sched_setaffinity(0, cores)
    return _part(plan, watch, seconds, accepted, (cases, answers))


def _due(client: Redis) -> int:
    return due_now(client, "forward") + due_now(client, "reply")


async def _hour(town: Town, watch: Watch) -> tuple[float, float]:
    """Seconds from the first webhook to the last answer, and to the last yes."""
    node, total = town.nodes[0], watch.wanted
    web, mails = round(total * _WEB), round(total * _MAIL)
    telegram = total - web - mails
    account, token = town.twilio.account, town.twilio.token
    webhooks = Order("web", node.web, 1, web, 32, ways=_WAYS, public_url=node.url, account=account, token=token)
    letters_ = Order("mail", node.smtp, web + 1, mails, 8)
    async with AsyncExitStack() as stack:
        loads = [await stack.enter_async_context(place.shooting(order)) for order in (webhooks, letters_)]
        began = perf_counter()
        shots = [asyncio.ensure_future(place.fire(load)) for load in loads]
        writing = asyncio.ensure_future(_write(town, web + mails + 1, telegram))
        answered = asyncio.ensure_future(watch.over())
        refused = sum(shot.refused for shot in await asyncio.gather(*shots))
        await writing
        accepted = perf_counter() - began
        await answered
        if refused:
            raise place.BenchFailed(f"{refused} messages were refused.")
        return perf_counter() - began, accepted


async def _write(town: Town, first: int, most: int) -> None:
    for n in range(first, first + most):
        await town.telegram.citizen_sends(600_000_000 + n, letters.words(n))


def _part(plan: Plan, watch: Watch, seconds: float, accepted: float, sent: tuple[int, int]) -> Part:
    figures = [
        Figure("g: from the first webhook to the last answer", "s", [seconds]),
        Figure("g: until the last was accepted", "s", [accepted]),
        Figure("g: messages answered a second", "/s", [plan.messages / seconds]),
        Figure("g: cases at the central system", "", [float(sent[0])]),
        Figure("g: answers sent (a receipt before a number that is late)", "", [float(sent[1])]),
        *(Figure(f"memory of {role} (PSS)", "MB", [watch.memory.get(role, 0.0)]) for role in ROLES),
    ]
    shares = ", ".join(f"{role} {watch.busy.get(role, 0.0):.0f} s" for role in (*ROLES, "Redis", "load and stand-ins"))
    largest = max(watch.memory.get(role, 0.0) for role in ROLES)
    goals = (Goal("memory of the largest process, MB", largest, _MOST_MB, most=True),)
    note = (
        f"{plan.messages} messages: {_WEB:.0%} by SMS and WhatsApp, {_MAIL:.0%} by mail, {_TELEGRAM:.0%} by Telegram,"
        " as fast as they are taken. Gateway and Redis on one core; load, central system and providers on the other."
        " Each SMS and WhatsApp answer comes with two or three status callbacks, which are kept and pumped, too."
        f" Processor time: {shares}."
    )
    return Part("g: a regency's worst hour", tuple(figures), goals, (note,))
