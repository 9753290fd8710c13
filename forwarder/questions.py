"""Questions to an official about a shown split, and the answers: told to the node that holds the mail by way of Redis.

A question's name is the mail's delivery and who was asked, both keyed hashes: whoever else answers names another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from forwarder.items import Note
from forwarder.ledger import Ledger
from forwarder.redis_server import text

ASKED = "asked:split"
CONFIRM = "confirm_split"
# The end of a message that nobody can read, until its sender has told what was meant.
UNCLEAR = "asked:unclear"
# Before a delivery in a token: no complaint's id is that long.
_NAMED = "split"
Said = Literal["yes", "no"]
# Beside what was said: nobody answered in time.
LATE = "late"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """An official's answer; `note` is what becomes of the mail that brought it, `late` when the mail it is about has
    gone on without it."""

    question: str
    said: Said
    note: Note
    late: Note

    @property
    def delivery(self) -> str:
        return self.note.delivery


def question(delivery: str, who: str) -> str:
    return f"{delivery}:{who}"


def asked_end(delivery: str, who: str) -> str:
    return f"{ASKED}:{question(delivery, who)}"


def question_in(end: str) -> str:
    """The question a row's end names; "" for any other end."""
    return end.removeprefix(f"{ASKED}:") if end.startswith(f"{ASKED}:") else ""


def token_subject(answer: str) -> str:
    """What the token of this answer proves to name (`supplement_token`), for an answer that is such a question:
    `<delivery>.<who>.confirm_split`. "" for any other."""
    delivery, _, rest = answer.partition(".")
    return f"{_NAMED}{delivery}" if rest.endswith(f".{CONFIRM}") else ""


def delivery_in(named: str) -> str:
    """The delivery a token's subject names; "" for a complaint's id."""
    return named.removeprefix(_NAMED) if named.startswith(_NAMED) and len(named) > len(_NAMED) + 20 else ""


async def remember_answers(ledger: Ledger, answers: Sequence[Confirmation]) -> None:
    if answers:
        values = [value for one in answers for value in (one.question, one.said)]
        await ledger.run_many([("answer_split", (ledger.keep.claim, *values))])


async def give_up(ledger: Ledger, asked: str) -> str:
    """Nobody waits for an answer any longer; what was said, should one have come in this moment, else "late"."""
    await ledger.run_many([("answer_split", (ledger.keep.claim, asked, LATE))])
    (said,) = await answers_to(ledger, [asked])
    return said


async def answers_to(ledger: Ledger, questions: Sequence[str]) -> list[str]:
    """ "yes", "no", "late" or "" to each."""
    if not questions:
        return []
    (found,) = await ledger.run_many([("split_answers", tuple(questions))])
    return [text(one) for one in found]


def unclear_end(who: str) -> str:
    return f"{UNCLEAR}:{who}"


def unclear_in(end: str) -> str:
    """Who was asked what was meant; "" for any other end, and for one of several messages."""
    return end.removeprefix(f"{UNCLEAR}:") if end.startswith(f"{UNCLEAR}:") and " " not in end else ""


async def wrote_since(ledger: Ledger, asked: Sequence[tuple[str, int]]) -> list[str]:
    """Of each chat (`Claim.who`), since when (ms): "told" a complaint, "open" while it is being written, or ""."""
    if not asked:
        return []
    (found,) = await ledger.run_many([("wrote", [value for one in asked for value in one])])
    return [text(one) for one in found]
