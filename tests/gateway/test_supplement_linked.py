"""What citizens add to a complaint that an operator linked with another goes there, or to a person; never nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from supplement_kit import KEY, Desk, a_desk, a_reply, first_mail
from test_supplement_unable import MUTE, TWICE, Unable

from forwarder import decided
from forwarder.central import Abilities
from forwarder.decided import Closing
from forwarder.national import ABILITIES
from gateway.row_end import complaints_in
from normalizer.schema import Raw

LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
SAME = "Penerangan depan Masjid Al-Ikhlas tidak berfungsi lagi"
MORE, LATER = "Tiangnya di depan rumah nomor 12.", "Kabelnya juga putus."
BUDI = "budi@warga.example.org"


async def both(desk: Desk, first: str = LAMP, second: str = SAME) -> tuple[str, str]:
    """Two citizens' complaints: the one that lies here, and the one it is linked with."""
    ends = await desk.node.pumped(
        first_mail(first), first_mail(second, sender=BUDI, mark="mark-2", subject="Penerangan")
    )
    (mine,), (other,) = (complaints_in(end) for end in ends)
    return mine, other


async def linked(desk: Desk, mine: str, other: str) -> None:
    await decided.close(desk.ledger, mine, Closing("sama", into=other))


ABLE = [("takes it", ABILITIES, [MORE, LATER]), ("would take it twice", TWICE, [MORE, LATER]), ("takes none", MUTE, [])]


@pytest.mark.parametrize(("label", "promises", "added"), ABLE, ids=[row[0] for row in ABLE])
async def test_it_goes_where_its_complaint_was_linked_with(
    tmp_path: Path, redis_url: str, label: str, promises: Abilities, added: list[str]
) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        mine, other = await both(desk)
        (receipt,) = [one for one in await desk.answer() if BUDI not in one.to]
        await desk.node.pumped(a_reply(receipt, MORE))
        await linked(desk, mine, other)
        ends = await desk.node.pumped(a_reply(receipt, LATER, mark="reply-2"))
        assert ends[-1].startswith(f"supplement:{other}:"), "it is added to the one that goes on"
        await desk.forward()
        desk.national = Unable(desk.national.url, KEY, "desa", 5.0, promises=promises)
        await desk.add()
        await desk.national.close()
        assert sorted(desk.added()) == sorted(added), label
        assert [case.reference for case in desk.cases] == [other]
        assert len(await desk.ledger.parked(10)) == 2 - len(added)
        assert all(one.reference == other for one in desk.central.store.seen if one.operation == "supplement")


async def test_after_flushall_it_is_told_there_once(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        mine, other = await both(desk)
        (receipt,) = [one for one in await desk.answer() if BUDI not in one.to]
        await desk.node.pumped(a_reply(receipt, MORE))
        await linked(desk, mine, other)
        await desk.node.pumped()
        await desk.node.redis.flushall()
        await desk.node.pumped()
        await desk.forward()
        await desk.add()
        assert desk.added() == [MORE]
        await desk.node.pumped()
        await desk.node.redis.flushall()
        await desk.node.pumped()
        await desk.forward()
        await desk.add()
        assert desk.added() == [MORE]
        assert await desk.ledger.parked(10) == []


async def test_whoever_added_is_told_the_number_of_their_own(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        mine, other = await both(desk)
        (receipt,) = [one for one in await desk.answer() if BUDI not in one.to]
        await decided.close(desk.ledger, mine, Closing("sama", into=other, quiet=True))
        await desk.node.pumped(a_reply(receipt, LATER))
        (said,) = await desk.answer()
        standings = [await desk.ledger.standing_of(name) for name in (mine, other)]
        assert [bool(one and one.number in said.text) for one in standings] == [True, False]


PROTECTED = [
    ("the one it was linked with", LAMP, f"{SAME}. RAHASIA"),
    ("its own", f"{LAMP}. Mohon dirahasiakan", SAME),
]


@pytest.mark.parametrize(("label", "first", "second"), PROTECTED, ids=[row[0] for row in PROTECTED])
async def test_where_one_of_the_two_is_protected_a_person_is_asked(
    tmp_path: Path, redis_url: str, label: str, first: str, second: str
) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        mine, other = await both(desk, first, second)
        (receipt,) = [one for one in await desk.answer() if BUDI not in one.to]
        await desk.node.pumped(a_reply(receipt, MORE))
        await linked(desk, mine, other)
        ends = await desk.node.pumped(a_reply(receipt, LATER, mark="reply-2"))
        assert complaints_in(ends[-1]), "a complaint of its own: nothing of it stands with somebody else's"
        await desk.forward()
        await desk.add()
        assert desk.added() == []
        (parked,) = await desk.ledger.parked(10)
        assert "linked" in parked.why, label
        assert await desk.ledger.retry(parked.id)
        await desk.add()
        assert [one.id for one in await desk.ledger.parked(10)] == [parked.id]


async def test_nobody_asks_protection_for_what_others_wrote(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        mine, other = await both(desk)
        (receipt,) = [one for one in await desk.answer() if BUDI not in one.to]
        await linked(desk, mine, other)
        ends = await desk.node.pumped(a_reply(receipt, f"{LATER} Mohon dirahasiakan."))
        (own,) = complaints_in(ends[-1])
        standings = [await desk.ledger.standing_of(name) for name in (own, other)]
        assert [one.flagged for one in standings if one] == [True, False]


async def test_over_links_of_links_and_not_to_what_is_over(tmp_path: Path, redis_url: str) -> None:
    async with a_desk(tmp_path, redis_url) as desk:
        mine, other = await both(desk)
        third = from_another("Jembatan kayu di Dusun Wetan miring", "third@warga.example.org")
        (last,) = complaints_in((await desk.node.pumped(third))[-1])
        (receipt,) = [one for one in await desk.answer() if one.to == ("sari@warga.example.org",)]
        await desk.node.pumped(a_reply(receipt, MORE))
        await linked(desk, mine, other)
        await linked(desk, other, last)
        ends = await desk.node.pumped(a_reply(receipt, LATER, mark="reply-2"))
        assert ends[-1].startswith(f"supplement:{last}:")
        await decided.close(desk.ledger, last, Closing("iklan"))
        await desk.add()
        assert desk.added() == []
        assert ["linked with one that is over" in one.why for one in await desk.ledger.parked(10)] == [True]


def from_another(text: str, sender: str) -> Raw:
    return first_mail(text, sender=sender, mark="mark-3", subject="Jembatan")
