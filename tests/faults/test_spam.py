"""A thousand spam mails and a hundred honest ones, through the real listener, pump and workers: what is counted is what
the central system and the people behind the relay got."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import replace

import pytest
from crowd import Crowd, epoch, eventually, ledger, reader
from letters_honest import honest
from letters_made import OURS, Letter, families, letters

from gateway.simulator.relay import send_mail
from gateway.simulator.town import Town
from gateway.simulator.town_processes import MAILBOX, Node

pytestmark = pytest.mark.process

SPAM, HONEST = 1000, 100
AT_ONCE = 8
# A photo or a scan without a word is a complaint that a person writes down.
WORDLESS = 2


def here(letter: Letter) -> Letter:
    return replace(letter, data=letter.data.replace(OURS.encode(), MAILBOX.encode()))


async def hand_over(node: Node, made: list[tuple[Letter, bool]]) -> None:
    """Each with its envelope; `True`: the agency's own server found that its sender is true."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(letter: Letter, proven: bool) -> None:
        async with slots:
            sender = "" if letter.sender == "<>" else letter.sender
            if proven:
                await node.mail(letter.data, sender)
            else:
                await send_mail("127.0.0.1", node.smtp, letter.data, sender, [MAILBOX])

    await asyncio.gather(*(one(*each) for each in made))


def ends(town: Town) -> Counter[str]:
    """How many rows have which end, by its first word."""
    found = reader(town, town.nodes[0])
    try:
        return Counter(found.counts())
    finally:
        found.close()


@pytest.mark.timeout(400)
async def test_a_thousand_spam_mails_reach_nobody_and_a_hundred_honest_ones_among_them_arrive(town: Town) -> None:
    await town.start()
    kinds = families("seen")
    spam = [here(letter) for kind in kinds for letter in letters(kind, SPAM // len(kinds), seed=1)]
    good = [here(letter) for letter in honest(HONEST)]
    assert (len(spam), len(good)) == (SPAM, HONEST)
    mixed = [(letter, place % 2 == 0) for place, letter in enumerate([*spam, *good])]
    random.Random(7).shuffle(mixed)
    await hand_over(town.nodes[0], mixed)
    await eventually(lambda: ends(town)["open"] == 0 and sum(ends(town).values()) >= SPAM + HONEST, 240)
    found = ends(town)
    assert found["held"] + found["robot"] == SPAM, found
    assert found["complaint"] + found["linked"] == HONEST, found
    cases = complaints(town)
    store = town.central.store
    await eventually(
        lambda: len(store.in_order) + parked(town) == cases, 120, lambda: f"{len(store.in_order)} of {cases}"
    )
    assert parked(town) <= WORDLESS
    await Crowd(town).all_quiet()
    proven = {letter.sender.lower() for letter, vouched in mixed if vouched and letter in good}
    written_to = {to.lower() for mail in town.relay.mails for to in mail.to}
    assert len(written_to) >= HONEST // 10
    assert written_to <= proven, "somebody who sent spam, or who proved nothing, was written to"
    assert len(store.in_order) + parked(town) == cases


def parked(town: Town) -> int:
    with ledger(town) as server:
        return int(server.zcard(f"sp:{epoch(town)}:parked"))


def complaints(town: Town) -> int:
    """A mail may hold several."""
    found = reader(town, town.nodes[0])
    try:
        return sum(row.end.count("complaint:") for row in found.rows(0, 10_000, body=False))
    finally:
        found.close()
