"""Two servers, of which one leads and the other follows, and may take over without the last moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from forwarder.redis_server import connect
from gateway.embedded import EmbeddedRedis
from gateway.ports import free_ports


@dataclass(eq=False)
class Pair:
    """Two servers, one of which leads; `url` leads to whichever does."""

    servers: tuple[EmbeddedRedis, EmbeddedRedis]
    ports: tuple[int, int]
    place: Path
    leads: int = 0

    @property
    def url(self) -> str:
        return f"unix://{self.place}?db=0"

    @asynccontextmanager
    async def asked(self, which: int) -> AsyncIterator[Any]:
        client: Any = connect(self.servers[which].url)
        try:
            yield client
        finally:
            await client.aclose()

    async def follow(self) -> None:
        """The other one has all that this one has, and gets what comes."""
        async with self.asked(1 - self.leads) as other:
            await other.replicaof("127.0.0.1", self.ports[self.leads])
        await self.caught_up()

    async def caught_up(self) -> None:
        """The other one has everything."""
        async with self.asked(self.leads) as leader, self.asked(1 - self.leads) as other:

            async def offsets() -> bool:
                ours, theirs = await leader.info("replication"), await other.info("replication")
                same = ours["master_repl_offset"] == theirs["master_repl_offset"]
                return bool(theirs.get("master_link_status") == "up" and same)

            async with asyncio.timeout(60):
                while not await offsets():  # noqa: ASYNC110 - a server cannot announce it
                    await asyncio.sleep(0.02)

    async def part(self) -> None:
        """From now on what is written is lost when the other one takes over."""
        await self.caught_up()
        async with self.asked(1 - self.leads) as other:
            await other.replicaof("no", "one")

    def point_to(self, which: int) -> None:
        self.leads = which
        self.place.unlink()
        self.place.symlink_to(_path(self.servers[which]))

    async def fail_over(self) -> None:
        """The other one leads; who was connected is cut off. The one that led follows."""
        before = self.leads
        self.point_to(1 - before)
        async with self.asked(before) as client:
            await client.replicaof("127.0.0.1", self.ports[self.leads])
            await client.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")


def _path(server: EmbeddedRedis) -> str:
    return server.url.removeprefix("unix://").partition("?")[0]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    ports = free_ports(2)
    more = ("--bind", "127.0.0.1", "--repl-diskless-sync-delay", "0")
    first = EmbeddedRedis(tmp_path / "one", extra=("--port", str(ports[0]), *more))
    second = EmbeddedRedis(tmp_path / "two", extra=("--port", str(ports[1]), *more))
    first.start()
    second.start()
    place = tmp_path / "leader.sock"
    place.symlink_to(_path(first))
    try:
        yield Pair((first, second), (ports[0], ports[1]), place)
    finally:
        first.stop()
        second.stop()
