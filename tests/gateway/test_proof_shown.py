"""Doubles and orphans at central systems whose list is not of our cases alone: open311, and mapped where it lists."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from central_kinds import CALLED, FIRST, KEY, WORDS, CentralKind, called, changed, desk
from ledger_kit import claim, living
from test_centrals_ledger import complaint
from yarl import URL

from forwarder.central import Central
from forwarder.drain import Drain
from forwarder.forward import Forward
from forwarder.freezing import submission_of
from forwarder.ledger import Ledger
from forwarder.listing import ListsCases, ShowsCases
from forwarder.mapped import Mapped
from forwarder.mapped_fill import Secret
from forwarder.mapped_profile import read
from forwarder.open311 import Open311
from forwarder.wire import Wire
from gateway.proof_central import compare
from gateway.proof_rows import Account
from gateway.simulator.open311 import StandInOpen311
from normalizer import codec

OURS, STRANGE = complaint(2), complaint(3)
NO_LIST = "doubles and orphans are not compared: this central system shows no list"
CUT = "doubles and orphans are compared in part: the central system cut its list short"
GEO_REPORT = pytest.mark.parametrize(
    "kind", [one for one in CALLED if one.label in ("open311", "open311, list complete")], ids=lambda one: one.label
)


async def told(ledger: Ledger, central: Central) -> None:
    received = int(time.time() * 1000)
    await ledger.take_in([claim(1, id=OURS.id, body=codec.encode(OURS), received_ms=received, wait_ms=0)])
    forward = Forward(ledger, central, 60_000)
    assert await Drain(forward.take, forward.handle, concurrency=1, go_on=lambda: True).run() == 1


async def proved(ledger: Ledger, central: Central) -> Account:
    now = datetime.now(UTC)
    found = Account(now - timedelta(hours=1), now + timedelta(hours=1), complaints={OURS.id: 1})
    await compare(found, ledger, central)
    return found


def kinds(found: Account) -> set[tuple[str, str]]:
    return {(one.kind, one.about) for one in found.differences}


@GEO_REPORT
async def test_a_double_and_an_orphan_in_a_list_of_service_requests(
    kind: CentralKind, redis_url: str, tmp_path: Path
) -> None:
    async with desk(kind, tmp_path) as at, living(redis_url) as ledger:
        assert isinstance(at.bench.standin, StandInOpen311)
        await told(ledger, at.central)
        asked = at.bench.standin.server.tally.look_ups
        found = await proved(ledger, at.central)
        assert (kinds(found), NO_LIST in found.sums) == (set(), False)
        assert at.bench.standin.server.tally.look_ups == asked + 1, "what the list shows is not looked up"
        assert found.sums["at the central system"] == 1
        for case in (OURS, STRANGE):
            await at.central.submit(case.id, at.central.freeze(submission_of(case, "3000000001")), FIRST)
        assert kinds(await proved(ledger, at.central)) == {("double", OURS.id), ("orphan", STRANGE.id)}


@GEO_REPORT
async def test_what_others_report_there_is_no_affair_of_ours(kind: CentralKind, redis_url: str, tmp_path: Path) -> None:
    async with desk(kind, tmp_path) as at, living(redis_url) as ledger:
        assert isinstance(at.bench.standin, StandInOpen311)
        await told(ledger, at.central)
        (mine,) = at.bench.standin.kept.in_order
        described = mine.fields["description"][0]
        # By another program; and by a citizen who quotes what stood in another one's request.
        for words in (WORDS, "Ref: 12345", f"Ref: {STRANGE.id}\n\n{described}"):
            at.bench.standin.kept.add({**mine.fields, "description": [words]}, datetime.now(UTC), None, False)
        for one in at.bench.standin.kept.in_order:
            one.number_at = mine.number_at
        assert kinds(await proved(ledger, at.central)) == {("double", OURS.id)}


@GEO_REPORT
async def test_a_list_that_is_cut_short_says_so(kind: CentralKind, redis_url: str, tmp_path: Path) -> None:
    async with desk(kind, tmp_path) as at, living(redis_url) as ledger:
        await told(ledger, at.central)
        assert isinstance(at.central, Open311)
        short = Open311(at.central.wire, KEY, "contoh.example", at.central.options, most_listed=1)
        found = await proved(ledger, short)
        assert (kinds(found), CUT in found.sums) == (set(), True)


@called
async def test_who_shows_no_list_says_so(kind: CentralKind, redis_url: str, tmp_path: Path) -> None:
    async with desk(kind, tmp_path) as at, living(redis_url) as ledger:
        shows = isinstance(at.central, ListsCases) or (isinstance(at.central, ShowsCases) and at.central.shows_cases)
        assert shows is (kind.label in ("national", "open311", "open311, list complete"))
        assert (NO_LIST in (await proved(ledger, at.central)).sums) is not shows


# -- a profile whose look-up is a list ------------------------------------------------------------


@asynccontextmanager
async def listing(*shown: dict[str, Any]) -> AsyncIterator[tuple[Mapped, list[str]]]:
    """Whatever came since then, with our reference somewhere in it; and what it was asked."""
    asked = list[str]()

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.query_string)
        return web.json_response({"kode": "OK", "data": list(shown)})

    app = web.Application()
    app.router.add_get("/api/laporan", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    profile = read(changed(lambda raw: raw["look_up"].update(LISTS)))
    host, port = runner.addresses[0][:2]
    central = Mapped(Wire(URL(f"http://{host}:{port}"), {}, 5.0, 5), profile, Secret("header", "X-Api-Key", KEY))
    try:
        yield central, asked
    finally:
        await central.close()
        await runner.cleanup()


LISTS: dict[str, Any] = {"query": {"sejak": "{since}"}, "list": "data", "list_reference": "catatan"}
LISTS["answer"] = {"number": "id", "code": "", "done_codes": [], "missing_codes": []}


async def test_a_double_and_an_orphan_in_the_list_of_a_profile(redis_url: str) -> None:
    shown = [
        {"id": "L-1", "catatan": f"rujukan {OURS.id}"},
        {"id": "L-2", "catatan": f"rujukan {OURS.id}"},
        {"id": "L-2", "catatan": f"rujukan {OURS.id}"},
        {"id": "L-3", "catatan": STRANGE.id},
        {"id": "L-4", "catatan": "dari loket"},
    ]
    async with listing(*shown) as (central, asked), living(redis_url) as ledger:
        received = int(time.time() * 1000)
        await ledger.take_in([claim(1, id=OURS.id, body=codec.encode(OURS), received_ms=received, wait_ms=0)])
        (lease,) = await ledger.lease_forward(1, 60_000)
        assert await ledger.begin_forward(lease, 60_000, b"case")
        assert await ledger.numbered(lease, "L-1", doubt=False)
        found = await proved(ledger, central)
        assert kinds(found) == {("double", OURS.id), ("orphan", STRANGE.id)}
        assert NO_LIST not in found.sums
        assert len(asked) == 1
        assert asked[0].startswith("sejak=")
