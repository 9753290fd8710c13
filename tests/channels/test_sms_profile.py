"""Profiles of SMS providers: what they may get wrong, and how the provider's answers are judged by them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from channels import sms_http
from channels.base import SendFailed
from channels.sms_outgoing import judged
from channels.sms_profile import Answer, Profile, load, shipped
from normalizer.schema import Otherwise

PUBLIC = "https://satupintu.example.org"


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


OF_STOP = Answer(id="id", code="code", permanent={400}, stopped_codes={"7"})


@pytest.mark.parametrize(
    ("label", "answer", "status", "text", "instead"),
    [
        ("refused", OF_STOP, 400, '{"code": 5}', Otherwise.WAY),
        ("refused without a code", OF_STOP, 400, "", Otherwise.WAY),
        ("not acceptable", Answer(id="id"), 422, "", Otherwise.WAY),
        ("code says never", CODED, 200, '{"status": "5"}', Otherwise.WAY),
        ("they wrote STOP there", OF_STOP, 400, '{"code": 7}', Otherwise.NOTHING),
        ("they wrote STOP, said with 200", OF_STOP, 200, '{"code": "7"}', Otherwise.NOTHING),
    ],
)
def test_what_a_refusal_leaves_open(label: str, answer: Answer, status: int, text: str, instead: Otherwise) -> None:
    with pytest.raises(SendFailed) as caught:
        judged(answer, status, {}, text)
    assert (caught.value.permanent, caught.value.otherwise) == (True, instead), label


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
