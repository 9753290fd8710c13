"""What a citizen asks of a complaint that is there, for every kind of central system: it is done there, or it waits."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from central_kinds import FIRST, KINDS, Bench, CentralKind, Desk, desk, every
from node_kit import ENV, NodeKit, a_node, sms
from test_flag_matrix import EVERY_CHANNEL, FLAGS, HTTP, PERSONAL, WORDS, WRITTEN

from forwarder import acts
from forwarder.act_forward import Deeds
from forwarder.by_hand import ByHand
from forwarder.central import Rejected
from forwarder.forward import Forward
from forwarder.freezing import submission_of
from forwarder.listener import Listener
from gateway.centrals import CENTRALS
from gateway.simulator.central_orders import Orders
from gateway.wiring import make_channels
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
        before = at.bench.flags(0)
        await ordered(node, command)
        deeds = Deeds(node.ledger, at.central, LEASE_MS)
        (lease,) = await deeds.take(5)
        await deeds.handle(lease)
        said = {one.what for one in await node.ledger.lease_reply(9, LEASE_MS)}
        able = at.can.withdraw if command == "BATAL" else at.can.amend
        assert said & {DONE[command], "act_waits"} == {DONE[command] if able else "act_waits"}
        assert [one.id for one in await node.ledger.parked(5)] == ([] if able else [f"{lease.id}~act"])
        assert at.bench.flags(0) == (wanted if able else before)
        assert at.bench.withdrawn() == int(able and command == "BATAL")


class NoStandIn:
    """Nobody is called."""

    url = ""
    orders = Orders()

    async def start(self) -> str:
        return ""

    async def stop(self) -> None:
        """Nothing runs."""

    def assign(self) -> int:
        return 0


# A person is the central system: what is asked of it waits for them.
TRAY = CentralKind("by hand", "by_hand", lambda: Bench(NoStandIn(), lambda: 0), lambda *_: ByHand())
# One of each kind, and one that can do nothing but submit; the tray is by hand.
ADAPTERS = (KINDS[0], KINDS[1], KINDS[4], KINDS[8], TRAY)
# What a chat asks one after the other, and whether it is anonim and rahasia at the central system then.
COURSE = (
    ("ANONIM", (True, False)),
    ("RAHASIA", (True, True)),
    ("BUKA", (False, False)),
    ("RAHASIA", (False, True)),
    ("BATAL", (False, True)),
)


MATTERS = {
    "none": "Lampu jalan di Gang Kenanga RT 4 padam sejak Senin",
    "anonim": "Sampah di belakang Pasar Wage menumpuk dua minggu",
    "rahasia": TOLD,
    "both": "Jembatan bambu di Dusun Ngasem patah diterjang banjir",
}


def test_no_kind_of_central_system_is_forgotten() -> None:
    assert {kind.central for kind in ADAPTERS} == set(CENTRALS)


@pytest.mark.once
@pytest.mark.parametrize("kind", ADAPTERS, ids=[kind.label for kind in ADAPTERS])
@pytest.mark.parametrize("channel", EVERY_CHANNEL)
async def test_from_every_channel_each_wish_is_done_at_every_central_system_or_waits_for_a_person(
    tmp_path: Path, redis_url: str, channel: str, kind: CentralKind
) -> None:
    """And it is told so: that it holds only once it does, be that by a call or by a person's word."""
    every_channel = make_channels({**ENV, **HTTP}, "https://gw.example.org")
    async with a_node(tmp_path, redis_url, channels=every_channel) as node, desk(kind, tmp_path) as at:
        places = itertools.count(1)
        await node.pumped(WRITTEN[channel](TOLD, next(places)))
        await entered(node, at)
        begun, deeds = at.bench.flags(0), Deeds(node.ledger, at.central, LEASE_MS)
        for command, wanted in COURSE:
            await said_in(node)
            await node.pumped(WRITTEN[channel](command, next(places)))
            if command in ASKED:
                (asked,) = [facts["word"] for what, facts in await said_in(node) if what == ASKED[command]]
                await node.pumped(WRITTEN[channel](asked, next(places)))
            (lease,) = await deeds.take(5)
            await deeds.handle(lease)
            able = at.can.withdraw if command == "BATAL" else at.can.amend
            said = {what for what, _ in await said_in(node)}
            assert said & {*DONE.values(), "act_waits"} == {DONE[command] if able else "act_waits"}, command
            assert at.bench.flags(0) == (wanted if at.can.amend else begun), command
            assert [one.id for one in await node.ledger.parked(5)] == ([] if able else [f"{lease.id}~act"])
            if not able:
                assert await acts.retry(node.ledger, f"{lease.id}~act", done=True)
                assert DONE[command] in {what for what, _ in await said_in(node)}, command
        assert at.bench.withdrawn() == int(at.can.withdraw)


@pytest.mark.once
@pytest.mark.parametrize("kind", ADAPTERS, ids=[kind.label for kind in ADAPTERS])
@pytest.mark.parametrize("channel", EVERY_CHANNEL)
async def test_from_every_channel_each_flag_is_at_every_central_system_or_the_complaint_waits(
    tmp_path: Path, redis_url: str, channel: str, kind: CentralKind
) -> None:
    every_channel = make_channels({**ENV, **HTTP}, "https://gw.example.org")
    async with a_node(tmp_path, redis_url, channels=every_channel) as node, desk(kind, tmp_path) as at:
        raws = [WRITTEN[channel](WORDS[flag] + MATTERS[flag], place) for place, flag in enumerate(FLAGS, 1)]
        # Hours apart: a wish holds for what came in with it, too.
        raws = [replace(raw, received_at=raw.received_at - timedelta(hours=9 - n)) for n, raw in enumerate(raws)]
        ids = [end.split(":")[1] for end in await node.pumped(*raws)]
        forward = Forward(node.ledger, at.central, LEASE_MS, chance=lambda: 0.0)
        leases = {lease.id: lease for lease in await forward.take(9)}
        for name, (flag, flags) in zip(ids, FLAGS.items(), strict=True):
            stored = at.bench.stored()
            await forward.handle(leases[name])
            keeps = (at.can.anonim or not flags.anonim) and (at.can.rahasia or not flags.rahasia)
            parked = {one.id for one in await node.ledger.parked(9)}
            assert (name not in parked) is keeps, flag
            assert at.bench.stored() - stored == int(keeps and kind is not TRAY), flag
            if keeps and kind.central in ("national", "mapped"):
                assert at.bench.flags(stored) == (flags.anonim, flags.rahasia), flag
            elif keeps and flags.anonim:
                assert not [one for one in PERSONAL if one in at.bench.fields()], "its protocol has no word for it"


async def said_in(node: NodeKit) -> list[tuple[str, dict[str, str]]]:
    """What is owed since the last look, with what it names."""
    owed = await node.ledger.lease_reply(50, LEASE_MS)
    return [(one.what, dict(Listener.decode(one.listener).facts)) for one in owed]


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
        number = receipt.number if isinstance(receipt, Accepted) else number
    assert await node.ledger.begin_forward(lease, LEASE_MS, case)
    await node.ledger.numbered(lease, number, doubt=False)


async def ordered(node: NodeKit, command: str) -> None:
    """And confirmed, where that is asked for."""
    await node.pumped(sms(command, 2))
    if command in ASKED:
        replies = await node.ledger.lease_reply(9, LEASE_MS)
        asked = next(Listener.decode(one.listener) for one in replies if one.what == ASKED[command])
        await node.pumped(sms(dict(asked.facts)["word"], 3))
