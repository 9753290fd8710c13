"""The Twilio stand-in behaves as Twilio does: asked with plain HTTP, judged by Twilio's own validator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from taking import taking
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # it ships no py.typed

from gateway.simulator.faults import Fault, Server
from gateway.simulator.twilio import TwilioStandIn

PHONE = "+6281100001234"


@dataclass
class Gateway:
    """A web server that writes down what was posted to it."""

    posts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    server: Server = field(init=False)

    async def take(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        url, signed = str(request.url), request.headers["X-Twilio-Signature"]
        assert RequestValidator(TwilioStandIn().token).validate(url, form, signed)
        self.posts.append((request.path, form))
        return web.Response(text="<Response/>")


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    found = Gateway()
    async with taking(found.take) as found.server:
        yield found


def authorization(twilio: TwilioStandIn, token: str | None = None) -> dict[str, str]:
    return {"Authorization": aiohttp.encode_basic_auth(twilio.account, twilio.token if token is None else token)}


async def post(twilio: TwilioStandIn, form: dict[str, str], token: str | None = None) -> tuple[int, Any, str]:
    url = f"{twilio.server.url}/2010-04-01/Accounts/{twilio.account}/Messages.json"
    headers = authorization(twilio, token)
    async with aiohttp.ClientSession() as session, session.post(url, data=form, headers=headers) as answer:
        return answer.status, await answer.json(), answer.headers.get("Retry-After", "")


GOOD = {"To": PHONE, "From": "+6281100009999", "Body": "halo"}
REFUSED = [
    ("no To", GOOD | {"To": ""}, 21604),
    ("To is none", GOOD | {"To": "08110000"}, 21211),
    ("no From", GOOD | {"From": ""}, 21603),
    ("From is none", GOOD | {"From": "+0"}, 21212),
    ("two channels", GOOD | {"To": f"whatsapp:{PHONE}"}, 21910),
    ("no words", GOOD | {"Body": ""}, 21602),
    ("too many words", GOOD | {"Body": "a" * 1601}, 21617),
    ("callback is none", GOOD | {"StatusCallback": "satupintu"}, 21609),
]


@pytest.mark.parametrize(("label", "form", "code"), REFUSED, ids=[row[0] for row in REFUSED])
async def test_refuses_what_twilio_refuses(twilio: TwilioStandIn, label: str, form: dict[str, str], code: int) -> None:
    status, said, _ = await post(twilio, form)
    assert (status, said["code"], said["status"], set(said)) == (
        400,
        code,
        400,
        {"code", "message", "more_info", "status"},
    )
    assert twilio.messages == []


async def test_wrong_token(twilio: TwilioStandIn) -> None:
    status, said, _ = await post(twilio, GOOD, "wrong")
    assert (status, said["code"]) == (401, 20003)


async def test_takes_a_message_and_reports_its_way(twilio: TwilioStandIn, gateway: Gateway) -> None:
    callback = f"{gateway.server.url}/twilio/sms/status"
    status, said, _ = await post(twilio, GOOD | {"StatusCallback": callback})
    await twilio.server.settled()
    assert (status, said["status"], len(said["sid"]), said["sid"][:2]) == (201, "queued", 34, "SM")
    assert [(path, form["MessageStatus"], form["MessageSid"]) for path, form in gateway.posts] == [
        ("/twilio/sms/status", "sent", said["sid"]),
        ("/twilio/sms/status", "delivered", said["sid"]),
    ]


async def test_whatsapp_outside_its_window_fails_later(twilio: TwilioStandIn, gateway: Gateway) -> None:
    twilio.closed_windows.add(PHONE)
    callback = f"{gateway.server.url}/twilio/whatsapp/status"
    form = {name: f"whatsapp:{value}" if name != "Body" else value for name, value in GOOD.items()}
    assert (await post(twilio, form | {"StatusCallback": callback}))[0] == 201
    await twilio.server.settled()
    assert [(form["MessageStatus"], form["ErrorCode"]) for _, form in gateway.posts] == [("undelivered", "63016")]
    await twilio.phone_sends(f"{gateway.server.url}/twilio/whatsapp", PHONE, "halo", whatsapp=True)
    assert twilio.closed_windows == set()


async def test_a_phone_writes_and_writes_again(twilio: TwilioStandIn, gateway: Gateway) -> None:
    url = f"{gateway.server.url}/twilio/whatsapp"
    place = (-6.2, 106.8, "Jl. Contoh")
    status, sid = await twilio.phone_sends(
        url, PHONE, "ini", whatsapp=True, name="Siti Contoh", media=[("image/png", b"png")], location=place
    )
    again = await twilio.phone_sends(url, PHONE, "ini", whatsapp=True, sid=sid)
    assert (status, again) == (200, (200, sid))
    form = gateway.posts[0][1]
    assert (form["From"], form["ProfileName"], form["NumMedia"]) == (f"whatsapp:{PHONE}", "Siti Contoh", "1")
    assert (form["Latitude"], form["Longitude"], form["Address"]) == ("-6.2", "106.8", "Jl. Contoh")
    assert gateway.posts[1][1]["MessageSid"] == form["MessageSid"] == sid
    headers = authorization(twilio)
    async with aiohttp.ClientSession() as session, session.get(form["MediaUrl0"], headers=headers) as answer:
        assert (await answer.read(), len(answer.history)) == (b"png", 1)
    async with aiohttp.ClientSession() as session, session.get(form["MediaUrl0"]) as answer:
        assert answer.status == 401


async def test_stop_and_start(twilio: TwilioStandIn, gateway: Gateway) -> None:
    await twilio.phone_sends(gateway.server.url + "/x", PHONE, "Stop")
    assert (await post(twilio, GOOD))[1]["code"] == 21610
    await twilio.phone_sends(gateway.server.url + "/x", PHONE, "START")
    assert (await post(twilio, GOOD))[0] == 201


async def test_busy_counts_who_comes_early(twilio: TwilioStandIn) -> None:
    twilio.faults.tell(Fault(kind="busy", times=1, seconds=1))
    assert [(await post(twilio, GOOD))[0::2] for _ in range(2)] == [(429, "1"), (429, "1")]
    await asyncio.sleep(twilio.faults.quiet_for() + 0.01)
    assert (await post(twilio, GOOD))[0] == 201
    assert twilio.faults.early == 1


async def test_told_over_http_what_to_do(twilio: TwilioStandIn, gateway: Gateway) -> None:
    control = f"{twilio.server.url}/_control"
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{control}/faults", json={"kind": "refuse", "code": 30001, "times": 1}) as answer:
            assert answer.status == 200
        async with session.post(f"{control}/faults", json={"kind": "magic"}) as answer:
            assert (answer.status, (await answer.json())["faults"][0]["loc"]) == (400, ["kind"])
        assert (await post(twilio, GOOD))[1]["code"] == 30001
        assert (await post(twilio, GOOD))[0] == 201
        async with session.get(f"{control}/messages", params={"to": PHONE}) as answer:
            assert [one["body"] for one in await answer.json()] == ["halo"]
        wanted = {"url": f"{gateway.server.url}/twilio/sms", "sender": PHONE, "text": "dari proses lain"}
        async with session.post(f"{control}/phone", json=wanted) as answer:
            assert (await answer.json())["status"] == 200
    assert gateway.posts[0][1]["Body"] == "dari proses lain"


async def test_lists_newest_first_by_pages_and_days(twilio: TwilioStandIn) -> None:
    for number in range(3):
        await post(twilio, GOOD | {"Body": str(number)})
    await post(twilio, GOOD | {"To": "+6281100005678"})
    await twilio.server.settled()
    url = f"{twilio.server.url}/2010-04-01/Accounts/{twilio.account}/Messages.json"
    headers = authorization(twilio)

    async def bodies(**query: str) -> list[str]:
        params = {name.replace("After", ">").replace("Before", "<"): value for name, value in query.items()}
        async with aiohttp.ClientSession(headers=headers) as session, session.get(url, params=params) as answer:
            return [one["body"] for one in (await answer.json())["messages"]]

    assert await bodies(To=PHONE) == ["2", "1", "0"]
    assert await bodies(To=PHONE, PageSize="2", Page="1") == ["0"]
    assert await bodies(To=PHONE, DateSentAfter="2020-01-01") == ["2", "1", "0"]
    assert await bodies(To=PHONE, DateSentBefore="2020-01-01") == []
