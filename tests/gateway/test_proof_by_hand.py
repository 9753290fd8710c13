"""The proof of a day on which a person entered what the central system cannot hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from case_kit import INSTANCE, KEY
from node_kit import a_node, sms

from forwarder import national
from forwarder.by_hand_tray import enter
from forwarder.drain import Drain
from forwarder.forward import Forward
from gateway.proof_central import compare
from gateway.proof_rows import Account
from gateway.row_end import complaints_in
from gateway.simulator.central import StandInCentral

WORDS = "RAHASIA. Petugas loket di Kecamatan Wanasari meminta uang untuk surat pindah"


@pytest.mark.parametrize("by_hand", [True, False])
async def test_what_a_person_entered_is_not_looked_for_at_the_central_system(
    tmp_path: Path, redis_url: str, by_hand: bool
) -> None:
    """What is only said to be there, is."""
    standin = StandInCentral({INSTANCE: KEY})
    central = national.from_settings(await standin.start(), KEY, INSTANCE, 10, 5)
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(sms(WORDS, 1))
        (name,), number = complaints_in(end), end.split(":")[2]
        (lease,) = await node.ledger.lease_forward(1, 60_000)
        assert await node.ledger.park(lease, "it cannot be kept rahasia", heard=True)
        if by_hand:
            await enter(node.ledger, number, "01916449", "01916449")
        else:
            assert await node.ledger.told_number(name, "01916449")
        now = datetime.now(UTC)
        found = Account(now - timedelta(hours=1), now + timedelta(hours=1), complaints={name: 1})
        await compare(found, node.ledger, central)
    await central.close()
    await standin.stop()
    assert [(one.kind, one.about) for one in found.differences] == ([] if by_hand else [("lost", name)])
    assert found.sums["entered by hand"] == int(by_hand)


@pytest.mark.parametrize(("number", "differs"), [("01916449", []), ("7654321", ["double"])])
async def test_what_a_person_entered_and_the_central_system_holds_too_is_there_twice(
    tmp_path: Path, redis_url: str, number: str, differs: list[str]
) -> None:
    """Unless it is the number that the person found there."""
    standin = StandInCentral({INSTANCE: KEY})
    central = national.from_settings(await standin.start(), KEY, INSTANCE, 10, 5)
    async with a_node(tmp_path, redis_url) as node:
        (end,) = await node.pumped(sms(WORDS, 1))
        (name,) = complaints_in(end)
        forward = Forward(node.ledger, central, 60_000)
        standin.orders.number_after = "told"
        await Drain(forward.take, forward.handle, concurrency=1, go_on=lambda: True).run()
        (case,) = standin.store.in_order
        case.number, case.number_at = number, datetime.now(UTC)
        await enter(node.ledger, end.split(":")[2], "01916449", "01916449", not_there=True)
        now = datetime.now(UTC)
        found = Account(now - timedelta(hours=1), now + timedelta(hours=1), complaints={name: 1})
        await compare(found, node.ledger, central)
    await central.close()
    await standin.stop()
    assert [one.kind for one in found.differences] == differs
    assert found.sums["entered by hand"] == int(not differs)
