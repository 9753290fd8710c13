"""One person writes anything, by SMS, WhatsApp and Telegram, in any batches, while the ledger is lost now and then.

Nothing that was told is lost or there twice, protection holds, and what is read again becomes the same.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from node_kit import CHAT, NodeKit, a_node, contact, sms, telegram, whatsapp
from test_drafting import ago, all_closed, became, body_of, complaints, photo

from forwarder.protection import protected
from gateway.drafting import Drafting
from normalizer.schema import Medium, Message, Raw

pytestmark = pytest.mark.once

QUIET = Drafting({Medium.SMS: timedelta(seconds=8), Medium.CHAT: timedelta(seconds=45)})
SEEDS = range(8)
ORDERS = (
    "KIRIM",
    "BATAL",
    "RAHASIA",
    "ANONIM",
    "BUKA",
    "STOP",
    "MULAI",
    "ya",
    "tidak",
    "STATUS",
    "terima kasih",
    "halo",
)
TOLD = (
    "Lampu jalan nomor {0} di Gang Melati {0} padam",
    "Laporan baru: saluran air di RT {0} tersumbat sampah",
    "RAHASIA kepala dusun {0} memungut uang surat",
    "dekat pos ronda nomor {0}",
    "lanjutan: sudah {0} hari begini",
)


@dataclass
class Person:
    """Writes by three channels that are one person. `told`: numbers that must be somewhere, once; `edited`: what may
    still be edited; `changed`: the numbers of what was."""

    dice: random.Random
    place: int = 100
    told: list[str] = field(default_factory=list)
    edited: list[tuple[int, str]] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)

    def writes(self) -> Raw:
        self.place += 1
        way = self.dice.choice((sms, whatsapp, telegram))
        deed = self.dice.random()
        if deed < 0.35:
            return way(self.dice.choice(ORDERS), self.place)
        if deed < 0.45:
            return photo(self.place % 10 + 10 * self.place)
        if deed < 0.55:
            return whatsapp("", self.place, Latitude="-8.65", Longitude="115.21", MessageType="location")
        if deed < 0.65 and self.edited:
            place, text = self.edited.pop()
            self.changed.add(str(place))
            return telegram(f"{text} sekali", place, edited=True)
        text = self.dice.choice(TOLD).format(self.place)
        self.told.append(str(self.place))
        if way is telegram:
            self.edited.append((self.place, text))
        return way(text, self.place)


def conversation(dice: random.Random) -> tuple[Person, list[Raw]]:
    """Within the last 50 minutes, oldest first."""
    person = Person(dice)
    times = sorted((dice.uniform(60, 3000) for _ in range(dice.randint(6, 16))), reverse=True)
    return person, [ago(contact("6281100000001", CHAT, 50), 3100), *(ago(person.writes(), at) for at in times)]


def batches(dice: random.Random, raws: Sequence[Raw]) -> list[list[Raw]]:
    """Some overtake others."""
    found: list[list[Raw]] = [[]]
    for raw in raws:
        if dice.random() < 0.25:
            found.append([])
        found[-1].append(raw)
    for batch in found:
        dice.shuffle(batch)
    return found


async def texts(node: NodeKit) -> list[str]:
    """All that the central system will be told: of complaints, and of what is added to them."""
    redis: Any = node.redis
    found = [(await body_of(node, name)).text for name in await complaints(node)]
    async for key in redis.scan_iter(match=node.ledger.key("u:*")):
        sealed, name = await redis.hget(key, "body"), key.rpartition(b"+")[2]
        found.append(node.ledger.sealer.open(sealed, b"u:" + name).decode())
    return sorted(found)


async def excused(node: NodeKit) -> set[str]:
    """What stood in messages that their writer withdrew, or that said once more what is there."""
    found = set[str]()
    for row in node.reader.rows():
        if row.raw and row.end.startswith("draft:"):
            (message, *_) = node.rebuild.understanding.channels[row.channel].read(row.raw)
            if isinstance(message, Message) and (await became(node, row.end)).startswith(("withdrawn", "linked:")):
                found.update(digits(message.text))
    return found


def digits(text: str) -> list[str]:
    return "".join(sign if sign.isdigit() else " " for sign in text).split()


@pytest.mark.parametrize("seed", SEEDS)
async def test_nothing_is_lost_doubled_or_read_otherwise_again(tmp_path: Path, redis_url: str, seed: int) -> None:
    dice = random.Random(seed)
    person, raws = conversation(dice)
    async with a_node(tmp_path, redis_url, drafting=QUIET) as node:
        for batch in batches(dice, raws):
            await node.arrives(*batch)
            async with node.pumping():
                ends = await all_closed(node)
            if dice.random() < 0.3:
                await node.redis.flushall()
                async with node.pumping():
                    assert await all_closed(node) == ends
        assert not [end for end in ends if end.startswith(("quarantine", "asked")) or not end], ends
        there = await texts(node)
        not_told = await excused(node)
        for number in person.told:
            holding = [text for text in there if number in digits(text)]
            # An edit of what was sent is told as it reads now, too.
            assert len(holding) <= 1 + (number in person.changed), (number, holding)
            assert holding or number in not_told, (number, there, ends)
        await protections(node)
        before = [await body_of(node, name) for name in await complaints(node)]
        await node.redis.flushall()
        async with node.pumping():
            assert await all_closed(node) == ends
        assert [await body_of(node, name) for name in await complaints(node)] == before
        assert await texts(node) == there


async def protections(node: NodeKit) -> None:
    """Each complaint whose words ask for it has it, unless its writer opened it with the word: here nobody could."""
    redis: Any = node.redis
    for name in await complaints(node):
        asked = (await redis.hget(node.ledger.key(f"c:{name}"), "asked") or b"").decode()
        complaint = protected(await body_of(node, name), asked)
        assert complaint.flags.rahasia or "RAHASIA" not in complaint.text
