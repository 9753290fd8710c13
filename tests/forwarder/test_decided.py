"""What an operator decides of a complaint: changed, closed or linked before the central system has it, never after."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from ledger_kit import answers, claim, living

from forwarder import acts, decided, edits, epoch
from forwarder.acts import Act, Deed
from forwarder.census import census
from forwarder.decided import Closing, NotDone
from forwarder.dossier import dossier
from forwarder.items import Claim
from forwarder.ledger import Ledger
from normalizer import codec
from normalizer.schema import ChannelName, Complaint, Kind, Location, Party

LEASE_MS = 60_000
PERSON = Party("+6281100000001", "Sari Contoh")
COMPLAINT = Complaint(
    id="complaint1",
    kind=Kind.COMPLAINT,
    channel=ChannelName("sms"),
    delivery="delivery-1",
    reporter=PERSON,
    submitted_by=PERSON,
    person="person-1",
    title="Jalan",
    text="Jalan berlubang di depan pasar",
    received_at=datetime(2026, 11, 22, tzinfo=UTC),
    note="dari kelurahan",
)


def a_claim(place: int = 1, **changes: Any) -> Claim:
    body = codec.encode(replace(COMPLAINT, id=f"complaint{place}"))
    return claim(place, body=body, who=f"sms-w{place}", owner=f"owner-{place}", **changes)


async def park(ledger: Ledger, why: str = "refused", *, tried: bool = False, heard: bool = False) -> None:
    (lease,) = await ledger.lease_forward(1, LEASE_MS)
    if tried:
        assert await ledger.begin_forward(lease, LEASE_MS, b"the case")
    assert await ledger.park(lease, why, heard=heard)


async def submitted(ledger: Ledger) -> None:
    (lease,) = await ledger.lease_forward(1, LEASE_MS)
    assert await ledger.begin_forward(lease, LEASE_MS, b"the case")
    await ledger.numbered(lease, "4711", doubt=False)


async def rebuilt(old: Ledger, claims: list[Claim]) -> Ledger:
    """A new ledger made of the facts of the old one and the rows."""
    redis: Any = old.redis
    entries = await redis.xrange(old.key("facts:node-1"))
    await redis.flushall()
    name = await epoch.begin_rebuild(redis)
    new = Ledger(redis, name, old.sealer)
    await epoch.restore_fact(new, [_entry(name, row) for name, row in entries])
    await epoch.restore_claims(new, [replace(one, numbers=one.numbers[:1]) for one in claims])
    await epoch.restore_answers(new, [one.id for one in claims])
    assert await epoch.go_live(redis, name, "node-1", ["node-1"]) == []
    return new


def _entry(name: bytes, row: dict[bytes, bytes]) -> epoch.FactEntry:
    kind, subject, at, data = (row[key].decode() for key in (b"kind", b"subject", b"at", b"data"))
    return epoch.FactEntry(name.decode(), kind, subject, int(at), data)


async def state(ledger: Ledger, name: str = "complaint1") -> str:
    found = await ledger.standing_of(name)
    assert found
    return found.state


@pytest.mark.parametrize("number", ["", "01916449"], ids=["its number comes later", "its number"])
async def test_what_the_central_system_holds_has_no_reason_to_wait_any_more(redis_url: str, number: str) -> None:
    """What held it up once would look like what is wrong with it now."""
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim()])
        await park(ledger)
        assert (await dossier(ledger, "complaint1")).why
        assert await ledger.retry("complaint1")
        (lease,) = await ledger.lease_forward(10, LEASE_MS)
        assert await ledger.begin_forward(lease, LEASE_MS, b"case")
        assert await (
            ledger.numbered(lease, number, doubt=False) if number else ledger.deferred(lease, "token", 60_000)
        )
        assert (await dossier(ledger, "complaint1")).why == ""
        ledger = await rebuilt(ledger, [a_claim()])
        assert (await dossier(ledger, "complaint1")).why == ""


async def test_a_closed_one_never_goes_is_told_and_survives_the_loss_of_redis(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim()])
        await park(ledger)
        await decided.close(ledger, "complaint1", Closing("kosong"))
        assert await ledger.parked(10) == []
        assert not await ledger.retry("complaint1")
        told = {"complaint1.sms-w1.receipt": "superseded", "complaint1.sms-w1.closed": "due"}
        assert await answers(ledger) == told
        ledger = await rebuilt(ledger, [a_claim()])
        assert await state(ledger) == "closed"
        assert await ledger.lease_forward(10, LEASE_MS) == []
        assert await answers(ledger) == {"complaint1.sms-w1.closed": "due"}
        stands = (await census(ledger, ["complaint1"]))["complaint1"]
        assert (stands.state, stands.seen_to) == ("closed", False)


async def test_who_is_not_to_be_told_is_not_told_after_a_rebuild_either(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim()])
        await decided.close(ledger, "complaint1", Closing("iklan", quiet=True))
        assert await answers(ledger) == {"complaint1.sms-w1.receipt": "superseded"}
        ledger = await rebuilt(ledger, [a_claim()])
        assert (await state(ledger), await answers(ledger)) == ("closed", {})


async def test_a_dry_run_closes_nothing(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim()])
        await decided.close(ledger, "complaint1", Closing("kosong", dry=True))
        assert await state(ledger) == "due"


async def refused(ledger: Ledger, closing: Closing) -> str:
    with pytest.raises(NotDone) as why:
        await decided.close(ledger, "complaint1", closing)
    return next(name for name, said in decided.WHY_NOT.items() if said == str(why.value))


async def test_what_may_be_at_the_central_system_is_closed_by_who_looked_there_only(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        assert await refused(ledger, Closing("x")) == "unknown"
        await ledger.take_in([a_claim()])
        (lease,) = await ledger.lease_forward(1, LEASE_MS)
        assert await ledger.begin_forward(lease, LEASE_MS, b"the case")
        assert await refused(ledger, Closing("x", not_there=True)) == "on_its_way"
        await ledger.park(lease, "the outcome is unknown")
        assert await refused(ledger, Closing("x")) == "in_doubt"
        await decided.close(ledger, "complaint1", Closing("x", not_there=True))
        assert await refused(ledger, Closing("x")) == "over"


async def test_a_number_that_comes_for_a_closed_one_is_believed(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim()])
        await park(ledger, tried=True)
        await decided.close(ledger, "complaint1", Closing("x", not_there=True))
        assert await ledger.told_number("complaint1", "4711")
        assert await state(ledger) == "done"
        assert (await answers(ledger))["complaint1.sms-w1.number"] == "due"


async def test_what_was_submitted_is_neither_closed_nor_changed(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim()])
        await submitted(ledger)
        assert await refused(ledger, Closing("x", not_there=True)) == "submitted"
        with pytest.raises(NotDone, match="central system holds it"):
            await decided.edit(ledger, "complaint1", {"title": "Pasar"})


async def test_what_was_refused_at_once_is_surely_not_there(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim()])
        await park(ledger, tried=True, heard=True)
        await decided.edit(ledger, "complaint1", {"title": "Pasar"})
        await decided.close(ledger, "complaint1", Closing("x"))


async def test_a_worker_that_holds_it_cannot_send_what_was_closed_or_changed(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim(1), a_claim(2)])
        leases = {one.id: one for one in await ledger.lease_forward(2, LEASE_MS)}
        await decided.close(ledger, "complaint1", Closing("x"))
        await decided.edit(ledger, "complaint2", {"title": "Pasar"})
        for lease in leases.values():
            assert await ledger.begin_forward(lease, LEASE_MS, b"the case") is None


async def linked(ledger: Ledger, **first: Any) -> dict[str, str]:
    """The second, an operator's duplicate of the first; what is said about it."""
    await ledger.take_in([a_claim(1, **first), a_claim(2)])
    await decided.close(ledger, "complaint2", Closing("linked", into="complaint1"))
    return {aid: said for aid, said in (await answers(ledger)).items() if "w2" in aid}


