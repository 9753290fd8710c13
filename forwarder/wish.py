"""Whether the protection that a chat asked for holds where its complaint's case lies, and how that is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from forwarder import words
from forwarder.items import ReplyLease, Wish
from forwarder.protection import protected
from forwarder.redis_server import text
from forwarder.sayings import Piece
from forwarder.seal import Sealer, Unsealable
from forwarder.words_rules import Catalogue
from normalizer import codec
from normalizer.schema import Complaint, Flags, Language

# Under which name answers to STATUS that an earlier version owed keep it, as it stood when they were asked for.
WISH: Final = "wish"
# What a call for help that is dangerous in public is asked for, as `asking` of its answer.
PROTECTION: Final = "rahasia"
# … or nothing: its writer does not want it to be sent.
UNSENT: Final = "unsent"
# With what `told` begins where an older wish may have arrived last (`unsure_since` of forwarder/lua/wishes.lua).
UNSURE: Final = "?"


def wish_of(sealer: Sealer, complaint: str, row: Sequence[Any]) -> Wish:
    """`row` as `wish_of` of forwarder/lua/wishes.lua. Of words that cannot be opened nothing is said to hold."""
    if not row:
        return ""
    asked, told, there, body = text(row[0]), text(row[1]), bool(row[2]), row[3]
    try:
        came = codec.decode(Complaint, sealer.open(body, b"c:" + complaint.encode()))
    except (Unsealable, codec.Undecodable):
        return "waits" if there and asked != told else ""
    wanted = protected(came, asked).flags
    if there and (told.startswith(UNSURE) or wanted != protected(came, told).flags):
        return "waits"
    return "holds" if wanted != Flags() else ""


def told_of(
    lease: ReplyLease, facts: Mapping[str, str], language: Language, catalogue: Catalogue | None = None
) -> dict[str, str]:
    """What the words of an answer may say of it: of several that it holds only where it holds of each."""
    each: set[str] = {member.wish for member in lease.members} or {lease.wish or facts.get(WISH, "")}
    said = {"holds": Piece.KEPT, "waits": Piece.WAITS}
    return {
        str(piece): words.piece(piece, language, {}, catalogue) if each == {wish} else ""
        for wish, piece in said.items()
    }
