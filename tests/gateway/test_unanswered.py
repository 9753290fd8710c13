"""What is taken but not answered: it goes the whole way, and nothing is ever owed to where it came from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from node_kit import NodeKit, a_node, answers_of, mail

from forwarder.dialogue import chats
from forwarder.items import ForwardLease
from gateway.row_end import complaints_in
from normalizer.schema import Raw

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
RUBBISH = "Sampah di pasar Cempaka menumpuk sejak hari Minggu dan baunya sampai ke sekolah"
FORM = "Auto-Submitted: auto-generated\n"
LEASE_MS = 10_000


async def leased(node: NodeKit) -> list[ForwardLease]:
    return await node.ledger.lease_forward(100, LEASE_MS)


async def test_a_web_forms_mail_is_forwarded_and_never_answered(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(mail(LAMP, head=FORM))
        (lease,) = await leased(node)
        assert complaints_in(end) == [lease.id]
        assert await node.ledger.numbered(lease, "0000001", doubt=False)
        assert await answers_of(node.ledger) == {}


async def test_nothing_is_owed_after_a_rebuild_either(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(mail(LAMP, head=FORM), mail("Halo", 2, head=FORM), mail(RUBBISH, 3))
        assert ends[1] == "unanswered:help"
        await node.redis.flushall()
        assert await node.pumped() == ends
        (told,) = await answers_of(node.ledger)
        assert told.endswith(complaints_in(ends[2])[0]), "only who may be answered is owed a receipt"
        assert await chats(node.ledger, complaints_in(ends[0])[0]) == set()


async def test_who_repeats_it_himself_is_answered(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        first, silent, own = await node.pumped(mail(LAMP, head=FORM), mail(LAMP, 2, head=FORM), mail(LAMP, 3))
        name = complaints_in(first)[0]
        assert (silent, own) == (f"linked:{name}", f"linked:{name}")
        assert len(await answers_of(node.ledger)) == 1
        (lease,) = await leased(node)
        await node.ledger.numbered(lease, "0000001", doubt=False)
        states = await answers_of(node.ledger)
        assert sorted(states.values()) == ["due", "superseded"]


def borrowed(text: str, mark: int) -> Raw:
    """In the name of who writes by `mail`, by nobody knows whom."""
    own = mail(text, mark)
    return replace(own, headers=(("MAIL FROM", "x@evil.example"), *own.headers[1:]))


@pytest.mark.parametrize("flag", ["", "RAHASIA ", "ANONIM "])
@pytest.mark.parametrize("order", ["borrowed first", "own first"])
async def test_what_came_in_a_borrowed_name_is_not_its_owners(
    tmp_path: Path, redis_url: str, flag: str, order: str
) -> None:
    """Neither by the same words, nor by other ones, nor as what they wrote last."""
    text = flag + LAMP
    told = [mail(text, 1), borrowed(text, 2), borrowed(text, 3)]
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(*(told if order == "own first" else [*told[1:], told[0]]))
        own, *others = ends if order == "own first" else [ends[2], *ends[:2]]
        (mine,), (theirs,) = complaints_in(own), complaints_in(others[0])
        assert mine != theirs
        assert others[1] == f"linked:{theirs}", "its repeat is one"
        asked = await node.pumped(*(mail(f"STATUS {number(end)}", 4 + at) for at, end in enumerate((own, others[0]))))
        assert asked[3:] == [
            "answered:status_word" if flag == "RAHASIA " else "answered:status",
            "answered:status_unknown",
        ]
        act = (await node.pumped(mail("BATAL", 9)))[-1]
        assert mine in act
        assert theirs not in act
        ends = await node.pumped()
        await node.redis.flushall()
        assert await node.pumped() == ends


def number(end: str) -> str:
    return end.split(":")[2]


async def test_a_status_question_in_a_borrowed_name_is_not_answered(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        assert await node.pumped(mail("STATUS 1234567", head=FORM)) == ["unanswered:status_unknown"]
        assert await answers_of(node.ledger) == {}


async def test_a_text_longer_than_the_central_system_takes_is_cut_with_a_note(tmp_path: Path, redis_url: str) -> None:
    text = "Jalan rusak parah. " * 20_000
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(mail(text), mail(text + "Sekali lagi.", 2))
        assert len(set(complaints_in(" ".join(ends)))) == 2, "what was cut is never linked by what is left of it"
        for lease in await leased(node):
            body = node.ledger.open_body(lease).decode()
            assert len(body) < 105_000
            assert "text-cut" in body
            assert "Naskah lengkap disimpan" in body
        row = node.reader.row(1)
        assert row
        assert row.raw
        assert len(row.raw.body) > len(text)
