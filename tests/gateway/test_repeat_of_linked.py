"""Who repeats a complaint that an operator linked with another has not made a new one: it goes where that one went."""

from __future__ import annotations

from pathlib import Path

import pytest
from node_kit import NodeKit, a_node, answers_of, facts_of, sms, whatsapp
from supplement_kit import a_desk, first_mail
from test_supplement_linked import LAMP, SAME, both, linked

from forwarder import decided
from forwarder.decided import Closing
from gateway.row_end import complaints_in

OTHER, THIRD = "+6281100000002", "+6281100000003"
LEASE_MS = 60_000


async def two(node: NodeKit, first: str = LAMP, second: str = SAME, *, quiet: bool = False) -> tuple[str, str]:
    """Two people's complaints; the first was linked with the second."""
    ends = await node.pumped(sms(first, 1), sms(second, 2, phone=OTHER))
    mine, other = (name for end in ends for name in complaints_in(end))
    await decided.close(node.ledger, mine, Closing("sama", into=other, quiet=quiet))
    return mine, other


async def told(node: NodeKit, channel: str) -> set[str]:
    """What a channel's chats are told, and of which complaint."""
    answers = await answers_of(node.ledger)
    return {name.partition(" ")[2] for name, state in answers.items() if name.startswith(channel) and state == "due"}


async def numbered(node: NodeKit, name: str) -> None:
    leases = {lease.id: lease for lease in await node.ledger.lease_forward(10, LEASE_MS)}
    assert set(leases) == {name}, "one complaint"
    await node.ledger.begin_forward(leases[name], LEASE_MS, b"case")
    await node.ledger.numbered(leases[name], "0045117", doubt=False)


async def test_whoever_repeats_it_hears_of_the_one_that_goes_on(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        mine, other = await two(node)
        ends = await node.pumped(whatsapp(LAMP, 3))
        assert ends[2] == f"linked:{mine}"
        assert await told(node, "whatsapp") == {f"merged {mine}"}
        await numbered(node, other)
        assert await told(node, "whatsapp") == {f"merged {mine}", f"number {other}"}
        await node.pumped(whatsapp(LAMP, 4))
        assert await told(node, "whatsapp") == {f"merged {mine}", f"number {other}", f"linked {other}"}
        after = await node.pumped(whatsapp("BATAL", 5))
        assert not after[-1].startswith("act:"), "they may change nothing of what somebody else wrote"


async def test_after_a_rebuild_it_is_the_same(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        mine, other = await two(node)
        ends = await node.pumped(whatsapp(LAMP, 3))
        await node.redis.flushall()
        assert await node.pumped() == ends
        assert await told(node, "whatsapp") == {f"merged {mine}"}
        await numbered(node, other)
        assert f"number {other}" in await told(node, "whatsapp")


async def test_a_link_that_nobody_was_told_of_is_told_to_nobody(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        mine, other = await two(node, quiet=True)
        ends = await node.pumped(whatsapp(LAMP, 3))
        assert ends[2] == f"linked:{mine}"
        assert await told(node, "whatsapp") == {f"receipt {mine}"}
        await numbered(node, other)
        assert await told(node, "whatsapp") == {f"receipt {mine}"}


async def test_what_it_says_more_is_added_to_the_one_that_goes_on(tmp_path: Path, redis_url: str) -> None:
    more = "Tiangnya miring ke arah rumah nomor 12 dan kabelnya putus."
    async with a_desk(tmp_path, redis_url) as desk:
        mine, other = await both(desk)
        await linked(desk, mine, other)
        ends = await desk.node.pumped(first_mail(f"{LAMP}. {more}", mark="mark-3"))
        assert ends[-1] == f"linked:{mine}"
        await desk.forward()
        await desk.add()
        assert [case.reference for case in desk.cases] == [other]
        (added,) = desk.added()
        assert more in added


APART = [
    ("the other one is protected", LAMP, f"{SAME}. RAHASIA", LAMP),
    ("its own was protected", f"{LAMP}. Mohon dirahasiakan", SAME, f"{LAMP}. Mohon dirahasiakan"),
    ("it asks for protection", LAMP, SAME, f"{LAMP}. RAHASIA"),
]


@pytest.mark.parametrize(("label", "first", "second", "again"), APART, ids=[row[0] for row in APART])
async def test_what_is_protected_is_a_complaint_of_its_own(
    tmp_path: Path, redis_url: str, label: str, first: str, second: str, again: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        mine, other = await two(node, first, second)
        ends = await node.pumped(sms(again, 3))
        assert ends[2].startswith("complaint:"), label
        assert complaints_in(ends[2])[0] not in (mine, other)


async def test_one_that_is_over_takes_none(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        _, other = await two(node)
        await decided.close(node.ledger, other, Closing("salah alamat"))
        ends = await node.pumped(sms(LAMP, 3))
        assert ends[2].startswith("complaint:")


async def test_a_stranger_who_tells_of_the_same_stands_beside_the_one_that_goes_on(
    tmp_path: Path, redis_url: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        _, other = await two(node)
        ends = await node.pumped(sms(f"{LAMP} malam", 3, phone=THIRD))
        (name,) = complaints_in(ends[2])
        assert ends[2].startswith("complaint:")
        assert (await facts_of(node.ledger, name)).get("related") == other
