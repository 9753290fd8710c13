"""`satupintu simulate`: a citizen writes to a running `satupintu run`, or something goes wrong there."""

from __future__ import annotations

import asyncio
import json
import os
import random
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import aiohttp

from gateway.simulator.relay import send_mail
from gateway.simulator.samples import letter
from gateway.simulator.town import MAILBOX, Town

PLACE = Path(os.environ.get("DATA_DIR") or "data") / "run" / "town.json"
DEFAULT_WORDS = "Jalan desa berlubang di depan balai desa, sudah dua orang jatuh"


class NoTown(Exception):
    """Nothing runs that could be written to."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Where a running town is: URLs and the mail port."""

    web: str
    smtp: int
    twilio: str
    telegram: str
    central: str

    @classmethod
    def of(cls, town: Town) -> Directory:
        node = town.nodes[0]
        return cls(node.url, node.smtp, town.twilio.server.url, town.telegram.url, town.central.url)

    def write(self, place: Path) -> None:
        place.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, place: Path) -> Directory:
        try:
            return cls(**json.loads(place.read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise NoTown(f"There is no running town at {place}. Start one with: make run") from error


def main(way: str, words: str, sender: str, seconds: float) -> int:
    """Do one thing to the running town; 0 when its gateway said yes."""
    try:
        said = asyncio.run(_do(Directory.read(PLACE), way, words or DEFAULT_WORDS, sender, seconds))
    except aiohttp.ClientConnectionError as error:
        raise NoTown("The town does not answer: it was stopped. Start it again with: make run") from error
    print(said)  # noqa: T201 - a command's answer
    return 0


async def _do(town: Directory, way: str, words: str, sender: str, seconds: float) -> str:
    if way == "outage":
        return await _outage(town, seconds)
    if way == "mail":
        return await _mail(town, words, sender)
    if way == "repeat":
        return await _repeat(town, words)
    if way == "telegram":
        chat = int(sender) if sender.isdigit() else 620_020_000 + _someone(sender)
        await _post(town.telegram + "/_control/citizen", {"chat": chat, "text": words})
        return f"Telegram chat {chat} wrote. Watch the window of make run."
    answer = await _phone(town, way, words, sender or f"+6281100002{_someone(''):03d}")
    return f"The gateway answered {answer['status']} to message {answer['sid']}. Watch the window of make run."


def _someone(name: str) -> int:
    """A number below 1,000: the same for the same name, any for none."""
    return zlib.crc32(name.encode()) % 1000 if name else random.randrange(1000)  # noqa: S311 - no secret


async def _phone(town: Directory, way: str, words: str, sender: str, sid: str = "") -> dict[str, Any]:
    order = {"url": f"{town.web}/twilio/{way}", "sender": sender, "text": words, "whatsapp": way == "whatsapp"}
    return await _post(town.twilio + "/_control/phone", order | ({"sid": sid} if sid else {}))


async def _mail(town: Directory, words: str, sender: str) -> str:
    address = sender or f"warga{_someone('')}@warga.example.org"
    raw = letter(address, "Warga Contoh", words, f"simulated-{random.getrandbits(48):x}")
    said = await send_mail("127.0.0.1", town.smtp, raw, address, [MAILBOX])
    return f"The gateway said {said} to a mail from {address}. Watch the window of make run."


async def _repeat(town: Directory, words: str) -> str:
    first = await _phone(town, "sms", words, "+6281100002999")
    again = [await _phone(town, "sms", words, "+6281100002999", first["sid"]) for _ in range(4)]
    answers = [one["status"] for one in (first, *again)]
    return f"One SMS, delivered five times: the gateway answered {answers}. There is one complaint."


async def _outage(town: Directory, seconds: float) -> str:
    await _post(town.central + "/_control", {"down": "refuse"})
    await asyncio.sleep(seconds)
    await _post(town.central + "/_control", {"down": ""})
    return f"The central system was away for {seconds:g} s and is back."


async def _post(url: str, order: dict[str, Any]) -> dict[str, Any]:
    async with aiohttp.ClientSession() as session, session.post(url, json=order) as answer:
        answer.raise_for_status()
        found: dict[str, Any] = await answer.json()
        return found
