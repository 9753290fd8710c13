"""What stands beside a mail's bytes, as SMTP told it: who sent it to whom; and the key its delivery is known by."""

from __future__ import annotations

import hashlib
import re
from itertools import islice

from normalizer.schema import Raw

# A mail's header ends within; a larger one is no header.
HEADER_BYTES = 256 * 1024
# What names a mail whatever way it took; everything else in a header may change on the way or between two tries.
_NAMING = re.compile(
    rb"^(message-id|from|date|subject)[ \t]*+:((?:[^\n]*+\n[ \t])*+[^\n]*+)", re.IGNORECASE | re.MULTILINE
)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
# By what a sender is proven beside the mail itself.
_WAY = ("MAIL FROM", "PEER", "HELO", "AUTH", "RELAY")
_RESULTS = re.compile(rb"^authentication-results[ \t]*+:((?:[^\n]*+\n[ \t])*+[^\n]*+)", re.IGNORECASE | re.MULTILINE)


def recipients_of(raw: Raw) -> list[str]:
    return [value for key, value in raw.headers if key == "RCPT TO"]


def envelope_sender(raw: Raw) -> str | None:
    """MAIL FROM, "" or "<>" when it was null; None when nobody told (`satupintu explain` of a file)."""
    return next((value for key, value in raw.headers if key == "MAIL FROM"), None)


def arrival_key(raw: Raw, most: int) -> str:
    """The delivery's key and the way it came: who handed it over, and what a trusted relay says of it in the topmost
    `most` fields."""
    digest = hashlib.sha256()
    for name, value in raw.headers:
        if name in _WAY:
            digest.update(f"{name}\0{value}\0".encode("utf-8", "replace"))
    if raw.header("RELAY"):
        end = _END_OF_HEADERS.search(raw.body, 0, HEADER_BYTES)
        for found in islice(_RESULTS.finditer(raw.body, 0, end.start() if end else 0), most):
            digest.update(b" ".join(found[1].split()) + b"\0")
    return f"{delivery_key(raw)}:{digest.hexdigest()[:32]}"


def delivery_key(raw: Raw) -> str:
    """Our recipients, what names the mail, and its body: the same whatever Received lines are added on the way."""
    end = _END_OF_HEADERS.search(raw.body, 0, HEADER_BYTES)
    digest = hashlib.sha256()
    for recipient in sorted({address.lower() for address in recipients_of(raw)}):
        digest.update(recipient.encode("utf-8", "replace") + b"\0")
    if end is None:
        digest.update(b"\0" + raw.body)
        return f"mail:{digest.hexdigest()}"
    for name, value in sorted(_NAMING.findall(raw.body[: end.start()])):
        digest.update(name.lower() + b":" + b" ".join(value.split()) + b"\0")
    digest.update(memoryview(raw.body)[end.end() :])
    return f"mail:{digest.hexdigest()}"
