"""The command line: thin, quiet about secrets, and every target is there."""

from __future__ import annotations

import asyncio
import base64
import importlib
import inspect
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
import redis
import terminal
from aiohttp.test_utils import TestServer
from hearing import every_signal
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from rq import Queue as RqQueue
from rq import SimpleWorker

from forwarder import epoch
from forwarder.ledger import Ledger
from forwarder.seal import decode_key, new_key
from gateway.audit import FILE as AUDIT
from gateway.cli_calls import TARGETS
from gateway.control import ControlServer
from gateway.health import private_app
from gateway.journal import End, Fact, Journal
from gateway.settings import load
from gateway.simulator.aggregator import AggregatorStandIn
from gateway.simulator.faults import AWAY
from gateway.simulator.phones import TOWN_FILE, Directory
from gateway.simulator.twilio import TwilioStandIn
from normalizer.schema import ChannelName, Raw

pytestmark = pytest.mark.process

WORDS = "jalan rusak, hp 0811-0000-1234"
COMPLAINT = "abc" + "2" * 23
SETTINGS = {"ID_KEY": new_key(), "ENCRYPTION_KEYS": new_key(), "NODE_ID": "a"}
# What the command line hands over.
ARGUMENTS: dict[str, int] = {
    "run": 1,
    "serve": 1,
    "work": 2,
    "check": 1,
    "alive": 2,
    "simulate": 5,
    "judge": 1,
    "bench": 0,
    "journal list": 2,
    "journal show": 3,
    "journal export": 3,
    "journal replay": 3,
    "journal close": 3,
    "journal purge": 2,
    "journal rebuild": 2,
    "journal give-up-key": 3,
    "journal drain": 3,
    "check --ledger": 3,
    "pause": 2,
    "by-hand list": 2,
    "by-hand show": 3,
    "by-hand enter": 5,
    "by-hand export": 2,
    "by-hand import": 3,
    "resume": 3,
    "check --central": 1,
    "conformance": 5,
    "complaints list": 2,
    "complaints show": 3,
    "complaints to-write": 2,
    "complaints files": 3,
    "complaints suggest": 3,
    "complaints parked": 2,
    "complaints delayed": 3,
    "complaints deadlines": 2,
    "complaints retry": 3,
    "complaints close": 3,
    "complaints link": 5,
    "complaints edit": 4,
    "complaints settle": 2,
    "forwarders add": 3,
    "forwarders import": 2,
    "forwarders list": 1,
    "forwarders remove": 2,
    "forwarders word": 3,
    "smtp-user add": 2,
    "smtp-user remove": 2,
    "smtp-user list": 1,
    "tray list": 2,
    "tray show": 3,
    "tray release": 2,
    "tray spam": 2,
    "templates": 3,
}


@pytest.mark.parametrize("command", TARGETS)
def test_every_target_is_there_and_takes_what_it_is_given(command: str) -> None:
    module, _, name = TARGETS[command].partition(":")
    target = getattr(importlib.import_module(module), name)
    inspect.signature(target).bind(*range(ARGUMENTS[command]))


async def satupintu(
    *arguments: str, env: dict[str, str] | None = None, cwd: Path | None = None
) -> tuple[int, str, str]:
    """Status, output and errors of a command, in an environment of its own."""
    bare = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "SSL_CERT_FILE": os.devnull, **(env or {})}
    return await terminal.satupintu(*arguments, env=bare, cwd=cwd)


async def test_version() -> None:
    assert await satupintu("--version") == (0, "Satu Pintu 0.1.0\n", "")


async def test_keys_are_ready_to_paste(tmp_path: Path) -> None:
    _, out, _ = await satupintu("keys", cwd=tmp_path)
    made = dict(line.split("=", 1) for line in out.splitlines() if not line.startswith("#"))
    assert set(made) == {"ID_KEY", "ENCRYPTION_KEYS"}
    assert len({decode_key(value) for value in made.values()}) == 2
    assert load(made).hasher()
    # as docs/operations.md has it: a new key that seals before all machines know it is one that some cannot open
    assert "put a new one behind the old ones on every machine and restart; then first" in out


