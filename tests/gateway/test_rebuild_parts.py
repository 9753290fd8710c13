"""The parts of a long answer outlive a ledger: each keeps its own outcome, and what has arrived is not sent again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from journal_samples import HASHER
from node_kit import CHAT, PHONE, NodeKit, a_node, sms, telegram, whatsapp

from channels.base import Channel
from forwarder.drain import Drain
from forwarder.reply import Answer
from gateway.row_end import complaints_in
from gateway.simulator.telegram import TelegramStandIn
from gateway.simulator.twilio import TwilioStandIn
from gateway.simulator.twilio_forms import status_form
from gateway.wiring import make_channels
from normalizer.schema import ChannelName, Raw

LEASE_MS = 60_000
TEXT = "Lampu jalan di Desa Kalibening padam sejak tiga hari, warga takut lewat malam hari"
COMES = {"sms": sms, "whatsapp": whatsapp}
# Three parts by either way.
WORDS = {"sms": " ".join(f"kata{n}" for n in range(145)), "whatsapp": " ".join(f"kata{n}" for n in range(500))}


@dataclass(eq=False)
class Sending:
    """A node, a worker, and Twilio, whose words about a message reach the node when the test says so."""

    node: NodeKit
    twilio: TwilioStandIn
    channels: dict[ChannelName, Channel]
    way: str
    aid: str = ""

    async def part_leaves(self, fails: int = 0) -> None:
        """Whatever is due now."""
        address = PHONE if self.way == "sms" else f"whatsapp:{PHONE}"
        self.twilio.failing = {address: fails} if fails else {}
        answer = Answer(
            self.node.ledger, self.channels, HASHER, lambda *_: ("", WORDS[self.way]), LEASE_MS, chance=lambda: 0.0
        )
        for lease in await answer.take(1):
            await answer.handle(lease)
        await self.twilio.server.settled()

    async def run_on(self) -> None:
        """Until nothing is due any more, nor will be later."""
        ledger = self.node.ledger
        await ledger.redis.delete(ledger.key("settled"))
        while await ledger.redis.zcard(ledger.key("due:reply")):
            await self.hurry()
            self.twilio.failing = {}
            answer = Answer(
                ledger, self.channels, HASHER, lambda *_: ("", WORDS[self.way]), LEASE_MS, chance=lambda: 0.0
            )
            await Drain(answer.take, answer.handle, concurrency=1, go_on=lambda: True).run()
            await self.twilio.server.settled()
        await self.node.pumped()

    async def told(self, part: int) -> str:
        """Twilio says what became of the part it took as that one; the row's end."""
        sent = self.twilio.messages_to(PHONE)[part]
        form = status_form(self.twilio.account, sent)
        seen = COMES[self.way](TEXT)
        raw = Raw(seen.channel, seen.received_at, f"{seen.url}/status", seen.headers, urlencode(form).encode())
        return (await self.node.pumped(raw))[-1]

    async def redis_is_lost(self) -> None:
        await self.node.redis.flushall()
        await self.node.pumped()
        await self.node.redis.delete(self.node.ledger.key("settled"))

    async def hurry(self) -> None:
        ledger = self.node.ledger
        await ledger.redis.zadd(ledger.key("due:reply"), {self.aid: 0}, xx=True)

    def arrived(self) -> list[str]:
        return [one.body for one in self.twilio.messages_to(PHONE) if one.status in ("delivered", "read")]

    async def of(self, name: str, item: str = "") -> str:
        redis: Any = self.node.redis
        return str(await redis.hget(self.node.ledger.key(f"a:{item or self.aid}"), name) or b"", "utf-8")


@asynccontextmanager
async def sending(folder: Path, url: str, way: str) -> AsyncIterator[Sending]:
    twilio = TwilioStandIn()
    await twilio.start()
    channels = make_channels(twilio.env(), "")
    try:
        async with a_node(folder, url) as node:
            (name,) = [one for end in await node.pumped(COMES[way](TEXT)) for one in complaints_in(end)]
            found = Sending(node, twilio, channels, way)
            (lease,) = await node.ledger.lease_reply(10, 1)
            found.aid = lease.id
            assert lease.subject == name
            await found.hurry()
            yield found
    finally:
        for channel in channels.values():
            await channel.close()
        await twilio.stop()


WAYS = pytest.mark.parametrize(("way", "code"), [("sms", 30001), ("whatsapp", 63018)])


