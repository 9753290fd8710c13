"""From a message that was judged to the complaint it tells."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from normalizer.flag_words import flag_word
from normalizer.passed_on import notes_of
from normalizer.privacy import mask
from normalizer.quotes import own_words
from normalizer.schema import LAPOR_KINDS, Complaint, Flags, Kind, Language, Message, Origin
from normalizer.text import agency_keyword, bare_subject, folded, has_words, readable, shortened, title, words, writable
from normalizer.triage import Triage

# Titles of what has no words, unless a deployment has its own: with an attachment, with a location, with neither. A
# person writes down what a picture or a voice says.
Untitled = Mapping[Language, tuple[str, str, str]]
UNTITLED: Untitled = {
    Language.INDONESIAN: ("Laporan dengan lampiran", "Laporan dengan titik lokasi", "Laporan tanpa keterangan"),
    Language.ENGLISH: ("Report with an attachment", "Report with a location", "Report without words"),
}
# A subject is looked for at the beginning of a text only; one that stands twice does no harm.
_LOOKED_AT = 20_000
# How a typed letter names its matter, above its first sentence.
_ABOUT = re.compile(
    r"^[ \t*]{0,4}(?:perihal|hal)[ \t*]{0,6}:[ \t*]{0,6}(\S[^\n]{7,200})$", re.IGNORECASE | re.MULTILINE
)
_HEAD = 400


def normalize(
    message: Message,
    triage: Triage,
    id: str,  # noqa: A002 - the field's own name
    keywords: Collection[str] = (),
    untitled: Untitled = UNTITLED,
) -> Complaint:
    """The complaint `id` made of one message. Pure and total.

    The text stays as written: greeting, agency keyword and flag words too; only what no later system can hold (NUL,
    lone surrogates) becomes U+FFFD. The title never shows a NIK, a phone number or a mail address: it is read in lists.
    """
    if message.origin:
        return _forwarded(message, message.origin, triage, id, untitled)
    keyword = agency_keyword(message.text, keywords)
    heading = _title(message, triage, keyword) or untitled[triage.language][_wordless(message)]
    return Complaint(
        id=id,
        kind=triage.kind if triage.kind in LAPOR_KINDS else Kind.COMPLAINT,
        channel=message.channel,
        delivery=message.delivery,
        reporter=message.sender,
        submitted_by=message.sender,
        person=message.person,
        title=heading,
        text=_text(message, triage, heading),
        received_at=message.received_at,
        sent_at=message.sent_at,
        agency_keyword=keyword,
        language=triage.language,
        flags=triage.flags,
        attachments=message.attachments,
        location=message.location,
        doubts=message.doubts,
    )


# A person looks whose words these are.
UNSURE = "forward-unsure"


def _forwarded(message: Message, origin: Origin, triage: Triage, name: str, untitled: Untitled) -> Complaint:
    """The complaint of whoever wrote the innermost message; where the forward does not tell, of who passed it on."""
    inner = replace(
        message,
        subject=origin.subject,
        text=origin.text,
        attachments=origin.attachments,
        sent_at=origin.sent_at or message.sent_at,
        origin=None,
        doubts=message.doubts if origin.sure else (*message.doubts, UNSURE),
    )
    told = bool(origin.author.address or origin.author.name)
    return replace(
        normalize(inner, triage, name, untitled=untitled),
        reporter=origin.author if told else origin.forwarder,
        submitted_by=origin.forwarder,
        note=writable(notes_of(origin, triage.flags, triage.language)),
        forwarded=True,
    )


def _title(message: Message, judged: Triage, keyword: str) -> str:
    subject = _unflagged(bare_subject(message.subject), judged.flags)
    told = message.text.lstrip()[len(keyword) :]
    best = subject or _unflagged(title(_own(told)), judged.flags)
    return writable(shortened(mask(best)))


def _own(text: str) -> str:
    """What a letter says it is about, else the text without the letter it answers: "Sent: Monday, May 3" and
    "Nomor: 140/12" head nobody's complaint."""
    if "\n" not in text:
        return text
    if about := _ABOUT.search(text[:_HEAD]):
        return about[1]
    own = own_words(text).text
    return "\n".join(line for line in own.split("\n") if not line.startswith(">")) or own


def _wordless(message: Message) -> int:
    if message.attachments:
        return 0
    return 1 if message.location else 2


def _unflagged(text: str, flags: Flags) -> str:
    """The text without the flag words it begins or ends with; they are carried as flags."""
    found = words(text) if flags else ()
    start, end = 0, len(found)
    while start < end and flag_word(found[start].folded):
        start += 1
    while end > start and flag_word(found[end - 1].folded):
        end -= 1
    if start == 0 and end == len(found):
        return text
    normal = readable(text)
    return normal[found[start].start : found[end - 1].start + len(found[end - 1].raw)] if end > start else ""


def _text(message: Message, judged: Triage, heading: str) -> str:
    """The body as written; a subject whose words stand nowhere else (no body, cut or masked in the title) goes before
    it, so that no word is lost."""
    subject = folded(_unflagged(bare_subject(message.subject), judged.flags))
    lost = subject and subject not in folded(heading) and subject not in folded(message.text[:_LOOKED_AT])
    if message.subject and (lost or not has_words(message.text)):
        return writable(f"{message.subject}\n\n{message.text}".rstrip("\n"))
    return writable(message.text)
