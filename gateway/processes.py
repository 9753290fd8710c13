"""The processes that `serve`, `work`, `run` and the pump start for themselves: `python -m gateway.processes pump`."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from gateway.lifeline import end_with_parent
from gateway.memory import give_back
from gateway.starting import loading, without_rich

if TYPE_CHECKING:
    from gateway.settings import Settings

# What each calls. It loads what it needs when it begins: a worker knows nothing of reading, the pump nothing of RQ's
# worker.
ROLES: Mapping[str, str] = {
    "pump": "gateway.pumping:pump",
    "reader": "gateway.pumping:reader",
    "forward": "gateway.work:forward",
    "reply": "gateway.work:reply",
}


def main(role: str) -> int:
    end_with_parent()
    give_back()
    os.umask(0o077)
    with without_rich():
        return _process(role)


def _process(role: str) -> int:
    with loading():
        import structlog

        from gateway import log
        from gateway.environment import read_env, secret_values
        from gateway.settings import load
    env = read_env()
    settings = load(env, serving=True)
    log.configure(settings.log_level, settings.log_format, secret_values(env))
    try:
        return _begun(role)(settings)
    except Exception as error:  # noqa: BLE001 - Python's own traceback would print what the log masks
        structlog.get_logger(role).error("process_failed", exc_info=error)
        return 1


def _begun(role: str) -> Callable[[Settings], int]:
    module, _, name = ROLES[role].partition(":")
    with loading():
        found: Callable[[Settings], int] = getattr(importlib.import_module(module), name)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
