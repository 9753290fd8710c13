"""The processes of a measurement: servers, load, and a gateway with keys and settings of its own."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from forwarder.seal import new_key
from gateway.bench import letters
from gateway.bench.load import Order, Shot
from gateway.journal import Journal
from gateway.journal_reader import JournalReader
from gateway.ports import free_ports
from gateway.settings import Settings, load
from normalizer.schema import ChannelName, Raw

CENTRAL_KEY = "bench-central-key"
_READY_SECONDS = 30.0
_GRACE_SECONDS = 15.0


class BenchFailed(Exception):
    """A process of the measurement did not do what it should; the text says which."""


@asynccontextmanager
async def process(*words: str, env: Mapping[str, str] | None = None) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m <words>`, ended by SIGTERM when the block is left."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *words, env=bare() | dict(env or {}),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield child
    finally:
        with suppress(ProcessLookupError):
            child.terminate()
        try:
            await asyncio.wait_for(child.communicate(), _GRACE_SECONDS)
        except TimeoutError:
            child.kill()
            await child.wait()


async def line(child: asyncio.subprocess.Process) -> str:
    """The next thing it says. Raise `BenchFailed` when it ends instead."""
    assert child.stdout is not None  # noqa: S101 - made with a pipe
    said = await child.stdout.readline()
    if not said:
        raise BenchFailed("A process of the measurement ended early; what it said stands above.")
    return said.decode().strip()


@asynccontextmanager
async def server(name: str, env: Mapping[str, str] | None = None) -> AsyncIterator[tuple[int, int]]:
    """One of `gateway.bench.servers`; its port and its process."""
    async with process("gateway.bench.servers", name, env=env) as child:
        yield int(await line(child)), child.pid


@asynccontextmanager
async def shooting(order: Order) -> AsyncIterator[asyncio.subprocess.Process]:
    """A load that has prepared itself; `fire` it."""
    async with process("gateway.bench.load", json.dumps(asdict(order))) as child:
        await line(child)
        yield child


async def fire(child: asyncio.subprocess.Process) -> Shot:
    assert child.stdin is not None  # noqa: S101 - made with a pipe
    child.stdin.write(b"go\n")
    return Shot(**json.loads(await line(child)))


async def shoot(order: Order) -> Shot:
    """One shot. Raise `BenchFailed`."""
    async with shooting(order) as child:
        shot = await fire(child)
    must_be_right(order, shot)
    return shot


def must_be_right(order: Order, shot: Shot) -> None:
    """Raise `BenchFailed` when anything was refused: a refusal is quick and would look like speed."""
    if shot.refused or not shot.done:
        raise BenchFailed(f"{shot.refused} of {shot.refused + shot.done} {order.kind} requests were refused.")


def bare() -> dict[str, str]:
    """What a process needs of ours, and no setting that lies about."""
    return {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")}


@dataclass(frozen=True)
class Place:
    """A gateway's settings, with its journal in `folder`."""

    folder: Path
    redis_url: str = "redis://127.0.0.1:1/0"
    central_url: str = "http://127.0.0.1:1"
    keys: tuple[str, str] = field(default_factory=lambda: (new_key(), new_key()), repr=False)
    ports: tuple[int, ...] = field(default_factory=lambda: free_ports(3))

    def env(self) -> dict[str, str]:
        """Web, private and mail ports are `ports`; nothing is forwarded or answered unless workers are started."""
        web, private, smtp = self.ports
        return bare() | {
            "ENV_FILE": str(self.folder / ".env"),
            "DATA_DIR": str(self.folder),
            "NODE_ID": "bench",
            "ID_KEY": self.keys[0],
            "ENCRYPTION_KEYS": self.keys[1],
            "REDIS_URL": self.redis_url,
            "CENTRAL_URL": self.central_url,
            "CENTRAL_KEY": CENTRAL_KEY,
            "PUBLIC_URL": letters.PUBLIC_URL,
            "WEB_LISTEN": f"127.0.0.1:{web}",
            "PRIVATE_LISTEN": f"127.0.0.1:{private}",
            "SMTP_LISTEN": f"127.0.0.1:{smtp}",
            "TWILIO_ACCOUNT_SID": letters.ACCOUNT,
            "TWILIO_AUTH_TOKEN": letters.TOKEN,
            "TWILIO_SMS_FROM": letters.OUR_NUMBER,
            "TWILIO_API_BASE": "http://127.0.0.1:1",
            "MAIL_RECIPIENTS": letters.MAILBOX,
            "MAIL_RELAY_HOST": "127.0.0.1",
            "MAIL_RELAY_PORT": "1",
            "MAIL_RELAY_TLS": "none",
            "MAIL_PROOF": "off",  # there is no DNS to ask here
            "SMS_QUIET_SECONDS": "0",
            "CHAT_QUIET_SECONDS": "0",
            "LOG_LEVEL": "ERROR",
        }

    def settings(self) -> Settings:
        return load(self.env(), serving=True)

    def reader(self) -> JournalReader:
        return JournalReader.open(self.folder, self.settings().sealer())

    @asynccontextmanager
    async def gateway(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """`satupintu serve`, accepting."""
        async with process("gateway", "serve", env=self.env()) as child:
            await answering(f"http://127.0.0.1:{self.ports[1]}/health/ready")
            yield child

    async def fill(self, rows: int, texts: Sequence[str] = ()) -> None:
        """SMS of so many citizens into the journal, as the listener would keep them. texts: what each says."""
        settings = self.settings()
        journal = Journal.open(
            self.folder, node=settings.node_id, hasher=settings.hasher(), sealer=settings.sealer(), reserve=0
        )
        try:
            for start in range(0, rows, 500):
                some = range(start, min(start + 500, rows))
                await asyncio.gather(*(_keep(journal, n + 1, texts[n] if texts else "") for n in some))
        finally:
            journal.close()


async def _keep(journal: Journal, n: int, text: str) -> None:
    sent = letters.webhook(n, "sms", letters.PUBLIC_URL, letters.ACCOUNT, letters.TOKEN, text)
    head, _, body = sent.partition(b"\r\n\r\n")
    named = [line.split(": ", 1) for line in head.decode().split("\r\n")[1:]]
    headers = tuple((name, value) for name, value in named)
    raw = Raw(ChannelName("sms"), datetime.now(UTC), f"{letters.PUBLIC_URL}/twilio/sms", headers, body)
    await journal.keep(raw, f"twilio:message:{letters.ACCOUNT}:SM{n:032x}", last_resort=True)


async def answering(url: str) -> None:
    """Until it answers 200. Raise `BenchFailed` after half a minute."""
    deadline = asyncio.get_running_loop().time() + _READY_SECONDS
    async with aiohttp.ClientSession() as session:
        while asyncio.get_running_loop().time() < deadline:
            with suppress(aiohttp.ClientError):
                async with session.get(url) as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.05)
    raise BenchFailed(f"Nothing answered at {url} within {_READY_SECONDS:g} s; what it said stands above.")


async def pumped(reader: JournalReader, seconds: float = 120.0) -> None:
    """Until every row of the journal has an end."""
    deadline = asyncio.get_running_loop().time() + seconds
    while reader.open_rows(0, 1):
        if asyncio.get_running_loop().time() > deadline:
            raise BenchFailed(f"The pump did not come to the journal's end within {seconds:g} s.")
        await asyncio.sleep(0.05)
