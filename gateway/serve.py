"""`satupintu serve`: the listeners and the journal's only writer, with the pump as a child process."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry

import channels
from channels.base import Channel, Polling, SendFailed
from gateway import listener, wiring
from gateway.central_callback import CENTRAL, REGISTERED
from gateway.control import ControlServer
from gateway.ending import end
from gateway.environment import read_env
from gateway.health import Part, Probed, private_app
from gateway.intake import Intake, IntakeCounters, Source
from gateway.journal import Journal
from gateway.journal_reader import JournalReader
from gateway.metrics import Reading, registry
from gateway.polling import JournalOffsets, poll_forever
from gateway.settings import Listen, Settings
from gateway.smtp import SmtpLimits, start_smtp
from gateway.supervise import Children
from gateway.vitals import Vitals
from gateway.web import WebLimits, make_app
from normalizer.schema import ChannelName

log = structlog.get_logger("serve")

PURGE_EVERY_SECONDS = 3600.0
UNPUMPED = timedelta(minutes=5)


def main(settings: Settings) -> int:
    """Until SIGTERM or SIGINT; 0. Raise `JournalError` or `OSError` when it cannot start."""
    return asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> int:
    stopping = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stopping.set)
    await wiring.refuse_foreign_key(settings)
    async with AsyncExitStack() as stack:
        await Serving.start(settings, stack)
        log.info("serving", web=str(settings.web_listen), node=settings.node_id)
        await stopping.wait()
        log.info("stopping", within=settings.stop_seconds)
    return 0


@dataclass(frozen=True)
class Serving:
    """Everything that runs in the serving process. What was started last is stopped first: listeners, then the pump,
    then the journal."""

    settings: Settings
    stack: AsyncExitStack
    journal: Journal
    reader: JournalReader
    intake: Intake
    channels: Mapping[ChannelName, Channel]
    vitals: Vitals
    pump: Children
    numbers: CollectorRegistry

    @classmethod
    async def start(cls, settings: Settings, stack: AsyncExitStack) -> Serving:
        reserve = settings.journal_reserve_mb * 1024 * 1024
        hasher, sealer = settings.hasher(), settings.sealer()
        journal = Journal.open(settings.data_dir, node=settings.node_id, hasher=hasher, sealer=sealer, reserve=reserve)
        stack.callback(journal.close)
        reader = JournalReader.open(settings.data_dir, sealer)
        stack.callback(reader.close)
        made = wiring.make_channels(read_env(), settings.public_url)
        for channel in made.values():
            stack.push_async_callback(channel.close)
        redis = wiring.make_redis(settings)
        stack.push_async_callback(redis.aclose)
        vitals, pump = Vitals(redis), Children(["pump"], settings.stop_seconds / 2)
        numbers = registry(_readings(journal, vitals))
        intake = _intake(settings, journal, made, numbers)
        serving = cls(settings, stack, journal, reader, intake, made, vitals, pump, numbers)
        await serving._begin()
        return serving

    async def _begin(self) -> None:
        control = await ControlServer.start(self.journal)
        self.stack.push_async_callback(control.close)
        self._background(self.pump.run(), self.pump.stop)
        self._background(self.vitals.watch())
        self._background(self._purge())
        await self._listen_privately()
        await self._listen_web()
        await self._listen_mail()
        await self._poll()

    def _background(self, work: Awaitable[None], stop: Callable[[], None] | None = None) -> None:
        task = asyncio.ensure_future(work)

        async def ended() -> None:
            if stop:
                stop()
            else:
                await end([task])
            await asyncio.gather(task, return_exceptions=True)

        self.stack.push_async_callback(ended)

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
        app = private_app(self._probes(), self.numbers)
        await self._listen(app, self.settings.private_listen)

    async def _listen(self, app: web.Application, where: Listen) -> None:
        patience = listener.Patience(stop=self.settings.stop_seconds / 2)
        listening = await listener.start(app, where.host, where.port, patience)
        self.stack.push_async_callback(listening.close)

    async def _listen_mail(self) -> None:
        mail = self.channels.get(ChannelName("mail"))
        takes = getattr(mail, "takes", None)
        for where, lmtp in ((self.settings.smtp_listen, False), (self.settings.lmtp_listen, True)):
            if where is None or takes is None:
                continue
            listening = await start_smtp(
                where.host,
                where.port,
                intake=self.intake,
                takes=takes,
                hostname=self.settings.node_id,
                lmtp=lmtp,
                limits=SmtpLimits(max_bytes=self.settings.max_mail_bytes),
            )
            self.stack.push_async_callback(listening.stop, self.settings.stop_seconds / 2)

    async def _poll(self) -> None:
        for name, channel in self.channels.items():
            if register := getattr(channel, "register", None):
                self._background(self._announce(name, channel, register))

    async def _announce(self, name: ChannelName, channel: Channel, register: Callable[[str], Awaitable[None]]) -> None:
        """Tell a provider where to post, or that we ask; then ask."""
        await _register(name, register, self.settings.public_url)
        if isinstance(channel, Polling) and channel.polls:
            offsets = JournalOffsets(self.journal, self.reader, f"offset:{name}:{channel.account}")
            await poll_forever(channel, self.intake.accept, offsets)

    async def _purge(self) -> None:
        while True:
            before = datetime.now(UTC) - timedelta(days=self.settings.retention_days)
            await self.journal.purge(before)
            await asyncio.sleep(PURGE_EVERY_SECONDS)

    def _probes(self) -> list[Probed]:
        async def journal() -> str:
            return "" if self.journal.status()["writing"] else "The journal does not write: look at the log."

        async def room() -> str:
            low = "The disk is nearly full: mail and Telegram are put off. Make room in DATA_DIR."
            return low if self.journal.status()["low"] else ""

        async def pump() -> str:
            return "" if self.pump.alive else "The pump is being started again; messages are kept and wait."

        async def waiting() -> str:
            oldest = next(iter(self.reader.open_rows(0, 1)), None)
            late = oldest is not None and datetime.now(UTC) - oldest.received_at > UNPUMPED
            return "Messages have been waiting in the journal for more than 5 minutes." if late else ""

        async def ledger() -> str:
            return self.vitals.wrong

        async def quarantine() -> str:
            kept = len(self.reader.rows(0, 1, body=False, end="quarantined"))
            return "Messages lie in quarantine: satupintu journal list --end quarantined" if kept else ""

        return [
            Probed("the journal", Part.ACCEPTING, journal),
            Probed("the disk", Part.FORWARDING, room),
            Probed("the pump", Part.FORWARDING, pump),
            Probed("the journal's rows", Part.FORWARDING, waiting),
            Probed("the ledger", Part.FORWARDING, ledger),
            Probed("the quarantine", Part.FORWARDING, quarantine),
        ]


async def _register(name: str, register: Callable[[str], Awaitable[None]], public_url: str) -> None:
    """Tell a provider where to post; tried again until it has heard."""
    pause = 1.0
    while True:
        try:
            await register(public_url)
        except SendFailed as failed:
            log.warning("not_registered", channel=name, why=failed.reason, again_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 300.0)
        else:
            return


def _intake(
    settings: Settings, journal: Journal, made: Mapping[ChannelName, Channel], numbers: CollectorRegistry
) -> Intake:
    sources: dict[ChannelName, Source] = dict(made)
    callback = wiring.make_callback(settings)
    if callback:
        sources[CENTRAL] = callback
    last_resort = frozenset(line.name for line in channels.ALL if line.last_resort)
    return Intake(journal, sources, IntakeCounters.of(numbers, tuple(sources)), last_resort)


def _readings(journal: Journal, vitals: Vitals) -> list[Reading]:
    """Journal and ledger as numbers; none names a person."""
    status = journal.status
    return [
        Reading("satupintu_journal_kept_total", "Deliveries kept", lambda: float(status()["kept"])),
        Reading(
            "satupintu_journal_again_total", "Deliveries that were there already", lambda: float(status()["again"])
        ),
        Reading("satupintu_journal_waiting", "Deliveries waiting for the disk", lambda: float(status()["waiting"])),
        Reading("satupintu_disk_low", "1 when the journal's reserve is touched", lambda: float(status()["low"])),
        Reading("satupintu_ledger_steps_total", "What the ledger counted", lambda: vitals.counts, "step"),
        Reading("satupintu_due", "Items in the due set, leased ones too", lambda: vitals.due, "queue"),
        Reading("satupintu_late_seconds", "How long the oldest due item has waited", lambda: vitals.late, "queue"),
        Reading("satupintu_workers", "Workers that signed in", lambda: vitals.workers, "queue"),
        Reading("satupintu_parked", "Complaints and answers that wait for a person", lambda: vitals.parked),
    ]
