"""What each program loads, and what it does without: memory and seconds of every process that is started."""

from __future__ import annotations

import gc
import json
import subprocess
import sys

import pytest

from gateway.starting import loading_more

CHANNELS = ("channels.mail", "channels.sms", "channels.sms_http", "channels.telegram", "channels.whatsapp")
READING = frozenset(
    {"normalizer.flags", "normalizer.triage", "normalizer.mime", "normalizer.suspect", "charset_normalizer"}
)
PARTNERS = frozenset({"aiosmtplib", "dns", "minio", "telegram", "twilio"})
# What it loads when it starts, and what is for others only.
PROGRAMS = {
    "the listener": (
        ("gateway.serve", *CHANNELS),
        READING | PARTNERS | {"rich", "rq", "gateway.pump", "gateway.wiring_work", "normalizer.nobody"},
    ),
    "the pump": (
        ("gateway.pumping", *CHANNELS),
        PARTNERS | {"aiohttp", "aiosmtpd", "charset_normalizer", "gateway.wiring_work", "prometheus_client", "rich"},
    ),
    "a worker": (
        ("gateway.work", *CHANNELS),
        READING | PARTNERS | {"aiohttp", "aiosmtpd", "gateway.understand", "prometheus_client", "rich"},
    ),
    "who looks after workers": (
        ("gateway.workers", *CHANNELS),
        READING | PARTNERS | {"aiohttp", "aiosmtpd", "forwarder.ledger", "normalizer.likeness", "rich", "rq"},
    ),
    "journal list": (("gateway.journal_cli",), READING | PARTNERS | {"aiohttp", "channels", "redis", "rich", "rq"}),
    "tray list": (("gateway.tray_cli", *CHANNELS), READING | PARTNERS | {"aiohttp", "redis", "rich", "rq"}),
    "complaints list": (("gateway.complaints_cli",), READING | PARTNERS | {"aiohttp", "gateway.understand", "rq"}),
    "by-hand list": (("gateway.by_hand_cli",), READING | PARTNERS | {"gateway.understand", "rq"}),
    "check --ledger": (
        ("gateway.prove", *CHANNELS),
        PARTNERS | {"gateway.understand", "normalizer.flags", "normalizer.triage", "rq"},
    ),
}


def told_by(program: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.once
@pytest.mark.parametrize(("loaded", "unwanted"), PROGRAMS.values(), ids=list(PROGRAMS))
def test_a_program_does_without_what_only_others_need(loaded: tuple[str, ...], unwanted: frozenset[str]) -> None:
    program = (
        "import importlib, json, sys; from gateway.starting import without_rich\n"
        "with without_rich(): import gateway.log\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(json.dumps([name for name, module in sys.modules.items() if module]))\n"
    )
    found = set(json.loads(told_by(program, *loaded)))
    assert set(loaded) <= found
    assert found & unwanted == set()


def test_a_process_that_shows_nothing_logs_and_reads_without_rich() -> None:
    program = (
        "import json, sys; from gateway.starting import without_rich\n"
        "with without_rich():\n"
        "    import structlog, telegram; from gateway import log\n"
        "    log.configure(stream=sys.stdout)\n"
        "    try: 1 / 0\n"
        "    except ZeroDivisionError: structlog.get_logger('x').exception('odd')\n"
        "print(json.dumps([name for name in ('rich', 'click', 'pygments') if name in sys.modules]))\n"
    )
    line, shows = told_by(program).splitlines()
    told = json.loads(line)
    assert (told["event"], told["level"], shows) == ("odd", "error", "[]")
    assert "ZeroDivisionError" in told["error"]


def test_a_command_shows_tables_although_logging_was_loaded_without_rich() -> None:
    program = (
        "from gateway.starting import without_rich\n"
        "with without_rich(): from gateway import log\n"
        "from rich.console import Console; Console().print('[b]shown[/b]')\n"
    )
    assert told_by(program) == "shown\n"


def test_garbage_is_looked_for_again_when_a_program_has_loaded() -> None:
    program = (
        "import gc; from gateway.starting import loading\n"
        "try:\n"
        "    with loading(): print(gc.isenabled()); import gateway.nothing\n"
        "except ImportError: print(gc.isenabled(), gc.get_freeze_count() > 0)\n"
    )
    assert told_by(program).split() == ["False", "True", "True"]


def test_a_program_looks_for_garbage_less_often_than_a_few_dozen_requests_are_objects() -> None:
    program = "import gc; from gateway.starting import loading\nwith loading(): pass\nprint(gc.get_threshold()[0])"
    assert int(told_by(program)) >= 64 * 25


def test_a_command_called_by_somebody_else_leaves_their_garbage_alone() -> None:
    before = gc.get_freeze_count(), gc.get_threshold()
    with loading_more():
        assert gc.isenabled()
    assert (gc.get_freeze_count(), gc.get_threshold()) == before
