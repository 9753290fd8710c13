"""Twilio's settings: when it is off, when it is wrong, and what is said then."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from channels import sms, whatsapp

AC, MG = "AC" + "1" * 32, "MG" + "2" * 32
BASE = {"TWILIO_ACCOUNT_SID": AC, "TWILIO_AUTH_TOKEN": "t"}

# label, environment, is sms on, is whatsapp on
SWITCHES = [
    ("nothing", {}, False, False),
    ("commented out", {"TWILIO_ACCOUNT_SID": " "}, False, False),
    ("a number for SMS", BASE | {"TWILIO_SMS_FROM": "+6281100009999"}, True, False),
    ("a number for WhatsApp", BASE | {"TWILIO_WHATSAPP_FROM": "whatsapp:+6281100009999"}, False, True),
    ("a messaging service", BASE | {"TWILIO_MESSAGING_SERVICE_SID": MG}, True, True),
]
FAULTS = [
    ("sid", BASE | {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_SMS_FROM": "1"}, ["twilio_account_sid"]),
    ("no token", {"TWILIO_ACCOUNT_SID": AC, "TWILIO_SMS_FROM": "+6281100009999"}, ["TWILIO_AUTH_TOKEN must be too"]),
    ("no sender", BASE, ["TWILIO_SMS_FROM, TWILIO_WHATSAPP_FROM or"]),
    (
        "all at once",
        BASE | {"TWILIO_API_BASE": "api.twilio.com", "TWILIO_SIGNATURE": "md5", "TWILIO_TIMEOUT_SECONDS": "0"},
        ["twilio_api_base", "twilio_signature", "twilio_timeout_seconds"],
    ),
    ("service", BASE | {"TWILIO_MESSAGING_SERVICE_SID": "AC"}, ["twilio_messaging_service_sid"]),
]


@pytest.mark.parametrize(("label", "env", "by_sms", "by_whatsapp"), SWITCHES, ids=[row[0] for row in SWITCHES])
def test_switches(label: str, env: dict[str, str], by_sms: bool, by_whatsapp: bool) -> None:
    url = "https://satupintu.example.org"
    assert (sms.from_env(env, url) is not None, whatsapp.from_env(env, url) is not None) == (by_sms, by_whatsapp)


@pytest.mark.parametrize(("label", "env", "said"), FAULTS, ids=[row[0] for row in FAULTS])
def test_faults_are_said_at_once(label: str, env: dict[str, str], said: list[str]) -> None:
    with pytest.raises(ValidationError) as caught:
        sms.from_env(env, "")
    assert [words for words in said if words not in str(caught.value)] == []


def test_the_sender_may_be_written_as_people_do() -> None:
    settings = whatsapp.Settings.from_env(BASE | {"TWILIO_WHATSAPP_FROM": "0811-0000-9999"})
    assert settings.twilio_whatsapp_from == "+6281100009999"


def test_the_shared_key_counts_only_for_sha256() -> None:
    env = BASE | {"TWILIO_SMS_FROM": "+6281100009999", "TWILIO_SHARED_KEY": "k", "TWILIO_AUTH_TOKEN_OLD": "o"}
    assert sms.Settings.from_env(env).signatures().tokens == (b"t", b"o")
    assert sms.Settings.from_env(env | {"TWILIO_SIGNATURE": "sha256"}).signatures().tokens == (b"k", b"t", b"o")
