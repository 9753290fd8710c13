"""`satupintu check --ledger` at the end of each fault test, and what the test's own faults may leave."""

from __future__ import annotations

from collections.abc import Mapping

from crowd import due, eventually
from proved import PATIENCE, settled

from gateway.proof_rows import Difference
from gateway.simulator.town import Town


async def wrong(town: Town, leaves: Mapping[str, str]) -> list[Difference]:
    """What is in the books and should not be; `leaves`: by kind, why the test's own faults leave such differences. What
    Twilio was never told yes to is taken in; afterwards, once nothing is due, it is no difference any more."""
    found = await settled(town)
    if "missed" in leaves and (missed := {one.about for one in found if one.kind == "missed"}):
        assert not missed & town.twilio.heard, "its webhook was answered with yes, and no journal has it"
        # A gateway whose clock was set meanwhile keeps a draft open for twice DRAFT_SECONDS and a minute.
        patience = 3 * PATIENCE + len(missed) / 5
        await eventually(lambda: not any(due(town).values()), patience, lambda: f"taken in, and due: {due(town)}")
        found = await settled(town)
    return [one for one in found if one.kind == "missed" or one.kind not in leaves]
