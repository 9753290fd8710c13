"""The stand-in for Twilio, for every test that asks for it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from gateway.simulator.twilio import TwilioStandIn


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioStandIn]:
    standin = TwilioStandIn()
    await standin.start()
    yield standin
    await standin.stop()
