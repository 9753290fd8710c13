"""Every kind of central system behind a real ledger: one case whatever is lost, or a person looks."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from central_kinds import (
    KEY,
    KINDS,
    LOST,
    REFERENCE,
    WARGA,
    WORDS,
    CentralKind,
    Desk,
    called,
    desk,
    every,
    profile_text,
)
from ledger_kit import claim, living

from forwarder import mapped
from forwarder.drain import Drain
from forwarder.forward import CANNOT_ASK, NOT_SEEN, Forward
from forwarder.items import Claim
from forwarder.ledger import Ledger
from forwarder.patience import Patience
from normalizer import codec
from normalizer.schema import (
    ChannelName,
    Complaint,
    Kind,
)


def now_ms() -> int:
    return int(time.time() * 1000)


async def stands(ledger: Ledger, name: str) -> tuple[str, str]:
    redis: Any = ledger.redis
    state, why = await redis.hmget(ledger.key(f"c:{name}"), ["state", "why"])
    return str(state or b"", "utf-8"), str(why or b"", "utf-8")


def complaint(place: int) -> Complaint:
    return Complaint(
        id=f"{REFERENCE[:-1]}{place}", kind=Kind.COMPLAINT, channel=ChannelName("sms"), delivery=f"delivery-{place}",
        reporter=WARGA, submitted_by=WARGA, person="tel:+6281100001234", title="Jalan rusak", text=f"{WORDS} {place}",
        received_at=datetime.now(UTC),
    )  # fmt: skip


@every
@pytest.mark.parametrize("orders", [row[1] for row in LOST], ids=[row[0] for row in LOST])
async def test_through_the_ledger_a_lost_answer_is_one_case_or_a_person_looks(
    kind: CentralKind, orders: dict[str, int], redis_url: str, tmp_path: Path
) -> None:
    async with desk(kind, tmp_path) as at, living(redis_url) as ledger:
        for name, value in orders.items():
            setattr(at.orders, name, value)
        told = complaint(2)
        await ledger.take_in([claim(2, id=told.id, body=codec.encode(told), received_ms=now_ms(), wait_ms=0)])
        forward, redis = Forward(ledger, at.central, 60_000, chance=lambda: 0.0), ledger.redis
        for _ in range(3):
            await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()
            await redis.zadd(ledger.key("due:forward"), {told.id: 0}, xx=True)
            await redis.hdel(ledger.key(f"c:{told.id}"), "ends")
            await redis.delete(*map(ledger.key, ("hold:forward", "slow", "pace")))
        await at.bench.works(ledger)
        state, why = await stands(ledger, told.id)
        assert at.bench.stored() == 1
        assert state == ("done" if at.can.look_up or at.can.idempotent else "parked")
        assert state == "done" or why == CANNOT_ASK


@called
async def test_through_the_ledger_a_503_after_accepting_is_one_case_or_a_person_looks(
    kind: CentralKind, redis_url: str, tmp_path: Path
) -> None:
    async with desk(kind, tmp_path) as at, living(redis_url) as ledger:
        at.orders.disown, at.orders.retry_after = 1, 60
        told = complaint(4)
        await ledger.take_in([claim(4, id=told.id, body=codec.encode(told), received_ms=now_ms(), wait_ms=0)])
        redis, forward = ledger.redis, Forward(ledger, at.central, 60_000, chance=lambda: 0.0)
        await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()
        assert 50_000 < await redis.pttl(ledger.key("hold:forward")) <= 60_000
        assert forward.patience.left_ms(at.central.name) > 50_000
        assert await redis.hexists(ledger.key(f"c:{told.id}"), "begun") == at.doubted
        for _ in range(2):
            await redis.zadd(ledger.key("due:forward"), {told.id: 0}, xx=True)
            await redis.hdel(ledger.key(f"c:{told.id}"), "ends")
            await redis.delete(*map(ledger.key, ("hold:forward", "slow", "pace")))
            forward = replace(forward, patience=Patience())
            await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()
        asked = at.can.look_up or at.can.idempotent
        assert await stands(ledger, told.id) == (("done", "") if asked else ("parked", CANNOT_ASK))
        assert at.bench.stored() == 1


@called
async def test_through_the_ledger_an_outage_that_goes_on_leaves_nothing_more_to_a_person(
    kind: CentralKind, redis_url: str, tmp_path: Path
) -> None:
    """Each try of an outage that is answered 503 would be a case for a person: whoever goes first asks something
    harmless, where there is something."""
    async with desk(kind, tmp_path) as at, living(redis_url) as ledger:
        await ledger.take_in([_claim(place) for place in range(5, 9)])
        redis, forward = ledger.redis, Forward(ledger, at.central, 60_000, chance=lambda: 0.0)
        at.orders.down = "refuse"
        await redis.set(ledger.key("slow"), 1)
        for _ in range(4):
            await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()
            await redis.delete(ledger.key("hold:forward"))
            await _made_due(ledger)
        begun = [await redis.hexists(ledger.key(f"c:{complaint(place).id}"), "begun") for place in range(5, 9)]
        asked = at.can.look_up or await _lists(at)
        assert any(begun) == (at.doubted and not asked)
        at.orders.down = ""
        for _ in range(8):
            await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()
            await redis.delete(ledger.key("hold:forward"), ledger.key("pace"), ledger.key("slow"))
            await _made_due(ledger)
        stood = [(await stands(ledger, complaint(place).id))[0] for place in range(5, 9)]
        assert at.bench.stored() == stood.count("done")
        assert at.bench.stored() == 4 or any(begun)


async def test_what_a_profile_vouches_for_is_told_again_unless_it_is_seen(redis_url: str, tmp_path: Path) -> None:
    (kind,) = (one for one in KINDS if one.label == "mapped")
    path, text = tmp_path / "vouched.toml", profile_text().replace("sure = true", "sure = false")
    path.write_text(text.replace("[submit.answer]", "[submit.answer]\nretry = [425, 429, 503]"), encoding="utf-8")
    async with desk(kind, tmp_path) as at, living(redis_url) as ledger:
        central = mapped.from_settings(str(path), at.bench.standin.url, KEY, 10.0, 20)
        forward = Forward(ledger, central, 60_000, chance=lambda: 0.0)
        await ledger.take_in([_claim(5)])
        at.orders.disown = 1
        await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()
        assert await stands(ledger, complaint(5).id) == (
            "due",
            "the central system answered 503 (GALAT): it asks to wait",
        )
        assert not await ledger.redis.hexists(ledger.key(f"c:{complaint(5).id}"), "begun")
        await _made_due(ledger)
        await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()
        assert (await stands(ledger, complaint(5).id))[0] == "done"
        assert at.bench.stored() == 1
        await central.close()


def _claim(place: int) -> Claim:
    told = complaint(place)
    return claim(place, id=told.id, body=codec.encode(told), received_ms=now_ms(), wait_ms=0)


async def _made_due(ledger: Ledger) -> None:
    for place in range(5, 9):
        await ledger.redis.zadd(ledger.key("due:forward"), {complaint(place).id: 0}, xx=True)
        await ledger.redis.hdel(ledger.key(f"c:{complaint(place).id}"), "ends")


async def _lists(at: Desk) -> bool:
    """Whether it can be asked for its categories. Only while it is there."""
    down, at.orders.down = at.orders.down, ""
    listed = bool(await at.central.categories())
    at.orders.down = down
    return listed


@every
async def test_through_the_ledger_what_a_look_up_does_not_see_is_told_only_where_that_proves_it(
    kind: CentralKind, redis_url: str, tmp_path: Path
) -> None:
    async with desk(kind, tmp_path) as at, living(redis_url) as ledger:
        told = complaint(3)
        await ledger.take_in(
            [claim(3, id=told.id, body=codec.encode(told), received_ms=now_ms(), doubt=True, wait_ms=0)]
        )
        forward = Forward(ledger, at.central, 60_000, chance=lambda: 0.0)
        for _ in range(2):
            await Drain(forward.take, forward.handle, concurrency=4, go_on=lambda: True).run()
            await ledger.redis.zadd(ledger.key("due:forward"), {told.id: 0}, xx=True)
        await at.bench.works(ledger)
        sure = at.can.idempotent or at.can.consistent_look_up
        state, why = await stands(ledger, told.id)
        assert (state, at.bench.stored()) == (("done", 1) if sure else ("parked", 0))
        assert sure or why in (CANNOT_ASK, NOT_SEEN)
