"""A stand-in for an SMS aggregator on loopback that speaks as Kannel's smsbox does, and the phones behind it
(https://www.kannel.org/download/kannel-userguide-snapshot/userguide.html)."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from gateway.simulator.faults import AWAY, Fault, Faults, Server, cut

_REPORTS = ("8", "1")  # dlr-url's %d: at the SMSC, delivered


@dataclass
class Short:
    """An SMS of ours, as the aggregator holds it."""

    to: str
    sender: str
    text: str
    coding: str
    dlr_url: str = field(default="", repr=False)


@dataclass
class AggregatorStandIn:
    """One aggregator. `calls` counts requests to send, taken or not."""

    user: str = "satupintu"
    password: str = field(default="kannel-password", repr=False)
    secret: str = field(default="kannel-secret", repr=False)
    our_number: str = "1708"
    messages: list[Short] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    calls: int = 0
    server: Server = field(default_factory=Server)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; the base URL is returned."""
        return await self.server.start(self.app(), host, port)

    async def stop(self) -> None:
        await self.server.stop()

    def env(self) -> dict[str, str]:
        """The settings under which a gateway speaks to this stand-in."""
        return {
            "SMS_HTTP_PROFILE": "kannel",
            "SMS_HTTP_SECRET": self.secret,
            "SMS_HTTP_SEND_URL": f"{self.server.url}/cgi-bin/sendsms",
            "SMS_HTTP_USER": self.user,
            "SMS_HTTP_PASSWORD": self.password,
            "SMS_HTTP_SENDER": self.our_number,
        }

    def messages_to(self, number: str) -> list[Short]:
        """What we sent to that number, oldest first."""
        return [one for one in self.messages if one.to == number]

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/cgi-bin/sendsms", self._send)
        app.router.add_route("*", "/_control/faults", self.faults.control)
        app.router.add_get("/_control/messages", self._control_messages)
        app.router.add_post("/_control/phone", self._control_phone)
        return app

    async def phone_sends(
        self, url: str, sender: str, text: str, *, sid: str = "", at: datetime | None = None
    ) -> tuple[int, str]:
        """A phone writes to our number: the aggregator gets `url`, as kannel.conf's get-url tells it. The same `sid`
        and `at` again are a repeat. Returns HTTP status and id."""
        sid = sid or str(uuid.uuid4())
        sent = int((at or datetime.now(UTC)).timestamp())
        form = {"secret": self.secret, "from": sender, "to": self.our_number, "text": text, "time": sent, "id": sid}
        return await _get(f"{url}?{urlencode(form)}"), sid

    async def _send(self, request: web.Request) -> web.StreamResponse:
        form = {**request.query, **{name: str(value) for name, value in (await request.post()).items()}}
        if (form.get("username"), form.get("password")) != (self.user, self.password):
            return web.Response(status=403, text="Authorization failed for sendsms")
        self.calls += 1
        fault = self.faults.take()
        answer = await _failed(request, fault)
        if answer is not None:
            return answer
        if not form.get("to") or "text" not in form:
            return web.Response(status=400, text="Missing receiver number or message, rejected")
        self._accept(form)
        if fault is not None and fault.kind == "cut":
            return cut(request)
        return web.Response(status=202, text="0: Accepted for delivery")

    def _accept(self, form: dict[str, str]) -> None:
        words = form["to"], form.get("from", ""), form["text"], form.get("coding", "0")
        message = Short(*words, dlr_url=form.get("dlr-url", ""))
        self.messages.append(message)
        self.server.besides(lambda: self._report(message))

    async def _report(self, message: Short) -> None:
        for bit in _REPORTS if message.dlr_url else ():
            try:
                await _get(message.dlr_url.replace("%d", bit))
            except (aiohttp.ClientError, TimeoutError):
                return  # the next report would be lost as well

    async def _control_messages(self, request: web.Request) -> web.StreamResponse:
        """What was sent, to `?to=` or to everyone, for other processes that want to look."""
        number = request.query.get("to", "")
        found = self.messages_to(number) if number else self.messages
        return web.json_response([{"to": one.to, "from": one.sender, "body": one.text} for one in found])

    async def _control_phone(self, request: web.Request) -> web.StreamResponse:
        """`phone_sends` for other processes: url, sender, text and sid as JSON."""
        wanted: dict[str, Any] = await request.json()
        try:
            status, sid = await self.phone_sends(
                wanted["url"], wanted["sender"], wanted.get("text", ""), sid=wanted.get("sid", "")
            )
        except (aiohttp.ClientError, TimeoutError):
            return web.Response(status=502, text=AWAY)
        return web.json_response({"status": status, "sid": sid})


async def _get(url: str) -> int:
    timeout = aiohttp.ClientTimeout(total=15)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
        await answer.read()
        return answer.status


async def _failed(request: web.Request, fault: Fault | None) -> web.StreamResponse | None:
    """The answer a fault gives instead of the aggregator's, if it gives one."""
    if fault is None or fault.kind == "cut":
        return None
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
        return None
    if fault.kind == "drop":
        return cut(request)
    if fault.kind == "busy":
        return web.Response(status=429, headers={"Retry-After": str(max(1, round(fault.seconds + 0.49)))})
    if fault.kind == "error":
        return web.Response(status=fault.status, text="Temporal failure, try again later.")
    return web.Response(status=400, text=f"{fault.code}: Rejected")
