"""Ports of this machine that are free, for a demonstration or a measurement beside whatever else runs."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from collections import deque
from contextlib import suppress

# Below what the kernel gives to outgoing connections, which come and go while a test starts:
# https://docs.kernel.org/networking/ip-sysctl.html (ip_local_port_range)
_PORTS = range(15_000, 32_000)
# A port is bound seconds after it was given, and somebody else asks meanwhile: as many of the last ones are kept apart.
_MOST_CLAIMED = 64
_claimed: deque[int] = deque()


def free_ports(count: int) -> tuple[int, ...]:
    """Ports nobody listens on now, and that no other program of ours on this machine was given a moment ago."""
    found: list[int] = []
    while len(found) < count:
        port = secrets.choice(_PORTS)
        if _is_free(port) and port not in found and _claims(port):
            found.append(port)
    return tuple(found)


def _is_free(port: int) -> bool:
    with socket.socket() as one, suppress(OSError):
        one.bind(("127.0.0.1", port))
        return True
    return False


def _claims(port: int) -> bool:
    """Take the name of this port, which Linux gives to one process at a time and takes back when it ends: unix(7),
    abstract. Elsewhere there are no such names, and nobody is asked."""
    if sys.platform != "linux":
        return True
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(f"\0satupintu-port-{port}")
    except OSError:
        claim.close()
        return False
    _claimed.append(claim.detach())
    while len(_claimed) > _MOST_CLAIMED:
        os.close(_claimed.popleft())
    return True
