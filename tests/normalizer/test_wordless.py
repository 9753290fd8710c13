"""What a person has to write down, and what says enough by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from normalizer.schema import Attachment, ChannelName, Location, Message, Origin, Party
from normalizer.wordless import TO_TRANSCRIBE, files_alone, is_garbled, points, to_transcribe

PGP = "-----BEGIN PGP MESSAGE-----\n\nhQEMA7\n-----END PGP MESSAGE-----"
WORDLESS: list[tuple[str, str, str, tuple[str, ...], bool]] = [
    ("a photo", "", "", (), True),
    ("a photo under a subject", "Laporan warga", "", (), True),
    ("a scan that is named", "Laporan", "Terlampir surat dari warga kami.", (), True),
    ("a scan, English", "Report", "Please see attached.", (), True),
    ("a polite scan", "", "Yth. Admin, mohon ditindaklanjuti surat warga terlampir. Terima kasih.", (), True),
    ("a telephone's signature", "", "Dikirim dari ponsel Samsung saya", (), True),
    ("Sent from", "", "\n\nSent from my iPhone", (), True),
    ("signs only", "", "...", (), True),
    ("nothing at all", "", "", ("empty",), False),
    ("encrypted, a subject", "Laporan", "", ("encrypted",), False),
    (
        "PGP in the text",
        "Laporan",
        PGP,
        ("encrypted",),
        False,
    ),
    (
        "bytes",
        "Laporan",
        "\ufffd\x01\x02PK\ufffdab\ufffd\ufffdxyz" * 3,
        (),
        False,
    ),
    ("encoded lines", "Laporan", "\n".join(["QUJD" * 19] * 5), (), False),
]
TOLD: list[tuple[str, str, str, tuple[str, ...], bool]] = [
    ("words", "", "Jalan rusak", (), False),
    ("words and a photo", "", "Jalan rusak di depan pasar", (), True),
    ("a subject alone", "Jalan rusak di depan pasar", "", ("empty",), False),
    (
        "words that name the photo",
        "",
        "Jalan pasar rusak parah sejak Januari, foto terlampir",
        (),
        True,
    ),
    ("a link", "", "https://maps.example.org/" + "a" * 90 + " jalan rusak", (), False),
    ("another script", "", "道路坏了,很久没有人修理,请尽快处理这个问题谢谢", (), False),
    ("emoji", "", "😡😡😡😡😡😡😡😡😡😡😡😡😡😡😡😡😡😡😡😡 jalan rusak", (), False),
    ("one bad character", "", "Jalan rusak \ufffd di depan pasar besar", (), False),
    ("a short text without a file", "", "Lampiran C tidak dibayar", (), False),
]


@pytest.mark.parametrize(("label", "subject", "text", "doubts", "files"), WORDLESS, ids=[row[0] for row in WORDLESS])
def test_these_are_written_down_by_a_person(
    label: str, subject: str, text: str, doubts: tuple[str, ...], files: bool
) -> None:
    assert to_transcribe(subject, text, doubts, files=files), label


@pytest.mark.parametrize(("label", "subject", "text", "doubts", "files"), TOLD, ids=[row[0] for row in TOLD])
def test_these_say_what_they_say(label: str, subject: str, text: str, doubts: tuple[str, ...], files: bool) -> None:
    assert not to_transcribe(subject, text, doubts, files=files), label
    assert not is_garbled(text)


POINTING: list[tuple[str, bool]] = [
    ("", True),
    ("... 🙏", True),
    ("Terlampir surat dari warga kami.", True),
    ("RAHASIA. Terlampir surat warga", True),
    ("Please see attached.\n\nSent from my iPhone", True),
    ("Terlampir surat dari warga Karangwuni", False),
    ("banjir", False),
    ("lihat foto " * 40, False),
]


@pytest.mark.parametrize(("text", "expected"), POINTING, ids=[row[0][:20] for row in POINTING])
def test_what_only_points_at_a_file(text: str, expected: bool) -> None:
    assert points(text) is expected


VOICE = Attachment("voice.ogg", "audio/ogg", source="voice-1")
ME = Party("620011001", "Sari Contoh")
PIN = Location(-7.4, 109.2)
CHATS: list[tuple[str, dict[str, Any], bool]] = [
    ("a voice note", {"attachments": (VOICE,)}, True),
    ("an album", {"attachments": (VOICE, VOICE)}, True),
    ("signs alone", {"attachments": (VOICE,), "text": "🙏🙏 !!"}, True),
    ("a voice note and a pin", {"attachments": (VOICE,), "location": PIN}, True),
    ("a word of protection beside it", {"attachments": (VOICE,), "text": "RAHASIA"}, True),
    ("a caption", {"attachments": (VOICE,), "text": "Jalan rusak"}, False),
    ("protection and a caption", {"attachments": (VOICE,), "text": "RAHASIA jalan rusak"}, False),
    ("a pin alone", {"location": PIN}, False),
    ("words alone", {"text": "Jalan rusak"}, False),
    ("a machine", {"attachments": (VOICE,), "robot": True}, False),
    ("passed on", {"attachments": (VOICE,), "origin": Origin(ME, ME, "", "Jalan rusak")}, False),
]


@pytest.mark.parametrize(("label", "fields", "expected"), CHATS, ids=[row[0] for row in CHATS])
def test_what_a_chat_tells_in_files_alone(label: str, fields: dict[str, Any], expected: bool) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    message = Message(ChannelName("telegram"), "d", ME, "telegram:620011001", now, **{"text": "", **fields})
    assert (TO_TRANSCRIBE in files_alone(message).doubts) is expected, label
    assert files_alone(files_alone(message)) == files_alone(message)
