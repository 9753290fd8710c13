"""Whether protection holds: by what it came with, what was asked since, and what the central system was told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_decided import COMPLAINT

from forwarder.items import Member, ReplyLease, Wish
from forwarder.seal import Sealer
from forwarder.wish import told_of, wish_of
from normalizer import codec
from normalizer.schema import Flags, Language

SEALER = Sealer.of(bytes(range(32)))

# What it came with, asked, told, whether its case may be there; and how it stands.
ROWS: list[tuple[str, str, str, int, Wish]] = [
    ("r", "", "", 1, "holds"),
    ("a", "", "", 0, "holds"),
    ("", "r", "", 1, "waits"),
    ("", "r", "r", 1, "holds"),
    ("", "r", "", 0, "holds"),
    ("r", "r", "", 1, "holds"),
    ("r", "a", "", 1, "waits"),
    ("r", "ar", "a", 1, "holds"),
    ("r", "AR", "", 1, "waits"),
    ("r", "AR", "AR", 1, ""),
    ("r", "AR", "", 0, ""),
    ("ar", "A", "A", 1, "holds"),
    ("a", "A", "A", 1, ""),
    ("", "Ar", "AR", 1, "waits"),
]


@pytest.mark.parametrize(("came", "asked", "told", "there", "wish"), ROWS)
def test_how_protection_stands(came: str, asked: str, told: str, there: int, wish: Wish) -> None:
    body = codec.encode(replace(COMPLAINT, flags=Flags("a" in came, "r" in came)))
    row = [asked.encode(), told.encode(), there, SEALER.pack(body, b"c:" + COMPLAINT.id.encode())]
    assert wish_of(SEALER, COMPLAINT.id, row) == wish
    assert wish_of(SEALER, COMPLAINT.id, []) == "", "nobody ever asked"


@pytest.mark.parametrize(
    "body", [b"", b"\x01nothing of ours", SEALER.pack(b"{}", b"c:c1")], ids=["empty", "unsealed", "no complaint"]
)
def test_of_what_cannot_be_opened_nothing_is_said_to_hold(body: bytes) -> None:
    assert wish_of(SEALER, "c1", [b"r", b"r", 1, body]) == ""
    assert wish_of(SEALER, "c1", [b"r", b"", 1, body]) == "waits"
    assert wish_of(SEALER, "c1", [b"r", b"", 0, body]) == ""


SEVERAL: list[tuple[list[Wish], str]] = [
    (["holds", "holds"], "kept"), (["holds", "waits"], ""), (["holds", ""], ""), (["waits", "waits"], "waits"),
]  # fmt: skip


@pytest.mark.parametrize(("wishes", "said"), SEVERAL)
def test_of_several_it_is_said_where_it_is_true_of_each(wishes: list[Wish], said: str) -> None:
    members = tuple(Member(place, "1", "", linked=False, wish=wish) for place, wish in enumerate(wishes))
    lease = ReplyLease("b.w.receipts", "1", "receipts", "b", b"", 0, False, False, False, "", "", 0, members)
    told = told_of(lease, {}, Language.INDONESIAN)
    assert [name for name, text in told.items() if text] == ([said] if said else [])
