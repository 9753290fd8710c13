"""clamd's protocol, spoken to a stand-in that speaks it back over TCP and a unix socket."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from forwarder.scan import Clamd, ScanAway, where_fault
from gateway.simulator.clamd import EICAR, StandInClamd


@pytest.mark.parametrize("unix", [False, True], ids=["tcp", "unix"])
async def test_what_is_infected_is_told_from_what_is_not(unix: bool, tmp_path: Path) -> None:
    standin = StandInClamd(str(tmp_path / "clamd.sock") if unix else "")
    clamd = Clamd(await standin.start(), 5)
    try:
        assert "answers" in await clamd.check()
        assert await clamd.infected(EICAR)
        assert await clamd.infected(b"x" * 700_000 + EICAR), "in a later chunk"
        assert not await clamd.infected(b"a photo" * 100_000)
        assert not await clamd.infected(b"")
    finally:
        await standin.stop()


async def test_what_clamd_does_not_judge_is_not_called_clean() -> None:
    standin = StandInClamd(longest=1000)
    clamd = Clamd(await standin.start(), 5)
    try:
        with pytest.raises(ScanAway):
            await clamd.infected(bytes(2_000_000))
    finally:
        await standin.stop()
    with pytest.raises(ScanAway, match="check CLAMD"):
        await clamd.infected(b"")


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400\r\n\r\n", b"stream: OK", b"x" * 5000], ids=range(4))
async def test_something_else_that_answers_there_is_no_clamd(answer: bytes) -> None:
    async def other(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(answer)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(other, "127.0.0.1", 0)
    async with server:
        clamd = Clamd(f"127.0.0.1:{server.sockets[0].getsockname()[1]}", 5)
        with pytest.raises(ScanAway):
            await clamd.infected(b"a file")
        with pytest.raises(ScanAway):
            await clamd.check()


async def test_one_that_hangs_is_given_up() -> None:
    async def hangs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()
        over.set()

    over = asyncio.Event()
    server = await asyncio.start_server(hangs, "127.0.0.1", 0)
    async with server:
        with pytest.raises(ScanAway, match="within"):
            await Clamd(f"127.0.0.1:{server.sockets[0].getsockname()[1]}", 0.2).infected(b"a file")
        await over.wait()


GOOD = ("", "/run/clamd.sock", "127.0.0.1:3310", "[::1]:3310", "clamd:3310")
BAD = ("clamd", "clamd:0", "http://clamd:3310", "clamd:99999")


@pytest.mark.parametrize(("where", "good"), [*((each, True) for each in GOOD), *((each, False) for each in BAD)])
def test_where_it_may_be(where: str, good: bool) -> None:
    assert (where_fault(where) == "") is good
