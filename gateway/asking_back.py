"""An order that was taken for a part of what a draft tells: its writer is asked once there is something to call off."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import structlog

from forwarder import acts, asks, drafts
from forwarder.acts import Act
from forwarder.ledger import Ledger
from gateway.closing import Told, asked_back
from gateway.understand import Understanding
from normalizer.codec import Undecodable

log = structlog.get_logger("drafts")


async def ask(ledger: Ledger, questions: Mapping[str, Act]) -> None:
    """By their drafts, which have been closed; may be done again. Raise `LedgerAway`, `LedgerLost`."""
    if questions:
        for what, why in await acts.claim(ledger, list(questions.values())):
            if what == "refused":
                log.error("not_asked_back", why=why)
        await asks.forget(ledger, questions)


async def ask_again(ledger: Ledger, understanding: Understanding) -> int:
    """Those whose node ended between closing and asking; how many."""
    found: dict[str, Act] = {}
    over: list[str] = []
    for name, data in (await asks.noted(ledger)).items():
        told = _read(data)
        became = await _became(ledger, understanding.node, told) if told else ("unreadable",)
        question = asked_back(understanding, told) if told and all(became) else None
        if question:
            found[name] = question
        elif any(became):
            over.append(name)
    await ask(ledger, found)
    if over:
        await asks.forget(ledger, over)
    return len(found)


def _read(data: bytes) -> Told | None:
    try:
        return Told.decode(data)
    except (Undecodable, zlib.error, ValueError) as error:
        log.warning("not_asked_back", why=type(error).__name__)
        return None


async def _became(ledger: Ledger, node: str, told: Told) -> Sequence[str]:
    """What each piece became; "" while its draft is open."""
    (talk,) = await drafts.read(ledger, node, {told.who: told.deliveries})
    return [known.became for known in talk.known.values()]
