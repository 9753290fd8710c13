"""`satupintu complaints show` of a complaint that lives on: what was asked, what was answered, and what arrived."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from journal_samples import HASHER
from node_kit import NodeKit, a_node, callback, report, sms
from test_decide import Desk
from test_drafting import HASTY, whole

from forwarder.callback import signed
from forwarder.reply import report_key
from gateway.audit import FILE as AUDIT
from gateway.row_end import complaints_in
from normalizer.schema import ChannelName, Raw

LEASE_MS = 60_000
WORDS = "Lubang besar di jalan Nangka RT 02 sudah dua kali membuat motor jatuh"
QUESTION = "Di depan rumah nomor berapa lubang itu, dekat Bu Tuminah?"
ANSWER = "Di depan rumah nomor 17, milik Pak Sastro"


def event(name: str, reference: str, **more: str) -> Raw:
    at = datetime.now(UTC) + timedelta(seconds=len(name))
    head = {"id": name, "reference": reference, "occurred_at": at.isoformat()}
    return callback(json.dumps({**head, **more}).encode(), signed)


async def carried(node: NodeKit, place: int, status: str) -> None:
    """All answers that are due leave, and their provider says so."""
    for one, lease in enumerate(await node.ledger.lease_reply(10, LEASE_MS)):
        sid = f"SM{place:016x}{one:016x}"
        assert await node.ledger.sent(lease, sid, report_key(HASHER, ChannelName("sms"), sid))
        await node.pumped(report(sid, status))


async def lived(node: NodeKit) -> str:
    """A complaint with its number, a status, a question and an answer to it; its id."""
    (reference,) = complaints_in((await node.pumped(sms(WORDS)))[0])
    (lease,) = await node.ledger.lease_forward(1, LEASE_MS)
    assert await node.ledger.begin_forward(lease, LEASE_MS, b"the case")
    assert await node.ledger.numbered(lease, "0045117", doubt=False)
    await carried(node, 1, "delivered")
    await node.pumped(event("ev-1", reference, type="status.changed", status="diproses"))
    await node.pumped(event("ev-22", reference, type="question.asked", question=QUESTION))
    await carried(node, 2, "undelivered")
    ends = await node.pumped(sms(ANSWER, 2))
    assert ends[-1].startswith(f"supplement:{reference}:"), ends
    return reference


@pytest.mark.process
async def test_a_complaint_that_lives_on(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        reference = await lived(node)
        desk = Desk(node, redis_url)
        status, shown, errors = await desk.types("show", "0045117")
        assert status == 0, errors
        assert "the central system says: diproses" in shown
        assert "done: it has its national number" in shown
        assert "progress_" not in shown, "an event's hash says nothing to people"
        assert f"the agency asked; [{len(QUESTION)} characters]" in shown
        assert f"a citizen added: waits to be told; [{len(ANSWER)} characters]" in shown
        assert "question on sms: sent, failed" in shown
        assert "number on sms: sent, delivered" in shown
        assert "supplement on sms: due" in shown
        assert not [word for word in ("Tuminah", "Sastro", "Nangka") if word in shown]
        assert not (node.journal.folder / AUDIT).exists()
        status, shown, errors = await desk.types("show", "0045117", "--unmask")
        assert (status, QUESTION in shown, ANSWER in shown) == (0, True, True), errors
        assert desk.audited() == [f"complaints show --unmask {reference}"]


@pytest.mark.process
async def test_it_is_shown_after_redis_was_lost(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        await lived(node)
        await node.pumped()
        await node.redis.flushall()
        await node.pumped()
        _, shown, errors = await Desk(node, redis_url).types("show", "0045117")
        assert "the central system says: diproses" in shown, errors
        assert f"the agency asked; [{len(QUESTION)} characters]" in shown
        assert f"a citizen added: waits to be told; [{len(ANSWER)} characters]" in shown
        assert "question on sms: sent" in shown


@pytest.mark.process
async def test_the_end_of_a_draft_is_no_closing_by_an_operator(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url, drafting=HASTY) as node:
        await whole(node, sms(WORDS))
        (number,) = await numbers(node)
        desk = Desk(node, redis_url)
        status, shown, errors = await desk.types("show", number)
        assert (status, "operator" in shown) == (0, False), shown + errors
        assert (await desk.types("close", number, "--reason", "iklan"))[0] == 0
        assert "an operator closed it" in (await desk.types("show", number))[1]


async def numbers(node: NodeKit) -> list[str]:
    """Our numbers of all complaints."""
    prefix = node.ledger.key("n:")
    redis: Any = node.redis
    return [key.decode().removeprefix(prefix) async for key in redis.scan_iter(match=f"{prefix}*")]
