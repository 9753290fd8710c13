"""Who calls an earlier report off beside something new is asked back, or told how to: neither is lost."""

from __future__ import annotations

from collections.abc import Sequence

from forwarder.acts import Act
from forwarder.earlier import open_of
from forwarder.items import Note
from forwarder.ledger import Ledger
from forwarder.naming import names_of
from gateway.closing import Told
from gateway.understand import Understanding
from normalizer.draft import Piece, Role
from normalizer.earlier_off import calls_off_earlier, meant_of


async def called_off(ledger: Ledger, understanding: Understanding, closed: Sequence[Told]) -> list[Act | Note]:
    """What is asked of these, once they are taken. Raise `LedgerLost`, `LedgerAway`."""
    found = ((told, piece) for told in closed if not told.withdrawn and (piece := _calling(told)))
    return [await _asked(ledger, understanding, told, piece) for told, piece in found]


def _calling(told: Told) -> Piece | None:
    pieces = [piece for piece in told.draft.pieces if piece.role is Role.TEXT and not piece.message.borrowed]
    return next((piece for piece in pieces if calls_off_earlier(piece.message.text)), None)


async def _asked(ledger: Ledger, understanding: Understanding, told: Told, piece: Piece) -> Act | Note:
    message = piece.message
    names = names_of(understanding.hasher, message, told.who)
    earlier = await open_of(ledger, told.who, names, int(piece.at.timestamp() * 1000))
    words = {one.id: one.words for one in earlier if one.id != told.draft.id}
    meant = meant_of(calls_off_earlier(message.text), words)
    return understanding.withdraws(message, meant, doubt=piece.doubt)
