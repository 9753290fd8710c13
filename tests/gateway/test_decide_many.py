"""`satupintu complaints edit` and `link` of many at once: first dry, then one by one, all in the audit trail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from node_kit import NodeKit, a_node
from test_decide import Desk, four

from forwarder import edits

pytestmark = pytest.mark.process

BAR = "100%"


async def changed(node: NodeKit, name: str) -> dict[str, str]:
    redis: Any = node.redis
    value = await redis.hget(node.ledger.key(f"c:{name}"), "edits") or b""
    return edits.opened(node.ledger.sealer, name, value.decode())


async def state(node: NodeKit, name: str) -> str:
    found = await node.ledger.standing_of(name)
    assert found
    return found.state


async def test_the_same_field_of_many(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ids, numbers = await four(node)
        desk = Desk(node, redis_url)
        chosen = ("--all", "--why", "no such AGENCY", "--agency", "Dinas PU")
        status, out, _ = await desk.types("edit", *chosen, "--dry-run")
        assert (status, out.splitlines()[-1]) == (0, "2 would be changed.")
        assert [line.split()[0] for line in out.splitlines()[:-1:2]] == ids[:2], "each, and why it waits"
        assert [await changed(node, name) for name in ids] == [{}] * 4
        assert not (node.journal.folder / "audit.jsonl").exists(), "nothing was done"
        status, out, errors = await desk.types("edit", *chosen)
        assert (status, out.split()[0], BAR in errors) == (0, "2", True), errors
        assert [await changed(node, name) for name in ids] == [{"agency": "Dinas PU"}] * 2 + [{}] * 2
        # By their numbers; each that cannot be is told as it was typed, and the others are done.
        status, out, errors = await desk.types("edit", numbers[1], numbers[2], "0000000000", "--title", "Jembatan")
        assert (status, out.split()[0]) == (1, "2")
        assert [line.partition(":")[0] for line in errors.splitlines() if ": " in line] == ["0000000000"]
        status, out, errors = await desk.types("edit", numbers[0], numbers[1], "--place", "Balai desa", "--dry-run")
        assert (status, out, errors.count("it has no pin")) == (1, "0 would be changed.\n", 2), (
            "a dry run refuses alike"
        )
        assert await changed(node, ids[1]) == {"agency": "Dinas PU", "title": "Jembatan"}
        assert desk.audited() == [
            f"complaints edit (agency) {ids[0]} {ids[1]}",
            f"complaints edit (title) {ids[1]} {ids[2]} 0000000000",
        ]


async def test_many_are_linked_with_one(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        ids, numbers = await four(node)
        desk = Desk(node, redis_url)
        status, out, _ = await desk.types("link", "--all", "--why", "no such agency", numbers[0], "--dry-run")
        assert (status, out.splitlines()[-1]) == (0, f"1 would be linked with {numbers[0]}."), "not with itself"
        assert [await state(node, name) for name in ids[:3]] == ["parked"] * 3
        status, out, errors = await desk.types("link", numbers[1], numbers[2], "0000000000", numbers[0])
        assert (status, out.split()[0], BAR in errors) == (1, "2", True), errors
        assert "0000000000: the ledger knows no such complaint" in errors
        assert [await state(node, name) for name in ids[:3]] == ["parked", "closed", "closed"]
        shown = (await desk.types("show", numbers[2]))[1]
        assert f"linked with    {numbers[0]}" in shown
        status, _, errors = await desk.types("link", numbers[0], "1111111111")
        assert (status, errors.startswith("1111111111: the ledger knows no such")) == (1, True)
        assert desk.audited() == [f"complaints link (into {ids[0]}) {ids[1]} {ids[2]} 0000000000"]


REFUSED = [
    ("all, whatever for", ("edit", "--all", "--agency", "x"), "--all needs --why"),
    ("no field", ("edit", "0000000000"), "say what"),
    ("none", ("edit", "--agency", "x"), "say which ones"),
    ("one voice for many", ("edit", "1", "2", "--text", "x"), "--text is of one complaint"),
    ("linked with nothing", ("link", "0000000000"), "last the other one"),
    ("all linked, whatever for", ("link", "--all", "0000000000"), "--all needs --why"),
]


@pytest.mark.parametrize(("typed", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_what_is_not_done_at_all(tmp_path: Path, redis_url: str, typed: tuple[str, ...], said: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        status, _, errors = await Desk(node, redis_url).types(*typed)
        assert status == 2
        assert said in " ".join(errors.replace("│", " ").split())
