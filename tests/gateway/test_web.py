"""The webhooks' listener over real sockets."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from intake_samples import LATER, PUBLIC_URL, make_intake, serving, signature
from journal_samples import open_reader
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

import channels
from gateway.intake import Intake
from gateway.listener import Patience
from gateway.web import WebLimits, make_app
from normalizer.schema import ChannelName


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[Intake]:
    made = make_intake(tmp_path, CollectorRegistry())
    yield made
    made.journal.close()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        yield session


async def post(
    client: aiohttp.ClientSession, port: int, target: str, body: bytes, method: str = "POST", **headers: str
) -> Answer:
    """Signed as the provider would, unless another signature is given."""
    headers = {"X-Signature": signature(PUBLIC_URL + target, body), **headers}
    async with client.request(method, f"http://127.0.0.1:{port}{target}", data=body, headers=headers) as response:
        return Answer(response.status, response.headers, await response.read())


async def until(true: Callable[[], bool]) -> None:
    """Let the event loop turn until it is so; the test's own time limit is the end of it."""
    while not true():  # noqa: ASYNC110 - what is waited for has no event
        await asyncio.sleep(0)


async def speak(port: int, said: bytes) -> bytes:
    """What a listener answers to bytes that may be no HTTP, until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(said)
    heard = await reader.read()
    writer.close()
    return heard


BODY = b"Body=Jembatan+ambrol&From=%2B62811-0000-0001"

TABLE = [
    # label, method, path and query, body, headers, status, content type, body of the answer
    ("signed", "POST", "/signed", BODY, {}, 200, "text/xml", b"<Response/>"),
    ("signed, a second path", "POST", "/signed/status", BODY, {}, 200, "text/xml", b"<Response/>"),
    ("another channel's answer", "POST", "/later", BODY, {}, 200, "text/plain", b""),
    ("a query is signed too", "POST", "/signed?a=1&b=%2B+%C3%A9&a=", BODY, {}, 200, "text/xml", b"<Response/>"),
    ("a GET where the channel says so", "GET", "/later?text=ya", b"", {}, 200, "text/plain", b""),
    ("empty, but signed", "POST", "/signed", b"", {}, 200, "text/xml", b"<Response/>"),
    ("bytes that are no text", "POST", "/signed", bytes(range(256)), {}, 200, "text/xml", b"<Response/>"),
    ("unsigned", "POST", "/signed", BODY, {"X-Signature": ""}, 403, "text/plain", None),
    ("signed with another secret", "POST", "/signed", BODY, {"X-Signature": "0" * 64}, 403, "text/plain", None),
    ("too large", "POST", "/signed", b"x" * 4097, {}, 413, "text/plain", None),
    ("as large as may be", "POST", "/signed", b"x" * 4096, {}, 200, "text/xml", b"<Response/>"),
    ("a fault of ours", "POST", "/signed", b"surprise", {}, 500, "text/plain", None),
    ("a GET where it is not", "GET", "/signed", b"", {}, 405, "text/plain", None),
    ("a channel that is switched off", "POST", "/off", BODY, {}, 404, "text/plain", None),
    ("nowhere", "POST", "/", BODY, {}, 404, "text/plain", None),
    ("a path that climbs", "POST", "/signed/../../etc/passwd", BODY, {}, 404, "text/plain", None),
]


@pytest.mark.parametrize(
    ("label", "method", "target", "body", "headers", "status", "kind", "words"), TABLE, ids=[row[0] for row in TABLE]
)
async def test_what_a_provider_hears(
    intake: Intake,
    client: aiohttp.ClientSession,
    label: str,
    method: str,
    target: str,
    body: bytes,
    headers: dict[str, str],
    status: int,
    kind: str,
    words: bytes | None,
) -> None:
    async with serving(intake, limits=WebLimits(largest=4096)) as listener:
        answer = await post(client, listener.addresses[0][1], target, body, method, **headers)
        kept = intake.journal.tally.kept
    assert (answer.status, answer.headers["Content-Type"].split(";")[0]) == (status, kind), label
    assert words is None or answer.body == words
    assert "Server" not in answer.headers
    assert kept == (1 if status == 200 else 0)


async def test_what_is_kept_is_what_was_sent(intake: Intake) -> None:
    target = "/signed?x=%2f&y=%C3%a9+&x="
    said = f"POST {target} HTTP/1.1\r\nHost: evil.example.org\r\nX-Forwarded-Host: evil.example.org\r\nX-Odd: \xff\r\n"
    sign = f"X-Signature: {signature(PUBLIC_URL + target, BODY)}\r\n"
    end = f"Content-Length: {len(BODY)}\r\nConnection: close\r\n\r\n"
    async with serving(intake) as listener:
        heard = await speak(listener.addresses[0][1], (said + sign + end).encode("latin-1") + BODY)
        reader = open_reader(intake.journal.folder)
        (row,) = reader.open_rows()
        reader.close()
    assert heard.startswith(b"HTTP/1.1 200 ")
    assert row.raw is not None
    assert (row.raw.body, row.raw.url) == (BODY, PUBLIC_URL + target)
    assert (row.raw.header("host"), row.raw.header("x-odd")) == ("evil.example.org", "\udcff")


async def test_a_compressed_body_stays_as_it_is(intake: Intake, client: aiohttp.ClientSession) -> None:
    async with serving(intake) as listener:
        answer = await post(
            client, listener.addresses[0][1], "/signed", b"\x1f\x8b no gzip", **{"Content-Encoding": "gzip"}
        )
    assert answer.status == 200


async def test_fifty_identical_webhooks_hear_the_same(intake: Intake, client: aiohttp.ClientSession) -> None:
    async with serving(intake) as listener:
        port = listener.addresses[0][1]
        answers = await asyncio.gather(*(post(client, port, "/signed", BODY) for _ in range(50)))
    assert {(answer.status, answer.body) for answer in answers} == {(200, b"<Response/>")}
    assert intake.journal.tally.kept == 1


async def test_a_full_disk_is_503_for_those_who_try_again_and_200_for_the_others(
    tmp_path: Path, client: aiohttp.ClientSession
) -> None:
    free = [10**9]
    intake = make_intake(tmp_path, CollectorRegistry(), lambda _: free[0])
    async with serving(intake) as listener:
        port = listener.addresses[0][1]
        free[0] = 0
        intake.journal._writer.reserve._looked = float("-inf")
        later = await post(client, port, "/later", BODY)
        signed = await post(client, port, "/signed", BODY)
    assert (later.status, later.headers["Retry-After"]) == (503, "60")
    assert signed.status == 200


async def test_a_broken_journal_is_503_and_then_200_again(intake: Intake, client: aiohttp.ClientSession) -> None:
    other = sqlite3.connect(intake.journal.folder / "journal.sqlite3", isolation_level=None)
    assert intake.journal._writer.db is not None
    intake.journal._writer.db.execute("PRAGMA busy_timeout = 1")
    async with serving(intake) as listener:
        port = listener.addresses[0][1]
        other.execute("BEGIN IMMEDIATE")
        broken = await post(client, port, "/signed", BODY)
        other.execute("ROLLBACK")
        mended = await post(client, port, "/signed", BODY)
    other.close()
    assert (broken.status, broken.headers["Retry-After"]) == (503, "10")
    assert mended.status == 200


async def test_a_fault_of_ours_is_logged_without_words(intake: Intake, client: aiohttp.ClientSession) -> None:
    with capture_logs() as logged:
        async with serving(intake) as listener:
            await post(client, listener.addresses[0][1], "/signed", b"surprise Jembatan")
    assert [entry["channel"] for entry in logged] == ["signed"]
    assert "Jembatan" not in str(logged)


async def test_a_body_in_chunks_is_counted_too(intake: Intake) -> None:
    chunk = b"400\r\n" + b"x" * 1024 + b"\r\n"
    said = b"POST /signed HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 8
    async with serving(intake, limits=WebLimits(largest=4096)) as listener:
        heard = await speak(listener.addresses[0][1], said)
    assert heard.startswith(b"HTTP/1.1 413 ")
    assert intake.journal.tally.kept == 0


SLOW = [
    ("nothing", b"", b""),
    ("half a request line", b"POST /sig", b""),
    ("headers without end", b"POST /signed HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n", b""),
    ("a body that stops", b"POST /signed HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nFrom=", b"HTTP/1.1 408 "),
    ("no second request", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\nPOST /sig", b"HTTP/1.1 404 "),
]


@pytest.mark.parametrize(("label", "said", "answer"), SLOW, ids=[row[0] for row in SLOW])
async def test_who_is_too_slow_is_hung_up_on(intake: Intake, label: str, said: bytes, answer: bytes) -> None:
    patience = Patience(headers=1.0, idle=1.0)
    async with serving(intake, limits=WebLimits(body_seconds=1.0), patience=patience) as listener:
        heard = await asyncio.wait_for(speak(listener.addresses[0][1], said), 30)
    assert heard.startswith(answer), label
    assert (heard == b"") == (answer == b""), label
    assert intake.journal.tally.kept == 0


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("no HTTP", b"\x16\x03\x01\x02\x00 hello\r\n\r\n"),
        ("a header too long", b"POST /signed HTTP/1.1\r\nHost: a\r\nX-A: " + b"x" * 9000 + b"\r\n\r\n"),
        ("too many headers", b"POST /signed HTTP/1.1\r\nHost: a\r\n" + b"X-A: 1\r\n" * 400 + b"\r\n"),
        ("a target too long", b"POST /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("two lengths", b"POST /signed HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        (
            "length and chunks",
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ),
        ("a broken chunk", b"POST /signed HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
    ],
)
async def test_what_is_no_proper_http_is_refused(
    intake: Intake, caplog: pytest.LogCaptureFixture, label: str, said: bytes
) -> None:
    async with serving(intake) as listener:
        heard = await asyncio.wait_for(speak(listener.addresses[0][1], said), 30)
    assert heard.startswith((b"HTTP/1.1 400 ", b"HTTP/1.0 400 ")), label
    assert b"\r\nServer:" not in heard
    assert caplog.text == ""
    assert intake.journal.tally.kept == 0


async def test_an_absolute_target_is_understood_as_its_path(intake: Intake) -> None:
    sign = signature(PUBLIC_URL + "/signed?a=1", b"ab").encode()
    said = b"POST http://evil.example.org/signed?a=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n"
    async with serving(intake) as listener:
        heard = await speak(listener.addresses[0][1], said + b"X-Signature: " + sign + b"\r\n\r\nab")
    assert heard.startswith(b"HTTP/1.1 200 ")


async def test_closing_lets_a_request_in_flight_end(intake: Intake) -> None:
    body = b"ab"
    head = b"POST /signed HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nX-Signature: %s\r\n\r\n"
    async with serving(intake) as listener:
        host, port = listener.addresses[0]
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(head % signature(PUBLIC_URL + "/signed", body).encode() + b"a")
        await until(lambda: bool(listener._unread))
        closing = asyncio.ensure_future(listener.close())
        await until(lambda: not listener.addresses)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(host, port)
        writer.write(b"b")
        heard = await reader.read()
        await closing
        writer.close()
    assert heard.startswith(b"HTTP/1.1 200 ")
    assert intake.journal.tally.kept == 1


async def test_extra_routes_are_served_beside_the_channels(intake: Intake, client: aiohttp.ClientSession) -> None:
    async def status(_request: web.Request) -> web.Response:
        return web.Response(status=204)

    async with serving(intake, extra=[web.post("/central/status", status)]) as listener:
        answer = await post(client, listener.addresses[0][1], "/central/status", b"{}")
    assert answer.status == 204
    assert "Server" not in answer.headers


async def test_every_channel_of_the_table_gets_its_routes(tmp_path: Path) -> None:
    intake = make_intake(tmp_path, CollectorRegistry())
    names = {line.name: intake.channels[LATER] for line in channels.ALL}
    app = make_app(Intake(intake.journal, names, intake.counters), channels.ALL, PUBLIC_URL)
    intake.journal.close()
    routed = {(route.method, route.resource.canonical) for route in app.router.routes() if route.resource}
    wanted = {(method, path) for line in channels.ALL for path in line.paths for method in line.methods}
    assert wanted <= routed
    assert {method for method, _ in routed - wanted} <= {"HEAD"}
    assert ChannelName("mail") in names


def _request(version: str, *more: str) -> bytes:
    target, body = "/signed", BODY
    lines = (f"POST {target} HTTP/{version}", "Host: pintu.example.org", f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, f"X-Signature: {signature(PUBLIC_URL + target, body)}", *more, "\r\n")).encode() + body


@pytest.mark.parametrize(
    ("label", "said", "answers"),
    [
        ("two at once, the last one said so", _request("1.1") + _request("1.1", "Connection: close"), 2),
        ("the old version hangs up by itself", _request("1.0"), 1),
        ("who waits to be told to go on", _request("1.1", "Expect: 100-continue", "Connection: close"), 1),
    ],
)
async def test_a_connection_ends_when_it_was_said(intake: Intake, label: str, said: bytes, answers: int) -> None:
    async with serving(intake) as listener:
        heard = await speak(listener.addresses[0][1], said)
    assert heard.count(b"200 OK") == answers, label
    assert heard.count(b"<Response/>") == answers
    assert heard.count(b"\r\nDate: ") == answers
    assert heard.lower().count(b"server:") == 0
