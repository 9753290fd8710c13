"""The central system or a provider asks for patience; once the ledger knows of it, whoever heard it may die."""

from __future__ import annotations

import os
import signal
from typing import Literal

from chaos import children
from crowd import epoch, ledger
from redis.exceptions import RedisError

from gateway.simulator.faults import Fault
from gateway.simulator.town import Process, Town

Whom = Literal["central", "provider"]
# Where the ledger keeps it, in which words, and whose calls it holds back.
_KEPT: dict[Whom, tuple[str, str, str]] = {
    "central": ("hold:forward", "slow down", "forward"),
    "provider": ("hold:reply:twilio", "asks us to wait", "reply"),
}


def ask(town: Town, whom: Whom, seconds: float, *, on_its_way: float = 0.0) -> None:
    """One 429 for whoever calls next; calls within `on_its_way` seconds after it had left before it was heard."""
    if whom == "central":
        orders = town.central.orders
        orders.retry_after, orders.throttle, orders.on_its_way = seconds, 1, on_its_way
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
    return isinstance(found, bytes) and words in found.decode()


def forget(town: Town, whom: Whom) -> None:
    """What nobody met is not met by whoever calls next."""
    if whom == "central":
        town.central.orders.throttle = 0
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
