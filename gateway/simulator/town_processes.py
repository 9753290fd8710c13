"""The processes of a town as an operator would start them: `satupintu …` with a log of its own, and a gateway."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from gateway.lifeline import tied
from gateway.simulator.relay import send_mail, vouched

READY_SECONDS = 30.0
MAILBOX = "lapor@kab-contoh.example.org"
# How long a demonstration may wait for what an operator would wait 25 s for.
STOP_SECONDS = 8


class NotReady(Exception):
    """A process did not come up; the text says which and what it last said."""


@dataclass(eq=False)
class Process:
    """One `satupintu …` of ours, with what it logs in a file of its own."""

    arguments: tuple[str, ...]
    env: dict[str, str] = field(repr=False)
    log: Path
    child: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with self.log.open("ab") as out:
            self.child = await asyncio.create_subprocess_exec(
                *tied(sys.executable, "-m", "gateway", *self.arguments), env=self.env, stdout=out, stderr=out,
                start_new_session=True,
            )  # fmt: skip

    @property
    def running(self) -> bool:
        return self.child is not None and self.child.returncode is None

    async def stop(self, seconds: float = STOP_SECONDS + 10) -> int:
        """SIGTERM, as an operator stops it; its exit status."""
        if self.child is None:
            return 0
        if self.running:
            self.child.terminate()
        try:
            return await asyncio.wait_for(self.child.wait(), seconds)
        except TimeoutError:
            await self.kill()
            raise NotReady(f"{self.arguments} did not stop within {seconds} s:\n{self.last_words()}") from None

    async def kill(self) -> None:
        """SIGKILL to it and its children at once, as a power cut would."""
        if self.child is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)
            await self.child.wait()

    def end(self) -> str:
        """How it ended, in words; empty while it runs or was never started."""
        code = self.child.returncode if self.child else None
        if code is None:
            return ""
        how = f"was killed ({signal.Signals(-code).name})" if code < 0 else f"ended with status {code}"
        return f"`satupintu {self.arguments[0]}` {how}. Its log: {self.log}"

    def last_words(self) -> str:
        with suppress(OSError):
            return self.log.read_text("utf-8", "replace")[-2000:]
        return ""


@dataclass(eq=False)
class Node:
    """One gateway: `serve` with its journal, reached at `web`, `private` and `smtp` (ports)."""

    name: str
    folder: Path
    web: int
    private: int
    smtp: int
    env: dict[str, str] = field(repr=False)
    serve: Process = field(repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.web}"

    async def start(self) -> None:
        await self.serve.start()
        await self.wait_ready()

    async def wait_ready(self) -> None:
        """Until it accepts."""
        deadline = asyncio.get_running_loop().time() + READY_SECONDS
        async with aiohttp.ClientSession() as session:
            while not await self._accepting(session):
                if not self.serve.running or asyncio.get_running_loop().time() > deadline:
                    raise NotReady(f"The gateway {self.name} did not come up:\n{self.serve.last_words()}")
                await asyncio.sleep(0.05)

    async def _accepting(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"http://127.0.0.1:{self.private}/health/ready") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def mail(self, raw: bytes, sender: str, recipient: str = MAILBOX) -> str:
        """A mail program hands over one mail; the server's last words."""
        return await send_mail("127.0.0.1", self.smtp, vouched(raw, sender), sender, [recipient])
