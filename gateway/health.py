"""The private listener: whether this process lives, what it can do now, and its numbers.

Accepting and forwarding are told apart, because accepting needs no network service: while Redis is away, a load
balancer that took the listener out would lose what the journal could have kept. So `/health/ready` answers 503 only
when nothing can be accepted, and 200 with `"forwarding": false` when messages are kept but wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from forwarder.items import LedgerAway
from gateway.inbox import JournalError
from normalizer.reasons import reason

Probe = Callable[[], Awaitable[str]]


class Part(StrEnum):
    ACCEPTING = "accepting"  # the journal takes messages
    FORWARDING = "forwarding"  # they go on to the central system, and answers back
    ATTENTION = "attention"  # all goes on its way, but a person is waited for


@dataclass(frozen=True, slots=True)
class Probed:
    """`probe` gives "" when all is well, else one sentence without personal data."""

    name: str
    part: Part
    probe: Probe


@dataclass(frozen=True, slots=True)
class Health:
    """What is wrong, as sentences, for each part; empty means well."""

    accepting: tuple[str, ...]
    forwarding: tuple[str, ...]
    attention: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Forwarding needs accepting, so it is false, too, when nothing can be accepted."""
        return {
            "accepting": not self.accepting,
            "forwarding": not self.accepting and not self.forwarding,
            "wrong": [*self.accepting, *self.forwarding],
            "attention": list(self.attention),
        }


async def look(probes: Sequence[Probed], within: float = 2.0) -> Health:
    """Ask all probes at once; one that does not answer `within` seconds, or fails, is wrong itself."""
    told = await asyncio.gather(*(_ask(probed, within) for probed in probes))
    wrong = [(probed.part, sentence) for probed, sentence in zip(probes, told, strict=True) if sentence]
    return Health(
        accepting=tuple(sentence for part, sentence in wrong if part is Part.ACCEPTING),
        forwarding=tuple(sentence for part, sentence in wrong if part is Part.FORWARDING),
        attention=tuple(sentence for part, sentence in wrong if part is Part.ATTENTION),
    )


async def _ask(probed: Probed, within: float) -> str:
    try:
        async with asyncio.timeout(within):
            return await probed.probe()
    except TimeoutError:
        return f"{probed.name} did not answer within {within:g} seconds"
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a probe is an answer, not an end
        if isinstance(error, OSError | JournalError | LedgerAway):
            return f"{probed.name} could not be asked ({reason(error)})"
        return f"{probed.name} could not be asked: a defect of ours ({type(error).__name__}), please report it"


def private_app(probes: Sequence[Probed], registry: CollectorRegistry, within: float = 2.0) -> web.Application:
    """`GET /health/live`, `/health/ready` and `/metrics`, for PRIVATE_LISTEN only."""

    async def live(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(_request: web.Request) -> web.Response:
        health = await look(probes, within)
        return web.json_response(health.as_json(), status=503 if health.accepting else 200)

    async def metrics(request: web.Request) -> web.Response:
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=encode(registry), headers={"Content-Type": content_type})

    app = web.Application(client_max_size=1024)
    app.router.add_get("/health/live", live)
    app.router.add_get("/health/ready", ready)
    app.router.add_get("/metrics", metrics)
    return app
