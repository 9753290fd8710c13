"""A Telegram account that shared its own phone is one person with that phone: its complaints are linked with theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from node_kit import CHAT, a_node, answers_of, contact, facts_of, sms, telegram, whatsapp

from gateway.row_end import complaints_in
from normalizer.schema import Raw

ROAD = "Jalan di Gang Arbei RT 6 RW 6 Desa Sukamaju berlubang dalam sekali, kemarin dua anak jatuh dari sepeda."
AGAIN = "gg arbei rt06/06 ds sukamaju jalannya bolong dalam, kmrn ada 2 anak jatoh dr sepeda, mhn ditambal"
LANE = ROAD.replace("Arbei", "Jambu")
MINE, THEIRS = "6281100000001", "6281100000002"
SHARED = contact(MINE, CHAT, 50)

WAYS: list[tuple[str, Raw, Raw, Raw, bool]] = [
    ("by SMS, then joined by Telegram", SHARED, sms(ROAD), telegram(AGAIN, 2), True),
    ("joined by Telegram, then by WhatsApp", SHARED, telegram(ROAD, 1), whatsapp(AGAIN, 2), True),
    ("the same words", SHARED, sms(ROAD), telegram(ROAD, 2), True),
    ("the same few words", SHARED, sms("jalan rusak parah"), telegram("Jalan rusak parah!", 2), True),
    ("another lane", SHARED, sms(LANE), telegram(ROAD, 2), False),
    ("another's phone", SHARED, sms(ROAD, phone=f"+{THEIRS}"), telegram(AGAIN, 2), False),
    ("another account", SHARED, sms(ROAD), telegram(AGAIN, 2, chat=CHAT + 1), False),
    ("somebody else's contact", contact(MINE, CHAT + 1, 50), sms(ROAD), telegram(AGAIN, 2), False),
    ("a contact that was passed on", contact(MINE, CHAT, 50, forwarded=True), sms(ROAD), telegram(AGAIN, 2), False),
    ("a contact of another chat's own phone", contact(THEIRS, CHAT, 50), sms(ROAD), telegram(AGAIN, 2), False),
    ("the second is rahasia", SHARED, sms(ROAD), telegram(f"RAHASIA {AGAIN}", 2), False),
    ("the second is anonim", SHARED, sms(ROAD), telegram(f"ANONIM {ROAD}", 2), False),
    ("the first is rahasia", SHARED, sms(f"RAHASIA {ROAD}"), telegram(AGAIN, 2), False),
    ("the first is anonim", SHARED, telegram(f"ANONIM {ROAD}", 1), sms(ROAD, 2), False),
]


ROWS, LABELS = [row[1:] for row in WAYS], [row[0] for row in WAYS]


@pytest.mark.parametrize(("shared", "first", "second", "wanted"), ROWS, ids=LABELS)
async def test_an_account_that_shared_its_own_phone_is_that_phone(
    tmp_path: Path, redis_url: str, shared: Raw, first: Raw, second: Raw, wanted: bool
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(shared)
        for raw in (first, second):
            ends = await node.pumped(raw)
        assert linked(ends[1:]) is wanted
        await node.redis.flushall()
        assert await node.pumped() == ends


async def test_nothing_is_linked_before_the_contact_was_shared_and_all_of_it_after(
    tmp_path: Path, redis_url: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(sms(ROAD), telegram(AGAIN, 1))
        assert not linked(ends)
        await node.pumped(SHARED)
        *_, by_whatsapp = await node.pumped(whatsapp(ROAD + " Mohon segera.", 3))
        assert by_whatsapp.startswith("linked:")
        await node.redis.flushall()
        *_, by_telegram = await node.pumped(telegram(ROAD, 4))
        assert by_telegram.startswith("linked:"), "also in a ledger that was rebuilt"


async def test_who_shares_another_phone_is_no_longer_the_first(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(SHARED)
        # What Telegram stamps counts, and the latest holds.
        await node.pumped(contact(THEIRS, CHAT, 51))
        ends = await node.pumped(sms(ROAD), sms(LANE, 2, phone=f"+{THEIRS}"))
        *_, old, new = await node.pumped(telegram(AGAIN, 3), telegram(LANE, 4))
        assert old.startswith("complaint:")
        assert new == f"linked:{complaints_in(ends[-1])[0]}"


async def test_each_way_is_told_and_what_is_protected_stays_where_it_came_from(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(SHARED, sms(ROAD), telegram(AGAIN, 2))
        ends = await node.pumped(telegram("RAHASIA " + LANE, 3), sms(LANE, 4))
        assert linked(ends[1:3])
        secret, open_ = (complaints_in(end)[0] for end in ends[3:])
        assert secret != open_
        answers = [key.split() for key in await answers_of(node.ledger)]
        assert {way for way, what, _ in answers if what == "receipt"} == {"sms", "telegram"}
        assert {way for way, _, name in answers if name == secret} == {"telegram"}
        assert {way for way, _, name in answers if name == open_} == {"sms"}
        assert "related" not in await facts_of(node.ledger, open_)


def linked(ends: list[str]) -> bool:
    one, two = (complaints_in(end)[0] for end in ends)
    assert ends[1].startswith("linked:") is (one == two)
    return one == two
