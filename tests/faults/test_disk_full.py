"""The journal's disk fills: who tries again is put off first, and a reserve is kept for who does not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from crowd import Citizen, Crowd, eventually
from disk import empty, fill, small

from gateway.simulator.town import Town

pytestmark = pytest.mark.process

DISK_MB, RESERVE_MB = 24, 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Made before the town and taken away after it, which looks into its books at the end."""
    with small(tmp_path / "town" / "node-1", DISK_MB) as folder:
        yield folder


async def test_mail_and_telegram_are_put_off_before_twilio(small_disk: Path, town: Town) -> None:
    town.extra["JOURNAL_RESERVE_MB"] = str(RESERVE_MB)
    await town.start()
    crowd = Crowd(town)
    await crowd.write(8)
    await crowd.all_answered()
    assert (small_disk / "journal.reserve").stat().st_size == RESERVE_MB << 20

    fill(small_disk, RESERVE_MB * 500_000)
    await put_off(crowd)
    put = await others_are_taken(crowd, 10)
    fill(small_disk, 0)
    put += await others_are_taken(crowd, 10)
    assert not (small_disk / "journal.reserve").exists(), "it was given to them"

    empty(small_disk)
    await taken_again(crowd, put)
    await crowd.all_answered()
    await crowd.all_quiet()
    crowd.assert_once()
    assert (small_disk / "journal.reserve").exists(), "there is room for it again"


async def put_off(crowd: Crowd) -> None:
    """Until the gateway has noticed: it asks the disk once a second."""
    deadline = asyncio.get_running_loop().time() + 40
    while asyncio.get_running_loop().time() < deadline:
        (probe,) = await crowd.write(1, ways=("mail",))
        if not probe.yes:
            return
        await asyncio.sleep(0.2)
    raise AssertionError("mail is still taken")


async def others_are_taken(crowd: Crowd, how_many: int) -> list[Citizen]:
    """SMS and WhatsApp 2xx, mail 452, Telegram 503. Returns who was put off."""
    phones = await crowd.write(how_many, ways=("sms", "whatsapp"))
    assert [one.answer for one in phones] == ["200"] * how_many
    (letter,) = await crowd.write(1, ways=("mail",))
    assert not letter.yes
    (chat,) = await crowd.write(1, ways=("telegram",))
    await eventually(lambda: crowd.town.telegram.updates.last_error is not None, 40)
    assert "503" in str(crowd.town.telegram.updates.last_error)
    chat.yes = False
    return [letter, chat]


async def taken_again(crowd: Crowd, put_off: list[Citizen]) -> None:
    """Their senders try again: Telegram by itself."""
    node = crowd.town.nodes[0]
    for one in put_off:
        if one.way == "mail":
            deadline = asyncio.get_running_loop().time() + 40
            while not await crowd.writes(one, node):
                assert asyncio.get_running_loop().time() < deadline, "mail is still put off"
                await asyncio.sleep(0.2)
        else:
            one.yes = True
