"""What Twilio posts to us, read: messages (https://www.twilio.com/docs/messaging/guides/webhook-request) and reports of
delivery (https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks)."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from typing import Literal

from channels.base import Unreadable
from channels.twilio_errors import otherwise
from channels.twilio_signature import parse_form, usual_fields
from normalizer.phone import e164, phone_uri
from normalizer.schema import Attachment, ChannelName, DeliveryReport, Inbound, Location, Message, Otherwise, Party, Raw

SMS = ChannelName("sms")
WHATSAPP = ChannelName("whatsapp")
_WHATSAPP = "whatsapp:"

# https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
# None: on its way, nothing to tell anyone.
STATUSES: Mapping[str, Literal["sent", "delivered", "read", "failed"] | None] = {
    "accepted": None,
    "scheduled": None,
    "queued": None,
    "sending": None,
    "sent": "sent",
    "partially_delivered": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
    "undelivered": "failed",
    "canceled": "failed",
}
_OPTED = {"STOP": "stop", "START": "start", "HELP": "help"}
_INBOUND_STATUSES = frozenset({b"receiving", b"received"})
MOST_MEDIA = 20  # Twilio allows 10

_SID = re.compile(rb"[A-Z]{2}[0-9a-fA-F]{32}")
_ACCOUNT, _MESSAGE, _STATUS = b"&AccountSid=", b"&MessageSid=", b"&MessageStatus="
_VALUE = re.compile(rb"([A-Za-z0-9_-]{1,40})(?=&|\Z)")


def delivery_key(raw: Raw) -> str:
    """Account and MessageSid; a status callback adds its status, and can never be taken for a message. Bytes without
    these are known by their hash. Looks only at the bytes it needs: names and ids are never percent-encoded."""
    body = b"&" + raw.body
    account, sid, status = _first(_ACCOUNT, body), _first(_MESSAGE, body), _first(_STATUS, body)
    if not (_SID.fullmatch(account) and _SID.fullmatch(sid)):
        return f"twilio:bytes:{hashlib.sha256(raw.body).hexdigest()}"
    name = f"{account.decode()}:{sid.decode()}"
    if status and status not in _INBOUND_STATUSES:
        return f"twilio:status:{name}:{status.decode()}"
    return f"twilio:message:{name}"


def _first(field: bytes, body: bytes) -> bytes:
    """The first value of this field that can be one. `re` takes ten times as long to find fixed bytes."""
    at = body.find(field)
    while at >= 0:
        at += len(field)
        if found := _VALUE.match(body, at):
            return found[1]
        at = body.find(field, at)
    return b""


def read(raw: Raw) -> Sequence[Inbound]:
    """One message, one report, or nothing when Twilio only says that an answer is on its way. Raise `Unreadable`."""
    fields, doubts = _fields(raw)
    sid = fields.get("MessageSid", "")
    if not _SID.fullmatch(sid.encode("utf-8", "replace")):
        what = "a MessageSid that is not two letters and 32 hexadecimal digits" if sid else "no MessageSid"
        raise Unreadable(f"{what}: not a message of Twilio's")
    status = fields.get("MessageStatus", "")
    if status and status.encode("utf-8", "replace") not in _INBOUND_STATUSES:
        return _report(fields, sid, status)
    return (_message(raw, fields, sid, doubts),)


def _fields(raw: Raw) -> tuple[dict[str, str], tuple[str, ...]]:
    """The first value of each name. Bytes that are not UTF-8 become U+FFFD, and a doubt says so."""
    if raw.header("Content-Type").lower().startswith("application/json"):
        raise Unreadable("JSON where Twilio sends messages as forms")
    fields = usual_fields(raw.body) or _decoded(raw.body)
    broken = "\ufffd" in "".join(fields.values())
    return fields, ("encoding",) if broken else ()


def _decoded(body: bytes) -> dict[str, str]:
    try:
        form = parse_form(body)
    except ValueError as error:
        raise Unreadable("more fields than Twilio sends") from error
    return {name.decode("utf-8", "replace"): value.decode("utf-8", "replace") for name, value in reversed(form)}


def _report(fields: Mapping[str, str], sid: str, status: str) -> tuple[DeliveryReport, ...]:
    if status not in STATUSES:
        raise Unreadable("a MessageStatus that is not in the table")
    ours = STATUSES[status]
    if ours is None:
        return ()
    code = fields.get("ErrorCode", "")
    code = code if code.isascii() and code.isdigit() and len(code) < 10 else ""
    instead = otherwise(code) if ours == "failed" else Otherwise.NOTHING
    return (DeliveryReport(_channel(fields.get("To", "")), sid, ours, code, otherwise=instead),)


def _message(raw: Raw, fields: Mapping[str, str], sid: str, doubts: tuple[str, ...]) -> Message:
    sender, person = _sender(fields)
    location, doubted = _location(fields)
    return Message(
        channel=_channel(fields["From"]),
        delivery=delivery_key(raw),
        sender=sender,
        person=person,
        received_at=raw.received_at,
        text=fields.get("Body", "") or fields.get("ButtonText", ""),
        attachments=_media(fields),
        location=location,
        thread=sid,
        recipient=fields.get("To", "").removeprefix(_WHATSAPP),
        doubts=doubts + doubted,
        # Twilio has answered this itself: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
        opted=_OPTED.get(fields.get("OptOutType", "").upper(), ""),
    )


def _channel(address: str) -> ChannelName:
    return WHATSAPP if address.startswith(_WHATSAPP) else SMS


def _sender(fields: Mapping[str, str]) -> tuple[Party, str]:
    """Whom to answer, and who it is. A WhatsApp user may hide the phone behind an id: `whatsapp:US.1349…`
    (https://www.twilio.com/docs/whatsapp/business-scoped-user-ids)."""
    written = fields.get("From", "").strip()
    address = written.removeprefix(_WHATSAPP)
    if not address:
        raise Unreadable("no From: nobody to answer")
    number = e164(address)
    party = Party(number or address, fields.get("ProfileName", "").strip())
    known = number or e164(fields.get("WaId", "")[:20])
    if known or not written.startswith(_WHATSAPP):
        return party, phone_uri(known or address)
    return party, f"whatsapp:{address}"


def _location(fields: Mapping[str, str]) -> tuple[Location | None, tuple[str, ...]]:
    written = fields.get("Latitude", ""), fields.get("Longitude", "")
    if not any(written):
        return None, ()
    try:
        latitude, longitude = (float(text) for text in written)
    except ValueError:
        return None, ("location",)
    if not (math.isfinite(latitude) and abs(latitude) <= 90 and math.isfinite(longitude) and abs(longitude) <= 180):
        return None, ("location",)
    words = (fields.get("Label", "").strip(), fields.get("Address", "").strip())
    return Location(latitude, longitude, ", ".join(dict.fromkeys(word for word in words if word))), ()


def _media(fields: Mapping[str, str]) -> tuple[Attachment, ...]:
    """What the message carries, listed: Twilio keeps the bytes until we ask for them."""
    if fields.get("NumMedia") == "0" and "MediaUrl0" not in fields:
        return ()
    found = ((fields.get(f"MediaUrl{n}", ""), fields.get(f"MediaContentType{n}", "")) for n in range(MOST_MEDIA))
    return tuple(
        Attachment(f"media-{n}", kind.lower() or "application/octet-stream", source=url)
        for n, (url, kind) in enumerate(found, 1)
        if url.startswith(("https://", "http://"))
    )
