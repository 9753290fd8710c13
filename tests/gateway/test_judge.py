"""`satupintu judge`: rows of pairs and what must be said of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.explain import explain_text
from gateway.judge import LONGEST_LINE, judge, judged

ROAD = "Jalan di Gang Arbei RT 6 RW 6 Desa Sukamaju berlubang dalam sekali, kemarin dua anak jatuh dari sepeda."
SAME_ROAD = "gg arbei rt06/06 ds sukamaju jalannya bolong dalam, kmrn ada 2 anak jatoh dr sepeda mhn ditambal"
MINE, THEIRS = "+6281100000001", "+6281100000002"
DAY = "2026-11-14T08:00:00+07:00"
FORWARD = (
    "Mohon dibantu.\n\n---------- Forwarded message ---------\nDari: Budi <budi@example.com>\nDate: 14 Nov 2026\n\n"
    + ROAD
)
PLEA = "Mohon bantuan perbaikan jalan di lingkungan kami yang rusak parah dan berbahaya"


def side(
    text: str = ROAD, channel: str = "sms", sender: str = MINE, at: str = DAY, **more: object
) -> dict[str, object]:
    return {"text": text, "channel": channel, "sender": sender, "at": at, **more}


HERE, NEAR, FAR = {"lat": -7.5, "lon": 112.5}, {"latitude": "-7.5003", "longitude": 112.5002}, "-7.55, 112.5"
ROWS = [
    ("the same words over another channel", side(), side(channel="whatsapp", sender=f"whatsapp:{MINE}"), True, True),
    ("other words", side(), side(SAME_ROAD, "sms_http", "081100000001"), True, True),
    ("a stranger", side(), side(SAME_ROAD, sender=THEIRS), False, True),
    ("another gang", side(), side(ROAD.replace("Arbei", "Jambu")), False, False),
    ("another RT", side(), side(ROAD.replace("RT 6", "RT 7")), False, False),
    ("recurrence", side(), side(at="2027-08-20T08:00:00+07:00"), False, False),
    ("protected", side(), side(ROAD + " RAHASIA", "whatsapp"), False, False),
    ("protected, same chat", side(), side(ROAD + " RAHASIA"), True, True),
    ("an official forwards", side(channel="mail", sender="Budi <BUDI@example.com>"),
     side(FORWARD, "mail", "desa@example.id"), True, True),
    ("an official forwards another's", side(channel="mail", sender="ani@example.com"),
     side(FORWARD, "mail", "desa@example.id"), False, True),
    ("short, strangers", side("jalan rusak"), side("jalan rusak", sender=THEIRS), False, False),
    ("short, one person", side("jalan rusak"), side("Jalan rusak!", "whatsapp"), True, True),
    ("near by", side(place=HERE), side(SAME_ROAD, place=NEAR), True, True),
    ("far away", side(place=HERE), side(place=FAR), False, False),
    ("one photo", side("", attachments="abc"), side("ini fotonya", attachments=["ABC"]), True, True),
    ("nothing but text", {"text": ROAD}, {"text": ROAD}, False, True),
    ("another matter there", side(),
     side("Sampah di Gang Arbei RT 6 RW 6 Desa Sukamaju menumpuk dan bau, seminggu tidak diangkut."), False, False),
    ("a template without a place", side(PLEA), side(PLEA, sender=THEIRS), False, False),
    ("cut as an SMS in the middle of a number", side(ROAD + " Depan rumah nomor 2"),
     side(ROAD + " Depan rumah nomor 249 cat hijau, pagar besi"), True, True),
]  # fmt: skip


@pytest.mark.parametrize(("label", "a", "b", "person", "problem"), ROWS, ids=[row[0] for row in ROWS])
def test_pairs(label: str, a: dict[str, object], b: dict[str, object], person: bool, problem: bool) -> None:
    for pair in ({"a": a, "b": b}, {"a": b, "b": a}):
        (said,) = judged([json.dumps(pair).encode()])
        assert (said["same_person_same_complaint"], said["same_problem"]) == (person, problem), said["why"]
        assert said["why"]


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"[]",
        b'{"a": 1, "b": 2}',
        b'{"a": {}, "b": {}}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a": {"text": "x"}}',
    ],
)
def test_a_bad_line_is_told_and_stops_nothing(line: bytes) -> None:
    good = json.dumps({"a": side(), "b": side()}).encode()
    first, second = judged([line, b"\n", good])
    assert (first["line"], first["same_problem"]) == (1, False)
    assert str(first["error"]).startswith("line 1: ")
    assert second["same_problem"] is True


@pytest.mark.parametrize(
    "odd",
    [
        {"sender": {"address": MINE}}, {"sender": 5}, {"at": "yesterday"}, {"at": 1_800_000_000_000}, {"at": None},
        {"place": [1, 2]}, {"place": {"lat": "x"}}, {"place": "depan pasar"}, {"place": 7},
        {"attachments": {"sha256": "a"}}, {"attachments": [None, 3, {"hash": "b"}]}, {"channel": None},
        {"text": None, "attachments": ["x"]}, {"at": 1e300},
    ],
)  # fmt: skip
def test_odd_shapes_are_taken(odd: dict[str, object]) -> None:
    (said,) = judged([json.dumps({"a": {**side(), **odd}, "b": side()}).encode()])
    assert "error" not in said


def test_the_command_reads_a_file_and_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(json.dumps({"a": side(), "b": side()}) + "\nnonsense\n")
    run = [sys.executable, "-m", "gateway", "judge"]
    from_file = subprocess.run([*run, str(file)], capture_output=True, check=False, text=True)
    from_input = subprocess.run([*run, "-"], input=file.read_text(), capture_output=True, check=False, text=True)
    assert from_file.stdout == from_input.stdout
    assert [json.loads(line)["same_problem"] for line in from_file.stdout.splitlines()] == [True, False]
    assert (from_file.returncode, from_input.returncode) == (1, 1)


def test_a_line_without_end_is_one_fault(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "pairs.jsonl"
    good = json.dumps({"a": side(), "b": side()}).encode()
    file.write_bytes(b"x" * (LONGEST_LINE * 3 + 7) + b"\n" + good + b"\n")
    assert judge(str(file)) == 1
    first, second = map(json.loads, capfd.readouterr().out.splitlines())
    assert "longer than" in first["error"]
    assert second["same_problem"] is True


def test_two_pictures_without_words_are_two() -> None:
    (said,) = judged([json.dumps({"a": side("", attachments="a"), "b": side("", attachments="b")}).encode()])
    assert said["same_problem"] is False


def test_texts_are_explained_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "texts.txt"
    file.write_text("halo\nlampu mati di gang 3\nSTATUS #1916449\n")
    run = [sys.executable, "-m", "gateway", "explain", "--texts", str(file)]
    said = subprocess.run(run, capture_output=True, check=True, text=True).stdout.splitlines()
    assert [json.loads(line)["kind"] for line in said] == ["greeting", "complaint", "status"]


def test_a_text_says_its_flags_and_number() -> None:
    assert explain_text("STATUS 1916449")["status_number"] == "1916449"
    assert explain_text("jalan rusak RAHASIA")["flags"] == {"anonim": False, "rahasia": True}
