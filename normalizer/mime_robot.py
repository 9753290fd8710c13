"""Who is no person: automatic answers, lists, bounces, out-of-office notes.

RFC 3834 (Auto-Submitted, null return path), RFC 3464 (delivery status), RFC 2919 (List-Id);
X-Auto-Response-Suppress: https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcmail
"""

from __future__ import annotations

import re

from normalizer.mime_headers import ContentType, Headers

# Headers whose mere presence says it, and the reason we give.
_PRESENT = {
    "list-id": "list",
    "x-autoreply": "automatic answer",
    "x-autorespond": "automatic answer",
    "x-autoresponder": "automatic answer",
    "x-auto-reply-from": "automatic answer",
    "x-mail-autoreply": "automatic answer",
    "x-failed-recipients": "bounce",
    "feedback-type": "bounce",
}
_REPORTS = {
    "delivery-status": "bounce",
    "disposition-notification": "read receipt",
    "feedback-report": "bounce",
}
_REPORT_KINDS = {"message/delivery-status", "message/disposition-notification", "message/global-delivery-status"}
_PRECEDENCE = re.compile(r"\s*(bulk|junk|list|auto[_-]reply)\b", re.IGNORECASE)
# Only whole openings that programs write; a citizen's "Kantor tutup" is a complaint.
_OUT_OF_OFFICE = re.compile(
    r"\s*(?:"
    r"(?:automatic|auto|automated)[ -]?(?:reply|response|antwort)\b|autoreply\b|auto:\s|"
    r"out of (?:the )?office(?:\s*(?::|-|$)|\s+(?:auto|reply|re:|notification|until|from\b))|"
    r"(?:balasan|jawaban|respons|tanggapan|jwb)\s+otomatis\b|(?:membalas|dijawab|dibalas) (?:secara )?otomatis\b|"
    r"(?:sedang )?(?:di luar kantor|tidak (?:berada )?di (?:kantor|tempat)|sedang (?:cuti|dinas luar))\s*(?::|-|$)|"
    r"balas(?:an)? automatik\b|automatische antwort\b"
    r")",
    re.IGNORECASE,
)
_BOUNCER = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon)@", re.IGNORECASE)
_BOUNCED = re.compile(
    r"undeliver|delivery (?:status notification|failure|has failed)|returned mail|mail delivery|failure notice|"
    r"tidak (?:dapat )?terkirim|gagal (?:terkirim|dikirim)",
    re.IGNORECASE,
)


def why_robot(headers: Headers, kind: ContentType, author: str, subject: str, envelope_from: str | None) -> str:
    """The first reason, in a few English words, why this mail gets no answer; empty for a person's mail.

    `envelope_from` is SMTP's MAIL FROM ("" or "<>" when null), None when it is not known.
    """
    if envelope_from is not None and envelope_from.strip() in ("", "<>"):
        return "null sender"
    submitted = headers.first("auto-submitted").split(";")[0].strip().lower()
    if submitted and submitted != "no":
        return "auto-submitted"
    if kind.kind in _REPORT_KINDS:
        return "bounce"
    if kind.kind == "multipart/report":
        return _REPORTS.get(kind.parameters.get("report-type", "").lower(), "report")
    present = next((reason for name, reason in _PRESENT.items() if headers.has(name)), "")
    return present or _by_words(headers, author, subject)


def _by_words(headers: Headers, author: str, subject: str) -> str:
    if _PRECEDENCE.match(headers.first("precedence")):
        return "precedence"
    suppress = headers.first("x-auto-response-suppress").lower()
    if any(word.strip() in ("all", "autoreply") for word in suppress.split(",")):
        return "answers suppressed"
    if _OUT_OF_OFFICE.match(subject):
        return "out of office"
    if _BOUNCER.match(author) and _BOUNCED.search(subject):
        return "bounce"
    return ""
