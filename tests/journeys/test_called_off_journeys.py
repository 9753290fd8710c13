"""An erasure that waits is called off in plain words, and RAHASIA with a wrong number promises nothing: on sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from citizen import Citizen
from waiting import a_town, until

from gateway.simulator.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="session")]

WORDS = [
    *("BATAL HAPUS", "gak jadi hapus", "jangan hapus data saya", "batalkan penghapusan", "jgn dihapus"),
    *("cancel erase", "don't delete my data"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def quiet(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    extra = {"SMS_QUIET_SECONDS": "3", "CHAT_QUIET_SECONDS": "3", "JOURNAL_RESERVE_MB": "1"}
    async with a_town(tmp_path_factory.mktemp("called-off"), **extra) as found:
        yield found


async def erasing(citizen: Citizen) -> None:
    await citizen.writes("HAPUS DATA")
    await citizen.writes(await citizen.word())
    await citizen.hears("24 jam lagi")


@pytest.mark.parametrize("words", WORDS)
async def test_an_erasure_is_called_off(quiet: Town, words: str) -> None:
    citizen = Citizen(quiet, "telegram")
    await erasing(citizen)
    await citizen.writes(words)
    await until(lambda: any("Nothing was erased" in one or "Tidak ada yang dihapus" in one for one in citizen.heard))
    await citizen.writes("BATAL HAPUS DATA")
    await citizen.hears("menunggu")


async def test_batal_takes_a_draft_and_an_erasure_back(quiet: Town) -> None:
    citizen = Citizen(quiet, "telegram")
    await erasing(citizen)
    await citizen.writes("Sampah di pasar Kaliwungu menumpuk")
    await citizen.writes("BATAL")
    await citizen.hears("tidak diteruskan")
    await citizen.hears("enghapusan", "dibatalkan")


@pytest.mark.parametrize("way", ["sms_http", "telegram", "mail"])
async def test_a_wrong_number_is_not_protected(quiet: Town, way: str) -> None:
    citizen = Citizen(quiet, way)
    await citizen.writes("RAHASIA 12345678")
    said = await citizen.hears("tidak kami temukan" if way != "sms_http" else "tak kami temukan")
    assert "15 menit" not in said
