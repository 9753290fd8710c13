"""A gateway introduces itself to its providers: where to post, what the menu holds; and asks who has messages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial

import structlog

from channels.abilities import Polling
from channels.base import Channel, SendFailed
from forwarder import words_file
from forwarder.redis_server import connect
from forwarder.turn import Turn
from forwarder.words_menu import menus_of
from gateway.journal import Journal
from gateway.journal_reader import JournalReader
from gateway.polling import JournalOffsets, poll_forever
from gateway.polling_turn import Polled
from gateway.settings import Settings
from normalizer.schema import ChannelName, Raw

log = structlog.get_logger("serve")

# Redis may be away, or hang: another gateway's turn is not waited for longer.
_LOOK_SECONDS = 2.0


@dataclass(frozen=True)
class Introduction:
    """`accept` takes what a polled provider hands over."""

    settings: Settings
    journal: Journal
    reader: JournalReader
    accept: Callable[[Raw], Awaitable[None]]

    def works(self, name: ChannelName, channel: Channel) -> Iterator[Awaitable[None]]:
        """What this channel needs beside its listener, each for ever or until it is done."""
        if register := getattr(channel, "register", None):
            yield self._announce(name, channel, register)
        # By itself: an operator's words that a provider refuses keep no citizen from being heard.
        if offer := getattr(channel, "offer", None):
            menus = menus_of(words_file.load(self.settings.words_file))
            yield _tell(name, partial(offer, menus), "menu_not_told")

    async def _announce(self, name: ChannelName, channel: Channel, register: Callable[[str], Awaitable[None]]) -> None:
        """Tell a provider where to post, or that we ask; then ask."""
        await _tell(name, partial(register, self.settings.public_url), "not_registered")
        if isinstance(channel, Polling) and channel.polls:
            await self._polled(name, channel)

    async def _polled(self, name: ChannelName, channel: Polling) -> None:
        account = f"{name}:{channel.account}"
        offsets = JournalOffsets(self.journal, self.reader, f"offset:{account}")
        memory = JournalOffsets(self.journal, self.reader, f"turn:{account}")

        async def poll(another_polls: Callable[[], bool]) -> None:
            await poll_forever(channel, self.accept, offsets, another_polls=another_polls)

        async with AsyncExitStack() as stack:
            redis = connect(self.settings.redis_url.get_secret_value(), connections=1, seconds=_LOOK_SECONDS)
            stack.push_async_callback(redis.aclose)
            await Polled(name, Turn(redis, self.settings.node_id, account), memory, poll).run()


async def _tell(name: str, tell: Callable[[], Awaitable[None]], otherwise: str) -> None:
    """Tell a provider something, such as where to post; tried again until it has heard. otherwise: what is logged."""
    pause = 1.0
    while True:
        try:
            await tell()
        except SendFailed as failed:
            log.warning(otherwise, channel=name, why=failed.reason, again_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 300.0)
        else:
            return
