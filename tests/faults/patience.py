"""The central system or a provider asks for patience; once the ledger knows of it, whoever heard it may die."""

from __future__ import annotations

import os
import re
import signal
from typing import Literal

from chaos import children
from crowd import epoch, ledger
from redis.exceptions import RedisError

from gateway.simulator.central_orders import Orders
from gateway.simulator.faults import Fault
from gateway.simulator.telegram import Fault as TelegramFault
from gateway.simulator.town import Town
from gateway.simulator.town_processes import Process

Whom = Literal["central", "twilio", "telegram"]
# Where the ledger keeps it, in which words (of any central system), and whose calls it holds back.
_KEPT: dict[Whom, tuple[str, str, str]] = {
    "central": ("hold:forward", "slow down|asks to wait", "forward"),
    "twilio": ("hold:reply:twilio", "asks us to wait", "reply"),
    "telegram": ("hold:reply:telegram", "asks for patience", "reply"),
}


def ask(town: Town, whom: Whom, seconds: float, *, on_its_way: float = 0.0, orders: Orders | None = None) -> None:
    """One 429 for whoever calls next; calls within `on_its_way` seconds after it had left before it was heard.
    orders: of a central system of another kind."""
    if whom == "central":
        orders = orders or town.central.orders
        orders.retry_after, orders.throttle, orders.on_its_way = seconds, 1, on_its_way
    elif whom == "telegram":
        town.telegram.on_its_way = on_its_way
        town.telegram.faults.append(TelegramFault("429", times=1, seconds=seconds))
    else:
        town.twilio.faults.on_its_way = on_its_way
        town.twilio.faults.tell(Fault(kind="busy", times=1, seconds=seconds))


def known(town: Town, whom: Whom) -> bool:
    """Whether the ledger holds everybody back for it."""
    key, words, _ = _KEPT[whom]
    try:
        with ledger(town) as server:
            found = server.get(f"sp:{epoch(town)}:{key}")
    except RedisError:
        return False
    return isinstance(found, bytes) and re.search(words, found.decode()) is not None


def forget(town: Town, whom: Whom, orders: Orders | None = None) -> None:
    """What nobody met is not met by whoever calls next."""
    if whom == "central":
        (orders or town.central.orders).throttle = 0
    elif whom == "telegram":
        town.telegram.faults.clear()
    else:
        town.twilio.faults.tell(None)


def kill_who_heard(worker: Process, whom: Whom) -> int:
    """kill -9 of all its processes that make such calls; how many. It starts new ones, which heard nothing."""
    if worker.child is None:
        return 0
    heard = [pid for pid, role in children(worker.child.pid).items() if role == _KEPT[whom][2]]
    for pid in heard:
        os.kill(pid, signal.SIGKILL)
    return len(heard)
