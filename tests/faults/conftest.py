"""A town for each test that asks for one: real processes on loopback, stopped or killed at its end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from books import wrong
from crowd import CROWDS, Crowd

from gateway.simulator.town import Town

# Short, so that what a killed worker held comes back soon; each call still ends before its lease.
HASTY = {
    "LEASE_SECONDS": "4",
    "CENTRAL_TIMEOUT_SECONDS": "3",
    "TWILIO_TIMEOUT_SECONDS": "3",
    "SMS_HTTP_TIMEOUT_SECONDS": "3",
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
        unlooked = failed or request.node.get_closest_marker("planted")
        try:
            found_wrong = [] if unlooked else await wrong(found, left_behind(request.node))
        except BaseException:
            print_tails(found)
            await abandoned(found)
            raise
        for counted in CROWDS.get(found, ()):
            print(f"{request.node.name}: {counted.counted()}")
        if failed or found_wrong:
            print_tails(found)
        await (abandoned(found) if failed else found.stop())
        assert not found_wrong, "\n".join(["`satupintu check --ledger` says after the test:", *map(str, found_wrong)])


def left_behind(test: pytest.Item) -> dict[str, str]:
    """By kind of difference: why this test leaves some."""
    return {kind: why for marker in test.iter_markers("leaves") for kind, why in marker.kwargs.items()}


@pytest.fixture
async def crowd(town: Town) -> Crowd:
    """A crowd in a town that is up."""
    await town.start()
    return Crowd(town)


async def abandoned(town: Town) -> None:
    """The stand-ins too: what stays open would fail the next test."""
    await town.abandon()
    for part in (getattr(town, "telegram", None), town.relay, town.twilio, town.central):
        if part is not None:
            await part.stop()


def print_tails(town: Town) -> None:
    for log in sorted(town.folder.glob("**/*.log")):
        print(f"== {log.name}\n{log.read_text('utf-8', 'replace')[-TAIL:]}")
