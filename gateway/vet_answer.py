"""The step that finds out whether what names an answer of ours proves to do so (mark `answer`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from channels.abilities import Naming, able
from channels.base import Channel
from forwarder.seal import Hasher
from forwarder.supplement_token import complaint_of
from normalizer.schema import ChannelName, Raw


@dataclass(frozen=True)
class AnswerStep:
    channels: Mapping[ChannelName, Channel]
    hasher: Hasher
    mark: str = "answer"

    def wants(self, raw: Raw) -> bool:
        channel = able(self.channels.get(raw.channel), Naming)
        return channel is not None and bool(channel.names(raw))

    async def find(self, raw: Raw) -> str:
        channel = able(self.channels.get(raw.channel), Naming)
        named = channel.names(raw) if channel else ()
        return "ours" if any(complaint_of(self.hasher, token) for token in named) else self.given_up()

    def given_up(self) -> str:
        return "foreign"
