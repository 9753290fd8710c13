"""`satupintu …` as an operator types it: a process of its own, through `gateway.__main__`, that begins where everything
is loaded already (terminal_host.py). To load it is nine tenths of what most commands take, and tests type hundreds.

How a command begins by itself: tests/gateway/test_cli.py, test_starting.py.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile


@cache
def _door() -> socket.socket:
    """To the host, which is started now and ends with this process."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with theirs:
        host = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("terminal_host.py")), str(theirs.fileno())],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()],
        )  # fmt: skip

    def leave() -> None:
        ours.close()
        host.kill()
        host.wait()

    atexit.register(leave)
    return ours


async def satupintu(
    *words: str, env: Mapping[str, str], cwd: Path | None = None, together: bool = False
) -> tuple[int, str, str]:
    """Status, output and errors; `together`: all that was said is the output."""
    assert "LD_PRELOAD" not in env, "a fork cannot be given another library: start it by itself"
    told = json.dumps({"words": words, "env": dict(env), "folder": str(cwd or Path.cwd())}).encode()
    ours, theirs = socket.socketpair()
    with TemporaryFile() as out, TemporaryFile() as errors, ours:
        with theirs:
            files = [out.fileno(), (out if together else errors).fileno(), theirs.fileno()]
            socket.send_fds(_door(), [told], files)
        ours.setblocking(False)
        said = await asyncio.get_running_loop().sock_recv(ours, 4)
        assert said, "the host of the terminal ended"
        out.seek(0)
        errors.seek(0)
        return struct.unpack("i", said)[0], out.read().decode(), errors.read().decode()
