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
        await recount(found, channel, node.reader, node.ledger, HASHER, control, "node-1")
    await channel.close()
    assert [(one.kind, one.about) for one in found.differences] == [("missed", sid)]
    assert said in found.differences[0].sentence


async def test_what_another_node_still_reads_is_not_missed(
    tmp_path: Path, redis_url: str, twilio: TwilioStandIn
) -> None:
    """It has no claim before that node has read it; a node that is dead reads nothing."""
    now = datetime.now(UTC)
    at = now - timedelta(minutes=10)
    twilio.messages.append(
        Sent(new_sid(), "+6281100001234", twilio.our_number, "Lampu padam", "received", "inbound", sent=at)
    )
    channel = sms.from_env(twilio.env(), "")
    assert channel
    async with a_node(tmp_path, redis_url) as node, ControlClient(tmp_path / "nobody", patience=0) as control:
        for name, minutes, seen, missed in (
            ("node-2", 20, 0, 0),
            ("node-2", 10, 0, 0),
            ("node-2", 5, 0, 1),
            ("node-2", 20, 1, 1),
            ("node-1", 20, 0, 1),
        ):
            mark, last = (int((now - timedelta(minutes=ago)).timestamp() * 1000) for ago in (minutes, seen))
            await node.redis.delete(node.ledger.key("marks"))
            await node.redis.hset(node.ledger.key("marks"), name, f"{mark} {last}")
            found = Account(now - timedelta(hours=1), now)
            await recount(found, channel, node.reader, node.ledger, HASHER, control, "node-1")
            assert [one.kind for one in found.differences] == ["missed"] * missed, (name, minutes, seen)
        # Where nothing can be on its way any more, what another node has read counts to its end.
        mark = int(at.timestamp() * 1000) + 1
        await node.redis.hset(node.ledger.key("marks"), "node-2", f"{mark} {int(now.timestamp() * 1000)}")
        for on_its_way, missed in ((60, 0), (0, 1)):
            found, late = Account(now - timedelta(hours=1), now), timedelta(seconds=on_its_way)
            await recount(found, channel, node.reader, node.ledger, HASHER, control, "node-1", late)
            assert [one.kind for one in found.differences] == ["missed"] * missed, on_its_way
    await channel.close()
