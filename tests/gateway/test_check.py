"""`satupintu check`: what it finds, on real servers and real folders."""

from __future__ import annotations

import asyncio
import io
import os
import socket
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path

import pytest
import redis
from aiohttp import web
from aiohttp.test_utils import TestServer
from certificates import make_certificate
from name_server import name_server
from rich.console import Console

from forwarder.seal import new_key
from gateway import check_partners, check_places, check_redis
from gateway.check import findings, main, show, unknown_names
from gateway.complete import Complete, partial, serving
from gateway.embedded import EmbeddedRedis
from gateway.finding import Finding, Level, fault, ok, skew, warning
from gateway.inbox import Fact
from gateway.inbox_schema import FILE
from gateway.journal import Journal
from gateway.masking import Masker
from gateway.settings import Settings, SettingsFault, load
from gateway.simulator.central import StandInCentral
from gateway.simulator.relay import running_relay
from normalizer.schema import ChannelName, Raw

ID_KEY, KEY = new_key(), new_key()


def told(found: list[Finding], level: Level) -> str:
    return "\n".join(str(finding) for finding in found if finding.level is level)


def settings_in(folder: Path, **more: str) -> Settings:
    return load({"DATA_DIR": str(folder), "ID_KEY": ID_KEY, "ENCRYPTION_KEYS": KEY, "NODE_ID": "a", **more})


# Redis


async def test_a_good_redis_has_no_fault(redis_url: str) -> None:
    found = await check_redis.look(redis_url, "f1")
    assert [finding.level for finding in found] == [Level.OK] * len(found)
    assert len(found) == 5
    assert "appendfsync always" in told(found, Level.OK)


CONFIG = [
    ("everysec", {"appendfsync": "everysec"}, Level.WARNING, "may lose its last second"),
    ("no fsync", {"appendfsync": "no"}, Level.FAULT, "Set appendfsync always"),
    ("snapshots", {"save": "60 1000"}, Level.WARNING, 'Set save ""'),
    ("no AOF", {"appendonly": "no"}, Level.FAULT, "Set appendonly yes"),
    ("evicting", {"maxmemory-policy": "allkeys-lru"}, Level.FAULT, "Set maxmemory-policy noeviction"),
    ("room wasted", {"hash-max-listpack-value": "64"}, Level.WARNING, "half as much memory again"),
    ("nearly full", {"maxmemory": "1mb"}, Level.WARNING, "of its maxmemory"),
]


@pytest.mark.parametrize(("config", "level", "words"), [row[1:] for row in CONFIG], ids=[row[0] for row in CONFIG])
async def test_redis_set_up_wrongly(
    new_valkey: EmbeddedRedis, config: dict[str, str], level: Level, words: str
) -> None:
    with redis.Redis.from_url(new_valkey.url) as client:
        for name, value in config.items():
            client.config_set(name, value)
    assert words in told(await check_redis.look(new_valkey.url), level)


async def test_a_replica_is_refused(new_valkey: EmbeddedRedis) -> None:
    with redis.Redis.from_url(new_valkey.url) as client:
        client.replicaof("127.0.0.1", "1")
    assert "is a replica and refuses writes" in told(await check_redis.look(new_valkey.url), Level.FAULT)


async def test_a_wrong_login_is_told_without_it(new_valkey: EmbeddedRedis) -> None:
    with redis.Redis.from_url(new_valkey.url) as client:
        client.config_set("requirepass", "s3cretword")
    found = told(await check_redis.look(f"{new_valkey.url}&password=wr0ngword"), Level.FAULT)
    with redis.Redis.from_url(new_valkey.url, password="s3cretword") as client:
        client.config_set("requirepass", "")  # so that it can be stopped politely
    assert "refuses the login" in found
    assert "wr0ngword" not in found


async def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    found = told(await check_redis.look(f"redis://:s3cretword@127.0.0.1:{port}/0"), Level.FAULT)
    assert f"Redis at 127.0.0.1:{port} cannot be asked (Connection refused)" in found
    assert "s3cretword" not in found


