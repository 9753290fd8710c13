"""Who repeats a complaint with another flag than it came with gets both, and is told so, in each channel."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from central_kinds import KINDS, desk
from node_kit import a_node, mail
from test_flag_matrix import LEASE_MS, TOLD, WRITTEN, submitted
from test_told_later import entered
from test_wish_told import CHANNELS, hurried, said, stands

from forwarder.act_forward import Deeds
from normalizer.likeness import gist
from normalizer.schema import Raw


def under(subject: str, place: int) -> Raw:
    """A mail that asks for protection in its subject alone."""
    raw = mail(TOLD, place)
    return replace(raw, body=re.sub(rb"(?m)^Subject: .*$", b"Subject: " + subject.encode(), raw.body, count=1))


def above(channel: str, word: str, place: int) -> Raw:
    return WRITTEN[channel](f"{word} {TOLD}", place)


REPEATED: dict[str, Callable[[str, int], Raw]] = {
    **{channel: partial(above, channel) for channel in WRITTEN},
    "subject": lambda word, place: under(f"{word}: sumur berbau", place),
}


@pytest.mark.parametrize("way", REPEATED)
@pytest.mark.parametrize(("first", "then"), [("ANONIM", "RAHASIA"), ("RAHASIA", "ANONIM")])
async def test_who_repeats_it_with_the_other_flag_gets_both(
    tmp_path: Path, redis_url: str, way: str, first: str, then: str
) -> None:
    async with a_node(tmp_path, redis_url, channels=CHANNELS) as node, desk(KINDS[0], tmp_path) as at:
        (end,) = await node.pumped(REPEATED[way](first, 1))
        name = end.split(":")[1]
        await entered(node, at)
        assert (await node.pumped(REPEATED[way](then, 2)))[-1] == f"linked:{name}"
        await hurried(node)
        assert stands(await said(node, "act_waits")) == "waits"
        (lease,) = await Deeds(node.ledger, at.central, LEASE_MS).take(5)
        await Deeds(node.ledger, at.central, LEASE_MS).handle(lease)
        assert at.bench.flags(0) == (True, True)
        assert "sudah berlaku" in await said(node, "flag_set")


@pytest.mark.parametrize("way", REPEATED)
@pytest.mark.parametrize("flag", ["ANONIM", "RAHASIA"])
async def test_nothing_is_due_for_a_flag_that_it_came_with(tmp_path: Path, redis_url: str, way: str, flag: str) -> None:
    async with a_node(tmp_path, redis_url, channels=CHANNELS) as node, desk(KINDS[0], tmp_path) as at:
        (end,) = await node.pumped(REPEATED[way](flag, 1))
        await entered(node, at)
        assert (await node.pumped(REPEATED[way](flag, 2)))[-1] == f"linked:{end.split(':')[1]}"
        assert stands(await said(node, "linked")) == "kept"
        assert await Deeds(node.ledger, at.central, LEASE_MS).take(5) == []


async def test_what_it_came_with_outlasts_a_flush(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(WRITTEN["sms"](f"ANONIM {TOLD}", 1))
        name = end.split(":")[1]
        for place, word, stands_there in ((2, "ANONIM", None), (3, "RAHASIA", b"r"), (4, "ANONIM", b"r")):
            await node.redis.flushall()
            await node.pumped(WRITTEN["sms"](f"{word} {TOLD}", place))
            assert await node.redis.hget(node.ledger.key(f"c:{name}"), "asked") == stands_there


async def test_a_repeat_asks_for_what_a_later_command_did_not(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(WRITTEN["sms"](TOLD, 1))
        await submitted(node)
        await node.pumped(WRITTEN["sms"]("ANONIM", 2))
        name = end.split(":")[1]
        assert (await node.pumped(WRITTEN["sms"](f"RAHASIA {TOLD}", 3)))[-1] == f"linked:{name}"
        assert await node.redis.hget(node.ledger.key(f"c:{name}"), "asked") == b"ar"


SPELLED = (f"ANONIM {TOLD}", f"Anonim. {TOLD}", f"Mohon rahasiakan. {TOLD}", f"{TOLD}. Rahasia ya", f"R4HASIA {TOLD}")


@pytest.mark.parametrize("again", SPELLED[1:])
def test_a_flag_is_nothing_that_it_tells(again: str) -> None:
    assert gist(again).weights == gist(SPELLED[0]).weights == gist(TOLD).weights
