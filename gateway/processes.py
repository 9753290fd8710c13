"""The processes that `serve`, `work`, `run` and the pump start for themselves: `python -m gateway.processes pump`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta

import structlog

from forwarder.items import Queue
from gateway import log, reading, wiring
from gateway.attach import Keeper
from gateway.control_client import ControlClient
from gateway.environment import read_env, secret_values
from gateway.erase import Erasing
from gateway.journal_reader import JournalReader
from gateway.lifeline import end_with_parent
from gateway.pump import Pump
from gateway.readers import Readers
from gateway.rebuild import Rebuild
from gateway.row_guard import RowGuard
from gateway.settings import Settings, load
from gateway.vet import Vetting

PUMP_NICENESS = 5


def pump(settings: Settings) -> int:
    # On a busy machine accepting goes first: a provider waits seconds for a yes, and rows in the journal wait safely.
    os.nice(PUMP_NICENESS)
    return asyncio.run(_pump(settings))


async def _pump(settings: Settings) -> int:
    redis = wiring.make_redis(settings)
    bells = wiring.make_bells(settings)
    reader = JournalReader.open(settings.data_dir, settings.sealer())
    channels = wiring.make_channels(read_env(), settings.public_url)
    understanding = wiring.make_understanding(settings, channels)
    async with ControlClient(settings.data_dir) as control:
        rebuild = Rebuild(
            redis, reader, control, understanding, lambda name: wiring.make_ledger(settings, redis, name),
            settings.node_id, int(settings.lease_seconds * 1000),
        )  # fmt: skip
        vetting = Vetting(reader, control, wiring.make_steps(settings, channels))
        keeper = Keeper(wiring.make_vault(settings), control, retention=timedelta(days=settings.retention_days))
        guard = RowGuard.open(settings.data_dir)
        erasing = Erasing(reader, control, understanding, settings.data_dir, settings.node_id, keeper.vault)
        readers = Readers(settings.pump_readers)
        pumping = Pump(reader, control, understanding, bells, rebuild, guard, vetting, keeper, erasing, readers)
        for signum in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(signum, pumping.stop)
        await pumping.run()
    await redis.aclose()
    return 0


def reader(settings: Settings) -> int:
    return reading.reader(wiring.make_understanding(settings, wiring.make_channels(read_env(), settings.public_url)))


def forward(settings: Settings) -> int:
    return _worker(settings, "forward")


def reply(settings: Settings) -> int:
    return _worker(settings, "reply")


def _worker(settings: Settings, queue: Queue) -> int:
    from gateway.work import one_worker  # the pump does without RQ's worker

    return one_worker(settings, queue)


ROLES: dict[str, Callable[[Settings], int]] = {"pump": pump, "reader": reader, "forward": forward, "reply": reply}


def main(role: str) -> int:
    end_with_parent()
    os.umask(0o077)
    env = read_env()
    settings = load(env, serving=True)
    log.configure(settings.log_level, settings.log_format, secret_values(env))
    try:
        return ROLES[role](settings)
    except Exception as error:  # noqa: BLE001 - Python's own traceback would print what the log masks
        structlog.get_logger(role).error("process_failed", exc_info=error)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
