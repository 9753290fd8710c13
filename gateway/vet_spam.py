"""The step that asks a filter of the operator's about a delivery (mark `spam`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from channels.abilities import Filtered, able
from channels.base import Channel
from normalizer.schema import ChannelName, Raw


@dataclass(frozen=True)
class SpamStep:
    channels: Mapping[ChannelName, Channel]
    mark: str = "spam"

    def wants(self, raw: Raw) -> bool:
        channel = self._channel(raw)
        return channel is not None and channel.filters(raw)

    async def find(self, raw: Raw) -> str:
        channel = self._channel(raw)
        return await channel.filtered(raw) if channel else self.given_up()

    def _channel(self, raw: Raw) -> Filtered | None:
        return able(self.channels.get(raw.channel), Filtered)

    def given_up(self) -> str:
        return "away"
