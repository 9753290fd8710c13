"""How a program of ours loads what it needs: quickly, and without what its libraries would only show to people.

https://docs.python.org/3/reference/import.html#the-module-cache (a name that is None cannot be imported),
https://docs.python.org/3/library/gc.html#gc.freeze
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# structlog takes the first for coloured tracebacks and httpx all of them for a command line, when they are there: 6 MB
# and 0.1 s in every process. Both do without; https://www.structlog.org/en/stable/exceptions.html
_SHOW: Final = ("rich", "click", "pygments")
# A request under way is two dozen objects, so a few dozen requests are more than the 700 after which Python looks for
# garbage: it looked through the same ones again and again, a tenth of what accepting took.
_SELDOM: Final = 5_000
# Whether this process began as a program of ours.
_BEGUN = threading.Event()


@contextmanager
def without_rich() -> Iterator[None]:
    """Around what a process does that shows nothing to anybody, or around the imports of one that may."""
    hidden = [name for name in _SHOW if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment] # what the import system asks for, see above
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


@contextmanager
def loading() -> Iterator[None]:
    """Around the imports of a program: to look for garbage among modules, which all stay, is a fifth of its start."""
    _BEGUN.set()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        look_seldom()
        gc.enable()


def look_seldom() -> None:
    """For garbage; what a program frees by itself is free at once all the same."""
    gc.set_threshold(_SELDOM)


@contextmanager
def loading_more() -> Iterator[None]:
    """The same for what a command loads. A test that runs a command in its own process is no program of ours: whatever
    it leaves lying about must still be found."""
    if not _BEGUN.is_set():
        yield
        return
    with loading():
        yield
