"""Why something waits for a person says what they can do about it: commands that exist, and that work on just that."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
import typer
from ledger_kit import CLAIM, LEASE_MS, living
from test_national_case import PLAIN, TOO_MUCH
from test_open311 import REFUSED

from forwarder import by_hand_tray, forward, national_case, open311_case
from forwarder.central import Rejected, too_long
from forwarder.ledger import Ledger
from gateway.cli import app
from normalizer.schema import Attachment

# As much as the ledger keeps of it.
MOST = 200
NAMED = re.compile(r"satupintu ([a-z-]+ [a-z-]+)|[Ss]et ([A-Z0-9_]+)")


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Rejected) as caught:
        act()
    return str(caught.value)


REASONS: dict[str, Callable[[], str]] = {
    **{f"national, {name}": partial(refusal, partial(national_case.freeze, told)) for name, told in TOO_MUCH},
    **{
        f"open311, {name}": partial(refusal, partial(open311_case.freeze, told, options))
        for name, told, options, _ in REFUSED
        if not told.note
    },
    "added, too long": lambda: refusal(lambda: national_case.supplement("a" * 100_001, ())),
    "added, files": lambda: refusal(lambda: national_case.supplement("", (Attachment("x", "image/png"),) * 101)),
    "mapped, title": lambda: too_long("title", 100),
    "mapped, text": lambda: too_long("text", 100),
    "cannot ask": lambda: forward.CANNOT_ASK,
    "not seen": lambda: forward.NOT_SEEN,
    "alone": lambda: forward.ALONE,
}


@pytest.mark.parametrize("reason", REASONS.values(), ids=REASONS)
def test_a_reason_names_a_command_that_exists(reason: Callable[[], str]) -> None:
    said = reason()
    assert len(said) <= MOST
    assert "shorten" not in said, "no command changes a citizen's words"
    found = NAMED.findall(said)
    assert found
    assert {command for command, _ in found if command} <= commands()


def commands() -> set[str]:
    top = typer.main.get_command(app)
    groups = getattr(top, "commands", {})
    return {f"{group} {name}" for group, one in groups.items() for name in getattr(one, "commands", {})}


def test_what_an_operator_may_put_in_other_words_is_edited() -> None:
    said = refusal(lambda: national_case.freeze(replace(PLAIN, agency_keyword="a" * 65)))
    assert 'satupintu complaints edit NUMBER --agency "…", then retry' in said
    assert "by-hand enter" in too_long("text", 5)


async def doubtful(ledger: Ledger) -> None:
    """It may be there, and nobody can be asked."""
    await ledger.take_in([CLAIM])
    (lease,) = await ledger.lease_forward(1, LEASE_MS)
    assert await ledger.begin_forward(lease, LEASE_MS, b"case")
    assert await ledger.park(lease, forward.CANNOT_ASK)


async def test_what_was_looked_for_and_found_is_entered(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await doubtful(ledger)
        await by_hand_tray.enter(ledger, CLAIM.numbers[0], "1916449", "1916449")
        standing = await ledger.standing_of(CLAIM.id)
        assert standing
        assert (standing.state, standing.national) == ("done", "1916449")


async def test_what_was_looked_for_and_is_not_there_is_sent(redis_url: str) -> None:
    async with living(redis_url) as ledger:
        await doubtful(ledger)
        assert await ledger.retry(CLAIM.id, not_there=True)
        (lease,) = await ledger.lease_forward(1, LEASE_MS)
        assert not lease.begun
