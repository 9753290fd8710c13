"""Floods of hundreds over real sockets: everything is taken, few answers leave, others are answered as ever."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from citizen import Citizen
from waiting import a_town, until

from forwarder.seal import Sealer, decode_key
from gateway.journal_reader import JournalReader
from gateway.simulator.narrator import words_to
from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.timeout(300), pytest.mark.asyncio(loop_scope="session")]

AT_ONCE = 6
# How many, and who writes them, and in front of each of the others: phones, or chats. What is said to a flood is
# counted in one place for all ways: one of them is long, the others show that they go there.
FLOODS = {
    "sms": (500, "+628110000610"),
    "whatsapp": (120, "+628110000620"),
    "telegram": (120, "6200630"),
    "sms_http": (120, "+628110000640"),
}
EXTRA = {"NUMBER_WAIT_SECONDS": "2", "JOURNAL_RESERVE_MB": "1", "ANSWERS_AT_ONCE": str(AT_ONCE)}
# While a flood of hundreds is worked off on a busy machine; without one it takes two.
PATIENCE = 60.0


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def flooded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with a_town(tmp_path_factory.mktemp("flood"), **EXTRA) as found:
        yield found


def complaint(place: int) -> str:
    return f"Lampu jalan nomor {place} di Jalan Melati padam, RT {place % 20 + 1} RW {place % 9 + 1}, gang {place // 9}"


def ends(town: Town, way: str) -> Counter[str]:
    """How many deliveries ended how, but for providers' words about answers."""
    reader = JournalReader.open(town.nodes[0].folder, Sealer.of(decode_key(town.keys[1])))
    try:
        rows = reader.rows(limit=5_000, body=False)
        found = Counter(row.end.partition(":")[0] for row in rows if row.channel == way)
        return Counter({end: count for end, count in found.items() if end not in ("", "report")})
    finally:
        reader.close()


async def test_a_flood_by_each_chat(flooded: Town) -> None:
    """One after the other: four floods at once would be another test, of the machine."""
    for way, (count, person) in FLOODS.items():
        await floods(flooded, way, count, person)


async def floods(flooded: Town, way: str, count: int, person: str) -> None:
    line = asyncio.Semaphore(20)
    writer, last, *others = (f"{person}{place}" for place in range(7))

    def numbered(address: str) -> bool:
        return any(map(_has_number, words_to(flooded, way, address)))

    async def one(place: int) -> None:
        async with line:
            await Citizen(flooded, way, writer).writes(complaint(place))

    flood = asyncio.gather(*(one(place) for place in range(count)))
    await until(lambda: ends(flooded, way).total() > count // 5)
    for place, address in enumerate(others):
        await Citizen(flooded, way, address).writes(f"Jembatan kayu dusun {place} patah sejak hujan kemarin")
    await until(lambda: all(words_to(flooded, way, address) for address in others), PATIENCE)
    await flood
    await until(lambda: ends(flooded, way).total() == count + len(others), 90)
    assert set(ends(flooded, way)) <= {"complaint", "linked", "supplement"}, ends(flooded, way)
    await until(lambda: all(map(numbered, others)))
    # What was due before is through once somebody who comes after it has an answer.
    await Citizen(flooded, way, last).writes("Saluran air di dusun terakhir tersumbat sampah")
    await until(lambda: numbered(last), PATIENCE)
    await until(lambda: any(map(_says_so, words_to(flooded, way, writer))), PATIENCE)
    told = words_to(flooded, way, writer)
    # What is said at once, half as many more for numbers, and the word that no more is said, once. A receipt that its
    # number overtakes is counted though it is not sent; on a busy machine that may be all of them.
    assert 1 <= len(told) <= AT_ONCE + AT_ONCE // 2 + 1
    assert sum(map(_says_so, told)) == 1


def _says_so(words: str) -> bool:
    return "tidak membalas satu per satu" in words


def _has_number(words: str) -> bool:
    return sum(sign.isdigit() for sign in words) >= 7
