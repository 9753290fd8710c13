"""The ladder outlives a ledger: what a provider reported, the rung, and what was paid come back from the journal."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from journal_samples import HASHER
from node_kit import NodeKit, a_node, whatsapp

from forwarder import outbox
from forwarder.items import ReplyLease
from forwarder.ladder import Rung
from forwarder.reply import report_key
from gateway.row_end import complaints_in
from gateway.simulator.twilio_api import Sent
from gateway.simulator.twilio_forms import status_form
from normalizer.schema import ChannelName, Raw

LEASE_MS = 60_000
TEXT = "Lampu jalan di Desa Kalibening padam sejak tiga hari, warga takut lewat malam hari"
SID, SECOND = "SM" + "a" * 32, "SM" + "b" * 32


def status_of(sid: str, status: str, code: int | None) -> Raw:
    """Twilio's word about a WhatsApp message of ours."""
    seen = whatsapp(TEXT)
    form = status_form("AC" + "0" * 32, Sent(sid, "whatsapp:+6281100009999", "whatsapp:+6281100001234", "", status))
    form |= {"ErrorCode": str(code)} if code else {}
    return Raw(seen.channel, seen.received_at, f"{seen.url}/status", seen.headers, urlencode(form).encode())


async def sent(node: NodeKit, sid: str, way: str) -> ReplyLease:
    """The one answer that is due leaves."""
    (lease,) = await node.ledger.lease_reply(10, LEASE_MS)
    assert await node.ledger.begin_reply(lease, LEASE_MS)
    assert await node.ledger.sent(lease, sid, report_key(HASHER, ChannelName(way), sid))
    return lease


async def flushed(node: NodeKit) -> ReplyLease | None:
    await node.redis.flushall()
    await node.pumped()
    await node.redis.delete(node.ledger.key("settled"))
    found = await node.ledger.lease_reply(10, LEASE_MS)
    return found[0] if found else None


async def test_a_failure_that_was_reported_moves_it_on_after_the_loss(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        (name,) = [one for end in await node.pumped(whatsapp(TEXT)) for one in complaints_in(end)]
        await sent(node, SID, "whatsapp")
        assert (await node.pumped(status_of(SID, "undelivered", 63016)))[-1] == "report"
        lease = await flushed(node)
        assert lease is not None
        assert (lease.subject, lease.climb.fell) == (name, "words 63016")
        assert lease.climb.heard_ms > 0, "when its chat wrote last comes back with its row"
        assert await outbox.descend(node.ledger, lease, Rung.SMS, "sms", "free: 63016; template: none approved")
        await node.pumped()
        again = await flushed(node)
        assert again is not None
        assert (again.climb.rung, again.climb.path) == ("sms", "free: 63016; template: none approved")
        assert again.climb.fell == ""


async def test_what_was_sent_by_a_lower_rung_is_not_sent_again(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(whatsapp(TEXT))
        await sent(node, SID, "whatsapp")
        await node.pumped(status_of(SID, "undelivered", 63016))
        (lease,) = await node.ledger.lease_reply(10, LEASE_MS)
        await outbox.descend(node.ledger, lease, Rung.SMS, "sms", "free: 63016")
        await sent(node, SECOND, "sms")
        await node.pumped()
        for _ in range(2):
            assert await flushed(node) is None


async def test_stop_ends_it_after_the_loss_too(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await node.pumped(whatsapp(TEXT))
        await sent(node, SID, "whatsapp")
        assert (await node.pumped(status_of(SID, "undelivered", 21610)))[-1] == "report"
        assert await node.ledger.lease_reply(10, LEASE_MS) == []
        assert await flushed(node) is None
