"""What the stand-in GeoReport server keeps: service requests with their words, since its lists show them; bounded."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from gateway.simulator.open311_rules import MOST_LISTED, NAMES, Asked

_MOST: Final = 20_000


class Full(Exception):
    """The stand-in holds as much as it is made for; start a fresh one."""


@dataclass(slots=True)
class ServiceRequest:
    """`number_at` is when its number is there, None when somebody must say so."""

    number: str
    token: str
    number_at: datetime | None
    fields: Mapping[str, list[str]] = field(repr=False)
    requested_at: datetime
    status: str = "open"
    notes: str = field(default="", repr=False)
    expected: datetime | None = None

    def numbered(self, now: datetime) -> bool:
        return self.number_at is not None and self.number_at <= now

    def one(self, name: str) -> str | None:
        return self.fields[name][0] if name in self.fields else None

    def shown(self) -> dict[str, Any]:
        """Nothing of the person: no list of the standard has it."""
        code, moment = self.one("service_code") or "", self.requested_at.isoformat(timespec="seconds")
        return {
            "service_request_id": self.number,
            "status": self.status,
            "status_notes": self.notes or None,
            "service_name": NAMES.get(code, ""),
            "service_code": code,
            "description": self.one("description"),
            "agency_responsible": None,
            "service_notice": None,
            "requested_datetime": moment,
            "updated_datetime": moment,
            "expected_datetime": self.expected.isoformat(timespec="seconds") if self.expected else None,
            "address": self.one("address_string"),
            "address_id": self.one("address_id"),
            "zipcode": None,
            "lat": _degrees(self.one("lat")),
            "long": _degrees(self.one("long")),
            "media_url": self.one("media_url"),
        }


def _degrees(written: str | None) -> float | None:
    return None if written is None else float(written)


@dataclass
class Requests:
    """`dice` draws numbers and tokens; give it a seed to repeat a run."""

    dice: random.Random = field(default_factory=random.SystemRandom)
    in_order: list[ServiceRequest] = field(default_factory=list)
    most_listed: int = MOST_LISTED

    def add(
        self, fields: Mapping[str, list[str]], now: datetime, number_at: datetime | None, late: bool
    ) -> ServiceRequest:
        """Raise `Full`."""
        kept = {name: values for name, values in fields.items() if name != "api_key"}
        token = f"{self.dice.getrandbits(64):016x}" if late else ""
        number = f"{len(self.in_order) + 1:03d}-{self.dice.randrange(10**5):05d}"
        made = ServiceRequest(number, token, number_at, kept, now)
        if len(self.in_order) >= _MOST:
            raise Full
        self.in_order.append(made)
        return made

    def assign(self, now: datetime) -> int:
        waiting = [one for one in self.in_order if not one.numbered(now)]
        for one in waiting:
            one.number_at = now
        return len(waiting)

    def knows(self, description: str) -> bool:
        return any(one.one("description") == description for one in self.in_order)

    def numbered(self, number: str, now: datetime) -> ServiceRequest | None:
        return next((one for one in self.in_order if one.number == number and one.numbered(now)), None)

    def by_token(self, token: str) -> ServiceRequest | None:
        return next((one for one in self.in_order if one.token and one.token == token), None)

    def between(self, asked: Asked, now: datetime) -> list[ServiceRequest]:
        """Newest first; those that only have a token yet are in no list."""
        found = [one for one in reversed(self.in_order) if one.numbered(now) and _fits(one, asked)]
        return found[: self.most_listed]


def _fits(one: ServiceRequest, asked: Asked) -> bool:
    if asked.ids:  # the standard: it overrides all others
        return one.number in asked.ids
    wanted = (not asked.services or one.one("service_code") in asked.services) and (
        not asked.statuses or one.status in asked.statuses
    )
    return wanted and asked.start <= one.requested_at <= asked.end
