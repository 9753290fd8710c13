"""A key that is lost for ever: what waits under it goes to a person, and a rebuild goes on without it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer
from node_kit import NodeKit, a_node, facts_of, sms
from typer.testing import CliRunner

from forwarder.seal import Sealer, Unsealable, key_id
from gateway import audit
from gateway.cli import app
from gateway.closed_facts import least
from gateway.inbox import Fact
from gateway.journal_given_up import give_up
from gateway.row_end import complaints_in

LOST, KEPT = bytes(range(32)), bytes(range(1, 33))
KEY = key_id(LOST).hex()
LAMP = "Lampu jalan di Gang Kenanga RT 4 padam sejak hari Senin"
LEASE_MS = 60_000


class Told:
    """What `give_up` needs of the settings, and what it asks."""

    def __init__(self, node: NodeKit, *keys: bytes) -> None:
        self.data_dir, self.keys, self.asked = node.journal.folder, keys, list[str]()

    def sealer(self) -> Sealer:
        return Sealer.of(*self.keys)

    async def gives_up(self, key: str = KEY) -> int:
        settings: Any = self
        return await asyncio.to_thread(give_up, settings, key, self.asked.append)


def reads(node: NodeKit, sealer: Sealer) -> None:
    node.reader = node.rebuild.reader = replace(node.reader, sealer=sealer)


async def a_case_under_both(node: NodeKit) -> str:
    """Its row under the key that is kept, what became of it under the one that is lost; another row under that."""
    both = Sealer.of(LOST, KEPT)
    node.journal.sealer = Sealer.of(KEPT)
    await node.arrives(sms(LAMP))
    node.journal.sealer = both
    reads(node, both)
    (name,) = complaints_in((await node.pumped())[0])
    (lease,) = await node.ledger.lease_forward(10, LEASE_MS)
    await node.ledger.begin_forward(lease, LEASE_MS, b"case")
    await node.ledger.numbered(lease, "0045117", doubt=False)
    await node.pumped()
    await node.arrives(sms("Jembatan bambu di RT 9 hanyut semalam", 2))
    node.journal.sealer = Sealer.of(KEPT)
    reads(node, Sealer.of(KEPT))
    return name


async def test_a_rebuild_goes_on_and_doubts(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        name = await a_case_under_both(node)
        with pytest.raises(Unsealable):
            node.reader.facts()
        told = Told(node, KEPT)
        assert await told.gives_up() == 0
        assert told.asked[0].startswith(f"Give up encryption key {KEY}? 1 message that waits goes into quarantine")
        assert f"journal give-up-key {KEY}" in (node.journal.folder / audit.FILE).read_text()
        rows = {row.seq: row for row in node.reader.rows(body=False)}
        assert (rows[2].end, KEY in rows[2].error) == ("quarantined", True)
        known = [one for one in node.reader.facts_of(name) if one.kind in ("attempt", "number")]
        assert [(one.kind, one.data) for one in known] == [("attempt", ""), ("number", "")]
        await node.redis.flushall()
        await node.pumped()
        stands = await facts_of(node.ledger, name)
        assert (stands["state"], stands["begun"], stands["doubt"], stands["attempts"]) == ("due", "1", "1", "1")
        (lease,) = await node.ledger.lease_forward(10, LEASE_MS)
        assert lease.begun, "it is looked up before it is sent"


async def test_with_the_key_everything_is_there_again(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        name = await a_case_under_both(node)
        await Told(node, KEPT).gives_up()
        await node.redis.flushall()
        await node.pumped()
        reads(node, Sealer.of(KEPT, LOST))
        assert node.reader.closed_facts() == []
        await node.control.replay([2])
        await node.redis.flushall()
        ends = await node.pumped()
        assert (await facts_of(node.ledger, name))["national"] == "0045117"
        assert ends[1].startswith("complaint:")


async def test_a_key_that_is_there_or_that_nothing_needs_is_not_given_up(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await a_case_under_both(node)
        told = Told(node, KEPT, LOST)
        assert await told.gives_up() == 1
        assert await told.gives_up("00000000") == 1
        with pytest.raises(typer.BadParameter):
            await told.gives_up("all of them")
        assert (told.asked, node.reader.meta("keys_given_up")) == ([], None)


SAID = [
    ("attempt", "1"),
    ("number", None),
    ("answer_sent", ""),
    ("withdrawn", "here"),
    ("raised", "ar 1795472487634 -"),
    ("act_told", "?"),
    ("erased", "node-1"),
    ("answer_mailbox", None),
]


@pytest.mark.parametrize(("kind", "said"), SAID)
def test_what_a_closed_fact_says(kind: str, said: str | None) -> None:
    facts = list(least([Fact("1-0", "e", kind, "c1", 1795472487634, "")], "node-1"))
    assert [one.data for one in facts] == ([] if said is None else [said])


def test_it_is_a_command() -> None:
    assert "give-up-key" in CliRunner().invoke(app, ["journal", "--help"]).stdout
