"""From a message that was judged to the complaint it tells."""

from __future__ import annotations

from collections.abc import Collection

from normalizer.privacy import mask
from normalizer.schema import Complaint, Language, Message
from normalizer.text import agency_keyword, bare_subject, folded, shortened, title, writable
from normalizer.triage import Triage

# Titles of what has no words; a person writes down what the picture or the voice says.
_WORDLESS = {
    Language.INDONESIAN: ("Laporan dengan lampiran", "Laporan dengan titik lokasi"),
    Language.ENGLISH: ("Report with an attachment", "Report with a location"),
}


def normalize(message: Message, triage: Triage, id: str, keywords: Collection[str] = ()) -> Complaint:  # noqa: A002 - the field's own name
    """The complaint `id` made of one message. Pure and total.

    The text stays as written: greeting, agency keyword and flag words too; only what no later system can hold (NUL,
    lone surrogates) becomes U+FFFD. The title never shows a NIK, a phone number or a mail address: it is read in lists.
    """
    heading = _title(message, triage.language)
    return Complaint(
        id=id,
        kind=triage.kind,
        channel=message.channel,
        delivery=message.delivery,
        reporter=message.sender,
        submitted_by=message.sender,
        person=message.person,
        title=heading,
        text=_text(message, heading),
        received_at=message.received_at,
        sent_at=message.sent_at,
        agency_keyword=agency_keyword(message.text, keywords),
        language=triage.language,
        flags=triage.flags,
        attachments=message.attachments,
        location=message.location,
        doubts=message.doubts,
    )


def _title(message: Message, language: Language) -> str:
    subject = bare_subject(message.subject)
    best = shortened(mask(subject)) or shortened(mask(title(message.text)))
    pinned = message.location is not None and not message.attachments
    return writable(best) or _WORDLESS[language][pinned]


def _text(message: Message, heading: str) -> str:
    """The body as written; a subject whose words stand nowhere else (no body, cut or masked in the title) goes before
    it, so that no word is lost."""
    subject = bare_subject(message.subject)
    words = folded(subject)
    if not folded(message.text):
        return writable("\n\n".join(part for part in (message.subject, message.text) if part.strip()) or message.text)
    if not words or words in folded(heading) or words in folded(message.text):
        return writable(message.text)
    return writable(f"{message.subject}\n\n{message.text}")
