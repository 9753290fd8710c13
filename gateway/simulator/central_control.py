"""Steering the stand-in central system over HTTP: outside the contract, for demonstrations, faults and benchmarks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Protocol

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gateway.simulator.central_orders import Orders, Seconds
from gateway.simulator.central_problems import refused
from gateway.simulator.central_store import Store, Stored


class Steered(Protocol):
    """What can be steered."""

    orders: Orders
    store: Store

    def assign(self, reference: str = "") -> int: ...

    def announce(self, reference: str, kind: str, value: str) -> None: ...

    def go_away(self, seconds: float) -> None: ...


class Assign(BaseModel):
    """Give late numbers out now: of one case, or of all."""

    model_config = ConfigDict(extra="forbid")

    reference: str = ""


class Announce(BaseModel):
    """Send an event of the contract."""

    model_config = ConfigDict(extra="forbid")

    reference: str
    type: Literal["number.assigned", "status.changed", "question.asked"]
    value: Annotated[str, Field(min_length=1, max_length=4000)]


class Outage(BaseModel):
    """Refuse everything for so long, then come back."""

    model_config = ConfigDict(extra="forbid")

    seconds: Seconds


def control_routes(central: Steered) -> list[web.RouteDef]:
    """POST /_control (names of `Orders`), /_control/assign, /_control/event, /_control/outage; GET /_control/state,
    /_control/cases."""
    steering = _Steering(central)
    return [
        web.post("/_control", steering.order),
        web.post("/_control/assign", steering.assign),
        web.post("/_control/event", steering.announce),
        web.post("/_control/outage", steering.outage),
        web.get("/_control/state", steering.state),
        web.get("/_control/cases", steering.cases),
    ]


class _Steering:
    def __init__(self, central: Steered) -> None:
        self.central = central

    async def order(self, request: web.Request) -> web.Response:
        orders = self.central.orders
        body = await request.read()
        return _told(lambda: _obey(orders, body))

    async def assign(self, request: web.Request) -> web.Response:
        body = await request.read() or b"{}"
        return _told(lambda: {"assigned": self.central.assign(Assign.model_validate_json(body).reference)})

    async def announce(self, request: web.Request) -> web.Response:
        body = await request.read()
        return _told(lambda: self._announced(Announce.model_validate_json(body)))

    async def outage(self, request: web.Request) -> web.Response:
        body = await request.read()
        return _told(lambda: self._gone(Outage.model_validate_json(body)))

    async def state(self, request: web.Request) -> web.Response:
        """Counts, orders, and the newest cases: `?cases=N`, 1,000 unless told."""
        wanted = request.query.get("cases", "1000")
        newest = self.central.store.in_order[-int(wanted) :] if wanted.isdecimal() and int(wanted) else []
        counts, orders = asdict(self.central.store.counts), self.central.orders.model_dump()
        return web.json_response({"counts": counts, "orders": orders, "cases": [_shown(case) for case in newest]})

    async def cases(self, request: web.Request) -> web.Response:
        """Cases with `?reference=`, of every instance."""
        reference = request.query.get("reference", "")
        found = [case for case in self.central.store.in_order if case.reference == reference]
        return web.json_response({"cases": [_shown(case) for case in found]})

    def _gone(self, wanted: Outage) -> dict[str, Any]:
        self.central.go_away(wanted.seconds)
        return {"away_for": wanted.seconds}

    def _announced(self, wanted: Announce) -> dict[str, Any]:
        self.central.announce(wanted.reference, wanted.type, wanted.value)
        return {"announced": wanted.type}


def _obey(orders: Orders, body: bytes) -> dict[str, Any]:
    told = Orders.model_validate_json(body)
    for name in told.model_fields_set:
        setattr(orders, name, getattr(told, name))
    return orders.model_dump()


def _told(act: Callable[[], dict[str, Any]]) -> web.Response:
    try:
        return web.json_response(act())
    except ValidationError as error:
        return refused(error).response()


def _shown(case: Stored) -> dict[str, Any]:
    return {
        **case.view(datetime.now(UTC)),
        "instance": case.instance,
        "channel": case.channel,
        "text_sha256": case.text,
        "delayed_minutes": case.delayed_minutes,
        "supplements": len(case.supplements),
        "attachments": list(case.attachments),
        "related_to": list(case.related_to),
        "recurrence_of": case.recurrence_of or None,
    }
