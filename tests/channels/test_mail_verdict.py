"""Verdicts of filters: only a trusted relay's headers count, and an rspamd that is away stops nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from aiohttp import web

from channels.connections import Connections
from channels.mail_verdict import Rspamd, told_by_relay
from normalizer.schema import ChannelName, Raw

ENVELOPE = (("MAIL FROM", "sari@warga.example"), ("RCPT TO", "lapor@kab.example"), ("PEER", "203.0.113.9"))


def raw(*heads: str, trusted: bool = True, body: str = "isi") -> Raw:
    envelope = (*ENVELOPE, ("RELAY", "trusted")) if trusted else ENVELOPE
    content = "\r\n".join(["From: sari@warga.example", *heads, "", body]).encode()
    return Raw(ChannelName("mail"), datetime(2026, 11, 21, tzinfo=UTC), "smtp:", envelope, content)


TOLD = [
    ("SpamAssassin's flag", "X-Spam-Flag: YES", "spam"),
    ("SpamAssassin's status", "X-Spam-Status: Yes, score=9.1 required=5.0 tests=BAYES_99", "spam"),
    ("SpamAssassin's no", "X-Spam-Status: No, score=-1.0 required=5.0", ""),
    ("rspamd's header", "X-Spam: Yes", "spam"),
    ("rspamd's action", "X-Rspamd-Action: add header", "spam"),
    ("rspamd puts off", "X-Rspamd-Action: greylist", "doubtful"),
    ("rspamd lets through", "X-Rspamd-Action: no action", ""),
    ("rspamd's result", "X-Spamd-Result: default: True [15.20 / 15.00]; BAYES_SPAM", "spam"),
    ("rspamd's result, no", "X-Spamd-Result: default: False [3.50 / 15.00];\r\n\tR_SPF_ALLOW", ""),
    ("Exchange, high confidence", "X-MS-Exchange-Organization-SCL: 9", "spam"),
    ("Exchange, spam", "x-ms-exchange-organization-scl: 5", "spam"),
    ("Exchange, not spam", "X-MS-Exchange-Organization-SCL: 1", ""),
    ("Exchange, trusted", "X-MS-Exchange-Organization-SCL: -1", ""),
    ("nonsense", "X-MS-Exchange-Organization-SCL: viele", ""),
    ("nothing", "X-Other: Yes", ""),
]


@pytest.mark.every
@pytest.mark.parametrize(("label", "head", "verdict"), TOLD, ids=[row[0] for row in TOLD])
def test_headers_of_a_trusted_relay(label: str, head: str, verdict: str) -> None:
    assert told_by_relay(raw(head)) == verdict, label
    assert told_by_relay(raw(head, trusted=False)) == ""
    assert told_by_relay(raw(body=head)) == ""


@dataclass
class Filter:
    """A stand-in rspamd that keeps what it was asked."""

    answer: web.Response | dict[str, object]
    asked: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def check(self, request: web.Request) -> web.Response:
        self.asked.append((dict(request.headers), await request.read()))
        return web.json_response(self.answer) if isinstance(self.answer, dict) else self.answer


@asynccontextmanager
async def filtering(answer: web.Response | dict[str, object]) -> AsyncIterator[tuple[Filter, Rspamd]]:
    standing = Filter(answer)
    app = web.Application()
    app.router.add_post("/checkv2", standing.check)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    client = Rspamd(f"http://127.0.0.1:{port}/", "sandi-saring", 5, 10_000, Connections(5))
    try:
        yield standing, client
    finally:
        await client.close()
        await runner.cleanup()


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ({"action": "reject", "score": 20}, "spam"),
        ({"action": "add header"}, "spam"),
        ({"action": "no action"}, "ham"),
        ({"action": "greylist"}, "doubtful"),
        ({"action": "dance"}, "away"),
        ({}, "away"),
    ],
)
async def test_rspamd_is_asked_with_the_envelope(answer: dict[str, object], verdict: str) -> None:
    async with filtering(answer) as (standing, client):
        asked = raw()
        assert await client.verdict(asked) == verdict
        ((headers, body),) = standing.asked
        assert body == asked.body
        told = {name: headers.get(name) for name in ("From", "Rcpt", "IP", "Password")}
        sender, recipient = ENVELOPE[0][1], ENVELOPE[1][1]
        assert told == {"From": sender, "Rcpt": recipient, "IP": "203.0.113.9", "Password": "sandi-saring"}


@pytest.mark.parametrize(
    "answer",
    [web.Response(status=403), web.Response(status=500, text="{}"), web.Response(text="<html>"), {"action": 7}],
)
async def test_what_cannot_be_read_is_no_verdict(answer: web.Response | dict[str, object]) -> None:
    async with filtering(answer) as (_, client):
        assert await client.verdict(raw()) == "away"


async def test_an_rspamd_that_is_away_is_no_verdict() -> None:
    client = Rspamd("http://127.0.0.1:9", connections=Connections(1), seconds=1)
    assert await client.verdict(raw()) == "away"
    await client.close()


def test_large_mails_and_no_setting_ask_nobody() -> None:
    assert not Rspamd().wants(raw())
    assert Rspamd("http://127.0.0.1:9", largest=100_000).wants(raw())
    assert not Rspamd("http://127.0.0.1:9", largest=10).wants(raw())


def test_its_password_is_in_no_repr() -> None:
    assert "sandi" not in repr(Rspamd("http://127.0.0.1:9", "sandi-saring"))
