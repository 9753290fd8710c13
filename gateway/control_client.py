"""Asking the process that writes the journal, from another one: waits for it, connects again, sends again."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, Self

from gateway.control import FILE, LONGEST_LINE
from gateway.inbox import End, Fact, JournalBroken, JournalError, JournalFull
from normalizer.schema import Raw

_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 2.0

ERRORS: dict[str, type[Exception]] = {"full": JournalFull, "broken": JournalBroken, "request": ValueError}


class NotServing(JournalError):
    """Nobody writes this journal now."""


@dataclass(eq=False)
class ControlClient:
    """The journal's operations over the control socket in `folder`; each returns after the commit.

    patience: seconds to wait for an answer before NotServing is raised; None waits for ever. Use it as an async
    context manager, or call `close`.
    """

    folder: Path
    patience: float | None = None
    _waiting: dict[int, tuple[bytes, asyncio.Future[Any]]] = field(default_factory=dict, repr=False)
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _writer: asyncio.StreamWriter | None = None
    _task: asyncio.Task[None] | None = None
    _lowest: int | None = None
    _poked: asyncio.Event = field(default_factory=asyncio.Event)
    _wants_rows: bool = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def end(self, ends: Sequence[End]) -> None:
        await self._ask("end", ends=[[end.seq, end.end, end.error] for end in ends])

    async def mark(self, seq: int, marks: Mapping[str, str]) -> None:
        await self._ask("mark", seq=seq, marks=dict(marks))

    async def facts(self, facts: Sequence[Fact]) -> None:
        values = [[fact.entry, fact.epoch, fact.kind, fact.subject, fact.at_ms, fact.data] for fact in facts]
        await self._ask("facts", facts=values)

    async def keep(self, raw: Raw, delivery: str) -> None:
        """A delivery that came by no listener; as `Journal.keep`, which does not look at who sent it either."""
        body, at = base64.b64encode(raw.body).decode(), raw.received_at.isoformat()
        named = {"channel": raw.channel, "received_at": at, "url": raw.url, "headers": list(raw.headers)}
        await self._ask("keep", **named, body=body, delivery=delivery)

    async def offered(self, seq: int) -> None:
        await self._ask("offered", seq=seq)

    async def set_meta(self, key: str, value: str) -> None:
        await self._ask("meta", key=key, value=value)

    async def replay(self, seqs: Iterable[int]) -> int:
        return int(await self._ask("replay", seqs=list(seqs)))

    async def adopt(self, source: Path) -> int:
        return int(await self._ask("adopt", source=str(source)))

    async def purge(self, before: datetime) -> int:
        return int(await self._ask("purge", before=before.isoformat()))

    async def erase(self, seqs: Sequence[int], chats: Sequence[tuple[str, int]], messages: Sequence[str] = ()) -> int:
        return int(await self._ask("erase", seqs=list(seqs), chats=list(chats), messages=list(messages)))

    async def status(self) -> dict[str, Any]:
        return dict(await self._ask("status"))

    async def changed(self, timeout: float | None = None) -> int | None:  # noqa: ASYNC109 - no news is no error
        """Wait for rows: the lowest one that may be read anew since the last call, 0 when all should be looked at
        (at first, and after each reconnection); None if nothing came within `timeout` seconds."""
        if not self._wants_rows:
            self._wants_rows = True
            self._start()
            self._subscribe()
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._poked.wait()
        self._poked.clear()
        lowest, self._lowest = self._lowest, None
        return lowest

    def wake(self) -> None:
        """`changed` returns at once, now or when it is called next."""
        self._poked.set()

    async def close(self) -> None:
        """Whoever still waits for an answer gets NotServing."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        for _, answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(self._away())

    async def _ask(self, op: str, **values: object) -> Any:
        number = next(self._numbers)
        line = json.dumps({"id": number, "op": op, **values}).encode() + b"\n"
        if len(line) >= LONGEST_LINE:
            raise ValueError(f"A request of {len(line)} bytes is too long for the control socket: send it in parts.")
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = (line, answer)
        self._start()
        if self._writer:
            self._writer.write(line)
        try:
            async with asyncio.timeout(self.patience):
                return await answer
        except TimeoutError as error:
            raise self._away() from error
        finally:
            del self._waiting[number]

    def _away(self) -> NotServing:
        return NotServing(
            f"No gateway answers at {self.folder / FILE}. Nothing is known to have changed; asking again is safe."
            " Start it with: satupintu serve"
        )

    def _start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._stay_connected())

    async def _stay_connected(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                reader, self._writer = await asyncio.open_unix_connection(self.folder / FILE, limit=LONGEST_LINE)
            except OSError:
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                continue
            try:
                self._send_all()
                await self._hear(reader)
            except (OSError, ValueError):
                pass  # it went away in mid-sentence
            finally:
                self._writer.close()
                self._writer = None
            pause = _FIRST_PAUSE
            await asyncio.sleep(pause)

    def _send_all(self) -> None:
        """What was asked before and not answered is asked again: every request may be repeated."""
        self._subscribe()
        for line, _ in self._waiting.values():
            if self._writer:
                self._writer.write(line)

    def _subscribe(self) -> None:
        if self._writer and self._wants_rows:
            self._writer.write(b'{"id": 0, "op": "rows"}\n')

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            heard = json.loads(line)
            if "rows" in heard:
                self._lowest = heard["rows"] if self._lowest is None else min(self._lowest, heard["rows"])
                self._poked.set()
            elif heard.get("id") in self._waiting:
                self._answered(self._waiting[heard["id"]][1], heard)

    def _answered(self, answer: asyncio.Future[Any], heard: dict[str, Any]) -> None:
        if answer.done():
            return
        if "error" in heard:
            answer.set_exception(ERRORS.get(heard["error"], JournalBroken)(heard["text"]))
        else:
            answer.set_result(heard["result"])
