"""`satupintu run`: one at a time in a folder, nothing left behind, and what is in the way said in a sentence."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hearing import every_signal
from waiting import until

from gateway.ports import free_ports
from gateway.run_place import LOCK, CannotRun, Place, ports
from gateway.run_ports import owner

ROOT = Path(__file__).parents[2]
NAMES = ("WEB_LISTEN", "PRIVATE_LISTEN", "SMTP_LISTEN")


def test_a_folder_is_for_one_run_at_a_time(tmp_path: Path) -> None:
    first = Place.take(str(tmp_path), once=False)
    (first.folder / "living").touch()
    with pytest.raises(CannotRun, match=rf"Another run \(pid {os.getpid()}\) uses {tmp_path / 'run'}"):
        Place.take(str(tmp_path), once=True)
    assert (first.folder / "living").exists()
    first.leave(keep=False)
    second = Place.take(str(tmp_path), once=False)
    assert not (second.folder / "living").exists(), "every run tells its own story"
    second.leave(keep=False)
    assert (tmp_path / LOCK).exists()


def test_a_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    """What `check` says of DATA_DIR; running for real begins in the same checkout."""
    place = Place.take(str(tmp_path / "data"), once=False)
    assert [stat.S_IMODE(one.stat().st_mode) for one in (place.data_dir, place.folder)] == [0o700, 0o700]
    place.leave(keep=False)


def test_what_no_run_made_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "precious").touch()
    with pytest.raises(CannotRun, match="did not make"):
        Place.take(str(tmp_path), once=False)
    assert (tmp_path / "run" / "precious").exists()


@pytest.mark.parametrize("keep", [False, True])
def test_a_single_run_has_a_folder_of_its_own(keep: bool) -> None:
    place = Place.take("", once=True)
    place.leave(keep=keep)
    assert place.folder.exists() == keep
    shutil.rmtree(place.data_dir, ignore_errors=True)


def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """/proc takes no folder, not even of root's."""
    with pytest.raises(CannotRun, match=r"/proc/self cannot be written .* Set DATA_DIR"):
        Place.take("/proc/self", once=False)
    monkeypatch.chdir("/proc/self")
    place = Place.take("", once=False)
    assert "cannot be written" in place.said
    assert str(place.data_dir) in place.said
    place.leave(keep=True)
    shutil.rmtree(place.data_dir)


def test_all_ports_that_are_taken_are_named_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        numbers = [one.getsockname()[1], free_ports(1)[0], two.getsockname()[1]]
        env = {name: f"127.0.0.1:{port}" for name, port in zip(NAMES, numbers, strict=True)}
        with pytest.raises(CannotRun) as raised:
            ports(env, once=False)
    said = str(raised.value)
    assert [str(port) in said for port in numbers] == [True, False, True]
    assert f"(pid {os.getpid()})" in said
    assert "WEB_LISTEN=127.0.0.1:" in said


NOWHERE = ("PIP_CONFIG_FILE=/dev/null", "PIP_INDEX_URL=http://127.0.0.1:9/simple", "PIP_RETRIES=0")
HINTS = [
    ("no such Python", ("PYTHON=python3.8-nowhere",), "python3.8-nowhere was not found"),
    ("too old", ("PYTHON={old}",), "Satu Pintu needs Python 3.11 or newer"),
    ("no venv", ("PYTHON={bare}",), "ensurepip or venv is missing. On Debian: apt-get install python3-venv"),
    ("no network", NOWHERE, "Without a network: connect this machine"),
    ("no wheel for this machine", NOWHERE, "put valkey-server 7.2 or newer on PATH"),
    ("nothing can be written", ("VENV=/proc/self/venv",), "/proc/self/venv cannot be written"),
]


