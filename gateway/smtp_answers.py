"""What SMTP clients are told. 4yz: they keep the mail and try again; 5yz: they tell its sender.

RFC 5321 (codes), RFC 3463 (enhanced codes).
"""

from __future__ import annotations

KEPT = "250 2.0.0 Kept"
RECIPIENT = "250 2.1.5 OK"
UNKNOWN_RECIPIENT = "550 5.1.1 No mailbox of that name here"
TOO_MANY_RECIPIENTS = "452 4.5.3 Too many recipients in one transaction; send the others in another"
TOO_LARGE = "552 5.3.4 Too large: at most {limit} are taken"
DISK_FULL = "452 4.3.1 No room now; nothing was kept, try again later"
TOO_MUCH_AT_ONCE = "452 4.3.1 Too much mail at once; nothing was kept, try again later"
OUR_FAULT = "451 4.3.0 A fault of ours; nothing is lost if you try again later"
NOT_ACCEPTED = "554 5.7.1 Not accepted"
TOO_MANY_SESSIONS = "421 4.7.0 Too many sessions; try again later"
TOO_MANY_OF_YOURS = "421 4.7.0 Too many sessions from your address; try again later"
TOO_MANY_ERRORS = "421 4.7.0 Too many errors; closing"
IDLE = "421 4.4.2 Idle for too long; closing"
STOPPING = "421 4.3.2 Stopping; try again in a minute"
GO_ON = "354 End data with <CR><LF>.<CR><LF>"
NO_RECIPIENT = "503 5.5.1 Need RCPT first"
NO_ARGUMENT = "501 5.5.4 Syntax: DATA"


def too_large(limit: int) -> str:
    """The refusal of a mail over `limit` bytes, with the limit in words."""
    words = f"{limit / 1048576:.3g} MB" if limit >= 1048576 else f"{limit} bytes"
    return TOO_LARGE.format(limit=words)
