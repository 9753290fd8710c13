"""A voice note is a complaint at once: its sender hears who writes it down, and the number once it is done."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from waiting import a_town, until

from gateway.simulator.town import Town

pytestmark = pytest.mark.process

VOICE, PHOTO = b"OggS" + b"\x01" * 4_000, b"\xff\xd8\xff\xe0" + b"0" * 400
WORDS = "Jembatan bambu di Dusun Kalibening putus sejak Senin.\nAnak sekolah memutar jauh."


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    extra = {"NUMBER_WAIT_SECONDS": "1", "JOURNAL_RESERVE_MB": "1", "CHAT_QUIET_SECONDS": "1"}
    async with a_town(tmp_path / "town", **extra) as found:
        # What comes before may have been answered by a gateway whose ledger was lost: a person decides then.
        await until(lambda: "ledger_lives" in (tmp_path / "town" / "node-1.log").read_text())
        yield found


async def types(town: Town, *arguments: str) -> tuple[int, str]:
    """Status and output of `satupintu complaints`."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "complaints", *arguments),
        env={**os.environ, **town.nodes[0].env, "COLUMNS": "300"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await child.communicate()
    assert child.returncode is not None
    return child.returncode, told.decode()


def texts_to(town: Town, chat: int) -> list[str]:
    return [str(one["text"]) for one in town.telegram.messages_to(chat)]


def submitted(town: Town) -> list[dict[str, Any]]:
    return [json.loads(one.body)["case"] for one in town.central.store.seen if one.operation == "submit"]


async def in_tray(town: Town, count: int) -> list[str]:
    """Ids."""
    async with asyncio.timeout(60):
        while True:
            _, told = await types(town, "list", "--to-write")
            if f"{count} wait to be written down" in told:
                return [line.split()[0] for line in told.splitlines() if line.rstrip().endswith("complaint")]


async def test_a_voice_note_is_written_down_by_a_person(town: Town, tmp_path: Path) -> None:
    chat = 620_055_001
    await town.telegram.citizen_sends(chat, voice=VOICE)
    await until(lambda: texts_to(town, chat))
    assert "petugas akan menuliskan isi pesan suara" in texts_to(town, chat)[0]
    (name,) = await in_tray(town, 1)
    assert not submitted(town), "nobody can read it there"
    status, told = await types(town, "show", name, "--files", str(tmp_path / "heard"))
    (file,) = (tmp_path / "heard").iterdir()
    assert (status, file.read_bytes(), file.suffix) == (0, VOICE, ".ogg"), told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    # Sent on as it is it only waits again; nobody's words are put into it by mistake.
    assert (await types(town, "edit", name, "--text", "x\x07"))[0] == 2
    status, told = await types(town, "edit", name, "--text", WORDS)
    assert status == 0, told
    assert (await types(town, "retry", name))[0] == 0
    await until(lambda: len(texts_to(town, chat)) == 2)
    (case,) = submitted(town)
    assert (case["text"], case["title"]) == (WORDS, "Jembatan bambu di Dusun Kalibening putus sejak Senin.")
    assert "Ditulis oleh petugas" in case["note"], "an official knows whose words they are"
    assert "Nomor laporan" in texts_to(town, chat)[1]
    await in_tray(town, 0)
    audited = (town.nodes[0].folder / "audit.jsonl").read_text()
    assert f"show --files {name}" in audited
    assert f"edit {name}: text" in audited
    assert "Kalibening" not in audited


async def test_a_picture_by_whatsapp_and_one_with_a_caption(town: Town, tmp_path: Path) -> None:
    url, media = f"{town.nodes[0].url}/twilio/whatsapp", (("image/jpeg", PHOTO),)
    await town.twilio.phone_sends(
        url, "+6281100000551", "Jalan rusak di Desa Karangwuni RT 02", whatsapp=True, media=media
    )
    await town.twilio.phone_sends(url, "+6281100000552", "ANONIM", whatsapp=True, media=media)
    await until(lambda: submitted(town))
    (name,) = await in_tray(town, 1)
    assert [case["text"] for case in submitted(town)] == ["Jalan rusak di Desa Karangwuni RT 02"]
    status, told = await types(town, "show", name, "--files", str(tmp_path / "seen"))
    (file,) = (tmp_path / "seen").iterdir()
    assert (status, file.read_bytes()) == (0, PHOTO), told
    assert (await types(town, "edit", name, "--text", WORDS))[0] == 0
    assert (await types(town, "retry", name))[0] == 0
    await until(lambda: len(submitted(town)) == 2)
    case = submitted(town)[1]
    assert WORDS in case["text"]
    assert case["flags"]["anonim"] is True


async def test_the_words_of_a_citizen_are_not_written_over(town: Town) -> None:
    await town.twilio.phone_sends(
        f"{town.nodes[0].url}/twilio/sms", "+6281100000553", "Lampu di Gang Kenanga RT 02 padam"
    )
    await until(lambda: submitted(town))
    number = submitted(town)[0]["number"]
    status, _ = await types(town, "edit", number, "--text", WORDS)
    assert status == 1
