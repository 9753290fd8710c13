"""Every registered channel, attacked: what must hold for each is tested for each."""

from __future__ import annotations

import asyncio
import importlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from channels import ALL
from channels.base import Channel, ChannelSettings, Registered, Unreadable
from channels.contract import GARBAGE, breaches, trusts_strangers
from gateway.simulator.twilio_forms import signed_headers
from normalizer.schema import ChannelName, Raw

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PUBLIC = "https://satupintu.example.org"
SECRET = "rahasia-7f3a91"
CASES = Path(__file__).parent.parent / "cases"


@dataclass(frozen=True)
class Sample:
    """Settings that switch a channel on, and real deliveries to it. `signed`: the provider proves who it is."""

    env: dict[str, str]
    raws: tuple[Raw, ...]
    signed: bool = True


def twilio(channel: str, number: str) -> Sample:
    path = f"/twilio/{channel}"
    account = {"TWILIO_ACCOUNT_SID": "AC" + "1" * 32, "TWILIO_AUTH_TOKEN": SECRET, number: "+6281100009999"}
    bodies = [file.read_bytes() for file in sorted((CASES / "twilio").glob("*.form")) if "latin1" not in file.name]
    return Sample(account, tuple(_twilio_raw(channel, PUBLIC + path, body) for body in bodies))


def _twilio_raw(channel: str, url: str, body: bytes) -> Raw:
    form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | signed_headers(SECRET, "sha1", url, form)
    return Raw(ChannelName(channel), NOW, url, tuple(headers.items()), body)


def telegram() -> Sample:
    citizen = {"id": 811, "is_bot": False, "first_name": "Siti"}
    message = {"message_id": 5, "date": 1795262400, "chat": {"id": 811, "type": "private"}, "from": citizen}
    update = {"update_id": 7, "message": message | {"text": "Lampu jalan mati di RT 6"}}
    headers = (("X-Telegram-Bot-Api-Secret-Token", SECRET), ("Content-Type", "application/json"))
    raw = Raw(ChannelName("telegram"), NOW, f"{PUBLIC}/telegram", headers, json.dumps(update).encode())
    return Sample({"TELEGRAM_TOKEN": f"123456789:AA{SECRET}", "TELEGRAM_SECRET": SECRET}, (raw,))


def mail() -> Sample:
    env = {"MAIL_RECIPIENTS": "lapor@kab.example", "MAIL_RELAY_HOST": "127.0.0.1"}
    login = {"MAIL_RELAY_USER": "gateway", "MAIL_RELAY_PASSWORD": SECRET}
    head = (
        b"From: Siti <siti@example.org>\r\nTo: lapor@kab.example\r\nSubject: Jalan\r\nMessage-ID: <1@example.org>\r\n"
    )
    body = head + b"\r\nJalan rusak di depan pasar\r\n"
    envelope = (("MAIL FROM", "siti@example.org"), ("RCPT TO", "lapor@kab.example"), ("PEER", "127.0.0.1"))
    return Sample(env | login, (Raw(ChannelName("mail"), NOW, "smtp:", envelope, body),), signed=False)


def sms_http() -> Sample:
    query = {"from": "081100001234", "to": "1708", "text": "jalan rusak", "time": "1795262400", "id": "a7"}
    report = {"id": "r-1", "status": "1"}
    send = {"SMS_HTTP_SEND_URL": "http://127.0.0.1:1/", "SMS_HTTP_PASSWORD": SECRET}
    urls = (f"{PUBLIC}/sms?{urlencode(query)}", f"{PUBLIC}/sms/report?{urlencode(report)}")
    raws = tuple(Raw(ChannelName("sms_http"), NOW, f"{url}&secret={SECRET}", (), b"") for url in urls)
    return Sample({"SMS_HTTP_PROFILE": "kannel", "SMS_HTTP_SECRET": SECRET} | send, raws)


SAMPLES: dict[str, Sample] = {
    "sms": twilio("sms", "TWILIO_SMS_FROM"),
    "whatsapp": twilio("whatsapp", "TWILIO_WHATSAPP_FROM"),
    "telegram": telegram(),
    "mail": mail(),
    "sms_http": sms_http(),
}

every_channel = pytest.mark.parametrize("line", ALL, ids=[line.name for line in ALL])


def built(line: Registered) -> tuple[Channel, Sample]:
    sample = SAMPLES[line.name]
    channel: Channel | None = importlib.import_module(line.module).from_env(sample.env, PUBLIC)
    assert channel is not None
    return channel, sample


def settings_of(line: Registered) -> type[ChannelSettings]:
    module: ModuleType = importlib.import_module(line.module)
    found: type[ChannelSettings] = module.Settings
    assert issubclass(found, ChannelSettings)
    return found


def garbage(sample: Sample, bodies: Sequence[bytes] = GARBAGE) -> list[Raw]:
    """Every body where a real delivery came, with its headers and with none."""
    good = sample.raws[0]
    urls = (good.url, f"{PUBLIC}/sms/report", "poll:", "https://[::1/?a=b&bodySHA256=1")
    odd = [replace(good, url=url, headers=headers) for url in urls for headers in (good.headers, ())]
    json_said = replace(good, headers=(("Content-Type", "application/json"),))
    return [replace(raw, body=body) for raw in (*odd, json_said) for body in bodies]


