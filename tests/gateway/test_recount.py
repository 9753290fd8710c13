"""What Twilio lists and this journal has not: taken in, unless another node may have had it long ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from journal_samples import HASHER
from node_kit import a_node

from channels import sms
from gateway.control_client import ControlClient
from gateway.proof_providers import recount
from gateway.proof_rows import Account
from gateway.simulator.twilio import TwilioStandIn
from gateway.simulator.twilio_api import Sent, new_sid


@pytest.mark.parametrize(("days", "said"), [(29, "could not be taken in"), (31, "older than CLAIM_DAYS")])
async def test_what_is_older_than_any_claim_is_told_and_not_taken_in(
    tmp_path: Path, redis_url: str, twilio: TwilioStandIn, days: int, said: str
) -> None:
    at = datetime.now(UTC) - timedelta(days=days)
    sid = new_sid()
    twilio.messages.append(
        Sent(sid, "+6281100001234", twilio.our_number, "Lampu padam", "received", "inbound", sent=at)
    )
    channel = sms.from_env(twilio.env(), "")
    assert channel
    found = Account(at - timedelta(hours=1), at + timedelta(hours=1))
    # Nobody serves there: what would be taken in is told as such.
    async with a_node(tmp_path, redis_url) as node, ControlClient(tmp_path / "nobody", patience=0) as control:
        await recount(found, channel, node.reader, node.ledger, HASHER, control)
    await channel.close()
    assert [(one.kind, one.about) for one in found.differences] == [("missed", sid)]
    assert said in found.differences[0].sentence
