"""`satupintu serve`: the listeners and the journal's only writer, with the pump as a child process."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry

import channels
from channels.base import Channel
from forwarder.store import StoreAway
from gateway import attach, listener, smtp_doors, smtp_tls, wiring, wiring_ledger
from gateway.addresses import Listen
from gateway.bound import bound
from gateway.central_callback import CENTRAL, REGISTERED
from gateway.control import ControlServer
from gateway.deployment import refuse_foreign_key
from gateway.digest import Operator
from gateway.door import Faults, raise_descriptor_limit
from gateway.ending import end
from gateway.environment import read_env
from gateway.health import private_app
from gateway.inbox import JOINED, JournalError
from gateway.intake import Intake, IntakeCounters, Source
from gateway.introduction import Introduction
from gateway.journal import Journal
from gateway.journal_reader import JournalReader
from gateway.keys_needed import Opening
from gateway.memory import give_back
from gateway.metrics import registry
from gateway.probes import Probes, readings, tray_readings
from gateway.reminders import Reminders, reminder_readings
from gateway.settings import Settings
from gateway.smtp import start_smtp
from gateway.supervise import Children
from gateway.vitals import Vitals
from gateway.web import WebLimits, make_app
from normalizer.schema import ChannelName

log = structlog.get_logger("serve")

PURGE_EVERY_SECONDS = 3600.0
# Redis may be away, or hang, and that is no reason to accept later.
LOOK_SECONDS = 2.0
# Of STOP_SECONDS: listeners end their transactions, then the pump its batch, then the journal its last commit.
LISTENERS_SHARE, PUMP_SHARE = 0.6, 0.25


def main(settings: Settings) -> int:
    """Until SIGTERM or SIGINT; 0. Raise `JournalError` or `CannotListen` when it cannot start."""
    give_back()
    os.umask(0o077)
    return asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> int:
    raise_descriptor_limit()
    asyncio.get_running_loop().set_exception_handler(Faults())
    stopping = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stopping.set)
    with suppress(TimeoutError):
        async with asyncio.timeout(LOOK_SECONDS):
            await refuse_foreign_key(settings)
    async with AsyncExitStack() as stack:
        await Serving.start(settings, stack, stopping.set)
        log.info("serving", web=str(settings.web_listen), node=settings.node_id)
        await stopping.wait()
        log.info("stopping", within=settings.stop_seconds)
    return 0


@dataclass(frozen=True)
class Serving:
    """Everything that runs in the serving process. What was started last is stopped first: listeners, then the pump,
    then the journal. `failed` is called when something that must run for ever does not."""

    settings: Settings
    stack: AsyncExitStack
    journal: Journal
    reader: JournalReader
    intake: Intake
    channels: Mapping[ChannelName, Channel]
    vitals: Vitals
    reminders: Reminders
    pump: Children
    opening: Opening
    numbers: CollectorRegistry
    failed: Callable[[], None]
    closers: list[Callable[[], Awaitable[None]]] = field(default_factory=list)

    @classmethod
    async def start(cls, settings: Settings, stack: AsyncExitStack, failed: Callable[[], None]) -> Serving:
        reserve = settings.journal_reserve_mb * 1024 * 1024
        hasher, sealer = settings.hasher(), settings.sealer()
        journal = Journal.open(settings.data_dir, node=settings.node_id, hasher=hasher, sealer=sealer, reserve=reserve)
        stack.callback(journal.close)
        reader = JournalReader.open(settings.data_dir, sealer)
        stack.callback(reader.close)
        made = wiring.make_channels(read_env(), settings.public_url)
        for channel in made.values():
            stack.push_async_callback(channel.close)
        redis = wiring_ledger.make_redis(settings)
        stack.push_async_callback(redis.aclose)
        vitals, pump = Vitals(redis), Children(["pump"], settings.stop_seconds * PUMP_SHARE)
        reminders = Reminders(settings, redis)
        numbers = registry([*readings(journal, vitals), *tray_readings(reader), *reminder_readings(reminders)])
        intake = _intake(settings, journal, made, numbers)
        serving = cls(
            settings, stack, journal, reader, intake, made, vitals, reminders, pump, Opening(settings), numbers, failed
        )
        await serving._begin()
        return serving

    async def _begin(self) -> None:
        # What the pump before this one wrote down says nothing of the one that starts now.
        await self.journal.set_meta(JOINED, "")
        control = await ControlServer.start(self.journal)
        self.stack.push_async_callback(control.close)
        self._background(self.opening.run(self.pump), self.pump.stop)
        self._background(self.vitals.watch())
        self._background(self.reminders.run())
        self._background(self._purge())
        await self._tell_operator()
        self.stack.push_async_callback(self._stop_listening)
        await self._listen_privately()
        await self._listen_web()
        await self._listen_mail()
        self._introduce()

    async def _tell_operator(self) -> None:
        if not self.settings.operator_mail:
            return
        reader = JournalReader.open(self.settings.data_dir, self.settings.sealer())
        self.stack.callback(reader.close)
        told = Operator(
            *(self.journal, reader, self.channels, self.settings, lambda: self.vitals.parked),
            pressing=lambda: self.reminders.counts,
        )
        self._background(told.run())

    async def _stop_listening(self) -> None:
        """All at once, so that none accepts while another ends; what hangs is cut off, and its sender tries again."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.settings.stop_seconds * LISTENERS_SHARE):
                await asyncio.gather(*(close() for close in self.closers))

    def _background(self, work: Awaitable[None], stop: Callable[[], None] | None = None) -> None:
        task = asyncio.ensure_future(work)
        task.add_done_callback(self._watch)

        async def ended() -> None:
            if stop:
                stop()
            else:
                await end([task])
            await asyncio.gather(task, return_exceptions=True)

        self.stack.push_async_callback(ended)

    def _watch(self, task: asyncio.Future[None]) -> None:
        """Nothing in the background fails in silence: the process ends, and its manager starts it again."""
        if not task.cancelled() and (error := task.exception()):
            log.error("background_failed", exc_info=error)
            self.failed()

    async def _listen_web(self) -> None:
        settings = self.settings
        app = make_app(
            self.intake,
            (*channels.ALL, REGISTERED),
            settings.public_url,
            limits=WebLimits(largest=settings.max_webhook_bytes),
        )
        await self._listen(app, settings.web_listen)

    async def _listen_privately(self) -> None:
        probes = Probes(self.journal, self.reader, self.pump, self.vitals, lambda: self.opening.why)
        app = private_app(probes.all(), self.numbers)
        await self._listen(app, self.settings.private_listen)

    async def _listen(self, app: web.Application, where: Listen) -> None:
        patience = listener.Patience(stop=self.settings.stop_seconds * LISTENERS_SHARE / 2)
        with bound(self.settings, where):
            listening = await listener.start(app, where.host, where.port, patience)
        self.closers.append(listening.close)

    async def _listen_mail(self) -> None:
        mail = self.channels.get(ChannelName("mail"))
        takes = getattr(mail, "takes", None)
        tls = smtp_tls.context(self.settings)
        if tls:
            self._background(smtp_tls.keep_fresh(tls, self.settings))
        for one in smtp_doors.doors(self.settings, tls):
            if takes is None:
                continue
            with bound(self.settings, one.where):
                listening = await start_smtp(
                    one.where.host,
                    one.where.port,
                    intake=self.intake,
                    takes=takes,
                    hostname=self.settings.node_id,
                    lmtp=one.lmtp,
                    limits=smtp_doors.limits(self.settings),
                    tls=one.tls,
                    door=one.door,
                )
            self.closers.append(partial(listening.stop, self.settings.stop_seconds * LISTENERS_SHARE / 2))

    def _introduce(self) -> None:
        introduction = Introduction(self.settings, self.journal, self.reader, self.intake.accept)
        for name, channel in self.channels.items():
            for work in introduction.works(name, channel):
                self._background(work)

    async def _purge(self) -> None:
        while True:
            before = datetime.now(UTC) - timedelta(days=self.settings.retention_days)
            try:
                await self.journal.purge(before)
                await attach.purge(wiring.make_vault(self.settings), self.reader, before)
            except (JournalError, StoreAway) as error:
                log.warning("not_purged", why=str(error))
            await asyncio.sleep(PURGE_EVERY_SECONDS)


def _intake(
    settings: Settings, journal: Journal, made: Mapping[ChannelName, Channel], numbers: CollectorRegistry
) -> Intake:
    sources: dict[ChannelName, Source] = dict(made)
    callback = wiring.make_callback(settings)
    if callback:
        sources[CENTRAL] = callback
    last_resort = frozenset(line.name for line in channels.ALL if line.last_resort)
    return Intake(journal, sources, IntakeCounters.of(numbers, tuple(sources)), last_resort)
