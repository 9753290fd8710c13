"""What a second text says more than the first: that goes after it as a supplement."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from forwarder.trace import WORDS, parts_new
from normalizer.likeness_told import told_of
from normalizer.schema import ChannelName, Complaint, Kind, Party

LAMP = "Lampu jalan di Gang Arbei RT 6 mati"
MORE = [
    (f"{LAMP}. Nama saya Budi Santoso", WORDS),
    (f"{LAMP} sudah 3 hari", WORDS),
    (f"{LAMP}, dekat rumah C12", WORDS),
    (f"{LAMP}, tagihan 2025 lunas", WORDS),
    (f"{LAMP} dan tiangnya miring", WORDS),
    ("Pak, lampu jalan di gg arbei rt06 mati, mohon, terima kasih", ""),
    (LAMP.upper(), ""),
]


@pytest.mark.parametrize(("again", "wanted"), MORE, ids=[text for text, _ in MORE])
def test_what_is_more(again: str, wanted: str) -> None:
    first, second = complaint(LAMP), complaint(again)
    assert parts_new(told_of(first, "p", "c"), told_of(second, "p", "c"), second) == wanted


def complaint(text: str) -> Complaint:
    nobody = Party("", "")
    return Complaint(
        id="c",
        kind=Kind.COMPLAINT,
        channel=ChannelName("sms"),
        delivery="d",
        reporter=nobody,
        submitted_by=nobody,
        person="p",
        title=text,
        text=text,
        received_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
