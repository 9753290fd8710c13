"""The stand-in for Telegram, for every test that asks for it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from gateway.simulator.telegram import TelegramStandIn


@pytest.fixture
async def stand_in() -> AsyncIterator[TelegramStandIn]:
    """It posts an update that was refused again after a hundredth of a second."""
    server = TelegramStandIn(again_after=0.01)
    await server.start()
    yield server
    await server.stop()
