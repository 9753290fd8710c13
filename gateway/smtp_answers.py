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
TOO_MANY_COMMANDS = "421 4.7.0 Too many commands without a mail; closing"
TOO_OFTEN = "450 4.7.0 Too many mails from your address; try again later"
NEEDS_TLS = "530 5.7.0 Must issue a STARTTLS command first"
NEEDS_AUTH = "530 5.7.0 Authentication required"
NO_PROXY = "554 5.7.0 No PROXY header is taken from your address"
NOT_INTRODUCED = "554 5.7.0 A PROXY header is needed first from your address"
NO_AUTH = "502 5.5.1 AUTH is not offered here"
AUTH_NOT_NOW = "503 5.5.1 AUTH comes once, and before MAIL"
AUTH_NEEDS_TLS = "538 5.7.11 Must issue a STARTTLS command first"
AUTH_SYNTAX = "501 5.5.2 Syntax: AUTH PLAIN or AUTH LOGIN, in base64"
AUTH_UNKNOWN = "504 5.5.4 Only PLAIN and LOGIN are known"
AUTH_GIVEN_UP = "501 5.7.0 AUTH given up"
AUTH_WRONG = "535 5.7.8 User or password wrong"
AUTH_RIGHT = "235 2.7.0 Welcome"
AUTH_LATER = "454 4.7.0 Passwords cannot be checked now; try again later"
TOO_MANY_PASSWORDS = "421 4.7.0 Too many wrong passwords; try again later"
IDLE = "421 4.4.2 Idle for too long; closing"
STOPPING = "421 4.3.2 Stopping; try again in a minute"
GO_ON = "354 End data with <CR><LF>.<CR><LF>"
NO_RECIPIENT = "503 5.5.1 Need RCPT first"
NO_ARGUMENT = "501 5.5.4 Syntax: DATA"


def too_large(limit: int) -> str:
    """The refusal of a mail over `limit` bytes, with the limit in words."""
    words = f"{limit / 1048576:.3g} MB" if limit >= 1048576 else f"{limit} bytes"
    return TOO_LARGE.format(limit=words)
