"""The pump's process, and that of a reader beside it, made from settings."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import timedelta

from gateway import reading, wiring, wiring_ledger, wiring_pump
from gateway.attach import Keeper
from gateway.control_client import ControlClient
from gateway.environment import read_env
from gateway.erase import Erasing
from gateway.journal_reader import JournalReader
from gateway.pump import Pump
from gateway.readers import Readers
from gateway.rebuild import Rebuild
from gateway.row_guard import RowGuard
from gateway.settings import Settings
from gateway.vet import Vetting

PUMP_NICENESS = 5


def pump(settings: Settings) -> int:
    # On a busy machine accepting goes first: a provider waits seconds for a yes, and rows in the journal wait safely.
    os.nice(PUMP_NICENESS)
    return asyncio.run(_pump(settings))


async def _pump(settings: Settings) -> int:
    redis = wiring_ledger.make_redis(settings)
    bells = wiring_ledger.make_bells(settings)
    reader = JournalReader.open(settings.data_dir, settings.sealer())
    channels = wiring.make_channels(read_env(), settings.public_url)
    understanding = wiring_pump.make_understanding(settings, channels)
    async with ControlClient(settings.data_dir) as control:
        rebuild = Rebuild(
            redis, reader, control, understanding, lambda name: wiring_ledger.make_ledger(settings, redis, name),
            settings.node_id, int(settings.lease_seconds * 1000),
        )  # fmt: skip
        vetting = Vetting(reader, control, wiring_pump.make_steps(settings, channels))
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
    channels = wiring.make_channels(read_env(), settings.public_url)
    return reading.reader(wiring_pump.make_understanding(settings, channels))
