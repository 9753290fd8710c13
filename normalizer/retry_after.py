"""Retry-After in both forms: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

# A longer wish than a day is more likely a mistake than a plan, and would hide an outage from the operator.
LONGEST: Final = 86_400.0

_SECONDS: Final = re.compile(r"[0-9]{1,12}")
_LONGEST_HEADER: Final = 64


def retry_after(value: str | None, now: datetime, date: str | None = None) -> float | None:
    """Seconds to wait from `now` (aware), between 0 and `LONGEST`; None when nothing readable was said. `date` is the
    answer's own Date: a point in time is one of the server's clock, whatever ours shows."""
    if value is None or len(value) > _LONGEST_HEADER:
        return None
    text = value.strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), LONGEST)
    until = _http_date(text)
    if until is None:
        return None
    theirs = _http_date(date) if date and len(date) <= _LONGEST_HEADER else None
    return min(max((until - (theirs or now)).total_seconds(), 0.0), LONGEST)


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
