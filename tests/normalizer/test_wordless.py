"""What a person has to write down, and what says enough by itself."""

from __future__ import annotations

import pytest

from normalizer.wordless import is_garbled, to_transcribe

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
