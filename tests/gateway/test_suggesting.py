"""A program suggests to a clerk what a picture or a voice says: shown on the terminal, and nowhere else."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from clerk_kit import an_office, in_tray, submitted, types
from letter_picture import picture, tesseract_here

from gateway.settings import SettingsFault, load
from gateway.simulator.town import Town
from gateway.wiring import make_suggesting

LETTER = "Jembatan bambu di Dusun Kalibening putus\nsejak hari Senin, HP 0811-0000-1234."
VOICE = b"OggS" + b"\x01" * 4_000


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with an_office(tmp_path / "town") as found:
        yield found


@pytest.mark.process
async def test_a_clerk_is_shown_what_tesseract_reads_and_nothing_goes_anywhere(town: Town) -> None:
    tesseract_here()
    on = {"SUGGEST_PICTURES": "tesseract"}
    await town.telegram.citizen_sends(620_056_001, "RAHASIA", photo=picture(LETTER))
    (name,) = await in_tray(town, 1)
    status, told = await types(town, "suggest", name)
    assert (status, "Nothing suggests words here: set SUGGEST_PICTURES" in told) == (1, True)
    status, told = await types(town, "suggest", name, **on)
    assert status == 0, told
    assert "image/jpeg: tesseract suggests, and nobody has checked it" in told
    assert "  | Jembatan bambu di Dusun Kalibening putus\n  | sejak hari Senin, HP [telepon].\n" in told
    assert "every word may be wrong" in told
    status, told = await types(town, "suggest", name, "--unmask", **on)
    assert (status, "0811-0000-1234" in told) == (0, True)
    # It is no word of the complaint, and stands in no file.
    assert "Kalibening" not in (await types(town, "show", name, "--unmask"))[1]
    assert await in_tray(town, 1) == [name]
    assert not submitted(town)
    kept = [path for path in town.folder.rglob("*") if path.is_file() and b"Kalibening" in path.read_bytes()]
    assert kept == []
    acts = [json.loads(line)["act"] for line in (town.nodes[0].folder / "audit.jsonl").read_text().splitlines()]
    assert [act for act in acts if "suggest" in act] == [
        f"complaints suggest {name}",
        f"complaints suggest --unmask {name}",
    ]


@pytest.mark.process
async def test_a_program_of_the_operators_hears_a_voice(town: Town, tmp_path: Path) -> None:
    program = tmp_path / "transcribe"
    program.write_text(
        f"#!{sys.executable}\nimport sys\ndata = sys.stdin.buffer.read()\n"
        "print('Air mati tiga hari \\x1b[31m', data[:4].decode(), len(data), *sys.argv[1:])\n"
    )
    program.chmod(0o755)
    on = {"SUGGEST_SOUND": f"{program} --language 'id ID'"}
    await town.telegram.citizen_sends(620_056_002, voice=VOICE)
    (name,) = await in_tray(town, 1)
    status, told = await types(town, "suggest", name, **on)
    assert status == 0, told
    assert "audio/ogg: transcribe suggests" in told
    assert "  | Air mati tiga hari \\x1b[31m OggS 4004 --language id ID\n" in told
    status, told = await types(town, "suggest", name, SUGGEST_PICTURES=str(program))
    assert (status, "no program is set for files of this kind" in told) == (1, True)
    program.write_text("#!/bin/sh\nexit 3\n")
    status, told = await types(town, "suggest", name, **on)
    assert (status, "nothing is suggested: transcribe could not read it (exit status 3)" in told) == (1, True)
    assert "every word" not in told
    town.telegram.token = "another"
    status, told = await types(town, "suggest", name, **on)
    assert (status, "nothing is suggested: " in told) == (1, True)
    assert (await types(town, "suggest", "999", **on))[0] == 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SUGGEST_PICTURES", "easyocr", "SUGGEST_PICTURES must begin with the whole path"),
        ("SUGGEST_SOUND", "tesseract", "SUGGEST_SOUND must begin with the whole path"),
        ("SUGGEST_SOUND", "/usr/bin/hear 'id", "SUGGEST_SOUND has a quotation mark that nothing closes"),
        ("SUGGEST_SOUND", "/usr/bin/hear\nid", "SUGGEST_SOUND must be one line"),
        ("SUGGEST_SECONDS", "0", "SUGGEST_SECONDS "),
        ("SUGGEST_MEMORY_MB", "1", "SUGGEST_MEMORY_MB "),
    ],
)
def test_a_wrong_setting_is_a_sentence(name: str, value: str, words: str) -> None:
    with pytest.raises(SettingsFault) as raised:
        load({name: value})
    (fault,) = raised.value.faults
    assert fault.startswith(words)


def test_it_is_off_unless_somebody_wants_it() -> None:
    assert make_suggesting(load({})) == {}
    made = make_suggesting(load({"SUGGEST_PICTURES": "tesseract", "SUGGEST_SOUND": "/usr/bin/hear -l 'id ID'"}))
    assert {kind: one.name for kind, one in made.items()} == {
        "image": "tesseract",
        "application/pdf": "tesseract",
        "audio": "hear",
        "video": "hear",
    }
