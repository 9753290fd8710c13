"""Once more by the same person, or the same problem by another: what is linked, what stands beside, and who learns."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from node_kit import NodeKit, a_node, mail, sms, whatsapp
from office_mail import PROVEN, forward, wrapped

from forwarder.items import ForwardLease
from gateway.rebuild import complaints_in
from normalizer.schema import Raw

MINE, THEIRS = "+6281100000001", "+6281100000002"
ROAD = "Jalan di Gang Arbei RT 6 RW 6 Desa Sukamaju berlubang dalam sekali, kemarin dua anak jatuh dari sepeda."
AGAIN = (
    "Assalamualaikum, gg arbei rt06/06 ds sukamaju jalannya bolong dalam, kmrn ada 2 anak jatoh dr sepeda, mhn ditambal"
)
ELSEWHERE = ROAD.replace("Arbei", "Jambu")
LEASE_MS = 60_000


def later(raw: Raw, **by: float) -> Raw:
    return replace(raw, received_at=raw.received_at + timedelta(**by))


def forwarded(text: str, mark: str = PROVEN) -> Raw:
    """As an office passes on what Sari wrote by mail."""
    return wrapped(forward(text, name="Sari Contoh", address="sari@warga.example.org", subject="aduan"), mark)


def ids(ends: list[str]) -> list[str]:
    return [name for end in ends for name in complaints_in(end)]


async def leases(node: NodeKit) -> dict[str, ForwardLease]:
    return {lease.id: lease for lease in await node.ledger.lease_forward(1000, LEASE_MS)}


PAIRS: list[tuple[str, Raw, Raw, str]] = [
    ("other words, another channel", sms(ROAD), whatsapp(AGAIN), "linked"),
    ("other words, the same chat", sms(ROAD), sms(AGAIN, 2), "linked"),
    ("another lane", sms(ROAD), whatsapp(ELSEWHERE), "apart"),
    ("a stranger's same words", sms(ROAD), sms(ROAD, 2, phone=THEIRS), "related"),
    ("a stranger's other words", sms(ROAD), whatsapp(AGAIN, phone=THEIRS), "related"),
    ("a stranger's other lane", sms(ROAD), sms(ELSEWHERE, 2, phone=THEIRS), "apart"),
    ("short words of strangers", sms("jalan rusak parah"), sms("jalan rusak parah", 2, phone=THEIRS), "apart"),
    ("the second asks for protection, elsewhere", sms(ROAD), whatsapp(AGAIN + " RAHASIA"), "apart"),
    ("the first asked for protection, elsewhere", sms("ANONIM " + ROAD), later(whatsapp(AGAIN), minutes=30), "apart"),
    ("protected in one chat", sms("RAHASIA " + ROAD), sms("RAHASIA " + AGAIN, 2), "linked"),
    ("protection asked for by the second of a chat", sms(ROAD), sms("RAHASIA " + AGAIN, 2), "linked"),
    ("a stranger beside a protected one", sms("RAHASIA " + ROAD), sms(ROAD, 2, phone=THEIRS), "apart"),
    ("a protected one beside a stranger's", sms(ROAD), sms("ANONIM " + ROAD, 2, phone=THEIRS), "apart"),
    ("six days later", sms(ROAD), later(whatsapp(AGAIN), days=6), "linked"),
    ("six days later, pumped the other way round", later(sms(ROAD), days=6), whatsapp(AGAIN), "linked"),
    ("eight days later", sms(ROAD), later(whatsapp(AGAIN), days=8), "recurs"),
    ("a stranger eight days later", sms(ROAD), later(sms(ROAD, 2, phone=THEIRS), days=8), "apart"),
    ("somebody forwards it who is nobody", mail(ROAD), forwarded(AGAIN, mark=""), "related"),
    ("a proven forwarder passes it on", mail(ROAD), forwarded(AGAIN), "linked"),
    ("a proven forwarder passes on another's", mail(ROAD, sender="ani@example.org"), forwarded(AGAIN), "related"),
]


@pytest.mark.parametrize(("first", "second", "wanted"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS])
async def test_what_becomes_of_a_second_one(
    tmp_path: Path, redis_url: str, first: Raw, second: Raw, wanted: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        before = await node.pumped(first)
        ends = await node.pumped(second)
        assert ends[0] == before[0], "what was there keeps its number"
        assert await became(node, ends) == wanted
        await node.redis.flushall()
        assert await node.pumped() == ends
        assert await became(node, ends) == wanted, "as it was before everything was lost"


async def became(node: NodeKit, ends: list[str]) -> str:
    one, two = ids(ends)
    if ends[1].startswith("linked:"):
        assert one == two
        return "linked"
    lease = (await leases(node))[two]
    if lease.related:
        assert lease.related == (one,)
        return "related"
    assert lease.recurrence_of in ("", one)
    return "recurs" if lease.recurrence_of else "apart"
