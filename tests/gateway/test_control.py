"""The control socket, between two processes and on its own."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from journal_samples import delivery, open_journal, open_reader

from gateway.control import FILE, ControlServer
from gateway.control_client import ControlClient, NotServing
from gateway.journal import End, Fact, Journal, JournalBroken

HERE = Path(__file__).parent
FACT = Fact("1-0", "epoch-a", "receipt", "abc", 1_700_000_000_000, '{"number": "0012"}')


@dataclass
class Serving:
    """Another process that writes the journal."""

    process: asyncio.subprocess.Process

    async def hears(self) -> str:
        assert self.process.stdout is not None
        return (await self.process.stdout.readline()).decode().strip()

    async def keep(self, name: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{name}\n".encode())
        assert await self.hears() == name


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[Serving]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(HERE / "serve_journal.py"),
        str(folder),
        env={**os.environ, "PYTHONPATH": f"{HERE}:{HERE.parents[1]}"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    other = Serving(process)
    try:
        assert await other.hears() == "ready"
        yield other
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@asynccontextmanager
async def server_here(folder: Path) -> AsyncIterator[Journal]:
    journal = open_journal(folder)
    server = await ControlServer.start(journal)
    try:
        yield journal
    finally:
        await server.close()
        journal.close()


@pytest.mark.process
async def test_a_round_trip_between_two_processes(tmp_path: Path) -> None:
    async with serving(tmp_path) as other, ControlClient(tmp_path, patience=30) as client:
        assert await client.changed(30) == 0, "at first everything may be new"
        await other.keep("MM1")
        assert await client.changed(30) == 1
        reader = open_reader(tmp_path)
        (row,) = reader.open_rows()
        await client.end([End(row.seq, "complaint:abc:123")])
        await client.facts([FACT])
        await client.facts([FACT])
        await client.offered(row.seq)
        await client.mark(row.seq, {"proof": "dkim"})
        await client.set_meta("run_id", "xyz")
        assert (reader.open_rows(), reader.facts(), reader.offered()) == ([], [replace(FACT, seq=1)], row.seq)
        assert reader.meta("run_id") == "xyz"
        assert reader.heads()[0].marks == {"proof": "dkim"}
        await other.keep("MM2")
        assert await client.changed(30) == 2
        assert await client.replay([1]) == 1
        assert await client.changed(30) == 1
        assert [row.seq for row in reader.open_rows()] == [1, 2]
        await client.end([End(2, "again")])
        assert await client.purge(datetime(2030, 1, 1, tzinfo=UTC)) == 1
        assert (await client.status())["newest"] == 2
        reader.close()


@pytest.mark.process
async def test_a_client_outlives_its_server_and_asks_again(tmp_path: Path) -> None:
    async with ControlClient(tmp_path, patience=60) as client:
        early = asyncio.ensure_future(client.offered(1))
        async with serving(tmp_path):
            await early
            assert await client.changed(30) == 0
        late = asyncio.ensure_future(client.offered(5))
        async with serving(tmp_path):
            await late
            assert await client.changed(30) == 0, "what happened meanwhile is unknown"
    reader = open_reader(tmp_path)
    assert reader.offered() == 5
    reader.close()


async def test_many_commits_become_few_pokes(tmp_path: Path) -> None:
    async with server_here(tmp_path) as journal:
        reader, writer = await asyncio.open_unix_connection(tmp_path / FILE)
        writer.write(b'{"id": 1, "op": "rows"}\n')
        assert [json.loads(await reader.readline()) for _ in range(2)] == [{"rows": 0}, {"id": 1, "result": None}]
        start = time.monotonic()
        for number in range(200):
            await journal.keep(delivery(), str(number))
        writer.write(b'{"id": 2, "op": "status"}\n')
        heard = [json.loads(await reader.readline())]
        while "id" not in heard[-1]:
            heard.append(json.loads(await reader.readline()))
        most = (time.monotonic() - start) / 0.02 + 2
        assert heard[0] == {"rows": 1}
        assert len(heard) - 1 <= most, "commits closer together than 20 ms are told once"
        writer.close()
        await writer.wait_closed()


async def test_no_news_is_none(tmp_path: Path) -> None:
    async with server_here(tmp_path), ControlClient(tmp_path, patience=30) as client:
        assert await client.changed(30) == 0
        assert await client.changed(0.01) is None


async def test_what_the_journal_refuses_is_raised_at_the_client(tmp_path: Path) -> None:
    async with server_here(tmp_path) as journal, ControlClient(tmp_path, patience=30) as client:
        with pytest.raises(ValueError, match="ValueError"):
            await client.set_meta("id_key", "another")
        journal.close()
        with pytest.raises(JournalBroken, match="closed"):
            await client.offered(1)


async def test_without_a_server_an_impatient_client_says_what_to_start(tmp_path: Path) -> None:
    async with ControlClient(tmp_path, patience=0.05) as client:
        with pytest.raises(NotServing, match="satupintu serve"):
            await client.status()


async def test_only_the_owner_may_connect(tmp_path: Path) -> None:
    async with server_here(tmp_path / "data"):
        assert stat.S_IMODE((tmp_path / "data" / FILE).stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert not (tmp_path / "data" / FILE).exists()


@pytest.mark.parametrize(
    ("label", "line", "expected"),
    [
        ("no such request", {"id": 1, "op": "drop"}, "request"),
        ("none named", {"id": 1}, "request"),
        ("without its values", {"id": 1, "op": "end"}, "request"),
        ("values of another kind", {"id": 1, "op": "offered", "seq": [1]}, "request"),
        ("a fact too short", {"id": 1, "op": "facts", "facts": [["1-0"]]}, "request"),
        ("a number no database takes", {"id": 1, "op": "replay", "seqs": [10**30]}, "broken"),
        ("a list", [1], None),
    ],
)
async def test_odd_requests_are_told_so_and_do_no_harm(
    tmp_path: Path, label: str, line: object, expected: str | None
) -> None:
    async with server_here(tmp_path) as journal:
        reader, writer = await asyncio.open_unix_connection(tmp_path / FILE)
        writer.write(json.dumps(line).encode() + b"\n")
        answer = await reader.readline()
        assert (json.loads(answer)["error"] if answer else None) == expected, label
        writer.close()
        await writer.wait_closed()
        await journal.keep(delivery(), "still")


async def test_a_path_too_long_for_a_socket_is_told(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    with pytest.raises(OSError, match="107 bytes"):
        await ControlServer.start(journal, tmp_path / ("x" * 200))
    journal.close()
