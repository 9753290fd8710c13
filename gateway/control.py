"""The journal's door for other processes of the same user: a unix socket, one JSON object a line.

A request `{"id": 7, "op": "end", "ends": [[12, "again", ""]]}` is answered after the commit with
`{"id": 7, "result": null}` or `{"id": 7, "error": "full", "text": "…"}`. Who asked for `rows` is told `{"rows": 12}`
when row 12, and perhaps later ones, can be read anew. Every request may be sent again, as when the connection broke.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from gateway.inbox import End, Fact, JournalBroken, JournalError, JournalFull
from gateway.journal import Journal
from normalizer.schema import ChannelName, Raw

FILE = "control.sock"

# Facts carry sealed states of complaints: a thousand of them fit.
LONGEST_LINE = 16 * 1024 * 1024
# Pokes closer together than this become one, so that they cost the accepting path nothing.
_POKE_SECONDS = 0.02

Request = dict[str, Any]


async def _keep(journal: Journal, request: Request) -> None:
    headers = tuple((str(name), str(value)) for name, value in request["headers"])
    at, body = datetime.fromisoformat(request["received_at"]), base64.b64decode(request["body"], validate=True)
    await journal.keep(
        Raw(ChannelName(request["channel"]), at, str(request["url"]), headers, body), request["delivery"]
    )


async def _end(journal: Journal, request: Request) -> None:
    await journal.end([End(int(seq), str(end), str(error)) for seq, end, error in request["ends"]])


async def _mark(journal: Journal, request: Request) -> None:
    await journal.mark(int(request["seq"]), {str(name): str(value) for name, value in request["marks"].items()})


async def _facts(journal: Journal, request: Request) -> None:
    await journal.facts([Fact(*values) for values in request["facts"]])


async def _offered(journal: Journal, request: Request) -> None:
    await journal.offered(int(request["seq"]))


async def _meta(journal: Journal, request: Request) -> None:
    await journal.set_meta(str(request["key"]), str(request["value"]))


async def _replay(journal: Journal, request: Request) -> object:
    return await journal.replay([int(seq) for seq in request["seqs"]])


async def _adopt(journal: Journal, request: Request) -> object:
    return await journal.adopt(Path(request["source"]))


async def _purge(journal: Journal, request: Request) -> object:
    return await journal.purge(datetime.fromisoformat(request["before"]))


async def _erase(journal: Journal, request: Request) -> object:
    chats = [(str(chat), int(until)) for chat, until in request["chats"]]
    return await journal.erase([int(seq) for seq in request["seqs"]], chats, [str(one) for one in request["messages"]])


async def _status(journal: Journal, _request: Request) -> object:
    return journal.status()


OPS: dict[str, Callable[[Journal, Request], Awaitable[object]]] = {
    "keep": _keep,
    "end": _end,
    "mark": _mark,
    "facts": _facts,
    "offered": _offered,
    "meta": _meta,
    "replay": _replay,
    "adopt": _adopt,
    "purge": _purge,
    "erase": _erase,
    "status": _status,
}

ERRORS: dict[type[Exception], str] = {JournalFull: "full", JournalBroken: "broken", JournalError: "broken"}


@dataclass(eq=False)
class ControlServer:
    """Serves one journal to its neighbours. Start it in the loop that keeps deliveries; close it before the journal."""

    journal: Journal
    path: Path
    _server: asyncio.Server | None = None
    _talks: set[asyncio.Task[None]] = field(default_factory=set)
    _listeners: set[asyncio.StreamWriter] = field(default_factory=set)
    _lowest: int | None = None
    _poke: asyncio.TimerHandle | None = None

    @classmethod
    async def start(cls, journal: Journal, path: Path | None = None) -> ControlServer:
        """Listen at `path` (by default in the journal's folder). Raise OSError."""
        server = cls(journal, path or journal.folder / FILE)
        server._server = await asyncio.start_unix_server(server._talk, sock=_bind(server.path), limit=LONGEST_LINE)
        journal.listen(server._changed)
        return server

    async def close(self) -> None:
        """Requests that run are answered no more; their senders ask again."""
        if self._server:
            self._server.close()
        if self._poke:
            self._poke.cancel()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        self.path.unlink(missing_ok=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None  # noqa: S101 - streams run this in a task of its own
        self._talks.add(talk)
        try:
            if _same_user(writer.get_extra_info("socket")):
                await self._answer_all(reader, writer)
        except (OSError, ValueError, asyncio.CancelledError):
            pass  # gone, or a line beyond the limit: the other side connects again
        finally:
            self._talks.discard(talk)
            self._listeners.discard(writer)
            writer.close()

    async def _answer_all(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            request = json.loads(line)
            if not isinstance(request, dict):
                raise ValueError("a request is a JSON object")  # noqa: TRY004 - this talk ends, as for no JSON
            answer = await self._answer(request, writer)
            writer.write(json.dumps({"id": request.get("id"), **answer}).encode() + b"\n")
            await writer.drain()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> Request:
        if request.get("op") == "rows":
            # What was missed before this moment is unknown: 0 says look at everything.
            self._listeners.add(writer)
            writer.write(b'{"rows": 0}\n')
            return {"result": None}
        work = OPS.get(str(request.get("op")))
        if work is None:
            return {"error": "request", "text": "This gateway does not know that request: is it of another version?"}
        try:
            return {"result": await work(self.journal, request)}
        except JournalError as error:
            return {"error": ERRORS.get(type(error), "broken"), "text": str(error)}
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
            return {
                "error": "request",
                "text": f"The request lacks something or has it wrong ({type(error).__name__}).",
            }

    def _changed(self, lowest: int) -> None:
        """At once when nothing was told lately, else at the end of the pause."""
        self._lowest = lowest if self._lowest is None else min(self._lowest, lowest)
        if self._poke is None:
            self._tell()

    def _tell(self) -> None:
        self._poke = None
        if self._lowest is None:
            return
        line = json.dumps({"rows": self._lowest}).encode() + b"\n"
        self._lowest = None
        for listener in self._listeners:
            listener.write(line)
        self._poke = asyncio.get_running_loop().call_later(_POKE_SECONDS, self._tell)


def _bind(path: Path) -> socket.socket:
    """Only the journal's owner comes here, so a socket that is left over belongs to nobody."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(str(path))
        path.chmod(0o600)
    except OSError as error:
        listener.close()
        raise OSError(
            error.errno, f"The control socket {path} cannot be made ({error}). A unix socket's path takes 107 bytes."
        ) from error
    return listener


def _same_user(peer: socket.socket) -> bool:
    """Who connected, as the kernel says: https://man7.org/linux/man-pages/man7/unix.7.html (SO_PEERCRED)."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return True
    _pid, user, _group = struct.unpack("3i", peer.getsockopt(socket.SOL_SOCKET, option, struct.calcsize("3i")))
    return user in {os.geteuid(), 0}
