"""Twilio's own list of what was written to us, told again as its webhooks tell it
(https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from channels.abilities import RECEIVED_AT
from channels.base import SendFailed
from channels.twilio_rest import ODD, Rest
from normalizer.schema import ChannelName, Raw

PAGE = 250
# So many messages of 4,096 characters, each written as a surrogate pair: \ud83d\ude2d.
LONGEST_PAGE = 1 << 24
# More than a day of the largest sender; what is beyond it would not be looked at, and so nothing is said.
MOST = 200_000
TOO_MANY = "Twilio lists more messages than can be compared: take a shorter time"
_FORM = (("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),)


@dataclass(frozen=True, slots=True)
class Inbox:
    """One way of an account: `prefix` as its addresses have it, `to` our number, "" for any of the account's."""

    rest: Rest = field(repr=False)
    channel: ChannelName
    prefix: str
    to: str

    async def received(self, since: datetime, until: datetime) -> Sequence[Raw]:
        """Raise `SendFailed`."""
        try:
            return [await self._told(one) for one in await self._listed(since, until)]
        except ODD as error:
            raise SendFailed("Twilio's list is not one") from error

    async def _listed(self, since: datetime, until: datetime) -> list[Any]:
        """`date_sent` of an inbound message is when Twilio received it."""
        wanted: dict[str, Any] = {"to": self.prefix + self.to} if self.to else {}
        listed = await self.rest.reader(LONGEST_PAGE).api.account.messages.list_async(
            date_sent_after=since, date_sent_before=until, limit=MOST, page_size=PAGE, **wanted
        )
        if len(listed) >= MOST:
            raise SendFailed(TOO_MANY)
        return [one for one in listed if self._ours(one) and since <= one.date_sent < until]

    def _ours(self, one: Any) -> bool:
        to = str(one.to)
        mine = to.startswith(self.prefix) if self.prefix else ":" not in to
        return one.direction == "inbound" and one.date_sent is not None and mine

    async def _told(self, one: Any) -> Raw:
        form = {
            "ApiVersion": str(one.api_version or ""), "SmsSid": one.sid, "SmsStatus": "received",
            "NumSegments": str(one.num_segments or "1"), "From": one.from_ or "", "To": one.to,
            "Body": one.body or "", "AccountSid": one.account_sid, "MessageSid": one.sid,
        }  # fmt: skip
        form |= await self._media(one)
        headers = (*_FORM, (RECEIVED_AT, one.date_sent.astimezone(UTC).isoformat()))
        return Raw(self.channel, datetime.now(UTC), "twilio:list", headers, urlencode(form).encode())

    async def _media(self, one: Any) -> dict[str, str]:
        if not int(one.num_media or 0):
            return {"NumMedia": "0"}
        media = await self.rest.client().api.account.messages(one.sid).media.list_async(limit=20)
        found = {"NumMedia": str(len(media))}
        for n, each in enumerate(media):
            found[f"MediaUrl{n}"] = self.rest.base + str(each.uri).removesuffix(".json")
            found[f"MediaContentType{n}"] = each.content_type
        return found
