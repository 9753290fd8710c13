"""A bounce of an answer of ours as a delivery report: by the Message-ID that came back, or the address it went to."""

from __future__ import annotations

from collections.abc import Sequence

from channels.mail_thread import is_ours, recipient_tokens, tokens
from normalizer.dsn import read_bounce
from normalizer.mime import ParsedMail
from normalizer.schema import ChannelName, DeliveryReport

_NAME = ChannelName("mail")


def bounced(mail: ParsedMail, body: bytes, recipients: Sequence[str]) -> DeliveryReport | None:
    """None unless it says that a mail which may be ours was given up. Whether it really is ours, the tokens prove."""
    if mail.robot_because != "bounce" and mail.silent_because != "null sender":
        return None
    found = read_bounce(body)
    if found is None or not found.permanent:
        return None
    ours = [one for one in found.returned if is_ours(one)]
    named = tuple(dict.fromkeys((*tokens((), ours[:1], ""), *recipient_tokens(recipients))))
    if not named:
        return None
    return DeliveryReport(_NAME, ours[0] if ours else "", "failed", found.status, named)
