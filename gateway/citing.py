"""Whoever names a complaint of theirs by its number tells something of that one, in whatever chat they write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from forwarder.cited import NUMBERED, ONLY_PROTECTED, Cited, look
from forwarder.items import Note
from forwarder.ledger import Ledger
from forwarder.naming import names_of, who_of
from forwarder.protection import Asked
from forwarder.seal import Hasher
from forwarder.supplement import Supplement
from gateway.understood import Item
from normalizer.additions import begins_anew
from normalizer.cited import numbers_named
from normalizer.conversation import Add, Closed, Closing, State, Submit
from normalizer.draft import TELLING, Draft, words_of
from normalizer.phrases import REPLY_PREFIXES
from normalizer.quotes import own_words
from normalizer.schema import Message
from normalizer.text import words

_MARKS = (NUMBERED, ONLY_PROTECTED)


# -- what comes in pieces ----------------------------------------------------------------------------------------------


async def named_by(ledger: Ledger, hasher: Hasher, drafts: Sequence[Draft]) -> list[Cited | None]:
    """What each names that is its writer's; None where it names nothing."""
    asked = [_asked(hasher, draft) for draft in drafts]
    found = iter(await look(ledger, hasher, [one for one in asked if one]))
    cited = [next(found) if one else None for one in asked]
    return [
        replace(one, target="") if one and not one.flags and begins_anew(words_of(draft.pieces)) else one
        for one, draft in zip(cited, drafts, strict=True)
    ]


def _asked(hasher: Hasher, draft: Draft) -> tuple[Sequence[str], Sequence[str]] | None:
    message = draft.pieces[0].message
    said = [piece.message.text for piece in draft.pieces if piece.role in TELLING]
    numbers = tuple(dict.fromkeys(number for one in said for number in numbers_named(one)))
    if not numbers or message.borrowed:
        return None
    return numbers, names_of(hasher, message, who_of(hasher, message))


def naming(outcome: Closing, before: State, target: str, over: str) -> Closing:
    """Added to what it names, as the newest there is; never to anything else when that is protected."""
    draft = outcome.draft
    if not target:
        return Submit(draft) if over else outcome
    if isinstance(outcome, Add) and outcome.to.id == target:
        return outcome
    first = draft.pieces[0]
    known = next((one for one in before.closed if one.id == target), Closed(target, first.name, first.at, draft.until))
    return Add(draft, replace(known, since=first.at, until=draft.until))


# -- what stands for itself --------------------------------------------------------------------------------------------


def numbered(message: Message) -> tuple[str, ...]:
    """What it names, as `Supplement.complaints` has it."""
    if message.origin or message.robot or message.edited or message.borrowed or message.proposal:
        return ()
    own = own_words(message.text).text if message.subject or message.tokens else message.text
    mark = ONLY_PROTECTED if begins_anew(own) else NUMBERED
    # The subject of an answer is our own letter's, and that is known by its address; without one it is all there is.
    answers = message.tokens and {word.folded for word in words(message.subject)[:1]} & REPLY_PREFIXES
    said = own if answers else f"{message.subject}\n{own}"
    return tuple(mark + number for number in numbers_named(said))


def naming_too(message: Message, item: Supplement | Note) -> Supplement | Note:
    """What answers a letter or a question may name another complaint."""
    named = numbered(message) if isinstance(item, Supplement) else ()
    return replace(item, complaints=(*named, *item.complaints)) if isinstance(item, Supplement) and named else item


def unnamed(item: Item) -> Item:
    """Of many in one mail each is a complaint, whatever it names."""
    alone = isinstance(item, Supplement) and all(one.startswith(_MARKS) for one in item.complaints)
    return item.otherwise if isinstance(item, Supplement) and alone else item


@dataclass(frozen=True, slots=True)
class Naming:
    """`asked`: protection that holds for what names a protected complaint, by the deliveries of `only`, which are added
    to nothing else; `apart`: those that must be complaints of their own."""

    asked: tuple[Asked, ...] = ()
    only: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()

    def kept_to(self, item: Item) -> Item:
        if not isinstance(item, Supplement) or item.delivery not in self.only:
            return item
        if item.delivery in self.apart:
            return item.otherwise
        return replace(item, complaints=tuple(one for one in item.complaints if one.startswith(_MARKS)))


async def cited_in(ledger: Ledger, hasher: Hasher, items: Sequence[tuple[Item, int]]) -> Naming:
    """Of what came in at such times (ms)."""
    said = [(item, at, numbers) for item, at in items if isinstance(item, Supplement) and (numbers := _numbers(item))]
    found = await look(ledger, hasher, [(numbers, item.names) for item, _, numbers in said])
    protected = [(item, at, one) for (item, at, _), one in zip(said, found, strict=True) if one.flags]
    return Naming(
        tuple(Asked(item.who, one.flags, at) for item, at, one in protected),
        frozenset(item.delivery for item, _, _ in protected),
        frozenset(item.delivery for item, _, one in protected if one.elsewhere),
    )


def _numbers(item: Supplement) -> tuple[str, ...]:
    return tuple(one[1:] for one in item.complaints if one.startswith(_MARKS))
