"""What Twilio's REST API says to a request, in its own words and numbers
(https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/api/errors)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

API = "/2010-04-01"
LONGEST = 1600
_NUMBER = re.compile(r"(whatsapp:)?\+[1-9][0-9]{6,14}")
_SENDER_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")
_USER_ID = re.compile(r"whatsapp:[A-Z]{2}\.[A-Za-z0-9]{1,128}")


@dataclass
class Sent:
    """A message as Twilio keeps it: an answer of ours (`outbound-api`) or one a phone wrote (`inbound`). `approved`: in
    words that WhatsApp has approved."""

    sid: str
    sender: str
    to: str
    body: str
    status: str = "queued"
    direction: str = "outbound-api"
    callback: str = ""
    error_code: int | None = None
    service: str | None = None
    approved: bool = False
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    sent: datetime | None = None
    media: tuple[tuple[str, str], ...] = ()


def new_sid(prefix: str = "SM") -> str:
    return prefix + secrets.token_hex(16)


def error(status: int, code: int, message: str) -> web.Response:
    """https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions"""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return web.json_response({"code": code, "message": message, "more_info": more, "status": status}, status=status)


def fault_in(form: Mapping[str, str]) -> tuple[int, str] | None:
    """The first thing Twilio would refuse in a request to send, as its code and sentence."""
    to, sender, body = (form.get(name, "") for name in ("To", "From", "Body"))
    rows: tuple[tuple[bool, int, str], ...] = (
        (not to, 21604, "A 'To' phone number is required."),
        (not (_NUMBER.fullmatch(to) or _USER_ID.fullmatch(to)), 21211, f"The 'To' number {to} is not valid."),
        (not sender and not form.get("MessagingServiceSid"), 21603, "A 'From' phone number is required."),
        (bool(sender) and not _may_send(sender), 21212, f"The 'From' number {sender} is not valid."),
        (bool(sender) and _way(sender) != _way(to), 21910, "The 'From' and 'To' pair violates the channel."),
        (not body and not form.get("ContentSid"), 21602, "Message body is required."),
        (len(body) > LONGEST, 21617, "The concatenated message body exceeds the 1600 character limit."),
        (not _is_url(form.get("StatusCallback", "http://")), 21609, "The 'StatusCallback' URL is not valid."),
    )
    return next(((code, message) for wrong, code, message in rows if wrong), None)


def resource(message: Sent, account: str) -> dict[str, Any]:
    """The message resource; fields that Twilio fills and nobody here reads are left out."""
    return {
        "sid": message.sid,
        "account_sid": account,
        "messaging_service_sid": message.service,
        "from": message.sender or None,
        "to": message.to,
        "body": message.body,
        "status": message.status,
        "direction": message.direction,
        "error_code": message.error_code,
        "error_message": None,
        "num_segments": "1",
        "num_media": str(len(message.media)),
        "price": None,
        "price_unit": "USD",
        "api_version": "2010-04-01",
        "date_created": format_datetime(message.created),
        "date_updated": format_datetime(message.created),
        "date_sent": format_datetime(message.sent) if message.sent else None,
        "uri": f"{API}/Accounts/{account}/Messages/{message.sid}.json",
        "subresource_uris": {"media": f"{API}/Accounts/{account}/Messages/{message.sid}/Media.json"},
    }


def media_page(message: Sent | None, account: str) -> dict[str, Any]:
    """What came with a message: https://www.twilio.com/docs/messaging/api/media-resource"""
    listed = message.media if message else ()
    path = f"{API}/Accounts/{account}/Messages/{message.sid if message else ''}/Media"
    media = [
        {"sid": sid, "account_sid": account, "content_type": kind, "uri": f"{path}/{sid}.json"} for sid, kind in listed
    ]
    return {"media_list": media, "page": 0, "page_size": 50, "next_page_uri": None, "uri": f"{path}.json"}


def page(messages: list[Sent], query: Mapping[str, str], account: str) -> dict[str, Any]:
    """One page of the list, newest first, filtered by To, From and DateSent (`DateSent`, `DateSent>`, `DateSent<`)."""
    found = [one for one in reversed(messages) if _listed(one, query)]
    size, number = min(int(query.get("PageSize", "50")), 1000), int(query.get("Page", "0"))
    path = f"{API}/Accounts/{account}/Messages.json"
    more = len(found) > size * (number + 1)
    following = urlencode({**query, "Page": str(number + 1), "PageSize": str(size)})
    return {
        "messages": [resource(one, account) for one in found[size * number : size * (number + 1)]],
        "page": number,
        "page_size": size,
        "next_page_uri": f"{path}?{following}" if more else None,
        "uri": path,
    }


def _listed(message: Sent, query: Mapping[str, str]) -> bool:
    if query.get("To", message.to) != message.to or query.get("From", message.sender) != message.sender:
        return False
    day = message.sent.date().isoformat() if message.sent else ""
    wanted = {sign: query.get(f"DateSent{sign}", "")[:10] for sign in ("", ">", "<")}
    if any(wanted.values()) and not day:
        return False
    return (
        wanted[""] in ("", day) and (not wanted[">"] or day >= wanted[">"]) and (not wanted["<"] or day <= wanted["<"])
    )


def _way(address: str) -> str:
    return "whatsapp" if address.startswith("whatsapp:") else "sms"


def _may_send(sender: str) -> bool:
    return bool(_NUMBER.fullmatch(sender) or _SENDER_NAME.fullmatch(sender) or re.fullmatch(r"[0-9]{3,6}", sender))


def _is_url(url: str) -> bool:
    return url.startswith(("https://", "http://"))
