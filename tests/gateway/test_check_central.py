"""`satupintu check --central` and `satupintu check` for every kind of central system, and their settings."""

from __future__ import annotations

import asyncio
import io
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol, get_args

import pytest
from rich.console import Console

from forwarder import mapped
from forwarder.central import Central
from forwarder.mapped import Mapped
from forwarder.national import National
from forwarder.open311 import Open311
from gateway import check_central
from gateway.centrals import CENTRALS, make_central
from gateway.check import findings
from gateway.faults import SettingsFault
from gateway.finding import Level
from gateway.settings import Settings, load
from gateway.simulator.central import StandInCentral
from gateway.simulator.mapped import StandInMapped
from gateway.simulator.open311 import StandInOpen311

KEY = "a key/made&up=for tests"
INSTANCE = "kabupaten-contoh"


class Runs(Protocol):
    async def start(self) -> str: ...

    async def stop(self) -> None: ...


@contextmanager
def running(standin: Runs) -> Iterator[str]:
    """On a loop of its own: the command has one itself."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(standin.start(), loop).result(20)
        asyncio.run_coroutine_threadsafe(standin.stop(), loop).result(20)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.close()


def looked(env: Mapping[str, str]) -> tuple[int, str]:
    out = io.StringIO()
    status = check_central.main(load(env), Console(file=out, width=200, color_system=None, soft_wrap=True))
    return status, out.getvalue()


PROFILE = Path(mapped.__file__).parent / "profiles" / "contoh.toml"
MAPPED = {"CENTRAL": "mapped", "CENTRAL_PROFILE": "contoh", "CENTRAL_KEY": KEY}
OPEN311 = {"CENTRAL": "open311", "OPEN311_SERVICE": "001", "CENTRAL_KEY": KEY}


def test_a_dry_run_is_sent_and_its_answer_read() -> None:
    standin = StandInMapped(KEY)
    with running(standin) as url:
        status, told = looked(MAPPED | {"CENTRAL_URL": url})
    assert (status, standin.server.tally.stored) == (0, 0)
    for words in ("POST", "/api/laporan/uji", '"kode": "OK"', "read as It says yes", "X-Api-Key: ••••", "rahasia"):
        assert words in told
    assert KEY not in told


def test_a_dry_run_that_cannot_be_sent_is_shown_all_the_same() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    for scheme in ("http", "https"):
        status, told = looked(MAPPED | {"CENTRAL_URL": f"{scheme}://127.0.0.1:{port}"})
        assert status == 1
        for words in (
            "request as a complaint would be, not sent",
            "request of a dry run, which got no answer",
            "cannot be reached",
        ):
            assert words in told
        assert f"POST {scheme}://127.0.0.1:{port}/api/laporan/uji" in told
        assert KEY not in told


def test_a_dry_run_to_who_speaks_no_tls_is_shown_all_the_same() -> None:
    standin = StandInMapped(KEY)
    with running(standin) as url:
        status, told = looked(MAPPED | {"CENTRAL_URL": url.replace("http://", "https://")})
    assert status == 1
    assert "request of a dry run, which got no answer" in told
    assert "/api/laporan/uji" in told


def test_what_a_profile_keeps_back_is_shown_with_the_reason(tmp_path: Path) -> None:
    profile = tmp_path / "pendek.toml"
    profile.write_text(PROFILE.read_text().replace("text = 20000", "text = 20"))
    standin = StandInMapped(KEY)
    with running(standin) as url:
        status, told = looked(MAPPED | {"CENTRAL_PROFILE": str(profile), "CENTRAL_URL": url})
    assert (status, standin.server.tally.stored) == (1, 0)
    assert "request of a complaint, which would wait for a person" in told
    assert "POST" in told
    assert "Ini uji coba dari Satu Pintu" in told
    assert "fault   The field text is longer than the 20 characters" in told
    assert KEY not in told


def test_a_dry_run_that_is_refused_is_read_as_it_would_be() -> None:
    standin = StandInMapped(KEY, encoding="form")
    with running(standin) as url:
        status, told = looked(MAPPED | {"CENTRAL_URL": url})
    assert "read as Rejected: the central system answered 415" in told
    assert status == 0, "the look-up answers; what the dry run says is for the operator to read"


def test_without_a_dry_run_the_request_is_shown_and_not_sent() -> None:
    standin = StandInOpen311(KEY)
    with running(standin) as url:
        status, told = looked(OPEN311 | {"CENTRAL_URL": url})
    assert (status, standin.server.tally.submissions) == (0, 0)
    assert "not sent" in told
    assert "api_key=••••" in told
    assert not [one for one in (KEY, "made%26up", "made&up") if one in told]


def test_our_own_contract_is_shown_and_only_asked() -> None:
    standin = StandInCentral({INSTANCE: KEY.replace(" ", "-")})
    env = {"CENTRAL_KEY": KEY.replace(" ", "-"), "CENTRAL_INSTANCE": INSTANCE}
    with running(standin) as url:
        status, told = looked(env | {"CENTRAL_URL": url})
    assert (status, standin.store.counts.submissions) == (0, 0)
    assert "knows this gateway as kabupaten-contoh" in told
    for words in ("not sent", "POST", "/v1/cases", "Idempotency-Key: ", "Ini uji coba", "Authorization: Bearer ••••"):
        assert words in told
    for words in ("sent as a dry run", "GET", "/v1/limits", "answer  200", '"attachment_bytes"', "read as Limits: "):
        assert words in told
    assert KEY.replace(" ", "-") not in told


def test_our_own_contract_that_answers_something_else_is_shown_as_it_is_read() -> None:
    standin = StandInCentral({INSTANCE: KEY.replace(" ", "-")})
    env = {"CENTRAL_KEY": "another-key-made-up", "CENTRAL_INSTANCE": INSTANCE}
    with running(standin) as url:
        status, told = looked(env | {"CENTRAL_URL": url})
    assert status == 1
    assert "answer  401" in told
    assert "read as Unavailable: " in told
    assert "another-key-made-up" not in told


def test_what_does_not_fit_is_a_fault() -> None:
    with running(StandInOpen311(KEY)) as url:
        status, told = looked(OPEN311 | {"CENTRAL_URL": url, "OPEN311_SERVICE": "002"})
        assert (status, "wants the attribute KEADAAN" in told) == (1, True)
    status, told = looked(OPEN311 | {"CENTRAL_URL": "http://127.0.0.1:9"})
    assert (status, "cannot be reached" in told) == (1, True)
    status, told = looked(OPEN311)
    assert (status, "CENTRAL_URL" in told) == (1, True)


@pytest.mark.parametrize("kind", ["mapped", "open311"])
async def test_check_looks_at_the_central_system_there_is(kind: str) -> None:
    standin: Runs = StandInMapped(KEY) if kind == "mapped" else StandInOpen311(KEY)
    url = await standin.start()
    env = {"mapped": MAPPED, "open311": OPEN311}[kind] | {"CENTRAL_URL": url}
    found = await findings(env, 20)
    assert [str(one) for one in found if one.level is Level.OK and "127.0.0.1" in str(one)]
    wrong = await findings(env | {"CENTRAL_PROFILE": "lapor", "OPEN311_SERVICES": "A"}, 20)
    said = " ".join(str(one) for one in wrong if one.level is Level.FAULT)
    assert "CENTRAL_PROFILE lapor: no such profile; shipped are contoh" in said
    assert "OPEN311_SERVICES must be KEYWORD=service_code" in said
    await standin.stop()


MADE: tuple[tuple[dict[str, str], type[Central]], ...] = (
    ({"CENTRAL_KEY": KEY.replace(" ", "-"), "CENTRAL_INSTANCE": INSTANCE}, National),
    (OPEN311, Open311),
    (MAPPED, Mapped),
)


@pytest.mark.parametrize(("env", "kind"), MADE, ids=[row[1].__name__ for row in MADE])
def test_each_kind_is_made_from_settings(env: dict[str, str], kind: type[Central]) -> None:
    assert isinstance(make_central(load(env | {"CENTRAL_URL": "https://central.example.org"})), kind)


def test_each_kind_of_the_settings_can_be_made() -> None:
    assert set(get_args(Settings.model_fields["central"].annotation)) == set(CENTRALS)


WRONG: tuple[tuple[str, dict[str, str], str], ...] = (
    ("a kind of nobody", {"CENTRAL": "lapor"}, "CENTRAL must be"),
    ("open311 without a service", {"CENTRAL": "open311"}, "OPEN311_SERVICE is missing"),
    ("mapped without a profile", {"CENTRAL": "mapped"}, "CENTRAL_PROFILE is missing"),
    ("a profile of nobody", {"CENTRAL_PROFILE": "lapor"}, "CENTRAL_PROFILE lapor: no such profile"),
    ("no table", {"OPEN311_SERVICES": "TANGKAB"}, "OPEN311_SERVICES must be KEYWORD=service_code"),
    ("no JSON", {"OPEN311_ATTRIBUTES": "{"}, "OPEN311_ATTRIBUTES must be JSON"),
    ("no tables", {"OPEN311_ATTRIBUTES": '{"1": 2}'}, "OPEN311_ATTRIBUTES must name services"),
    ("a list", {"OPEN311_ATTRIBUTES": "[]"}, "OPEN311_ATTRIBUTES must name services"),
    ("no way to look", {"OPEN311_LOOK_UP": "maybe"}, "OPEN311_LOOK_UP must be"),
)


@pytest.mark.parametrize(("env", "says"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_wrong_settings_say_what_they_must_be(env: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsFault) as caught:
        load(env)
    assert says in str(caught.value)
