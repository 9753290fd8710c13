"""What came with messages, as Twilio's stand-in keeps it: https://www.twilio.com/docs/messaging/api/media-resource"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from aiohttp import web

from gateway.simulator.faults import Faults
from gateway.simulator.twilio_api import API, new_sid
from gateway.simulator.twilio_faults import failed


@dataclass
class MediaShelf:
    """`faults` are those of fetching a file. `refuse` is the account's own door; behind it an address leads to where
    the bytes are, for whoever has it."""

    account: str
    refuse: Callable[[web.Request], web.Response | None]
    faults: Faults = field(default_factory=Faults)
    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def routes(self, app: web.Application) -> None:
        app.router.add_get(f"{API}/Accounts/{{account}}/Messages/{{sid}}/Media/{{media}}", self._moved)
        app.router.add_get("/_cdn/{media}", self._content)

    def fields(self, base: str, sid: str, media: Sequence[tuple[str, bytes]]) -> dict[str, str]:
        """Of the webhook."""
        told = {"NumMedia": str(len(media))}
        for n, (kind, content) in enumerate(media):
            name = new_sid("ME")
            self.kept[name] = (kind, content)
            told[f"MediaContentType{n}"] = kind
            told[f"MediaUrl{n}"] = f"{base}{API}/Accounts/{self.account}/Messages/{sid}/Media/{name}"
        return told

    async def _moved(self, request: web.Request) -> web.StreamResponse:
        if (refusal := self.refuse(request)) is not None:
            return refusal
        if (answer := await failed(request, self.faults.take())) is not None:
            return answer
        raise web.HTTPFound(f"{request.url.origin()}/_cdn/{request.match_info['media']}")

    async def _content(self, request: web.Request) -> web.StreamResponse:
        kind, content = self.kept.get(request.match_info["media"], ("", b""))
        return web.Response(body=content, content_type=kind) if kind else web.Response(status=404)
