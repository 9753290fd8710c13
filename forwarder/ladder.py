"""The ways an answer may take one after the other, and why it leaves one for the next; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from normalizer.schema import ChannelName, Otherwise


class Rung(StrEnum):
    """A way; the words stand in the ledger."""

    FREE = "free"  # the chat it came from, in words of ours
    TEMPLATE = "template"  # the same chat, in words WhatsApp has approved
    SMS = "sms"  # the same number
    MAIL = "mail"  # their mailbox, where it is proven


# What is not listed has the way it came by and no other: Telegram tells no number. A mailbox is known where it was
# proven to be of whoever has the chat (forwarder/mailbox.py; docs/decisions.md, "No mailbox is guessed"); else that
# rung says "none known" and is left out.
LADDERS: Mapping[ChannelName, tuple[Rung, ...]] = {
    ChannelName("whatsapp"): (Rung.FREE, Rung.TEMPLATE, Rung.SMS, Rung.MAIL),
    ChannelName("sms"): (Rung.FREE, Rung.MAIL),
    ChannelName("sms_http"): (Rung.FREE, Rung.MAIL),
}
# Why a rung cannot be taken, in words of ours; they are kept with the answer.
CLOSED = "24 hours are over"
PROTECTED = "protected"


@dataclass(frozen=True, slots=True)
class Step:
    """`rung` is where it goes on, None when no way is left; `listens`: then it may go when the citizen writes again.
    `why` says what became of the rungs behind it."""

    rung: Rung | None
    why: str
    listens: bool = False


def ladder_of(channel: ChannelName, *, protected: bool) -> tuple[Rung, ...]:
    """A protected complaint is answered where it came from and nowhere else: phones are shared."""
    return (Rung.FREE,) if protected else LADDERS.get(channel, (Rung.FREE,))


def down(ladder: tuple[Rung, ...], at: Rung, reason: str, otherwise: Otherwise, hindered: Mapping[Rung, str]) -> Step:
    """From a rung that failed for `reason`. `hindered` says of each rung that cannot be taken now why.

    What was wrong with the words does not keep a template from the same chat; what was wrong with the chat does.
    """
    why = [f"{at}: {reason}"]
    if otherwise is Otherwise.NOTHING or at not in ladder:
        return Step(None, why[0], otherwise is not Otherwise.NOTHING)
    for rung in ladder[ladder.index(at) + 1 :]:
        hindrance = hindered.get(rung, "")
        if rung is Rung.TEMPLATE and otherwise is not Otherwise.WORDS:
            hindrance = "the same chat"
        if not hindrance:
            return Step(rung, "; ".join(why))
        why.append(f"{rung}: {hindrance}")
    return Step(None, "; ".join(why), otherwise is Otherwise.WORDS or at is Rung.TEMPLATE)


def is_open(now_ms: int, heard_ms: int, window_seconds: float) -> bool:
    """Whether free words may go to a chat that wrote at `heard_ms` (0: nobody knows, and the provider will say)."""
    if not window_seconds or not heard_ms:
        return True
    return now_ms - heard_ms < (window_seconds - SAFE_SECONDS) * 1000


# The provider's clock counts, and the answer is a while on its way.
SAFE_SECONDS = 120.0
