"""One mail as messages: what it says, whose words they are, and whether its sender is answered."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import replace

from channels.mail_alignment import aligned
from channels.mail_envelope import envelope_sender
from channels.mail_proof import Proof, proof_of
from channels.mail_thread import tokens
from normalizer.forwarded import Forward
from normalizer.mime import ParsedMail
from normalizer.phone import e164
from normalizer.schema import Message, Origin, Party, Raw

# Behind the delivery of what was sent in somebody's name, and nobody knows by whom.
BORROWED = "unproven"
# It was written to somebody else: whoever got it may have sent it on to us.
ELSEWHERE = "sent-elsewhere"
_WORDLESS = frozenset({"no-text", "empty"})
# An Indonesian mobile number, or one with its country code.
_PHONE = re.compile(r"(?<![\w.])(?:\+?62|0)[\s.\-]?8\d(?:[\s.\-]?\d){6,11}(?!\d)|(?<!\w)\+\d(?:[\s.\-]?\d){7,14}(?!\d)")


def message_of(raw: Raw, mail: ParsedMail, delivery: str, to_us: Sequence[str], *, ours: str, proves: bool) -> Message:
    """The mail as one message. to_us: those of its recipients that are ours; ours: the address we write from; proves:
    whether senders are proven here."""
    sender = mail.from_ if mail.from_.address else Party((envelope_sender(raw) or "").strip().strip("<>"))
    proof = proof_of(raw, sender.address)
    borrowed = not _answered(raw, sender, proof, proves=proves)
    silent = bool(mail.silent_because) or borrowed
    return Message(
        channel=raw.channel,
        # In a borrowed name it is another delivery: what its owner sends is answered though the bytes are the same.
        delivery=f"{delivery}:{BORROWED}" if borrowed else delivery,
        sender=sender,
        person=f"mailto:{sender.address.lower()}",
        received_at=raw.received_at,
        sent_at=mail.date,
        subject=mail.subject,
        text=mail.text,
        attachments=mail.attachments,
        quoted=_attached_words(mail),
        thread=_thread(mail.message_id, mail.references),
        tokens=tokens(to_us, mail.references, mail.subject),
        recipient=next((address.lower() for address in to_us), ""),
        robot=mail.robot or sender.address.lower() == ours.lower(),
        silent=silent,
        doubts=(*mail.doubts, *(["unanswered"] if silent else []), *([ELSEWHERE] if proof.elsewhere else [])),
        verified=proof.forwarder,
        enrolled=proof.enrolled,
        borrowed=borrowed,
        proven=proof.proven and not proof.elsewhere,
    )


def passed_on(message: Message, forwards: Sequence[Forward]) -> tuple[Message, ...]:
    """A message for each mail that was forwarded in it."""
    deliveries = _parts(message.delivery, forwards) if len(forwards) > 1 else [message.delivery]
    return tuple(
        replace(message, delivery=delivery, origin=_origin(one), doubts=_doubts(message, one))
        for delivery, one in zip(deliveries, forwards, strict=True)
    )


def _parts(key: str, forwards: Sequence[Forward]) -> list[str]:
    """One for each; where words are the same, or missing, the files of the further ones tell."""
    keys: list[str] = []
    first: dict[str, str] = {}
    for one in forwards:
        own, files = _part(key, one), "\0".join(file.sha256 or "" for file in one.attachments)
        alike = first.setdefault(own, files) == files
        keys.append(own if alike else f"{own}:{hashlib.sha256(files.encode()).hexdigest()[:16]}")
    return keys


def _doubts(message: Message, found: Forward) -> tuple[str, ...]:
    """Of the envelope and of the mail attached to it. That the envelope says nothing itself is no doubt about this."""
    meant = _WORDLESS if found.text else frozenset[str]()
    return tuple(dict.fromkeys(one for one in (*message.doubts, *found.doubts) if one not in meant))


def _answered(raw: Raw, sender: Party, proof: Proof, *, proves: bool) -> bool:
    """Anybody can name anybody in From: an answer to a name that was borrowed would be spam of ours. So would one to
    whoever wrote to somebody else, who sent it on to us; and what it orders was not meant for us."""
    if proof.elsewhere and not proof.forwarder:
        return False
    envelope = envelope_sender(raw)
    return proof.proven or envelope is None or (not proves and aligned(envelope, sender.address))


def _origin(found: Forward) -> Origin:
    return Origin(
        author=_reachable(found.reporter),
        forwarder=found.forwarder,
        subject=found.subject,
        text=found.text,
        note=found.note,
        sent_at=found.date,
        chain=tuple(hop.author for hop in found.chain),
        attachments=found.attachments,
        sure=found.confidence == "high",
        reason=found.reason,
        remarks=tuple((hop.author, hop.note) for hop in found.chain[:-1]),
    )


def _reachable(author: Party) -> Party:
    """Where a forward's header names a phone instead of a mail address ("Dari: Budi (0811-0000-0001)"), that is where
    its author is reached."""
    found = None if author.address else _PHONE.search(author.name)
    number = e164(found[0]) if found else None
    if found is None or number is None:
        return author
    rest = f"{author.name[: found.start()]} {author.name[found.end() :]}"
    return Party(number, " ".join(rest.split()).strip(" ,;:-()<>[]"))


def _part(key: str, found: Forward) -> str:
    """Of one mail among several in a mail: its own words name it, never its place."""
    words = "\0".join((found.reporter.address, found.reporter.name, found.subject, found.date_raw, found.text))
    return f"{key}:{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _attached_words(mail: ParsedMail) -> tuple[str, ...]:
    """Subject and text of every attached mail, and of those attached to them."""
    inner = [f"{one.subject}\n\n{one.text}" for one in mail.attached]
    return (*inner, *(words for one in mail.attached for words in _attached_words(one)))


def _thread(identity: str, references: tuple[str, ...]) -> str:
    """What an answer needs to stand below this mail, oldest first; empty when the mail names nothing."""
    chain = [*references, identity] if identity else list(references)
    return json.dumps({"id": identity, "references": chain}) if chain else ""
