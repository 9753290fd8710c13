"""What a large message took goes back: no process is larger for the worst mails of yesterday."""

from __future__ import annotations

import asyncio
import base64
import random
import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.bench import machine, place
from gateway.bench.letters import MAILBOX
from gateway.bench.place import Place

MOST_MB = 90.0
SENDER = "sari@warga.example.org"
WORDS = ("jalan", "rusak", "lampu", "mati", "banjir", "RT", "<b>", "&amp;", "https://a.example.org/x?y=1")


def head(number: int, kind: str) -> str:
    lines = (f"From: Sari <{SENDER}>", f"To: {MAILBOX}", f"Subject: Jalan {number}", "MIME-Version: 1.0")
    return "\r\n".join((*lines, f"Message-ID: <m{number}@warga.example.org>", f"Content-Type: {kind}", "", ""))


def part(kind: str, body: str, name: str = "") -> str:
    shown = f'Content-Disposition: attachment; filename="{name}"\r\n' if name else ""
    return f"--b\r\nContent-Type: {kind}\r\n{shown}\r\n{body}\r\n"


def bodies() -> Iterator[tuple[str, str]]:
    """Much text, much markup, many parts, many headers of a part, and a large file."""
    dice = random.Random(1)
    text = "\r\n".join(" ".join(dice.choices(WORDS, k=8)) for _ in range(40_000))
    yield "text/plain; charset=utf-8", text
    yield "text/html; charset=utf-8", "<div>" * 3_000 + text.replace("\r\n", "<p>\r\n")
    mixed, end = "multipart/mixed; boundary=b", "--b--\r\n"
    yield mixed, "".join(part("text/plain", "x" * 60, f"a{n}.txt") for n in range(5_000)) + end
    yield mixed, part("text/plain", "Jalan rusak").replace("\r\n\r\n", "\r\nX-A: y" * 30_000 + "\r\n\r\n", 1) + end
    file = base64.encodebytes(dice.randbytes(12_000_000)).decode().replace("\n", "\r\n")
    photo = part("image/jpeg\r\nContent-Transfer-Encoding: base64", file, "a.jpg")
    yield mixed, part("text/plain", "Jalan rusak di RT 6") + photo + end


def deliver(port: int, number: int, kind: str, body: str) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        client.sendmail(SENDER, [MAILBOX], (head(number, kind) + body).encode())


@pytest.mark.process
@pytest.mark.once
async def test_no_process_is_larger_for_the_worst_mails(tmp_path: Path, redis_url: str) -> None:
    here = Place(tmp_path, redis_url)
    async with here.gateway() as child:
        reader = here.reader()
        worst = list(bodies())
        for number, (kind, body) in enumerate(worst):
            await asyncio.to_thread(deliver, here.ports[2], number, kind, body)
            await place.pumped(reader)
        # One that is small comes to its end behind all that was left to do of those before.
        await asyncio.to_thread(deliver, here.ports[2], len(worst), "text/plain", "Lampu jalan mati di RT 5\r\n")
        await place.pumped(reader)
        took = {role: machine.pss_mb(pid) for pid, role in machine.family(child.pid).items()}
        assert {"serve", "pump"} <= took.keys()
        assert {role: mb for role, mb in took.items() if mb > MOST_MB} == {}
