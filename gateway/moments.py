"""Moments, as people at the agency read them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def at(moment: datetime, zone: ZoneInfo) -> str:
    """As in 2026-11-22 01:45:54 WIB."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"


def at_ms(milliseconds: int, zone: ZoneInfo) -> str:
    return at(datetime.fromtimestamp(milliseconds / 1000, zone), zone)
