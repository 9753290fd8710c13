"""A stand-in for Twilio on loopback: its REST API, its status callbacks, its signatures, and the phones behind it
(https://www.twilio.com/docs/messaging/api)."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp import web

from gateway.simulator import twilio_api
from gateway.simulator.faults import AWAY, Faults, Server, cut
from gateway.simulator.twilio_api import API, Sent, error, new_sid
from gateway.simulator.twilio_content import ContentDesk
from gateway.simulator.twilio_faults import failed
from gateway.simulator.twilio_forms import inbound_form, location_fields, signed_headers, status_form
from gateway.simulator.twilio_media import MediaShelf

_STEPS = {"sms": ("sent", "delivered"), "whatsapp": ("sent", "delivered", "read")}


# What a long number's sender is taken off the list by, and put on it again:
# https://help.twilio.com/articles/223134027-Twilio-support-for-opt-out-keywords-SMS-STOP-filtering-
_STOPS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
_STARTS = frozenset({"START", "YES", "UNSTOP"})


@dataclass
class TwilioStandIn:
    """One account. `closed_windows` holds WhatsApp numbers that did not write within 24 hours: a message to one is
    taken and then fails with 63016, as at Twilio, unless its template is approved; `not_on_whatsapp` fail with 63003,
    addresses in `failing` with the error that stands there.
    `content` holds the templates, `media` the files. `calls` counts requests to send, taken or not, `looks` those for
    its list; `heard` are those messages whose webhook said 200; `repeats` second deliveries of one: sender, our number,
    what status they got."""

    account: str = "AC" + "0123456789abcdef" * 2
    token: str = field(default="twilio-stand-in-token", repr=False)
    algorithm: str = "sha1"
    our_number: str = "+6281100009999"
    messages: list[Sent] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    closed_windows: set[str] = field(default_factory=set)
    not_on_whatsapp: set[str] = field(default_factory=set)
    failing: dict[str, int] = field(default_factory=dict)
    opted_out: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)  # to whom, because they are opted out
    calls: int = 0
    looks: int = 0
    heard: set[str] = field(default_factory=set)
    repeats: list[tuple[str, str, int]] = field(default_factory=list)
    server: Server = field(default_factory=Server)
    content: ContentDesk = field(init=False)
    media: MediaShelf = field(init=False)

    def __post_init__(self) -> None:
        self.content = ContentDesk(self.account, self._stranger)
        self.media = MediaShelf(self.account, self._refusal)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; the URL returned is what TWILIO_API_BASE must be."""
        return await self.server.start(self.app(), host, port)

    async def stop(self) -> None:
        await self.server.stop()

    def env(self) -> dict[str, str]:
        """The settings under which a gateway speaks to this stand-in."""
        return {
            "TWILIO_ACCOUNT_SID": self.account,
            "TWILIO_AUTH_TOKEN": self.token,
            "TWILIO_SIGNATURE": self.algorithm,
            "TWILIO_API_BASE": self.server.url,
            "TWILIO_CONTENT_BASE": self.server.url,
            "TWILIO_SMS_FROM": self.our_number,
            "TWILIO_WHATSAPP_FROM": self.our_number,
        }

    def messages_to(self, number: str) -> list[Sent]:
        """What we sent to that number, oldest first; `+62…` means SMS and WhatsApp, `whatsapp:+62…` only the latter."""
        names = (number, f"whatsapp:{number}")
        return [one for one in self.messages if one.to in names and one.direction != "inbound"]

    def app(self) -> web.Application:
        app = web.Application()
        path = f"{API}/Accounts/{{account}}"
        app.router.add_post(f"{path}/Messages.json", self._create)
        app.router.add_get(f"{path}/Messages.json", self._list)
        app.router.add_get(f"{path}.json", self._fetch_account)
        app.router.add_get(f"{path}/Messages/{{sid}}.json", self._fetch)
        app.router.add_get(f"{path}/Messages/{{sid}}/Media.json", self._list_media)
        self.content.routes(app)
        self.media.routes(app)
        app.router.add_route("*", "/_control/faults", self.faults.control)
        app.router.add_get("/_control/messages", self._control_messages)
        app.router.add_post("/_control/phone", self._control_phone)
        return app

    async def phone_sends(
        self,
        url: str,
        sender: str,
        text: str = "",
        *,
        whatsapp: bool = False,
        sid: str = "",
        name: str = "",
        media: Sequence[tuple[str, bytes]] = (),
        location: tuple[float, float, str] | None = None,
        signed_url: str = "",
        extra: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        """A phone writes to our number: Twilio posts it to `url`, signed; HTTP status and MessageSid come back.

        The same `sid` again is a repeat. Media are (media type, bytes); a location is (latitude, longitude, address);
        `signed_url` is what Twilio was told, where the gateway listens elsewhere; `extra` fields go as they are.
        """
        sid = sid or new_sid("MM" if media else "SM")
        prefix = "whatsapp:" if whatsapp else ""
        form = inbound_form(self.account, sid, prefix + sender, prefix + self.our_number, text)
        if whatsapp:
            form |= {"ProfileName": name, "WaId": sender.lstrip("+"), "MessageType": "text"}
        form |= self.media.fields(self.server.url, sid, media) | location_fields(location) | dict(extra or {})
        self._note_words(prefix + sender, text)
        fresh = all(one.sid != sid for one in self.messages)
        if fresh:
            words = Sent(sid, form["From"], form["To"], text, "received", "inbound", sent=datetime.now(UTC))
            words.media = tuple((form[f"MediaUrl{n}"].rpartition("/")[2], kind) for n, (kind, _) in enumerate(media))
            self.messages.append(words)
        status = await self.post_signed(url, form, signed_url or url)
        if status == 200:
            self.heard.add(sid)
        if not fresh:
            self.repeats.append((form["From"], form["To"], status))
        return status, sid

    async def post_signed(self, url: str, form: Mapping[str, str], signed_url: str) -> int:
        """Post a form as Twilio does, waiting at most 15 seconds; the gateway's HTTP status."""
        headers = signed_headers(self.token, self.algorithm, signed_url, form)
        timeout = aiohttp.ClientTimeout(total=15)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(url, data=dict(form), headers=headers) as answer,
        ):
            await answer.read()
            return answer.status

    def _note_words(self, sender: str, text: str) -> None:
        """Twilio obeys some words itself; of WhatsApp it is told STOP and START only."""
        sms, word = not sender.startswith("whatsapp:"), text.strip().upper()
        if word == "STOP" or (sms and word in _STOPS):
            self.opted_out.add(sender)
        elif word == "START" or (sms and word in _STARTS):
            self.opted_out.discard(sender)
        self.closed_windows.discard(sender.removeprefix("whatsapp:"))

    async def _create(self, request: web.Request) -> web.StreamResponse:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        self.calls += 1
        form = {name: str(value) for name, value in (await request.post()).items()}
        fault = self.faults.take()
        answer = await failed(request, fault)
        if answer is not None:
            return answer
        if (found := twilio_api.fault_in(form) or self.content.fault_in(form)) is not None:
            return error(400, *found)
        if form["To"] in self.opted_out:
            self.refused.append(form["To"])
            return error(400, 21610, "Attempt to send to unsubscribed recipient")
        message = self._accept(form)
        if fault is not None and fault.kind == "cut":
            return cut(request)
        return web.json_response(twilio_api.resource(message, self.account), status=201)

    def _accept(self, form: Mapping[str, str]) -> Sent:
        words = self.content.said(form) if form.get("ContentSid") else form.get("Body", "")
        message = Sent(new_sid(), form.get("From", ""), form["To"], words, approved=self.content.approved(form))
        message.callback, message.service = form.get("StatusCallback", ""), form.get("MessagingServiceSid")
        self.messages.append(message)
        self.server.besides(lambda: self._deliver(message))
        return message

    async def _deliver(self, message: Sent) -> None:
        """What becomes of it, told to the status callback step by step."""
        way, number = "whatsapp" if message.to.startswith("whatsapp:") else "sms", message.to.removeprefix("whatsapp:")
        message.sent = datetime.now(UTC)
        steps: Sequence[str] = _STEPS[way]
        if message.to in self.failing:
            steps, message.error_code = ("undelivered",), self.failing[message.to]
        elif way == "whatsapp" and number in self.not_on_whatsapp:
            steps, message.error_code = ("undelivered",), 63003
        elif way == "whatsapp" and number in self.closed_windows and not message.approved:
            steps, message.error_code = ("undelivered",), 63016
        for message.status in steps:
            await self._call_back(message)

    async def _call_back(self, message: Sent) -> None:
        if message.callback:
            try:
                await self.post_signed(message.callback, status_form(self.account, message), message.callback)
            except (aiohttp.ClientError, TimeoutError):
                return  # a lost status callback is not repeated by Twilio either

    async def _list(self, request: web.Request) -> web.StreamResponse:
        self.looks += 1
        if (refusal := self._refusal(request) or await failed(request, self.faults.quiet())) is not None:
            return refusal
        return web.json_response(twilio_api.page(self.messages, request.query, self.account))

    async def _fetch(self, request: web.Request) -> web.StreamResponse:
        if (refusal := self._refusal(request) or await failed(request, self.faults.quiet())) is not None:
            return refusal
        found = next((one for one in self.messages if one.sid == request.match_info["sid"]), None)
        if found is None:
            return error(404, 20404, f"The requested resource {request.path} was not found")
        return web.json_response(twilio_api.resource(found, self.account))

    async def _list_media(self, request: web.Request) -> web.StreamResponse:
        if (refusal := self._refusal(request) or await failed(request, self.faults.quiet())) is not None:
            return refusal
        message = next((one for one in self.messages if one.sid == request.match_info["sid"]), None)
        return web.json_response(twilio_api.media_page(message, self.account))

    async def _fetch_account(self, request: web.Request) -> web.StreamResponse:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        about = {"sid": self.account, "status": "active", "type": "Full", "friendly_name": "Stand-in"}
        return web.json_response(about)

    def _stranger(self, request: web.Request) -> web.Response | None:
        if request.headers.get("Authorization") != aiohttp.encode_basic_auth(self.account, self.token):
            return error(401, 20003, "Authentication Error - invalid username")
        return None

    def _refusal(self, request: web.Request) -> web.Response | None:
        if (refusal := self._stranger(request)) is not None:
            return refusal
        if request.match_info["account"] != self.account:
            return error(404, 20404, "The requested resource was not found")
        return None

    async def _control_messages(self, request: web.Request) -> web.StreamResponse:
        """What was sent, to `?to=` or to everyone, for other processes that want to look."""
        number = request.query.get("to", "")
        ours = self.messages_to(number) if number else [one for one in self.messages if one.direction != "inbound"]
        return web.json_response([twilio_api.resource(one, self.account) for one in ours])

    async def _control_phone(self, request: web.Request) -> web.StreamResponse:
        """`phone_sends` for other processes: its simple arguments as JSON, what `media` holds as Base64."""
        wanted: dict[str, Any] = await request.json()
        known = {key: wanted[key] for key in ("text", "whatsapp", "sid", "name", "signed_url") if key in wanted}
        media = [(kind, base64.b64decode(content)) for kind, content in wanted.get("media", ())]
        try:
            status, sid = await self.phone_sends(wanted["url"], wanted["sender"], media=media, **known)
        except (aiohttp.ClientError, TimeoutError):
            return web.Response(status=502, text=AWAY)
        return web.json_response({"status": status, "sid": sid})
