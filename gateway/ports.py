"""Ports of this machine that are free, for a demonstration or a measurement beside whatever else runs."""

from __future__ import annotations

import secrets
import socket
from contextlib import suppress

# Below what the kernel gives to outgoing connections, which come and go while a test starts:
# https://docs.kernel.org/networking/ip-sysctl.html (ip_local_port_range)
_PORTS = range(15_000, 32_000)


def free_ports(count: int) -> tuple[int, ...]:
    """Ports nobody listens on now."""
    found: set[int] = set()
    while len(found) < count:
        port = secrets.choice(_PORTS)
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            found.add(port)
    return tuple(found)
