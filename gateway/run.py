"""`satupintu run`: the whole way on one machine, with stand-ins, samples, and the count at the end."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from gateway import wiring
from gateway.embedded_place import EmbeddedFailed
from gateway.journal_reader import JournalReader
from gateway.settings import load
from gateway.simulator import samples
from gateway.simulator.leaks import leaks, needles
from gateway.simulator.narrator import Narrator, clock, words_to
from gateway.simulator.phones import Directory
from gateway.simulator.samples import ALL, Sample
from gateway.simulator.town import NotReady, Town, free_ports

MARK = "made-by-satupintu-run"
EXTRA = {"NUMBER_WAIT_SECONDS": "3", "JOURNAL_RESERVE_MB": "1"}
OUTAGE_SECONDS = 5.0
LATE_SECONDS = 6.0
PATIENCE_SECONDS = 60.0

TRY = """
Everything goes on until Ctrl-C. In another window, try:
  .venv/bin/satupintu simulate sms "Lampu jalan mati di depan pasar"
  .venv/bin/satupintu simulate whatsapp "RAHASIA pungutan liar di loket"
  .venv/bin/satupintu simulate telegram "Air tidak mengalir dua hari"
  .venv/bin/satupintu simulate mail "Jembatan rusak, mohon diperbaiki"
  .venv/bin/satupintu simulate outage --seconds 10     then write again: the receipt comes first, the number later
  .venv/bin/satupintu simulate repeat                  one SMS, delivered five times
  .venv/bin/satupintu journal list --env-file {env}
  curl http://{private}/health/ready   and   /metrics
"""


class CannotRun(Exception):
    """What stands in the way, and what to do."""


def main(once: bool) -> int:
    """Status 0 only if the count is right (`once`), or after Ctrl-C."""
    try:
        return asyncio.run(_run(once))
    except (EmbeddedFailed, NotReady, CannotRun) as error:
        Console(stderr=True, highlight=False).print(escape(str(error)))
        return 1


async def _run(once: bool) -> int:
    folder = _clean_folder(Path(os.environ.get("DATA_DIR") or "data") / "run")
    town = Town(folder, dict(EXTRA), ports=await _ports(once))
    try:
        await town.start()
        async with _narrated(town) as show:
            right = await show.samples()
            if not once:
                await show.stay()
        await town.stop()
    except BaseException:
        await town.abandon()
        raise
    return 0 if right or not once else 1


def _clean_folder(folder: Path) -> Path:
    """An empty one: every run tells its own story. Only what an earlier run made is removed."""
    try:
        if folder.exists() and not (folder / MARK).exists():
            raise CannotRun(f"{folder} holds something that satupintu run did not make. Move it away, or set DATA_DIR.")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / MARK).touch()
    except OSError as error:
        raise CannotRun(
            f"{folder} cannot be written ({error.strerror}). Set DATA_DIR to a folder you may write: "
            "DATA_DIR=/tmp/satupintu make run"
        ) from error
    return folder.absolute()


async def _ports(once: bool) -> tuple[int, int, int]:
    """Web, private, mail: those of the settings, or free ones for a run that nobody else talks to."""
    names = {"WEB_LISTEN": 8080, "PRIVATE_LISTEN": 9090, "SMTP_LISTEN": 2525}
    found = []
    for name, port in names.items():
        asked = os.environ.get(name, "").rpartition(":")[2]
        found.append(int(asked) if asked.isdigit() else free_ports(1)[0] if once else port)
    for name, port in zip(names, found, strict=True):
        await _must_be_free(name, port)
    return found[0], found[1], found[2]


async def _must_be_free(name: str, port: int) -> None:
    try:
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", port)
    except OSError as error:
        raise CannotRun(
            f"Port {port} cannot be had ({error.strerror}). Stop what uses it, or choose another: "
            f"{name}=127.0.0.1:{port + 1} make run"
        ) from error
    server.close()
    await server.wait_closed()


@asynccontextmanager
async def _narrated(town: Town) -> AsyncIterator[Show]:
    settings = load(town.nodes[0].env, serving=True)
    reader = JournalReader.open(settings.data_dir, settings.sealer())
    redis = wiring.make_redis(settings)
    understanding = wiring.make_understanding(settings, wiring.make_channels(town.nodes[0].env, settings.public_url))
    show = Show(town)
    narrator = Narrator(town, redis, reader, understanding, show.say, {(s.way, s.address): s for s in ALL})
    Directory.of(town).write(town.folder / "town.json")
    _write_env(town)
    following = asyncio.create_task(narrator.follow())
    try:
        yield show
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        await redis.aclose()
        reader.close()


def _write_env(town: Town) -> None:
    """The settings of this run, for commands in another window; keys included, so for its owner's eyes only."""
    ours = {name: value for name, value in town.nodes[0].env.items() if name not in os.environ}
    path = town.folder / "env"
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}='{value}'\n" for name, value in ours.items() if name != "ENV_FILE"))


