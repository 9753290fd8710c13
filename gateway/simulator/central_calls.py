"""The operations of docs/central-api.yaml as the stand-in central system answers them."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NoReturn, TypeVar

from aiohttp import web
from pydantic import ValidationError

from gateway.simulator.central_models import Flags, ListQuery, Strict, SubmitRequest, Supplement
from gateway.simulator.central_orders import Orders
from gateway.simulator.central_problems import Refused, refused
from gateway.simulator.central_store import KEPT_BYTES, Full, KeyReused, Seen, Store, Stored, Withdrawn

MOST_BODY: Final = 1_048_576
MOST_ATTACHMENT: Final = 10_485_760
MEDIA_TYPES: Final = (
    "application/msword",
    "application/octet-stream",
    "application/pdf",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "audio/amr",
    "audio/mpeg",
    "audio/ogg",
    "image/gif",
    "image/heic",
    "image/jpeg",
    "image/png",
    "image/webp",
    "message/rfc822",
    "text/csv",
    "text/plain",
    "video/3gpp",
    "video/mp4",
)
CATEGORIES: Final = (
    ("1", None, "Infrastruktur"),
    ("11", "1", "Jalan dan jembatan"),
    ("12", "1", "Penerangan jalan"),
    ("2", None, "Layanan dasar"),
    ("21", "2", "Air bersih"),
    ("22", "2", "Kesehatan"),
    ("3", None, "Administrasi kependudukan"),
)
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")

INSTANCE: Final = web.RequestKey("instance", str)

M = TypeVar("M", bound=Strict)


class Cut(Exception):
    """End the connection without an answer."""


@dataclass(frozen=True)
class Calls:
    """One method per operation. `deferred` hears of a case whose number comes later; `put_off` answers 503 to an
    instance."""

    store: Store
    orders: Orders
    deferred: Callable[[Stored], None]
    put_off: Callable[[str], NoReturn]

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/v1/cases", self.submit),
            web.get("/v1/cases", self.list_cases, allow_head=False),
            web.get("/v1/cases/{reference}", self.find, allow_head=False),
            web.post("/v1/cases/{reference}/supplements", self.supplement),
            web.patch("/v1/cases/{reference}/flags", self.amend),
            web.post("/v1/cases/{reference}/withdrawal", self.withdraw),
            web.get("/v1/tokens/{token}", self.token, allow_head=False),
            web.put("/v1/attachments/{sha256}", self.attach),
            web.get("/v1/limits", self.limits, allow_head=False),
            web.get("/v1/categories", self.categories, allow_head=False),
        ]

    async def submit(self, request: web.Request) -> web.Response:
        key, data = _key(request), await _body(request, "application/json", MOST_BODY)
        self.store.seen.append(Seen("submit", request[INSTANCE], key, data[:KEPT_BYTES]))
        asked = self._read(SubmitRequest, data)
        if asked.case.reference != key:
            raise Refused("key-differs", [{"at": "/case/reference", "code": "differs"}])
        if self.orders.indigestible and self.orders.indigestible in asked.case.text:
            raise Refused("internal")
        if self.orders.take("reject"):
            raise Refused("invalid", [{"at": "/case/text", "code": "told_to"}])
        if self.orders.stall:
            await asyncio.sleep(self.orders.stall)
        case, again = self._keep(request[INSTANCE], asked)
        self._lose_answer(request[INSTANCE])
        return _receipt(case, again)

    async def list_cases(self, request: web.Request) -> web.Response:
        if len(set(request.query)) != len(request.query):
            raise Refused("invalid", [{"at": "", "code": "repeated_parameter"}])
        try:
            asked = ListQuery.model_validate(dict(request.query))
        except ValidationError as error:
            raise refused(error) from None
        instance, after = request[INSTANCE], int(asked.cursor)
        cases, place = self.store.page(instance, asked.received_from, asked.received_to, after, int(asked.limit))
        now = datetime.now(UTC)
        return _json({"cases": [case.view(now) for case in cases], "next": None if place is None else str(place)})

    async def find(self, request: web.Request) -> web.Response:
        self.store.counts.look_ups += 1
        return _json(self._case(request).view(datetime.now(UTC)))

    async def supplement(self, request: web.Request) -> web.Response:
        key, data = _key(request), await _body(request, "application/json", MOST_BODY)
        asked, case = self._read(Supplement, data), self._case(request)
        self.store.seen.append(Seen("supplement", request[INSTANCE], case.reference, data[:KEPT_BYTES]))
        try:
            again = self.store.supplement(case, key, asked)
        except KeyReused:
            raise Refused("key-reused") from None
        except Withdrawn:
            raise Refused("withdrawn") from None
        return _json({"reference": case.reference}, 200 if again else 201)

    async def amend(self, request: web.Request) -> web.Response:
        asked = self._read(Flags, await _body(request, "application/json", MOST_BODY))
        case = self._case(request)
        self.store.amend(case, asked)
        return _json({"reference": case.reference, "flags": asked.model_dump()})

    async def withdraw(self, request: web.Request) -> web.Response:
        case = self._case(request)
        self.store.withdraw(case)
        return _json({"reference": case.reference})

    async def token(self, request: web.Request) -> web.Response:
        case = self.store.tokens.get((request[INSTANCE], request.match_info["token"]))
        if case is None:
            raise Refused("unknown-token")
        return _json({"number": case.number_now(datetime.now(UTC))})

    async def attach(self, request: web.Request) -> web.Response:
        sha256 = request.match_info["sha256"]
        if not _SHA256.fullmatch(sha256):
            raise Refused("no-such-path")
        self.store.seen.append(Seen("attachment", request[INSTANCE], sha256, b""))
        data = await _body(request, "application/octet-stream", MOST_ATTACHMENT)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Refused("hash-differs")
        if self.orders.take("refuse_file"):
            raise Refused("unsupported-media-type")
        again = self.store.attach(request[INSTANCE], sha256, data)
        return _json({"sha256": sha256, "size": len(data)}, 200 if again else 201)

    async def limits(self, request: web.Request) -> web.Response:
        limits = {"attachment_bytes": MOST_ATTACHMENT, "attachments_per_case": 100, "body_bytes": MOST_BODY}
        return _json({**limits, "media_types": list(MEDIA_TYPES)})

    async def categories(self, request: web.Request) -> web.Response:
        return _json({"categories": [{"id": i, "parent": parent, "name": name} for i, parent, name in CATEGORIES]})

    def _read(self, model: type[M], data: bytes) -> M:
        try:
            return model.model_validate_json(data)
        except ValidationError as error:
            self.store.counts.invalid += 1
            raise refused(error) from None

    def _case(self, request: web.Request) -> Stored:
        case = self.store.find(request[INSTANCE], request.match_info["reference"])
        if case is None:
            raise Refused("unknown-reference")
        return case

    def _keep(self, instance: str, asked: SubmitRequest) -> tuple[Stored, bool]:
        try:
            case, again = self.store.submit(instance, asked, datetime.now(UTC), self.orders.number_after)
        except KeyReused:
            raise Refused("key-reused") from None
        except Full:
            raise Refused("unavailable") from None
        if case.token and not again:
            self.deferred(case)
        return case, again

    def _lose_answer(self, instance: str) -> None:
        """The faults after the case is stored, one a call."""
        if self.orders.take("lose"):
            self.store.counts.lost_answers += 1
            raise Cut
        if self.orders.take("fail"):
            self.store.counts.lost_answers += 1
            raise Refused("internal")
        if self.orders.take("garble"):
            self.store.counts.lost_answers += 1
            raise web.HTTPOk(text="<html>Welcome</html>", content_type="text/html")
        if self.orders.take("disown"):
            self.store.counts.lost_answers += 1
            self.put_off(instance)


def _receipt(case: Stored, again: bool) -> web.Response:
    """The first answer, and the same again: a token stays the answer when the number came meanwhile."""
    headers = {"Idempotent-Replayed": "true"} if again else {}
    if case.token:
        return _json({"reference": case.reference, "token": case.token}, 202, headers)
    return _json({"reference": case.reference, "number": case.number}, 201, headers)


def _json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response(value, status=status, headers=headers)


def _key(request: web.Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise Refused("invalid", [{"at": "", "code": "idempotency_key"}])
    return key


async def _body(request: web.Request, kind: str, limit: int) -> bytes:
    if request.content_type.lower() != kind:
        raise Refused("unsupported-media-type" if request.can_read_body else "malformed")
    if (request.content_length or 0) > limit:
        raise Refused("too-large")
    data = bytearray()
    async for chunk in request.content.iter_any():
        data += chunk
        if len(data) > limit:
            raise Refused("too-large")
    return bytes(data)
