"""Two gateways that write to each other stop by themselves, whatever the servers between them take away."""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from journal_samples import HASHER
from node_kit import ENV, NodeKit, a_node, answers_of

from forwarder.drain import Drain
from forwarder.reply import Answer
from forwarder.words_file import shipped
from gateway.answers import Answers
from gateway.simulator.relay import DeliveredMail, Relay
from gateway.simulator.samples import letter
from gateway.wiring import make_channels
from normalizer.schema import ChannelName, Raw

HERE, THERE = "lapor@kab-satu.example.org", "lapor@kab-dua.example.net"
PER_DAY = 5
LEASE_MS = 60_000
# Far more than the two may write before they stop.
ROUNDS = 40

Between = Callable[[bytes], bytes]


@dataclass(eq=False)
class Gateway:
    """One of the two: its node, and a worker for its answers. `handed` are the mails that were delivered to it."""

    address: str
    node: NodeKit
    answer: Answer
    handed: int = field(default=0)

    async def takes(self, mails: list[DeliveredMail], between: Between) -> list[str]:
        raws = [
            Raw(
                ChannelName("mail"),
                datetime.now(UTC),
                "smtp:",
                (("MAIL FROM", mail.sender), ("RCPT TO", mail.to[0]), ("PEER", "192.0.2.1")),
                between(mail.raw),
            )
            for mail in mails
        ]
        return await self.node.pumped(*raws)

    async def answers(self) -> None:
        await Drain(self.answer.take, self.answer.handle, concurrency=4, go_on=lambda: True).run()

    async def states(self) -> dict[str, int]:
        told = list((await answers_of(self.node.ledger)).values())
        return {state: told.count(state) for state in sorted(set(told))}


@asynccontextmanager
async def a_gateway(folder: Path, url: str, address: str, relay: Relay) -> AsyncIterator[Gateway]:
    env = {**ENV, "MAIL_RECIPIENTS": address, "MAIL_RELAY_PORT": str(relay.port), "MAIL_ANSWERS_PER_DAY": str(PER_DAY)}
    made = make_channels(env, "https://gw.example.org")
    # A short name: the path of a unix socket takes 107 bytes.
    async with a_node(folder, url, address.partition("@")[2].partition(".")[0], channels=made) as node:
        await node.pumped()
        render = Answers("LAPOR! Kab. Contoh", shipped()).render
        yield Gateway(address, node, Answer(node.ledger, made, HASHER, render, LEASE_MS, chance=lambda: 0.0))
        for channel in made.values():
            await channel.close()


@asynccontextmanager
async def both(folder: Path, url: str) -> AsyncIterator[tuple[Gateway, Gateway, Relay]]:
    relay = Relay()
    await relay.start()
    try:
        async with (
            a_gateway(folder, url, HERE, relay) as here,
            a_gateway(folder, url.replace("db=0", "db=1"), THERE, relay) as there,
        ):
            yield here, there, relay
    finally:
        await relay.stop()


async def carried(here: Gateway, there: Gateway, relay: Relay, between: Between) -> int:
    """The post goes to and fro until nobody writes any more; how many rounds that took."""
    for turn in range(ROUNDS):
        moved = 0
        for one in (here, there):
            await one.answers()
            mine = [mail for mail in relay.mails if re.sub(r"\+[^@]*", "", mail.to[0]) == one.address]
            fresh, one.handed = mine[one.handed :], len(mine)
            moved += len(fresh)
            if fresh:
                await one.takes(fresh, between)
                await one.answers()
        if not moved:
            return turn
    return ROUNDS


def as_it_is(body: bytes) -> bytes:
    return body


def without_robots(body: bytes) -> bytes:
    """As some mailing lists and filters pass a mail on."""
    return re.sub(rb"(?im)^(?:auto-submitted|x-auto-response-suppress|precedence):.*\r?\n", b"", body)


_places = itertools.count(1)


def as_if_new(body: bytes) -> bytes:
    """Nothing tells any more that it is an answer or whose, and no two have the same words."""
    thread = rb"(?im)^(?:message-id|in-reply-to|references|reply-to):.*\r?\n(?:[ \t].*\r?\n)*"
    plain = re.sub(thread, b"", without_robots(body))
    plain = re.sub(rb"(?im)^subject:.*\r?\n(?:[ \t].*\r?\n)*", b"Subject: Jalan rusak %d\r\n" % next(_places), plain)
    return re.sub(rb"(?im)^content-transfer-encoding:.*\r?\n", b"", plain).partition(b"\r\n\r\n")[0] + (
        b"\r\n\r\nJembatan nomor %d di Dusun %d putus.\r\n" % (next(_places), next(_places))
    )


def first() -> DeliveredMail:
    body = letter(THERE, "Kabupaten Dua", "Lampu jalan di pasar padam sejak Senin.", "mark-first")
    return DeliveredMail(THERE, (HERE,), body, None)  # type: ignore[arg-type] # nobody reads it here


@pytest.mark.parametrize("between", [as_it_is, without_robots])
async def test_the_second_sees_a_robot_and_says_nothing(tmp_path: Path, redis_url: str, between: Between) -> None:
    """By its headers, or by how its Message-ID begins."""
    async with both(tmp_path, redis_url) as (here, there, relay):
        await here.takes([first()], as_it_is)
        assert await carried(here, there, relay, between) < 4
        assert [mail.to[0] for mail in relay.mails] == [THERE]
        assert await here.states() == {"sent": 1}
        assert [row.end for row in there.node.reader.rows(body=False)] == ["robot"]


async def test_where_nothing_tells_a_robot_they_stop_within_the_days_answers(tmp_path: Path, redis_url: str) -> None:
    async with both(tmp_path, redis_url) as (here, there, relay):
        await here.takes([first()], as_it_is)
        assert await carried(here, there, relay, as_if_new) < ROUNDS
        told = [await one.states() for one in (here, there)]
        for states, other in zip(told, (THERE, HERE), strict=True):
            written = [mail for mail in relay.mails if re.sub(r"\+[^@]*", "", mail.to[0]) == other]
            assert 1 <= len(written) <= PER_DAY
            assert states["sent"] == len(written)
            assert set(states) <= {"sent", "failed", "superseded"}
        # Each was counted, and one of the two was told that its day is full.
        assert max(states["sent"] for states in told) == PER_DAY
        assert sum(states.get("failed", 0) for states in told) >= 1
