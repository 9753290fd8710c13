"""What a person added to our answer, in pages without a plain text, as mail programs write them."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.message import EmailMessage
from itertools import product
from pathlib import Path

import pytest

from normalizer.html_text import html_to_text
from normalizer.mime import parse
from normalizer.quotes import own_words

CASES = Path(__file__).parent.parent / "cases" / "replies" / "pages.txt"
WORDS = "Lokasinya di depan Balai Desa Tegalsari, RT 4.\nSudah tiga hari, < 5 m dari jalan."
LETTER = "Bapak/Ibu yang terhormat,\n\nNomor laporan: 1916449\n\n– LAPOR! Kab. Contoh"
ESCAPED = WORDS.replace("<", "&lt;")
PLACES = {
    "TOP": ESCAPED.replace("\n", "<br>\n"),
    "PARAGRAPHS": ESCAPED.replace("\n", "<br>"),
    "LETTER": LETTER.replace("\n", "<br>"),
    "PRE": LETTER,
}


def cases() -> list[tuple[str, str, str]]:
    """Label, page, the words that are the sender's own."""
    found = []
    for one in CASES.read_text("utf-8").split("=== ")[1:]:
        label, _, rest = one.partition("\n")
        page, _, expected = rest.partition("\n=>\n")
        for name, value in PLACES.items():
            page = page.replace(f"{{{name}}}", value)
        found.append((label, page, (expected or "{WORDS}").removesuffix("\n").replace("{WORDS}", WORDS)))
    return found


PAGES = cases()


def test_there_are_as_many_shapes_as_there_are_programs() -> None:
    assert len(PAGES) >= 40


@pytest.mark.parametrize(("label", "page", "expected"), PAGES, ids=[row[0] for row in PAGES])
def test_the_sender_s_own_words(label: str, page: str, expected: str) -> None:
    assert own_words(html_to_text(page)).text == expected, label


@pytest.mark.parametrize(("label", "page", "expected"), PAGES, ids=[row[0] for row in PAGES])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_the_same_in_a_mail_that_has_no_plain_text(label: str, page: str, expected: str, encoding: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "sari@warga.example.org", "lapor@kab.example", "Re: Jalan"
    mail.set_content(page, subtype="html", cte=encoding)
    assert own_words(parse(mail.as_bytes()).text).text == expected, label


LETTERS = [(label, page) for label, page, _ in PAGES if LETTER.split("\n")[2] in html_to_text(page)]


@pytest.mark.parametrize(("label", "page"), LETTERS, ids=[row[0] for row in LETTERS])
def test_who_adds_nothing_is_told_so_or_keeps_all(label: str, page: str) -> None:
    """Nothing is cut where nothing would be left: it is known as an answer without words, or read by a person."""
    bare = page.replace(PLACES["TOP"], "").replace(PLACES["PARAGRAPHS"], "").replace("Selamat pagi,", "")
    text = html_to_text(bare)
    found = own_words(text)
    assert found.text == text
    assert not found.cut


CITED = ['<blockquote type="cite">', "<blockquote class='x gmail_quote'>", '<blockquote cite="mid:a@b.example">']


@pytest.mark.parametrize("start", CITED)
@pytest.mark.parametrize("order", [order for order in product((True, False), repeat=4) if True in order])
def test_no_word_is_lost_wherever_it_stands(order: tuple[bool, ...], start: str) -> None:
    pieces = [
        f"<p>Kata saya nomor {at}.</p>" if own else f"{start}<p>Surat lama nomor {at}.</p></blockquote>"
        for at, own in enumerate(order)
    ]
    found = own_words(html_to_text("".join(pieces))).text
    said = [line for line in found.split("\n") if line and not line.startswith("> ")]
    assert said == [f"Kata saya nomor {at}." for at, own in enumerate(order) if own]


def test_a_letter_that_is_only_quoted_is_known_as_such() -> None:
    assert own_words(html_to_text(f"<p><br></p>{CITED[0]}{PLACES['LETTER']}</blockquote>")).only_quoted


INDENTED = [
    "<blockquote>Jalan</blockquote>",
    "<blockquote class='wp-block-quote'>Jalan</blockquote>",
    "<blockquote cite='https://berita.example/1'>Jalan</blockquote>",
    "<blockquote style='border-left: 3px solid'>Jalan</blockquote>",
    "<div class='quote'>Jalan</div>",
    "<div id='x' title='yahoo_quoted'>Jalan</div>",
]


@pytest.mark.parametrize("page", INDENTED)
def test_what_no_program_cited_is_the_sender_s(page: str) -> None:
    assert html_to_text(page) == "Jalan"


DEEP: dict[str, Callable[[int], str]] = {
    "opened": lambda size: "<blockquote type=cite>a<br>" * size,
    "closed": lambda size: "<blockquote type=cite>a</blockquote>" * size,
    "nested": lambda size: "<blockquote type=cite>" * size + "a<br>" * size + "</blockquote>" * size,
    "ends": lambda size: "</blockquote>a" * size,
    "attributes": lambda size: f"<blockquote {'class=quot ' * size}>a",
    "one class": lambda size: f"<blockquote class='{'quote_' * size}'>a",
    "hidden": lambda size: "<div hidden><blockquote type=cite>a</div>" * size,
}


@pytest.mark.parametrize("label", DEEP)
def test_no_quotation_takes_long(label: str) -> None:
    page = DEEP[label](20_000)
    began = time.process_time()
    text = html_to_text(page)
    assert time.process_time() - began < 2
    assert "a" in text or label == "hidden"
    assert ">" * 10 not in text
