"""SMS by profile: the shipped ones over real sockets, and what a profile may get wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web
from pydantic import ValidationError

from channels import sms_http
from channels.base import SendFailed, Unauthentic, Unreadable
from channels.sms_http import SmsHttp
from channels.sms_incoming import SMS_HTTP, Reader
from channels.sms_outgoing import judged
from channels.sms_profile import Answer, Profile, load, shipped
from gateway.simulator.aggregator import AggregatorStandIn
from gateway.simulator.faults import Fault, Server
from normalizer.schema import DeliveryReport, Inbound, Language, Message, Party, Raw, Reply

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PUBLIC = "https://satupintu.example.org"
PHONE = "+6281100001234"
SECRET = "kata sandi+&rahasia"


def raw(body: bytes = b"", path: str = "/sms", query: dict[str, str] | None = None, **headers: str) -> Raw:
    url = f"{PUBLIC}{path}" + (f"?{urlencode(query)}" if query else "")
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Raw(SMS_HTTP, NOW, url, named, body)


def reader(**incoming: Any) -> Reader:
    """Kannel's way out, and any way in."""
    base = load("kannel").model_dump(by_alias=True)
    fields = {"from": "from", "to": "to", "text": "text", "time": "time", "id": "id"}
    given = {"auth": {"kind": "header", "name": "X-Secret"}, "fields": fields} | incoming
    return Reader(Profile.model_validate(base | {"incoming": given}), (SECRET.encode(), b"old"))


def form(**fields: str) -> bytes:
    return urlencode({"from": "081100001234", "to": "1708", "text": "halo", **fields}).encode()


def only(found: Any) -> Inbound:
    (one,) = found
    assert isinstance(one, Message | DeliveryReport)
    return one


def words(found: Any) -> Message:
    one = only(found)
    assert isinstance(one, Message)
    return one


# --- who may write to us -----------------------------------------------------------------------------------------


def signed(body: bytes, algorithm: str = "sha256") -> bytes:
    return hmac.digest(SECRET.encode(), body, algorithm)


BASIC = base64.b64encode(SECRET.encode()).decode()
AUTHS: list[tuple[str, dict[str, Any], Raw]] = [
    ("header", {"kind": "header", "name": "X-Secret"}, raw(form(), X_Secret=SECRET)),
    (
        "bearer",
        {"kind": "header", "name": "Authorization", "prefix": "Bearer "},
        raw(form(), Authorization=f"Bearer {SECRET}"),
    ),
    ("query", {"kind": "query", "name": "kunci"}, raw(form(), query={"kunci": SECRET})),
    ("form", {"kind": "form", "name": "kunci"}, raw(form(kunci=SECRET))),
    ("basic", {"kind": "basic"}, raw(form(), Authorization=f"Basic {BASIC}")),
    ("hmac", {"kind": "hmac", "name": "X-Signature"}, raw(form(), X_Signature=signed(form()).hex())),
    (
        "hmac, prefixed, base64",
        {"kind": "hmac", "name": "X-Signature", "prefix": "sha1=", "digest": "base64", "algorithm": "sha1"},
        raw(form(), X_Signature="sha1=" + base64.b64encode(signed(form(), "sha1")).decode()),
    ),
    (
        "hmac with a timestamp",
        {"kind": "hmac", "name": "X-Signature", "timestamp_header": "X-Timestamp"},
        raw(form(), X_Signature=signed(form() + b"1795262400").hex(), X_Timestamp="1795262400"),
    ),
]


@pytest.mark.parametrize(("label", "auth", "good"), AUTHS, ids=[row[0] for row in AUTHS])
def test_auth(label: str, auth: dict[str, Any], good: Raw) -> None:
    judge = reader(auth=auth)
    judge.verify(good)
    assert words(judge.read(good)).text == "halo"
    stranger = Reader(judge.profile, (b"another",))
    for refused in (raw(form()), raw(form(), X_Secret="é\udcff", X_Signature="", Authorization="Basic")):
        with pytest.raises(Unauthentic):
            judge.verify(refused)
    with pytest.raises(Unauthentic):
        stranger.verify(good)


def test_the_former_secret_still_counts() -> None:
    reader().verify(raw(form(), X_Secret="old"))


def test_a_changed_body_is_not_the_signed_one() -> None:
    judge = reader(auth={"kind": "hmac", "name": "X-Signature"})
    with pytest.raises(Unauthentic):
        judge.verify(raw(form(text="lain"), X_Signature=signed(form()).hex()))


# --- what they write ---------------------------------------------------------------------------------------------

