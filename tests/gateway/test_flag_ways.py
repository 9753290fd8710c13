"""What is said of a protected complaint when its chat cannot be reached: nothing, anywhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from node_kit import ENV, NodeKit, a_node, whatsapp
from test_flag_matrix import FLAGS, HTTP, LEASE_MS, TOLD, WORDS, submitted

from forwarder.ladder import Rung
from forwarder.listener import Listener
from forwarder.routes import Routes
from gateway.drafting import Drafting
from gateway.wiring import make_channels
from normalizer.schema import Medium, Otherwise

CHANNELS = make_channels({**ENV, **HTTP}, "https://gw.example.org")


async def way_on(node: NodeKit, what: str) -> Rung | None:
    """Where the answer would go when WhatsApp refuses it for good."""
    (lease,) = [one for one in await node.ledger.lease_reply(50, LEASE_MS) if one.what == what]
    listener = Listener.decode(lease.listener)
    return Routes().fallen(lease, listener, CHANNELS, "63003", Otherwise.WAY).rung


@pytest.mark.parametrize("flag", FLAGS)
@pytest.mark.parametrize("later", [False, True], ids=["from the beginning", "asked for later"])
async def test_status_of_what_is_protected_goes_by_no_other_way(
    tmp_path: Path, redis_url: str, flag: str, later: bool
) -> None:
    async with a_node(tmp_path, redis_url, channels=CHANNELS) as node:
        (end,) = await node.pumped(whatsapp(("" if later else WORDS[flag]) + TOLD, 1))
        await submitted(node)
        if later and flag != "none":
            await node.pumped(whatsapp(WORDS[flag].strip(), 2))
        number = end.split(":")[2]
        await node.pumped(whatsapp(f"STATUS {number}", 3))
        what = "status_word" if FLAGS[flag].rahasia else "status"
        assert await way_on(node, what) is (Rung.SMS if flag == "none" else None)
        if flag != "none":
            await node.pumped(whatsapp(f"BATAL {number}", 4))
            assert await way_on(node, "confirm_withdraw") is None


async def test_opening_what_is_being_written_is_asked_back_nowhere_else(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, channels=CHANNELS) as node:
        waiting = Drafting({Medium.CHAT: timedelta(hours=1)})
        node.rebuild.understanding = replace(node.rebuild.understanding, drafting=waiting)
        await node.pumped(whatsapp(f"RAHASIA {TOLD}", 1), whatsapp("BUKA", 2))
        leases = {one.what: one for one in await node.ledger.lease_reply(50, LEASE_MS)}
        listener = Listener.decode(leases["confirm_open"].listener)
        asked = Routes().fallen(leases["confirm_open"], listener, CHANNELS, "63003", Otherwise.WAY)
        assert asked.rung is None
        await node.pumped(whatsapp(dict(listener.facts)["word"], 3))
        assert await way_on(node, "draft_opened") is None
