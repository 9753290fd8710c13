"""ENCRYPTION_KEYS rotated as docs/operations.md says, with items in flight: what one machine seals another opens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ledger_kit import KEY, LEASE_MS
from test_forward import Office, an_office, told

from forwarder.drain import Drain
from forwarder.ledger import Ledger
from forwarder.seal import Sealer

NEW = bytes(range(32, 64))
# Machines are restarted one after the other, so each step is met by the one before and the one behind it.
BEGINS, BEHIND, FIRST = Sealer.of(KEY), Sealer.of(KEY, NEW), Sealer.of(NEW, KEY)
MEET = [
    ("the new key is put behind", BEGINS, BEHIND),
    ("not there everywhere yet", BEHIND, BEGINS),
    ("it is put first", BEHIND, FIRST),
    ("not first everywhere yet", FIRST, BEHIND),
]
SAYS = "Lampu jalan padam"


def with_keys(ledger: Ledger, sealer: Sealer) -> Ledger:
    return Ledger(ledger.redis, ledger.epoch, sealer)


async def carried(office: Office, ledger: Ledger) -> None:
    """By a machine that has this ledger's keys."""
    await office.hasten()
    forward = replace(office.forward, ledger=ledger)
    await Drain(forward.take, forward.handle, concurrency=2, go_on=lambda: True).run()


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in MEET], ids=[row[0] for row in MEET])
async def test_what_one_machine_seals_the_next_carries_on(redis_url: str, one: Sealer, other: Sealer) -> None:
    """Taken in by the one, answered and submitted by the other; frozen by the one, looked up and told by the other."""
    async with an_office(redis_url) as office:
        seals, opens = (with_keys(office.ledger, sealer) for sealer in (one, other))
        await seals.take_in([told(1, SAYS, listener=b"an address")])
        await carried(office, opens)
        assert await office.of(1, "state") == ("done",)
        assert [lease.listener for lease in await opens.lease_reply(10, LEASE_MS)] == [b"an address"]
        await seals.take_in([told(2, SAYS)])
        office.central.orders.down = "cut"
        await carried(office, seals)
        assert await office.of(2, "state", "begun") == ("due", "1")
        office.central.orders.down = ""
        await carried(office, opens)
        assert await office.of(2, "state", "attempts") == ("done", "2")
        assert office.central.store.counts.conflicts == 0, "the same frozen case"
        assert len(office.central.store.in_order) == 2


async def test_a_machine_that_never_had_the_new_key_parks_what_it_cannot_open(redis_url: str) -> None:
    """The first step was left out: nothing is submitted wrongly, and it goes on where the key is."""
    async with an_office(redis_url) as office:
        knows = with_keys(office.ledger, FIRST)
        await knows.take_in([told(1, SAYS)])
        await carried(office, office.ledger)
        assert (await office.of(1, "state"), office.central.store.in_order) == (("parked",), [])
        (waiting,) = await knows.parked(5)
        assert await knows.retry(waiting.id)
        await carried(office, knows)
        assert await office.of(1, "state") == ("done",)
