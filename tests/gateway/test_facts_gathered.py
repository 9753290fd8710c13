"""What happens within a moment comes to the journal together; nothing of it is lost when the pump stops meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from node_kit import NodeKit, a_node, sms, until

from forwarder.switches import pause, resume
from gateway import pump

HOUR = 3600.0


async def beats(node: NodeKit) -> None:
    """Until the pump's clock has come by twice more."""
    for _ in range(2):
        before = node.reader.meta("beat")
        await until(lambda before=before: node.reader.meta("beat") != before)  # type: ignore[misc]


async def waiting(node: NodeKit) -> int:
    return int(await node.redis.xlen(node.ledger.key(f"facts:{node.name}")))


async def test_what_follows_the_first_is_gathered(
    tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(sms("Jalan rusak di RT 6"))
        monkeypatch.setattr(pump, "GATHER_SECONDS", HOUR)
        async with node.pumping():
            await beats(node)
            await pause(node.ledger, node.name, "sms")
            await until(lambda: any(fact.kind == "paused" for fact in node.reader.facts(0, 500)))
            await resume(node.ledger, node.name, "sms")
            await beats(node)
            assert await waiting(node) > 0
        monkeypatch.undo()
        async with node.pumping():
            await node.settled()
            assert not await waiting(node)
