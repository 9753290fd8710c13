"""The example in ADDING_A_CHANNEL.md is run as it stands there, and held to the contract."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from aiohttp import web
from pydantic import ValidationError

from channels.base import Channel, SendFailed
from channels.contract import GARBAGE, breaches, trusts_strangers
from gateway.simulator.faults import Server, cut
from normalizer.schema import ChannelName, Language, Message, Party, Raw, Reply

PAGE = Path(__file__).parents[2] / "ADDING_A_CHANNEL.md"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NAME = ChannelName("contoh")
ENV = {"CONTOH_KEY": "kunci-7f3a91", "CONTOH_SECRET": "rahasia-7f3a91"}


@pytest.fixture(scope="module")
def contoh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path_factory.mktemp("adding") / "contoh.py"
    path.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("contoh", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["contoh"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules["contoh"]


def built(contoh: ModuleType, **env: str) -> Channel:
    channel: Channel | None = contoh.from_env(ENV | env, "https://satupintu.example.org")
    assert channel is not None
    return channel


def raw(body: bytes, secret: str = ENV["CONTOH_SECRET"]) -> Raw:
    headers = (("X-Contoh-Secret", secret),) if secret else ()
    return Raw(NAME, NOW, "https://satupintu.example.org/contoh", headers, body)


GOOD = raw(
    json.dumps({"id": "1", "from": "0811-0000-1234", "name": "Siti", "text": "jalan rusak", "at": 1795262400}).encode()
)
REPLY = Reply("r1", NAME, Party("+6281100001234"), "Laporan Anda: 1916449", Language.INDONESIAN)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("CONTOH_API_BASE", "contoh.example", "must be a URL"), ("CONTOH_SECRET", "", "CONTOH_SECRET must be set")],
)
def test_settings_that_cannot_work_are_told(contoh: ModuleType, name: str, value: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        built(contoh, **{name: value})


def test_it_keeps_the_contract(contoh: ModuleType) -> None:
    channel = built(contoh)
    odd = [b'{"id": "\\ud800", "from": "\\udfff", "text": "x"}', b'{"id": "1", "from": "1", "text": "x", "at": 1e99}']
    raws = [GOOD, *(raw(body, secret) for body in (*GARBAGE, *odd) for secret in ("", ENV["CONTOH_SECRET"]))]
    assert list(breaches(channel, raws, list(ENV.values()))) == []
    assert list(trusts_strangers(channel, GOOD)) == []
    assert contoh.from_env({}, "") is None


def test_it_reads(contoh: ModuleType) -> None:
    (found,) = built(contoh).read(GOOD)
    assert isinstance(found, Message)
    assert (found.person, found.text, found.sent_at) == ("tel:+6281100001234", "jalan rusak", NOW)


async def test_it_sends_and_says_how_it_failed(contoh: ModuleType) -> None:
    answers: list[web.Response | None] = [
        web.json_response({"id": "c-1"}),
        web.Response(status=429, headers={"Retry-After": "7"}),
        web.Response(status=422),
        web.Response(status=502),
        web.Response(text="[]"),
        None,
    ]

    async def take(request: web.Request) -> web.Response:
        assert (await request.json())["to"] == "+6281100001234"
        return answers.pop(0) or cut(request)

    app, server = web.Application(), Server()
    app.router.add_post("/messages", take)
    channel = built(contoh, CONTOH_API_BASE=await server.start(app, "127.0.0.1", 0))
    assert await channel.send(REPLY) == "c-1"
    failures = []
    while answers:
        with pytest.raises(SendFailed) as caught:
            await channel.send(REPLY)
        failures.append((caught.value.permanent, caught.value.unknown, caught.value.after))
    await channel.close()
    await server.stop()
    unknown = (False, True, None)
    assert failures == [(False, False, 7.0), (True, False, None), unknown, unknown, unknown]


def test_the_page_names_what_exists() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"`((?:channels|normalizer|gateway|tests)/[\w/.]+)`", page)
    invented = {"channels/contoh.py", "tests/channels/test_contoh.py", "tests/cases/contoh/"}
    assert [path for path in named if path not in invented and not (PAGE.parent / path).exists()] == []
