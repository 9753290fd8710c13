"""Settings: every fault at once, in words, with the fix and without a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from forwarder.seal import new_key
from gateway.addresses import Listen
from gateway.environment import read_env
from gateway.settings import Settings, SettingsFault, load

KEY, OTHER = new_key(), new_key()
SERVING = {
    "ID_KEY": KEY,
    "ENCRYPTION_KEYS": f"{KEY}, {OTHER}",
    "REDIS_URL": "redis://:s3cretword@127.0.0.1:6379/0",
    "CENTRAL_URL": "http://127.0.0.1:8081/",
    "CENTRAL_KEY": "k" * 32,
    "CENTRAL_INSTANCE": "kab-contoh",
}

WRONG = [
    ("a timeout that is no number", {"CENTRAL_TIMEOUT_SECONDS": "ten"}, "CENTRAL_TIMEOUT_SECONDS must be a number"),
    ("a lease as long as the call", {"LEASE_SECONDS": "10"}, "LEASE_SECONDS must be more than CENTRAL_TIMEOUT_SECONDS"),
    ("a call longer than the default lease", {"CENTRAL_TIMEOUT_SECONDS": "15"}, "LEASE_SECONDS must be more than"),
    ("no port", {"WEB_LISTEN": "127.0.0.1"}, "WEB_LISTEN must be host:port"),
    ("no host", {"WEB_LISTEN": ":8080"}, "WEB_LISTEN must be host:port"),
    ("port too high", {"SMTP_LISTEN": "0.0.0.0:65536"}, "SMTP_LISTEN must be host:port"),
    ("a port in Arabic digits", {"WEB_LISTEN": "127.0.0.1:٢"}, "WEB_LISTEN must be host:port"),
    (
        "two listeners on one port",
        {"LMTP_LISTEN": "127.0.0.1:9090"},
        "LMTP_LISTEN is the same address as PRIVATE_LISTEN",
    ),
    ("public URL without TLS", {"PUBLIC_URL": "http://lapor.example.go.id"}, "PUBLIC_URL must begin with https://"),
    ("public URL of a public address", {"PUBLIC_URL": "http://203.0.113.5"}, "PUBLIC_URL must begin with https://"),
    ("public URL without a scheme", {"PUBLIC_URL": "lapor.example.go.id"}, "PUBLIC_URL must be a URL such as"),
    ("public URL with a password", {"PUBLIC_URL": "https://u:p@example.org"}, "PUBLIC_URL must have no user"),
    ("public URL with a broken port", {"PUBLIC_URL": "https://example.org:x"}, "PUBLIC_URL is no URL"),
    ("a short key", {"ID_KEY": "c2hvcnQ"}, "ID_KEY is 5 bytes long, not 32; make one with: satupintu keys"),
    ("a wrong second key", {"ENCRYPTION_KEYS": f"{KEY},AAAA"}, "ENCRYPTION_KEYS key 2 is 3 bytes long"),
    ("Redis by http", {"REDIS_URL": "http://127.0.0.1"}, "REDIS_URL must begin with redis://"),
    ("no time zone", {"TIMEZONE": "WIB"}, "TIMEZONE is no time zone; Indonesia's are Asia/Jakarta"),
    ("a zone that climbs", {"TIMEZONE": "../../etc/passwd"}, "TIMEZONE is no time zone"),
    ("a central system we lack", {"CENTRAL": "lapor"}, "CENTRAL must be 'by_hand', 'national', 'open311'"),
    ("claims shorter than mail is retried", {"CLAIM_DAYS": "5"}, "CLAIM_DAYS must be at least 6"),
    ("half a call", {"CONCURRENCY": "1.5"}, "CONCURRENCY must be a whole number"),
    ("endless", {"STOP_SECONDS": "inf"}, "STOP_SECONDS must be at most 300"),
    ("a long brand", {"BRAND": "L" * 31}, "BRAND takes 31 characters of an SMS"),
    ("a node's name with a slash", {"NODE_ID": "a/b"}, "NODE_ID must match"),
    ("secret twice", {"CENTRAL_KEY": "k", "CENTRAL_KEY_FILE": "/x"}, "CENTRAL_KEY_FILE and CENTRAL_KEY are both set"),
    ("secret's file away", {"CENTRAL_KEY_FILE": "/nowhere"}, "CENTRAL_KEY_FILE names a file that cannot be read"),
]


@pytest.mark.parametrize(("env", "words"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_one_fault_gives_one_sentence(env: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsFault) as raised:
        load(env)
    assert len(raised.value.faults) == 1
    assert raised.value.faults[0].startswith(words)


def test_every_fault_at_once_and_no_value_in_any() -> None:
    env = {
        "ID_KEY": "geheim-id",
        "ENCRYPTION_KEYS": "geheim-enc",
        "REDIS_URL": "geheim-redis",
        "CENTRAL_KEY_FILE": "/nowhere",
        "TIMEZONE": "geheim-zone",
        "CONCURRENCY": "geheim-number",
    }
    with pytest.raises(SettingsFault) as raised:
        load(env, serving=True)
    told = {sentence.split()[0] for sentence in raised.value.faults}
    assert told == {*env, "CENTRAL_URL", "CENTRAL_KEY"}
    assert "geheim" not in str(raised.value)
    assert "geheim" not in repr(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


def test_defaults_are_enough_to_look_around_but_not_to_serve() -> None:
    assert load({}).web_listen == Listen("127.0.0.1", 8080)
    with pytest.raises(SettingsFault) as raised:
        load({"ID_KEY": " "}, serving=True)
    assert [sentence.split()[0] for sentence in raised.value.faults] == [
        "ID_KEY",
        "ENCRYPTION_KEYS",
        "REDIS_URL",
        "CENTRAL_URL",
        "CENTRAL_KEY",
    ]
    assert "satupintu keys" in raised.value.faults[0]


def test_keys_are_asked_for_where_they_are_used() -> None:
    settings = load({})
    with pytest.raises(SettingsFault, match="ID_KEY is missing"):
        settings.hasher()
    with pytest.raises(SettingsFault, match="ENCRYPTION_KEYS is missing"):
        settings.sealer()


def test_first_key_seals_and_the_others_open() -> None:
    old = load({**SERVING, "ENCRYPTION_KEYS": OTHER}).sealer()
    new = load(SERVING, serving=True).sealer()
    assert new.open(old.seal(b"words", b"row 1"), b"row 1") == b"words"
    assert new.current != old.current


def test_secrets_stay_out_of_repr() -> None:
    settings = load({**SERVING, "CENTRAL_KEY": "s3cretword"})
    assert "s3cretword" not in repr(settings)
    assert KEY not in repr(settings)
    assert KEY not in repr(settings.hasher())
    assert settings.central_url == "http://127.0.0.1:8081"


def test_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load({}).concurrency = 1  # type: ignore[misc]


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


LISTEN = [("127.0.0.1:0", Listen("127.0.0.1", 0)), ("[::1]:25", Listen("::1", 25)), ("mx:25", Listen("mx", 25))]


@pytest.mark.parametrize(("text", "expected"), LISTEN)
def test_listen_forms(text: str, expected: Listen) -> None:
    listen = load({"SMTP_LISTEN": text}).smtp_listen
    assert listen == expected
    assert str(listen) == text


def test_environment_stands_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("BRAND='LAPOR! $X'\nCONCURRENCY=7\n# TIMEZONE=x\nNODE_ID=\nCENTRAL_KEY=from-env-file\n")
    monkeypatch.setenv("CONCURRENCY", "9")
    env = read_env(file)
    assert load(env).brand == "LAPOR! $X"
    assert load(env).concurrency == 9
    assert load(env).node_id


def test_secrets_come_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, env_file = tmp_path / "secret", tmp_path / ".env"
    secret.write_text("  s3cretword \n")
    env_file.write_text(f"CENTRAL_KEY_FILE={secret}\n")
    monkeypatch.setenv("SSL_CERT_FILE", str(secret))
    env = read_env(env_file)
    assert env["CENTRAL_KEY"] == "  s3cretword "
    assert "CENTRAL_KEY_FILE" not in env
    assert "SSL_CERT" not in env
    assert load(env).central_key.get_secret_value() == "  s3cretword ".strip()


def test_a_secrets_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\xff\xfe")
    (tmp_path / ".env").write_text(f"CENTRAL_KEY_FILE={tmp_path / 'secret'}\n")
    with pytest.raises(SettingsFault, match="CENTRAL_KEY_FILE names a file that is not UTF-8 text"):
        load(read_env(tmp_path / ".env"))


def test_an_env_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"BRAND=\xff\n")
    with pytest.raises(SettingsFault, match="cannot be read as UTF-8 text"):
        load(read_env(tmp_path / ".env"))
