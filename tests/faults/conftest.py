"""A town for each test that asks for one: real processes on loopback, stopped or killed at its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis.exceptions
from crowd import Crowd, ledger

from forwarder.items import LedgerAway
from gateway.centrals import make_central
from gateway.inbox_schema import FILE
from gateway.proof_rows import Difference
from gateway.prove import Books
from gateway.settings import load
from gateway.simulator.town import Node, Town
from gateway.wiring import make_channels

# Short, so that what a killed worker held comes back soon; each call still ends before its lease.
HASTY = {
    "LEASE_SECONDS": "4",
    "CENTRAL_TIMEOUT_SECONDS": "3",
    "TWILIO_TIMEOUT_SECONDS": "3",
    "TELEGRAM_TIMEOUT_SECONDS": "3",
    "MAIL_TIMEOUT_SECONDS": "3",
    "NUMBER_WAIT_SECONDS": "20",
    "JOURNAL_RESERVE_MB": "1",
}
TAIL = 3000

failed_key = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    if report.when == "call":
        item.stash[failed_key] = report.failed
    return report


@pytest.fixture
async def town(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """Not started: a test may want settings of its own first (`town.extra`)."""
    found = Town(tmp_path / "town", extra=dict(HASTY))
    try:
        yield found
    finally:
        failed = request.node.stash.get(failed_key, True)
        wrong = [] if failed or request.node.get_closest_marker("planted") else await differences(found)
        if failed or wrong:
            print_tails(found)
        await (abandoned(found) if failed else found.stop())
        assert wrong == [], "what `satupintu check --ledger` says after the test"


@pytest.fixture
async def crowd(town: Town) -> Crowd:
    """A crowd in a town that is up."""
    await town.start()
    return Crowd(town)


# What a fault must never leave behind; what is only late (`open`), or was never acknowledged (`missed`), may be there.
NEVER = frozenset({"lost", "double", "orphan", "number", "numberless", "end", "stuck"})


async def differences(town: Town) -> list[Difference]:
    """As `satupintu check --ledger`, of every node that still runs, as soon as there is a ledger; a test that ends in
    the middle of an outage has nothing to be compared."""
    found: list[Difference] = []
    # A test may have taken the disk away again that its journal lay on.
    for node in (one for one in town.nodes if one.serve.running and (one.folder / FILE).exists()):
        found += await differences_of(node, rebuilt_within=30 if answers(town) else 0)
    return [one for one in found if one.kind in NEVER]


def answers(town: Town) -> bool:
    try:
        with ledger(town) as server:
            return bool(server.ping())
    except redis.exceptions.RedisError:
        return False


async def differences_of(node: Node, rebuilt_within: float) -> list[Difference]:
    settings = load(node.env, serving=True)
    channels = make_channels(node.env, settings.public_url)
    deadline = asyncio.get_running_loop().time() + rebuilt_within
    while True:
        books = Books(settings, make_central(settings), channels)
        now = datetime.now(UTC)
        try:
            return (await books.account(now - timedelta(days=30), now)).differences
        except LedgerAway:
            if asyncio.get_running_loop().time() > deadline:
                assert not rebuilt_within, "Redis answers, and there is no ledger to be compared"
                return []
            await asyncio.sleep(0.2)


async def abandoned(town: Town) -> None:
    """The stand-ins too: what stays open would fail the next test."""
    await town.abandon()
    for part in (getattr(town, "telegram", None), town.relay, town.twilio, town.central):
        if part is not None:
            await part.stop()


def print_tails(town: Town) -> None:
    for log in sorted(town.folder.glob("**/*.log")):
        print(f"== {log.name}\n{log.read_text('utf-8', 'replace')[-TAIL:]}")
