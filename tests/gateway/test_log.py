"""Whatever is logged, and however: no person and no secret comes out."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import pytest
import structlog
from smtp_kit import Intake, Line, listening

from channels.base import Unreadable
from gateway.log import configure

NIK, PHONE, MAIL = "3201011205800001", "+62 811-0000-1234", "warga@example.org"
PASSWORD, TOKEN = "k4ta-s4ndi", "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"  # the form of the Bot API's own example
BARE = ("3201011205800001", "81100001234", "warga@example.org", "k4ta-s4ndi", "AAHdqTcv", "0811-0000", "aHVudGVyMg")
LOGINS = "redis://u:hunter2x@127.0.0.1/0 Basic aHVudGVyMg=="
WORDS = f"nik {NIK} hp {PHONE} 081100001234 surat {MAIL} {PASSWORD} {TOKEN} {LOGINS}"


@dataclass
class Person:
    phone: str = PHONE


class Word(StrEnum):
    IT = MAIL


def raised(error: Exception) -> Exception:
    try:
        raise error from ValueError(WORDS)  # noqa: TRY301 - a traceback is wanted
    except Exception as caught:  # noqa: BLE001 - it is what is logged
        return caught


def own(**fields: object) -> None:
    structlog.get_logger("gateway.test").error("something", **fields)


PLACES: list[tuple[str, Callable[[], None]]] = [
    ("event", lambda: structlog.get_logger().error(WORDS)),
    ("text", lambda: own(text=WORDS)),
    ("field's name", lambda: own(**{WORDS: 1})),
    ("number", lambda: own(nik=int(NIK), phone=6281100001234)),
    ("nested", lambda: own(a={"b": [{"c": (WORDS, {WORDS})}]}, d={WORDS: {WORDS: WORDS}})),
    ("too deep", lambda: own(a=[[[[[[[WORDS]]]]]]])),
    ("bytes", lambda: own(body=WORDS.encode())),
    ("unknown kind", lambda: own(person=Person(), kind=Person)),
    ("enum and path", lambda: own(word=Word.IT, path=Path(f"/data/{MAIL}"))),
    ("exception as a field", lambda: own(problem=ValueError(WORDS))),
    ("exc_info of ours", lambda: own(exc_info=raised(Unreadable(WORDS)))),
    ("exc_info of others", lambda: own(exc_info=raised(KeyError(WORDS)))),
    ("operating system", lambda: own(exc_info=OSError(2, WORDS, WORDS))),
    ("library's argument", lambda: logging.getLogger("aiohttp.server").error("got %s and %r", WORDS, WORDS)),
    ("library's number", lambda: logging.getLogger("rq.worker").warning("id %d", int(NIK))),
    ("library's object", lambda: logging.getLogger("redis").error("from %r", Person())),
    ("library's mapping", lambda: logging.getLogger("mail.log").error("%(a)s", {"a": WORDS})),
    ("library's wrong count", lambda: logging.getLogger("httpx").error("%s %s", WORDS)),
    ("library's exception", lambda: logging.getLogger("x").error("failed", exc_info=raised(ValueError(WORDS)))),
    ("library's stack", lambda: logging.getLogger("x").error("failed", stack_info=True, extra={"hp": WORDS})),
    ("warning", lambda: logging.getLogger("py.warnings").warning("%s", WORDS)),
]


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize("log", [place[1] for place in PLACES], ids=[place[0] for place in PLACES])
def test_no_person_and_no_secret(log: Callable[[], None], form: str, capfd: pytest.CaptureFixture[str]) -> None:
    out = io.StringIO()
    configure("DEBUG", form, secrets=[PASSWORD, "short"], stream=out)
    log()
    printed = out.getvalue()
    assert printed.endswith("\n")
    captured = capfd.readouterr()
    assert [word for word in (*BARE, "hunter2x") if word in printed + captured.out + captured.err] == []


async def test_a_task_nobody_awaited() -> None:
    out = io.StringIO()
    configure(stream=out)
    asyncio.get_running_loop().call_exception_handler(
        {"message": "lost", "future": WORDS, "exception": ValueError(WORDS)}
    )
    assert json.loads(out.getvalue())["event"] == "lost"
    assert [word for word in BARE if word in out.getvalue()] == []


async def test_a_mail_that_is_told_in_place_of_commands() -> None:
    """Its recipient was refused, and its sender goes on as if it had not been."""
    out = io.StringIO()
    configure(stream=out)
    async with listening(Intake()) as listener:
        line = await Line.to(listener)
        for command in (
            b"HELO mx.example.id",
            b"MAIL FROM:<siti@example.id>",
            b"RCPT TO:<tidakada@kab.example>",
            b"DATA",
        ):
            await line.say(command)
        told = [await line.say(words) for words in (b"Budi", b"memukul Siti", b"tadi malam")]
        assert [answer[:3] for answer in told] == ["500"] * 3
        line.close()
    assert out.getvalue() == ""


def test_what_is_said_of_an_exception() -> None:
    out = io.StringIO()
    configure(stream=out)
    own(exc_info=raised(Unreadable("no JSON: kept for a person")))
    line = json.loads(out.getvalue())
    assert line["error"] == "Unreadable: no JSON: kept for a person from ValueError"
    assert line["where"][-1].endswith(" raised")
    assert line["where"][-1].startswith("gateway/test_log.py:")


def test_what_is_harmless_stays() -> None:
    out = io.StringIO()
    configure(stream=out)
    moment = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
    own(channel="sms", attempt=3, seconds=0.25, ok=True, nothing=None, at=moment)
    line = json.loads(out.getvalue())
    assert line["event"] == "something"
    assert line["level"] == "error"
    assert (line["channel"], line["attempt"], line["seconds"], line["ok"]) == ("sms", 3, 0.25, True)
    assert (line["nothing"], line["at"]) == (None, "2026-11-21T10:00:00+00:00")


def test_console_lines_cannot_be_forged() -> None:
    out = io.StringIO()
    configure(form="console", stream=out)
    own(text="a\nlevel=error event=forged")
    assert out.getvalue().count("\n") == 1


LEVELS = [("DEBUG", "gateway", 3), ("WARNING", "gateway", 1), ("DEBUG", "rq.worker", 1), ("DEBUG", "httpx", 1)]


@pytest.mark.parametrize(("level", "name", "lines"), LEVELS)
def test_levels(level: str, name: str, lines: int) -> None:
    out = io.StringIO()
    configure(level, stream=out)
    logger = structlog.get_logger() if name == "gateway" else logging.getLogger(name)
    logger.debug("a")
    logger.info("b")
    logger.warning("c")
    assert out.getvalue().count("\n") == lines
