"""A row that hangs or kills the pump is left alone in the end, and honest rows never are."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway import row_guard
from gateway.row_guard import DEATHS, FILE, RowGuard, RowKills, RowTooSlow


@pytest.fixture(autouse=True)
def _alarm_as_before() -> Iterator[None]:
    before = signal.getsignal(signal.SIGALRM)
    yield
    signal.signal(signal.SIGALRM, before)


def dies_over(folder: Path, seq: int) -> None:
    """A process of ours that is killed while it reads this row."""
    child = os.fork()
    if child == 0:
        with RowGuard.open(folder).reading(seq):
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="3.12 warns of fork beside pytest's threads")
def test_a_row_that_kills_is_given_up_and_its_neighbours_are_read(tmp_path: Path) -> None:
    for _ in range(DEATHS):
        dies_over(tmp_path, 7)
    guard = RowGuard.open(tmp_path)
    with pytest.raises(RowKills), guard.reading(7):
        raise AssertionError("it must not be read")
    with guard.reading(8):
        assert (tmp_path / FILE).read_text().split() == ["8", "0"]
    guard.close()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="3.12 warns of fork beside pytest's threads")
def test_deaths_over_different_rows_are_nobodys_fault(tmp_path: Path) -> None:
    for seq in (7, 8, 7, 8):
        dies_over(tmp_path, seq)
    guard = RowGuard.open(tmp_path)
    with guard.reading(7), guard.reading(8):
        pass
    guard.close()


def test_a_death_between_rows_counts_for_none(tmp_path: Path) -> None:
    guard = RowGuard.open(tmp_path)
    with guard.reading(7):
        pass
    guard.close()
    assert not (tmp_path / FILE).read_text().strip()


def test_what_takes_too_long_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also inside the regular expression engine, which never comes back by itself here."""
    monkeypatch.setattr(row_guard, "SECONDS", 0.05)
    guard = RowGuard.open(tmp_path)
    with pytest.raises(RowTooSlow), guard.reading(7):
        re.match(r"(a+)+$", "a" * 64 + "!")
    with guard.reading(8):
        pass
    guard.close()
