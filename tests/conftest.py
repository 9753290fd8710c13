"""What every test gets."""

from __future__ import annotations

import gc
import ipaddress
import logging
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings

from gateway.log import LIBRARIES

pytest_plugins = ["valkey_server", "twilio_server"]

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
