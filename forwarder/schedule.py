"""When to try again: pure arithmetic over the attempt's number."""

from __future__ import annotations

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 600.0
# Three days are enough for a mailbox that is full or a relay that is away; after that the words are old.
GIVE_UP_SECONDS = 3 * 86_400.0
# How a case stands is asked so often after the last change, and never sooner than in an hour.
STATUS_TIMES = 8
STATUS_LEAST_SECONDS = 3_600.0
_DAY = 86_400.0
# What an agency has put aside moves again in weeks.
_SLOWLY = {"tunda": 4.0}
# A call ends so long before its lease does, whatever its own timeout is and however late its beginning was noted.
MARGIN_SECONDS = 1.0


def delay(attempt: int, chance: float, asked: float | None = None) -> float:
    """Seconds until the next try after the `attempt`-th (1, 2, …): doubling, at most ten minutes, spread over its upper
    half by `chance` in [0, 1) so that a crowd does not return at once. What the other side asked for is a minimum."""
    grown = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(max(attempt, 1) - 1, 30))
    own = grown * (0.5 + chance / 2)
    return own if asked is None else max(asked * (1 + chance / 20), own)


def hold_ms(asked: float | None) -> int:
    """For how long nobody calls after a failure: what the other side asked for (s), or -1: the breaker says. Whoever
    fails and asks for no time at all, or for a time that is over, has failed all the same."""
    return max(1, int(asked * 1000)) if asked else -1


def poll_delay(waited: float) -> float:
    """Seconds until a token is asked again after `waited` seconds: a tenth of the wait, between 1 s and 15 min.
    Numbers belong to published reports and may come days later."""
    return min(900.0, max(1.0, waited / 10))


def status_delay(times: int, status: str, expected: float | None = None) -> float:
    """Seconds until a case is asked about again that was asked about `times` (1, 2, …) since it last changed: the older
    its last news, the longer, for an agency answers within five working days, or late. `expected`: seconds until the
    agency means to be done, which is asked about within the hour after."""
    own = _DAY * _SLOWLY.get(status, 1.0) * 2.0 ** (min(max(times, 1), STATUS_TIMES) - 1)
    own = min(own, _DAY * 2.0 ** (STATUS_TIMES - 1))
    if expected is None or expected < 0:
        return own
    return min(own, expected + STATUS_LEAST_SECONDS)


def per_window(minute: int) -> tuple[int, int]:
    """So many calls within so many milliseconds are `minute` a minute, in steps of five seconds or longer."""
    most = -(-max(1, minute) // 12)
    return most, -(-60_000 * most // max(1, minute))
