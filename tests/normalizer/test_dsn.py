"""Bounces as servers write them: given up or not, the code, and which mail came back."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from normalizer.dsn import Bounce, read_bounce

OURS = "<satupintu.0a1b2c.tokentokentokentoken@kab.example.org>"


def cases() -> list[tuple[str, str, Bounce | None]]:
    """Each "=== label => given up | not yet, code, ours", and the mail below it."""
    text = (Path(__file__).parent.parent / "cases" / "bounces.txt").read_text("utf-8")
    return [_case(*one.split("\n", 1)) for one in text.split("=== ")[1:]]


def _case(head: str, mail: str) -> tuple[str, str, Bounce | None]:
    label, _, verdict = head.partition(" => ")
    if verdict == "no bounce":
        return label, mail, None
    *given_up, status = verdict.removesuffix(" ours").split(" ")
    return label, mail, Bounce(given_up == ["given", "up"], status, (OURS,) if verdict.endswith(" ours") else ())


ROWS = cases()


@pytest.mark.parametrize(("label", "mail", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_bounces(label: str, mail: str, expected: Bounce | None) -> None:
    assert read_bounce(mail.encode()) == expected
    assert read_bounce(mail.replace("\n", "\r\n").encode()) == expected


def test_there_are_bounces_of_every_kind() -> None:
    assert len(ROWS) > 25
    assert {expected.permanent for _, _, expected in ROWS if expected} == {True, False}
    assert read_bounce(b"") is None


@pytest.mark.parametrize("size", [10, 2_000, 300_000])
def test_any_bytes_are_read_in_no_time(size: int) -> None:
    began = time.process_time()
    for body in (
        os.urandom(size),
        b"Action: failed\n" * (size // 15),
        b"Message-ID: <a@b>\n" * (size // 18),
        b"5.1." * size,
    ):
        read_bounce(ROWS[0][1].encode() + body)
        read_bounce(b"Subject: x\n\nHi. This is the qmail-send program\n" + body)
    assert time.process_time() - began < 4
