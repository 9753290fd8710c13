"""What stands beside a mail's bytes, as SMTP told it: who sent it to whom; and the key its delivery is known by."""

from __future__ import annotations

import hashlib
import re

from normalizer.schema import Raw

# A mail's header ends within; a larger one is no header.
HEADER_BYTES = 256 * 1024
# What names a mail whatever way it took; everything else in a header may change on the way or between two tries.
_NAMING = re.compile(
    rb"^(message-id|from|date|subject)[ \t]*+:((?:[^\n]*+\n[ \t])*+[^\n]*+)", re.IGNORECASE | re.MULTILINE
)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")


def recipients_of(raw: Raw) -> list[str]:
    return [value for key, value in raw.headers if key == "RCPT TO"]


def envelope_sender(raw: Raw) -> str | None:
    """MAIL FROM, "" or "<>" when it was null; None when nobody told (`satupintu explain` of a file)."""
    return next((value for key, value in raw.headers if key == "MAIL FROM"), None)


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
