"""Who is one person to us: by a phone, by a verified address, by an account; never by name, place or words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from node_kit import mail, sms, telegram, understanding, whatsapp

from forwarder.items import Claim
from gateway.inbox import Row
from normalizer.schema import Raw

LAMP = "Lampu jalan di Gang Kenanga RT 4 Desa Contoh padam sejak hari Senin"
OTHER = "+6281100000002"
USER, ANOTHER_USER = "US.13491208655302741918", "US.13491208655302741919"


def claim(raw: Raw) -> Claim:
    (found,) = understanding().items(Row(1, b"k" * 32, raw.channel, datetime.now(UTC), raw, "", ""), doubt=False)
    assert isinstance(found, Claim)
    return found


def hidden(text: str, place: int, user: str) -> Raw:
    """A WhatsApp user who hides the phone behind an id."""
    return whatsapp(text, place, phone=user, From=f"whatsapp:{user}", WaId="")


PAIRS = [
    ("one phone over SMS and WhatsApp", sms(LAMP, 1), whatsapp(LAMP, 2), True),
    ("one phone, other words", sms(LAMP, 1), whatsapp("Sampah di Pasar Baru menumpuk", 2), True),
    ("two phones, the same words", sms(LAMP, 1), sms(LAMP, 2, phone=OTHER), False),
    (
        "two phones, one profile name",
        whatsapp(LAMP, 1),
        whatsapp(LAMP, 2, phone=OTHER, ProfileName="Sari Contoh"),
        False,
    ),
    ("one user id twice", hidden(LAMP, 1, USER), hidden(LAMP, 2, USER), True),
    ("two user ids", hidden(LAMP, 1, USER), hidden(LAMP, 2, ANOTHER_USER), False),
    ("a user id and a phone", hidden(LAMP, 1, USER), sms(LAMP, 2), False),
    ("one account on Telegram", telegram(LAMP, 1), telegram("Jalan di RT 4 Desa Contoh rusak", 2), True),
    ("two accounts of one name", telegram(LAMP, 1), telegram(LAMP, 2, chat=620_011_002), False),
    ("an account whose number is a phone's", telegram(LAMP, 1, chat=6_281_100_000_001), sms(LAMP, 2), False),
    ("one address", mail(LAMP, 1), mail("Jalan di RT 4 Desa Contoh rusak", 2), True),
    ("one address in capitals", mail(LAMP, 1), mail(LAMP, 2, sender="Sari@Warga.Example.org"), True),
    ("two addresses of one name", mail(LAMP, 1), mail(LAMP, 2, sender="sari@lain.example.org"), False),
    ("a phone named in a mail", mail(f"{LAMP}. HP saya 0811-0000-0001", 1), sms(LAMP, 2), False),
    ("a name named in an SMS", sms(f"{LAMP}. Sari Contoh", 1), telegram(LAMP, 2), False),
]


@pytest.mark.parametrize(("label", "one", "other", "same"), PAIRS, ids=[row[0] for row in PAIRS])
def test_who_is_one_person(label: str, one: Raw, other: Raw, same: bool) -> None:
    assert (claim(one).owner == claim(other).owner) is same, label


PROTECTED = [
    ("rahasia stays in its chat", sms(f"RAHASIA {LAMP}", 1), whatsapp(f"RAHASIA {LAMP}", 2), False),
    ("anonim stays in its chat", sms(f"ANONIM {LAMP}", 1), whatsapp(f"ANONIM {LAMP}", 2), False),
    ("protected and not", sms(f"RAHASIA {LAMP}", 1), sms(LAMP, 2), False),
    ("the same chat", sms(f"RAHASIA {LAMP}", 1), sms(f"RAHASIA {LAMP}", 2), True),
]


@pytest.mark.parametrize(("label", "one", "other", "same"), PROTECTED, ids=[row[0] for row in PROTECTED])
def test_what_is_protected_belongs_to_its_chat(label: str, one: Raw, other: Raw, same: bool) -> None:
    assert (claim(one).owner == claim(other).owner) is same, label


@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_two_phones_are_two_people_and_one_is_one(one: int, other: int) -> None:
    first, second = (claim(sms(LAMP, 1, phone=f"+62811000{end:05}")).owner for end in (one, other))
    assert (first == second) is (one == other)
    assert claim(whatsapp(LAMP, 2, phone=f"+62811000{one:05}")).owner == first
