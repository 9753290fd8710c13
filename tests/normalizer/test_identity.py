"""Who a sender is, over channels."""

from __future__ import annotations

import pytest

from normalizer.identity import person

ROWS = [
    ("sms", "081100001234", "tel:+6281100001234"),
    ("whatsapp", "whatsapp:+6281100001234", "tel:+6281100001234"),
    ("sms_http", "62 811-0000-1234", "tel:+6281100001234"),
    ("", "tel:+6281100001234", "tel:+6281100001234"),
    ("telegram", "123456789", "telegram:123456789"),
    ("telegram", "telegram:123456789", "telegram:123456789"),
    ("mail", "Budi Santoso <Budi@Example.com>", "mailto:budi@example.com"),
    ("mail", "mailto:budi@example.com", "mailto:budi@example.com"),
    ("whatsapp", "whatsapp:US.13491208655302741918", "whatsapp:us.13491208655302741918"),
    ("sms", "TELKOMSEL", "sms:telkomsel"),
    ("sms", "", ""),
    ("sms", "   ", ""),
]


@pytest.mark.parametrize(("channel", "sender", "wanted"), ROWS)
def test_person(channel: str, sender: str, wanted: str) -> None:
    assert person(channel, sender) == wanted


def test_a_telegram_number_is_no_phone() -> None:
    assert person("telegram", "6281100001234") != person("sms", "6281100001234")
