"""The step that finds out who really sent a delivery (mark `proof`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from channels.abilities import Provable, Register, able
from channels.base import Channel, NotNow
from gateway.forwarders import RegisterBroken
from normalizer.schema import ChannelName, Raw


@dataclass(frozen=True)
class ProofStep:
    channels: Mapping[ChannelName, Channel]
    register: Register
    mark: str = "proof"

    def wants(self, raw: Raw) -> bool:
        channel = self._channel(raw)
        return channel is not None and channel.proves

    async def find(self, raw: Raw) -> str:
        channel = self._channel(raw)
        try:
            return await channel.prove(raw, self.register) if channel else self.given_up()
        except RegisterBroken as error:
            raise NotNow(str(error)) from error

    def _channel(self, raw: Raw) -> Provable | None:
        return able(self.channels.get(raw.channel), Provable)

    def given_up(self) -> str:
        return "unproven away"
