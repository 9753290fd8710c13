"""What Twilio's refusals mean for an answer that should leave (https://www.twilio.com/docs/api/errors)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from channels.base import SendFailed
from normalizer.retry_after import retry_after

Verdict = Literal["permanent", "later"]

# One page each: https://www.twilio.com/docs/api/errors/<code>
CODES: Mapping[int, Verdict] = {
    20003: "later",  # credentials: the operator mends them, and then the answer leaves
    20005: "later",  # account not active
    20429: "later",  # too many requests
    14107: "later",  # rate of sending exceeded
    21211: "permanent",  # not a phone number
    21265: "permanent",  # a short code cannot be written to
    21408: "permanent",  # that region is not permitted
    21602: "permanent",  # no body
    21606: "later",  # our From cannot send: a setting
    21610: "permanent",  # the person wrote STOP
    21611: "later",  # the sender's queue is full
    21612: "permanent",  # no way from this From to that To
    21614: "permanent",  # not a mobile number
    21617: "permanent",  # longer than 1,600 characters
    30001: "later",  # queue overflow
    30022: "later",  # rate of the sender's campaign
    63003: "permanent",  # no such user on that channel
    63016: "permanent",  # WhatsApp: outside the 24-hour window, only a template may be sent
    63018: "later",  # rate limit of the channel
    63024: "permanent",  # not a recipient of that channel
    63038: "later",  # the account's messages of this day are used up
}
_WAIT_FOR_OPERATOR = 300.0  # seconds; asking oftener about a wrong password gets an account locked
_CONFIGURATION = frozenset({301, 302, 307, 308, 401, 403, 404})
_OPERATOR = frozenset({20003, 20005, 21606})


def refused(method: str, status: int, headers: Mapping[str, str], text: str) -> SendFailed:
    """An answer of 300 and more, as what to do next; without Twilio's own sentence, which names the person's number."""
    code = _code(text)
    name = str(code or status)
    after = retry_after(headers.get("Retry-After"), datetime.now(UTC))
    if status >= 500 or status == 408:
        return SendFailed(
            f"Twilio failed ({name}); it may have taken it", after=after, unknown=method == "POST", code=name
        )
    if (status in _CONFIGURATION and code not in CODES) or code in _OPERATOR:
        why = f"Twilio refuses our account ({name}): check TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and the sender"
        return SendFailed(why, after=_WAIT_FOR_OPERATOR, code=name)
    if status == 429 or CODES.get(code) == "later":
        return SendFailed(f"Twilio asks us to wait ({name})", after=after, code=name)
    # Whatever else is refused would be refused again.
    return SendFailed(f"Twilio refused it: https://www.twilio.com/docs/api/errors/{name}", permanent=True, code=name)


def _code(text: str) -> int:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return 0
    code = found.get("code") if isinstance(found, dict) else None
    return code if isinstance(code, int) else 0
