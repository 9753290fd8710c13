"""`satupintu conformance --callbacks`: what people change at a central system comes back, signed, until taken."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from rich.console import Console

from gateway import conformance
from gateway.conformance import Verdict
from gateway.conformance_callbacks import NOT_TRIED, Receiver
from gateway.conformance_cases import CASES
from gateway.settings import load
from gateway.simulator import central_events
from gateway.simulator.central import StandInCentral

INSTANCE, KEY, SECRET = "kabupaten-contoh", "a-key-made-up-for-tests", "a-secret-made-up-for-tests"
RULES = tuple(case for case in CASES if case.section == "webhooks.event.post")
SIGNED, AGAIN = (case.rule for case in RULES)


@dataclass
class Once(central_events.Teller):
    """Sends an event once, whatever is answered."""

    async def _send(self, body: bytes) -> None:
        await self._taken(body)


@dataclass
class Renaming(central_events.Teller):
    """Makes another event of each sending."""

    async def _taken(self, body: bytes) -> bool:
        self._last += 1
        return await super()._taken(body.replace(b"diproses", b"selesai") if self._last > 2 else body)


@asynccontextmanager
async def judged(
    tell: Callable[[StandInCentral, str], None],
    *,
    secret: str = SECRET,
    teller: type[central_events.Teller] = central_events.Teller,
    seconds: float = 20.0,
) -> AsyncIterator[dict[str, Verdict]]:
    """The verdicts of the two rules, where `tell` is what its people do when they are asked to change a case."""
    central, asked = StandInCentral({INSTANCE: KEY}), list[str]()

    def say(sentence: str) -> None:
        asked.append(sentence)
        tell(central, receiver.watched)

    receiver = Receiver(SECRET, seconds, say)
    await central.start()
    try:
        async with receiver.listening("127.0.0.1", 0):
            central.teller = teller(f"{receiver.url}/central/callback", secret, central.store.counts)
            found = await conformance.judge(central.url, KEY, INSTANCE, cases=RULES, receiver=receiver)
    finally:
        await central.stop()
    assert len(asked) == 1
    assert receiver.watched in asked[0]
    yield {verdict.case.rule: verdict for verdict in found}


def status(central: StandInCentral, reference: str) -> None:
    central.announce(reference, "status.changed", "diproses")


def question(central: StandInCentral, reference: str) -> None:
    central.announce("nobody-knows-this", "status.changed", "diproses")
    central.announce(reference, "question.asked", "Di RT berapa letaknya?")


def wrong(central: StandInCentral, reference: str) -> None:
    central.announce(reference, "status.changed", "entah")


def nothing(_central: StandInCentral, _reference: str) -> None: ...


@pytest.mark.parametrize("tell", [status, question], ids=["a status", "a question, and another's event before it"])
async def test_one_that_calls_back_passes(tell: Callable[[StandInCentral, str], None]) -> None:
    async with judged(tell) as found:
        assert [(rule, one.result, one.why) for rule, one in found.items()] == [
            (SIGNED, "kept", ""),
            (AGAIN, "kept", ""),
        ]
        assert [one.status for one in found[AGAIN].exchanges if one.line.startswith("POST /central")][-2:] == [503, 200]


DEFECTS = [
    ("another secret", status, {"secret": "another-secret-made-up"}, SIGNED, "No signature fits"),
    ("a status that is none", wrong, {}, SIGNED, "no event"),
    ("nothing", nothing, {"seconds": 0.3}, SIGNED, "nothing came"),
    ("once only", status, {"teller": Once, "seconds": 2.0}, AGAIN, "did not come again"),
    ("another event under its id", status, {"teller": Renaming}, AGAIN, "another event"),
]


@pytest.mark.parametrize(("label", "tell", "how", "rule", "why"), DEFECTS, ids=[row[0] for row in DEFECTS])
async def test_a_planted_defect_is_found(
    label: str, tell: Callable[[StandInCentral, str], None], how: dict[str, object], rule: str, why: str
) -> None:
    async with judged(tell, **how) as found:  # type: ignore[arg-type]
        assert found[rule].result == "broken", label
        assert why in found[rule].why
        assert SECRET not in str(found)


async def test_without_an_address_the_report_says_why_it_was_not_tried() -> None:
    central = StandInCentral({INSTANCE: KEY})
    await central.start()
    found = await conformance.judge(central.url, KEY, INSTANCE, cases=RULES)
    await central.stop()
    assert [(one.result, one.why) for one in found] == [("skipped", NOT_TRIED)] * 2


REFUSED = [
    ("no secret", "127.0.0.1:0", "", "CENTRAL_CALLBACK_SECRET must be"),
    ("no port", "127.0.0.1", SECRET, "must be host:port"),
    ("not ours", "192.0.2.1:9", SECRET, "192.0.2.1"),
]


@pytest.mark.parametrize(("label", "address", "secret", "why"), REFUSED, ids=[row[0] for row in REFUSED])
async def test_where_nobody_can_listen_nothing_is_tried(label: str, address: str, secret: str, why: str) -> None:
    out = io.StringIO()
    settings = load({"CENTRAL_KEY": KEY, "CENTRAL_INSTANCE": INSTANCE, "CENTRAL_CALLBACK_SECRET": secret})
    shown = Console(file=out, width=200, color_system=None)
    said = await asyncio.to_thread(conformance.main, "http://127.0.0.1:9", settings, False, address, 1.0, shown)
    assert said == 2, label
    assert why in out.getvalue()
