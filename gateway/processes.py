"""The processes that `serve`, `work`, `run` and the pump start for themselves: `python -m gateway.processes pump`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import structlog

from forwarder.items import Queue
from gateway import log
from gateway.environment import read_env, secret_values
from gateway.lifeline import end_with_parent
from gateway.settings import Settings, load

# Each loads what it needs when it begins: a worker knows nothing of reading, the pump nothing of RQ's worker.


def pump(settings: Settings) -> int:
    from gateway.pumping import pump

    return pump(settings)


def reader(settings: Settings) -> int:
    from gateway.pumping import reader

    return reader(settings)


def forward(settings: Settings) -> int:
    return _worker(settings, "forward")


def reply(settings: Settings) -> int:
    return _worker(settings, "reply")


def _worker(settings: Settings, queue: Queue) -> int:
    from gateway.work import one_worker

    return one_worker(settings, queue)


ROLES: dict[str, Callable[[Settings], int]] = {"pump": pump, "reader": reader, "forward": forward, "reply": reply}


def main(role: str) -> int:
    end_with_parent()
    os.umask(0o077)
    env = read_env()
    settings = load(env, serving=True)
    log.configure(settings.log_level, settings.log_format, secret_values(env))
    try:
        return ROLES[role](settings)
    except Exception as error:  # noqa: BLE001 - Python's own traceback would print what the log masks
        structlog.get_logger(role).error("process_failed", exc_info=error)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
