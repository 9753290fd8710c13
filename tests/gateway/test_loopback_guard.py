"""Tests speak to this machine alone."""

from __future__ import annotations

import asyncio
import socket

import pytest


@pytest.mark.parametrize(
    "address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0), ("host.example.org", 80), ("10.0.0.1", 80)]
)
def test_a_connection_to_elsewhere_fails(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as sock, pytest.raises(AssertionError, match="loopback"):
        sock.connect(address)


async def test_a_connection_of_asyncio_to_elsewhere_fails() -> None:
    with pytest.raises(AssertionError, match="loopback"):
        await asyncio.open_connection("192.0.2.1", 80)


def test_a_connection_to_here_goes_through() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()[:2]) as client:
        assert client.getpeername() == server.getsockname()