@WAYS
@pytest.mark.parametrize("lost", ["never", "before it is told", "when it is told", "before its repeat"])
@pytest.mark.parametrize("fell", [0, 1, 2], ids=["first", "second", "third"])
async def test_only_the_part_that_failed_goes_again(
    tmp_path: Path, redis_url: str, way: str, code: int, fell: int, lost: str
) -> None:
    async with sending(tmp_path, redis_url, way) as desk:
        for part in range(3):
            await desk.part_leaves(fails=code if part == fell else 0)
        assert await desk.of("state") == "sent"
        await desk.node.pumped()
        if lost == "before it is told":
            await desk.redis_is_lost()
        assert await desk.told(fell) == "report"
        assert await desk.of("state") == "due", "who sent it would never hear that it failed"
        if lost == "when it is told":
            await desk.redis_is_lost()
        await desk.part_leaves()
        assert len(desk.twilio.messages_to(PHONE)) == 3, "it waits a while first"
        await desk.node.pumped()
        if lost == "before its repeat":
            await desk.redis_is_lost()
        await desk.run_on()
        assert await desk.of("state") == "sent"
        bodies = [one.body for one in desk.twilio.messages_to(PHONE)]
        assert sorted(desk.arrived()) == sorted(set(bodies)), "each part once"
        assert len(bodies) == 4
        assert bodies[3] == bodies[fell]
        for _ in range(2):
            await desk.redis_is_lost()
            await desk.run_on()
        assert len(desk.twilio.messages_to(PHONE)) == 4, "what is known to have left is not sent again"


@WAYS
@pytest.mark.parametrize("gone", [1, 2])
async def test_what_left_before_the_loss_is_not_sent_again(
    tmp_path: Path, redis_url: str, way: str, code: int, gone: int
) -> None:
    """The first of them failed, too, before the last had left."""
    async with sending(tmp_path, redis_url, way) as desk:
        for part in range(gone):
            await desk.part_leaves(fails=0 if part else code)
        await desk.told(0)
        await desk.redis_is_lost()
        await desk.run_on()
        bodies = [one.body for one in desk.twilio.messages_to(PHONE)]
        assert len(bodies) == 4
        assert sorted(desk.arrived()) == sorted(set(bodies))
        assert (bodies[3], await desk.of("state")) == (bodies[0], "sent")


@pytest.mark.parametrize("lost", [0, 1, 2], ids=["when it is told", "on the new way", "two parts later"])
async def test_the_whole_goes_another_way_once(tmp_path: Path, redis_url: str, lost: int) -> None:
    """What failed for good in the chat is told by SMS from its beginning, in parts of that way's length."""
    async with sending(tmp_path, redis_url, "whatsapp") as desk:
        for part in range(3):
            await desk.part_leaves(fails=63003 if part == 1 else 0)
        assert await desk.told(1) == "report"
        if lost:
            await desk.hurry()
            await desk.part_leaves()
            assert await desk.of("rung") == "sms"
        for _ in range(lost):
            await desk.hurry()
            await desk.part_leaves()
        await desk.node.pumped()
        await desk.redis_is_lost()
        await desk.run_on()
        sms = [one for one in desk.twilio.messages_to(PHONE) if not one.to.startswith("whatsapp:")]
        assert " ".join(one.body for one in sms) == WORDS["whatsapp"], "each part once, in order"
        assert await desk.of("state") == "sent"
        await desk.redis_is_lost()
        await desk.run_on()
        assert len(desk.twilio.messages_to(PHONE)) == 3 + len(sms)


async def test_where_nobody_can_tell_a_person_decides(tmp_path: Path, redis_url: str) -> None:
    """Telegram keeps no list. What is known to have left is not sent again, whatever the person decides."""
    bot = TelegramStandIn()
    env = {"TELEGRAM_TOKEN": bot.token, "TELEGRAM_SECRET": "made-up", "TELEGRAM_API_BASE": await bot.start()}
    channels = make_channels(env, "")
    await bot.citizen_sends(CHAT, TEXT)
    words = " ".join(f"kata{n}" for n in range(1200))
    try:
        async with a_node(tmp_path, redis_url) as node:
            await node.pumped(telegram(TEXT))

            async def carried(most: int) -> str:
                answer = Answer(node.ledger, channels, HASHER, lambda *_: ("", words), LEASE_MS, chance=lambda: 0.0)
                leases = await answer.take(most)
                for lease in leases:
                    await answer.handle(lease)
                return leases[0].id if leases else ""

            aid = await carried(1)
            await node.pumped()
            await node.redis.flushall()
            await node.pumped()
            await node.redis.delete(node.ledger.key("settled"))
            while await carried(10):
                continue
            assert [parked.id for parked in await node.ledger.parked(10)] == [aid]
            assert len(bot.messages_to(CHAT)) == 1
            assert await node.ledger.retry(aid)
            while await carried(10):
                continue
            assert " ".join(one["text"] for one in bot.messages_to(CHAT)) == words
            assert len(bot.messages_to(CHAT)) == 3
    finally:
        for channel in channels.values():
            await channel.close()
        await bot.stop()
