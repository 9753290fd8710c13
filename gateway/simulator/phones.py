"""`satupintu simulate`: a citizen writes to a running `satupintu run`, or something goes wrong there."""

from __future__ import annotations

import asyncio
import base64
import json
import mimetypes
import os
import random
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import aiohttp
import aiosmtplib

from gateway.simulator.relay import send_mail, vouched
from gateway.simulator.samples import letter
from gateway.simulator.town import Town
from gateway.simulator.town_processes import MAILBOX
from gateway.terminal import printable

TOWN_FILE = "town.json"
DEFAULT_WORDS = "Jalan desa berlubang di depan balai desa, sudah dua orang jatuh"
REPEATS = 5
WATCH = "Watch the window of make run."
# `sms1708` is what people call it, `sms_http` what the channel is called.
AGGREGATOR = ("sms1708", "sms_http")
# Its media type and its bytes.
Enclosed = tuple[str, bytes]
WAYS = ("sms", *AGGREGATOR, "whatsapp", "telegram", "mail", "outage", "repeat")


class NoTown(Exception):
    """Nothing runs that could be written to."""


class NotTaken(Exception):
    """It runs, but did not say yes."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Where a running town is: URLs and the mail port."""

    web: str
    smtp: int
    twilio: str
    aggregator: str
    telegram: str
    central: str

    @classmethod
    def of(cls, town: Town) -> Directory:
        node = town.nodes[0]
        return cls(
            node.url, node.smtp, town.twilio.server.url, town.aggregator.server.url, town.telegram.url, town.central.url
        )

    def write(self, place: Path) -> None:
        place.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, place: Path) -> Directory:
        try:
            return cls(**json.loads(place.read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise NoTown(f"There is no running town at {place}. Start one with: make run") from error


def town_file() -> Path:
    return Path(os.environ.get("DATA_DIR") or "data") / "run" / TOWN_FILE


def main(way: str, words: str | None, sender: str, seconds: float, file: Path | None = None) -> int:
    """Do one thing to the running town; 0 when its gateway said yes. words: a sample when None, or none at all beside
    a file."""
    town = Directory.read(town_file())
    enclosed = _enclosed(file) if file else None
    told = words if words is not None else "" if enclosed else DEFAULT_WORDS
    try:
        said = asyncio.run(_do(town, way, told, sender, seconds, enclosed))
    except aiohttp.ClientResponseError as error:
        raise NotTaken(
            f"The town answered {error.status}, so this was not sent. See its logs beside {town_file()}."
        ) from error
    except aiosmtplib.SMTPResponseException as error:
        raise NotTaken(f"The gateway did not take the mail: {error.code} {printable(error.message)}") from error
    except (aiohttp.ClientError, aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        raise NoTown("The town does not answer: it was stopped. Start it again with: make run") from error
    print(said)  # noqa: T201 - a command's answer
    return 0


def _enclosed(file: Path) -> Enclosed:
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()


async def _do(
    town: Directory, way: str, words: str, sender: str, seconds: float, enclosed: Enclosed | None = None
) -> str:
    if way == "outage":
        await _post(town.central + "/_control/outage", {"seconds": seconds})
        return f"The central system is away for {seconds:g} s from now: write now, and see the receipt come first."
    if way == "mail":
        return await _mail(town, words, sender, enclosed)
    if way == "repeat":
        return await _repeat(town, words)
    if way == "telegram":
        chat = int(sender) if sender.isdigit() else 620_020_000 + _someone(sender)
        await _post(town.telegram + "/_control/citizen", {"chat": chat, "text": words} | _sent(enclosed))
        return f"Telegram chat {chat} wrote. {WATCH}"
    answer = await _phone(town, way, words, sender or f"+6281100002{_someone(''):03d}", enclosed=enclosed)
    return f"The gateway answered {answer['status']} to message {answer['sid']}. {WATCH}"


def _someone(name: str) -> int:
    """A number below 1,000: the same for the same name, any for none."""
    return zlib.crc32(name.encode()) % 1000 if name else random.randrange(1000)  # noqa: S311 - no secret


def _sent(enclosed: Enclosed | None) -> dict[str, str]:
    """As a phone's Telegram sends it: what is no picture is a voice note."""
    if enclosed is None:
        return {}
    kind = "photo" if enclosed[0].startswith("image/") else "voice"
    return {kind: base64.b64encode(enclosed[1]).decode()}


async def _phone(
    town: Directory, way: str, words: str, sender: str, sid: str = "", enclosed: Enclosed | None = None
) -> dict[str, Any]:
    by_number = {"sender": sender, "text": words} | ({"sid": sid} if sid else {})
    if way in AGGREGATOR:
        return await _post(town.aggregator + "/_control/phone", {"url": f"{town.web}/sms", **by_number})
    media = [(enclosed[0], base64.b64encode(enclosed[1]).decode())] if enclosed else []
    order = {"url": f"{town.web}/twilio/{way}", "whatsapp": way == "whatsapp", "media": media, **by_number}
    return await _post(town.twilio + "/_control/phone", order)


async def _mail(town: Directory, words: str, sender: str, enclosed: Enclosed | None) -> str:
    address = sender or f"warga{_someone('')}@warga.example.org"
    raw = letter(address, "Warga Contoh", words, f"simulated-{random.getrandbits(48):x}", enclosed)
    said = await send_mail("127.0.0.1", town.smtp, vouched(raw, address), address, [MAILBOX])
    return f"The gateway said {said} to a mail from {address}. {WATCH}"


async def _repeat(town: Directory, words: str) -> str:
    first = await _phone(town, "sms", words, "+6281100002999")
    again = [await _phone(town, "sms", words, "+6281100002999", first["sid"]) for _ in range(REPEATS - 1)]
    answers = [one["status"] for one in (first, *again)]
    return f"One SMS, delivered five times: the gateway answered {answers}. There is one complaint. {WATCH}"


async def _post(url: str, order: dict[str, Any]) -> dict[str, Any]:
    async with aiohttp.ClientSession() as session, session.post(url, json=order) as answer:
        if answer.status == 502:  # the stand-in is there, and the gateway is not
            raise NotTaken(await answer.text())
        answer.raise_for_status()
        found: dict[str, Any] = await answer.json()
        return found
