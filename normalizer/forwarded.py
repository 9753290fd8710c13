"""Who really wrote a forwarded mail, who passed it on, and what each of them said.

Forwards have no standard but RFC 5322, 3.6.6 (Resent-*) and message/rfc822 (RFC 2046, 5.2.1); inline forms are each
program's own. Everything here is pure, total, and linear in the length of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo

from normalizer.forward_dates import moment
from normalizer.forward_judge import Confidence, Outer, chosen, judge, no_complaint
from normalizer.forward_lines import Lines
from normalizer.forward_search import divided
from normalizer.forward_subjects import Intent, intent_of, unprefixed
from normalizer.mime import ParsedMail
from normalizer.mime_headers import decoded
from normalizer.mime_words import Budget
from normalizer.schema import Attachment, Party

_DEEPEST = 10
_SHORT_NOTE_WORDS = 60


@dataclass(frozen=True, slots=True)
class Hop:
    """One forwarded message: who wrote it and what its headers said. `note` is what that person put above the next
    inner message; the innermost one's words are `Forward.text`. `date_raw` as it stood there, `date` in UTC."""

    author: Party
    subject: str = field(default="", repr=False)
    date_raw: str = field(default="", repr=False)
    date: datetime | None = None
    to: tuple[Party, ...] = ()
    cc: tuple[Party, ...] = ()
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Forward:
    """A mail that passes on another one.

    `reporter` wrote the innermost message: `subject`, `date_raw`, `date` (UTC), `text` and `attachments` are that
    message's; files that the forwarder laid beside attached mails come with each, the mails themselves with none. An
    empty address or name means that the forward does not tell. `forwarder` passed it on to us and added
    `note`. `chain` goes from the outermost forwarded message to the innermost. When `confidence` is "low" somebody
    should look, and the forwarder stays the one who is answered; `reason` says why, without any words of the mail.
    `doubts` are those of the attached mail.
    """

    reporter: Party
    forwarder: Party
    subject: str = field(repr=False)
    text: str = field(repr=False)
    note: str = field(default="", repr=False)
    date_raw: str = field(default="", repr=False)
    date: datetime | None = None
    chain: tuple[Hop, ...] = ()
    confidence: Confidence = "high"
    reason: str = ""
    attachments: tuple[Attachment, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Layer:
    """One step inwards: the words above the block, the message below it, and how sure that is."""

    note: str = field(repr=False)
    hop: Hop
    body: str = field(repr=False)
    confidence: Confidence
    reason: str


def read_forward(mail: ParsedMail, zone: tzinfo = UTC) -> Forward | None:
    """The forward a mail is, or None; of several attached mails the first. Never raises.

    A date that names no zone was printed where the clock of this mail's sender stood; `zone` is for mails that do not
    say where that is. See `read_forwards` for mails that carry several.
    """
    return next(iter(read_forwards(mail, zone)), None)


def read_forwards(mail: ParsedMail, zone: tzinfo = UTC) -> tuple[Forward, ...]:
    """Every mail this one passes on: one for each attached mail, else what its text or its headers tell; else none."""
    return _forwards(mail, zone, 0)


def read_text(subject: str, body: str, zone: tzinfo = UTC) -> Forward | None:
    """As `read_forward`, of a subject and a plain text alone; the forwarder is nobody."""
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    return read_forward(ParsedMail(Party(""), subject=subject, text=text), zone)


def _forwards(mail: ParsedMail, zone: tzinfo, depth: int) -> tuple[Forward, ...]:
    # Without any name it may be a draft, or another file that begins like a mail; beside one that has a name it is not.
    if any(_is_told(inner) for inner in mail.attached) and not mail.robot and depth < _DEEPEST:
        return tuple(one for inner in mail.attached for one in _attached(mail, inner, zone, depth))
    inline = _inline(mail, zone)
    if inline:
        return (inline,)
    if mail.passed_on_by and mail.from_.address and mail.passed_on_by.address.lower() != mail.from_.address.lower():
        hop = Hop(mail.from_, mail.subject, "", mail.date, mail.to)
        return (_of_hops(mail, mail.passed_on_by, "", (hop,), mail.text, "high", "passed on by a server or resent"),)
    return ()


def _is_told(mail: ParsedMail) -> bool:
    return bool(mail.from_.address or mail.from_.name)


def _attached(mail: ParsedMail, inner: ParsedMail, zone: tzinfo, depth: int) -> tuple[Forward, ...]:
    """The attached mail, or, where that is a forward itself, what it carries."""
    confidence, reason = _judge_attached(mail, inner)
    own = Hop(inner.from_, inner.subject, "", inner.date, inner.to)
    files = _without_mails(mail)
    carried = _forwards(inner, zone, depth + 1)
    if not carried:
        found = _of_hops(inner, mail.from_, mail.text, (own,), inner.text, confidence, reason)
        return (replace(found, attachments=(*_own_files(inner), *files), doubts=inner.doubts),)
    return tuple(
        replace(
            further,
            attachments=(*further.attachments, *files),
            doubts=(*inner.doubts, *further.doubts),
            forwarder=mail.from_,
            note=mail.text,
            chain=(replace(own, note=further.note), *further.chain),
            confidence="low" if "low" in (confidence, further.confidence) else "high",
            reason=f"{reason}; in it: {further.reason}",
        )
        for further in carried
    )


def _own_files(inner: ParsedMail) -> tuple[Attachment, ...]:
    """An attached mail that was not read is a file: somebody has to open it."""
    return inner.attachments if inner.unread else _without_mails(inner)


def _without_mails(mail: ParsedMail) -> tuple[Attachment, ...]:
    """Its files but for attached mails: those may be other citizens', and their headers name people."""
    unread = {inner.unread.source for inner in mail.attached if inner.unread}
    return tuple(file for file in mail.attachments if not _is_mail(file) and file.source not in unread)


def _is_mail(file: Attachment) -> bool:
    return file.media_type.startswith("message/") or file.name.lower().endswith(".eml")


def _judge_attached(mail: ParsedMail, inner: ParsedMail) -> tuple[Confidence, str]:
    if inner.robot:
        return "low", "the attached mail is no person's"
    if intent_of(mail.subject) is Intent.FORWARD:
        return "high", "attached mail under a forward subject"
    if intent_of(mail.subject) is Intent.REPLY:
        return "low", "attached mail under a reply subject"
    if len(mail.text.split()) > _SHORT_NOTE_WORDS:
        return "low", "attached mail beside a long text"
    return "high", "attached mail"


def _inline(mail: ParsedMail, zone: tzinfo) -> Forward | None:
    zone = mail.zone or zone
    finnish = _finnish(mail.text[:20_000].casefold())
    intent = Intent.FORWARD if mail.names_forwarded else intent_of(mail.subject, finnish)
    recipients = frozenset(party.address.lower() for party in mail.to)
    outermost = Outer(intent, mail.from_.address.lower(), recipients, bool(mail.references))
    first = _layer(mail.text, unprefixed(mail.subject), outermost, zone)
    if first is None:
        return None
    layers = [first]
    while len(layers) < _DEEPEST:
        outer = layers[-1]
        inner_intent = intent_of(outer.hop.subject, finnish)
        inner = _layer(outer.body, unprefixed(outer.hop.subject), Outer(inner_intent, nested=True), zone)
        if inner is None or inner.confidence == "low":
            break
        if inner.note and inner_intent is not Intent.FORWARD:
            # Two citizens' mails below each other look so, too: the second must not take the place of the first.
            first = replace(first, confidence="low", reason="a forward below a mail that says it is none")
            break
        layers.append(inner)
    notes = [*(layer.note for layer in layers[1:]), ""]
    hops = tuple(replace(layer.hop, note=note) for layer, note in zip(layers, notes, strict=True))
    return _of_hops(mail, mail.from_, first.note, hops, layers[-1].body, first.confidence, first.reason)


def _finnish(text: str) -> bool:
    return "lähettäjä" in text or "kirjoitti" in text


def _of_hops(
    mail: ParsedMail, forwarder: Party, note: str, hops: tuple[Hop, ...], text: str, confidence: Confidence, reason: str
) -> Forward:
    inner = hops[-1]
    if doubted := no_complaint(inner.author, text):
        confidence, reason = "low", doubted
    return Forward(
        reporter=inner.author,
        forwarder=forwarder,
        subject=inner.subject,
        text=text,
        note=note,
        date_raw=inner.date_raw,
        date=inner.date,
        chain=hops,
        confidence=confidence,
        reason=reason,
        attachments=mail.attachments,
    )


def _layer(text: str, subject: str, outer: Outer, zone: tzinfo) -> _Layer | None:
    lines = Lines.of(text)
    block = chosen(lines, outer)
    if block is None:
        return None
    note, body, below = divided(lines, block)
    verdict = judge(block, outer, bool(note))
    if verdict is None:
        return None
    # Some programs print a header as it came, encoded words and all: a wish for protection may stand in one.
    plain = Budget(guesses=0)
    hop = Hop(
        author=replace(block.author, name=decoded(block.author.name, plain)),
        subject=decoded(block.subject, plain) or subject,
        date_raw=block.date_raw,
        date=moment(block.date_raw, zone),
        to=block.to,
        cc=block.cc,
    )
    # Apple Mail leaves a byte order mark at the beginning of what it passes on.
    return _Layer("\n\n".join(filter(None, (note, below))), hop, body.removeprefix("\ufeff"), *verdict)
