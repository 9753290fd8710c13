"""Any mail, read without ever failing: what cannot be understood is kept as text with a doubt.

RFC 5322, 2045-2047, 2231, 3676; email.policy.default is not used, for it raises on mails that are really sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from normalizer.mime_headers import Headers, date_of, decoded, parties, split_headers, without_prelude, zone_of
from normalizer.mime_parts import Part, attachment, file_of, leaves, read_part
from normalizer.mime_robot import why_robot, why_silent
from normalizer.mime_signed import SIGNED_KINDS
from normalizer.mime_text import is_winmail, packed_words, words_of, words_of_files
from normalizer.mime_tnef import read_tnef
from normalizer.mime_words import LONGEST_TEXT, Budget
from normalizer.schema import Attachment, Party

_DEEPEST_ATTACHED = 5
_MOST_REFERENCES = 20
_LONGEST_ID = 500
_ID = re.compile(r"<[^<>\s]{1,498}>")
_ENCRYPTED = SIGNED_KINDS | {"application/pgp-encrypted"}
# RFC 5322, 3.6.6; Gmail ("kades@… lapor@…": by, to), Zimbra, Sieve and Exchange when a person's rule passes a mail on.
_PASSED_ON = (
    "resent-from",
    "x-forwarded-for",
    "x-zimbra-forwarded",
    "x-sieve-redirected-from",
    "x-ms-exchange-inbox-rules-loop",
)


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """What a mail says. An empty address in `from_` means that none could be read.

    `date` is the sender's claim in UTC, `zone` where its clock stood, None when it does not say. `references` are
    Message-IDs, oldest first. `robot_because` is empty for what may be a complaint, `silent_because` for whom we may
    answer. `attached` are the mails attached to this one, as `attachments` lists them among the other files; `unread`
    is the file of one that lies too deep, or of all that are too many: nothing but its headers is read.
    `passed_on_by` resent it, or had their server forward it; `names_forwarded` says that it names a mail it forwards.
    `embedded` are the sources of attached images that its page shows between the words: photos, and signatures' logos.
    `doubts`: charset, encoding, headers-cut, headers-broken, broken-mime, too-many-parts, too-deep, encrypted,
    winmail, text-from-file, text-cut, no-from, no-text, empty, unparsable.
    """

    from_: Party
    reply_to: Party | None = None
    to: tuple[Party, ...] = ()
    subject: str = field(default="", repr=False)
    date: datetime | None = None
    zone: tzinfo | None = None
    message_id: str = field(default="", repr=False)
    references: tuple[str, ...] = field(default=(), repr=False)
    text: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    attached: tuple[ParsedMail, ...] = ()
    unread: Attachment | None = None
    robot_because: str = ""
    silent_because: str = ""
    doubts: tuple[str, ...] = ()
    passed_on_by: Party | None = None
    names_forwarded: bool = False
    embedded: frozenset[str] = frozenset()

    @property
    def robot(self) -> bool:
        return bool(self.robot_because)


def parse(data: bytes, envelope_from: str | None = None) -> ParsedMail:
    """Read one mail; never raises. `envelope_from` is SMTP's MAIL FROM ("" or "<>" when null), None when not known."""
    try:
        return _parse(data, envelope_from, Budget(), "part:", 0)
    except Exception:  # noqa: BLE001 -- every byte is hostile; a fault of ours must not cost a citizen's complaint
        return _unparsable(data, envelope_from)


def _parse(data: bytes, envelope_from: str | None, budget: Budget, prefix: str, nested: int) -> ParsedMail:
    root = read_part(without_prelude(data), budget)
    headers = root.headers
    author = _author(headers, budget, envelope_from)
    subject = decoded(headers.first("subject"), budget)
    text = words_of(root, budget) or words_of_files(root, budget) or packed_words(root, budget)
    attachments, attached = _files(root, budget, prefix, nested)
    for word in _missing(author, text, attachments):
        budget.fault(word)
    return ParsedMail(
        from_=author,
        reply_to=next(iter(parties(headers.first("reply-to"), budget)), None),
        to=parties(headers.first("to"), budget),
        subject=subject,
        date=date_of(headers.first("date")),
        zone=zone_of(headers.first("date")),
        message_id=_message_id(headers),
        references=_references(headers, budget),
        text=text,
        attachments=attachments,
        attached=attached,
        robot_because=why_robot(headers, root.kind, author.address, subject, envelope_from, text),
        silent_because=why_silent(headers, envelope_from),
        doubts=tuple(budget.doubts),
        passed_on_by=_passed_on_by(headers, budget),
        names_forwarded=headers.has("x-forwarded-message-id"),
        embedded=frozenset(f"{prefix}{number}" for number, leaf in enumerate(leaves(root), 1) if _is_embedded(leaf)),
    )


