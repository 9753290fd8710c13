"""From a message that tells something to what the ledger is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from channels.base import Channel
from forwarder.items import Claim
from forwarder.listener import listener_of
from forwarder.naming import delivery_of, owner_of, recap_of, who_at, who_of
from forwarder.seal import Hasher
from forwarder.to_write import WORDS, to_write
from gateway.attach_limits import FileLimits, left_out
from gateway.behalf import about, behalf_of, citizen, copy_for, owners_of
from gateway.orders import lacks
from gateway.tracing import beside, trace
from normalizer import codec
from normalizer.fingerprint import same_words
from normalizer.likeness_day import day_of
from normalizer.longest import CUT, within_limit
from normalizer.normalize import Untitled, normalize
from normalizer.number import candidates
from normalizer.schema import ChannelName, Complaint, Kind, Message
from normalizer.sensitive import sensitive
from normalizer.triage import Triage
from normalizer.wish_told import perhaps_wished
from normalizer.wordless import files_alone


@dataclass(frozen=True, slots=True)
class Claiming:
    """As `Understanding` has them."""

    hasher: Hasher
    node: str
    wait_ms: int
    channels: Mapping[ChannelName, Channel]
    keywords: frozenset[str]
    files: FileLimits
    hold_minutes: int
    untitled: Untitled

    def claim(self, message: Message, found: Triage, *, doubt: bool) -> Claim:
        message = files_alone(message)
        name = self.hasher.short("complaint", message.channel, message.delivery)
        complaint = self.files.applied(within_limit(normalize(message, found, name, self.keywords, self.untitled)))
        digest = self.hasher.digest("number", message.channel, message.delivery)
        who = who_of(self.hasher, message)
        told = citizen(message, found.flags, self.channels)
        copied = who_at(self.hasher, told.channel, told.to.address) if told else ""
        hold = self._hold(message, complaint, found)
        return Claim(
            delivery=delivery_of(self.hasher, message),
            id=complaint.id,
            same=self._same(message, complaint),
            node=self.node,
            channel=message.channel,
            received_ms=int(complaint.received_at.timestamp() * 1000),
            body=codec.encode(complaint),
            who=who,
            listener=self._listener(message, complaint, hold),
            owner=owners_of(self.hasher, owner_of(self.hasher, message, found.flags), told),
            numbers=candidates(digest, message.sender.address),
            wait_ms=self.wait_ms,
            flagged=bool(found.flags),
            doubt=doubt,
            look=",".join(complaint.doubts)[:200],
            recap=recap_of(self.hasher, message) if behalf_of(message) else "",
            copies=(copy_for(told, copied, found.language),) if told else (),
            trace=trace(self.hasher, message, complaint, who),
            hold_ms=hold * 60_000,
            urgent=found.kind is Kind.EMERGENCY,
        )

    def _hold(self, message: Message, complaint: Complaint, found: Triage) -> int:
        """For how many minutes its sender is asked whether it shall be protected. A call for help never waits."""
        asked = not (message.silent or found.flags or found.kind is Kind.EMERGENCY)
        if not (self.hold_minutes and asked):
            return 0
        dangerous = sensitive(complaint.title, complaint.text) or perhaps_wished(complaint.text)
        return self.hold_minutes if dangerous else 0

    def _listener(self, message: Message, complaint: Complaint, hold: int) -> bytes:
        if message.silent:
            return b""
        over = {"left_out": told} if (told := left_out(complaint)) else {}
        asked = WORDS if to_write(complaint) and not complaint.forwarded else str(lacks(message, complaint))
        over |= {"asking": asked} if asked else {}
        over |= {"minutes": str(hold)} if hold else {}
        listener = listener_of(message, complaint.language, complaint.flags, **over)
        if message.origin:
            listener = replace(listener, about=about(message, complaint), printed=behalf_of(message) is not None)
        return listener.encode()

    def _same(self, message: Message, complaint: Complaint) -> str:
        """The same words by the same person, and as much beside them: a photo that came along is never linked away.
        A flag keeps a complaint in its own chat."""
        # "Mohon segera diperbaiki" is said of many things: which, may stand in a mail's subject alone.
        above = complaint.title if message.channel == "mail" and complaint.title not in complaint.text else ""
        words = same_words(f"{above}\n{complaint.text}" if above else complaint.text, self.keywords)
        along = beside(complaint)
        if not words or along is None or CUT in complaint.doubts:
            return ""
        flags = f"{complaint.flags.anonim} {complaint.flags.rahasia}"
        # An official passes on the words of many: the same words of two citizens are two complaints.
        whose = (complaint.reporter.address.lower(), complaint.reporter.name) if complaint.forwarded else ()
        # "Hari ini lampu mati lagi" on another day is another time.
        day = filter(None, [day_of(words, complaint.received_at)])
        return self.hasher.short(
            "same", owner_of(self.hasher, message, complaint.flags), flags, along, words, *whose, *day
        )