async def test_a_redis_that_hangs(new_valkey: EmbeddedRedis) -> None:
    with redis.Redis.from_url(new_valkey.url) as client:
        client.client_pause(20_000)
    assert "cannot be asked (it does not answer)" in told(
        await check_redis.look(new_valkey.url, seconds=0.1), Level.FAULT
    )
    new_valkey.kill()  # it would not hear SIGTERM before the pause is over


async def test_the_id_key_is_compared(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.set("sp:id_key", "theirs")
    assert "is the one this Redis was filled under" in told(await check_redis.look(redis_url, "theirs"), Level.OK)
    assert "was filled under theirs" in told(await check_redis.look(redis_url, "mine"), Level.FAULT)


VERSIONS = [("7.1.9", Level.FAULT), ("6.2", Level.FAULT), ("7.2.0", Level.OK), ("8.0.1", Level.OK), ("10.0", Level.OK)]


@pytest.mark.parametrize(("version", "level"), VERSIONS)
def test_versions(version: str, level: Level) -> None:
    [found] = check_redis.server({"redis_version": version, "role": "master"}, "x")
    assert found.level is level


# Places


def test_a_folder_to_be_made(tmp_path: Path) -> None:
    found = check_places.look(settings_in(tmp_path / "not" / "yet"))
    assert "(it will be made)" in told(found, Level.OK)
    assert told(found, Level.FAULT) == ""
    assert not (tmp_path / "not").exists()


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "which is no folder" in told(check_places.look(settings_in(tmp_path / "file" / "data")), Level.FAULT)


def test_a_place_nobody_can_write() -> None:
    assert "cannot be written" in told(check_places.look(settings_in(Path("/proc/self"))), Level.FAULT)


def test_others_can_look_in(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert f"chmod 700 {tmp_path}" in told(check_places.look(settings_in(tmp_path)), Level.WARNING)
    tmp_path.chmod(0o700)
    assert "chmod" not in told(check_places.look(settings_in(tmp_path)), Level.WARNING)


def test_too_little_room(tmp_path: Path) -> None:
    found = check_places.look(settings_in(tmp_path).model_copy(update={"journal_reserve_mb": 10**12}))
    assert "Free some space" in told(found, Level.FAULT)


@pytest.fixture
async def filled(tmp_path: Path) -> Path:
    settings = settings_in(tmp_path)
    journal = Journal.open(tmp_path, node="a", hasher=settings.hasher(), sealer=settings.sealer())
    await journal.keep(Raw(ChannelName("sms"), datetime.now(UTC), "https://x/", (), b"x"), "d1")
    await journal.facts([Fact("1-1", "e", "number", "a" * 26, 1, "1916449")])
    journal.close()
    return tmp_path


JOURNALS: list[tuple[str, dict[str, str], str]] = [
    ("another ID_KEY", {"ID_KEY": new_key()}, "but the journal was made under"),
    ("another node", {"NODE_ID": "b"}, "NODE_ID is b, but the journal belongs to node a"),
    ("a key thrown away", {"ENCRYPTION_KEYS": new_key()}, "1 message and 1 fact are sealed with encryption key"),
]


@pytest.mark.parametrize(("env", "words"), [row[1:] for row in JOURNALS], ids=[row[0] for row in JOURNALS])
def test_a_journal_made_under_other_settings(filled: Path, env: dict[str, str], words: str) -> None:
    assert words in told(check_places.look(settings_in(filled, **env)), Level.FAULT)


def test_a_journal_of_ours(filled: Path) -> None:
    found = check_places.look(settings_in(filled, ENCRYPTION_KEYS=f"{new_key()},{KEY}"))
    assert told(found, Level.FAULT) == ""
    assert "ID_KEY is the one the journal was made under" in told(found, Level.OK)
    assert "1 message and 1 fact still need the old encryption key" in told(found, Level.OK)


def test_an_old_key_that_nothing_needs(filled: Path) -> None:
    found = check_places.look(settings_in(filled, ENCRYPTION_KEYS=f"{KEY},{new_key()}"))
    assert "Nothing in this journal needs the old encryption key" in told(found, Level.OK)


async def test_a_key_that_only_facts_need_is_still_needed(filled: Path) -> None:
    """Bodies are destroyed before the facts of what is not over."""
    settings = settings_in(filled)
    with closing(sqlite3.connect(filled / FILE)) as db, db:
        db.execute("DELETE FROM bodies")
    assert "0 messages and 1 fact" in told(
        check_places.look(settings_in(filled, ENCRYPTION_KEYS=new_key())), Level.FAULT
    )
    assert told(check_places.look(settings), Level.FAULT) == ""


# Clocks


CLOCKS = [(0.0, Level.OK), (4.9, Level.OK), (-4.9, Level.OK), (-6.0, Level.WARNING), (61.0, Level.FAULT)]


@pytest.mark.parametrize(("seconds", "level"), CLOCKS)
def test_clocks(seconds: float, level: Level) -> None:
    assert skew("x", seconds).level is level


# All of it


SERVING = {"ID_KEY": ID_KEY, "ENCRYPTION_KEYS": KEY, "CENTRAL_KEY": "k" * 20, "CENTRAL_INSTANCE": "kab-contoh"}


async def test_everything_wrong_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "words.toml").write_text("[nothing]")
    env = {
        "WORDS_FILE": str(tmp_path / "words.toml"),
        "DATA_DIR": str(tmp_path / "file" / "data"),
        "REDIS_URL": "redis://:s3cretword@127.0.0.1:1/0",
        "CENTRAL_URL": "http://127.0.0.1:1",
        "CENTRAL_KEY": "s3cretword-of-central",
        "WEB_LISTEN": "nowhere",
        "ID_KEY": "s3cretword",
    }
    wrong = told(await findings(env), Level.FAULT)
    for words in (
        "WEB_LISTEN must be host:port",
        "ID_KEY is",
        "ENCRYPTION_KEYS is missing",
        "which is no folder",
        "Redis at 127.0.0.1:1 cannot be asked",
        "the central system cannot be reached (nothing listens at that address and port). See whether CENTRAL_URL is",
        "No channel is switched on",
        "[nothing]: no such kind",
    ):
        assert words in wrong
    assert "s3cretword" not in wrong


def late_server(seconds: float) -> TestServer:
    async def answer(_request: web.Request) -> web.Response:
        now = datetime.now(UTC).timestamp()
        return web.Response(headers={"Date": formatdate(now - seconds, usegmt=True)})

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    return TestServer(app)


async def test_the_central_systems_clock(tmp_path: Path) -> None:
    async with late_server(300) as server:
        env = {**SERVING, "DATA_DIR": str(tmp_path), "CENTRAL_URL": str(server.make_url("/"))}
        wrong = told(await findings(env), Level.FAULT)
    assert " s ahead of the central system" in wrong
    assert "central system: " in wrong, "it does not speak the contract"


async def test_where_complaints_go_when_a_person_enters_them(tmp_path: Path) -> None:
    env = {**{name: value for name, value in SERVING.items() if not name.startswith("CENTRAL")}, "CENTRAL": "by_hand"}
    assert "Complaints wait in the tray" in told(await findings({**env, "DATA_DIR": str(tmp_path)}), Level.OK)


@pytest.mark.parametrize(
    ("central", "secret", "said"),
    [("national", "", True), ("national", "agreed-upon-with-the-central-system", False), ("by_hand", "", False)],
)
async def test_what_citizens_would_not_hear_of_is_said(tmp_path: Path, central: str, secret: str, said: bool) -> None:
    env = {**SERVING, "DATA_DIR": str(tmp_path), "CENTRAL": central, "CENTRAL_CALLBACK_SECRET": secret}
    assert ("CENTRAL_CALLBACK_SECRET" in told(await findings(env), Level.WARNING)) == said


async def test_nothing_wrong(tmp_path: Path, redis_url: str) -> None:
    central = StandInCentral(keys={"kab-contoh": "k" * 20}, host="127.0.0.1", port=0)
    url = await central.start()
    env = {
        **SERVING,
        "DATA_DIR": str(tmp_path),
        "CENTRAL_URL": url,
        "REDIS_URL": redis_url,
        "PUBLIC_URL": "https://lapor.example.go.id",
        "SMTP_LISTEN": "127.0.0.1:2525",
        "SMTP_TLS_CERT": str(make_certificate(tmp_path / "mx.pem")),
        "MAIL_RECIPIENTS": "lapor@kab.example",
        "MAIL_RELAY_HOST": "127.0.0.1",
        "MAIL_TIMEOUT_SECONDS": "10",
        "CENTRAL_CALLBACK_SECRET": "agreed-upon-with-the-central-system",
    }
    async with running_relay() as relay, name_server() as dns:
        env |= {"MAIL_DNS_SERVERS": f"127.0.0.1:{dns.port}"}
        found = await findings({**env, "MAIL_RELAY_PORT": str(relay.port), "MAIL_RELAY_TLS": "none"})
    await central.stop()
    assert told(found, Level.FAULT) == ""
    assert told(found, Level.WARNING) == ""
    good = told(found, Level.OK)
    for words in (
        "answers and knows this gateway as kab-contoh",
        "mail: ",
        "Valkey",
        "Channels switched on: mail",
        "DNS answers",
    ):
        assert words in good


MAIL = {"MAIL_RECIPIENTS": "lapor@kab.example", "MAIL_RELAY_HOST": "mx.kab.example"}
SWITCHES = [
    ("webhooks on loopback", {"TELEGRAM_TOKEN": "1:a", "TELEGRAM_SECRET": "x"}, Level.WARNING, "cannot reach"),
    ("mail without a listener", MAIL, Level.FAULT, "nothing listens for it"),
    ("a listener without mail", {"SMTP_LISTEN": "127.0.0.1:2525"}, Level.WARNING, "the mail channel is off"),
    ("half a Twilio", {"TWILIO_ACCOUNT_SID": "AC1"}, Level.FAULT, "TWILIO_ACCOUNT_SID"),
    (
        "a call that outlives its lease",
        {**MAIL, "MAIL_TIMEOUT_SECONDS": "15"},
        Level.WARNING,
        "MAIL_TIMEOUT_SECONDS is",
    ),
    ("senders are not verified", {**MAIL, "MAIL_PROOF": "off"}, Level.WARNING, "MAIL_PROOF is off"),
    (
        "a relay without trust",
        {**MAIL, "MAIL_PROOF": "relay", "MAIL_AUTHSERV_ID": "mx"},
        Level.FAULT,
        "no relay is trusted",
    ),
    ("a relay without a name", {**MAIL, "MAIL_PROOF": "relay"}, Level.FAULT, "MAIL_AUTHSERV_ID is missing"),
    ("a name without trust", {**MAIL, "MAIL_AUTHSERV_ID": "mx"}, Level.WARNING, "MAIL_TRUSTED_RELAYS is missing"),
    (
        "trust without a name",
        {**MAIL, "MAIL_TRUSTED_RELAYS": "127.0.0.1"},
        Level.WARNING,
        "MAIL_AUTHSERV_ID is missing",
    ),
    ("answers in clear", {**MAIL, "MAIL_RELAY_TLS": "none"}, Level.WARNING, "MAIL_RELAY_TLS is none"),
    ("mails in clear", {**MAIL, "RSPAMD_URL": "http://203.0.113.7:11333"}, Level.WARNING, "RSPAMD_URL is http"),
    ("an operator who is us", {**MAIL, "OPERATOR_MAIL": "lapor@kab.example"}, Level.WARNING, "OPERATOR_MAIL is"),
    ("free mail", {**MAIL, "MAIL_FORWARDERS": "@gmail.com"}, Level.FAULT, "anybody gets an address there"),
    ("no DNS server", {**MAIL, "MAIL_DNS_SERVERS": "dns.example"}, Level.FAULT, "must be addresses of DNS servers"),
    (
        "nobody tells",
        {"OPERATOR_MAIL": "op@kab.example"},
        Level.WARNING,
        "OPERATOR_MAIL is set, but the mail channel is",
    ),
    ("no place", {"CENTRAL": "open311", "OPEN311_SERVICE": "1"}, Level.WARNING, "OPEN311_ADDRESS is empty"),
    ("no such profile", {"SMS_HTTP_PROFILE": "nowhere"}, Level.FAULT, "SMS_HTTP_PROFILE no such"),
]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.5", "::1", "relay"])
def test_a_relay_beside_us_needs_no_tls(host: str) -> None:
    complete = Complete.look({**MAIL, "MAIL_RELAY_HOST": host, "MAIL_RELAY_TLS": "none"})
    found = check_partners.settings_findings(complete.lines, complete.settings)
    assert "MAIL_RELAY_TLS" not in told(found, Level.WARNING)


@pytest.mark.parametrize(("env", "level", "words"), [row[1:] for row in SWITCHES], ids=[row[0] for row in SWITCHES])
def test_channels_settings(env: dict[str, str], level: Level, words: str) -> None:
    complete = Complete.look(env)
    assert words in told(check_partners.settings_findings(complete.lines, complete.settings), level)


@pytest.mark.parametrize(("mode", "told_of"), [("webhook", "(for the webhooks of telegram)"), ("polling", "")])
def test_who_polls_needs_no_public_url(mode: str, told_of: str) -> None:
    env = {"TELEGRAM_TOKEN": "123456789:AA" + "b" * 33, "TELEGRAM_SECRET": "x", "TELEGRAM_MODE": mode}
    complete = Complete.look(env)
    found = told(check_partners.settings_findings(complete.lines, complete.settings), Level.WARNING)
    assert told_of in found
    assert ("PUBLIC_URL is" in found) is bool(told_of)


async def test_dns_that_is_away(tmp_path: Path) -> None:
    async with name_server() as dns:
        dns.mood = "servfail"
        env = {**SERVING, **MAIL, "DATA_DIR": str(tmp_path), "MAIL_DNS_SERVERS": f"127.0.0.1:{dns.port}"}
        found = await findings(env)
    assert "mails wait up to an hour" in told(found, Level.WARNING)


async def test_a_partner_that_never_answers_does_not_hold_up_the_rest(tmp_path: Path) -> None:
    async def hang(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _reader.read()
        writer.close()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    env = {**SERVING, "DATA_DIR": str(tmp_path), "CENTRAL_URL": f"http://127.0.0.1:{port}"}
    found = await findings(env, seconds=2.0)
    server.close()
    assert "did not answer within 2 s" in told(found, Level.FAULT)
    assert "The journal can be written" in told(found, Level.OK)


ALONE = [
    # WEB_LISTEN's default is PRIVATE_LISTEN's place
    ({"WEB_LISTEN": "x", "PRIVATE_LISTEN": "127.0.0.1:8080"}, ["WEB_LISTEN must be host:port"]),
    ({"CENTRAL": "foo"}, ["CENTRAL must be"]),
    ({"CENTRAL": "mapped"}, ["CENTRAL_PROFILE is missing"]),
    ({"CENTRAL": "mapped", "CENTRAL_PROFILE": "/nosuch.toml"}, ["CENTRAL_PROFILE"]),
    ({"CENTRAL": "open311", "S3_URL": "https://s3.example"}, ["OPEN311_SERVICE is missing", "S3_BUCKET is missing"]),
    ({"CENTRAL": "open311", "TIMEZONE": "Mars"}, ["TIMEZONE is no time zone", "OPEN311_SERVICE is missing"]),
]


@pytest.mark.parametrize(("env", "faults"), ALONE)
def test_a_faulty_setting_does_not_hide_the_rest(env: dict[str, str], faults: list[str]) -> None:
    """What is right is looked at as it is set, so that nothing is told that is not so."""
    right = {"BRAND": "LAPOR! X", "DATA_DIR": "/srv/lapor", "RETENTION_DAYS": "90"}
    settings, wrong = partial({**right, **env})
    assert all(any(sentence.startswith(words) for sentence in wrong) for words in faults)
    assert (settings.brand, str(settings.data_dir), str(settings.retention_days)) == tuple(right.values())


def test_a_central_system_of_an_unknown_kind_is_not_asked_as_one_of_another() -> None:
    settings, _wrong = partial({"CENTRAL": "mapped", "CENTRAL_URL": "https://central.example"})
    assert settings.central_url == ""


def test_nobody_is_asked_for_a_central_system_that_is_a_person() -> None:
    _settings, wrong = partial({"CENTRAL": "by_hand", "TIMEZONE": "Mars"})
    assert not [sentence for sentence in wrong if sentence.startswith("CENTRAL")]


SLIPS = [
    ("CENTAL_URL", "Did you mean CENTRAL_URL?"),
    ("COLOUR", "Take it out"),
    ("CENTRAL_KEY", ""),
    ("CENTRAL_KEY_FILE", ""),
    ("WORDS_FILE", ""),
]


@pytest.mark.parametrize(("name", "fix"), SLIPS)
def test_names_nobody_reads(name: str, fix: str) -> None:
    assert [finding.fix for finding in unknown_names({name: "x"})] == ([fix] if fix else [])


# What it looks like


def test_lines_are_plain_and_the_worst_stands_last() -> None:
    out = io.StringIO()
    found = [fault("Bad [red]x[/red]: s3cretword", "Mend it"), ok("Good"), warning("So so", "Perhaps " + "x" * 200)]
    show(found, Console(file=out, soft_wrap=True, highlight=False), Masker(["s3cretword"]))
    lines = out.getvalue().splitlines()
    assert lines[0] == "ok      Good"
    assert lines[1] == "warning So so. Perhaps " + "x" * 200
    assert lines[2] == "fault   Bad [red]x[/red]: [secret]. Mend it"


@pytest.fixture
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower() in Settings.model_fields or name.startswith(("TWILIO", "TELEGRAM", "SMS", "MAIL", "SMTP")):
            monkeypatch.delenv(name)


@pytest.mark.usefixtures("_clean_environment")
def test_status_is_1_on_a_fault(tmp_path: Path) -> None:
    out = io.StringIO()
    (tmp_path / ".env").write_text(f"DATA_DIR={tmp_path}\nCENTAL_URL=x\n")
    assert main(tmp_path / ".env", Console(file=out, soft_wrap=True)) == 1
    assert f"CENTAL_URL in {tmp_path / '.env'} is no setting" in out.getvalue()
    assert "ID_KEY is missing" in out.getvalue()


def checked(path: Path, text: str | None) -> tuple[int, str]:
    """Status and output of a check of that file."""
    if text is not None:
        path.write_text(text)
        path.chmod(0o600)
    out = io.StringIO()
    return main(path, Console(file=out, soft_wrap=True)), out.getvalue()


FILES = [
    ("named and missing", "nope.env", None, "nope.env is not there"),
    ("no equals sign", "a.env", "BRAND=LAPOR!\n\nCENTRAL_KEY s3cretword\n", "Line 3 of {} is no NAME=value"),
    ("an open quote", "b.env", "BRAND='LAPOR!\n", "Line 1 of {} is no NAME=value"),
    ("no text", "c.env", "\udcff", "cannot be read as UTF-8"),
    (
        "no prices",
        "f.env",
        "PRICES_FILE=/nosuch",
        "PRICES_FILE /nosuch cannot be read: No such file or directory; mend it",
    ),
    ("no days", "g.env", "HOLIDAYS_FILE=/nosuch", "HOLIDAYS_FILE /nosuch cannot be read: No such file or directory; m"),
    ("no time of day", "e.env", "DIGEST_AT=25:00", "DIGEST_AT must be a time of day, as 07:00"),
    ("a slip", "d.env", "CENTAL_URL=x", "CENTAL_URL in {} is no setting. Did you mean CENTRAL_URL?"),
]


@pytest.mark.parametrize(("name", "text", "words"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
@pytest.mark.usefixtures("_clean_environment")
def test_what_is_wrong_with_the_file(tmp_path: Path, name: str, text: str | None, words: str) -> None:
    path = tmp_path / name
    if text and not text.isascii():
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        text = None
    status, out = checked(path, text)
    assert status == 1
    assert words.format(path) in out
    assert "s3cretword" not in out


@pytest.mark.usefixtures("_clean_environment")
def test_a_setting_that_stands_twice_in_the_file(tmp_path: Path) -> None:
    """As after `satupintu keys >> .env` where there were keys: another ID_KEY counts."""
    out = checked(tmp_path / ".env", "ID_KEY=s3cretword\nBRAND=LAPOR!\nBRAND=LAPOR!\nID_KEY=s3cretword2\n")[1]
    assert f"ID_KEY stands in {tmp_path / '.env'} more than once" in out
    assert "BRAND stands" not in out
    assert "s3cretword" not in out


@pytest.mark.usefixtures("_clean_environment")
def test_a_file_that_others_can_read(tmp_path: Path) -> None:
    assert "chmod 600" not in checked(tmp_path / ".env", f"DATA_DIR={tmp_path}")[1]
    (tmp_path / ".env").chmod(0o640)
    assert f"chmod 600 {tmp_path / '.env'}" in checked(tmp_path / ".env", None)[1]


def test_serving_is_told_all_at_once(tmp_path: Path) -> None:
    """The gateway's, the channels' and the words: what `check` would say of settings, `serve` and `work` refuse."""
    (tmp_path / "words.toml").write_text("[number.id]\nsms = 'Terima kasih'\n")
    env = {**SERVING, "BRAND": "x" * 99, "TELEGRAM_TOKEN": "x", "WORDS_FILE": str(tmp_path / "words.toml")}
    with pytest.raises(SettingsFault) as raised:
        serving(env)
    for words in ("BRAND", "TELEGRAM_TOKEN", "WORDS_FILE: the words in words.toml", "CENTRAL_URL is missing"):
        assert words in str(raised.value)


LACKING = {
    "TWILIO_ACCOUNT_SID": "AC1",
    "TELEGRAM_TOKEN": "x",
    "MAIL_RECIPIENTS": "@kab.example.org",
    "MAIL_RELAY_USER": "lapor",
    "MAIL_RELAY_PORT": "99999",
    "MAIL_PROOF": "relay",
    "SMS_HTTP_PROFILE": "kannel",
    "SMS_HTTP_TIMEOUT_SECONDS": "x",
    "SMTP_LISTEN": "127.0.0.1:2525",
}
TOLD = (
    "TWILIO_ACCOUNT_SID must be",
    "TWILIO_AUTH_TOKEN must be too",
    "set TWILIO_SMS_FROM",
    "TELEGRAM_TOKEN is no",
    "TELEGRAM_SECRET must be set",
    "MAIL_RELAY_PORT must be",
    "MAIL_RELAY_HOST is missing",
    "MAIL_FROM is missing",
    "MAIL_RELAY_PASSWORD is missing",
    "MAIL_AUTHSERV_ID is missing",
    "SMS_HTTP_TIMEOUT_SECONDS must be",
    "SMS_HTTP_SECRET must be too",
    "SMS_HTTP_SEND_URL must be set",
)


def test_what_a_channel_lacks_is_told_beside_what_is_wrong() -> None:
    found = Complete.look(LACKING)
    findings = check_partners.settings_findings(found.lines, found.settings)
    faults = [str(one) for one in findings if one.level is Level.FAULT]
    assert [words for words in TOLD if not any(words in one for one in faults)] == []
    assert not [one for one in findings if "the mail channel is off" in str(one)]
    assert not any(value in "\n".join(faults) for value in ("AC1", "99999"))


def test_a_channel_that_is_set_right_lacks_nothing() -> None:
    right = {
        **LACKING,
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "x",
        "TWILIO_WHATSAPP_FROM": "+6281100009999",
        "TELEGRAM_TOKEN": "123456789:AA" + "b" * 33,
        "TELEGRAM_MODE": "polling",
        "MAIL_RELAY_PORT": "25",
        "MAIL_RELAY_HOST": "127.0.0.1",
        "MAIL_FROM": "lapor@kab.example.org",
        "MAIL_RELAY_PASSWORD": "x",
        "MAIL_AUTHSERV_ID": "mx.kab.example.org",
        "SMS_HTTP_TIMEOUT_SECONDS": "10",
        "SMS_HTTP_SECRET": "x",
        "SMS_HTTP_SEND_URL": "http://127.0.0.1:13013/cgi-bin/sendsms",
    }
    assert [line.wrong for line in Complete.look(right).lines if line.wrong] == []
