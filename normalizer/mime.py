"""Any mail, read without ever failing: what cannot be understood is kept as text with a doubt.

RFC 5322, 2045-2047, 2231, 3676; email.policy.default is not used, for it raises on mails that are really sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from normalizer.html_text import html_to_text
from normalizer.mime_headers import ContentType, Headers, date_of, decoded, parties, without_prelude
from normalizer.mime_parts import Part, attachment, leaves, read_part
from normalizer.mime_robot import why_robot, why_silent
from normalizer.mime_words import LONGEST_TEXT, Budget, decode_words, whole_characters, without_surrogates
from normalizer.schema import Attachment, Party

_DEEPEST_ATTACHED = 5
_MOST_REFERENCES = 20
_LONGEST_ID = 500
_ID = re.compile(r"<[^<>\s]{1,498}>")
_META_CHARSET = re.compile(rb"<meta\s[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_PICTURE = re.compile(rb"(?<=;base64,)[A-Za-z0-9+/=%\s]{1000,}+")  # pasted into the page itself
_ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_WINMAIL = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
# RFC 5322, 3.6.6; Gmail ("kades@… lapor@…": by, to), Zimbra, Sieve and Exchange when a person's rule passes a mail on.
_PASSED_ON = (
    "resent-from",
    "x-forwarded-for",
    "x-zimbra-forwarded",
    "x-sieve-redirected-from",
    "x-ms-exchange-inbox-rules-loop",
)
# HTML is read although there is plain text when it is so much longer that the plain text is only a stub.
_STUB_BYTES = 30
_STUB_WORDS = 40


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """What a mail says. An empty address in `from_` means that none could be read.

    `date` is the sender's claim in UTC. `references` are Message-IDs, oldest first. `robot_because` is empty for
    what may be a complaint, `silent_because` for whom we may answer. `attached` are the mails attached to this
    one, as `attachments` lists them among the other files.
    `passed_on_by` resent it, or had their server forward it; `names_forwarded` says that it names a mail it forwards.
    `doubts`: charset, encoding, headers-cut, headers-broken, broken-mime, too-many-parts, too-deep, encrypted,
    winmail, text-from-file, text-cut, no-from, no-text, empty, unparsable.
    """

    from_: Party
    reply_to: Party | None = None
    to: tuple[Party, ...] = ()
    subject: str = field(default="", repr=False)
    date: datetime | None = None
    message_id: str = field(default="", repr=False)
    references: tuple[str, ...] = field(default=(), repr=False)
    text: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    attached: tuple[ParsedMail, ...] = ()
    robot_because: str = ""
    silent_because: str = ""
    doubts: tuple[str, ...] = ()
    passed_on_by: Party | None = None
    names_forwarded: bool = False

    @property
    def robot(self) -> bool:
        return bool(self.robot_because)


def parse(data: bytes, envelope_from: str | None = None) -> ParsedMail:
    """Read one mail; never raises. `envelope_from` is SMTP's MAIL FROM ("" or "<>" when null), None when not known."""
    try:
        return _parse(data, envelope_from, Budget(), "part:", 0)
    except Exception:  # noqa: BLE001 -- every byte is hostile; a fault of ours must not cost a citizen's complaint
        return _unparsable(data, envelope_from)


def part_content(data: bytes, source: str) -> bytes | None:
    """The bytes of the file that `Attachment.source` names (`part:3`, or `part:3.2` in an attached mail)."""
    content: bytes | None = data
    for number in source.removeprefix("part:").split("."):
        parts = list(leaves(read_part(without_prelude(_lines(content or b"")), Budget())))
        if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= len(parts):
            return None
        content = parts[int(number) - 1].content(Budget())
    return content


def _parse(data: bytes, envelope_from: str | None, budget: Budget, prefix: str, nested: int) -> ParsedMail:
    root = read_part(without_prelude(_lines(data)), budget)
    headers = root.headers
    author = next(iter(parties(headers.first("from"), budget) or parties(headers.first("sender"), budget)), Party(""))
    subject = decoded(headers.first("subject"), budget)
    text = _text(root, budget) or _text_of_files(root, budget)
    attachments, attached = _files(root, budget, prefix, nested)
    for word in _missing(author, text, attachments):
        budget.fault(word)
    return ParsedMail(
        from_=author,
        reply_to=next(iter(parties(headers.first("reply-to"), budget)), None),
        to=parties(headers.first("to"), budget),
        subject=subject,
        date=date_of(headers.first("date")),
        message_id=_message_id(headers),
        references=_references(headers),
        text=text,
        attachments=attachments,
        attached=attached,
        robot_because=why_robot(headers, root.kind, author.address, subject, envelope_from, text),
        silent_because=why_silent(headers, envelope_from),
        doubts=tuple(budget.doubts),
        passed_on_by=_passed_on_by(headers, budget),
        names_forwarded=headers.has("x-forwarded-message-id"),
    )


def _passed_on_by(headers: Headers, budget: Budget) -> Party | None:
    named = (party for name in _PASSED_ON for party in parties(_first_of(name, headers.first(name)), budget)[:1])
    return next(named, None)


