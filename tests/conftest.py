"""What every test gets."""

from __future__ import annotations

import faulthandler
import gc
import ipaddress
import logging
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from _pytest.faulthandler import fault_handler_stderr_fd_key
from hypothesis import HealthCheck, settings

from gateway.log import LIBRARIES

# Nothing here speaks to the world, so nobody's authorities are read: aiohttp does that when it is imported, for 0.045 s
# of each process that a test starts.
os.environ["SSL_CERT_FILE"] = os.devnull

pytest_plugins = ["some_cases", "valkey_server", "twilio_server", "telegram_server"]

# How long an example takes says how busy the machine is. Where CI is set, Hypothesis throws the same ones every time.
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Twelve thousand tests all stay: to look for garbage among them is a third of what collecting them takes."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


# What a test that is over its time may still take, to say so and to take down what it made.
_GRACE = 60.0


def _watch(item: pytest.Item) -> None:
    mark = item.get_closest_marker("timeout")
    allowed = float(mark.args[0] if mark else item.config.getini("timeout"))
    outside = item.config.stash[fault_handler_stderr_fd_key]  # what is written to stderr now is kept with the test
    faulthandler.dump_traceback_later(allowed + _GRACE, exit=True, file=outside)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """A second watch. pytest-timeout's is a signal: a node in the test's own process takes it for itself (`RowGuard`),
    and it rings once, before what hangs is taken down. This one prints where each thread is and ends the process.
    """
    _watch(item)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


@pytest.hookimpl(trylast=True)
def pytest_exception_interact(node: pytest.Item | pytest.Collector) -> None:
    """pytest takes a watch off when a test failed, before it is taken down."""
    if isinstance(node, pytest.Item):
        _watch(node)


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """A command that is tried here logs to a stream that is closed when its test ends."""
    root = logging.getLogger()
    loggers = [root, *map(logging.getLogger, LIBRARIES)]
    kept = [(logger, logger.handlers[:], logger.level, logger.propagate) for logger in loggers]
    raising = logging.raiseExceptions
    yield
    structlog.reset_defaults()
    logging.raiseExceptions = raising
    for logger, handlers, level, propagate in kept:
        logger.handlers[:], logger.propagate = handlers, propagate
        logger.setLevel(level)


def _is_here(address: Any) -> bool:
    """A unix socket, a loopback address, or a name for one."""
    host = address[0] if isinstance(address, tuple) else ""
    try:
        return host in ("", "localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded(connect: Callable[[socket.socket, Any], Any]) -> Callable[[socket.socket, Any], Any]:
    def guarded(sock: socket.socket, address: Any) -> Any:
        if not _is_here(address):
            raise AssertionError("a test tried to connect to an address that is not loopback")
        return connect(sock, address)

    return guarded


@pytest.fixture(autouse=True)
def _nothing_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that would speak to the world fails instead."""
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
