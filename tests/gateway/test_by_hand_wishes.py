"""What a citizen asks while the complaint lies in the tray is what the person at the tray sees."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from node_kit import NodeKit, a_node, whatsapp

from forwarder.act_forward import Deeds
from forwarder.by_hand import ByHand
from forwarder.by_hand_tray import waiting
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.listener import Listener
from gateway import by_hand_csv

LEASE_MS = 60_000
WIB = ZoneInfo("Asia/Jakarta")


async def in_tray(node: NodeKit) -> dict[str, str]:
    (one,) = await waiting(node.ledger)
    return by_hand_csv.fields(one, WIB)


async def carried(node: NodeKit) -> None:
    told, deeds = Forward(node.ledger, ByHand(), LEASE_MS), Deeds(node.ledger, ByHand(), LEASE_MS)
    await Drain(told.take, told.handle, concurrency=1, go_on=lambda: True).run()
    await Drain(deeds.take, deeds.handle, concurrency=1, go_on=lambda: True).run()


@pytest.mark.parametrize(
    ("command", "anonim", "rahasia"), [("ANONIM", "ya", ""), ("RAHASIA", "", "ya"), ("RAHASIA ANONIM", "ya", "ya")]
)
async def test_protection_asked_for_in_the_tray_is_shown_there(
    tmp_path: Path, redis_url: str, command: str, anonim: str, rahasia: str
) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(whatsapp("Jalan rusak di Desa Sukamaju RT 03", 1))
        await carried(node)
        before = await in_tray(node)
        assert before["kontak"]
        assert not before["anonim"] + before["rahasia"]
        await node.pumped(whatsapp(command, 2))
        await carried(node)
        after = await in_tray(node)
        assert (after["anonim"], after["rahasia"]) == (anonim, rahasia)
        assert (after["pelapor"] + after["kontak"] == "") == bool(anonim)


async def test_what_is_called_off_in_the_tray_says_so(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(whatsapp("Jalan rusak di Desa Sukamaju RT 03", 1))
        await carried(node)
        await node.pumped(whatsapp("BATAL", 2))
        assert by_hand_csv.CALLED_OFF not in (await in_tray(node))["catatan"], "it is asked back first"
        asked = [one for one in await node.ledger.lease_reply(9, LEASE_MS) if one.what == "confirm_withdraw"]
        await node.pumped(whatsapp(dict(Listener.decode(asked[0].listener).facts)["word"], 3))
        await carried(node)
        assert (await in_tray(node))["catatan"].startswith(by_hand_csv.CALLED_OFF)