@pytest.mark.once
@pytest.mark.parametrize(("words", "said"), [row[1:] for row in HINTS], ids=[row[0] for row in HINTS])
def test_make_says_what_is_in_the_way(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    old = tmp_path / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.8.0 && exit 0\nexit 1\n')
    old.chmod(0o755)
    bare = tmp_path / "bare-python"
    bare.write_text('#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; esac\n')
    bare.chmod(0o755)
    given = [
        f"VENV={tmp_path / 'venv'}",
        f"PYTHON={sys.executable}",
        *(word.format(old=old, bare=bare) for word in words),
    ]
    done = subprocess.run(["make", *given, "run"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert said in done.stdout
    assert not (tmp_path / "venv" / ".run").exists()


# Real runs


def relatives(pid: int) -> set[int]:
    """That process, its children and theirs."""
    found, listed = {pid}, subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    for _ in range(5):
        found |= {child for child, parent in pairs if parent in found}
    return found


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True)
    return [int(word) for word in listed.stdout.split()]


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    env |= {name: f"127.0.0.1:{port}" for name, port in zip(NAMES, free_ports(3), strict=True)}
    with (folder / "said").open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "gateway", "run"),
            env=env,
            cwd=ROOT,
            stdout=said,
            stderr=said,
            preexec_fn=every_signal,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


# Of a run: itself, Valkey, serve, its pump, work, its two workers.
WHOLE = 7


@pytest.mark.process
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"])
async def test_nothing_is_left_whatever_ends_it(tmp_path: Path, name: str) -> None:
    """During the samples, too."""
    async with running(tmp_path) as process:
        await until(lambda: len(relatives(process.pid)) >= WHOLE and (tmp_path / "run" / "town.json").exists())
        family = relatives(process.pid)
        process.send_signal(getattr(signal, name))
        async with asyncio.timeout(90):
            status = await process.wait()
        await until(lambda: not any(map(alive, family)))
    said = (tmp_path / "said").read_text()
    assert status == (-signal.SIGKILL if name == "SIGKILL" else 0), said
    for noise in ("Unclosed", "Traceback", "never retrieved"):
        assert noise not in said


PARTS = [
    ("the gateway", "gateway serve", "`satupintu serve` was killed (SIGKILL)"),
    ("the workers", "gateway work", "`satupintu work` was killed (SIGKILL)"),
    ("Valkey", "valkey-server", "Valkey ended"),
]


@pytest.mark.process
@pytest.mark.parametrize(("name", "said"), [row[1:] for row in PARTS], ids=[row[0] for row in PARTS])
async def test_a_part_that_ends_is_told_and_ends_the_run(tmp_path: Path, name: str, said: str) -> None:
    async with running(tmp_path) as process:
        await until(lambda: len(relatives(process.pid)) >= WHOLE and (tmp_path / "run" / "town.json").exists())
        family = relatives(process.pid)
        os.kill(next(pid for pid in children(process.pid) if name in command(pid)), signal.SIGKILL)
        async with asyncio.timeout(90):
            assert await process.wait() == 1
        await until(lambda: not any(map(alive, family)))
    lines = (tmp_path / "said").read_text()
    assert f"A part of the demo is gone, so it ends here: {said}" in lines
    assert "Traceback" not in lines


@pytest.mark.process
async def test_a_signal_before_the_first_child_leaves_none(tmp_path: Path) -> None:
    async with running(tmp_path) as process:
        await until(lambda: (tmp_path / LOCK).exists())
        process.send_signal(signal.SIGTERM)
        family = relatives(process.pid)
        async with asyncio.timeout(90):
            assert await process.wait() == 0
        await until(lambda: not any(map(alive, family)))


@pytest.mark.process
async def test_the_port_of_another_run_is_named_with_its_pid(tmp_path: Path) -> None:
    async with running(tmp_path) as process:
        await until(lambda: (tmp_path / "run" / "town.json").exists())
        web = int((tmp_path / "run" / "env").read_text().partition("WEB_LISTEN='127.0.0.1:")[2].partition("'")[0])
        assert owner(web) == f"another satupintu run (pid {process.pid})"
        process.terminate()
        await process.wait()
