"""Moments, as people at the agency read them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def at(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(" ", "seconds")


def at_ms(milliseconds: int, zone: ZoneInfo) -> str:
    return at(datetime.fromtimestamp(milliseconds / 1000, zone), zone)
