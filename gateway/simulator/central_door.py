"""Whom the stand-in central system lets in, and when: its keys, its outages, its 429s and who calls too early."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from aiohttp import web

from gateway.simulator.central_calls import Cut
from gateway.simulator.central_orders import Orders, retry_after_header
from gateway.simulator.central_problems import Refused
from gateway.simulator.central_store import Counts


@dataclass
class Door:
    """`keys`: instance → key."""

    keys: Mapping[str, str] = field(repr=False)
    orders: Orders
    counts: Counts
    _closed: dict[str, tuple[datetime, datetime]] = field(default_factory=dict, init=False, repr=False)

    def admitted(self, request: web.Request) -> str:
        """The instance that calls. Raise `Refused` or `Cut`."""
        instance = self._caller(request)
        self._note_early(instance)
        self._be_down(instance, self.orders.down_for(request.method))
        if self.orders.take("throttle"):
            self.counts.throttled += 1
            self._wait("too-many-requests", instance)
        return instance

    def _caller(self, request: web.Request) -> str:
        instance = request.headers.get("Satupintu-Instance", "")
        key = self.keys.get(instance, "")
        given = request.headers.get("Authorization", "").encode("utf-8", "replace")
        if not key or not hmac.compare_digest(given, f"Bearer {key}".encode()):
            raise Refused("unauthenticated", headers={"WWW-Authenticate": 'Bearer realm="satupintu"'})
        if self.orders.switched_off:
            raise Refused("switched-off")
        return instance

    def _note_early(self, instance: str) -> None:
        since, until = self._closed.get(instance, (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)))
        if since <= datetime.now(UTC) < until:
            self.counts.early += 1

    def _be_down(self, instance: str, down: str) -> None:
        if down == "cut":
            raise Cut
        if down == "error":
            self.counts.refused += 1
            raise Refused("internal")
        if down == "refuse":
            self.counts.refused += 1
            self.put_off(instance)

    def put_off(self, instance: str) -> NoReturn:
        """Answer 503, with the time that `retry_after` orders."""
        self._wait("unavailable", instance)

    def _wait(self, kind: str, instance: str) -> NoReturn:
        seconds = self.orders.retry_after
        if seconds is None:
            raise Refused(kind)
        now = datetime.now(UTC)
        header, until = retry_after_header(seconds, self.orders.retry_after_form, now)
        # Counted from the first refusal: later ones within the same pause move only its end.
        since, before = self._closed.get(instance, (now, now))
        heard = now + timedelta(seconds=self.orders.on_its_way + self.orders.latency)
        self._closed[instance] = (since if before > now else heard, max(until, before))
        raise Refused(kind, headers={"Retry-After": header})
