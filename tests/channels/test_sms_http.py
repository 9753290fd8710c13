"""SMS by the shipped profiles, over real sockets: Kannel there and back, and an Android phone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from sms_kit import NOW, PHONE, PUBLIC, SECRET, only, raw, words
from taking import taking

from channels import sms_http
from channels.base import SendFailed
from channels.sms_http import SmsHttp
from channels.sms_incoming import SMS_HTTP
from gateway.simulator.aggregator import AggregatorStandIn
from gateway.simulator.faults import Fault, Server
from normalizer.schema import DeliveryReport, Inbound, Language, Otherwise, Party, Raw, Reply


@pytest.fixture
async def aggregator() -> AsyncIterator[AggregatorStandIn]:
    standin = AggregatorStandIn(secret=SECRET)
    await standin.start()
    yield standin
    await standin.stop()


@dataclass
class Gateway:
    """A web server that hands what it gets to the channel, as the gateway's listener does."""

    channel: SmsHttp
    seen: list[Inbound] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        given = Raw(SMS_HTTP, NOW, str(request.url), tuple(request.headers.items()), await request.read())
        self.channel.verify(given)
        self.seen.extend(self.channel.read(given))
        return web.Response()


def built(env: dict[str, str], public_url: str = PUBLIC) -> SmsHttp:
    channel = sms_http.from_env(env, public_url)
    assert isinstance(channel, SmsHttp)
    return channel


def reply(text: str = "Laporan Anda: 1916449") -> Reply:
    return Reply("r-1", SMS_HTTP, Party(PHONE), text, Language.INDONESIAN)


async def test_kannel_there_and_back(aggregator: AggregatorStandIn) -> None:
    gateway = Gateway(built(aggregator.env()))
    async with taking(gateway.take) as server:
        status, sid = await aggregator.phone_sends(f"{server.url}/sms", PHONE, "jalan rusak & gelap 😡", at=NOW)
        heard = words(gateway.seen)
        assert (status, heard.text, heard.thread, heard.sent_at) == (200, "jalan rusak & gelap 😡", sid, NOW)
        channel = built(aggregator.env(), server.url)
        assert await channel.send(reply()) == "r-1"
        await aggregator.server.settled()
        await channel.close()
    (held,) = aggregator.messages_to(PHONE)
    assert (held.sender, held.text, held.coding) == ("1708", "Laporan Anda: 1916449", "0")
    reports = [one for one in gateway.seen[1:] if isinstance(one, DeliveryReport)]
    assert [(one.provider_id, one.status) for one in reports] == [("r-1", "sent"), ("r-1", "delivered")]


async def test_words_beyond_gsm_are_sent_as_ucs2(aggregator: AggregatorStandIn) -> None:
    channel = built(aggregator.env())
    await channel.send(reply("Laporan – diterima"))
    await channel.close()
    assert aggregator.messages[0].coding == "2"


FAULTS = [
    ("busy", Fault(kind="busy", seconds=5), False, False, 5.0, 0),
    ("temporal failure", Fault(kind="error", status=503), False, False, None, 0),
    ("server error", Fault(kind="error", status=500), False, True, None, 0),
    ("refused", Fault(kind="refuse", code=4), True, False, None, 0),
    ("taken, answer lost", Fault(kind="cut"), False, True, None, 1),
    ("too slow", Fault(kind="slow", seconds=3), False, True, None, 0),
]


@pytest.mark.parametrize(
    ("label", "fault", "permanent", "unknown", "after", "taken"), FAULTS, ids=[f[0] for f in FAULTS]
)
async def test_faults(
    aggregator: AggregatorStandIn,
    label: str,
    fault: Fault,
    permanent: bool,
    unknown: bool,
    after: float | None,
    taken: int,
) -> None:
    aggregator.faults.tell(fault)
    channel = built(aggregator.env() | {"SMS_HTTP_TIMEOUT_SECONDS": "0.5" if fault.kind == "slow" else "20"})
    with pytest.raises(SendFailed) as caught:
        await channel.send(reply())
    await channel.close()
    error = caught.value
    assert (error.permanent, error.unknown, error.after) == (permanent, unknown, after)
    assert (aggregator.calls, len(aggregator.messages)) == (1, taken), "a message is never sent twice"


