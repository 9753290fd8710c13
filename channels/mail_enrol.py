"""A mail that enrolled its sender by a one-time word, and what else it says: both happen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from channels.mail_forwarders import without_words, words_in
from normalizer.schema import Message, Origin
from normalizer.suspect import complains


def enrolled(message: Message, read: Callable[[Message], tuple[Message, ...]]) -> tuple[Message, ...]:
    """The enrolment, and the complaints beside it as `read` finds them in the mail without its word.

    What an office writes around its word is mostly no complaint ("here is our word, thank you"): of its own words those
    count that tell of something amiss, of what it passes on whatever does not hold the word itself.
    """
    rest = replace(message, enrolled=False, subject=without_words(message.subject), text=without_words(message.text))
    others = [_without_word(one) for one in read(rest) if _tells(one)]
    if not others:
        return (message,)
    return (replace(message, delivery=f"{message.delivery}:word", attachments=()), *others)


def _tells(one: Message) -> bool:
    told = one.origin or one
    passed_on = one.origin is not None and not words_in(one.origin.text)
    return bool(one.proposal) or passed_on or complains(f"{told.subject}\n{told.text}")


def _without_word(one: Message) -> Message:
    """It is for nobody else's eyes, though it is spent."""
    return replace(one, origin=_cut(one.origin)) if one.origin else one


def _cut(origin: Origin) -> Origin:
    remarks = tuple((who, without_words(note)) for who, note in origin.remarks)
    return replace(origin, note=without_words(origin.note), text=without_words(origin.text), remarks=remarks)
