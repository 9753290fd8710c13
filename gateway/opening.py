"""BUKA while a complaint is being written: the draft it means, and what is left of its protection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forwarder import drafts
from forwarder.acts import Act, Deed
from forwarder.drafts import Talk
from forwarder.ledger import Ledger
from forwarder.protection import Asked, flags_of, holding, letters, recall
from gateway.drafts import rules_of, state_in
from gateway.understand import Understanding
from normalizer import codec
from normalizer.draft import Draft
from normalizer.draft import drafts as drafts_of
from normalizer.united import united, without

# As act_claim.lua has a draft among complaints.
_DRAFT = "draft:"


async def meaning(ledger: Ledger, understanding: Understanding, items: Sequence[Act]) -> list[Act]:
    """These, where BUKA without a number means what its chat is writing now if that is protected."""
    whos = sorted({act.who for act in items if act.deed is Deed.LIFT and not act.number})
    if not whos:
        return list(items)
    asked = await recall(ledger, whos)
    talks = await drafts.read(ledger, understanding.node, dict.fromkeys(whos, ()))
    open_ = {talk.who: _protected(talk, understanding, asked) for talk in talks}
    return [_meant(act, *open_[act.who]) if act.deed is Deed.LIFT and not act.number else act for act in items]


def _meant(act: Act, name: str, held: str) -> Act:
    wanted = set(held) & set(act.letters or "ar")
    return replace(act, complaints=(_DRAFT + name, *act.complaints)) if wanted else act


def _protected(talk: Talk, understanding: Understanding, asked: Sequence[Asked]) -> tuple[str, str]:
    """The draft that is open, and what protects it; "" and "" when none is."""
    try:
        pieces = state_in(talk).pieces
    except codec.Undecodable:
        return "", ""
    if not pieces:
        return "", ""
    draft = drafts_of(pieces, rules_of(understanding, pieces[0]))[-1]
    held = [holding(asked, talk.who, int(piece.at.timestamp() * 1000)) for piece in draft.pieces]
    flags = without(united(draft.flags, *held), flags_of(opened_of(talk, draft)))
    return draft.id, letters(flags)


def opened_of(talk: Talk, draft: Draft) -> str:
    """What its writer opened, and no later piece asks for again (`protection.letters`)."""
    name, what, at_ms = talk.opened
    if name != draft.id:
        return ""
    again = [piece.flags for piece in draft.pieces if int(piece.at.timestamp() * 1000) > at_ms]
    return letters(without(flags_of(what), united(*again)))
