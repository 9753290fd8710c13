"""A voice note is a complaint at once: its sender hears who writes it down, and the number once it is done."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from clerk_kit import WORDS, an_office, in_tray, submitted, texts_to, types
from waiting import until

from gateway.simulator.faults import Fault
from gateway.simulator.phones import TOWN_FILE, Directory
from gateway.simulator.phones import main as simulated
from gateway.simulator.telegram import Fault as TelegramFault
from gateway.simulator.town import Town
from gateway.simulator.town_processes import MAILBOX

pytestmark = pytest.mark.process

VOICE, PHOTO = b"OggS" + b"\x01" * 4_000, b"\xff\xd8\xff\xe0" + b"0" * 400


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with an_office(tmp_path / "town") as found:
        yield found


async def test_a_voice_note_is_written_down_by_a_person(town: Town, tmp_path: Path) -> None:
    chat = 620_055_001
    await town.telegram.citizen_sends(chat, voice=VOICE)
    await until(lambda: texts_to(town, chat))
    assert "petugas akan menuliskan isi pesan suara" in texts_to(town, chat)[0]
    (name,) = await in_tray(town, 1)
    assert not submitted(town), "nobody can read it there"
    assert "look: to-transcribe" in (await types(town, "list"))[1]
    status, told = await types(town, "show", name, "--files", str(tmp_path / "heard"))
    (file,) = (tmp_path / "heard").iterdir()
    assert (status, file.read_bytes(), file.suffix) == (0, VOICE, ".ogg"), told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    # Sent on as it is it only waits again; nobody's words are put into it by mistake.
    assert (await types(town, "edit", name, "--text", "x\x07"))[0] == 2
    status, told = await types(town, "edit", name, "--text", WORDS)
    assert status == 0, told
    assert "look:" not in (await types(town, "list"))[1], "somebody has heard it"
    assert (await types(town, "retry", name))[0] == 0
    await until(lambda: len(texts_to(town, chat)) == 2)
    assert "look:" not in (await types(town, "list"))[1]
    (case,) = submitted(town)
    assert (case["text"], case["title"]) == (WORDS, "Jembatan bambu di Dusun Kalibening putus sejak Senin.")
    assert "Ditulis oleh petugas" in case["note"], "an official knows whose words they are"
    assert "Nomor laporan" in texts_to(town, chat)[1]
    await in_tray(town, 0)
    audited = (town.nodes[0].folder / "audit.jsonl").read_text()
    assert f"show --files {name}" in audited
    assert f"complaints edit (text) {name}" in audited
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


async def test_a_protected_one_is_answered_in_neutral_words(town: Town) -> None:
    """Phones are shared: what it is, and that somebody looks at it, is not said where others may read it."""
    url, media, phone = f"{town.nodes[0].url}/twilio/whatsapp", (("image/jpeg", PHOTO),), "+6281100000554"
    await town.twilio.phone_sends(url, phone, "RAHASIA", whatsapp=True, media=media)
    chat = 620_055_002
    await town.telegram.citizen_sends(chat, voice=VOICE)
    await town.telegram.citizen_sends(chat, "anonim")
    names = await in_tray(town, 2)
    await until(lambda: town.twilio.messages_to(phone) and texts_to(town, chat))
    said = [town.twilio.messages_to(phone)[0].body, texts_to(town, chat)[0]]
    for text in said:
        assert text.startswith("Pesan Bapak/Ibu sudah kami terima dan dijaga sesuai permintaan.\nNomor: ")
        assert not [word for word in ("suara", "gambar", "foto", "tulis", "RAHASIA", "anonim") if word in text.lower()]
    for name in names:
        assert (await types(town, "edit", name, "--text", WORDS))[0] == 0
        assert (await types(town, "retry", name))[0] == 0
    await until(lambda: len(town.twilio.messages_to(phone)) == len(texts_to(town, chat)) == 2)
    assert "Kalibening" not in town.twilio.messages_to(phone)[1].body + texts_to(town, chat)[1]
    assert sorted((case["flags"]["anonim"], case["flags"]["rahasia"]) for case in submitted(town)) == [
        (False, True),
        (True, False),
    ]


async def test_a_scan_by_mail_waits_and_lies_in_the_store(town: Town, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Sari <sari@warga.example.org>", MAILBOX, "scan0001"
    mail["Date"], mail["Message-ID"] = "Sat, 21 Nov 2026 08:30:00 +0700", "<scan-1@warga.example.org>"
    mail.set_content("Terlampir surat dari warga kami.\n\nDikirim dari ponsel saya\n")
    mail.add_attachment(PHOTO, "image", "jpeg", filename="../../scan0001.jpg")
    assert (await town.nodes[0].mail(mail.as_bytes(), "sari@warga.example.org")).startswith("2")
    (name,) = await in_tray(town, 1)
    await until(lambda: town.relay.mails_to("sari@warga.example.org"))
    (receipt,) = town.relay.mails_to("sari@warga.example.org")
    assert "petugas akan menuliskan isi lampiran" in receipt.text
    folder = tmp_path / "seen" / "here"
    status, told = await types(town, "show", name, "--files", str(folder))
    (file,) = folder.iterdir()
    assert (status, file.read_bytes(), file.suffix) == (0, PHOTO, ".jpg"), told
    assert "scan0001" not in told, "a stranger's name for it is no name of ours"
    assert (await types(town, "edit", name, "--text", WORDS))[0] == 0
    assert (await types(town, "retry", name))[0] == 0
    await until(lambda: submitted(town))
    case = submitted(town)[0]
    assert WORDS in case["text"]
    assert case["title"] == "Jembatan bambu di Dusun Kalibening putus sejak Senin."
    await in_tray(town, 0)


async def test_the_simulator_sends_files_along(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    (tmp_path / "run").mkdir()
    Directory.of(town).write(tmp_path / "run" / TOWN_FILE)
    sent = {"letter.jpg": PHOTO, "note.ogg": VOICE}
    for name, content in sent.items():
        (tmp_path / name).write_bytes(content)
    for way, name in (("telegram", "note.ogg"), ("telegram", "letter.jpg"), ("whatsapp", "letter.jpg")):
        assert await asyncio.to_thread(simulated, way, None, "", 0, tmp_path / name) == 0
    assert await asyncio.to_thread(simulated, "mail", "Terlampir surat", "", 0, tmp_path / "letter.jpg") == 0
    for complaint in await in_tray(town, 4):
        await types(town, "show", complaint, "--files", str(tmp_path / "files"))
    found = sorted((path.suffix, path.read_bytes()) for path in (tmp_path / "files").iterdir())
    assert found == [(".jpeg", PHOTO), (".jpg", PHOTO), (".jpg", PHOTO), (".ogg", VOICE)]


def _read(path: str) -> bytes:
    return Path(path).read_bytes()


async def test_what_a_provider_does_not_give_now_is_told_and_asked_for_again(town: Town, tmp_path: Path) -> None:
    await town.telegram.citizen_sends(620_055_003, voice=VOICE)
    (voice,) = await in_tray(town, 1)
    await town.twilio.phone_sends(
        f"{town.nodes[0].url}/twilio/whatsapp", "+6281100000555", whatsapp=True, media=(("image/jpeg", PHOTO),)
    )
    (photo,) = set(await in_tray(town, 2)) - {voice}
    folder = tmp_path / "files"
    for fault, why in [
        (TelegramFault("500", method="getfile"), "Telegram"),
        (TelegramFault("500", method="file"), "Telegram does not give the file: 500"),
    ]:
        town.telegram.faults.append(fault)
        status, told = await types(town, "show", voice, "--files", str(folder))
        assert (status, list(folder.iterdir())) == (1, []), told
        assert why in told
        assert town.telegram.token not in told
    for broken in (Fault(kind="error", status=503), Fault(kind="drop"), Fault(kind="busy", seconds=60)):
        town.twilio.media.faults.tell(broken)
        status, told = await types(town, "show", photo, "--files", str(folder))
        assert (status, list(folder.iterdir())) == (1, []), told
        assert "1: Twilio " in told
        assert "Traceback" not in told
        assert "http" not in told, "an address there is a key"
    town.twilio.media.faults.tell(None)
    for name, content in ((voice, VOICE), (photo, PHOTO)):
        status, told = await types(town, "show", name, "--files", str(folder))
        assert (status, _read(told.strip())) == (0, content)
    town.twilio.media.kept.clear()
    assert "Twilio does not give the file: 404" in (await types(town, "show", photo, "--files", str(folder)))[1]
    assert len(await in_tray(town, 2)) == 2, "nothing of it is lost meanwhile"