READ: list[tuple[str, dict[str, Any], Raw, dict[str, Any]]] = [
    ("form", {}, raw(form(text="jalan rusak & gelap")), {"text": "jalan rusak & gelap", "recipient": "1708"}),
    ("query", {"encoding": "query"}, raw(query={"from": PHONE, "text": "é 😡"}), {"text": "é 😡"}),
    ("json", {"encoding": "json"}, raw(b'{"from": "62811-0000-1234", "text": "halo"}'), {"text": "halo"}),
    ("json numbers", {"encoding": "json"}, raw(b'{"from": 6281100001234, "text": "halo", "id": 7}'), {"thread": "7"}),
    (
        "json below",
        {"encoding": "json", "fields": {"from": "sms.0.msisdn", "text": "sms.0.isi"}},
        raw(b'{"sms": [{"msisdn": "81100001234", "isi": "halo"}]}'),
        {"text": "halo"},
    ),
    (
        "lone surrogate",
        {"encoding": "json"},
        raw(rb'{"from": "81100001234", "text": "\ud83d x"}'),
        {"text": "\ufffd x"},
    ),
    ("latin-1", {"charset": "latin-1"}, raw(b"from=081100001234&text=caf%E9"), {"text": "café"}),
    (
        "utf-16",
        {"charset": "utf-16-be", "fields": {"from": "from", "text": "text"}},
        raw(b"from=%000%008%001%001%000%000%000%000%001%002%003%004&text=%00j"),
        {"text": "j"},
    ),
    ("not utf-8", {}, raw(b"from=081100001234&text=caf%E9"), {"text": "caf\ufffd", "doubts": ("encoding",)}),
    ("base64", {"text_encoding": "base64"}, raw(form(text="aGFsbw==")), {"text": "halo"}),
    (
        "base64 that is none",
        {"text_encoding": "base64"},
        raw(form(text="halo!")),
        {"text": "halo!", "doubts": ("encoding",)},
    ),
    ("hex of UTF-16", {"text_encoding": "hex-utf-16-be"}, raw(form(text="006A0061")), {"text": "ja"}),
    ("hex", {"text_encoding": "hex"}, raw(form(text="6a61")), {"text": "ja"}),
    (
        "unix time",
        {"time": {"format": "unix"}},
        raw(form(time="1795262400")),
        {"sent_at": datetime(2026, 11, 21, 12, 0, tzinfo=UTC)},
    ),
    (
        "milliseconds",
        {"time": {"format": "unix_ms"}},
        raw(form(time="1795262400500")),
        {"sent_at": datetime(2026, 11, 21, 12, 0, 0, 500000, UTC)},
    ),
    (
        "ISO with zone",
        {},
        raw(form(time="2026-11-21T19:00:00+07:00")),
        {"sent_at": datetime(2026, 11, 21, 12, 0, tzinfo=UTC)},
    ),
    (
        "WIB without saying so",
        {},
        raw(form(time="2026-11-21 19:00:00")),
        {"sent_at": datetime(2026, 11, 21, 12, 0, tzinfo=UTC)},
    ),
    (
        "a format",
        {"time": {"format": "%d/%m/%Y %H:%M", "offset_hours": 8}},
        raw(form(time="21/11/2026 20:00")),
        {"sent_at": datetime(2026, 11, 21, 12, 0, tzinfo=UTC)},
    ),
    ("time that is none", {}, raw(form(time="tadi")), {"sent_at": None, "doubts": ("time",)}),
    (
        "time beyond time",
        {"time": {"format": "unix"}},
        raw(form(time="9" * 30)),
        {"sent_at": None, "doubts": ("time",)},
    ),
    ("empty words", {}, raw(form(text="")), {"text": ""}),
]


@pytest.mark.parametrize(("label", "incoming", "given", "expected"), READ, ids=[row[0] for row in READ])
def test_read(label: str, incoming: dict[str, Any], given: Raw, expected: dict[str, Any]) -> None:
    found = words(reader(**incoming).read(given))
    assert (found.sender.address, found.person, found.channel) == (PHONE, f"tel:{PHONE}", "sms_http")
    assert {name: getattr(found, name) for name in expected} == expected


UNREADABLE = [
    ("nothing", {}, raw(b"")),
    ("nobody", {}, raw(b"text=halo")),
    ("no words", {}, raw(b"from=081100001234")),
    ("too many fields", {}, raw(b"a=1&" * 500)),
    ("no JSON", {"encoding": "json"}, raw(b"{")),
    ("JSON of another kind", {"encoding": "json"}, raw(b"[1]")),
    ("deep JSON", {"encoding": "json"}, raw(b"[" * 100_000)),
    ("words that are a list", {"encoding": "json"}, raw(b'{"from": "1", "text": ["a"]}')),
    ("query that is none", {"encoding": "query"}, Raw(SMS_HTTP, NOW, "https://[::1/sms?from=1&text=2", (), b"")),
]