async def test_a_linked_one_is_not_submitted_and_its_sender_gets_the_others_numbers(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        said = await linked(ledger)
        assert said == {"complaint2.sms-w2.receipt": "superseded", "complaint2.sms-w2.merged": "due"}
        leases = {one.id: one for one in await ledger.lease_reply(10, LEASE_MS)}
        assert leases["complaint2.sms-w2.merged"].number == "3000000001"
        await submitted(ledger)
        assert (await answers(ledger))["complaint1.sms-w2.number"] == "due"
        assert await ledger.lease_forward(10, LEASE_MS) == []
        other = await ledger.standing("3000000001")
        assert other
        assert other.owner == "owner-1 owner-2"
        ledger = await rebuilt(ledger, [a_claim(2), a_claim(1)])
        found = await answers(ledger)
        assert {"complaint2.sms-w2.merged", "complaint1.sms-w2.number", "complaint1.sms-w1.number"} <= set(found)
        assert await state(ledger, "complaint2") == "closed"


async def test_who_was_linked_may_not_withdraw_what_is_anothers(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await linked(ledger)
        act = Act(
            delivery="d", key="k" * 26, deed=Deed.WITHDRAW, node="node-1", received_ms=2_000, who="sms-w2",
            listener=b"x", names=("sms-w2", "owner-2"), number="3000000001",
        )  # fmt: skip
        assert await acts.claim(ledger, [act]) == [("stranger", "")]


async def test_a_flag_forbids_to_name_the_other(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        said = await linked(ledger, flagged=True)
        assert said == {"complaint2.sms-w2.receipt": "superseded", "complaint2.sms-w2.merged_alone": "due"}
        await submitted(ledger)
        assert "complaint1.sms-w2.number" not in await answers(ledger)


async def test_protection_that_comes_later_ends_what_the_linked_one_hears(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await linked(ledger)
        raising = Act(
            delivery="d", key="k" * 26, deed=Deed.RAISE, node="node-1", received_ms=2_000, who="sms-w1",
            listener=b"x", names=("sms-w1",), letters="r", number="3000000001",
        )  # fmt: skip
        assert (await acts.claim(ledger, [raising]))[0][0] == "new"
        await submitted(ledger)
        assert "complaint1.sms-w2.number" not in await answers(ledger)
        other = await ledger.standing("3000000001")
        assert other
        assert other.owner == "sms-w1"


NO_LINK = [
    ("itself", "complaint1", "no_other"),
    ("nobody", "complaint9", "no_other"),
    ("ended", "complaint2", "other_over"),
]


@pytest.mark.parametrize(("into", "why"), [row[1:] for row in NO_LINK], ids=[row[0] for row in NO_LINK])
async def test_nothing_is_linked_with_what_does_not_go_on(redis_url: str, into: str, why: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim(1), a_claim(2)])
        await decided.close(ledger, "complaint2", Closing("x"))
        assert await refused(ledger, Closing("linked", into=into)) == why


async def test_a_repeat_of_a_closed_one_is_a_complaint_of_its_own(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim()])
        await decided.close(ledger, "complaint1", Closing("x"))
        again = replace(a_claim(2), same="same-1")
        [(what, end)] = await ledger.take_in([again])
        assert (what, end) == ("new", "complaint:complaint2:3000000002")


async def test_what_was_changed_goes_sealed_and_survives_the_loss_of_redis(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim()])
        await park(ledger)
        await decided.edit(ledger, "complaint1", {"title": "Jalan Pasar", "note": "Lihat foto"})
        await decided.edit(ledger, "complaint1", {"agency": "Dinas PU"})
        redis: Any = ledger.redis
        assert b"Dinas" not in repr(await redis.xrange(ledger.key("facts:node-1"))).encode()
        ledger = await rebuilt(ledger, [a_claim()])
        assert await ledger.retry("complaint1")
        (lease,) = await ledger.lease_forward(1, LEASE_MS)
        changes = edits.opened(ledger.sealer, lease.id, lease.edits)
        found = edits.edited(codec.decode(Complaint, ledger.open_body(lease)), changes)
        assert (found.title, found.agency_keyword) == ("Jalan Pasar", "Dinas PU")
        assert (found.text, found.note) == (COMPLAINT.text, "dari kelurahan\n\nLihat foto")


async def test_a_frozen_case_that_was_refused_is_made_anew(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim()])
        await park(ledger, tried=True, heard=True)
        await decided.edit(ledger, "complaint1", {"title": "Jalan Pasar"})
        assert await ledger.retry("complaint1")
        (lease,) = await ledger.lease_forward(1, LEASE_MS)
        assert (lease.case, lease.begun) == (b"", True)


