"""A stand-in for clamd that knows one signature, EICAR's: https://docs.clamav.net/manual/Usage/Scanning.html#clamd"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

# https://www.eicar.org/download-anti-malware-testfile/, in two halves: a scanner of this machine would take the file.
EICAR: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass
class StandInClamd:
    """Listens on a unix socket, or on a free TCP port when `path` is empty. `longest`: its StreamMaxLength."""

    path: str = ""
    longest: int = 26_214_400
    scans: int = 0
    port: int = 0
    _server: asyncio.Server | None = field(default=None, init=False, repr=False)

    async def start(self) -> str:
        """Where it is, as CLAMD takes it."""
        if self.path:
            self._server = await asyncio.start_unix_server(self._answer, self.path)
            return self.path
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return f"127.0.0.1:{self.port}"

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            command = await reader.readuntil(b"\0")
            told = await self._scanned(reader) if command == b"zINSTREAM\0" else b"UNKNOWN COMMAND"
            writer.write((b"PONG" if command == b"zPING\0" else told) + b"\0")
            await writer.drain()
        writer.close()

    async def _scanned(self, reader: asyncio.StreamReader) -> bytes:
        self.scans += 1
        content = bytearray()
        while size := int.from_bytes(await reader.readexactly(4), "big"):
            content += await reader.readexactly(size)
            if len(content) > self.longest:
                return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
