"""A long answer in parts that its channel takes, cut between paragraphs, lines or words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from normalizer import gsm7
from normalizer.schema import ChannelName

# An SMS of three segments is one message on every phone; longer ones arrive in pieces on some.
_SMS_SEGMENTS = 3


def _units(text: str) -> int:
    """Telegram's limit is told in characters; UTF-16 units are the safe side."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


# How each channel measures, and the most it takes: https://core.telegram.org/bots/api#sendmessage,
# https://www.twilio.com/docs/api/errors/21617. A channel that is not listed takes any length.
LONGEST: Mapping[ChannelName, tuple[Callable[[str], int], int]] = {
    ChannelName("telegram"): (_units, 4096),
    ChannelName("whatsapp"): (len, 1600),
    ChannelName("sms"): (gsm7.segments, _SMS_SEGMENTS),
    ChannelName("sms_http"): (gsm7.segments, _SMS_SEGMENTS),
}
_BREAKS = ("\n\n", "\n", " ")


def parts(channel: ChannelName, text: str) -> list[str]:
    """At least one; together they hold every word of `text`."""
    measure, most = LONGEST.get(channel, (len, len(text)))
    found = []
    while measure(text) > most:
        head = _head(text, measure, most)
        found.append(head.rstrip())
        text = text[len(head) :].lstrip()
    return [*found, text] if text or not found else found


def _head(text: str, measure: Callable[[str], int], most: int) -> str:
    """The longest beginning that fits, up to the widest break in its second half."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= most else (low, middle - 1)
    for mark in _BREAKS:
        if (cut := text.rfind(mark, low // 2, low + len(mark))) > 0:
            return text[:cut]
    return text[:low]
