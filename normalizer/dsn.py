"""What a bounce says: for good or only for now, with which code, and about which mail of ours.

RFC 3464 (delivery status), RFC 3463 (status codes), RFC 6522 (multipart/report); and what qmail
(https://cr.yp.to/proto/qsbmf.txt), Exim, Postfix, sendmail and Exchange write in words of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from normalizer.mime_headers import without_prelude
from normalizer.mime_parts import Part, leaves, read_part
from normalizer.mime_words import Budget

_STATUS_KINDS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED_KINDS = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}
)
_LOOKED_AT = 100_000
_MOST_PARTS = 30
_MOST_IDS = 10
_FIELD = re.compile(r"^(Action|Status|Diagnostic-Code)[ \t]*:[ \t]*((?:[^\n]|\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_BASIC = re.compile(r"(?<![\d.:])([45])\d\d(?=[ -](?:[A-Za-z#\d<]))")
_ID = re.compile(r"^(?:[> \t]{0,4})Message-ID[ \t]*:\s{0,5}(<[^<>\s]{3,498}>)", re.IGNORECASE | re.MULTILINE)
_OWN_WORDS = re.compile(
    r"Hi\. This is the [^\n]{0,80}(?:qmail|program)|This message was created automatically by mail delivery software|"
    r"This is the mail system at host|The original message was received at|"
    r"Delivery (?:has failed to these recipients|to the following recipients? failed|is delayed to)|"
    r"Your message (?:did not reach|wasn't delivered|couldn't be delivered)|"
    r"Your message (?:to [^\n]{1,200} has been (?:rejected|blocked))|"
    r"I'm afraid I wasn't able to deliver|could not be delivered to|Undelivered Mail Returned to Sender|"
    r"(?:Address not found|Message not delivered|Alamat tidak ditemukan|Pesan tidak terkirim|Pesan diblokir)|"
    r"tidak dapat (?:dikirim|disampaikan)|gagal (?:dikirim|terkirim)",
    re.IGNORECASE,
)
# Nothing is lost yet: the sender's server goes on trying.
_DELAYED = re.compile(
    r"has not yet been delivered|has been delayed|delivery is delayed|"
    r"(?:will|shall) (?:be retried|keep trying|continue to try)|"
    r"still (?:being )?(?:trying|retried)|THIS IS A WARNING MESSAGE ONLY|delivery attempts will continue|"
    r"(?:tertunda|akan (?:terus )?dicoba)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bounce:
    """`permanent`: given up. `status` as in RFC 3463 ("5.1.1"; "5.0.0" when nothing better is said). `returned` are the
    Message-IDs of what came back, the likeliest first."""

    permanent: bool
    status: str
    returned: tuple[str, ...] = ()


def read_bounce(data: bytes) -> Bounce | None:
    """Read one mail; None when it has the form of no bounce. Pure and total; looks at the first parts only."""
    root = read_part(without_prelude(data), Budget())
    parts = list(islice(leaves(root), _MOST_PARTS))
    returned = tuple(dict.fromkeys(islice(_returned(parts), _MOST_IDS)))
    for part in parts:
        if part.kind.kind in _STATUS_KINDS:
            return _standard(_text(part), returned)
    words = "\n".join(_text(part) for part in parts if part.is_text)[:_LOOKED_AT]
    failed = root.headers.first("x-failed-recipients")
    if not failed and not _OWN_WORDS.search(words[:8_000]):
        return None
    return _in_words(words, returned)


def _standard(text: str, returned: tuple[str, ...]) -> Bounce:
    """Of several recipients the one that failed; each has a group of fields of its own."""
    worst = Bounce(False, "", returned)
    for group in re.split(r"\n[ \t]*\n", text):
        fields = {name.lower(): value for name, value in _FIELD.findall(group)}
        action = fields.get("action", "").strip().lower()
        status = _code(fields.get("status", "")) or _code(fields.get("diagnostic-code", ""))
        if action == "failed" or (not action and status.startswith("5")):
            # Some write 4.x.x when they have given up trying.
            return Bounce(True, status or "5.0.0", returned)
        if status and not worst.status:
            worst = Bounce(False, status, returned)
    return worst


def _in_words(words: str, returned: tuple[str, ...]) -> Bounce:
    said = words.split("\n--- Below this line", 1)[0].split("\n------ This is a copy", 1)[0]
    status = _code(said)
    if _DELAYED.search(said):
        return Bounce(False, status if status.startswith("4") else "4.0.0", returned)
    return Bounce(not status.startswith(("2", "4")), status or "5.0.0", returned)


def _code(text: str) -> str:
    """The first enhanced code, else one made of a basic one ("550 …")."""
    if found := _ENHANCED.search(text):
        return f"{found[1]}.{int(found[2])}.{int(found[3])}"
    basic = _BASIC.search(text)
    return f"{basic[1]}.0.0" if basic else ""


def _returned(parts: list[Part]) -> Iterator[str]:
    """The ids in what was returned as a part of its own, then those in the words of the report."""
    whole = [part for part in parts if part.kind.kind in _RETURNED_KINDS]
    for part in (*whole, *(part for part in parts if part.is_text)):
        yield from _ID.findall(_text(part))


def _text(part: Part) -> str:
    return part.content(Budget())[:_LOOKED_AT].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