def _first_of(name: str, value: str) -> str:
    return value.strip().partition(" ")[0] if name == "x-forwarded-for" else value


def _lines(data: bytes) -> bytes:
    """Old programs end lines with CR alone."""
    return data.replace(b"\r", b"\n") if b"\r" in data and b"\n" not in data else data


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


def _references(headers: Headers) -> tuple[str, ...]:
    """References, else In-Reply-To (RFC 5322, 3.6.4); the first and the last ones of a long chain."""
    found = _ID.findall(headers.first("references")) or _ID.findall(headers.first("in-reply-to"))[:1]
    chain = list(dict.fromkeys(found))
    return tuple(chain if len(chain) <= _MOST_REFERENCES else [chain[0], *chain[1 - _MOST_REFERENCES :]])


def _text(part: Part, budget: Budget) -> str:
    """The sender's words: plain text before HTML, several texts one after the other."""
    if not part.children:
        return _words(part, budget) if part.is_text else ""
    if part.kind.kind == "multipart/alternative":
        return _best(part.children, budget)
    return "\n\n".join(filter(None, (_text(child, budget) for child in part.children)))


def _text_of_files(root: Part, budget: Budget) -> str:
    """Telephone gateways send the words as a text file and nothing else; it stays among the attachments."""
    files = [leaf for leaf in leaves(root) if leaf.is_file and leaf.kind.kind in ("text/plain", "text/html")]
    text = "\n\n".join(filter(None, (_words(leaf, budget) for leaf in files)))
    if text:
        budget.fault("text-from-file")
    return text


def _best(options: tuple[Part, ...], budget: Budget) -> str:
    plain_parts = [option for option in options if option.kind.kind == "text/plain"]
    rich_parts = [option for option in options if option.kind.kind not in ("text/plain", "text/x-amp-html")]
    plain = "\n\n".join(filter(None, (_text(option, budget) for option in plain_parts)))
    if plain and sum(len(option.body) for option in rich_parts) < _STUB_BYTES * len(plain):
        return plain
    rich = next(filter(None, (_text(option, budget) for option in reversed(rich_parts))), "")
    if len(rich.split()) > 4 * len(plain.split()) + _STUB_WORDS:
        return rich
    return plain or rich


def _words(part: Part, budget: Budget) -> str:
    content = part.content(budget)
    charset = part.kind.parameters.get("charset", "")
    if part.kind.kind in ("text/plain", "text/markdown"):
        content, budget.text = _spent(content, budget.text, budget)
        return _plain_words(content, charset, part.kind, budget)
    if len(content) > budget.page:
        content = _PICTURE.sub(b"", content)
    content, budget.page = _spent(content, budget.page, budget)
    meta = _META_CHARSET.search(content[:2048]) if not charset else None
    page = decode_words(content, meta[1].decode("ascii", "replace") if meta else charset, budget)
    return _trimmed(without_surrogates(html_to_text(page)))


def _plain_words(content: bytes, charset: str, kind: ContentType, budget: Budget) -> str:
    text = decode_words(content, charset, budget).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if kind.parameters.get("format", "").lower() == "flowed":
        text = unflowed(text, kind.parameters.get("delsp", "").lower() == "yes")
    if text.lstrip().startswith("-----BEGIN PGP MESSAGE-----"):
        budget.fault("encrypted")
    return _trimmed(text)


def _spent(content: bytes, left: int, budget: Budget) -> tuple[bytes, int]:
    """As much of a text as may still be read, and what may be read after it."""
    if len(content) <= left:
        return content, left - len(content)
    budget.fault("text-cut")
    return whole_characters(content[: left & ~3]), 0


def _trimmed(text: str) -> str:
    """Without empty lines before and after; what stands between is the sender's own."""
    return re.sub(r"\A(?:[ \t]*+\n)++", "", text).rstrip()


def unflowed(text: str, delete_space: bool = False) -> str:
    """The paragraphs of format=flowed text on one line each (RFC 3676); quoted lines keep their ">"."""
    lines: list[str] = []
    pending: list[str] = []
    depth_before, soft = 0, False
    for line in text.split("\n"):
        unquoted = line.lstrip(">")
        depth = len(line) - len(unquoted)
        words = unquoted.removeprefix(" ")
        if not (soft and depth == depth_before):
            lines.append("".join(pending))
            pending = [">" * depth + " " if depth else ""]
        soft = words.endswith(" ") and words != "-- "
        pending.append(words[:-1] if soft and delete_space else words)
        depth_before = depth
    return "\n".join([*lines, "".join(pending)][1:])


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
        elif leaf.kind.kind in _WINMAIL or leaf.name.lower() == "winmail.dat":
            budget.fault("winmail")
        elif leaf.is_mail and budget.parts > 0 and nested < _DEEPEST_ATTACHED:
            mails.append(_attached(content, budget, source, nested))
    return tuple(files), tuple(mails)


def _attached(content: bytes, budget: Budget, source: str, nested: int) -> ParsedMail:
    """An attached mail has doubts of its own, but spends from the same budget."""
    own = budget.of_its_own()
    mail = _parse(content, None, own, f"{source}.", nested + 1)
    budget.settle(own)
    return mail