@pytest.mark.parametrize(("label", "incoming", "given"), UNREADABLE, ids=[row[0] for row in UNREADABLE])
def test_unreadable(label: str, incoming: dict[str, Any], given: Raw) -> None:
    with pytest.raises(Unreadable):
        reader(**incoming).read(given)


# label, reliable id, two deliveries, are they one
SAME = [
    ("reliable id, all else differs", True, form(id="7"), form(id="7", text="lain"), True),
    ("two reliable ids", True, form(id="7"), form(id="8"), False),
    ("id that repeats, other words", False, form(id="7", time="1"), form(id="7", time="1", text="lain"), False),
    ("id that repeats, other time", False, form(id="7", time="1"), form(id="7", time="2"), False),
    ("no id, other spelling of the bytes", False, form(time="1"), form(time="1") + b"&try=2", True),
    ("no id, other sender", False, form(time="1"), form(time="1").replace(b"1234", b"9999"), False),
    ("no id, no time, same bytes", False, form(), form(), True),
    ("no id, no time, other bytes", False, form(), form() + b"&n=2", False),
    ("reliable, but left out", True, form(time="1"), form(time="2"), False),
]


@pytest.mark.parametrize(("label", "reliable", "one", "two", "same"), SAME, ids=[row[0] for row in SAME])
def test_delivery_key(label: str, reliable: bool, one: bytes, two: bytes, same: bool) -> None:
    judge = reader(reliable_id=reliable)
    assert (judge.delivery_key(raw(one)) == judge.delivery_key(raw(two))) is same


def test_a_report_is_never_taken_for_a_message() -> None:
    judge = reader(reliable_id=True)
    report = raw(b"id=7&status=1", "/sms/report")
    assert judge.delivery_key(report) != judge.delivery_key(raw(form(id="7")))
    assert only(judge.read(report)) == DeliveryReport(SMS_HTTP, "7", "delivered")
    assert judge.read(raw(b"id=7&status=4", "/sms/report")) == ()
    assert judge.delivery_key(report) != judge.delivery_key(raw(b"id=7&status=8", "/sms/report"))
    for odd in (b"id=7&status=99", b"status=1", b""):
        with pytest.raises(Unreadable):
            judge.read(raw(odd, "/sms/report"))


# --- the shipped profiles ----------------------------------------------------------------------------------------


@pytest.fixture
async def aggregator() -> AsyncIterator[AggregatorStandIn]:
    standin = AggregatorStandIn(secret=SECRET)
    await standin.start()
    yield standin
    await standin.stop()


class Gateway:
    """A web server that hands what it gets to the channel, as the gateway's listener does."""

    def __init__(self, channel: SmsHttp) -> None:
        self.server, self.channel, self.seen = Server(), channel, list[Inbound]()

    async def start(self) -> str:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        return await self.server.start(app, "127.0.0.1", 0)

    async def _take(self, request: web.Request) -> web.Response:
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
    url = await gateway.start()
    status, sid = await aggregator.phone_sends(f"{url}/sms", "+6281100001234", "jalan rusak & gelap 😡", at=NOW)
    heard = words(gateway.seen)
    assert (status, heard.text, heard.thread, heard.sent_at) == (200, "jalan rusak & gelap 😡", sid, NOW)
    channel = built(aggregator.env(), url)
    assert await channel.send(reply()) == "r-1"
    await aggregator.server.settled()
    await channel.close()
    await gateway.server.stop()
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
    channel = built(aggregator.env() | {"SMS_HTTP_TIMEOUT_SECONDS": "0.5"})
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
        SMS_HTTP, "r-1", "failed", "RESULT_NO_SERVICE"
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


# --- what the provider answers -----------------------------------------------------------------------------------

CODED = Answer(id="data.id", code="status", accepted_codes={"0"}, permanent_codes={"5"}, retry_codes={"9"})
JUDGED: list[tuple[str, Answer, int, str, str | tuple[bool, bool]]] = [
    ("an id in JSON", Answer(id="data.0.id"), 200, '{"data": [{"id": 77}]}', "77"),
    ("an id by pattern", Answer(id_pattern="id=(\\w+)"), 200, "OK id=a7", "a7"),
    ("no id after all", Answer(id="id"), 200, "[]", ""),
    ("code says taken", CODED, 200, '{"status": 0, "data": {"id": "x"}}', "x"),
    ("code says never", CODED, 200, '{"status": "5"}', (True, False)),
    ("code says later", CODED, 200, '{"status": 9}', (False, False)),
    ("code unheard of", CODED, 200, '{"status": 1}', (False, True)),
    ("no code", CODED, 200, "<html>", (False, True)),
    ("listed as final", Answer(id="id", permanent={500}), 500, "", (True, False)),
    ("bad gateway", Answer(id="id"), 502, "", (False, True)),
    ("not acceptable", Answer(id="id"), 422, "", (True, False)),
    ("gone elsewhere", Answer(id="id"), 302, "", (False, False)),
    ("took too long", Answer(id="id"), 408, "", (False, True)),
]


