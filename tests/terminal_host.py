"""Where `satupintu …` of a test begins: all commands are loaded once, and each that is typed is a fork of this process.

`python terminal_host.py SOCKET`; of what it is told there, see terminal.py. It has no threads, so a fork is whole.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import socket
import struct
import sys
import time
from contextlib import suppress
from pathlib import Path

from gateway.lifeline import end_with_parent
from gateway.starting import loading, without_rich

# Nobody types them here, and they load most.
_APART = ("gateway.bench", "gateway.run", "gateway.serve", "gateway.workers")


def load() -> None:
    with loading():
        with without_rich():
            from gateway import complete, log  # noqa: F401 - first, as every command with settings does
        from gateway import cli  # noqa: F401
        from gateway.cli_calls import TARGETS

        for target in TARGETS.values():
            module = target.partition(":")[0]
            if module not in _APART:
                importlib.import_module(module)


def main(door: socket.socket) -> None:
    """Returns in each command's own process, never in this one."""
    while True:
        told, files, _, _ = socket.recv_fds(door, 1 << 20, 3)
        if os.fork():
            for file in files:
                os.close(file)
            forget_the_ended()
            continue
        door.close()
        command = os.fork()
        if not command:
            begin(json.loads(told), *files)
            return
        _, status = os.waitpid(command, 0)
        os.write(files[2], struct.pack("i", os.waitstatus_to_exitcode(status)))
        os._exit(0)


def forget_the_ended() -> None:
    """Of those who wait for a command."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def begin(told: dict[str, object], out: int, errors: int, waiting: int) -> None:
    os.dup2(out, 1)
    os.dup2(errors, 2)
    for file in {out, errors, waiting}:
        os.close(file)
    os.chdir(str(told["folder"]))
    os.environ.clear()
    os.environ.update(told["env"])  # type: ignore[call-overload]
    time.tzset()
    sys.argv[1:] = told["words"]  # type: ignore[call-overload]


if __name__ == "__main__":
    end_with_parent()
    sys.path[0] = str(Path(__file__).parents[1])  # as `python -m` has it; the folder of tests would hide other modules
    load()
    main(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("gateway", run_name="__main__", alter_sys=True)