async def test_wrong_password_is_the_operators_to_mend(aggregator: AggregatorStandIn) -> None:
    channel = built(aggregator.env() | {"SMS_HTTP_PASSWORD": "wrong"})
    with pytest.raises(SendFailed, match="SMS_HTTP_PASSWORD") as caught:
        await channel.send(reply())
    await channel.close()
    assert (caught.value.permanent, caught.value.unknown, caught.value.after) == (False, False, 300.0)


async def test_nobody_listens_and_too_long() -> None:
    channel = built(AggregatorStandIn().env() | {"SMS_HTTP_SEND_URL": "http://127.0.0.1:1/"})
    with pytest.raises(SendFailed) as caught:
        await channel.send(reply())
    assert (caught.value.permanent, caught.value.unknown) == (False, False)
    with pytest.raises(SendFailed, match="1600") as caught:
        await channel.send(reply("a" * 1601))
    await channel.close()
    assert caught.value.permanent
    assert await channel.look_up(reply()) is None


RECEIVED = {
    "deviceId": "ffffffffceb0b1db0000018e937c815b",
    "event": "sms:received",
    "id": "Ey6ECgOkVVFjz3CL48B8C",
    "payload": {
        "messageId": "abc123",
        "message": "jalan rusak",
        "sender": "0811-0000-1234",
        "recipient": "+6281100009999",
        "simNumber": 1,
        "receivedAt": "2026-11-21T19:00:00.000+07:00",
    },
    "webhookId": "LreFUt-Z3sSq0JufY9uWB",
}


def android(event: dict[str, Any], path: str = "/sms") -> Raw:
    body = json.dumps(event).encode()
    stamp = "1795262400"
    mac = hmac.digest(SECRET.encode(), body + stamp.encode(), hashlib.sha256).hex()
    return raw(body, path, X_Signature=mac, X_Timestamp=stamp)


ANDROID = {
    "SMS_HTTP_PROFILE": "android_sms_gateway",
    "SMS_HTTP_SECRET": SECRET,
    "SMS_HTTP_USER": "u",
    "SMS_HTTP_PASSWORD": "p",
}


def test_android_reads_and_tells_repeats_from_new_words() -> None:
    channel = built(ANDROID | {"SMS_HTTP_SEND_URL": "http://127.0.0.1:1/message"})
    given = android(RECEIVED)
    channel.verify(given)
    found = words(channel.read(given))
    assert (found.text, found.sender.address, found.sent_at) == ("jalan rusak", PHONE, NOW)
    later = RECEIVED | {"payload": {**RECEIVED["payload"], "receivedAt": "2026-11-21T19:09:00.000+07:00"}}  # type: ignore[dict-item]  # it is a dict
    assert channel.delivery_key(given) != channel.delivery_key(android(later))
    assert channel.delivery_key(given) == channel.delivery_key(android(RECEIVED | {"id": "another event"}))
    assert channel.read(android(RECEIVED | {"event": "system:ping"})) == ()
    report = {
        "event": "sms:failed",
        "payload": {"messageId": "r-1", "phoneNumber": PHONE, "reason": "RESULT_NO_SERVICE"},
    }
    assert only(channel.read(android(report, "/sms/report"))) == DeliveryReport(
        SMS_HTTP, "r-1", "failed", "RESULT_NO_SERVICE", otherwise=Otherwise.WAY
    )


async def test_android_sends_json_with_our_id() -> None:
    seen: list[tuple[Any, str]] = []

    async def take(request: web.Request) -> web.Response:
        seen.append((await request.json(), request.headers["Authorization"]))
        return web.json_response({"id": "r-1", "state": "Pending"}, status=202)

    app, server = web.Application(), Server()
    app.router.add_post("/message", take)
    url = await server.start(app, "127.0.0.1", 0)
    channel = built(ANDROID | {"SMS_HTTP_SEND_URL": f"{url}/message"})
    assert await channel.send(reply()) == "r-1"
    await channel.close()
    await server.stop()
    sent = {"id": "r-1", "phoneNumbers": [PHONE], "textMessage": {"text": "Laporan Anda: 1916449"}}
    assert seen == [(sent | {"withDeliveryReport": True}, "Basic " + base64.b64encode(b"u:p").decode())]
