"""Whole forwarded mails: HTML of real programs, attached mails, mails passed on by a server; and any text at all."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normalizer.forwarded import Forward, read_forward, read_forwards, read_text
from normalizer.mime import parse

CASES = Path(__file__).parents[1] / "cases" / "forwarded" / "raw"
NAMES = sorted(path.stem for path in CASES.glob("*.eml"))
MAILS = [path.read_bytes() for path in sorted(CASES.parent.parent.glob("*/**/*.eml")) if path.stat().st_size < 20_000]


def described(found: tuple[Forward, ...]) -> dict[str, Any]:
    first = found[0]
    return {
        "name": first.reporter.name,
        "address": first.reporter.address,
        "subject": first.subject,
        "date": first.date_raw,
        "at": first.date.isoformat() if first.date else None,
        "text": first.text,
        "note": first.note,
        "forwarder": first.forwarder.address,
        "confidence": first.confidence,
        "chain": [hop.author.address for hop in first.chain],
        "notes": [hop.note for hop in first.chain],
        "count": len(found),
    }


@pytest.mark.parametrize("name", NAMES)
def test_mail(name: str) -> None:
    wanted = json.loads((CASES / f"{name}.json").read_text())
    found = read_forwards(parse((CASES / f"{name}.eml").read_bytes()))
    if wanted is None:
        assert found == ()
        return
    assert found
    seen = described(found)
    assert {key: seen[key] for key in wanted} == wanted


def test_each_attached_mail_is_one() -> None:
    found = read_forwards(parse((CASES / "attached-five.eml").read_bytes()))
    assert [forward.text for forward in found] == [f"Aduan {number}." for number in range(1, 6)]
    assert {forward.forwarder.address for forward in found} == {"kades@example.desa.id"}


def test_files_of_an_attached_mail_are_its_own() -> None:
    photo = (CASES.parent.parent / "mail" / "photo.eml").read_bytes()
    outer = b"From: desa@example.id\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n\r\nlihat\r\n--o\r\n"
    outer += b"Content-Type: message/rfc822\r\n\r\n" + photo + b"\r\n--o--\r\n"
    found = read_forward(parse(outer))
    assert found is not None
    assert found.attachments
    assert all(file.source.startswith("part:2.") for file in found.attachments)


def test_no_word_is_lost() -> None:
    """Whatever was not taken for a header stands in the note, in the text, or in a note on the way."""
    for path in sorted(CASES.parent.glob("raw/*.eml")):
        mail = parse(path.read_bytes())
        for found in read_forwards(mail)[:1]:
            if mail.attached:
                continue
            kept = " ".join([found.note, found.text, *(hop.note for hop in found.chain)])
            assert "parah" in kept, path.stem


MB = 1_000_000
HOSTILE = [
    "\n",
    ">",
    ">\n",
    "From:\n",
    "From: a@b.c\nTo: d\n",
    "From: a@b.c\nTo: d\nDate: 1\nSubject: x\n\n",
    ":",
    "-",
    "----\n",
    "--- a ---\n",
    "--- forwarded ---\n",
    "--- original ---\n",
    "wrote:\n",
    "1 wrote:\n",
    "wrote ",
    "a@",
    "a@b <",
    "X-a: b\n",
    "*",
    "*a*:",
    " ",
    "> > > ",
    "<",
    "发件人：a\n",
    "--- forwarded by x ---\n   a  To: x\n",
    "---- forwarded ----\nFrom: a@b.c\nTo: x\nSubject: Fwd: y\n\n",
    "From: a@b.c\nDate: 2\nTo: x\nSubject: Fwd: y\n\n",
    "--- end forwarded ---\n",
    "From: " + "To:" * 600 + "\n",
    "From: " + "a b " * 500 + "\nTo: b\n",
    "1",
    "Fwd: ",
    "[",
    "[a]",
    "From: a@b To: Cc: Sent: ",
    "a: b\n",
    "\u200b",
    "İ",
    "On 1, ",
    "(",
]


@pytest.mark.once
@pytest.mark.parametrize("piece", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_megabyte_is_read_in_linear_time(piece: str) -> None:
    """It takes about a quarter of a second; anything quadratic would take minutes."""
    head = "---- forwarded ----\nFrom: a@b.c\nTo: x\n\n" if piece[0] in "->Fa" else ""
    start = time.process_time()
    read_text("Fwd: x", head + piece * (MB // len(piece)))
    read_text(piece * (MB // 10 // len(piece)), "x")
    assert time.process_time() - start < 5


@pytest.mark.parametrize("above", ["> " * 400_000, ">\n" * 200_000], ids=["a line of quote signs", "lines of them"])
def test_what_stands_above_is_looked_at_once(above: str) -> None:
    start = time.process_time()
    read_text("x", f"{above}\n" + "From: a@b.c\nSubject: x\n" * 8_000)
    assert time.process_time() - start < 5  # a quarter of a second; once for each head it took twenty


WORDS = [
    "From: ",
    "Dari: ",
    "Sent: ",
    "Tanggal: ",
    "To: ",
    "Kepada: ",
    "Subject: ",
    "Perihal: Fwd: x",
    "a@example.id",
    " <",
    ">",
    "\n",
    "\n\n",
    "\n> ",
    "\n>> ",
    "---------- Forwarded message ---------\n",
    "-----Original Message-----\n",
    "*",
    "|",
    "_" * 20,
    "Pada 3 Mei 2021, Budi <b@example.id> menulis:\n",
    "----- End forwarded message -----\n",
    "：",
    "\u200f",
    "\xa0",
    "===8<===\n",
    "----- Forwarded by A/B on 1/2/2003 -----\n",
    "3 Mei 2021 10.07",
    "31/31/2021 99:99 +9999",
    "「",
    "\t",
    "Budi, S.H.",
]
ANY = settings(
    deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def is_sound(found: Forward) -> None:
    assert found.chain
    assert (found.chain[-1].author, found.chain[-1].subject) == (found.reporter, found.subject)
    assert found.confidence in ("high", "low")
    assert found.reason
    for line in (found.reporter.name, found.reporter.address, found.subject, found.date_raw):
        assert "\n" not in line
    assert found.date is None or found.date.utcoffset() is not None
    assert len(found.chain) <= 25
    assert "@" not in found.reason


@ANY
@given(
    st.sampled_from(["", "Fwd: x", "Re: x", "x"]), st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=60)
)
def test_any_text_is_read(subject: str, pieces: list[str]) -> None:
    found = read_text(subject, "".join(pieces))
    if found:
        is_sound(found)


@ANY
@given(st.text(max_size=200), st.text(max_size=2000))
def test_any_characters_are_read(subject: str, body: str) -> None:
    found = read_text(subject, body)
    if found:
        is_sound(found)


@ANY
@given(
    st.sampled_from(MAILS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(WORDS)), max_size=6),
)
def test_mutated_mails_are_read(data: bytes, changes: list[tuple[float, int, str]]) -> None:
    for place, removed, put in changes:
        at = int(place * len(data))
        data = data[:at] + put.encode() + data[at + removed :]
    for found in read_forwards(parse(data)):
        is_sound(found)


def test_no_citizen_gets_another_ones_mail_as_an_attachment() -> None:
    """Five mails in one: the files beside them come with each, the mails themselves with none."""
    data = (CASES / "attached-five.eml").read_bytes()
    assert len(parse(data).attachments) == 5
    assert [forward.attachments for forward in read_forwards(parse(data))] == [()] * 5


def test_files_beside_an_attached_mail_come_with_it() -> None:
    data = b"From: desa@example.id\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n\r\nlihat\r\n--o\r\n"
    data += b"Content-Type: message/rfc822\r\n\r\nFrom: siti@example.id\r\nSubject: Jalan\r\n\r\nrusak\r\n--o\r\n"
    data += b'Content-Type: text/csv; name="daftar.csv"\r\nContent-Disposition: attachment\r\n\r\na;b\r\n--o--\r\n'
    found = read_forward(parse(data))
    assert found is not None
    assert [file.name for file in found.attachments] == ["daftar.csv"]


def test_two_mails_below_each_other_lose_nobody() -> None:
    """An official who pastes a second citizen's mail below the first: not a forward of a forward."""
    below = (
        "---------- Forwarded message ---------\nDari: {0} <{0}@rumah.example>\nDate: Jum, 20 Nov 2026 pukul 09.12\n"
    )
    text = "Dua laporan:\n\n" + "".join(
        below.format(name) + f"Subject: {about}\nTo: <kantor@desa.example>\n\n{words}\n\n"
        for name, about, words in (("ani", "Jalan", "Jalan rusak di RT 4."), ("budi", "Lampu", "Lampu mati di RT 5."))
    )
    found = read_text("Fwd: dua laporan", text)
    assert found is not None
    assert found.reporter.address == "ani@rumah.example"
    assert found.confidence == "low"
    assert "Jalan rusak di RT 4." in found.text
    assert "Lampu mati di RT 5." in found.text
