"""Twilio's own list of what left in our name
(https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from channels.abilities import SentMessage
from channels.base import SendFailed
from channels.twilio_inbox import LONGEST_PAGE, MOST, PAGE, TOO_MANY
from channels.twilio_rest import DEAD, ODD, Rest

# Records of messages stay for thirteen months.
KEPT = timedelta(days=395)
SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
_NOT_THERE = "20404"


@dataclass(frozen=True, slots=True)
class Outbox:
    """One way of an account: `prefix` as its addresses have it; `sender`: our number, or `MG…`, a messaging service."""

    rest: Rest = field(repr=False)
    prefix: str
    sender: str

    async def sent(self, since: datetime, until: datetime) -> AsyncIterator[SentMessage]:
        """Raise `SendFailed`. What has not left yet has no `date_sent`, and is in no list that is bounded by it."""
        count = 0
        try:
            listed = await self.rest.reader(LONGEST_PAGE).api.account.messages.stream_async(
                date_sent_after=since, date_sent_before=until, limit=MOST, page_size=PAGE, **self._wanted()
            )
            async for one in listed:
                count += 1
                if self._ours(one) and since <= one.date_sent < until:
                    yield self._told(one)
        except ODD as error:
            raise SendFailed("Twilio's list is not one") from error
        if count >= MOST:
            raise SendFailed(TOO_MANY)

    async def holds(self, sid: str) -> bool:
        """Raise `SendFailed`."""
        try:
            await self.rest.client().api.account.messages(sid).fetch_async()
        except SendFailed as failed:
            if failed.code == _NOT_THERE:
                return False
            raise
        except ODD as error:
            raise SendFailed("Twilio's answer is not one") from error
        return True

    def _wanted(self) -> dict[str, Any]:
        """There is no filter for messaging services."""
        return {} if self.sender.startswith("MG") else {"from_": self.prefix + self.sender}

    def _ours(self, one: Any) -> bool:
        """Other programs may send by the same account, from other numbers or by other services; `outbound-reply` are
        answers that a webhook's own response gave, and ours give none."""
        to = str(one.to)
        way = to.startswith(self.prefix) if self.prefix else ":" not in to
        by = one.messaging_service_sid if self.sender.startswith("MG") else str(one.from_).removeprefix(self.prefix)
        return one.direction == "outbound-api" and one.date_sent is not None and way and by == self.sender

    def _told(self, one: Any) -> SentMessage:
        words = hashlib.blake2b(f"{one.to}\0{one.body}".encode("utf-8", "replace"), digest_size=16).digest()
        to = str(one.to).removeprefix(self.prefix)
        return SentMessage(str(one.sid), to, one.date_sent, words, one.status in DEAD)
