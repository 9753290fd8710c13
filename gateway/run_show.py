"""What a newcomer sees of `satupintu run`: the samples as they are sent, each journey, and the count at the end."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from gateway.simulator import samples
from gateway.simulator.leaks import leaks, needles
from gateway.simulator.narrator import clock, words_to
from gateway.simulator.samples import ALL, Sample
from gateway.simulator.town import Town

OUTAGE_SECONDS = 5.0
LATE_SECONDS = 6.0
PATIENCE_SECONDS = 60.0
# The narrator looks many times a second.
TELLING_SECONDS = 2.0


@dataclass(eq=False)
class Show:
    """What the newcomer sees."""

    town: Town
    console: Console = field(default_factory=lambda: Console(highlight=False, soft_wrap=True))
    since: Callable[[], float] = field(default_factory=clock)
    sent: list[Sample] = field(default_factory=list)
    deliveries: int = 0
    _answers: Counter[str] = field(default_factory=Counter)

    def say(self, label: str, what: str, words: str) -> None:
        self._answers[label] += what == "answered"
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
                await town.twilio.phone_sends(
                    f"{node.url}/twilio/{sample.way}", sample.address, sample.text, sid=sid, name=sample.name,
                    whatsapp=sample.way == "whatsapp",
                )  # fmt: skip
        self.deliveries += repeats or 1
        if not repeats:
            self.sent.append(sample)

    def told(self, sample: Sample) -> set[str]:
        """Tracking numbers of the central system that stand in what this sender was told."""
        texts = " ".join(words_to(self.town, sample.way, sample.address))
        return {case.number for case in self.town.central.store.in_order if case.number and case.number in texts}

    async def until_answered(self, *wanted: Sample) -> None:
        await _until(lambda: all(self.told(sample) for sample in wanted), PATIENCE_SECONDS)
        await _until(lambda: all(map(self._shown, wanted)), TELLING_SECONDS)

    def _shown(self, sample: Sample) -> bool:
        """Whether every answer to this sender was shown, too."""
        return self._answers[sample.label] >= len(words_to(self.town, sample.way, sample.address))

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
            self.console.print(f"  {escape(word.decode())} stands in {escape(str(path.relative_to(town.folder)))}")
        right = not (lost or double or found) and len(numbers) == len(expected)
        self.console.print(
            "[green]Right.[/]" if right else f"[red]Not right.[/] The logs are in {escape(str(town.folder))}"
        )
        return right

    def _repeated(self, sample: Sample) -> int:
        """How many messages told this sender a number it had been told already."""
        texts = words_to(self.town, sample.way, sample.address)
        return sum(max(0, sum(number in text for text in texts) - 1) for number in self.told(sample))

    def _leaked(self) -> list[tuple[Path, bytes]]:
        words = needles(*zip(*((s.text, s.name, s.address) for s in self.sent), strict=True))
        return list(leaks(self.town.folder, words))


async def _until(holds: Callable[[], bool], seconds: float) -> None:
    """Wait for it; say nothing when it does not come true, the count will."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not holds() and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110 - other processes do it
        await asyncio.sleep(0.05)
