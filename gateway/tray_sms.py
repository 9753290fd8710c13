"""What machines send to a SIM's line, in the tray: sender names, short codes, bank codes and adverts, masked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from channels.base import Channel, Unreadable
from normalizer.schema import ChannelName, Message, Raw
from normalizer.sim_lines import CHANNELS, SENDER
from normalizer.text import shortened

HELD = "held:"
_DIGIT = re.compile(r"\d")
_SHOWN = 80


def reason_of(message: Message) -> str:
    """`sender-name`, `short-code`, `otp` or `advert`; "" for what a person may have written."""
    if SENDER.match(message.person):
        return "sender-name" if message.person.startswith("sender:") else "short-code"
    if message.channel not in CHANNELS:
        return ""
    from normalizer.nobody import robot_words  # long to load, and the listener looks into its tray when it is asked to

    return robot_words(message.text)


@dataclass(frozen=True, slots=True)
class SmsTray:
    """A line's deliveries as `channels.base.Sorting` shows them; a code is shown to nobody without --unmask."""

    channel: Channel

    def waits(self, raw: Raw) -> str:
        reasons = self.reasons(raw)
        return f"{HELD}{reasons[0]}" if reasons else ""

    def reasons(self, raw: Raw) -> Sequence[str]:
        message = self._message(raw)
        reason = reason_of(message) if message else ""
        return [reason] if reason else []

    def request(self, raw: Raw) -> str:
        return ""

    def summary(self, raw: Raw) -> tuple[str, str]:
        """The sender's name, a phone's digits masked; the first words with every digit masked."""
        message = self._message(raw)
        if message is None:
            return "", "(cannot be read)"
        text = shortened(" ".join(message.text.split()), _SHOWN)
        return _DIGIT.sub("x", message.sender.address), _DIGIT.sub("x", text)

    def words(self, raw: Raw) -> str:
        message = self._message(raw)
        return f"{message.sender.address}\n\n{message.text}" if message else ""

    def _message(self, raw: Raw) -> Message | None:
        try:
            found = self.channel.read(raw)
        except Unreadable:
            return None
        return next((one for one in found if isinstance(one, Message)), None)


def is_line(name: ChannelName) -> bool:
    return name in CHANNELS
