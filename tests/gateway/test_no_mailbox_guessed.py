"""A mailbox is a person's when it is proven to be, and a mention proves nothing: answers go down no ladder into it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from node_kit import mail, sms, telegram, understanding, whatsapp

from forwarder.items import Claim
from forwarder.listener import Listener
from gateway.inbox import Row
from normalizer.schema import Raw

WORDS = "Jalan di Gang Kenanga RT 4 berlubang sejak Senin. Email saya sari@warga.example.org, HP 0811-0000-0001"
MENTIONS = [
    ("in an SMS", sms(WORDS, 1)),
    ("in a chat", whatsapp(WORDS, 2)),
    ("beside an id", telegram(WORDS, 3)),
    ("a mail that names the phone", mail(WORDS, 4)),
]


def listener(raw: Raw) -> Listener:
    row = Row(1, b"k" * 32, raw.channel, datetime.now(UTC), raw, "", "")
    found = [item for item in understanding().items(row, doubt=False) if isinstance(item, Claim)]
    assert [Listener.decode(copy.listener).mail for copy in found[0].copies] == []
    return Listener.decode(found[0].listener)


@pytest.mark.parametrize(("label", "raw"), MENTIONS, ids=[row[0] for row in MENTIONS])
def test_what_is_mentioned_is_nobodys_mailbox(label: str, raw: Raw) -> None:
    assert listener(raw).mail == "", label
