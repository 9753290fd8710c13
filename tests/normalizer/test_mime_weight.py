"""What a hostile mail may cost: memory in multiples of its size, and time that grows with its size and no faster."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
import unicodedata
from binascii import b2a_uu
from collections.abc import Callable

import pytest

from normalizer.html_text import html_to_text
from normalizer.mime import parse
from normalizer.mime_words import LONGEST_TEXT

pytestmark = pytest.mark.once

MB = 1_000_000
HEAD = b"From: budi@example.id\r\n"
PAGE = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
PHOTO = HEAD + b"Content-Type: image/png\r\nContent-Transfer-Encoding: "
WORDS = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def _fill(unit: bytes, size: int) -> bytes:
    return unit * (size // len(unit))


def _envelopes(count: int) -> bytes:
    heads = (b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(count))
    return HEAD + b"".join(heads)


def _attached(header: bytes) -> bytes:
    """Forty mails attached, each with this value in six headers with addresses."""
    names = (b"From", b"Sender", b"Reply-To", b"To", b"Resent-From", b"X-Forwarded-For")
    head = b"".join(name + b": " + header + b"\r\n" for name in names)
    return MIXED + (b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + head + b"\r\nx\r\n") * 40


BIG: dict[str, Callable[[int], bytes]] = {
    "empty uuencoded lines": lambda size: WORDS + b"Content-Transfer-Encoding: x-uuencode\r\n\r\n" + _fill(b"\n", size),
    "short uuencoded lines": lambda size: WORDS + b"Content-Transfer-Encoding: uuencode\r\n\r\n" + _fill(b"M\n", size),
    "base64 in blocks": lambda size: PHOTO + b"base64\r\n\r\n" + _fill(b"A=", size),
    "a photo": lambda size: PHOTO + b"base64\r\n\r\n" + _fill(b"A" * 76 + b"\r\n", size),
    "flowed": lambda size: HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + _fill(b"> \n", size),
    "wide text": lambda size: WORDS + b"\r\n" + "😀".encode() + _fill(b"jalan rusak\r\n", size),
    "wide page": lambda size: PAGE + "😀".encode() + _fill(b"<p>x", size),
    "references": lambda size: PAGE + _fill(b"&a", size),
    "twenty envelopes": lambda size: (
        _envelopes(19) + b"Content-Type: image/png\r\n\r\n" + _fill(b"x" * 76 + b"\n", size)
    ),
    "near boundaries": lambda size: _envelopes(19) + b"\r\n" + _fill(b"\n--b1x", size),
    "five attached mails": lambda size: (
        (HEAD + b"Content-Type: message/rfc822\r\n\r\n") * 5 + HEAD + b"\r\n" + _fill(b"x" * 76 + b"\n", size)
    ),
    "headers": lambda size: HEAD + _fill(b"a:\n", size),
}


def weigh(label: str, size: int) -> int:
    """Bytes that reading this mail took beyond the mail itself."""
    mail = BIG[label](size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    parse(mail)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024


@pytest.mark.parametrize("label", BIG)
def test_a_large_mail_takes_a_few_times_its_size_in_memory(label: str) -> None:
    size = 24 * MB
    weighed = subprocess.run(
        [sys.executable, __file__, label, str(size)], capture_output=True, text=True, check=True, timeout=120
    )
    assert int(weighed.stdout) < 6 * size


QUADRATIC: list[tuple[str, bytes]] = [
    ("declarations and a far end", PAGE + b"<!" * 150_000 + b"x" * (5 * MB) + b">"),
    ("wide declarations", PAGE + "😀".encode() + b"<!" * 150_000 + b"x" * (5 * MB) + b">"),
    ("nested links", PAGE + b"<a href=mailto:x@example.id>" * 50 + b"x" * (2 * MB) + b"</a>" * 50),
    ("footers", MIXED + (b"--b\r\nContent-Transfer-Encoding: base64\r\n\r\n=\n" + b"\r" * 4080 + b"\r\n") * 90),
    ("addresses", _attached(b"x" * 8100)),
    ("addresses with one sign", _attached(b"x" * 8100 + b"@")),
    ("names in quotes", MIXED + (b'--b\r\nContent-Type: image/png; name="' + b";" * 2000 + b'"\r\n\r\nx\r\n') * 95),
]


@pytest.mark.parametrize(("label", "mail"), QUADRATIC, ids=[label for label, _ in QUADRATIC])
def test_nothing_is_read_again_and_again(label: str, mail: bytes) -> None:
    begun = time.process_time()
    parse(mail)
    assert time.process_time() - begun < 6, label


def test_a_declaration_is_left_out_and_a_stray_sign_is_a_word() -> None:
    assert html_to_text("<!DOCTYPE html>jalan <! rusak" + "x" * 2100 + ">") == "jalan <! rusak" + "x" * 2100 + ">"


@pytest.mark.parametrize(
    ("label", "encoding", "body", "expected"),
    [
        ("empty lines are none", b"x-uuencode", b"begin 644 a.txt\n\n\n" + b2a_uu(b"jalan") + b"\n`\nend\n", b"jalan"),
        ("blocks with padding", b"base64", b"amFsYW4=\r\nIHJ1c2Fr\r\n", b"jalan rusak"),
        ("more blocks than are read one by one", b"base64", b"YWE=" * 60_000, b"aa" * 50_000),
    ],
)
def test_what_an_encoding_gives(label: str, encoding: bytes, body: bytes, expected: bytes) -> None:
    text = parse(WORDS + b"Content-Transfer-Encoding: " + encoding + b"\r\n\r\n" + body).text
    assert text.encode()[: len(expected)] == expected


def test_a_text_is_read_up_to_its_limit_and_says_so() -> None:
    mail = parse(WORDS + b"\r\n" + "jalan é rusak ".encode() * 50_000)
    assert "text-cut" in mail.doubts
    assert "charset" not in mail.doubts
    assert 350_000 < len(mail.text) <= LONGEST_TEXT


@pytest.mark.parametrize(
    ("sign", "cut"), [("\ufdfa", True), ("\ufdfa ", True), ("\u2026", False), ("\u0e33", False), ("\uac01", False)]
)
@pytest.mark.parametrize("head", [WORDS + b"\r\n", PAGE])
def test_signs_that_are_spelt_out_count_as_what_they_are_spelt_to(head: bytes, sign: str, cut: bool) -> None:
    """133,000 blessings were 530,000 words: two seconds of understanding."""
    mail = parse(head + (sign * 100_000).encode())
    assert ("text-cut" in mail.doubts) is cut
    assert len(unicodedata.normalize("NFKC", mail.text)) <= LONGEST_TEXT


def test_a_few_blessings_in_a_letter_stay() -> None:
    text = "Nabi Muhammad \ufdfa bersabda. " * 1_000
    assert parse(WORDS + b"\r\n" + text.encode()).text == text.strip()


def test_a_picture_pasted_into_a_page_does_not_hide_the_words_below_it() -> None:
    mail = parse(PAGE + b"<p>atas</p><img src='data:image/png;base64," + b"iVBO" * MB + b"'><p>bawah</p>")
    assert mail.text == "atas\n\nbawah"
    assert "text-cut" not in mail.doubts


if __name__ == "__main__":
    print(weigh(sys.argv[1], int(sys.argv[2])))
