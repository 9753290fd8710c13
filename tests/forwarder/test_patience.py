"""Whom we were asked to leave alone, and for how long."""

from __future__ import annotations

from forwarder.patience import Patience


def test_the_longest_wish_counts_and_ends() -> None:
    now = [100.0]
    patience = Patience(lambda: now[0])
    assert patience.left_ms("central") == 0
    patience.asked("central", 5.0)
    patience.asked("central", 2.0)
    patience.asked("central", None)
    assert (patience.left_ms("central"), patience.left_ms("telegram")) == (5000, 0)
    now[0] += 4.5
    assert patience.left_ms("central") == 500
    now[0] += 1
    assert patience.left_ms("central") == 0
