"""What is there again is a complaint of its own: its citizen is told so, with the earlier number, and nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from journal_samples import HASHER
from node_kit import NodeKit, a_node, mail, sms, whatsapp
from test_linking import AGAIN, LEASE_MS, ROAD, THEIRS, forwarded, ids, later

from forwarder.items import ReplyLease
from forwarder.listener import Listener
from forwarder.words_file import shipped
from gateway.answers import Answers
from normalizer import gsm7
from normalizer.schema import Medium, Raw

ANSWERS = Answers("LAPOR! Kab. Contoh", shipped(), hasher=HASHER)


async def owed(node: NodeKit, complaint: str) -> ReplyLease:
    (lease,) = [one for one in await node.ledger.lease_reply(100, LEASE_MS) if one.subject == complaint]
    return lease


async def number_of(node: NodeKit, complaint: str) -> str:
    told = await node.redis.hget(node.ledger.key(f"c:{complaint}"), "number")
    return str(told.decode())


def said(lease: ReplyLease, medium: Medium) -> str:
    return ANSWERS.render(lease, Listener.decode(lease.listener), medium)[1]


# What came first, what came eight days later, whether its answer names the earlier one.
CASES: list[tuple[str, Raw, Raw, bool]] = [
    ("the same chat", sms(ROAD), sms(AGAIN, 2), True),
    ("another channel of the same phone", sms(ROAD), whatsapp(AGAIN), True),
    ("a proven address", mail(ROAD), mail(AGAIN, 2), True),
    ("a stranger", sms(ROAD), sms(AGAIN, 2, phone=THEIRS), False),
    ("protection asked for now", sms(ROAD), sms("RAHASIA " + AGAIN, 2), False),
    ("protection asked for then", sms("RAHASIA " + ROAD), sms(AGAIN, 2), False),
    ("both protected", sms("ANONIM " + ROAD), sms("ANONIM " + AGAIN, 2), False),
    ("an office passes it on", mail(ROAD), forwarded(AGAIN), False),
]


@pytest.mark.parametrize(("first", "second", "named"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
async def test_who_hears_of_the_earlier_one(
    tmp_path: Path, redis_url: str, first: Raw, second: Raw, named: bool
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ends = await node.pumped(first, later(second, days=8))
        one, two = ids(ends)
        assert one != two, "it is a complaint of its own"
        lease = await owed(node, two)
        before = await number_of(node, one)
        assert lease.earlier == (before if named else "")
        for medium in Medium:
            assert (before in said(lease, medium)) is named
            assert lease.number in said(lease, medium)
        await node.redis.flushall()
        assert await node.pumped() == ends
        assert (await owed(node, two)).earlier == lease.earlier, "as it was before everything was lost"


async def test_the_same_words_when_their_key_has_run_out(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (one,) = ids(await node.pumped(sms(ROAD)))
        (words,) = [key async for key in node.redis.scan_iter(node.ledger.key("s:*"))]
        await node.redis.delete(words)
        two = ids(await node.pumped(later(sms(ROAD, 2), days=8)))[-1]
        assert (await owed(node, two)).earlier == await number_of(node, one)


async def test_within_the_window_nothing_of_it_is_said(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        one, two = ids(await node.pumped(sms(ROAD), later(sms(AGAIN, 2), days=6)))
        assert one == two
        assert (await owed(node, one)).earlier == ""


async def test_it_is_named_as_its_citizen_knows_it_and_once(tmp_path: Path, redis_url: str) -> None:
    """By its national number, with the receipt; the national number of the new one follows without it."""
    async with a_node(tmp_path, redis_url) as node:
        (one,) = ids(await node.pumped(sms(ROAD)))
        await node.ledger.told_number(one, "01916449")
        two = ids(await node.pumped(later(sms(AGAIN, 2), days=8)))[-1]
        receipt = await owed(node, two)
        assert receipt.earlier == "01916449"
        assert "01916449" in said(receipt, Medium.CHAT)
        await node.ledger.sent(receipt, "SM1", "report-1")
        await node.ledger.told_number(two, "01916450")
        number = await owed(node, two)
        assert (number.what, number.receipted) == ("number", True)
        assert "01916449" not in said(number, Medium.CHAT)
        assert "01916450" in said(number, Medium.CHAT)


@pytest.mark.parametrize("which", [0, 1])
async def test_protection_that_came_later_forbids_it(tmp_path: Path, redis_url: str, which: int) -> None:
    """Of either of the two, at the moment at which the answer leaves."""
    async with a_node(tmp_path, redis_url) as node:
        pair = ids(await node.pumped(sms(ROAD), later(sms(AGAIN, 2), days=8)))
        await node.redis.hset(node.ledger.key(f"c:{pair[which]}"), "flagged", 1)
        assert (await owed(node, pair[1])).earlier == ""


async def test_what_was_withdrawn_is_not_named(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        one, two = ids(await node.pumped(sms(ROAD), later(sms(AGAIN, 2), days=8)))
        await node.redis.hset(node.ledger.key(f"c:{one}"), "state", "withdrawn")
        assert (await owed(node, two)).earlier == ""


async def test_what_is_gone_is_not_named(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        one, two = ids(await node.pumped(sms(ROAD), later(sms(AGAIN, 2), days=8)))
        await node.redis.delete(node.ledger.key(f"c:{one}"))
        assert (await owed(node, two)).earlier == ""


async def test_an_office_that_tells_the_new_one_too_does_not_hear_of_the_earlier(
    tmp_path: Path, redis_url: str
) -> None:
    """What it passes on is linked with the new one; the earlier one is its citizen's alone."""
    async with a_node(tmp_path, redis_url) as node:
        first, again = mail(ROAD), later(mail(AGAIN, 2), days=8)
        ends = await node.pumped(first, again, later(forwarded(ROAD), days=8, minutes=5))
        one, two, three = ids(ends)
        assert (two == three, one == two) == (True, False)
        told = [lease for lease in await node.ledger.lease_reply(100, LEASE_MS) if lease.subject == two]
        assert sorted(lease.earlier for lease in told) == ["", await number_of(node, one)]


async def test_an_sms_of_it_is_one_segment(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        _, two = ids(await node.pumped(sms(ROAD), later(sms(AGAIN, 2), days=8)))
        words = said(await owed(node, two), Medium.SMS)
        assert gsm7.segments(words) == 1
        assert "Nomor laporan baru" in words
