"""The whole way with real processes to central systems that do not speak our contract, and their number back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis
from waiting import a_town, until

from gateway.simulator.mapped import StandInMapped
from gateway.simulator.narrator import words_to
from gateway.simulator.open311 import StandInOpen311
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process]

SECONDS = 120.0
KEY = "a-key-made-up-for-tests"
WORDS = "Lampu jalan mati di Desa Sukamaju RT 03 sejak hari Senin."
SECRET = "RAHASIA Kepala desa Sukamaju meminta uang untuk surat pindah."


@dataclass(frozen=True)
class Way:
    """`texts`: what the stand-in holds, in order; `number` of its first case, with which its agency `begins`."""

    standin: StandInOpen311 | StandInMapped
    env: dict[str, str]
    texts: Callable[[], list[str]]
    number: Callable[[], str]
    begins: Callable[[], None]
    keeps_rahasia: bool


def open311() -> Way:
    standin = StandInOpen311(KEY)
    kept = standin.kept
    env = {"CENTRAL": "open311", "OPEN311_SERVICE": "003", "OPEN311_ADDRESS": "Kabupaten Contoh"}
    return Way(
        standin,
        env,
        lambda: [one.one("description") or "" for one in kept.in_order],
        lambda: kept.in_order[0].number,
        lambda: setattr(kept.in_order[0], "status", "open"),
        keeps_rahasia=False,
    )


def mapped() -> Way:
    standin = StandInMapped(KEY)
    env = {"CENTRAL": "mapped", "CENTRAL_PROFILE": "contoh"}
    return Way(
        standin,
        env,
        lambda: [one.fields["isi"] for one in standin.kept],
        lambda: standin.kept[0].number,
        lambda: setattr(standin.kept[0], "status", "proses"),
        keeps_rahasia=True,
    )


async def write(town: Town, phone: str, text: str) -> None:
    status, _ = await town.twilio.phone_sends(f"{town.nodes[0].url}/twilio/sms", phone, text)
    assert status == 200


def heard(town: Town, phone: str) -> str:
    return "\n".join(words_to(town, "sms", phone))


def parked(town: Town) -> int:
    """What waits for a person."""
    with redis.Redis.from_url(town.redis.url) as ledger:
        return sum(int(ledger.zcard(key)) for key in ledger.scan_iter(match="sp:*:parked"))


def a_day_passes(town: Town) -> None:
    """It is time to ask how cases stand."""
    with redis.Redis.from_url(town.redis.url) as ledger:
        for key in ledger.scan_iter(match="sp:*:due:news"):
            for name in ledger.zrange(key, 0, -1):
                ledger.zadd(key, {name: 1})


@pytest.mark.parametrize("way", [open311, mapped], ids=["open311", "mapped"])
async def test_a_complaint_goes_there_and_its_number_comes_back(way: Callable[[], Way], tmp_path: Path) -> None:
    there = way()
    url = await there.standin.start()
    there.standin.orders.lose = 1  # the first answer is lost: looked up, not sent again
    brief = {
        "OPEN311_SETTLES_SECONDS": "0",
        "CENTRAL_TIMEOUT_SECONDS": "4",
        "LEASE_SECONDS": "6",
        "SMS_PER_COMPLAINT": "5",
    }
    env = there.env | brief | {"CENTRAL_URL": url, "CENTRAL_KEY": KEY}
    phones = "+6281100008101", "+6281100008102"
    async with a_town(tmp_path, **env) as town:
        await write(town, phones[0], WORDS)
        await until(lambda: bool(there.texts()) and there.number() in heard(town, phones[0]), SECONDS)
        there.begins()
        a_day_passes(town)
        await until(lambda: "sedang diproses" in heard(town, phones[0]), SECONDS)
        await write(town, phones[1], SECRET)
        if there.keeps_rahasia:
            await until(lambda: len(there.texts()) == 2, SECONDS)
        else:
            await until(lambda: parked(town) == 1, SECONDS)
    assert there.texts()[0].startswith(WORDS)
    assert len(there.texts()) == 1 + there.keeps_rahasia
    await there.standin.stop()
