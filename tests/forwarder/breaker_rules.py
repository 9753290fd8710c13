"""The circuit breaker and the slow start after it, as plain rules, beside which forwarder/lua/breaker.lua is held."""

from __future__ import annotations

from typing import Final

# Failures in a row of which the last opens the breaker; during a slow start the first does.
OPENS_AT: Final = 3
FIRST_HOLD_MS: Final = 1_000
LONGEST_HOLD_MS: Final = 30_000
# Where an unknown outcome is left to a person, nothing more is risked after as many of them.
FIRST_RISK_MS: Final = 30_000
LONGEST_RISK_MS: Final = 1_800_000
# A slow start that doubles for so long has passed any rate that our workers reach.
PACED_SECONDS: Final = 14


def hold_ms(failures: int) -> int:
    """For how long nobody calls after so many failures in a row; 0: go on. Then one probe goes ahead."""
    if failures < OPENS_AT:
        return 0
    return int(min(LONGEST_HOLD_MS, FIRST_HOLD_MS * 2 ** min(failures - OPENS_AT, 5)))


def risk_ms(row: int) -> int:
    """For how long nothing more is risked after so many unknown outcomes in a row; 0: the next may go."""
    if row < OPENS_AT:
        return 0
    return int(min(LONGEST_RISK_MS, FIRST_RISK_MS * 2 ** min(row - OPENS_AT, 6)))


def permits(elapsed_ms: int, window: int, used: int) -> tuple[int, int, int]:
    """How many calls may begin `elapsed_ms` behind the beginning of a slow start, of which `used` were made in and
    since its second `window`: 1 in the first second, then 2, 4, 8 … What was spent above that is owed to later seconds;
    what was left over is not kept. Returns how many, the second, and what is spent of it."""
    second = elapsed_ms // 1000
    spent = max(0, used - (2**second - 2**window))
    return max(0, 2**second - spent), second, spent
