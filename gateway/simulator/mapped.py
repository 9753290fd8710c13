"""A stand-in for an API that only its own agency knows: invented, strict, the one of forwarder/profiles/contoh.toml.

It answers 200 to much and says in `kode` what it means, as such systems do. Nothing of it is SP4N-LAPOR!'s.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from aiohttp import web

from gateway.simulator import alone
from gateway.simulator.central_orders import Orders
from gateway.simulator.faulty import Faulty, body_of
from gateway.simulator.mapped_body import TYPES, Encoding, Wrong, read
from gateway.simulator.mapped_case import MAY, TOLD, Laporan, check

Way = Literal["header", "bearer", "form", "query", "basic"]

_MOST: Final = 20_000
_MOST_BODY: Final = 1_048_576


@dataclass
class StandInMapped:
    """`way`: where it wants its key (`name`: under which name), `encoding`: the form of bodies it takes. idempotent:
    the same referensi again gives the first answer; else it is another case, or SUDAH_ADA with `refuse_repeats`."""

    key: str = field(repr=False)
    way: Way = "header"
    name: str = "X-Api-Key"
    encoding: Encoding = "json"
    idempotent: bool = False
    refuse_repeats: bool = False
    host: str = "127.0.0.1"
    port: int = 0
    orders: Orders = field(default_factory=Orders)
    dice: random.Random = field(default_factory=random.SystemRandom, repr=False)
    kept: list[Laporan] = field(default_factory=list, repr=False)
    server: Faulty = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.server = Faulty(self.orders, _refused, self.host, self.port)

    @property
    def url(self) -> str:
        return self.server.url

    async def start(self) -> str:
        return await self.server.start(
            [
                web.post("/api/laporan", self.submit),
                web.post("/api/laporan/uji", self.try_out),
                web.get("/api/laporan", self.find, allow_head=False),
                web.get("/api/tiket/{ticket}", self.ticket, allow_head=False),
                web.get("/api/laporan/{number}/status", self.status, allow_head=False),
                web.post("/api/laporan/{number}/tambahan", self.add),
                web.patch("/api/laporan/{number}", self.amend),
                web.post("/api/laporan/{number}/cabut", self.withdraw),
                web.get("/api/kategori", self.categories, allow_head=False),
            ]
        )

    async def stop(self) -> None:
        await self.server.stop()

    def assign(self) -> int:
        """Give late numbers out now. How many."""
        now = datetime.now(UTC)
        waiting = [one for one in self.kept if one.number_at is None or one.number_at > now]
        for one in waiting:
            one.number_at = now
        return len(waiting)

    async def submit(self, request: web.Request) -> web.Response:
        self.server.tally.submissions += 1
        try:
            fields = await self._fields(request, TOLD, MAY)
            check(fields)
        except Wrong as wrong:
            return self._wrong(str(wrong))
        if self.orders.take("reject"):
            return _said("TIDAK_SAH", "ditolak")
        if self.orders.stall:
            await asyncio.sleep(self.orders.stall)
        return self._taken(fields)

    async def try_out(self, request: web.Request) -> web.Response:
        try:
            check(await self._fields(request, TOLD, MAY))
        except Wrong as wrong:
            return self._wrong(str(wrong))
        return _said("OK", "sah")

    async def find(self, request: web.Request) -> web.Response:
        self.server.tally.look_ups += 1
        if refusal := self._stranger(request, {}):
            return refusal
        wanted = request.query.get("referensi", "")
        found = next((one for one in self.kept if wanted and one.fields["referensi"] == wanted), None)
        return _said("TIDAK_ADA", "tidak ada") if found is None else self._shown(found)

    async def ticket(self, request: web.Request) -> web.Response:
        found = next((one for one in self.kept if one.ticket and one.ticket == request.match_info["ticket"]), None)
        return self._stranger(request, {}) or (_refused(404, "tidak ada") if found is None else self._shown(found))

    async def status(self, request: web.Request) -> web.Response:
        found = self._numbered(request)
        if refusal := self._stranger(request, {}):
            return refusal
        if found is None:
            return _refused(404, "tidak ada")
        return web.json_response({"kode": "OK", "data": {"status": found.status, "keterangan": "dalam penanganan"}})

    async def add(self, request: web.Request) -> web.Response:
        def added(one: Laporan, fields: dict[str, str]) -> None:
            self.server.tally.supplements += fields["kunci"] not in one.added
            one.added[fields["kunci"]] = fields["isi"]

        return await self._change(request, frozenset({"kunci", "isi"}), added)

    async def amend(self, request: web.Request) -> web.Response:
        def amended(one: Laporan, fields: dict[str, str]) -> None:
            one.fields |= fields
            self.server.tally.amended += 1

        return await self._change(request, frozenset({"anonim", "rahasia"}), amended)

    async def withdraw(self, request: web.Request) -> web.Response:
        def withdrawn(one: Laporan, fields: dict[str, str]) -> None:
            self.server.tally.withdrawn += not one.withdrawn
            one.withdrawn = True

        return await self._change(request, frozenset({"referensi"}), withdrawn)

    async def _change(
        self, request: web.Request, wanted: frozenset[str], change: Callable[[Laporan, dict[str, str]], None]
    ) -> web.Response:
        try:
            fields = await self._fields(request, wanted, frozenset())
        except Wrong as wrong:
            return self._wrong(str(wrong))
        found = self._numbered(request)
        if found is None:
            return _refused(404, "tidak ada")
        change(found, fields)
        return self.server.accepted() or _said("OK", "dicatat")

    async def categories(self, request: web.Request) -> web.Response:
        listed = [{"id": "1", "induk": "", "nama": "Infrastruktur"}, {"id": "11", "induk": "1", "nama": "Jalan"}]
        return self._stranger(request, {}) or web.json_response({"kode": "OK", "data": listed})

    def _numbered(self, request: web.Request) -> Laporan | None:
        now, number = datetime.now(UTC), request.match_info["number"]
        return next((one for one in self.kept if one.shown(now)["tracking_id"] == number), None)

    def _shown(self, one: Laporan) -> web.Response:
        return web.json_response({"kode": "OK", "data": one.shown(datetime.now(UTC))})

    def _taken(self, fields: dict[str, str]) -> web.Response:
        before = next((one for one in self.kept if one.fields["referensi"] == fields["referensi"]), None)
        if before is not None and (self.idempotent or self.refuse_repeats):
            self.server.tally.repeated += 1
            return self._shown(before) if self.idempotent else _said("SUDAH_ADA", "sudah ada")
        if len(self.kept) >= _MOST:
            return _refused(503, "penuh")
        made = self._made(fields)
        return self.server.accepted() or self._shown(made)

    def _made(self, fields: dict[str, str]) -> Laporan:
        after, now = self.orders.number_after, datetime.now(UTC)
        ticket = "" if after is None else f"tk-{self.dice.getrandbits(64):016x}"
        at = None if after == "told" else now + timedelta(seconds=after or 0)
        made = Laporan(fields, f"0{len(self.kept) + 1:02d}{self.dice.randrange(10**5):05d}", ticket, at)
        self.kept.append(made)
        self.server.tally.stored += 1
        return made

    async def _fields(self, request: web.Request, wanted: frozenset[str], may: frozenset[str]) -> dict[str, str]:
        """As texts, without the key. Raise `Wrong`."""
        encoding = TYPES.get(request.content_type.lower())
        if encoding != self.encoding:
            raise Wrong(f"415 the body must be {self.encoding}")
        fields = read(self.encoding, request.headers["Content-Type"], await body_of(request, _MOST_BODY))
        if self._stranger(request, fields):
            raise Wrong("401 kunci")
        own = {name: value for name, value in fields.items() if (self.way, self.name) != ("form", name)}
        if set(own) - wanted - may or wanted - set(own):
            raise Wrong("400 fields that are not wanted, or wanted and not there")
        return own

    def _stranger(self, request: web.Request, fields: Mapping[str, str]) -> web.Response | None:
        authorization = request.headers.get("Authorization", "")
        given = {
            "header": request.headers.get(self.name, ""),
            "bearer": authorization.removeprefix("Bearer "),
            "basic": _opened(authorization.removeprefix("Basic ")),
            # What has no body shows the key in the query, as the public call of an older system did.
            "form": fields.get(self.name, request.query.get(self.name, "")),
            "query": request.query.get(self.name, ""),
        }[self.way]
        known = hmac.compare_digest(given.encode("utf-8", "replace"), self.key.encode())
        return None if known else _refused(401, "kunci")

    def _wrong(self, words: str) -> web.Response:
        self.server.tally.invalid += 1
        status = int(words[:3])
        return _refused(status, words[4:])


def _opened(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return ""


def _said(code: str, words: str) -> web.Response:
    return web.json_response({"kode": code, "pesan": words, "data": None})


def _refused(status: int, words: str) -> web.Response:
    return web.json_response({"kode": "GALAT", "pesan": words}, status=status)


def _made(key: str, host: str, port: int) -> StandInMapped:
    return StandInMapped(key, host=host, port=port)


if __name__ == "__main__":
    sys.exit(alone.main(sys.argv[1:], "127.0.0.1:8083", _made))
