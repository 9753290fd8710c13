"""The answer to every delivery that was kept, made once: making it anew takes aiohttp a fifth of a request's time."""

from __future__ import annotations

import time
from email.utils import formatdate

from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter


class Ready(web.StreamResponse):
    """A 200 with these bytes for any number of requests. It says nothing of its connection, so it is only for who
    keeps it as HTTP/1.1 does (RFC 9112, 9.3); `answer` sees to that."""

    def __init__(self, content_type: str, body: bytes) -> None:
        super().__init__(headers={"Content-Type": content_type})
        self.body = body
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\nDate: "
        self._head, self._wire, self._second = head.encode(), b"", -1

    def answer(self, request: web.Request) -> web.StreamResponse:
        """This, or one of aiohttp's making where the connection ends with it."""
        if request.version == HttpVersion11 and request.keep_alive:
            return self
        return web.Response(body=self.body, headers=self.headers)

    @property
    def keep_alive(self) -> bool:
        return True

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Raise ConnectionResetError as aiohttp's own do."""
        if request.transport is None:
            raise ConnectionResetError("the client hung up")
        request.transport.write(self.wire())
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """Everything was written at once."""

    def wire(self) -> bytes:
        """The whole answer as it is sent now, to who keeps the connection."""
        now = int(time.time())
        if now != self._second:
            date = formatdate(now, usegmt=True).encode()
            self._wire, self._second = self._head + date + b"\r\n\r\n" + self.body, now
        return self._wire
