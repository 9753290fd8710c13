"""Listening at an address of the settings, or saying in words why it cannot be had."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from gateway.addresses import Listen
from gateway.run_ports import owner
from gateway.settings import Settings

_LISTENING = ("web_listen", "private_listen", "smtp_listen", "lmtp_listen", "submission_listen")


class CannotListen(Exception):
    """Which address cannot be had, and what to do. Nothing was accepted."""


@contextmanager
def bound(settings: Settings, where: Listen) -> Iterator[None]:
    """Around beginning to listen. Raise `CannotListen`."""
    try:
        yield
    except OSError as error:
        name = next((name for name in _LISTENING if getattr(settings, name) == where), "an address").upper()
        used = owner(where.port) if error.errno == errno.EADDRINUSE else ""
        why = f"it is used by {used}" if used else os.strerror(error.errno or 0)
        raise CannotListen(
            f"{name} {where} cannot be had: {why}. Mend that, or set {name} to another. Nothing was accepted."
        ) from error
