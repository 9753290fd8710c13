"""A container's health check: does the process in this container do what it is for?"""

from __future__ import annotations

import socket
import urllib.error
import urllib.request

from gateway.settings import Settings


def main(settings: Settings, process: str) -> int:
    """0 when `serve` answers on PRIVATE_LISTEN, or `work` has workers of this host signed in; else 1."""
    return int(not (_serve(settings) if process == "serve" else _work(settings)))


def _serve(settings: Settings) -> bool:
    listen = settings.private_listen
    host = "127.0.0.1" if listen.host in ("0.0.0.0", "::") else listen.host
    try:
        with urllib.request.urlopen(f"http://{host}:{listen.port}/health/live", timeout=3) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _work(settings: Settings) -> bool:
    """RQ forgets a worker that ended or stopped beating: https://python-rq.org/docs/workers/"""
    from redis.exceptions import RedisError
    from rq import Worker

    from forwarder.redis_server import blocking

    try:
        with blocking(settings.redis_url.get_secret_value(), seconds=3) as connection:
            return any(worker.hostname == socket.gethostname() for worker in Worker.all(connection=connection))
    except (RedisError, OSError):
        return False
