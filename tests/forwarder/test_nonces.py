"""A nonce given twice would open what AES-GCM seals: not within a process, not between threads, not after a fork."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

from forwarder.nonces import NONCE, nonce


def test_no_nonce_is_given_twice_whichever_thread_asks() -> None:
    with ThreadPoolExecutor(8) as threads:
        given = list(threads.map(lambda _: nonce(), range(20_000), chunksize=500))
    assert len(set(given)) == len(given)
    assert {len(one) for one in given} == {NONCE}


def test_a_child_draws_its_own() -> None:
    nonce()  # what is left of these must not be the child's
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, b"".join(nonce() for _ in range(200)))
        os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read, "rb") as pipe:
        theirs = pipe.read()
    mine = {nonce() for _ in range(1000)}
    assert len(theirs) == 200 * NONCE
    assert not mine & {theirs[at : at + NONCE] for at in range(0, len(theirs), NONCE)}
