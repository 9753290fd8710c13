"""By which way an answer goes now, or which step down its ladder it takes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from channels.abilities import Windowed, able
from channels.base import Channel
from forwarder import tidings
from forwarder.approved import Approvals, NoApprovals
from forwarder.items import QUESTION, ReplyLease
from forwarder.ladder import CLOSED, Rung, Step, down, is_open, ladder_of
from forwarder.listener import Listener
from forwarder.mailbox import MAIL, Mailbox
from forwarder.templates import TEMPLATE_OF
from normalizer.schema import ChannelName, Language, Otherwise

WHATSAPP = ChannelName("whatsapp")
# Twilio's SMS is not for Indonesian numbers: https://www.twilio.com/en-us/guidelines/id/sms
SMS_WAYS = (ChannelName("sms_http"), ChannelName("sms"))
# Only the chat that was asked can confirm it, or is understood when it writes RAHASIA, KIRIM or BATAL without a number;
# and what it is about may be protected.
_SAME_CHAT = frozenset(
    {"confirm_lift", "confirm_withdraw", "confirm_erase", "confirm_open", "confirm_late", "confirm_wrong"}
    | {"draft_opened", "offer", "erase_set"}
)
_PHONES = frozenset({*SMS_WAYS, WHATSAPP})


@dataclass(frozen=True, slots=True)
class Route:
    """`listener` is who is written to by this way. `text` and `variables` are those of a template, "" for none."""

    rung: Rung
    listener: Listener
    template: str = ""
    text: str = field(default="", repr=False)
    variables: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def channel(self) -> ChannelName:
        return self.listener.channel


@dataclass(frozen=True)
class Routes:
    """`countries`: codes such as +62; phones of no other country are answered. None at all: of every country."""

    approvals: Approvals = field(default_factory=NoApprovals)
    countries: tuple[str, ...] = ()

    def answers(self, listener: Listener) -> bool:
        """Whether somebody who earns by our answers could not be behind it: numbers of other countries and short
        numbers are not answered. A WhatsApp user without a number costs nothing worth pumping."""
        address = listener.to.address
        if not self.countries or listener.channel not in _PHONES:
            return True
        return address.startswith(self.countries) or (listener.channel not in SMS_WAYS and not address.startswith("+"))

    def here(self, lease: ReplyLease, listener: Listener, channels: Mapping[ChannelName, Channel]) -> Route:
        """The rung it stands on, whether or not anything may be sent by it now."""
        rung = Rung(lease.climb.rung or Rung.FREE)
        route = Route(rung, addressed(lease, listener, rung, channels))
        return self._in_approved_words(route, lease) if rung is Rung.TEMPLATE else route

    def leads(self, lease: ReplyLease) -> bool:
        """Whether its rung is still there: a mailbox may have been forgotten since."""
        return Rung(lease.climb.rung or Rung.FREE) is not Rung.MAIL or lease.mailbox is not None

    def step(
        self, lease: ReplyLease, listener: Listener, channels: Mapping[ChannelName, Channel], now_ms: int
    ) -> Step | None:
        """What it has to do before it is sent: None, go on by another rung, or end."""
        if lease.climb.fell:
            otherwise, _, code = lease.climb.fell.partition(" ")
            return self.fallen(lease, listener, channels, code or "undelivered", Otherwise(otherwise))
        at = Rung(lease.climb.rung or Rung.FREE)
        if at is Rung.FREE:
            return self._closed(lease, listener, channels, now_ms)
        why = dict(self._hindered(lease, listener, channels)).get(at, "")
        if why or at not in _ladder(lease, listener):
            return self.fallen(lease, listener, channels, why or "protected", Otherwise.WAY)
        return None

    def fallen(
        self,
        lease: ReplyLease,
        listener: Listener,
        channels: Mapping[ChannelName, Channel],
        reason: str,
        otherwise: Otherwise,
    ) -> Step:
        """After a failure for good."""
        at = Rung(lease.climb.rung or Rung.FREE)
        hindered = dict(self._hindered(lease, listener, channels))
        return down(_ladder(lease, listener), at, reason, otherwise, hindered)

    def _closed(
        self, lease: ReplyLease, listener: Listener, channels: Mapping[ChannelName, Channel], now_ms: int
    ) -> Step | None:
        channel = able(channels.get(listener.channel), Windowed)
        window = channel.window_seconds if channel else 0.0
        if is_open(now_ms, max(lease.climb.heard_ms, listener.heard_ms), window):
            return None
        return self.fallen(lease, listener, channels, CLOSED, Otherwise.WORDS)

    def _hindered(
        self, lease: ReplyLease, listener: Listener, channels: Mapping[ChannelName, Channel]
    ) -> Iterator[tuple[Rung, str]]:
        """Why a rung cannot be taken now."""
        if not self._in_approved_words(Route(Rung.TEMPLATE, listener), lease).template:
            yield Rung.TEMPLATE, "none approved" if lease.what in TEMPLATE_OF else "none for these words"
        if not listener.to.address.startswith("+"):
            yield Rung.SMS, "no number"
        elif not any(way in channels for way in SMS_WAYS):
            yield Rung.SMS, "no SMS channel"
        if lease.mailbox is None:
            yield Rung.MAIL, "none known"
        elif lease.mailbox.stopped:
            yield Rung.MAIL, "STOP"
        elif MAIL not in channels:
            yield Rung.MAIL, "no mail channel"

    def _in_approved_words(self, route: Route, lease: ReplyLease) -> Route:
        """With the template that says it; without one when there is none that WhatsApp has approved."""
        kind = TEMPLATE_OF.get(lease.what)
        spoken = dict.fromkeys((route.listener.language, Language.INDONESIAN))
        approved = (self.approvals.usable(kind, language) for language in spoken) if kind else ()
        found = next(filter(None, approved), None)
        if found is None:
            return route
        template, sid = found
        facts = {"number": lease.number, "national": lease.national, **dict(route.listener.facts)}
        facts |= tidings.facts(lease, route.listener.language)
        try:
            text, variables = template.filled(facts)
        except KeyError:
            return route
        return replace(route, template=sid, text=text, variables=variables)


def _ladder(lease: ReplyLease, listener: Listener) -> tuple[Rung, ...]:
    here = bool(listener.flags) or lease.protected or lease.what in _SAME_CHAT
    return ladder_of(listener.channel, protected=here)


def addressed(lease: ReplyLease, listener: Listener, rung: Rung, channels: Mapping[ChannelName, Channel]) -> Listener:
    """Who is written to by this rung. By SMS it stands alone: below no message, and no answer to it is asked for at our
    other number; to a question it is, in the chat that stands open for it. By mail it stands below the mail that proved
    whose it is, and is answered there."""
    if rung in (Rung.FREE, Rung.TEMPLATE):
        return listener
    if rung is Rung.MAIL:
        box = lease.mailbox or Mailbox("")
        return replace(
            listener, channel=MAIL, to=box.to, thread=box.thread, recipient=box.recipient, subject=box.subject
        )
    way = next((one for one in SMS_WAYS if one in channels), SMS_WAYS[-1])
    # Its answer is taken for one in the chat that was asked, and for a new complaint in any other.
    recipient = _chat(listener) if lease.what == QUESTION else ""
    return replace(listener, channel=way, thread="", recipient=recipient, subject="")


def _chat(listener: Listener) -> str:
    """Our number there, and by what to write to it."""
    named = listener.channel == WHATSAPP and listener.recipient.startswith("+")
    return f"WhatsApp {listener.recipient}" if named else ""
