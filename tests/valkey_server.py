"""A real Valkey for tests: one per session, emptied for each test that asks for `redis_url`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from forwarder.redis_server import blocking
from gateway.embedded import EmbeddedRedis

# Faults are made with DEBUG SLEEP; appendfsync stays `always`, as in real life.
_FOR_TESTS = ("--enable-debug-command", "local")


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedRedis]:
    """The session's server. A test that stops or kills one makes its own: `new_valkey`."""
    server = EmbeddedRedis(tmp_path_factory.mktemp("valkey"), extra=_FOR_TESTS)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def valkey_url(valkey: EmbeddedRedis) -> str:
    return valkey.url


@pytest.fixture
def redis_url(valkey_url: str) -> str:
    """The session's server without a key, a function or a script in it."""
    with blocking(valkey_url, seconds=20) as server, server.pipeline(transaction=False) as emptying:
        emptying.flushall()
        emptying.function_flush()
        emptying.execute()
    return valkey_url


@pytest.fixture
def new_valkey(tmp_path: Path) -> Iterator[EmbeddedRedis]:
    """A server of the test's own, started, to be killed and restarted at will."""
    server = EmbeddedRedis(tmp_path / "own-valkey", extra=_FOR_TESTS)
    server.start()
    yield server
    server.stop()