def test_every_channel_has_a_sample() -> None:
    assert sorted(SAMPLES) == sorted(line.name for line in ALL), "a new channel is attacked too: give it a Sample"


@every_channel
def test_keeps_its_promises_over_real_deliveries(line: Registered) -> None:
    channel, sample = built(line)
    assert channel.name == line.name
    assert list(breaches(channel, sample.raws, [SECRET])) == []
    assert any(channel.read(raw) for raw in sample.raws)


@every_channel
def test_keeps_its_promises_over_garbage(line: Registered) -> None:
    channel, sample = built(line)
    assert list(breaches(channel, garbage(sample), [SECRET])) == []


@every_channel
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_keeps_its_promises_over_anything(line: Registered, data: st.DataObject) -> None:
    channel, sample = built(line)
    good = data.draw(st.sampled_from(sample.raws))
    place = data.draw(st.integers(0, len(good.body)))
    spoiled = good.body[:place] + data.draw(st.binary(max_size=20)) + good.body[place + data.draw(st.integers(0, 20)) :]
    body = data.draw(st.one_of(st.binary(max_size=200), st.just(spoiled)))
    query = data.draw(st.text(st.characters(codec="utf-8"), max_size=60))
    url = data.draw(st.sampled_from([good.url, f"{good.url.partition('?')[0]}?{query}"]))
    assert list(breaches(channel, [replace(good, body=body, url=url)])) == []


@every_channel
def test_believes_nobody_but_its_provider(line: Registered) -> None:
    channel, sample = built(line)
    found = [breach for raw in sample.raws for breach in trusts_strangers(channel, raw)]
    if sample.signed:
        assert found == []
    else:
        assert "it refuses a real delivery" not in found


@every_channel
def test_deliveries_are_told_apart(line: Registered) -> None:
    channel, sample = built(line)
    keys = [channel.delivery_key(raw) for raw in (*sample.raws, *(replace(sample.raws[0], body=b) for b in GARBAGE))]
    bodies = {(raw.url, raw.body) for raw in sample.raws}
    assert len(set(keys[: len(sample.raws)])) == len(bodies)
    assert [key for key in keys if SECRET in key] == []


@every_channel
def test_a_repeat_at_another_time_has_the_same_key(line: Registered) -> None:
    channel, sample = built(line)
    later = datetime(2026, 11, 27, tzinfo=UTC)
    for raw in (*sample.raws, *garbage(sample)):
        assert channel.delivery_key(raw) == channel.delivery_key(replace(raw, received_at=later))


@every_channel
def test_is_off_without_settings_and_back_with_them(line: Registered) -> None:
    module = importlib.import_module(line.module)
    assert module.from_env({}, PUBLIC) is None
    assert module.from_env({field.upper(): " " for field in settings_of(line).model_fields}, PUBLIC) is None
    assert repr(built(line)[0]) == repr(built(line)[0])


@every_channel
def test_settings_are_described_and_secrets_are_secret(line: Registered) -> None:
    for name, about in settings_of(line).model_fields.items():
        assert about.description, f"{name} has no description for the README"
        if any(word in name for word in ("token", "secret", "password", "shared_key")):
            assert about.annotation is SecretStr, f"{name} can be printed"


@every_channel
def test_a_fault_in_settings_prints_no_secret(line: Registered) -> None:
    sample = SAMPLES[line.name].env
    wrong = {field.upper(): SECRET for field in settings_of(line).model_fields}
    incomplete = [{name: value for name, value in sample.items() if name != left_out} for left_out in sample]
    said = [fault_in(line, env) for env in (wrong, *incomplete)]
    assert said[0]
    assert any(said[1:])
    assert [words for words in said if SECRET in words] == []


def fault_in(line: Registered, env: dict[str, str]) -> str:
    try:
        importlib.import_module(line.module).from_env(env, PUBLIC)
    except ValidationError as error:
        return str(error)
    return ""


@every_channel
def test_can_be_closed_without_having_been_used(line: Registered) -> None:
    channel, _ = built(line)
    for _again in range(2):
        asyncio.run(channel.close())


# --- the contract itself: a channel that breaks it is found out ---------------------------------------------------


@dataclass
class Careless:
    """Breaks every promise."""

    secret: str
    reads: int = 0
    name = ChannelName("careless")

    def verify(self, raw: Raw) -> None:
        raw.body.decode()

    def delivery_key(self, raw: Raw) -> str:
        self.reads += 1
        return str(self.reads)

    def read(self, raw: Raw) -> list[object]:
        if not raw.body:
            raise Unreadable("nothing")
        return [object()] if raw.body == b"x" else json.loads(raw.body) or []


def test_a_careless_channel_is_found_out() -> None:
    raws = [Raw(ChannelName("careless"), NOW, PUBLIC, (), body) for body in (b"\xff", b"{", b"x", b"")]
    careless: Channel = Careless(SECRET)  # type: ignore[assignment]  # it is none
    found = "\n".join(breaches(careless, raws, [SECRET]))
    for said in ("a secret can be seen", "no frozen dataclass", "verify raises Unicode", "read raises JSON", "another"):
        assert said in found
    assert list(trusts_strangers(careless, raws[2]))[-1].endswith("it believes that")
