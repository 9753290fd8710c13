"""A mail below one of ours is trusted more, if what it names proves to be ours; the form alone is anybody's."""

from __future__ import annotations

from pathlib import Path

import pytest
from journal_samples import HASHER
from node_kit import a_node, mail, understanding

from forwarder.seal import Hasher
from forwarder.supplement_token import token_of
from gateway.simulator.town_processes import MAILBOX
from gateway.vet_answer import AnswerStep

# Suspect by a few signs; below an answer of ours somebody may well write so.
PROMOTION = "Halo, lihat penawaran kami di http://promo.example.com/beli, diskon 70% sampai besok."
COMPLAINT = "abcdefghij2345672345abcdef"
OURS, FOREIGN = token_of(HASHER, COMPLAINT), token_of(Hasher(b"\1" * 32), COMPLAINT)
DOMAIN = MAILBOX.partition("@")[2]


@pytest.mark.parametrize(
    ("label", "head", "mark", "waits"),
    [
        ("no answer", "", "", True),
        ("an answer to ours", f"In-Reply-To: <satupintu.abc.{OURS}@{DOMAIN}>\r\n", "ours", False),
        ("a made-up proof", f"In-Reply-To: <satupintu.abc.{FOREIGN}@{DOMAIN}>\r\n", "foreign", True),
        ("no proof at all", f"References: <satupintu.abc@{DOMAIN}>\r\n", "", True),
    ],
)
async def test_what_proves_to_be_an_answer_is_trusted(
    tmp_path: Path, redis_url: str, label: str, head: str, mark: str, waits: bool
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        node.steps = [AnswerStep(understanding().channels, HASHER)]
        ends = await node.pumped(mail(PROMOTION, head=head))
        row = node.reader.row(1)
        assert row is not None
        assert row.marks.get("answer", "") == mark
        assert ends[0].startswith("held:") == waits