@pytest.mark.parametrize("command", ["serve", "work"])
async def test_serving_without_keys_is_refused_in_words(command: str, tmp_path: Path) -> None:
    status, out, errors = await satupintu(command, cwd=tmp_path, env={"CENTRAL_TIMEOUT_SECONDS": "99"})
    assert (status, out) == (2, "")
    assert "ID_KEY is missing: make them with: satupintu keys" in errors
    assert "LEASE_SECONDS must be more than CENTRAL_TIMEOUT_SECONDS" in errors
    assert "Traceback" not in errors


async def test_an_address_that_is_taken_is_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        env = {
            **SETTINGS,
            "DATA_DIR": str(tmp_path),
            "REDIS_URL": "redis://127.0.0.1:1",
            "CENTRAL": "by_hand",
            "SMS_HTTP_PROFILE": "kannel",
            "SMS_HTTP_SECRET": "a-secret-of-ours",
            "SMS_HTTP_SEND_URL": "http://127.0.0.1:1",
            "SMS_HTTP_USER": "us",
            "SMS_HTTP_PASSWORD": "a-password",
            "SMS_HTTP_SENDER": "1708",
            "WEB_LISTEN": where,
            "PRIVATE_LISTEN": "127.0.0.1:0",
        }
        status, _, errors = await satupintu("serve", cwd=tmp_path, env=env)
    assert status == 1
    assert f"WEB_LISTEN {where} cannot be had: it is used by " in errors
    assert "Traceback" not in errors


async def test_a_faulty_channel_is_told_without_its_values(tmp_path: Path) -> None:
    env = {
        **SETTINGS,
        "DATA_DIR": str(tmp_path),
        "REDIS_URL": "redis://127.0.0.1:1",
        "CENTRAL_URL": "http://127.0.0.1:1",
        "CENTRAL_KEY": "k" * 20,
        "TELEGRAM_TOKEN": "s3cretword",
        "WEB_LISTEN": "127.0.0.1:0",
        "PRIVATE_LISTEN": "127.0.0.1:0",
    }
    status, out, errors = await satupintu("serve", cwd=tmp_path, env=env)
    assert status == 2
    assert "TELEGRAM_TOKEN" in errors
    assert "s3cretword" not in out + errors


