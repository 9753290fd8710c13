"""The PROXY header by which a load balancer says for whom it speaks, versions 1 and 2.

https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt
"""

from __future__ import annotations

import asyncio
from typing import Any

from aiosmtpd.proxy_protocol import get_proxy

# "The receiver should wait at least 3 seconds" for it, says the specification.
PATIENCE_SECONDS = 10.0
_LOCAL = 0  # version 2: the proxy speaks for itself, as when it looks whether we are well


async def introduced(reader: Any, itself: str) -> str | None:
    """The client's address; `itself` when the proxy speaks for itself or does not know; None when there was no header
    as it must be."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            said = await get_proxy(reader)
    except (TimeoutError, EOFError):
        return None
    if not said.valid:
        return None
    if said.src_addr is None or said.command == _LOCAL or isinstance(said.src_addr, bytes):
        return itself
    return str(said.src_addr)
