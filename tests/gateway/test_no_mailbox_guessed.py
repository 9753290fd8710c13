"""A mailbox is a person's when it is proven to be, and a mention proves nothing: answers go down no ladder into it."""

from __future__ import annotations

from pathlib import Path

import pytest
from node_kit import a_node, mail, sms, telegram, whatsapp

from normalizer.schema import Raw

WORDS = "Jalan di Gang Kenanga RT 4 berlubang sejak Senin. Email saya sari@warga.example.org, HP 0811-0000-0001"
MENTIONS = [
    ("in an SMS", sms(WORDS, 1)),
    ("in a chat", whatsapp(WORDS, 2)),
    ("beside an id", telegram(WORDS, 3)),
    ("a mail that names the phone", mail(WORDS, 4)),
]


@pytest.mark.parametrize(("label", "raw"), MENTIONS, ids=[row[0] for row in MENTIONS])
async def test_what_is_mentioned_is_nobodys_mailbox(tmp_path: Path, redis_url: str, label: str, raw: Raw) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(raw)
        await node.ledger.told_number(end.split(":")[1], "0012345")
        leases = await node.ledger.lease_reply(10, 60_000)
        assert [(lease.what, lease.mailbox) for lease in leases] == [("number", None)], label
