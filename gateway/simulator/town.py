"""A whole town on loopback: Valkey, the stand-ins, and gateways as the processes an operator would start."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from forwarder.seal import new_key
from gateway.embedded import EmbeddedRedis
from gateway.ending import end
from gateway.ports import free_ports
from gateway.simulator.aggregator import AggregatorStandIn
from gateway.simulator.central import StandInCentral
from gateway.simulator.relay import MAIL_SERVER, Relay
from gateway.simulator.telegram import TelegramStandIn
from gateway.simulator.town_processes import MAILBOX, STOP_SECONDS, Node, NotReady, Process
from gateway.simulator.twilio import TwilioStandIn

_T = TypeVar("_T")
WATCH_SECONDS = 0.2
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "CI", "SSL_CERT_FILE")
# Known to everybody, and good for nothing outside this town.
CENTRAL_KEY, CALLBACK_SECRET, TELEGRAM_SECRET = "town-central-key", "town-callback-secret", "town-telegram-secret"


class Part(Protocol):
    async def start(self) -> object: ...

    async def stop(self) -> None: ...


class Fallen(NotReady):
    """A process ended by itself; the text says which, and where its log is."""


@dataclass(eq=False)
class Town:
    """Start it, write to it as citizens, break parts of it, and count at the central system and at the providers.

    `extra` are settings over the town's own; `ports` are the first gateway's: web, private, mail.
    """

    folder: Path
    extra: dict[str, str] = field(default_factory=dict)
    ports: tuple[int, ...] = ()
    keys: tuple[str, str] = field(default_factory=lambda: (new_key(), new_key()), repr=False)
    central: StandInCentral = field(init=False)
    twilio: TwilioStandIn = field(default_factory=TwilioStandIn)
    aggregator: AggregatorStandIn = field(default_factory=AggregatorStandIn)
    relay: Relay = field(default_factory=Relay)
    telegram: TelegramStandIn = field(init=False)
    redis: EmbeddedRedis = field(init=False)
    nodes: list[Node] = field(default_factory=list)
    workers: list[Process] = field(default_factory=list)
    _around: list[Callable[[], Awaitable[None]]] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.redis = EmbeddedRedis(self.folder / "redis")
        self.ports = self.ports or free_ports(3)
        callback = f"http://127.0.0.1:{self.ports[0]}/central/callback"
        self.central = StandInCentral({"town": CENTRAL_KEY}, callback_url=callback, callback_secret=CALLBACK_SECRET)

    async def start(self, *, nodes: int = 1, workers: int = 1) -> None:
        """Everything up and accepting; `workers` pairs of worker processes."""
        await asyncio.to_thread(self.redis.start)
        self.telegram = TelegramStandIn()
        parts: tuple[Part, ...] = (self.central, self.twilio, self.aggregator, self.relay, self.telegram)
        for part in parts:
            await self.beside(part)
        for place in range(nodes):
            await self.add_node(f"node-{place + 1}")
        if workers:
            await self.add_workers(workers)

    async def beside(self, part: Part) -> None:
        """One more stand-in, from now on until the town ends."""
        await part.start()
        self._around.append(part.stop)

    async def add_node(self, name: str) -> Node:
        node = self._node(name)
        self.nodes.append(node)
        await node.start()
        return node

    async def add_workers(self, processes: int) -> Process:
        env = self.nodes[0].env
        worker = Process(("work", "--processes", str(processes)), env, self.folder / "work.log")
        await worker.start()
        self.workers.append(worker)
        return worker

    async def standing(self, work: Coroutine[Any, Any, _T]) -> _T:
        """What `work` gives. Raise `Fallen` when a process of this town ends before."""
        doing, watching = asyncio.ensure_future(work), asyncio.ensure_future(self._watch())
        try:
            await asyncio.wait([doing, watching], return_when=asyncio.FIRST_COMPLETED)
            if doing.done() and doing.exception() is not None:
                # It may have met what is gone before the watch did.
                await asyncio.wait([watching], timeout=2 * WATCH_SECONDS)
            if watching.done():
                raise Fallen(watching.result())
            return doing.result()
        finally:
            await end([doing, watching])

    async def _watch(self) -> str:
        while not (said := self._fallen()):  # noqa: ASYNC110 - Valkey is no child of asyncio's
            await asyncio.sleep(WATCH_SECONDS)
        return f"A part of the demo is gone, so it ends here: {said}"

    def _fallen(self) -> str:
        if not self.redis.running:
            return f"Valkey ended. Its log: {self.redis.directory / 'server.log'}"
        return next(filter(None, (one.end() for one in (*(node.serve for node in self.nodes), *self.workers))), "")

    async def stop(self) -> None:
        """Gateways first, as an operator does it; then the world around them."""
        await asyncio.gather(*(node.serve.stop() for node in self.nodes), *(worker.stop() for worker in self.workers))
        await self._stop_around()
        await asyncio.to_thread(self.redis.stop)

    async def abandon(self) -> None:
        """After a failure: nothing of ours may stay behind."""
        await asyncio.gather(*(node.serve.kill() for node in self.nodes), *(worker.kill() for worker in self.workers))
        await self._stop_around()
        await asyncio.to_thread(self.redis.kill)

    async def _stop_around(self) -> None:
        while self._around:
            await self._around.pop()()

    def _node(self, name: str) -> Node:
        web, private, smtp = free_ports(3) if self.nodes else self.ports
        folder = self.folder / name
        env = {**self._env(name, folder), **_listening(web, private, smtp), **self.extra}
        return Node(name, folder, web, private, smtp, env, Process(("serve",), env, self.folder / f"{name}.log"))

    def _env(self, name: str, folder: Path) -> dict[str, str]:
        return {
            **_bare(os.environ),
            "ENV_FILE": str(self.folder / ".env"),
            "DATA_DIR": str(folder),
            "NODE_ID": name,
            "ID_KEY": self.keys[0],
            "ENCRYPTION_KEYS": self.keys[1],
            "REDIS_URL": self.redis.url,
            "CENTRAL_URL": self.central.url,
            "CENTRAL_KEY": CENTRAL_KEY,
            "CENTRAL_INSTANCE": "town",
            "CENTRAL_CALLBACK_SECRET": CALLBACK_SECRET,
            "STOP_SECONDS": str(STOP_SECONDS),
            "BRAND": "LAPOR! Kab. Contoh",
            # Who sits before it wants to see what each message does.
            "SMS_QUIET_SECONDS": "0",
            "CHAT_QUIET_SECONDS": "0",
            "SENSITIVE_HOLD_MINUTES": "0",
            **self.twilio.env(),
            **self.aggregator.env(),
            "TELEGRAM_TOKEN": self.telegram.token,
            "TELEGRAM_SECRET": TELEGRAM_SECRET,
            "TELEGRAM_API_BASE": self.telegram.url,
            "MAIL_RECIPIENTS": MAILBOX,
            "MAIL_FROM": MAILBOX,
            "MAIL_RELAY_HOST": "127.0.0.1",
            "MAIL_RELAY_PORT": str(self.relay.port),
            "MAIL_RELAY_TLS": "none",
            # Citizens write through the agency's own mail server, which has looked at who they are.
            "MAIL_PROOF": "relay",
            "MAIL_AUTHSERV_ID": MAIL_SERVER,
            "MAIL_TRUSTED_RELAYS": "127.0.0.1",
            "ANSWERS_AT_ONCE": "0",
            "MAIL_ANSWERS_PER_DAY": "1000",  # one person at a keyboard is all of its citizens
        }


def _listening(web: int, private: int, smtp: int) -> dict[str, str]:
    return {
        "PUBLIC_URL": f"http://127.0.0.1:{web}",
        "WEB_LISTEN": f"127.0.0.1:{web}",
        "PRIVATE_LISTEN": f"127.0.0.1:{private}",
        "SMTP_LISTEN": f"127.0.0.1:{smtp}",
    }


def _bare(env: os._Environ[str]) -> dict[str, str]:
    """What a process needs of ours, and no setting an operator may have lying about."""
    return {name: value for name, value in env.items() if name in INHERITED}
