"""WhatsApp templates at Twilio's Content API (https://www.twilio.com/docs/content/content-api-resources)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from channels.base import SendFailed
from channels.twilio_rest import ODD, Rest

_MOST_LISTED = 2000


@dataclass(frozen=True)
class Contents:
    """One account's templates. Methods raise `SendFailed`."""

    rest: Rest = field(repr=False)
    base: str

    async def known(self) -> dict[str, str]:
        """The ContentSid of each template, by the name it was created with; of two the older one, so that a second run
        that overlapped the first changes nothing."""
        try:
            listed = await self._content().contents.list_async(limit=_MOST_LISTED)
            return {str(one.friendly_name): _sid(one.sid) for one in listed if one.friendly_name}
        except ODD as error:
            raise SendFailed("Twilio's list of templates is not one: check TWILIO_CONTENT_BASE") from error

    async def create(self, name: str, language: str, body: str, samples: Mapping[str, str]) -> str:
        """Its ContentSid."""
        wanted = {
            "friendly_name": name,
            "language": language,
            "variables": dict(samples),
            "types": {"twilio/text": {"body": body}},
        }
        try:
            made = await self._content().contents.create_async(_Request(wanted))
            return _sid(made.sid)
        except ODD as error:
            raise SendFailed("Twilio's answer to a new template is none", unknown=True) from error

    async def submit(self, sid: str, name: str, category: str) -> str:
        """Ask WhatsApp to approve it; its status then."""
        wanted = _Request({"name": name, "category": category})
        try:
            told = await self._content().contents(sid).approval_create.create_async(wanted)
            return str(told.status)
        except ODD as error:
            raise SendFailed("Twilio's answer to a request for approval is none", unknown=True) from error

    async def status(self, sid: str) -> tuple[str, str]:
        """WhatsApp's word, and why it rejected."""
        try:
            found = await self._content().contents(sid).approval_fetch().fetch_async()
            told = found.whatsapp or {}
            return str(told.get("status") or "unsubmitted"), str(told.get("rejection_reason") or "")
        except ODD as error:
            raise SendFailed("Twilio's answer about a template is none") from error

    def _content(self) -> Any:
        client = self.rest.client()
        client.content.base_url = self.base
        return client.content.v1


@dataclass(frozen=True, slots=True)
class _Request:
    """What Twilio's client asks of a body; its own classes leave empty fields in, which the API refuses."""

    row: Mapping[str, object]

    def to_dict(self) -> Mapping[str, object]:
        return self.row


def _sid(value: object) -> str:
    if not isinstance(value, str) or not value.startswith("HX"):
        raise ValueError("no ContentSid")
    return value
