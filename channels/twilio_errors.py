"""What Twilio's refusals mean for an answer that should leave (https://www.twilio.com/docs/api/errors)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from channels.base import SendFailed
from normalizer.retry_after import retry_after
from normalizer.schema import Otherwise

# words, way: refused for good, but a template or another way may reach them (`Otherwise`). ours: a setting of ours, or
# one at Twilio's, is wrong; the answer waits until an operator has mended it.
Verdict = Literal["permanent", "later", "ours", "words", "way"]

# One page each: https://www.twilio.com/docs/api/errors/<code>
CODES: Mapping[int, Verdict] = {
    20003: "ours",  # credentials
    20005: "ours",  # account not active
    20429: "later",  # too many requests
    14107: "later",  # rate of sending exceeded
    21211: "permanent",  # not a phone number
    21265: "way",  # a short code cannot be written to
    21408: "way",  # that region is not permitted
    21602: "permanent",  # no body
    21606: "ours",  # our From cannot send
    21610: "permanent",  # the person wrote STOP
    21611: "later",  # the sender's queue is full
    21612: "way",  # no way from this From to that To
    21614: "way",  # not a mobile number
    21617: "permanent",  # longer than 1,600 characters
    21655: "way",  # no such ContentSid
    21656: "way",  # the variables do not fit the template
    30001: "later",  # queue overflow
    30003: "way",  # the phone could not be reached
    30004: "permanent",  # the person's operator blocks us: they asked for it, or are on a list
    30005: "way",  # no such number any more
    30006: "way",  # a landline, or an operator that takes no SMS
    30007: "way",  # filtered by an operator
    30008: "way",  # the operator does not say why
    30022: "later",  # rate of the sender's campaign
    63001: "ours",  # WhatsApp does not take our credentials
    63002: "ours",  # WhatsApp does not know our From
    63003: "way",  # no such user on that channel
    63016: "words",  # WhatsApp: outside the 24-hour window, only a template may be sent
    63005: "way",  # WhatsApp did not take this content
    63007: "ours",  # Twilio has no WhatsApp sender with our From
    63008: "ours",  # the sender is not set up at Twilio
    63014: "permanent",  # the person blocked us
    63018: "later",  # rate limit of the channel
    63020: "ours",  # Meta's business account is not in order
    63022: "ours",  # the sender's name is not confirmed
    63024: "way",  # not a recipient of that channel
    63027: "way",  # the template does not exist in this language
    63028: "way",  # the number of variables is not the template's
    63032: "way",  # WhatsApp will not reach this person (a test of theirs)
    63033: "permanent",  # the person blocked us
    63038: "later",  # the account's messages of this day are used up
    63040: "way",  # the template was rejected
    63041: "way",  # the template is paused: too many people disliked it
    63042: "way",  # the template was switched off
    63049: "way",  # Meta chose not to deliver it
}
# Whatever else a channel such as WhatsApp has against it, an SMS may not mind.
_OF_THE_CHANNEL = range(63000, 64000)
_WAIT_FOR_OPERATOR = 300.0  # seconds; asking oftener about a wrong password gets an account locked
_CONFIGURATION = frozenset({301, 302, 307, 308, 401, 403, 404})
# The whole account's; any other concerns one sender of ours, and the other channel goes on.
_OF_THE_ACCOUNT = frozenset({20003, 20005})


def refused(method: str, status: int, headers: Mapping[str, str], text: str) -> SendFailed:
    """An answer of 300 and more, as what to do next; without Twilio's own sentence, which names the person's number."""
    code = _code(text)
    name = str(code or status)
    after = retry_after(headers.get("Retry-After"), datetime.now(UTC), headers.get("Date"))
    if status >= 500 or status == 408:
        return SendFailed(
            f"Twilio failed ({name}); it may have taken it", after=after, unknown=method == "POST", code=name
        )
    if (status in _CONFIGURATION and code not in CODES) or code in _OF_THE_ACCOUNT:
        why = f"Twilio refuses our account ({name}): check TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and the sender"
        return SendFailed(why, after=_WAIT_FOR_OPERATOR, code=name, ours=True)
    if is_ours(name):
        why = f"Twilio refuses our sender ({name}): check TWILIO_SMS_FROM, TWILIO_WHATSAPP_FROM and Twilio's console"
        return SendFailed(why, code=name, ours=True)
    if status == 429 or CODES.get(code) == "later":
        return SendFailed(f"Twilio asks us to wait ({name})", after=after, code=name)
    # Whatever else is refused would be refused again.
    return failed(name)


def failed(code: str) -> SendFailed:
    """One for good; code: Twilio's, or an HTTP status."""
    why = f"Twilio refused it: https://www.twilio.com/docs/api/errors/{code}"
    return SendFailed(why, permanent=True, code=code, otherwise=otherwise(code))


def otherwise(code: str) -> Otherwise:
    """What may do after a failure with this code; behind one that passes, another way."""
    number = int(code) if code.isascii() and code.isdigit() else 0
    verdict = "way" if passes(code) else CODES.get(number, "way" if number in _OF_THE_CHANNEL else "permanent")
    return Otherwise(verdict) if verdict in ("words", "way") else Otherwise.NOTHING


def passes(code: str) -> bool:
    """Whether a failure with this code is over after a while: queues and rates are also reported as failures, once
    Twilio has taken a message, and so are faults of ours."""
    return _verdict(code) in ("later", "ours")


def is_ours(code: str) -> bool:
    """Whether a setting is at fault, and an operator has to mend it."""
    return _verdict(code) == "ours"


def _verdict(code: str) -> Verdict | None:
    return CODES.get(int(code)) if code.isascii() and code.isdigit() else None


def _code(text: str) -> int:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return 0
    code = found.get("code") if isinstance(found, dict) else None
    return code if isinstance(code, int) else 0
