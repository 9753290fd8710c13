"""A mail that is no answer to a letter of ours, and names a report of its sender's, adds to that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from node_kit import a_node, facts_of, mail
from test_drafting import HASTY, complaints, whole

from normalizer.schema import Raw

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
OTHERS = "budi@warga.example.org"


def about(subject: str, text: str, place: int, sender: str = "sari@warga.example.org") -> Raw:
    written = mail(text, place, sender=sender)
    return replace(written, body=written.body.replace(b"Subject: Laporan warga", f"Subject: {subject}".encode()))


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Tambahan", "Untuk laporan {}: lampunya sekarang pecah juga"),
        ("Tambahan laporan {}", "Lampunya sekarang pecah juga"),
        ("Re: Nomor laporan {}", "Lampunya sekarang pecah juga"),
    ],
)
@pytest.mark.parametrize("whose", ["one's own", "another's"])
async def test_it_is_told_of_ones_own_report(
    tmp_path: Path, redis_url: str, subject: str, text: str, whose: str
) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY) as node:
        await whole(node, mail(LAMP, 1))
        (name,) = await complaints(node)
        number = (await facts_of(node.ledger, name))["number"]
        sender = "sari@warga.example.org" if whose == "one's own" else OTHERS
        (*_, end) = await whole(node, about(subject.format(number), text.format(number), 2, sender))
        assert end.startswith(f"supplement:{name}" if whose == "one's own" else "complaint:")
