"""The forms Twilio posts to a gateway, and its signatures under them, made by Twilio's own code and not by ours
(https://www.twilio.com/docs/usage/security#validating-requests)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # it ships no py.typed

from gateway.simulator.twilio_api import Sent

_ALGORITHMS = {"sha1": "HMAC_SHA1", "sha256": "HMAC_SHA256"}


def signed_headers(token: str, algorithm: str, url: str, form: Mapping[str, str]) -> dict[str, str]:
    """The headers a webhook to that URL carries; `algorithm` is sha1 or sha256."""
    signed = RequestValidator(token).compute_signature(url, dict(form), _ALGORITHMS[algorithm])
    headers = {"X-Twilio-Signature": signed, "I-Twilio-Idempotency-Token": secrets.token_hex(16)}
    if algorithm == "sha256":
        headers["X-Twilio-Webhooks-Signature-Settings"] = "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"
    return headers


def status_form(account: str, message: Sent) -> dict[str, str]:
    """https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks"""
    return {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "MessageStatus": message.status,
        "SmsStatus": message.status,
        "AccountSid": account,
        "From": message.sender,
        "To": message.to,
        "ApiVersion": "2010-04-01",
    } | ({"ErrorCode": str(message.error_code)} if message.error_code else {})


def inbound_form(account: str, sid: str, sender: str, to: str, text: str) -> dict[str, str]:
    """A message as Twilio posts it: https://www.twilio.com/docs/messaging/guides/webhook-request"""
    return {
        "ToCountry": "ID",
        "ToState": "",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ToCity": "",
        "FromZip": "",
        "SmsSid": sid,
        "FromState": "",
        "SmsStatus": "received",
        "FromCity": "",
        "Body": text,
        "FromCountry": "ID",
        "To": to,
        "ToZip": "",
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": account,
        "From": sender,
        "ApiVersion": "2010-04-01",
    }


def location_fields(location: tuple[float, float, str] | None) -> dict[str, str]:
    """What a shared place adds: latitude, longitude, address."""
    if location is None:
        return {}
    latitude, longitude, address = location
    return {"Latitude": str(latitude), "Longitude": str(longitude), "Address": address, "MessageType": "location"}
