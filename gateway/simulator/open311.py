"""A stand-in GeoReport v2 server, strict and with the traps of real ones: https://wiki.open311.org/GeoReport_v2/"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from aiohttp import web

from gateway.simulator import alone
from gateway.simulator.central_orders import Orders, Times
from gateway.simulator.faulty import Faulty, body_of, once_each
from gateway.simulator.open311_rules import SERVICES, Wrong, check_query, check_request, is_many
from gateway.simulator.open311_store import Full, Requests, ServiceRequest

_MOST_BODY: Final = 262_144
_FORM: Final = "application/x-www-form-urlencoded"


class Orders311(Orders):
    """And: crm_down: the next requests get 400, as servers do whose system behind is away. xml: the next answers come
    as XML, whatever was asked for. refuse_repeats: a description that is there already gets 400."""

    crm_down: Times = 0
    xml: Times = 0
    refuse_repeats: bool = False

    def spend(self, fault: str) -> bool:
        """Whether this call is hit; counts one down."""
        left: int = getattr(self, fault)
        if left > 0:
            setattr(self, fault, left - 1)
        return left != 0


@dataclass
class StandInOpen311:
    """One server with one key and one jurisdiction ("" = it asks for none)."""

    key: str = field(repr=False)
    jurisdiction: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    orders: Orders311 = field(default_factory=Orders311)
    kept: Requests = field(default_factory=Requests, repr=False)
    server: Faulty = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.server = Faulty(self.orders, lambda status, words: self._errors(status, words), self.host, self.port)

    @property
    def url(self) -> str:
        return self.server.url

    async def start(self) -> str:
        return await self.server.start(
            [
                web.get("/services.json", self.services, allow_head=False),
                web.get("/services/{code}.json", self.definition, allow_head=False),
                web.post("/requests.json", self.create),
                web.get("/requests.json", self.list_requests, allow_head=False),
                web.get("/requests/{id}.json", self.find, allow_head=False),
                web.get("/tokens/{token}.json", self.token, allow_head=False),
            ]
        )

    async def stop(self) -> None:
        await self.server.stop()

    def assign(self) -> int:
        """Give late numbers out now. How many."""
        return self.kept.assign(datetime.now(UTC))

    async def services(self, request: web.Request) -> web.Response:
        if wrong := self._foreign(dict(request.query)):
            return wrong
        return self._answer([service.shown() for service in SERVICES], "services", "service")

    async def definition(self, request: web.Request) -> web.Response:
        if wrong := self._foreign(dict(request.query)):
            return wrong
        service = next((one for one in SERVICES if one.code == request.match_info["code"]), None)
        if service is None or not service.attributes:
            return self._errors(404, "service_code was not found")
        return web.json_response(service.definition())

    async def create(self, request: web.Request) -> web.Response:
        self.server.tally.submissions += 1
        try:
            fields = await self._fields(request)
            check_request(fields)
        except Wrong as wrong:
            self.server.tally.invalid += 1
            return self._errors(wrong.status, wrong.words)
        if refusal := self._before(fields):
            return refusal
        if self.orders.stall:
            await asyncio.sleep(self.orders.stall)
        try:
            made = self._keep(fields)
        except Full:
            return self._errors(503, "full")
        return self.server.accepted() or self._answer([_taken(made)], "service_requests", "request", 201)

    async def list_requests(self, request: web.Request) -> web.Response:
        self.server.tally.look_ups += 1
        if wrong := self._foreign(dict(request.query)):
            return wrong
        try:
            asked = check_query(request.query, datetime.now(UTC))
        except Wrong as error:
            return self._errors(error.status, error.words)
        found = self.kept.between(asked, datetime.now(UTC))
        return self._answer([one.shown() for one in found], "service_requests", "request")

    async def find(self, request: web.Request) -> web.Response:
        if wrong := self._foreign(dict(request.query)):
            return wrong
        found = self.kept.numbered(request.match_info["id"], datetime.now(UTC))
        if found is None:
            return self._errors(404, "service_request_id was not found")
        return self._answer([found.shown()], "service_requests", "request")

    async def token(self, request: web.Request) -> web.Response:
        if wrong := self._foreign(dict(request.query)):
            return wrong
        found = self.kept.by_token(request.match_info["token"])
        if found is None:
            return self._errors(404, "token was not found")
        number = found.number if found.numbered(datetime.now(UTC)) else ""
        return self._answer([{"service_request_id": number, "token": found.token}], "service_requests", "request")

    async def _fields(self, request: web.Request) -> Mapping[str, list[str]]:
        """Raise `Wrong`."""
        if request.content_type.lower() != _FORM:
            raise Wrong(400, "the body must be " + _FORM)
        data = await body_of(request, _MOST_BODY)
        try:
            pairs = parse_qsl((data or b"").decode(), True, strict_parsing=True, errors="strict", max_num_fields=200)
        except ValueError:
            raise Wrong(400, "the body is no form in UTF-8") from None
        fields = once_each(pairs, is_many)
        if fields is None:
            raise Wrong(400, "a field came twice")
        if fields.get("api_key") != [self.key]:
            raise Wrong(403, "api_key is missing or invalid")
        self._check_jurisdiction(fields.get("jurisdiction_id", [""])[0])
        return fields

    def _check_jurisdiction(self, given: str) -> None:
        if self.jurisdiction and not given:
            raise Wrong(400, "jurisdiction_id was not provided")
        if given != self.jurisdiction and (given or self.jurisdiction):
            raise Wrong(404, "jurisdiction_id was not found")

    def _foreign(self, query: Mapping[str, str]) -> web.Response | None:
        try:
            self._check_jurisdiction(query.get("jurisdiction_id", ""))
        except Wrong as wrong:
            return self._errors(wrong.status, wrong.words)
        return None

    def _before(self, fields: Mapping[str, list[str]]) -> web.Response | None:
        """Faults of a server before it takes a good request."""
        if self.orders.spend("crm_down"):
            return self._errors(400, "The CRM system is down, please try again later")
        if self.orders.take("reject"):
            return self._errors(400, "description is not acceptable")
        if self.orders.refuse_repeats and self.kept.knows(fields.get("description", [""])[0]):
            self.server.tally.repeated += 1
            return self._errors(400, "This service request is a duplicate")
        return None

    def _keep(self, fields: Mapping[str, list[str]]) -> ServiceRequest:
        now, after = datetime.now(UTC), self.orders.number_after
        late = None if after is None or after == "told" else timedelta(seconds=after)
        at = None if after == "told" else now + (late or timedelta())
        made = self.kept.add(fields, now, at, after is not None)
        self.server.tally.stored += 1
        return made

    def _errors(self, status: int, words: str) -> web.Response:
        return self._answer([{"code": status, "description": words}], "errors", "error", status)

    def _answer(self, entries: list[dict[str, Any]], root: str, name: str, status: int = 200) -> web.Response:
        if not self.orders.spend("xml"):
            return web.json_response(entries, status=status)
        inner = "".join(f"<{name}>{_tags(entry)}</{name}>" for entry in entries)
        text = f'<?xml version="1.0" encoding="utf-8"?><{root}>{inner}</{root}>'
        return web.Response(text=text, status=status, content_type="text/xml")


def _tags(entry: Mapping[str, Any]) -> str:
    return "".join(f"<{key}>{escape(str(value))}</{key}>" for key, value in entry.items() if value is not None)


def _taken(made: ServiceRequest) -> dict[str, Any]:
    """With a token, the number is not told along: so does the standard's own example."""
    if made.token:
        return {"token": made.token}
    return {"service_request_id": made.number, "service_notice": "", "account_id": None}


if __name__ == "__main__":
    sys.exit(alone.main(sys.argv[1:], "127.0.0.1:8082", lambda key, host, port: StandInOpen311(key, "", host, port)))
