"""What `satupintu check` found: one sentence of what is, and one of what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """`fix` is empty when all is well, or when `what` says it already."""

    level: Level
    what: str
    fix: str = ""

    def __str__(self) -> str:
        return f"{self.what}. {self.fix}" if self.fix else self.what


def ok(what: str) -> Finding:
    return Finding(Level.OK, what)


def warning(what: str, fix: str = "") -> Finding:
    return Finding(Level.WARNING, what, fix)


def fault(what: str, fix: str = "") -> Finding:
    return Finding(Level.FAULT, what, fix)


def skew(whose: str, seconds: float) -> Finding:
    """Two clocks compared; positive when this machine's is ahead. Leases, deadlines and the age of signed requests are
    told by both."""
    fix = "Set both by NTP (timedatectl set-ntp true)"
    if abs(seconds) < 5:
        return ok(f"The clock agrees with {whose} to {max(abs(seconds), 0.1):.1f} s")
    text = f"The clock is {abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'} {whose}"
    return fault(text, fix) if abs(seconds) >= 60 else warning(text, fix)