@pytest.mark.parametrize(("label", "answer", "status", "text", "expected"), JUDGED, ids=[row[0] for row in JUDGED])
def test_judged(label: str, answer: Answer, status: int, text: str, expected: str | tuple[bool, bool]) -> None:
    if isinstance(expected, str):
        assert judged(answer, status, {}, text) == expected
        return
    with pytest.raises(SendFailed) as caught:
        judged(answer, status, {}, text)
    assert (caught.value.permanent, caught.value.unknown) == expected


# --- settings and profiles ---------------------------------------------------------------------------------------


def test_every_shipped_profile_loads() -> None:
    assert sorted(shipped()) == ["android_sms_gateway", "kannel"]
    assert all(load(name).outgoing.params for name in shipped())


WRONG = """
[incoming]
encoding = "carrier pigeon"
[incoming.auth]
kind = "none"
[incoming.fields]
text = "t"
[outgoing]
params = {isi = "{words}"}
[outgoing.answer]
id_pattern = "("
"""
FAULTY = [
    ("profile is missing", "nowhere", ["no such profile; shipped are android_sms_gateway, kannel"]),
    ("file is missing", "./nowhere.toml", ["no such profile"]),
    (
        "all faults at once",
        WRONG,
        ["incoming.auth.kind", "incoming.fields.from", "incoming.encoding", "outgoing.answer.id_pattern"],
    ),
    ("not TOML", "[", ["cannot be read as TOML"]),
    ("no outgoing", "[incoming]\n", ["incoming.auth", "incoming.fields", "outgoing: Field required"]),
]


@pytest.mark.parametrize(("label", "profile", "said"), FAULTY, ids=[row[0] for row in FAULTY])
def test_faulty_profiles(label: str, profile: str, said: list[str], tmp_path: Path) -> None:
    name = profile
    if "[" in profile:
        (tmp_path / "p.toml").write_text(profile)
        name = str(tmp_path / "p.toml")
    with pytest.raises(ValidationError) as caught:
        sms_http.from_env({"SMS_HTTP_PROFILE": name, "SMS_HTTP_SECRET": "s", "SMS_HTTP_SEND_URL": "x"}, PUBLIC)
    assert [one for one in [*said, "sms_http_send_url"] if one not in str(caught.value)] == []


def changed(**parts: Any) -> dict[str, Any]:
    base = load("kannel").model_dump(by_alias=True)
    return base | {name: base[name] | part for name, part in parts.items()}


ODD: list[tuple[str, dict[str, Any], str]] = [
    ("unknown place", changed(outgoing={"params": {"t": "{text}", "x": ["{phone}"]}}), "phone"),
    ("words left out", changed(outgoing={"params": {"to": "{to}"}}), "params lack {text}"),
    ("GET with a body", changed(outgoing={"encoding": "form"}), "wants encoding query"),
    ("reliable without id", changed(incoming={"fields": {"from": "f", "text": "t"}}), "reliable_id wants"),
    ("hmac of nothing", changed(incoming={"auth": {"kind": "hmac", "name": "X"}}), "has none"),
    ("form secret in a query", changed(incoming={"auth": {"kind": "form", "name": "s"}}), "wants encoding form"),
    ("nameless header", changed(incoming={"auth": {"kind": "header"}}), "wants a name"),
    ("answer without id", changed(outgoing={"answer": {}}), "say where the id stands"),
    ("codes from nowhere", changed(outgoing={"answer": {"own_id": True, "accepted_codes": ["0"]}}), "wants code"),
    ("two groups", changed(outgoing={"answer": {"id_pattern": "(a)(b)"}}), "exactly one group"),
]


@pytest.mark.parametrize(("label", "profile", "said"), ODD, ids=[row[0] for row in ODD])
def test_contradictions(label: str, profile: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said.replace("{", "\\{")):
        Profile.model_validate(profile)


def test_what_is_missing_is_said_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        sms_http.from_env({"SMS_HTTP_PROFILE": "kannel"}, PUBLIC)
    assert all(name in str(caught.value) for name in ("SMS_HTTP_SECRET must", "SMS_HTTP_SEND_URL must"))
