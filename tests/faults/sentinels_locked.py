"""The worked example of docs/operations.md on loopback: servers and sentinels with logins, reached through TLS alone.

The server at hand may be built without TLS, so a listener with it stands before each.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from redis import Redis
from redis.exceptions import RedisError
from sentinels import QUORUM, SERVICE, Guarded

from gateway.ports import free_ports

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"
MACHINES = ("10.20.0.1", "10.20.0.2", "10.20.0.3")
# In the guide's order. One that a URL cannot hold as it is.
PASSWORDS = {
    "operator-password": "milik-operator",
    "replica-password": "milik-replika",
    "server-password": "milik-penjaga",
    "sentinel-password": "sandi%penjaga",
    "gateway-password": "p@ss/gerbang:1",
}
# Where servers and sentinels speak from, in clear: whoever comes from elsewhere must speak TLS.
AMONG_THEMSELVES = "127.0.0.2"
# What takes the place of lines that speak of TLS, of the guide's machines and of its patience.
REPLACED = ("bind ", "port ", "tls-", "replicaof ", *(f"sentinel {one}" for one in ("monitor", "down-", "failover-")))


def example(name: str) -> list[str]:
    """The lines below `# name` in the guide."""
    _, found, below = OPERATIONS.read_text().partition(f"\n    # {name}\n")
    assert found, f"docs/operations.md has no {name}"
    return [line.strip() for line in below.partition("\n\n")[0].splitlines()]


def filled_in(lines: Sequence[str]) -> list[str]:
    text = "\n".join(lines)
    for name, password in PASSWORDS.items():
        text = text.replace(name, password)
    return text.splitlines()


@dataclass(eq=False)
class Door:
    """Before a server on `port`: who comes from AMONG_THEMSELVES is passed on, all others only behind TLS."""

    port: int
    context: ssl.SSLContext
    refused: list[str] = field(default_factory=list)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if writer.get_extra_info("peername")[0] != AMONG_THEMSELVES:
                await writer.start_tls(self.context, ssl_handshake_timeout=10)
            inside, out = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(AMONG_THEMSELVES, 0))
        except ssl.SSLError as error:
            self.refused.append(f"{error.reason}")
            writer.close()
            return
        except OSError:
            writer.close()
            return
        await asyncio.gather(_carried(reader, out), _carried(inside, writer))


async def _carried(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    with suppress(OSError):
        writer.close()


@dataclass(eq=False)
class Locked(Guarded):
    """`pem`: key, certificate and authority in one; `doors` by the port that is told to everybody."""

    pem: Path = Path()
    ports: tuple[int, ...] = field(default_factory=lambda: free_ports(12))
    doors: dict[int, Door] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None

    @property
    def told(self) -> tuple[int, ...]:
        """The ports that the guide's six addresses stand for: three servers', three sentinels'."""
        return self.ports[:6]

    @property
    def redis_url(self) -> str:
        """The guide's, with our ports."""
        (line,) = example(".env of each serve and work")
        url = line.removeprefix("REDIS_URL=").replace("/etc/satupintu/ca.pem", str(self.pem))
        for name, password in PASSWORDS.items():
            url = url.replace(name, quote(password, safe=""))
        for machine, port in zip(MACHINES, self.told[3:], strict=True):
            url = url.replace(f"{machine}:26379", f"127.0.0.1:{port}")
        return url

    @property
    def url(self) -> str:
        """The operator's, behind the door."""
        return self.url_of(self.primary())

    def url_of(self, port: int) -> str:
        return f"redis://operator:{PASSWORDS['operator-password']}@127.0.0.1:{self.doors[port].port}/0"

    def primary(self) -> int:
        for port in self.told[3:]:
            try:
                with self._asked(port) as sentinel:
                    return int(sentinel.execute_command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", SERVICE)[1])
            except (RedisError, OSError, TypeError):
                continue
        return self.told[0]

    def start(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.pem)
        self.doors = {port: Door(behind, context) for port, behind in zip(self.told, self.ports[6:], strict=True)}
        self._thread = threading.Thread(target=self._loop.run_forever, name="doors", daemon=True)
        self._thread.start()
        for port, door in self.doors.items():
            asyncio.run_coroutine_threadsafe(asyncio.start_server(door.talk, "127.0.0.1", port), self._loop).result(30)
        first, *followers = self.told[:3]
        self._from_the_guide(first, "valkey.conf", self._of_server(first))
        for port in followers:
            self._from_the_guide(port, "valkey.conf", [*self._of_server(port), f"replicaof 127.0.0.1 {first}"])
        for port in self.told[3:]:
            own = ["sentinel announce-ip 127.0.0.1", f"sentinel announce-port {self.doors[port].port}"]
            own += [f"sentinel monitor {SERVICE} 127.0.0.1 {first} {QUORUM}"]
            own += [f"sentinel down-after-milliseconds {SERVICE} 1500", f"sentinel failover-timeout {SERVICE} 5000"]
            self._from_the_guide(port, "sentinel.conf", own, "--sentinel")
        self._until(lambda: all(self._knows(port) for port in self.told[3:]))

    def stop(self) -> None:
        super().stop()
        if self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(30)
            self._thread = None

    kill = stop

    def refused(self) -> list[str]:
        """Why, for each who was not let in."""
        return [why for door in self.doors.values() for why in door.refused]

    def lives(self, port: int) -> bool:
        return self._children[port].poll() is None

    def _of_server(self, port: int) -> list[str]:
        return ["replica-announce-ip 127.0.0.1", f"replica-announce-port {port}"]

    def _from_the_guide(self, port: int, name: str, own: list[str], *options: str) -> None:
        folder = self.folder / str(port)
        folder.mkdir(parents=True)
        kept = [line for line in filled_in(example(f"/etc/valkey/{name}")) if not line.startswith(REPLACED)]
        where = ["bind 127.0.0.1", f"port {self.doors[port].port}", f"bind-source-addr {AMONG_THEMSELVES}"]
        # What is monitored comes before what is said of it.
        (folder / name).write_text("\n".join([*where, f"dir {folder}", *own, *kept, ""]))
        self._run(port, str(folder / name), *options)

    def _asked(self, port: int) -> Redis:
        return Redis(port=self.doors[port].port, password=PASSWORDS["sentinel-password"], socket_timeout=2)

    def _answers(self, port: int) -> bool:
        try:
            with self._asked(port) if port in self.told[3:] else Redis.from_url(self.url_of(port)) as server:
                return bool(server.ping())
        except (RedisError, OSError):
            return False

    def _knows(self, port: int) -> bool:
        with self._asked(port) as sentinel:
            found = sentinel.sentinel_master(SERVICE)
        return int(found["num-slaves"]) == 2 and int(found["num-other-sentinels"]) == 2
