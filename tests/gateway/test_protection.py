"""Protection holds for a chat and a moment: what follows a request is protected too, also after everything was lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from journal_samples import HASHER
from node_kit import NodeKit, a_ledger, a_node, mail, sms, telegram, understanding, whatsapp

from forwarder.dialogue import chats
from forwarder.items import Claim, Note
from forwarder.protection import MOMENT_MS, OVERTAKEN_MS, Asked, flags_of, holding, letters, recall, remember
from forwarder.words_file import shipped
from gateway.inbox import Row
from gateway.row_end import complaints_in, held_in
from normalizer import codec
from normalizer.schema import Complaint, Flags, Raw

A, R, BOTH, NONE = Flags(anonim=True), Flags(rahasia=True), Flags(anonim=True, rahasia=True), Flags()
TOLD = "Kades minta uang untuk surat tanah di Dusun Tegalsari"
OTHER = "Lampu jalan di Gang Kenanga padam"
LEASE_MS = 60_000


def changed(raw: Raw, **fields: Any) -> Raw:
    update = json.loads(raw.body)
    (kind,) = [name for name in update if name != "update_id"]
    update[kind] = {key: value for key, value in (update[kind] | fields).items() if value is not None}
    return replace(raw, body=json.dumps(update).encode())


def photo(place: int, caption: str | None = None, **more: Any) -> Raw:
    size = {"file_id": f"f{place}", "file_unique_id": f"u{place}", "width": 90, "height": 90}
    return changed(telegram("", place), text=None, photo=[size], caption=caption, media_group_id="1357", **more)


def pin(place: int) -> Raw:
    return changed(telegram("", place), text=None, location={"latitude": -6.2, "longitude": 106.8})


def voice(place: int) -> Raw:
    note = {"file_id": "v", "file_unique_id": "v", "duration": 3}
    return changed(telegram("", place), text=None, voice=note)


def later(raw: Raw, **by: float) -> Raw:
    return replace(raw, received_at=raw.received_at + timedelta(**by))


async def flags_by_id(node: NodeKit) -> dict[str, Flags]:
    """What the central system would be told."""
    leases = await node.ledger.lease_forward(100, LEASE_MS)
    return {lease.id: codec.decode(Complaint, node.ledger.open_body(lease)).flags for lease in leases}


FOLLOWED: list[tuple[str, list[Raw], list[Flags]]] = [
    ("an album and a pin", [photo(1, f"RAHASIA {TOLD}"), photo(2), pin(3)], [R, R, R]),
    ("the second photo overtook the first", [photo(2), photo(1, f"RAHASIA {TOLD}")], [R, R]),
    ("a voice", [telegram(f"ANONIM {TOLD}", 1), voice(2)], [A, A]),
    ("both", [telegram(f"ANONIM RAHASIA {TOLD}", 1), pin(2)], [BOTH, BOTH]),
    ("one after the other", [telegram(f"ANONIM {TOLD}", 1), telegram(f"RAHASIA {OTHER}", 2), pin(3)], [A, R, BOTH]),
    ("words", [sms(f"RAHASIA {TOLD}", 1), sms(OTHER, 2)], [R, R]),
    ("a flag of its own", [whatsapp(f"RAHASIA {TOLD}", 1), whatsapp(f"ANONIM {OTHER}", 2)], [R, A]),
    ("a flag alone comes first", [sms("RAHASIA", 1), sms(TOLD, 2)], [R]),
    ("a denial", [sms(f"RAHASIA {TOLD}", 1), sms(f"Tidak rahasia: {OTHER}", 2)], [R, NONE]),
    ("a denial of one", [sms(f"RAHASIA ANONIM {TOLD}", 1), sms(f"tidak perlu anonim. {OTHER}", 2)], [BOTH, R]),
    ("BUKA", [sms(f"RAHASIA {TOLD}", 1), sms(f"BUKA. {OTHER}", 2)], [R, NONE]),
    ("somebody else", [telegram(f"RAHASIA {TOLD}", 1), telegram(OTHER, 2, chat=620_011_002)], [R, NONE]),
    ("14 minutes later", [sms(f"RAHASIA {TOLD}", 1), later(sms(OTHER, 2), minutes=14)], [R, R]),
    ("16 minutes later", [sms(f"RAHASIA {TOLD}", 1), later(sms(OTHER, 2), minutes=16)], [R, NONE]),
    ("mail", [mail(f"RAHASIA. {TOLD}", 1), mail(OTHER, 2)], [R, R]),
    ("nobody asked", [photo(1, TOLD), photo(2), pin(3)], [NONE, NONE, NONE]),
]  # fmt: skip


OVERTOOK = "the second photo overtook the first"  # what was forwarded before the request came cannot be called back
TIMES = [(*row, together) for row in FOLLOWED for together in (True, False) if together or row[0] != OVERTOOK]


@pytest.mark.parametrize(
    ("raws", "expected", "together"),
    [row[1:] for row in TIMES],
    ids=[f"{row[0]}, {'in one batch' if row[3] else 'one by one'}" for row in TIMES],
)
async def test_what_follows_a_request_is_protected(
    tmp_path: Path, redis_url: str, raws: list[Raw], expected: list[Flags], together: bool
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        for raw in () if together else raws:
            await node.pumped(raw)
        ends = await node.pumped(*(raws if together else ()))
        ids = [name for end in ends for name in complaints_in(end)]
        found = await flags_by_id(node)
        assert [found[name] for name in ids] == expected
        rows = [node.reader.row(seq) for seq in range(1, len(raws) + 1)]
        assert [row.error for row in rows if row] == [""] * len(raws)


async def test_a_rebuild_keeps_what_was_inherited(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(photo(1, f"RAHASIA {TOLD}"), photo(2), pin(3), sms(OTHER, 4), pin(3))
        before = await flags_by_id(node)
        assert sorted(map(letters, before.values())) == ["", "r", "r", "r"]
        await node.redis.flushall()
        assert await node.pumped() == ends
        assert await flags_by_id(node) == before
        standings = [await node.ledger.standing_of(name) for name in before]
        assert [one.flagged for one in standings if one] == [bool(flags) for flags in before.values()]


async def test_a_rebuild_remembers_who_asked(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(photo(1, f"RAHASIA {TOLD}"), sms("ANONIM", 2))
        await node.redis.flushall()
        await node.pumped(photo(3), sms(OTHER, 4))
        assert sorted(map(letters, (await flags_by_id(node)).values())) == ["a", "r", "r"]


async def test_a_repeat_of_what_was_protected_is_linked_and_restored(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(sms(f"RAHASIA {TOLD}", 1), sms(TOLD, 2))
        (name, again) = [found for end in ends for found in complaints_in(end)]
        assert (name, ends[1]) == (again, f"linked:{name}:r")
        await node.redis.flushall()
        assert await node.pumped() == ends
        assert len(await chats(node.ledger, name)) == 1
        assert len(await flags_by_id(node)) == 1


async def test_the_memory_tells_nobody_who_it_was(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(telegram(f"RAHASIA {TOLD}", 1))
        (key,) = [key async for key in node.redis.scan_iter(match=node.ledger.key("f:*"))]
        assert b"620011001" not in key
        assert 0 < await node.redis.pttl(key) <= node.ledger.keep.window * 1000
        assert set(await node.redis.hgetall(key)) == {b"r"}


def test_who_asks_for_what_is_not_there_is_told_for_how_long_it_holds() -> None:
    """What they write next is protected at once: FOLLOWED."""
    minutes = str(MOMENT_MS // 60_000)
    told = [text for said in shipped()["flag_alone"].values() for form, text in said.items() if form != "subject"]
    assert len(told) == 6
    assert all(minutes in text and "belum" not in text.casefold() and "not in force" not in text for text in told)


async def test_the_latest_request_counts(redis_url: str) -> None:
    async with a_ledger(redis_url) as ledger:
        await remember(ledger, [])
        await remember(ledger, [Asked("sms-a", BOTH, 5_000), Asked("sms-a", R, 9_000), Asked("sms-a", R, 7_000)])
        assert await recall(ledger, []) == []
        assert await recall(ledger, ["sms-b", "sms-a"]) == [Asked("sms-a", A, 5_000), Asked("sms-a", R, 9_000)]


@pytest.mark.parametrize(
    ("at_ms", "expected"),
    [(-OVERTAKEN_MS - 1, NONE), (-OVERTAKEN_MS, R), (0, R), (MOMENT_MS, R), (MOMENT_MS + 1, NONE)],
)
def test_how_long_a_moment_is(at_ms: int, expected: Flags) -> None:
    assert holding([Asked("sms-a", R, 0)], "sms-a", at_ms) == expected
    assert holding([Asked("sms-b", R, 0)], "sms-a", at_ms) == NONE


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("complaint:abc:1234567890", NONE), ("complaint:abc:1234567890:ar", BOTH), ("complaint:abc:1234567890:r", R),
        ("linked:abc", NONE), ("linked:abc:a", A), ("answered:help", NONE), ("robot", NONE), ("", NONE),
    ],
)  # fmt: skip
def test_what_an_end_tells(end: str, expected: Flags) -> None:
    assert held_in(end) == expected
    assert flags_of(letters(expected)) == expected


# -- edits ----------------------------------------------------------------------------------------------------------


def _items(raw: Raw) -> list[Any]:
    row = Row(1, b"k" * 32, raw.channel, raw.received_at, raw, "", "")
    return list(understanding().items(row, doubt=False))


@pytest.mark.parametrize("text", [f"RAHASIA {TOLD}", f"{TOLD}, anonim", f"{TOLD}. Rahasiakan nama saya"])
async def test_an_edit_that_asks_for_protection_protects_what_its_chat_told(
    tmp_path: Path, redis_url: str, text: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(telegram(TOLD, 1))
        ends = await node.pumped(telegram(text, 1, edited=True), telegram(OTHER, 2))
        name = end.split(":")[1]
        assert ends[1].startswith("act:")
        assert name in ends[1]
        assert "raise" in ends[1]
        leases = await node.ledger.lease_forward(10, LEASE_MS)
        (asked,) = [lease.asked for lease in leases if lease.id == name]
        assert asked in ("a", "r")
        # What was told a moment later is of the same day.
        said = [lease.what for lease in await node.ledger.lease_reply(10, LEASE_MS)]
        assert said.count("flag_set") == 2
        assert ends[2].rpartition(":")[2] in ("a", "r"), "what comes next is protected"


async def test_an_edit_of_what_nobody_knows_any_more_is_left_to_a_person(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        assert await node.pumped(telegram(f"RAHASIA {TOLD}", 1, edited=True)) == ["quarantined"]
        (row,) = node.reader.rows()
        assert "edited" in row.error
        assert TOLD not in row.error


def test_an_edit_that_asks_for_nothing_is_only_noted() -> None:
    (note,) = _items(telegram(OTHER, 1, edited=True))
    assert isinstance(note, Note)
    assert (note.outcome, note.what) == ("edited", "")


# -- attached mails -------------------------------------------------------------------------------------------------


def _forward(*inner: str) -> Raw:
    """An official's mail with others attached."""
    parts = [f"--b\r\nContent-Type: message/rfc822\r\n\r\n{one}\r\n" for one in inner]
    body = (
        "From: Staf <staf@desa.example.org>\r\nSubject: Fwd: laporan warga\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nTerlampir.\r\n'
        + "".join(parts)
        + "--b--\r\n"
    )
    return replace(mail("", 1), body=body.encode())


