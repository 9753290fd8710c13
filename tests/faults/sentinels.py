"""Two servers and three sentinels on loopback: the primary one may be killed, and the other takes its place."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from gateway.embedded_server import find_server
from gateway.ports import free_ports

SERVICE = "utama"
QUORUM = 2
_SECONDS = 30


@dataclass(eq=False)
class Guarded:
    """As much of `EmbeddedRedis` as a town asks for; `url` is always the primary server's."""

    folder: Path
    ports: tuple[int, ...] = field(default_factory=lambda: free_ports(5))
    _children: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def sentinel_url(self) -> str:
        return f"sentinel://{','.join(f'127.0.0.1:{port}' for port in self.ports[2:])}/{SERVICE}/0"

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.primary()}/0"

    def primary(self) -> int:
        """The port of the server that the sentinels call the primary one."""
        for port in self.ports[2:]:
            try:
                with Redis(port=port, socket_timeout=2) as sentinel:
                    return int(sentinel.execute_command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", SERVICE)[1])
            except (RedisError, OSError, TypeError):
                continue
        return self.ports[0]

    def start(self) -> None:
        first, second, *others = self.ports
        self._server(first)
        self._server(second, "--replicaof", "127.0.0.1", str(first))
        for port in others:
            self._sentinel(port, first)
        self._until(lambda: all(self._knows(port) for port in others))

    def kill_primary(self) -> int:
        """kill -9; the port it had."""
        port = self.primary()
        self._children[port].kill()
        self._children[port].wait()
        return port

    def stop(self) -> None:
        for child in self._children.values():
            child.terminate()
        for child in self._children.values():
            child.wait(_SECONDS)

    kill = stop

    def _server(self, port: int, *more: str) -> None:
        folder = self.folder / str(port)
        folder.mkdir(parents=True)
        kept = ("--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction")
        self._run(port, "--port", str(port), "--dir", str(folder), *kept, *more)

    def _sentinel(self, port: int, primary: int) -> None:
        folder = self.folder / str(port)
        folder.mkdir(parents=True)
        (folder / "sentinel.conf").write_text(
            f"port {port}\nbind 127.0.0.1\ndir {folder}\n"
            f"sentinel monitor {SERVICE} 127.0.0.1 {primary} {QUORUM}\n"
            f"sentinel down-after-milliseconds {SERVICE} 1500\nsentinel failover-timeout {SERVICE} 5000\n"
        )
        self._run(port, str(folder / "sentinel.conf"), "--sentinel")

    def _run(self, port: int, *arguments: str) -> None:
        log = (self.folder / f"{port}.log").open("wb")
        self._children[port] = subprocess.Popen((str(find_server()), *arguments), stdout=log, stderr=log)
        log.close()
        self._until(lambda: self._answers(port))

    def _answers(self, port: int) -> bool:
        try:
            with Redis(port=port, socket_timeout=1) as server:
                return bool(server.ping())
        except (RedisError, OSError):
            return False

    def _knows(self, port: int) -> bool:
        """Whether this sentinel knows of the replica and of the other sentinels."""
        with Redis(port=port, socket_timeout=2) as sentinel:
            found = sentinel.sentinel_master(SERVICE)
        return int(found["num-slaves"]) == 1 and int(found["num-other-sentinels"]) == 2

    def _until(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _SECONDS
        while not true():
            assert time.monotonic() < deadline, "the servers did not come up"
            time.sleep(0.1)
