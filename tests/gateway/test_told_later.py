"""What a citizen asks of a complaint that is there, for every kind of central system: it is done there, or it waits."""

from __future__ import annotations

from pathlib import Path

import pytest
from central_kinds import FIRST, CentralKind, Desk, desk, every
from node_kit import NodeKit, a_node, sms

from forwarder.act_forward import Deeds
from forwarder.central import Rejected
from forwarder.forward import submission_of
from forwarder.listener import Listener
from normalizer import codec
from normalizer.schema import Accepted, Complaint

TOLD = "Sumur warga di Dusun Karangasem berbau solar sejak pabrik tapioka buka"
LEASE_MS = 60_000
ASKED = {"BUKA": "confirm_lift", "BATAL": "confirm_withdraw"}
DONE = {"RAHASIA": "flag_set", "ANONIM": "flag_set", "BUKA": "flag_lifted", "BATAL": "withdrawn"}

# How it came, what was asked for later, and whether it is anonim and rahasia then.
LATER = (
    ("", "RAHASIA", (False, True)),
    ("", "ANONIM", (True, False)),
    ("ANONIM ", "RAHASIA", (True, True)),
    ("ANONIM RAHASIA ", "BUKA", (False, False)),
    ("", "BATAL", (False, False)),
    ("ANONIM RAHASIA ", "BATAL", (True, True)),
)


@every
@pytest.mark.parametrize(("came", "command", "wanted"), LATER)
async def test_what_is_asked_for_later_is_done_there_or_waits(
    tmp_path: Path, redis_url: str, kind: CentralKind, came: str, command: str, wanted: tuple[bool, bool]
) -> None:
    async with a_node(tmp_path, redis_url) as node, desk(kind, tmp_path) as at:
        await node.pumped(sms(came + TOLD, 1))
        await entered(node, at)
        before = at.bench.flags()
        await ordered(node, command)
        deeds = Deeds(node.ledger, at.central, LEASE_MS)
        (lease,) = await deeds.take(5)
        await deeds.handle(lease)
        said = {one.what for one in await node.ledger.lease_reply(9, LEASE_MS)}
        able = at.can.withdraw if command == "BATAL" else at.can.amend
        assert said & {DONE[command], "act_waits"} == {DONE[command] if able else "act_waits"}
        assert [one.id for one in await node.ledger.parked(5)] == ([] if able else [f"{lease.id}~act"])
        assert at.bench.flags() == (wanted if able else before)
        assert at.bench.withdrawn() == int(able and command == "BATAL")


async def entered(node: NodeKit, at: Desk) -> None:
    """At the central system; by hand, elsewhere, where it cannot keep the flags."""
    (lease,) = await node.ledger.lease_forward(9, LEASE_MS)
    submission = submission_of(codec.decode(Complaint, node.ledger.open_body(lease)), lease.number)
    number, case = "01916449", b"by hand"
    try:
        case = at.central.freeze(submission)
    except Rejected:
        assert not (at.can.anonim and at.can.rahasia)
    else:
        receipt = await at.central.submit(submission.reference, case, FIRST)
        assert isinstance(receipt, Accepted)
        number = receipt.number
    assert await node.ledger.begin_forward(lease, LEASE_MS, case)
    await node.ledger.numbered(lease, number, doubt=False)


async def ordered(node: NodeKit, command: str) -> None:
    """And confirmed, where that is asked for."""
    await node.pumped(sms(command, 2))
    if command in ASKED:
        replies = await node.ledger.lease_reply(9, LEASE_MS)
        asked = next(Listener.decode(one.listener) for one in replies if one.what == ASKED[command])
        await node.pumped(sms(dict(asked.facts)["word"], 3))