@dataclass(eq=False)
class Show:
    """What the newcomer sees."""

    town: Town
    console: Console = field(default_factory=lambda: Console(highlight=False, soft_wrap=True))
    since: Callable[[], float] = field(default_factory=clock)
    sent: list[Sample] = field(default_factory=list)
    deliveries: int = 0

    def say(self, label: str, what: str, words: str) -> None:
        color = {"number": "bold green", "answered": "green", "waits": "yellow", "parked": "red"}.get(what, "cyan")
        when = f"{self.since():6.2f} s" if what else " " * 8
        self.console.print(f"{when}  [bold]{escape(label):<11}[/] [{color}]{what:<11}[/] {escape(words)}")

    def title(self, words: str) -> None:
        self.console.print(f"\n[bold]{escape(words)}[/]")

    async def samples(self) -> bool:
        """All samples, and the count; whether it is right."""
        central = self.town.central.orders
        self.title(
            "1. One complaint on each channel, through the real listeners: Twilio, an SMS aggregator, Telegram, mail"
        )
        for sample in samples.FIRST:
            await self.write(sample)
        await self.until_answered(*samples.FIRST)
        self.title(
            "2. The provider delivers the first SMS twice more; then the same person writes the same by WhatsApp"
        )
        await self.write(samples.STREETLIGHT, repeats=2)
        await self.write(samples.SAME_AGAIN)
        await self.until_answered(samples.SAME_AGAIN)
        self.title(f"3. The central system gives its number {LATE_SECONDS:g} s late: a receipt first, then the number")
        central.number_after = LATE_SECONDS
        await self.write(samples.LATE)
        await self.until_answered(samples.LATE)
        central.number_after = None
        self.title(f"4. The central system is down for {OUTAGE_SECONDS:g} s")
        central.down = "refuse"
        await self.write(samples.OUTAGE)
        await asyncio.sleep(OUTAGE_SECONDS)
        central.down = ""
        self.say("", "", "the central system is back")
        await self.until_answered(samples.OUTAGE)
        return await self.count()

    async def write(self, sample: Sample, repeats: int = 0) -> None:
        """A citizen writes; with `repeats` the provider delivers that first message so often again."""
        town, node = self.town, self.town.nodes[0]
        if not repeats:
            self.say(sample.label, "writes", f"“{sample.text}”")
            self.say("", "", f"({sample.gloss})")
        if sample.way == "telegram":
            await town.telegram.citizen_sends(int(sample.address), sample.text, name=sample.name)
        elif sample.way == "mail":
            raw = samples.letter(sample.address, sample.name, sample.text, "sample-1")
            await node.mail(raw, sample.address)
        elif sample.way == "sms_http":
            await town.aggregator.phone_sends(f"{node.url}/sms", sample.address, sample.text)
        else:
            sid = f"SM{ALL.index(sample):032x}"
            for _ in range(repeats or 1):
                status, _ = await town.twilio.phone_sends(
                    f"{node.url}/twilio/{sample.way}", sample.address, sample.text, sid=sid, name=sample.name,
                    whatsapp=sample.way == "whatsapp",
                )  # fmt: skip
                if repeats:
                    self.say(sample.label, "repeated", f"the same delivery: the same answer, {status}; nothing is done")
        self.deliveries += repeats or 1
        if not repeats:
            self.sent.append(sample)

    def told(self, sample: Sample) -> set[str]:
        """Tracking numbers of the central system that stand in what this sender was told."""
        texts = " ".join(words_to(self.town, sample.way, sample.address))
        return {case.number for case in self.town.central.store.in_order if case.number and case.number in texts}

    async def until_answered(self, *wanted: Sample) -> None:
        await _until(lambda: all(self.told(sample) for sample in wanted), PATIENCE_SECONDS)

    async def count(self) -> bool:
        """Deliveries, complaints, numbers; lost, double, leaked."""
        town = self.town
        cases = town.central.store.in_order
        expected = {sample.text for sample in self.sent}
        numbers = set[str]().union(*(self.told(sample) for sample in self.sent))
        lost = sum(not self.told(sample) for sample in self.sent) + max(0, len(expected) - len(cases))
        double = max(0, len(cases) - len(expected)) + sum(self._repeated(sample) for sample in self.sent)
        found = await asyncio.to_thread(self._leaked)
        self.title(
            f"Count: {self.deliveries} deliveries, {len(cases)} complaints, {len(numbers)} numbers; "
            f"lost {lost}, double {double}, leaked {len(found)}"
        )
        for path, word in found:
            self.console.print(f"  {escape(word.decode())} stands in {path.relative_to(town.folder)}")
        right = not (lost or double or found) and len(numbers) == len(expected)
        self.console.print("[green]Right.[/]" if right else "[red]Not right.[/] The logs are in " + str(town.folder))
        return right

    def _repeated(self, sample: Sample) -> int:
        """How many messages told this sender a number it had been told already."""
        texts = words_to(self.town, sample.way, sample.address)
        return sum(max(0, sum(number in text for text in texts) - 1) for number in self.told(sample))

    def _leaked(self) -> list[tuple[Path, bytes]]:
        words = needles(*zip(*((s.text, s.name, s.address) for s in self.sent), strict=True))
        return list(leaks(self.town.folder, words))

    async def stay(self) -> None:
        """Until Ctrl-C or SIGTERM."""
        node = self.town.nodes[0]
        self.console.print(TRY.format(env=self.town.folder / "env", private=f"127.0.0.1:{node.private}"), markup=False)
        stopping = asyncio.Event()
        for signum in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(signum, stopping.set)
        await stopping.wait()
        self.console.print("\nStopping: what is in flight ends first …")


async def _until(holds: Callable[[], bool], seconds: float) -> None:
    """Wait for it; say nothing when it does not come true, the count will."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not holds() and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110 - other processes do it
        await asyncio.sleep(0.05)
