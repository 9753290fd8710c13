"""The client of our contract against the stand-in central system, over loopback sockets."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from forwarder.central import Central, CentralError, Rejected, Unavailable, Unknown
from forwarder.national import National, from_settings
from gateway.simulator.central import StandInCentral
from normalizer.schema import (
    Accepted,
    ChannelName,
    Deferred,
    DeliveryNote,
    Flags,
    Kind,
    Party,
    Submission,
)

INSTANCE = "kabupaten-contoh"
KEY = "a-key-made-up-for-tests"
REFERENCE = "k3v7q2m5x4b6n7p2r3s4t5u6w7"
WORDS = "Jalan rusak di Desa Sukamaju RT 03, sudah tiga bulan."
FIRST = DeliveryNote(attempt=1, delayed_minutes=0)


def submission(reference: str = REFERENCE, text: str = WORDS) -> Submission:
    warga = Party("+6281100001234", "Budi Contoh")
    return Submission(
        reference=reference,
        number="4021337508",
        kind=Kind.COMPLAINT,
        channel=ChannelName("sms"),
        title="Jalan rusak",
        text=text,
        reporter=warga,
        submitted_by=warga,
        flags=Flags(anonim=True),
        received_at=datetime(2026, 11, 20, 2, 15, 7, tzinfo=UTC),
    )


def national(url: str, timeout: float = 5.0, limit: int = 20) -> National:
    return from_settings(url, KEY, INSTANCE, timeout, limit)


@pytest_asyncio.fixture
async def standin() -> AsyncIterator[StandInCentral]:
    central = StandInCentral({INSTANCE: KEY})
    await central.start()
    yield central
    await central.stop()


@pytest_asyncio.fixture
async def client(standin: StandInCentral) -> AsyncIterator[National]:
    adapter = national(standin.url)
    yield adapter
    await adapter.close()


async def told(adapter: Central, note: DeliveryNote = FIRST, reference: str = REFERENCE) -> object:
    """The receipt, or the error a submission raised."""
    try:
        return await adapter.submit(reference, adapter.freeze(submission(reference)), note)
    except CentralError as error:
        return error


async def test_a_case_is_submitted_and_found_under_its_number(standin: StandInCentral, client: National) -> None:
    receipt = await told(client)
    assert isinstance(receipt, Accepted)
    assert receipt.number.isdigit()
    assert len(receipt.number) in (7, 8)
    assert await client.find(REFERENCE) == receipt
    assert standin.store.counts.stored == 1
    assert await client.find("another-reference") is None


ORDERS: list[tuple[str, dict[str, object], type[CentralError], int, str]] = [
    ("429 in seconds", {"throttle": 1, "retry_after": 7}, Unavailable, 0, "429"),
    ("429 with a date", {"throttle": 1, "retry_after": 7, "retry_after_form": "date"}, Unavailable, 0, "429"),
    ("503 with a wish", {"down": "refuse", "retry_after": 7}, Unavailable, 0, "503"),
    ("503 without", {"down": "refuse"}, Unavailable, 0, "503"),
    ("switched off", {"switched_off": True}, Unavailable, 0, "403"),
    ("cut before reading", {"down": "cut"}, Unknown, 0, "lost"),
    ("answer lost after accepting", {"lose": 1}, Unknown, 1, "lost"),
    ("500 after accepting", {"fail": 1}, Unknown, 1, "500"),
    ("no JSON after accepting", {"garble": 1}, Unknown, 1, "JSON"),
    ("422", {"reject": 1}, Rejected, 0, "the request does not fit the contract (/case/text)"),
]


@pytest.mark.parametrize(
    ("orders", "kind", "stored", "says"), [row[1:] for row in ORDERS], ids=[row[0] for row in ORDERS]
)
async def test_each_failure_says_what_to_do_next(
    standin: StandInCentral,
    client: National,
    orders: dict[str, object],
    kind: type[CentralError],
    stored: int,
    says: str,
) -> None:
    for name, value in orders.items():
        setattr(standin.orders, name, value)
    error = await told(client)
    assert type(error) is kind
    assert says in str(error)
    assert standin.store.counts.stored == stored
    assert all(secret not in str(error) for secret in (KEY, "Sukamaju", "Budi", "+62"))
    if isinstance(error, Unavailable):
        wished = orders.get("retry_after")
        assert bool(error.after) == (wished is not None)
        assert not error.after or 6 < error.after <= 8


async def test_a_timeout_after_sending_is_unknown_and_the_case_is_found(standin: StandInCentral) -> None:
    standin.orders.latency = 30
    hasty, patient = national(standin.url, timeout=1.0), national(standin.url)
    assert isinstance(await told(hasty), Unknown)
    standin.orders.latency = 0
    assert isinstance(await patient.find(REFERENCE), Accepted)
    await hasty.close()
    await patient.close()


async def test_a_call_given_up_before_it_was_worked_on_is_safe_to_repeat(standin: StandInCentral) -> None:
    standin.orders.stall = 4.0
    hasty, patient = national(standin.url, timeout=1.0), national(standin.url)
    assert isinstance(await told(hasty), Unknown)
    assert await patient.find(REFERENCE) is None, "nothing is stored yet"
    assert isinstance(await told(patient), Accepted)
    assert (standin.store.counts.stored, standin.store.counts.repeated) == (1, 1)
    await hasty.close()
    await patient.close()


async def test_a_refused_connection_is_unavailable(standin: StandInCentral, client: National) -> None:
    await standin.stop()
    error = await told(client)
    assert isinstance(error, Unavailable)
    assert "cannot be reached" in str(error)
    await standin.start()
    assert isinstance(await told(client), Accepted)


async def test_a_full_pool_is_unavailable_not_unknown(standin: StandInCentral) -> None:
    standin.orders.latency = 30
    adapter = national(standin.url, timeout=1.5, limit=1)
    results = await asyncio.gather(told(adapter), told(adapter, reference="another-reference"))
    assert sorted(type(each).__name__ for each in results) == ["Unavailable", "Unknown"]
    assert standin.store.counts.stored == 1
    await adapter.close()


async def test_a_listener_that_never_answers_is_unknown() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        adapter = national(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=1.0)
        assert isinstance(await told(adapter), Unknown)
        with pytest.raises(Unavailable):
            await adapter.find(REFERENCE)
        await adapter.close()


async def test_a_lost_answer_is_found_and_a_repeat_creates_nothing(standin: StandInCentral, client: National) -> None:
    standin.orders.lose = 1
    assert isinstance(await told(client), Unknown)
    found = await client.find(REFERENCE)
    assert isinstance(found, Accepted)
    assert await told(client, DeliveryNote(2, 9)) == found
    counts = standin.store.counts
    assert (counts.submissions, counts.stored, counts.repeated, counts.lost_answers) == (2, 1, 1, 1)


async def test_the_case_is_the_same_bytes_at_every_attempt(standin: StandInCentral, client: National) -> None:
    body = client.freeze(submission())
    for attempt in (1, 2, 3):
        await client.submit(REFERENCE, body, DeliveryNote(attempt, attempt * 5))
    cases = [seen.body.partition(b',"delivery":') for seen in standin.store.seen]
    assert [case for case, _, _ in cases] == [b'{"case":' + body] * 3
    told = [json.loads(note[:-1]) for _, _, note in cases]
    assert told == [{"attempt": attempt, "delayed_minutes": attempt * 5} for attempt in (1, 2, 3)]
    assert standin.store.counts.stored == 1


async def test_the_same_key_with_another_case_is_rejected(standin: StandInCentral, client: National) -> None:
    await told(client)
    with pytest.raises(Rejected, match=r"422: the reference was used with another case"):
        await client.submit(REFERENCE, client.freeze(submission(text="Lampu jalan mati")), FIRST)
    assert standin.store.counts.conflicts == 1


async def test_a_late_number_comes_by_its_token(standin: StandInCentral, client: National) -> None:
    standin.orders.number_after = "told"
    receipt = await told(client)
    assert isinstance(receipt, Deferred)
    assert await client.find(REFERENCE) == receipt
    assert await client.number(receipt.token) is None
    assert standin.assign(REFERENCE) == 1
    number = await client.number(receipt.token)
    assert number is not None
    assert await client.find(REFERENCE) == Accepted(number)
    assert await told(client) == receipt, "the first answer again"
    with pytest.raises(Rejected, match="no such token"):
        await client.number("t-unknown")


async def test_supplements_flags_and_withdrawal(standin: StandInCentral, client: National) -> None:
    await told(client)
    await client.supplement(REFERENCE, "supplement-1", "Di depan balai desa")
    await client.supplement(REFERENCE, "supplement-1", "Di depan balai desa")
    await client.amend(REFERENCE, Flags(anonim=True, rahasia=True))
    case = standin.store.find(INSTANCE, REFERENCE)
    assert case is not None
    assert (len(case.supplements), case.anonim, case.rahasia) == (1, True, True)
    await client.supplement(REFERENCE, "supplement-1", "Lain")
    assert len(case.supplements) == 1, "its key says that it is there"
    await client.withdraw(REFERENCE)
    await client.withdraw(REFERENCE)
    assert case.status == "ditarik"
    with pytest.raises(Rejected, match="withdrawn"):
        await client.supplement(REFERENCE, "supplement-2", "Satu lagi")


CHANGES: list[tuple[str, Callable[[National], Awaitable[None]]]] = [
    ("supplement", lambda client: client.supplement("not-there-1", "supplement-1", "Kata")),
    ("amend", lambda client: client.amend("not-there-1", Flags(rahasia=True))),
    ("withdraw", lambda client: client.withdraw("not-there-1")),
]


@pytest.mark.parametrize("change", [row[1] for row in CHANGES], ids=[row[0] for row in CHANGES])
async def test_a_change_of_an_unknown_case_is_rejected(
    client: National, change: Callable[[National], Awaitable[None]]
) -> None:
    with pytest.raises(Rejected, match="there is no case"):
        await change(client)


async def test_check_says_who_answers(standin: StandInCentral, client: National) -> None:
    assert INSTANCE in await client.check()
    stranger = from_settings(standin.url, "another-key-made-up", INSTANCE, 5, 5)
    with pytest.raises(Unavailable, match="CENTRAL_KEY"):
        await stranger.check()
    lost = from_settings(standin.url + "/elsewhere", KEY, INSTANCE, 5, 5)
    with pytest.raises(Unavailable, match="CENTRAL_URL"):
        await lost.check()
    assert isinstance(await told(stranger), Unavailable)
    assert isinstance(await told(lost), Unavailable)
    with pytest.raises(Unavailable, match="404"):
        await lost.find(REFERENCE)
    for adapter in (stranger, lost):
        await adapter.close()


async def test_calls_within_the_pause_are_counted_as_early(standin: StandInCentral, client: National) -> None:
    standin.orders.throttle, standin.orders.retry_after = 1, 60
    refusal = await told(client)
    assert isinstance(refusal, Unavailable)
    assert standin.store.counts.early == 0
    async with asyncio.timeout(40):
        while not standin.store.counts.early:
            await told(client)
    assert standin.store.counts.throttled == 1


def test_one_object_serves_successive_event_loops() -> None:
    adapter: National | None = None

    async def walk(central: StandInCentral, adapter: National | None) -> National:
        await central.start()
        adapter = adapter or national(central.url)
        assert isinstance(await told(adapter), Accepted)
        await adapter.close()
        await central.stop()
        return adapter

    central = StandInCentral({INSTANCE: KEY})
    for _ in range(3):
        adapter = asyncio.run(walk(central, adapter))
    assert (central.store.counts.stored, central.store.counts.repeated) == (1, 2)


async def test_fifty_at_once_are_fifty_cases(standin: StandInCentral) -> None:
    adapter = national(standin.url, limit=50)
    results = await asyncio.gather(*(told(adapter, reference=f"reference-{n:03d}") for n in range(50)))
    assert len({each.number for each in results if isinstance(each, Accepted)}) == 50
    assert standin.store.counts.same_text == 49
    await adapter.close()