def _author(headers: Headers, budget: Budget, envelope_from: str | None) -> Party:
    """Who is named in From, else in Sender or Reply-To; in a file, of which nobody told MAIL FROM, in Return-Path."""
    names = ("from", "sender", "reply-to", *(("return-path",) if envelope_from is None else ()))
    named = (found[0] for name in names if (found := parties(headers.first(name), budget)))
    return next(named, Party(""))


def _passed_on_by(headers: Headers, budget: Budget) -> Party | None:
    named = (party for name in _PASSED_ON for party in parties(_first_of(name, headers.first(name)), budget)[:1])
    return next(named, None)


def _first_of(name: str, value: str) -> str:
    return value.strip().partition(" ")[0] if name == "x-forwarded-for" else value


def _unparsable(data: bytes, envelope_from: str | None) -> ParsedMail:
    text = data[:LONGEST_TEXT].decode("utf-8", "replace").replace("\0", "")
    silent = why_silent(Headers(()), envelope_from)
    return ParsedMail(Party(""), text=text, silent_because=silent, doubts=("unparsable",))


def _missing(author: Party, text: str, attachments: tuple[Attachment, ...]) -> list[str]:
    doubts = [] if author.address else ["no-from"]
    if not text:
        doubts.append("no-text" if attachments else "empty")
    return doubts


def _message_id(headers: Headers) -> str:
    value = headers.first("message-id")[:_LONGEST_ID]
    found = _ID.search(value)
    return found[0] if found else ""


def _ids(value: str, budget: Budget) -> list[str]:
    # Python's email package writes encoded words into long ones (https://github.com/python/cpython/issues/79986).
    return _ID.findall(value) or (_ID.findall(decoded(value, budget)) if "=?" in value else [])


def _references(headers: Headers, budget: Budget) -> tuple[str, ...]:
    """References, else In-Reply-To (RFC 5322, 3.6.4); the first and the last ones of a long chain."""
    found = _ids(headers.first("references"), budget) or _ids(headers.first("in-reply-to"), budget)[:1]
    chain = list(dict.fromkeys(found))
    return tuple(chain if len(chain) <= _MOST_REFERENCES else [chain[0], *chain[1 - _MOST_REFERENCES :]])


def _files(
    root: Part, budget: Budget, prefix: str, nested: int
) -> tuple[tuple[Attachment, ...], tuple[ParsedMail, ...]]:
    files: list[Attachment] = []
    mails: list[ParsedMail] = []
    if root.kind.kind == "multipart/encrypted":
        budget.fault("encrypted")
    for number, leaf in enumerate(leaves(root), 1):
        if not leaf.is_file:
            continue
        content, source = leaf.content(budget), f"{prefix}{number}"
        files.append(attachment(leaf, content, source))
        if leaf.kind.kind in _ENCRYPTED:
            budget.fault("encrypted")
        elif is_winmail(leaf):
            budget.fault("winmail")
            files += _packed_files(content, budget, source)
        elif leaf.is_mail:
            mails.append(_attached(content, budget, files[-1], nested))
        elif leaf.rest and mails:
            mails.append(_unread(b"", files[-1], "too-many-parts"))
    return tuple(files), tuple(mails)


def _is_embedded(leaf: Part) -> bool:
    """RFC 2392: a page names a picture by its Content-ID."""
    handed_over = leaf.headers.first("content-disposition").strip().lower().startswith("attachment")
    return leaf.kind.kind.startswith("image/") and leaf.headers.has("content-id") and not handed_over


def _packed_files(content: bytes, budget: Budget, source: str) -> list[Attachment]:
    """Files within the package, which stays among the files itself; they count as parts."""
    files: list[Attachment] = []
    for number, (name, inner) in enumerate(read_tnef(content).files, 1):
        budget.parts -= 1
        if budget.parts < 0:
            budget.fault("too-many-parts")
            break
        files.append(file_of(name, inner, f"{source}.{number}"))
    return files


def _attached(content: bytes, budget: Budget, file: Attachment, nested: int) -> ParsedMail:
    """An attached mail has doubts of its own, but spends from the same budget."""
    if nested >= _DEEPEST_ATTACHED:
        return _unread(content, file, "too-deep")
    own = budget.of_its_own()
    if own is None:
        return _unread(content, file, "too-many-parts")
    mail = _parse(content, None, own, f"{file.source}.", nested + 1)
    budget.settle(own)
    return mail


def _unread(content: bytes, file: Attachment, why: str) -> ParsedMail:
    """For a person: who wrote it and when, and the file. Its subject would let it go on, and what is not read may ask
    for protection."""
    budget = Budget(guesses=0)
    headers, _ = split_headers(without_prelude(content), budget)
    return ParsedMail(
        from_=_author(headers, budget, None),
        date=date_of(headers.first("date")),
        zone=zone_of(headers.first("date")),
        message_id=_message_id(headers),
        attachments=(file,),
        unread=file,
        doubts=(why, "no-text"),
    )
