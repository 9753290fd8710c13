"""A flood of 500 over real sockets: everything is taken, few answers leave, others are answered as ever."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from waiting import a_town, until

from forwarder.seal import Sealer, decode_key
from gateway.journal_reader import JournalReader
from gateway.simulator.narrator import words_to
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="session")]

COUNT, AT_ONCE = 500, 6
WRITER = "+6281100006001"
OTHERS = [f"+62811000061{place:02d}" for place in range(5)]
LAST = "+6281100006199"
EXTRA = {"NUMBER_WAIT_SECONDS": "2", "JOURNAL_RESERVE_MB": "1", "ANSWERS_AT_ONCE": str(AT_ONCE)}
# While a flood of hundreds is worked off on a busy machine; without one it takes two.
PATIENCE = 60.0


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def flooded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with a_town(tmp_path_factory.mktemp("flood"), **EXTRA) as found:
        yield found


def complaint(place: int) -> str:
    return f"Lampu jalan nomor {place} di Jalan Melati padam, RT {place % 20 + 1} RW {place % 9 + 1}, gang {place // 9}"


async def writes(town: Town, phone: str, text: str) -> None:
    status, _ = await town.twilio.phone_sends(f"{town.nodes[0].url}/twilio/sms", phone, text)
    assert status == 200


def ends(town: Town) -> Counter[str]:
    """How many deliveries ended how, but for providers' words about answers."""
    reader = JournalReader.open(town.nodes[0].folder, Sealer.of(decode_key(town.keys[1])))
    try:
        found = Counter(row.end.partition(":")[0] for row in reader.rows(limit=3 * COUNT, body=False))
        return Counter({end: count for end, count in found.items() if end not in ("", "report")})
    finally:
        reader.close()


async def test_a_flood_of_five_hundred(flooded: Town) -> None:
    line = asyncio.Semaphore(20)

    async def one(place: int) -> None:
        async with line:
            await writes(flooded, WRITER, complaint(place))

    flood = asyncio.gather(*(one(place) for place in range(COUNT)))
    await until(lambda: ends(flooded).total() > COUNT // 5)
    for place, phone in enumerate(OTHERS):
        await writes(flooded, phone, f"Jembatan kayu dusun {place} patah sejak hujan kemarin")
    await until(lambda: all(words_to(flooded, "sms", phone) for phone in OTHERS), PATIENCE)
    await flood
    await until(lambda: ends(flooded).total() == COUNT + len(OTHERS), 90)
    assert set(ends(flooded)) <= {"complaint", "linked", "supplement"}, ends(flooded)
    for phone in OTHERS:
        await until(lambda phone=phone: any(_has_number(one) for one in words_to(flooded, "sms", phone)))  # type: ignore[misc]
    # What was due before is through once somebody who comes after it has an answer.
    await writes(flooded, LAST, "Saluran air di dusun terakhir tersumbat sampah")
    await until(lambda: any(_has_number(one) for one in words_to(flooded, "sms", LAST)), PATIENCE)
    await until(lambda: any(map(_says_so, words_to(flooded, "sms", WRITER))), PATIENCE)
    told = words_to(flooded, "sms", WRITER)
    # What is said at once, half as many more for numbers, and the word that no more is said, once. A receipt that its
    # number overtakes is counted though it is not sent; on a busy machine that may be all of them.
    assert 1 <= len(told) <= AT_ONCE + AT_ONCE // 2 + 1
    assert sum(map(_says_so, told)) == 1


def _says_so(words: str) -> bool:
    return "tidak membalas satu per satu" in words


def _has_number(words: str) -> bool:
    return sum(sign.isdigit() for sign in words) >= 7