def _letter(subject: str, text: str) -> str:
    return f"From: Warga <warga@example.org>\r\nSubject: {subject}\r\n\r\n{text}"


ATTACHED = [
    ("in the text", [_letter("Laporan", f"RAHASIA {TOLD}")], R),
    ("in the subject", [_letter("ANONIM", TOLD)], A),
    ("one of two", [_letter("Laporan", OTHER), _letter("Laporan", f"{TOLD}, mohon nama saya dirahasiakan")], A),
    ("one each", [_letter("RAHASIA", OTHER), _letter("Laporan", f"anonim: {TOLD}")], BOTH),
    ("none", [_letter("Laporan", OTHER)], NONE),
]


@pytest.mark.parametrize(("inner", "expected"), [row[1:] for row in ATTACHED], ids=[row[0] for row in ATTACHED])
def test_flags_of_attached_mails_count(inner: list[str], expected: Flags) -> None:
    claims = _items(_forward(*inner))
    assert len(claims) == len(inner)
    for claim in claims:  # what one of them asks for holds for all that came in the same mail
        assert isinstance(claim, Claim)
        assert codec.decode(Complaint, claim.body).flags == expected
        assert claim.flagged is bool(expected)


def test_the_key_of_these_tests_is_the_journals() -> None:
    assert understanding().hasher == HASHER
