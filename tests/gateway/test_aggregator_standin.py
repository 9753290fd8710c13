"""The aggregator stand-in answers as Kannel's smsbox does, asked with plain HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from taking import taking

from gateway.simulator.aggregator import AggregatorStandIn
from gateway.simulator.faults import Fault, Server

PHONE = "+6281100001234"


@pytest.fixture
async def kannel() -> AsyncIterator[AggregatorStandIn]:
    standin = AggregatorStandIn()
    await standin.start()
    yield standin
    await standin.stop()


@dataclass
class Gateway:
    """A web server that writes down what was asked of it."""

    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    server: Server = field(init=False)

    async def take(self, request: web.Request) -> web.Response:
        self.asked.append((request.path, dict(request.query)))
        return web.Response()


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    found = Gateway()
    async with taking(found.take) as found.server:
        yield found


async def sendsms(kannel: AggregatorStandIn, **form: str) -> tuple[int, str]:
    known = {"username": kannel.user, "password": kannel.password, "from": "1708", "to": PHONE, "text": "halo"}
    wanted = {name: value for name, value in (known | form).items() if value != "-"}
    url = f"{kannel.server.url}/cgi-bin/sendsms"
    async with aiohttp.ClientSession() as session, session.get(url, params=wanted) as answer:
        return answer.status, await answer.text()


ANSWERS = [
    ("taken", {}, 202, "0: Accepted for delivery"),
    ("wrong password", {"password": "x"}, 403, "Authorization failed for sendsms"),
    ("nobody", {"to": "-"}, 400, "Missing receiver number or message, rejected"),
    ("no words", {"text": "-"}, 400, "Missing receiver number or message, rejected"),
]


@pytest.mark.parametrize(("label", "form", "status", "said"), ANSWERS, ids=[row[0] for row in ANSWERS])
async def test_answers(kannel: AggregatorStandIn, label: str, form: dict[str, str], status: int, said: str) -> None:
    assert await sendsms(kannel, **form) == (status, said)
    assert len(kannel.messages_to(PHONE)) == (status == 202)


async def test_reports_its_way_where_dlr_url_says(kannel: AggregatorStandIn, gateway: Gateway) -> None:
    await sendsms(kannel, **{"dlr-url": f"{gateway.server.url}/sms/report?id=r-1&status=%d"})
    await kannel.server.settled()
    assert gateway.asked == [
        ("/sms/report", {"id": "r-1", "status": "8"}),
        ("/sms/report", {"id": "r-1", "status": "1"}),
    ]


async def test_a_phone_writes(kannel: AggregatorStandIn, gateway: Gateway) -> None:
    status, sid = await kannel.phone_sends(f"{gateway.server.url}/sms", PHONE, "jalan rusak & gelap 😡")
    (path, query), again = gateway.asked[0], await kannel.phone_sends(f"{gateway.server.url}/sms", PHONE, "x", sid=sid)
    assert (status, again, path) == (200, (200, sid), "/sms")
    assert (query["from"], query["to"], query["text"], query["id"]) == (PHONE, "1708", "jalan rusak & gelap 😡", sid)
    assert (query["secret"], gateway.asked[1][1]["id"]) == (kannel.secret, sid)


async def test_told_over_http_what_to_do(kannel: AggregatorStandIn, gateway: Gateway) -> None:
    control = f"{kannel.server.url}/_control"
    async with aiohttp.ClientSession() as session:
        await session.post(f"{control}/faults", json={"kind": "error", "status": 503, "times": 1})
        assert [(await sendsms(kannel))[0] for _ in range(2)] == [503, 202]
        async with session.get(f"{control}/messages", params={"to": PHONE}) as answer:
            assert await answer.json() == [{"to": PHONE, "from": "1708", "body": "halo"}]
        async with session.delete(f"{control}/faults") as answer:
            assert await answer.json() == {"fault": None, "early": 0}
        wanted = {"url": f"{gateway.server.url}/sms", "sender": PHONE, "text": "dari proses lain"}
        async with session.post(f"{control}/phone", json=wanted) as answer:
            assert (await answer.json())["status"] == 200
    assert gateway.asked[0][1]["text"] == "dari proses lain"


async def test_drops_a_connection(kannel: AggregatorStandIn) -> None:
    kannel.faults.tell(Fault(kind="drop"))
    with pytest.raises(aiohttp.ClientError):
        await sendsms(kannel)
    assert kannel.messages == []
