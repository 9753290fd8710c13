"""What a person added to our answer, cut from the shapes in which mail programs answer (tests/cases/replies)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from normalizer.quotes import own_words

CASES = Path(__file__).parent.parent / "cases" / "replies"
WORDS = "Lokasinya di depan Balai Desa Tegalsari, RT 4.\nSudah tiga hari."
OURS = "Bapak/Ibu yang terhormat,\n\nNomor laporan: 1916449\n\n– LAPOR! Kab. Contoh"
SIGNED = "> Bapak/Ibu yang terhormat,\n>\n> Nomor laporan: 1916449\n>\n> – LAPOR! Kab. Contoh"
LINE = "________________________________"


def cases(name: str) -> list[tuple[str, str]]:
    """Each "=== label" and the text below it."""
    text = (CASES / name).read_text("utf-8")
    for word, value in {"WORDS": WORDS, "OURS": OURS, "SIGNED": SIGNED, "LINE": LINE}.items():
        text = text.replace(f"{{{word}}}", value)
    found = [one.partition("\n") for one in text.split("=== ")[1:]]
    return [(label, below.removesuffix("\n")) for label, _, below in found]


# What stands below WORDS; all of it goes.
BELOW = cases("below.txt")
WHOLE = [
    *cases("whole.txt"),
    ("a drawn line far above", "A\n--\n" + "\n".join(f"baris {n}" for n in range(30))),
    ("a drawn line with a sentence below", "RT 3.\n--\nFoto besok saya kirim ya pak."),
    ("the same, and no full stop", "RT 3.\n—\nkalau perlu saya bisa antar petugasnya besok pagi ke sana"),
    ("empty", ""),
]
BETWEEN = [(label, *text.split("\n=>\n")) for label, text in cases("between.txt")]


def test_there_are_as_many_shapes_as_there_are_programs() -> None:
    assert len(BELOW) >= 60
    assert len(BELOW) + len(WHOLE) + len(BETWEEN) >= 80


@pytest.mark.parametrize(("label", "below"), BELOW, ids=[label for label, _ in BELOW])
def test_what_stands_below_goes(label: str, below: str) -> None:
    found = own_words(f"{WORDS}\n\n{below}\n")
    assert found.text == WORDS
    assert found.cut


@pytest.mark.parametrize(("label", "text"), WHOLE, ids=[label for label, _ in WHOLE])
def test_what_is_no_quotation_stays_whole(label: str, text: str) -> None:
    assert own_words(text).text == text


@pytest.mark.parametrize(("label", "text", "expected"), BETWEEN, ids=[row[0] for row in BETWEEN])
def test_answers_below_and_between_stay_in_order(label: str, text: str, expected: str) -> None:
    assert own_words(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SIGNED, True),
        (f"Pada 21/11/2026 10.00, LAPOR! menulis:\n{SIGNED}\n\n-- \nSari", True),
        (f"Sent from my iPhone\n\n{SIGNED}", True),
        ("-----Original Message-----\nFrom: a@b.example\nSent: 1\nTo: x\nSubject: y\n\nHere?", False),
        (f"On Sat, Nov 21, 2026 LAPOR! <lapor@kab.example> wrote:\n\n{OURS}", False),
        (WORDS, False),
    ],
)
def test_an_answer_without_words_is_known_where_that_is_certain(text: str, expected: bool) -> None:
    found = own_words(text)
    assert found.only_quoted is expected
    if expected:
        assert found.text == text, "nothing may be lost"


def test_a_long_line_that_is_answered_is_shortened() -> None:
    found = own_words(f"> {'kata ' * 60}\nYa.\n> Lagi?\nTidak.").text
    first, *rest = found.split("\n")
    assert first.startswith("> kata")
    assert first.endswith("…")
    assert len(first) < 110
    assert rest == ["Ya.", "", "> Lagi?", "Tidak."]


ODD = [
    ("labels", "Dari: a@b.example\n" * 5_000),
    ("verbs", "menulis 1 a@b.example:\n" * 5_000),
    ("quotes", "> x\ny\n" * 2_400),
    ("one line", ("Dari: " * 50_000)),
    ("drawn lines", "____\n" * 5_000),
    ("many lines", "x\n" * 200_000),
    ("signs", ">" * 200_000),
    ("dashes", "-- \n" * 4_000),
]


@pytest.mark.parametrize(("label", "text"), ODD, ids=[label for label, _ in ODD])
def test_no_text_takes_long(label: str, text: str) -> None:
    began = time.process_time()
    own_words(text)
    assert time.process_time() - began < 2


def test_words_are_never_made_up() -> None:
    for _, below in BELOW:
        for line in own_words(f"{WORDS}\n{below}").text.split("\n"):
            assert line in f"{WORDS}\n{below}"
