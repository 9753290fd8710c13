"""What must hold for every kind of central system, tried on every one against its stand-in, over loopback sockets."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from central_kinds import CASE, FIRST, KEY, KINDS, LOST, REFERENCE, CentralKind, called, desk, every

from forwarder.central import (
    Abilities,
    Central,
    CentralError,
    Rejected,
    Unavailable,
    Unknown,
)
from gateway.centrals import CENTRALS
from normalizer.schema import (
    Accepted,
    Deferred,
)


def test_every_kind_there_is_stands_here() -> None:
    """Nothing of a call can be tried on by_hand, which calls nobody; what else is true of its clerk's side:
    test_centrals_clerk.py, test_centrals_by_hand.py."""
    assert {kind.central for kind in KINDS} == set(CENTRALS)
    assert {kind.central for kind in KINDS if not kind.calls} == {"by_hand"}


@called
async def test_a_case_is_accepted_once_and_found_under_its_number(kind: CentralKind, tmp_path: Path) -> None:
    async with desk(kind, tmp_path) as at:
        receipt = await at.told()
        assert isinstance(receipt, Accepted)
        assert at.bench.stored() == 1
        if at.can.look_up:
            assert await at.central.find(REFERENCE) == receipt
            assert await at.central.find(REFERENCE, datetime.now(UTC) - timedelta(days=300)) == receipt
            assert await at.central.find("another-reference") is None
            assert await at.central.find(REFERENCE[:-1]) is None, "a part of a reference is another one"


@called
@pytest.mark.parametrize("orders", [row[1] for row in LOST], ids=[row[0] for row in LOST])
async def test_an_answer_lost_after_accepting_is_unknown_and_looked_up(
    kind: CentralKind, orders: dict[str, int], tmp_path: Path
) -> None:
    async with desk(kind, tmp_path) as at:
        for name, value in orders.items():
            setattr(at.orders, name, value)
        assert type(await at.told()) is Unknown
        assert at.bench.stored() == 1
        if at.can.look_up:
            assert isinstance(await at.central.find(REFERENCE), Accepted)
        if at.can.idempotent:
            assert isinstance(await at.told(), Accepted)
            assert at.bench.stored() == 1


@called
@pytest.mark.parametrize("down", ["cut", "error"])
async def test_what_failed_before_it_was_read_is_unknown_and_not_there(
    kind: CentralKind, down: Literal["cut", "error"], tmp_path: Path
) -> None:
    async with desk(kind, tmp_path) as at:
        at.orders.down = down
        assert type(await at.told()) is Unknown
        if at.can.look_up:
            with pytest.raises(Unavailable):
                await at.central.find(REFERENCE)
        at.orders.down = ""
        assert at.bench.stored() == 0
        if at.can.look_up:
            assert await at.central.find(REFERENCE) is None


WAITS: tuple[tuple[str, dict[str, object], bool], ...] = (
    ("429 in seconds", {"throttle": 1, "retry_after": 7}, True),
    ("429 with a date", {"throttle": 1, "retry_after": 7, "retry_after_form": "date"}, True),
    ("429 without", {"throttle": 1}, False),
    ("503 in seconds", {"down": "refuse", "retry_after": 7}, True),
    ("503 with a date", {"down": "refuse", "retry_after": 7, "retry_after_form": "date"}, True),
    ("503 without", {"down": "refuse"}, False),
)


@called
@pytest.mark.parametrize(("orders", "named"), [row[1:] for row in WAITS], ids=[row[0] for row in WAITS])
async def test_retry_after_is_read_in_both_forms(
    kind: CentralKind, orders: dict[str, object], named: bool, tmp_path: Path
) -> None:
    async with desk(kind, tmp_path) as at:
        for name, value in orders.items():
            setattr(at.orders, name, value)
        error = await at.told()
        assert isinstance(error, Unknown if at.doubted and "down" in orders else Unavailable)
        assert at.bench.stored() == 0
        assert bool(error.after) == named
        assert not error.after or 5 < error.after <= 8
        assert isinstance(error, Unknown) or error.after is not None, "it asks to wait, and may name no time"
        assert at.bench.early() == 0


@called
async def test_a_503_after_accepting_is_unknown_where_no_key_is_taken(kind: CentralKind, tmp_path: Path) -> None:
    """As a proxy answers whose server was cut off."""
    async with desk(kind, tmp_path) as at:
        at.orders.disown, at.orders.retry_after = 1, 7
        error = await at.told()
        assert at.bench.stored() == 1
        assert type(error) is (Unknown if at.doubted else Unavailable)
        assert isinstance(error, Unknown | Unavailable)
        assert error.after is not None
        assert 5 < error.after <= 8
        if at.can.look_up:
            assert isinstance(await at.central.find(REFERENCE), Accepted)


@called
async def test_no_answer_in_time_is_unknown(kind: CentralKind, tmp_path: Path) -> None:
    async with desk(kind, tmp_path, seconds=1.0) as at:
        at.orders.latency = 30
        began = time.monotonic()
        assert type(await at.told()) is Unknown
        assert time.monotonic() - began < 25
        at.orders.latency = 0
        assert at.bench.stored() == 1


@called
async def test_a_refused_connection_is_unavailable(kind: CentralKind, tmp_path: Path) -> None:
    async with desk(kind, tmp_path) as at:
        await at.bench.standin.stop()
        assert type(await at.told()) is Unavailable
        if at.can.look_up:
            with pytest.raises(Unavailable):
                await at.central.find(REFERENCE)
        await at.bench.standin.start()
        assert isinstance(await at.told(), Accepted)


@called
async def test_a_refusal_is_rejected(kind: CentralKind, tmp_path: Path) -> None:
    async with desk(kind, tmp_path) as at:
        at.orders.reject = 1
        assert type(await at.told()) is Rejected
        assert at.bench.stored() == 0


@called
async def test_a_wrong_key_is_a_setting_and_no_fault_of_the_case(kind: CentralKind, tmp_path: Path) -> None:
    async with desk(kind, tmp_path, key="user:another-key-of-nobody") as at:
        error = await at.told()
        assert type(error) is Unavailable
        assert "CENTRAL_KEY" in str(error)
        assert at.bench.stored() == 0


@called
async def test_a_late_number_comes_by_its_token(kind: CentralKind, tmp_path: Path) -> None:
    async with desk(kind, tmp_path) as at:
        at.orders.number_after = "told"
        receipt = await at.told()
        assert isinstance(receipt, Deferred)
        assert await at.central.number(receipt.token) is None
        assert at.bench.standin.assign() == 1
        number = await at.central.number(receipt.token)
        assert number
        if at.can.look_up:
            assert await at.central.find(REFERENCE) == Accepted(number)


@every
async def test_a_frozen_case_is_the_same_bytes_and_holds_no_key(kind: CentralKind, tmp_path: Path) -> None:
    async with desk(kind, tmp_path) as at:
        body = at.central.freeze(CASE)
        assert body == at.central.freeze(CASE)
        assert KEY.encode() not in body
        assert "made-up-for-tests" not in repr(at.central)
        assert b"Sukamaju" in body
        assert REFERENCE.encode() in body


@pytest.mark.every
@every
async def test_check_says_who_is_there_and_makes_no_case(kind: CentralKind, tmp_path: Path) -> None:
    async with desk(kind, tmp_path) as at:
        assert len(await at.central.check()) > 30
        assert at.bench.stored() == 0
        assert isinstance(await at.central.categories(), list | tuple)


@called
def test_one_object_serves_successive_event_loops(kind: CentralKind, tmp_path: Path) -> None:
    bench = kind.bench()
    made: list[Central] = []

    async def walk(place: int) -> None:
        await bench.standin.start()
        if not made:
            made.append(kind.adapter(bench.standin.url, KEY, 5.0, 5, tmp_path))
        case = replace(CASE, reference=f"reference-{place:03d}")
        await made[0].submit(case.reference, made[0].freeze(case), FIRST)
        await made[0].close()
        await bench.standin.stop()

    for place in range(3):
        asyncio.run(walk(place))
    assert bench.stored() == 3


_HEAD = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
_ENTITY = (
    b'<!DOCTYPE a [<!ENTITY b "17">]><service_requests><request><service_request_id>&b;</service_request_id></request>'
    b"</service_requests>"
)
STRANGERS: tuple[tuple[str, bytes], ...] = (
    ("nothing", b""),
    ("another protocol", b"220 mail.example.org ESMTP\r\n"),
    ("a redirect", b"HTTP/1.1 307 -\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"),
    ("a page", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"),
    ("an empty list", _HEAD + b"Content-Length: 2\r\n\r\n[]"),
    ("an empty object", _HEAD + b"Content-Length: 2\r\n\r\n{}"),
    ("null", _HEAD + b"Content-Length: 4\r\n\r\nnull"),
    ("endless nesting", _HEAD + b"Content-Length: 60000\r\n\r\n" + b"[" * 60_000),
    ("a body without end", _HEAD + b"Content-Length: 70000\r\n\r\n" + b"1" * 70_000),
    ("entities", b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n" % len(_ENTITY) + _ENTITY),
    ("headers without end", b"HTTP/1.1 201 Created\r\nX: " + b"x" * 100_000 + b"\r\n\r\n"),
)  # fmt: skip


@called
@pytest.mark.parametrize("answer", [row[1] for row in STRANGERS], ids=[row[0] for row in STRANGERS])
async def test_a_stranger_never_makes_a_receipt_and_is_asked_once(
    kind: CentralKind, answer: bytes, tmp_path: Path
) -> None:
    requests: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        sizes = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
        requests.append(head + await reader.readexactly(int(sizes[0])))
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    central = kind.adapter(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", KEY, 10.0, 5, tmp_path)
    with pytest.raises(CentralError) as caught:
        await central.submit(REFERENCE, central.freeze(CASE), FIRST)
    assert isinstance(caught.value, Unknown | Unavailable)
    assert len(requests) == 1, "nothing is sent again behind our back"
    await central.close()
    server.close()
    await server.wait_closed()


def unflagged() -> Iterator[str]:
    return (one.name for one in fields(Abilities) if one.default not in (False, 0.0))


def test_nothing_can_be_done_unless_it_is_declared() -> None:
    assert list(unflagged()) == []
