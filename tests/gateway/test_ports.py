"""Ports that are free: nobody else is given one while whoever has it is about to listen."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from gateway import ports

# Few, so that who pays no heed meets another's.
FEW = range(31_000, 31_040)
OTHER = (
    "import sys; from gateway import ports; ports._PORTS = range(31_000, 31_040)\n"
    "print(*ports.free_ports(10), flush=True); sys.stdin.readline()"
)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_PORTS", FEW)


def test_what_somebody_listens_on_is_not_free() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        assert not ports._is_free(one.getsockname()[1])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that end with their process")
@pytest.mark.usefixtures("few")
def test_nobody_is_given_what_another_was_given_a_moment_ago() -> None:
    with subprocess.Popen([sys.executable, "-c", OTHER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        theirs = {int(port) for port in other.stdout.readline().split()}
        ours = [port for _ in range(4) for port in ports.free_ports(5)]
        other.communicate(b"\n", timeout=30)
    assert len(theirs) == 10
    assert len(set(ours)) == 20
    assert not theirs & set(ours)


@pytest.mark.usefixtures("few")
def test_names_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_MOST_CLAIMED", 5)
    given = [port for _ in range(40) for port in ports.free_ports(5)]
    assert len(given) > 2 * len(FEW), "each came again"
    assert len(ports._claimed) <= 5
