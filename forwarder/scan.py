"""Asking clamd whether a file is malware: INSTREAM, https://docs.clamav.net/manual/Usage/Scanning.html#clamd"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Final

from normalizer.reasons import reason

_CHUNK: Final = 262_144
_LONGEST_ANSWER: Final = 1024
_HOST: Final = re.compile(r"(\[[0-9a-fA-F:]+\]|[^\s:/\[\]]+):([0-9]{1,5})")


class ScanAway(Exception):
    """clamd cannot be asked now, or cannot judge this file. Nothing was decided."""


@dataclass(frozen=True)
class Clamd:
    """`where`: host:port, or the path of a unix socket. `timeout`: seconds for one file, connecting included."""

    where: str
    timeout: float = 30.0

    async def infected(self, content: bytes) -> bool:
        """Raise `ScanAway`. The signature's name is nobody's business: it is clamd's log that tells it."""
        answer = await self._ask(b"zINSTREAM\0", content)
        if answer == b"stream: OK":
            return False
        if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
            return True
        why = "the file is over its StreamMaxLength" if b"size limit" in answer else "its answer is none of its words"
        raise ScanAway(f"clamd did not judge a file: {why}")

    async def check(self) -> str:
        """One sentence. Raise `ScanAway`."""
        if await self._ask(b"zPING\0") != b"PONG":
            raise ScanAway(f"what answers at {self.where} is no clamd: check CLAMD")
        return f"clamd at {self.where} answers"

    async def _ask(self, command: bytes, content: bytes | None = None) -> bytes:
        try:
            async with asyncio.timeout(self.timeout):
                reader, writer = await self._connected()
                try:
                    return await _told(reader, writer, command, content)
                finally:
                    writer.transport.abort()  # nothing that is still to be written matters any more
        except TimeoutError:
            raise ScanAway(f"clamd at {self.where} did not answer within {self.timeout:g} s") from None
        except (OSError, EOFError, ValueError) as error:
            raise ScanAway(f"clamd at {self.where} cannot be asked ({reason(error)}): check CLAMD") from None

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.where.startswith("/"):
            return await asyncio.open_unix_connection(self.where, limit=_LONGEST_ANSWER)
        host, _, port = self.where.rpartition(":")
        return await asyncio.open_connection(host.strip("[]"), int(port), limit=_LONGEST_ANSWER)


async def _told(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, command: bytes, content: bytes | None
) -> bytes:
    writer.write(command)
    if content is not None:
        try:
            for at in range(0, len(content), _CHUNK):
                piece = content[at : at + _CHUNK]
                writer.write(len(piece).to_bytes(4, "big") + piece)
                await writer.drain()
            writer.write(bytes(4))
            await writer.drain()
        except (ConnectionResetError, BrokenPipeError):
            pass  # over its limit it answers and hangs up: what it said may still be read
    try:
        return (await reader.readuntil(b"\0"))[:-1]
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        raise EOFError from None


def where_fault(where: str) -> str:
    """Why this is no place of a clamd; "" when it is one, or none at all."""
    if not where or where.startswith("/"):
        return ""
    found = _HOST.fullmatch(where)
    return "" if found and 0 < int(found[2]) < 65_536 else "must be host:port or the path of a unix socket"
