"""One call to the central system and what came of it, noted for whoever listens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

MOST: Final = 4
LONGEST: Final = 1_000  # characters of an answer that are shown
# Half a secret is no longer recognised: what begins where it is cut is kept whole.
KEPT: Final = LONGEST + 256


@dataclass(frozen=True, slots=True)
class Exchange:
    """`asked`: method and path; what was told stands elsewhere, and the key with it. `status` 0: no whole answer came,
    and `failed` says why. `answer`: its beginning, "" of a list or a look-up, which tells of others, too."""

    at_ms: int
    asked: str
    sent: int
    took_ms: int
    status: int = 0
    kind: str = ""
    answer: str = field(default="", repr=False)
    failed: str = ""


_heard: ContextVar[list[Exchange] | None] = ContextVar("heard", default=None)


@contextmanager
def listening() -> Iterator[list[Exchange]]:
    """What is asked meanwhile, in this task and those that it begins."""
    heard = list[Exchange]()
    before = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(before)


def is_heard() -> bool:
    return _heard.get() is not None


def note(exchange: Exchange) -> None:
    heard = _heard.get()
    if heard is not None:
        heard.append(exchange)
        del heard[:-MOST]


def now_ms() -> int:
    return int(time.time() * 1000)
