"""A web server on loopback that hands every request to a test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from gateway.simulator.faults import Server


@asynccontextmanager
async def taking(take: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[Server]:
    app, server = web.Application(), Server()
    app.router.add_route("*", "/{path:.*}", take)
    await server.start(app, "127.0.0.1", 0)
    try:
        yield server
    finally:
        await server.stop()
