"""HMAC (RFC 2104) with its key prepared once: https://docs.python.org/3/library/hmac.html#hmac.HMAC.copy"""

from __future__ import annotations

import hmac
from functools import lru_cache


def mac(key: bytes, text: bytes, algorithm: str) -> bytes:
    """As `hmac.digest`, which prepares the key each time and lets go of the interpreter's lock even for a few bytes:
    beside a busy thread it takes twice as long, and every delivery takes several."""
    prepared = _prepared(key, algorithm).copy()
    prepared.update(text)
    return prepared.digest()


@lru_cache(maxsize=64)
def _prepared(key: bytes, algorithm: str) -> hmac.HMAC:
    return hmac.new(key, digestmod=algorithm)