async def test_a_place_is_named_only_where_there_is_a_pin(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim()])
        with pytest.raises(NotDone, match="no pin"):
            await decided.edit(ledger, "complaint1", {"place": "Pasar Lama"})
    pinned = replace(COMPLAINT, location=Location(-6.2, 106.8, "x"))
    assert edits.edited(pinned, {"place": "Pasar Lama"}).location == Location(-6.2, 106.8, "Pasar Lama")


async def test_a_parked_answer_that_a_person_told_waits_no_more(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await ledger.take_in([a_claim()])
        (lease,) = await ledger.lease_reply(10, LEASE_MS)
        assert not await decided.seen_to(ledger, lease.id), "nothing is parked"
        assert await ledger.park(lease, "nobody can tell")
        assert [one.id for one in await ledger.parked(10)] == [lease.id]
        assert await decided.seen_to(ledger, lease.id)
        assert (await ledger.parked(10), await answers(ledger)) == ([], {lease.id: "failed"})
        assert not await ledger.retry(lease.id)
        for item in ("complaint1", "nobody", "nobody.sms-w1.receipt", "nobody+key", "nobody~act"):
            assert not await decided.seen_to(ledger, item)
        new = await rebuilt(ledger, [a_claim()])
        assert (await new.parked(10), await answers(new)) == ([], {lease.id: "failed"}), "a rebuild remembers"
