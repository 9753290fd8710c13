"""Who is no person (bounces, out-of-office notes, receipts), and who may be one but gets no automatic answer (lists,
web forms, null senders).

RFC 3834 (Auto-Submitted, null return path), RFC 3464 (delivery status), RFC 2919 (List-Id);
X-Auto-Response-Suppress: https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcmail
"""

from __future__ import annotations

import re

from normalizer.mime_headers import ContentType, Headers

# Headers whose mere presence says that a program answers, and the reason we give.
_PRESENT = {
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
_AUTO_REPLY = re.compile(r"\s*auto[_-]reply\b", re.IGNORECASE)
_PRECEDENCE = re.compile(r"\s*(bulk|junk|list)\b", re.IGNORECASE)
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
_OUR_ANSWER = "<satupintu."  # how the Message-IDs of our answers begin


def why_robot(headers: Headers, kind: ContentType, author: str, subject: str, envelope_from: str | None) -> str:
    """The first reason, in a few English words, why this mail is no complaint; empty for one that may be.

    `envelope_from` is SMTP's MAIL FROM ("" or "<>" when null), None when it is not known.
    """
    if kind.kind in _REPORT_KINDS:
        return "bounce"
    if kind.kind == "multipart/report":
        return _REPORTS.get(kind.parameters.get("report-type", "").lower(), "report")
    if _submitted(headers) == "auto-replied" or _AUTO_REPLY.match(headers.first("precedence")):
        return "automatic answer"
    present = next((reason for name, reason in _PRESENT.items() if headers.has(name)), "")
    return present or _by_words(headers, author, subject, envelope_from)


def _by_words(headers: Headers, author: str, subject: str, envelope_from: str | None) -> str:
    if _OUT_OF_OFFICE.match(subject):
        return "out of office"
    if _BOUNCER.match(author) and _BOUNCED.search(subject):
        return "bounce"
    ours = _OUR_ANSWER in headers.first("in-reply-to") or _OUR_ANSWER in headers.first("references")
    # A program that answers our answer; a person's hand-written answer to it says none of these.
    programs = {"automatic", "null sender", "precedence"}
    return "answer to an answer" if ours and why_silent(headers, envelope_from) in programs else ""


def why_silent(headers: Headers, envelope_from: str | None) -> str:
    """Why nobody is to be answered automatically, though what is written may be a complaint: web forms of villages,
    newsletters and lists say so, and Exchange says it of most of its mails. Empty for all else."""
    if envelope_from is not None and envelope_from.strip() in ("", "<>"):
        return "null sender"
    if _submitted(headers) not in ("", "no"):
        return "automatic"
    if headers.has("list-id"):
        return "list"
    if _PRECEDENCE.match(headers.first("precedence")):
        return "precedence"
    suppressed = (word.strip() for word in headers.first("x-auto-response-suppress").lower().split(","))
    return "answers suppressed" if any(word in ("all", "autoreply") for word in suppressed) else ""


def _submitted(headers: Headers) -> str:
    return headers.first("auto-submitted").split(";")[0].strip().lower()
