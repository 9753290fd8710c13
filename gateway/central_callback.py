"""What a central system calls back with, taken in as every delivery is: verified, kept, then answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from channels.base import Registered, TooLarge, Unauthentic, Unreadable
from forwarder.callback import LONGEST_BODY, CallbackError, Event, Forged, Malformed, verify
from normalizer.schema import ChannelName, Raw

CENTRAL = ChannelName("central")
REGISTERED = Registered(CENTRAL, "gateway.central_callback", ("/central/callback",))
SIGNATURE = "Satupintu-Signature"


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class CentralCallback:
    """A source of deliveries like a channel, but one that is never answered: `secret` signs, `old` is being rotated."""

    secret: str = field(repr=False)
    old: str = field(default="", repr=False)
    now: Callable[[], datetime] = _utc_now

    def verify(self, raw: Raw) -> None:
        """A signed body that is no event is kept all the same, for a person."""
        if len(raw.body) > LONGEST_BODY:
            raise TooLarge
        try:
            self._event(raw, self.now())
        except Forged as error:
            raise Unauthentic(str(error)) from None
        except Malformed:
            return

    def delivery_key(self, raw: Raw) -> str:
        """The event's own id; the central system sends it again until it hears yes."""
        try:
            return f"central:{self._event(raw, raw.received_at).id}"
        except CallbackError:
            return f"central:{raw.header(SIGNATURE)[:300]}"

    def event(self, raw: Raw) -> Event:
        """Pure over the kept bytes. Raise `Unreadable`."""
        try:
            return self._event(raw, raw.received_at)
        except CallbackError as error:
            raise Unreadable(str(error)) from None

    def _event(self, raw: Raw, now: datetime) -> Event:
        return verify((self.secret, self.old), raw.header(SIGNATURE), raw.body, now)