def test_a_full_disk_is_a_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        child = subprocess.run(
            (sys.executable, "-m", "gateway", "words"), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert child.returncode == 1
    assert child.stderr.startswith("No space left on device. What was done before stays done")
    assert "Traceback" not in child.stderr


async def test_schema_is_json() -> None:
    status, out, _ = await satupintu("schema")
    assert status == 0
    assert json.loads(out)["$schema"].startswith("https://json-schema.org/")


async def test_words_are_printed() -> None:
    status, out, _ = await satupintu("words")
    assert status == 0
    assert "of 160 characters" in out


async def test_a_catalogue_is_printed_to_be_filled_in() -> None:
    status, out, _ = await satupintu("words", "--po", "jv")
    assert status == 0
    assert '"Language: jv\\n"' in out
    assert 'msgid "number.sms"\nmsgstr ""\n' in out
    status, _, errors = await satupintu("words", "--po", "jawa")
    assert status == 2
    assert "write a language's code" in errors


async def test_explain_gives_an_object_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("{}")
    (tmp_path / "b").write_bytes(b"\xff")
    status, out, _ = await satupintu("explain", "--channel", "telegram", "a", "b", cwd=tmp_path)
    assert status == 0
    fields = {
        "file",
        "kind",
        "reporter",
        "submitted_by",
        "forwarded",
        "subject",
        "text",
        "note",
        "attachments",
        "flags",
    }
    assert [set(json.loads(line)) >= fields | {"delivery"} for line in out.splitlines()] == [True, True]
    assert [json.loads(line)["file"] for line in out.splitlines()] == ["a", "b"]


async def test_a_file_that_is_not_there_hides_none_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("{}")
    status, out, _ = await satupintu("explain", "--channel", "telegram", "a", "missing", ".", cwd=tmp_path)
    told = [json.loads(line) for line in out.splitlines()]
    assert [(one["file"], "cannot be read" in one["why"]) for one in told] == [
        ("a", False),
        ("missing", True),
        (".", True),
    ]
    assert status == 1


MISUSED = [
    ("a day without the books", ("--day", "2026-11-21"), "--day goes with --ledger"),
    ("two checks at once", ("--ledger", "--central"), "one after the other"),
    ("a day that has not begun", ("--ledger", "--day", "2999-11-21"), "Nothing was compared"),
]


@pytest.mark.parametrize(("options", "said"), [row[1:] for row in MISUSED], ids=[row[0] for row in MISUSED])
async def test_nothing_is_called_right_that_was_not_looked_at(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    env = {**SETTINGS, "DATA_DIR": str(tmp_path), "CENTRAL": "by_hand", "REDIS_URL": "redis://127.0.0.1:1/0"}
    status, out, errors = await satupintu("check", *options, env=env, cwd=tmp_path)
    assert status == 2
    assert said in out + errors


async def test_explain_of_no_channel_is_a_fault_of_use(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("{}")
    status, out, errors = await satupintu("explain", "--channel", "fax", "a", cwd=tmp_path)
    assert (status, out) == (2, "")
    assert "sms_http" in errors


async def test_what_is_explained_does_not_command_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(urlencode({"secret": "sample", "from": "081100001234", "text": "a\x9b2Jb\x7f\u202ec"}))
    status, out, _ = await satupintu("explain", "--channel", "sms_http", "a", cwd=tmp_path)
    assert status == 0
    assert out.rstrip("\n").isprintable()
    assert json.loads(out)["kind"] == "complaint"


SIMULATED = [
    ("nobody there", ("mail",), 1, "There is no running town"),
    ("no words", ("sms", ""), 2, "write some words"),
    ("no such way", ("fax", "x"), 2, "sms1708"),
    ("a picture by SMS", ("sms", "--file", "letter.jpg"), 2, "whatsapp, telegram, mail"),
    ("no such file", ("mail", "--file", "nobody.jpg"), 2, "nobody.jpg"),
]


@pytest.mark.parametrize(("words", "status", "said"), [row[1:] for row in SIMULATED], ids=[row[0] for row in SIMULATED])
async def test_simulate_without_a_town(tmp_path: Path, words: tuple[str, ...], status: int, said: str) -> None:
    (tmp_path / "letter.jpg").write_bytes(b"\xff\xd8\xff")
    found, out, errors = await satupintu("simulate", *words, cwd=tmp_path)
    assert (found, out) == (status, "")
    assert said in errors
    assert "Traceback" not in errors


async def test_simulate_in_a_town_that_was_killed(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    gone = "http://127.0.0.1:1"
    Directory(gone, 1, gone, gone, gone, gone).write(tmp_path / "run" / TOWN_FILE)
    for way in ("mail", "sms", "outage"):
        status, _, errors = await satupintu("simulate", way, env={"DATA_DIR": str(tmp_path)})
        assert (status, errors) == (1, "The town does not answer: it was stopped. Start it again with: make run\n")


@pytest.mark.parametrize("way", ["sms", "whatsapp", "sms1708", "repeat"])
async def test_simulate_in_a_town_whose_gateway_is_gone(tmp_path: Path, way: str) -> None:
    twilio, aggregator, gone = TwilioStandIn(), AggregatorStandIn(), "http://127.0.0.1:1"
    await twilio.start()
    await aggregator.start()
    (tmp_path / "run").mkdir()
    Directory(gone, 1, twilio.server.url, aggregator.server.url, gone, gone).write(tmp_path / "run" / TOWN_FILE)
    status, _, errors = await satupintu("simulate", way, env={"DATA_DIR": str(tmp_path)})
    await twilio.stop()
    await aggregator.stop()
    assert (status, errors) == (1, AWAY + "\n")


async def test_starting_is_quick_because_modules_are_loaded_late() -> None:
    late = {"aiohttp", "pydantic", "redis", "rich", "rq", "structlog", "telegram", "twilio"}
    code = f"import sys, gateway.cli; print(sorted({late} & set(sys.modules)))"
    ended = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[]\n"


# The journal, with a gateway that runs

FACTS = [
    ("attempt", COMPLAINT, "1"),
    ("number", COMPLAINT, "01916449"),
    ("answer_sent", f"{COMPLAINT}.sms-abcdef.number", "SM-provider-id"),
]


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    settings = load({**SETTINGS, "DATA_DIR": str(tmp_path)})
    made = Journal.open(tmp_path, node="a", hasher=settings.hasher(), sealer=settings.sealer())
    server = await ControlServer.start(made)
    for number in range(1, 4):
        moment = datetime.now(UTC) - timedelta(days=400 * (number == 1))
        raw = Raw(ChannelName("sms"), moment, "https://x/", (("X-Phone", "0811-0000-1234"),), WORDS.encode())
        await made.keep(raw, str(number))
    await made.facts([Fact(f"{n}-0", "e1", *row[:2], 1_795_286_754_000 + n, row[2]) for n, row in enumerate(FACTS)])
    await made.end([End(1, f"complaint:{COMPLAINT}:1234567890"), End(2, "quarantined", "no JSON")])
    yield made
    await server.close()
    made.close()


async def journal_command(journal: Journal, *arguments: str) -> tuple[int, str, str]:
    env = {**SETTINGS, "DATA_DIR": str(journal.folder)}
    return await satupintu("journal", *arguments, env=env)


LISTS: list[tuple[tuple[str, ...], list[int], str]] = [
    ((), [1, 2, 3], ""),
    (("--end", "quarantined"), [2], ""),
    (("--open",), [3], ""),
    (("--after", "1", "--limit", "1"), [2], "more: --after 2"),
    (("--after", "2"), [3], ""),
    (("--last", "2"), [2, 3], "older ones: --last 4"),
    (("--end", "robot"), [], "no such row"),
]


@pytest.mark.parametrize(("options", "rows", "said"), LISTS)
async def test_list(journal: Journal, options: tuple[str, ...], rows: list[int], said: str) -> None:
    status, out, errors = await journal_command(journal, "list", *options)
    assert status == 0
    assert [int(line.split()[0]) for line in out.splitlines()] == rows
    assert errors.splitlines()[:-1] == ([line for line in errors.splitlines() if said in line] if said else [])
    assert "quarantined 1" in errors.splitlines()[-1]


MASKED = [("list",), ("show", "2"), ("export",)]


@pytest.mark.parametrize("arguments", MASKED)
async def test_nobodys_words_without_unmask(journal: Journal, arguments: tuple[str, ...]) -> None:
    status, out, errors = await journal_command(journal, *arguments)
    assert status == 0
    assert "quarantined" in out
    assert "jalan" not in out + errors
    assert "0811" not in out + errors
    assert not (journal.folder / AUDIT).exists()


UNMASKED = [(("show", "2"), [2], WORDS), (("export",), [1, 2, 3], "amFsYW4gcnVzYWs")]


@pytest.mark.parametrize(("arguments", "rows", "words"), UNMASKED)
async def test_unmasking_is_audited(journal: Journal, arguments: tuple[str, ...], rows: list[int], words: str) -> None:
    status, out, _ = await journal_command(journal, *arguments, "--unmask")
    assert status == 0
    assert words in out
    [line] = (journal.folder / AUDIT).read_text().splitlines()
    assert json.loads(line)["rows"] == rows
    assert (journal.folder / AUDIT).stat().st_mode & 0o077 == 0
    assert "jalan" not in line


async def test_what_came_by_get_is_shown_too(journal: Journal) -> None:
    url = "https://x/sms?secret=geheim&from=%2B6281100001234&text=jalan+rusak"
    await journal.keep(Raw(ChannelName("sms_http"), datetime.now(UTC), url, (), b""), "4")
    _, out, _ = await journal_command(journal, "show", "4")
    assert "jalan" not in out
    _, out, _ = await journal_command(journal, "show", "4", "--unmask")
    assert "from: +6281100001234\ntext: jalan rusak\n" in out
    assert "geheim" not in out


async def test_nothing_is_shown_when_it_cannot_be_audited(journal: Journal) -> None:
    (journal.folder / AUDIT).mkdir()
    status, out, errors = await journal_command(journal, "show", "2", "--unmask")
    assert status == 1
    assert WORDS not in out
    assert "so nothing is shown" in errors


async def test_show_of_no_row(journal: Journal) -> None:
    status, _, errors = await journal_command(journal, "show", "99")
    assert status == 1
    assert "no row 99" in errors


async def test_show_tells_what_became_of_its_complaint_and_when(journal: Journal) -> None:
    status, out, errors = await journal_command(journal, "show", "1")
    assert (status, errors) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    moment = "2026-11-22 01:45:5"
    assert lines[-3:] == [
        f"{moment}4 WIB attempt 1 at the central system",
        f"{moment}4 WIB national number 01916449",
        f"{moment}4 WIB answer number on sms: sent",
    ]
    assert lines[1].endswith(" WIB"), "the zone of the list"
    assert "provider-id" not in out


async def test_show_of_a_row_sealed_with_a_key_that_is_gone(journal: Journal) -> None:
    env = {**SETTINGS, "DATA_DIR": str(journal.folder), "ENCRYPTION_KEYS": new_key()}
    status, out, errors = await satupintu("journal", "show", "2", env=env)
    assert status == 1
    assert "quarantined" in out
    assert "cannot be opened with these ENCRYPTION_KEYS" in errors


HOSTILE = "\x1b]0;x\x07\x9b2J \u202eterbalik\x7f s3cretword"
SHOWN_SECRETS = (("X-Telegram-Bot-Api-Secret-Token", "an0therword"), ("X-Bad", "\x1b[2J"))


@pytest.mark.parametrize("command", ["show", "export"])
async def test_a_citizens_bytes_neither_command_the_terminal_nor_show_our_secrets(
    journal: Journal, command: str
) -> None:
    url = "https://x/sms?secret=s3cretword&text=apa"
    raw = Raw(ChannelName("sms_http"), datetime.now(UTC), url, SHOWN_SECRETS, HOSTILE.encode())
    await journal.keep(raw, "hostile")
    env = {**SETTINGS, "DATA_DIR": str(journal.folder), "SMS_HTTP_SECRET": "s3cretword"}
    words = ("show", "4") if command == "show" else ("export", "--after", "3")
    status, out, _ = await satupintu("journal", *words, "--unmask", env=env)
    assert status == 0
    assert out.replace("\n", "").isprintable()
    body = out if command == "show" else base64.b64decode(json.loads(out)["body"]).decode()
    assert "terbalik" in body
    assert "[secret]" in out
    assert "text=apa" in out or command == "show"
    for secret in ("s3cretword", "an0therword"):
        assert secret not in out + body


async def test_a_quarantined_row_is_closed_with_a_reason(journal: Journal) -> None:
    status, _, _ = await journal_command(journal, "close", "2", "--reason", "uji coba dari 0811-0000-1234")
    assert status == 0
    _, out, errors = await journal_command(journal, "list", "--end", "closed")
    assert out.rstrip().endswith("closed  uji coba dari [telepon]")
    assert "quarantined" not in errors
    [line] = (journal.folder / AUDIT).read_text().splitlines()
    assert (json.loads(line)["act"], json.loads(line)["rows"]) == ("journal close", [2])


@pytest.mark.parametrize(("seq", "words"), [("1", "is not in quarantine"), ("99", "no row 99")])
async def test_only_what_is_in_quarantine_is_closed(journal: Journal, seq: str, words: str) -> None:
    status, _, errors = await journal_command(journal, "close", seq, "--reason", "x")
    assert status == 1
    assert words in errors


async def test_replay_of_no_row(journal: Journal) -> None:
    status, out, errors = await journal_command(journal, "replay", "2", "9999")
    assert (status, errors) == (1, "no row 9999\n")
    assert out.startswith("1 row is read again")


@pytest.mark.parametrize("arguments", [("2",), ("--quarantined",)])
async def test_replay(journal: Journal, arguments: tuple[str, ...]) -> None:
    status, out, _ = await journal_command(journal, "replay", *arguments)
    assert (status, out.split()[0]) == (0, "1")
    _, out, _ = await journal_command(journal, "list", "--open")
    assert [int(line.split()[0]) for line in out.splitlines()] == [2, 3]


async def test_replay_of_nothing(journal: Journal) -> None:
    assert (await journal_command(journal, "replay"))[0] == 2


async def test_purge(journal: Journal) -> None:
    status, out, _ = await journal_command(journal, "purge", "--yes")
    assert (status, out.split()[0]) == (0, "1")
    _, out, _ = await journal_command(journal, "show", "1", "--unmask")
    assert WORDS not in out
    assert f"complaint:{COMPLAINT}:1234567890" in out


async def test_purge_asks_first(journal: Journal) -> None:
    assert (await journal_command(journal, "purge"))[0] == 1


async def test_no_help_breaks_a_sentence_in_the_list_of_commands() -> None:
    """Typer shows a docstring's first paragraph there with its line breaks."""
    for group in ((), ("complaints",), ("by-hand",), ("journal",), ("tray",), ("forwarders",), ("smtp-user",)):
        _, out, _ = await satupintu(*group, "--help", env={"COLUMNS": "200"})
        assert not [line for line in out.splitlines() if line.startswith("│" + " " * 8)], group


async def test_no_journal_is_a_sentence(tmp_path: Path) -> None:
    status, _, errors = await satupintu("journal", "list", env={**SETTINGS, "DATA_DIR": str(tmp_path)})
    assert status == 1
    assert "No journal can be read in" in errors
    assert "Traceback" not in errors


# The ledger


@pytest.fixture
def ledger(redis_url: str, tmp_path: Path) -> dict[str, str]:
    """Settings of a deployment whose ledger holds one complaint with its national number."""
    env = {**SETTINGS, "DATA_DIR": str(tmp_path), "REDIS_URL": redis_url}
    facts = {"state": "numbered", "owner": "o", "number": "1234567890", "national": "01916449", "flagged": "0"}
    with redis.Redis.from_url(redis_url) as client:
        name = Ledger(Redis.from_url(redis_url), "e1", load(env).sealer()).key
        client.hset(name(f"c:{COMPLAINT}"), mapping=dict(facts))
        client.set(name("n:1234567890"), COMPLAINT)
        client.set(name("N:01916449"), COMPLAINT)
        client.set("sp:epoch", "e1")
    return env


@pytest.mark.parametrize("number", ["1234567890", "12345 67890", "#01916449"])
async def test_complaint_by_either_number(ledger: dict[str, str], number: str) -> None:
    status, out, _ = await satupintu("complaints", "show", number, env=ledger)
    assert status == 0
    assert "01916449" in out
    assert "numbered" in out


async def test_complaint_nobody_knows(ledger: dict[str, str]) -> None:
    status, _, errors = await satupintu("complaints", "show", "1916449", env=ledger)
    assert (status, errors) == (1, "The ledger knows no complaint by that number: see satupintu complaints list\n")


@pytest.mark.usefixtures("journal")
async def test_a_complaint_with_its_row_and_history(ledger: dict[str, str]) -> None:
    _, out, _ = await satupintu("complaints", "show", "01916449", env=ledger)
    assert "row            1, received " in out
    assert "raw            row 1, " in out
    assert "numbered" in out
    assert "answer number on sms: sent" in out


REDIS_AWAY = [
    ("away", "redis://127.0.0.1:1", "Redis cannot be reached"),
    ("being rebuilt", "", "is being rebuilt from the journals"),
]


@pytest.mark.parametrize("command", [("list",), ("show", "1234567890"), ("parked",), ("retry", "x")])
@pytest.mark.parametrize(("url", "words"), [row[1:] for row in REDIS_AWAY], ids=[row[0] for row in REDIS_AWAY])
@pytest.mark.usefixtures("journal")
async def test_no_ledger_is_a_sentence(
    redis_url: str, tmp_path: Path, command: tuple[str, ...], url: str, words: str
) -> None:
    env = {**SETTINGS, "DATA_DIR": str(tmp_path), "REDIS_URL": url or redis_url}
    status, out, errors = await satupintu("complaints", *command, env=env)
    assert (status, out) == (1, "")
    assert words in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("command", [("journal", "rebuild", "--yes"), ("check", "--ledger")])
@pytest.mark.usefixtures("journal")
async def test_commands_for_a_bad_day_say_that_redis_is_away(tmp_path: Path, command: tuple[str, ...]) -> None:
    central = {"CENTRAL": "by_hand", "REDIS_URL": "redis://127.0.0.1:1"}
    status, out, errors = await satupintu(*command, env={**SETTINGS, **central, "DATA_DIR": str(tmp_path)})
    assert status == 1
    assert "Redis cannot be used (Error 111 connecting" in out + errors
    assert "satupintu check" in out + errors


@pytest.mark.parametrize("command", [("complaints", "parked"), ("by-hand", "list"), ("pause",)])
async def test_no_redis_url_is_a_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    status, out, errors = await satupintu(*command, env={**SETTINGS, "DATA_DIR": str(tmp_path)})
    assert (status, out) == (1, "")
    assert errors.startswith("REDIS_URL is missing: ")
    assert "Traceback" not in errors


@pytest.mark.usefixtures("journal")
async def test_complaints_of_this_node(ledger: dict[str, str]) -> None:
    status, out, _ = await satupintu("complaints", "list", env=ledger)
    [line] = out.splitlines()
    assert status == 0
    assert line.split()[0] == "1234567890"
    assert line.endswith("sms       numbered  01916449")


@pytest.mark.usefixtures("journal")
async def test_why_a_person_should_look_at_a_complaint(ledger: dict[str, str]) -> None:
    with redis.Redis.from_url(ledger["REDIS_URL"]) as client:
        client.hset(f"sp:e1:c:{COMPLAINT}", "look", "forward-unsure")
    _, out, _ = await satupintu("complaints", "list", env=ledger)
    assert out.rstrip().endswith("01916449  look: forward-unsure")
    _, out, _ = await satupintu("complaints", "show", "01916449", env=ledger)
    assert "look at        forward-unsure" in out


async def test_rebuild_declares_the_ledger_lost(ledger: dict[str, str]) -> None:
    status, out, _ = await satupintu("journal", "rebuild", "--yes", env=ledger)
    assert status == 0
    assert "declared lost" in out
    with redis.Redis.from_url(ledger["REDIS_URL"]) as client:
        assert client.get("sp:epoch") is None
    _, out, _ = await satupintu("journal", "rebuild", "--yes", env=ledger)
    assert "No ledger lives" in out


# Health checks of containers


async def test_alive_asks_the_private_listener() -> None:
    async with TestServer(private_app([], CollectorRegistry())) as server:
        env = {"PRIVATE_LISTEN": f"127.0.0.1:{server.port}"}
        assert (await satupintu("alive", "serve", env=env))[0] == 0
    assert (await satupintu("alive", "serve", env=env))[0] == 1


async def test_alive_looks_for_workers_of_this_host(redis_url: str) -> None:
    env = {"REDIS_URL": redis_url}
    assert (await satupintu("alive", "work", env=env))[0] == 1
    with redis.Redis.from_url(redis_url) as client:
        worker = SimpleWorker([RqQueue("forward", connection=client)], connection=client)
        worker.register_birth()  # type: ignore[no-untyped-call]
        assert (await satupintu("alive", "work", env=env))[0] == 0
        worker.register_death()  # type: ignore[no-untyped-call]
    assert (await satupintu("alive", "work", env=env))[0] == 1


async def test_ctrl_c_is_quiet(tmp_path: Path) -> None:
    """Between two modules' loading, too: there is no traceback at any moment."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # takes the connection and never answers
        env = {"REDIS_URL": f"redis://127.0.0.1:{deaf.getsockname()[1]}", **SETTINGS, "DATA_DIR": str(tmp_path)}
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "gateway", "check"),
            env={**env, "PATH": os.environ["PATH"]},
            stdout=pipe,
            stderr=pipe,
            preexec_fn=every_signal,
        )
        deaf.setblocking(False)
        connection, _ = await asyncio.get_running_loop().sock_accept(deaf)
        process.send_signal(signal.SIGINT)
        _, errors = await process.communicate()
        connection.close()
    assert process.returncode == 130
    assert b"Traceback" not in errors


async def test_a_parked_complaint_is_listed_with_its_reason_and_sent_on(ledger: dict[str, str]) -> None:
    with redis.Redis.from_url(ledger["REDIS_URL"]) as client:
        client.hset(
            f"sp:e1:c:{COMPLAINT}", mapping={"state": "parked", "why": "the central system refused it", "node": "a"}
        )
        client.zadd("sp:e1:parked", {COMPLAINT: 1_795_286_754_000})
    status, out, _ = await satupintu("complaints", "parked", env=ledger)
    assert status == 0
    assert out.split()[0] == COMPLAINT
    assert out.rstrip().endswith("1234567890  complaint\n    the central system refused it")
    assert max(map(len, out.splitlines())) <= 80
    assert (await satupintu("complaints", "retry", COMPLAINT, env=ledger))[0] == 0
    with redis.Redis.from_url(ledger["REDIS_URL"]) as client:
        assert client.zscore("sp:e1:due:forward", COMPLAINT)
    status, _, errors = await satupintu("complaints", "retry", COMPLAINT, env=ledger)
    assert status == 1
    assert f"{COMPLAINT}: it is not parked" in errors


async def test_a_lost_node_is_not_waited_for(ledger: dict[str, str]) -> None:
    status, _, errors = await satupintu("journal", "rebuild", "--yes", "--without", "b", env=ledger)
    assert status == 0
    assert "has not heard of a node b" in errors
    client = Redis.from_url(ledger["REDIS_URL"])
    name = await epoch.begin_rebuild(client)
    assert await epoch.go_live(client, name, "a", ["a", "b", "c"]) == ["c"]
    assert await epoch.go_live(client, name, "c", ["a", "b", "c"]) == []
    await client.aclose()
