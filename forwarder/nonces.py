"""Random 96-bit nonces, drawn from the system's generator by the thousand (https://docs.python.org/3/library/os.html#os.urandom).

`os.urandom` lets go of the interpreter's lock for twelve bytes: beside a busy thread that alone took a delivery a sixth
of its time.
"""

from __future__ import annotations

import os
from collections import deque

NONCE = 12
_AT_ONCE = 1024
# A deque's ends may be used by several threads at once, and no nonce is taken from it twice.
_drawn: deque[bytes] = deque()
# A child process must never use what its parent will.
os.register_at_fork(after_in_child=_drawn.clear)


def nonce() -> bytes:
    """12 bytes that were never given before."""
    while True:
        try:
            return _drawn.popleft()
        except IndexError:
            many = os.urandom(NONCE * _AT_ONCE)
            _drawn.extend([many[at : at + NONCE] for at in range(0, len(many), NONCE)])
