"""What is sent: the words of an answer by the way it goes now, cut to what its channel takes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from channels.base import Channel
from forwarder.items import ReplyLease
from forwarder.ladder import Rung
from forwarder.listener import Listener
from forwarder.parts import parts
from forwarder.questions import token_subject
from forwarder.routes import Route, Routes
from forwarder.seal import Hasher
from forwarder.supplement_token import SEVERAL, token_of
from normalizer.schema import ChannelName, Enclosure, Medium, Reply

Render = Callable[[ReplyLease, Listener, Medium], tuple[str, str]]
Enclose = Callable[[ReplyLease, Listener], tuple[Enclosure, ...]]


@dataclass(frozen=True, slots=True)
class Letter:
    """`part` of them, up to `last`; both are 0 where it is short."""

    route: Route
    channel: Channel
    reply: Reply
    part: int = 0
    last: int = 0


@dataclass(frozen=True)
class Letters:
    """`render(lease, listener, medium)` gives (subject, text), `enclose(lease, listener)` the files that go along by
    mail."""

    channels: Mapping[ChannelName, Channel]
    hasher: Hasher
    render: Render
    enclose: Enclose
    routes: Routes

    def write(self, lease: ReplyLease, listener: Listener) -> Letter | None:
        """By the rung it stands on; None when its channel is switched off."""
        route = self.routes.here(lease, listener, self.channels)
        channel = self.channels.get(route.channel)
        if channel is None:
            return None
        subject, text = ("", route.text) if route.template else self.render(lease, route.listener, channel.medium)
        pieces = parts(route.channel, text)
        part = min(lease.climb.part, len(pieces) - 1)
        files = self.enclose(lease, route.listener) if channel.medium is Medium.MAIL else ()
        reply = self._reply(lease, route, (subject, pieces[part]), files)
        return Letter(route, channel, reply, part, len(pieces) - 1)

    def _reply(self, lease: ReplyLease, route: Route, words: tuple[str, str], files: tuple[Enclosure, ...]) -> Reply:
        listener = route.listener
        return Reply(
            id=_name(lease, route),
            channel=listener.channel,
            to=listener.to,
            text=words[1],
            language=listener.language,
            subject=words[0],
            thread=listener.thread,
            recipient=listener.recipient,
            token=token_of(self.hasher, _about(lease)),
            enclosures=files,
            template=route.template,
            variables=route.variables,
            # Below nothing when the ledger's clock was set back meanwhile.
            tried=timedelta(milliseconds=lease.tried_ms) if lease.tried_ms > 0 else None,
        )


def _about(lease: ReplyLease) -> str:
    """What an answer to this one is about."""
    if lease.members:
        return f"{SEVERAL}{lease.subject}"
    return lease.subject or token_subject(lease.id)


def _name(lease: ReplyLease, route: Route) -> str:
    """The same at every try of the same words by the same way."""
    own = "" if route.rung is Rung.FREE and not lease.climb.part else f" {route.rung} {lease.climb.part}"
    return hashlib.sha256((lease.id + own).encode()).hexdigest()[:32]
