"""What the central system itself said of a complaint: kept for the operator, masked where it is shown, and erased."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from node_kit import NodeKit, a_node, mail
from test_decide import Desk
from test_erase_late import BEFORE, a_forgetful, settled, wants_to_be_forgotten
from test_erase_reports import ago

from forwarder import exchanges
from forwarder.drain import Drain
from forwarder.exchange import KEPT, LONGEST, MOST, Exchange
from forwarder.forward import Forward
from forwarder.open311 import Open311, Told, from_settings
from forwarder.open311_case import Options
from gateway.audit import FILE as AUDIT
from gateway.exchanges_shown import answered
from gateway.masking import Masker
from gateway.redacted import Redactor
from gateway.row_end import complaints_in

LEASE_MS = 60_000
KEY = "a-key-made-up-for-tests"
WORDS = "Lubang besar di jalan Nangka RT 02 sudah dua kali membuat motor jatuh"
REFUSAL = [
    {
        "code": 4711,
        "description": "Quota of RT-desk exhausted for Sari Contoh (0811-0000-1234)",
        "you_said": f"{WORDS} …",
        "your_key": KEY,
    }
]


@asynccontextmanager
async def refusing(body: bytes, kind: str = "application/json", status: int = 400) -> AsyncIterator[Open311]:
    async def refuse(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(status=status, body=body, content_type=kind)

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", refuse)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    options = Options("001", address="Kabupaten Contoh")
    central = from_settings(Told(f"http://127.0.0.1:{port}", KEY, 5.0, 5, options, look_up="no"))
    try:
        yield central
    finally:
        await central.close()
        await runner.cleanup()


async def refused(node: NodeKit, central: Open311, place: int = 1) -> str:
    """A complaint that the central system does not want; its id."""
    (reference,) = complaints_in((await node.pumped(mail(WORDS, place)))[0])
    await told(node, central)
    return reference


async def told(node: NodeKit, central: Open311) -> None:
    forward = Forward(node.ledger, central, LEASE_MS)
    await Drain(forward.take, forward.handle, concurrency=1, go_on=lambda: True).run()


@pytest.mark.process
async def test_its_answer_is_shown_without_anybodys_words(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node, refusing(json.dumps(REFUSAL).encode()) as central:
        reference = await refused(node, central)
        desk = Desk(node, redis_url, {"CENTRAL_KEY": KEY})
        status, shown, errors = await desk.types("show", reference)
        assert status == 0, errors
        assert "POST requests.json" in shown
        assert "answered 400 application/json" in shown
        assert '"code": 4711' in shown
        assert '"description": "[' in shown
        answer = shown[shown.index("POST requests.json") :]
        assert not [word for word in ("Nangka", "Lubang", "Sari", "0811", KEY) if word in answer]
        assert not (node.journal.folder / AUDIT).exists()
        _, shown, _ = await desk.types("show", reference, "--unmask")
        assert "0811-0000-1234" in shown
        assert KEY not in shown
        assert desk.audited() == [f"complaints show --unmask {reference}"]


async def test_what_lies_in_redis_is_sealed_short_and_few(tmp_path: Path, redis_url: str) -> None:
    long = json.dumps([{"code": 400, "description": "Sorry! " * 1_000}]).encode()
    async with a_node(tmp_path, redis_url) as node, refusing(long) as central:
        reference = await refused(node, central)
        for _ in range(MOST + 2):
            assert await node.ledger.retry(reference, not_there=True)
            await told(node, central)
        kept = await exchanges.kept(node.ledger, reference)
        assert len(kept) == MOST
        assert {len(one.answer) for one in kept} == {KEPT}
        rows = await node.ledger.redis.lrange(node.ledger.key(f"said:{reference}"), 0, -1)
        assert not [row for row in rows if b"Sorry" in row or b"requests" in row]
        left = await node.ledger.redis.ttl(node.ledger.key(f"said:{reference}"))
        assert 0 < left <= node.ledger.keep.claim


async def test_what_went_well_is_not_kept(tmp_path: Path, redis_url: str) -> None:
    taken = json.dumps([{"service_request_id": "0012"}]).encode()
    async with a_node(tmp_path, redis_url) as node, refusing(taken, status=201) as central:
        reference = await refused(node, central)
        standing = await node.ledger.standing_of(reference)
        assert standing
        assert standing.national == "0012"
        assert await exchanges.kept(node.ledger, reference) == ()


async def test_an_answer_without_a_number_is_kept_though_it_says_ok(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node, refusing(b"<p>Thank you</p>", "text/html", 200) as central:
        reference = await refused(node, central)
        (one,) = await exchanges.kept(node.ledger, reference)
        assert (one.status, one.kind, one.answer) == (200, "text/html", "<p>Thank you</p>")


def test_half_a_key_where_an_answer_is_cut_is_not_shown() -> None:
    cut = "x" * (LONGEST - 3) + KEY + "x" * LONGEST
    one = Exchange(0, "POST requests.json", 1, 1, 400, "text/plain", cut[:KEPT])
    lines = "".join(answered([one], ZoneInfo("Asia/Jakarta"), Redactor(Masker([KEY])), unmask=True))
    assert KEY[:3] not in lines


@pytest.mark.parametrize(
    "answer",
    [
        {"error": "Sari Contoh"},
        {"code": "0811-0000-1234"},
        {"code": 81100001234},
        {"error": {"Lubang di Nangka": "?"}},
        {"status": "Lub besar"},
        "Lubang",
        ["Nangka"],
    ],
)
def test_what_may_be_a_citizens_word_is_hidden(answer: object) -> None:
    one = Exchange(0, "POST requests.json", 1, 1, 400, "application/json", json.dumps(answer))
    lines = "".join(answered([one], ZoneInfo("Asia/Jakarta"), Redactor(Masker()), unmask=False))
    assert not [word for word in ("Sari", "Lub", "Nangka", "0811", "811") if word in lines.split("ms)")[1]]


async def test_of_what_was_erased_while_it_was_on_its_way_nothing_is_kept(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node, refusing(json.dumps(REFUSAL).encode()) as central:
        reference = await refused(node, central)
        (one,) = await exchanges.kept(node.ledger, reference)
        await exchanges.keep(node.ledger, reference, [one], item=f"{reference}+added")
        assert await exchanges.kept(node.ledger, reference) == (one,)


async def test_who_cannot_be_reached_is_shown_to_be_so(tmp_path: Path, redis_url: str) -> None:
    async with a_node(tmp_path, redis_url) as node:
        async with refusing(b"") as central:
            pass
        reference = await refused(node, central)
        (one,) = await exchanges.kept(node.ledger, reference)
        assert (one.status, one.answer) == (0, "")
        assert "cannot be reached" in one.failed
        await central.close()


async def test_it_is_erased_with_the_words(tmp_path: Path, redis_url: str) -> None:
    async with a_forgetful(tmp_path, redis_url) as node, refusing(json.dumps(REFUSAL).encode()) as central:
        (reference,) = complaints_in((await node.pumped(ago(mail(WORDS, 1), BEFORE)))[0])
        await told(node, central)
        said = await exchanges.kept(node.ledger, reference)
        assert said
        await wants_to_be_forgotten(node)
        while await settled(node):
            pass
        assert await exchanges.kept(node.ledger, reference) == ()
        await exchanges.keep(node.ledger, reference, said)
        assert await exchanges.kept(node.ledger, reference) == (), "nor by who asked before it was erased"
