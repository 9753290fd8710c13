"""Which messages of a mail a person has to write down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from normalizer.schema import Message
from normalizer.wordless import TO_TRANSCRIBE, to_transcribe


def judged(messages: Iterable[Message]) -> tuple[Message, ...]:
    """With the doubt `to-transcribe` where the words are missing; of a forward those of the message within count."""
    return tuple(_judged(message) for message in messages)


def _judged(message: Message) -> Message:
    told = message.origin or message
    if message.robot or not to_transcribe(told.subject, told.text, message.doubts, files=bool(told.attachments)):
        return message
    return replace(message, doubts=(*message.doubts, TO_TRANSCRIBE))
