"""What `satupintu run` shows: every step of every sample, and a count that is right only if nothing went wrong."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from case_kit import INSTANCE, asked
from hearing import every_signal
from rich.console import Console

from gateway.run import status
from gateway.run_show import Show
from gateway.run_signals import Stopping
from gateway.simulator.central_models import SubmitRequest
from gateway.simulator.samples import ALL, LATE, SAME_AGAIN, STREETLIGHT, Sample
from gateway.simulator.town import Town
from gateway.simulator.twilio_api import Sent

ROOT = Path(__file__).parents[2]
SENT = (STREETLIGHT, LATE)


def nothing(_town: Town) -> None:
    pass


def never_answered(town: Town) -> None:
    town.twilio.messages = [one for one in town.twilio.messages if one.to != LATE.address]


def never_submitted(town: Town) -> None:
    never_answered(town)
    town.central.store.in_order.pop()


def submitted_twice(town: Town) -> None:
    submitted(town, "-again", "1999999")


def answered_twice(town: Town) -> None:
    town.twilio.messages.append(town.twilio.messages[-1])


def answered_with_anothers_number(town: Town) -> None:
    town.twilio.messages[-1].body = town.twilio.messages[0].body


def a_name_in_a_log(town: Town) -> None:
    (town.folder / "work.log").write_text(f"sent to {STREETLIGHT.name}")


def a_phone_in_a_file(town: Town) -> None:
    (town.folder / "redis").mkdir()
    (town.folder / "redis" / "appendonly.aof").write_bytes(b"\0" + LATE.address[1:].encode() + b"\0")


PLANTED: list[tuple[str, Callable[[Town], None], str, int]] = [
    ("all is well", nothing, "lost 0, double 0, leaked 0", 0),
    ("lost: no answer", never_answered, "lost 1, double 0, leaked 0", 1),
    ("lost: no complaint", never_submitted, "lost 2, double 0, leaked 0", 1),
    ("double: two complaints", submitted_twice, "lost 0, double 1, leaked 0", 1),
    ("double: two answers", answered_twice, "lost 0, double 1, leaked 0", 1),
    ("one number for two", answered_with_anothers_number, "1 numbers; lost 0, double 0, leaked 0", 1),
    ("leaked: a name", a_name_in_a_log, "lost 0, double 0, leaked 1", 1),
    ("leaked: a phone", a_phone_in_a_file, "lost 0, double 0, leaked 1", 1),
]


def submitted(town: Town, mark: str, number: str) -> None:
    """A case at the central system."""
    wanted = SubmitRequest.model_validate_json(json.dumps(asked(reference=f"reference-{mark}")))
    case, _ = town.central.store.submit(INSTANCE, wanted, datetime.now(UTC), 0.0)
    case.number = number


def counted(town: Town) -> Show:
    """As if these samples had gone the whole way."""
    show = Show(town, Console(file=io.StringIO(), width=200))
    for place, sample in enumerate(SENT):
        number = f"123456{place}"
        submitted(town, str(place), number)
        town.twilio.messages.append(Sent(f"SM{place:032x}", "", sample.address, f"Nomor laporan {number}."))
    show.sent, show.deliveries = list(SENT), len(SENT)
    return show


@pytest.mark.parametrize(("plant", "said", "code"), [row[1:] for row in PLANTED], ids=[row[0] for row in PLANTED])
async def test_the_count_and_the_status(tmp_path: Path, plant: Callable[[Town], None], said: str, code: int) -> None:
    town = Town(tmp_path)
    show = counted(town)
    plant(town)
    right = await show.count()
    assert isinstance(show.console.file, io.StringIO)
    assert said in show.console.file.getvalue()
    assert status(right, True, Stopping()) == code
    assert status(right, False, Stopping()) == 0, "who ended it by Ctrl-C is told of no fault"


def told(lines: str, sample: Sample) -> set[str]:
    return set(re.findall(rf"^ *[\d.]+ s  {re.escape(sample.label)} {{2,}}(\w+)", lines, re.MULTILINE))


@pytest.mark.process
async def test_each_journey_is_shown_from_its_words_to_its_answer(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "run", "--once"),
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DATA_DIR": str(tmp_path / "data")},
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        preexec_fn=every_signal,
    )
    lines = (await process.communicate())[0].decode()
    assert process.returncode == 0, lines
    for sample in ALL:
        way = {"linked"} if sample is SAME_AGAIN else {"forwarded", "number"}
        assert told(lines, sample) >= {"writes", "received", "understood", "answered", *way}, f"{sample.label}\n{lines}"
    assert "“…”" not in lines
    assert "lost 0, double 0, leaked 0" in lines
