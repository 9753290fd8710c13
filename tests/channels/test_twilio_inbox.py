"""Twilio's list of what was written to us, and of what we sent: whole, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from channels import sms
from channels.base import SendFailed
from channels.twilio_channel import TwilioChannel
from gateway.simulator.twilio import TwilioStandIn
from gateway.simulator.twilio_api import API, Sent, new_sid

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
DAY = (NOON - timedelta(hours=5), NOON + timedelta(hours=19))


def channel(twilio: TwilioStandIn, **env: str) -> TwilioChannel:
    found = sms.from_env(twilio.env() | env, "")
    assert isinstance(found, TwilioChannel)
    return found


def wrote(twilio: TwilioStandIn, words: str, at: datetime = NOON, direction: str = "inbound") -> str:
    sid = new_sid()
    sent = Sent(sid, "+6281100001234", twilio.our_number, words, "received", direction, sent=at)
    twilio.messages.append(sent)
    return sid


@pytest.mark.once
async def test_a_busy_day_of_long_messages_comes_whole(twilio: TwilioStandIn) -> None:
    """1,600 characters of which each takes six bytes as Twilio writes JSON: 12 MB."""
    sids = [wrote(twilio, f"{place} " + "ꦗ" * 1_590) for place in range(1_200)]
    wrote(twilio, "an answer of ours", direction="outbound-api")
    wrote(twilio, "the day before", NOON - timedelta(hours=6))
    one = channel(twilio)
    found = await one.received(*DAY)
    await one.close()
    assert sorted(parse_qs(raw.body.decode())["MessageSid"][0] for raw in found) == sorted(sids)
    assert all(len(parse_qs(raw.body.decode())["Body"][0]) > 1_590 for raw in found)


def listed(**more: Any) -> dict[str, Any]:
    sid, at = new_sid(), format_datetime(NOON)
    known = {"from": "+6281100001234", "to": "+6281100009999", "body": "Lampu padam", "direction": "inbound"}
    return {"sid": sid, "date_sent": at, "date_created": at, "num_media": "0", "account_sid": "AC1", **known, **more}


async def then_drips(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    while True:
        await answer.write(b" ")
        await asyncio.sleep(0.05)


Second = Callable[[web.Request], Awaitable[web.StreamResponse]]


def says(text: str, status: int = 200) -> Second:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(text=text, status=status, content_type="application/json")

    return handler


async def goes_elsewhere(_: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("http://127.0.0.1:1/stolen")


SECOND: list[tuple[str, Second]] = [
    ("an error", says('{"code": 20500}', 500)),
    ("no JSON", says("<html>maintenance</html>")),
    ("half of it", says('{"messages": [{"sid": "SM1", "bo')),
    ("JSON that nests without end", says("[" * 200_000)),
    ("another kind of JSON", says('["messages"]')),
    ("a list of none", says('{"messages": [null], "next_page_uri": null}')),
    ("no list", says('{"messages": null, "next_page_uri": null}')),
    ("a number without end", says('{"messages": [{"sid": ' + "9" * 10_000 + "}]}")),
    ("somewhere else", goes_elsewhere),
    ("drop by drop", then_drips),
]


@pytest.mark.parametrize("second", [pytest.param(handler, id=label) for label, handler in SECOND])
async def test_half_a_list_is_none(twilio: TwilioStandIn, second: Second) -> None:
    async def page(request: web.Request) -> web.StreamResponse:
        if "Page" in request.query:
            return await second(request)
        following = f"{API}/Accounts/{twilio.account}/Messages.json?Page=1"
        return web.json_response({"messages": [listed()], "next_page_uri": following})

    app = web.Application()
    app.router.add_get(f"{API}/Accounts/{{account}}/Messages.json", page)
    async with TestServer(app) as server:
        one = channel(twilio, TWILIO_API_BASE=str(server.make_url("/")).rstrip("/"), TWILIO_TIMEOUT_SECONDS="1")
        with pytest.raises(SendFailed):
            await one.received(*DAY)
        with pytest.raises(SendFailed):
            [sent async for sent in one.sent(*DAY)]
        await one.close()
