"""Signals for what a test starts: whoever starts a suite in the background hands down that they are ignored."""

from __future__ import annotations

import signal


def every_signal() -> None:
    """For `preexec_fn`."""
    for name in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(name, signal.SIG_DFL)
