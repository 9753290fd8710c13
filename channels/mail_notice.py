"""The bytes of a mail to the operator: what waits, and what a provider asks.

RFC 3834, 5 (Auto-Submitted: auto-generated), RFC 5322.
"""

from __future__ import annotations

from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from channels.abilities import Notice
from channels.base import SendFailed
from channels.mail_thread import message_id


def compose_notice(notice: Notice, sender: str, now: datetime) -> bytes:
    """Raise SendFailed(permanent) when it cannot be addressed."""
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit", max_line_length=76))
    local, _, domain = notice.to.rpartition("@")
    try:
        mail["From"], mail["To"] = sender, Address("", local, domain)
        mail["Subject"] = " ".join(notice.subject.split())[:200]
        mail["Date"] = format_datetime(now)
        mail["Message-ID"] = message_id(notice.id, "", sender)
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        mail.set_content(notice.text, cte="quoted-printable")
        return mail.as_bytes()
    except (MessageError, ValueError, IndexError, KeyError, AttributeError, UnicodeError) as error:
        raise SendFailed("the notice cannot be written as a mail", permanent=True, code="compose") from error
