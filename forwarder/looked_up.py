"""What became of an answer of unknown outcome: its provider is asked, by the words that were tried."""

from __future__ import annotations

from collections.abc import Callable

from channels.abilities import able
from channels.searching import Searching
from forwarder.items import ReplyLease
from forwarder.letter import Letter
from forwarder.seal import Hasher


def mark_of(hasher: Hasher, lease: ReplyLease, letter: Letter) -> str:
    """By which the words of an attempt are known again, and cannot be guessed without ID_KEY; "" where no list tells
    of them."""
    return _mark(hasher, lease, letter.reply.text) if able(letter.channel, Searching) else ""


async def looked_up(hasher: Hasher, lease: ReplyLease, letter: Letter) -> str | None:
    """As `Channel.look_up`. The words may be others by now than those that were tried. An earlier version that tried
    today's did not note them; of a try of its that only a journal tells of, nobody knows the words."""
    listing = able(letter.channel, Searching)
    if listing is None:
        return await letter.channel.look_up(letter.reply)

    def says(mark: str) -> Callable[[str], bool]:
        return lambda body: _mark(hasher, lease, body) == mark

    today = _mark(hasher, lease, letter.reply.text)
    tried = _mark(hasher, lease, lease.words) if lease.words else lease.mark
    known = bool(tried) or not (lease.begun and lease.doubt)
    found = await listing.search(letter.reply, says(tried or today), known=known)
    if found == "" and tried not in ("", today):
        return await listing.search(letter.reply, says(today), known=True)
    return found


def _mark(hasher: Hasher, lease: ReplyLease, words: str) -> str:
    return hasher.digest("tried", lease.id, words).hex()[:32]
