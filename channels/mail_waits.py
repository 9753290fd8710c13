"""Which mails wait for a person: what is suspect, lists, and what a provider asks about forwarding."""

from __future__ import annotations

from collections.abc import Sequence

from channels.mail_envelope import HEADER_BYTES, recipients_of
from channels.mail_forwarders import words_told
from channels.mail_proof import proof_of
from channels.mail_thread import recipient_tokens, tokens
from channels.mail_verdict import marked_verdict, told_by_relay
from normalizer.mime import ParsedMail, parse
from normalizer.privacy import mask
from normalizer.schema import Raw
from normalizer.suspect import Known, Suspicion, suspicion
from normalizer.verification_mail import Verification, verification

_SUBJECT, _SHOWN = 60, 20_000
# A person, or the official who was asked, has looked at it.
_SEEN = ("MARK released", "MARK confirmed")


def waits(raw: Raw, mail: ParsedMail, ours: Sequence[str]) -> str:
    """`held:<reason>`, `verification:<provider>`, `verification:unproven`, or "" for what goes its way. Pure.

    ours: our addresses and @domains in lower case. Robots' mails go their way, too: they are neither submitted nor
    answered there.
    """
    if any(raw.header(name) for name in _SEEN):
        return ""
    if asked := asks(raw, mail):
        return f"verification:{asked.provider if asked.proven else 'unproven'}"
    if mail.robot:
        return ""
    if offers_word(raw, mail):
        return "held:word"
    judged = judge(raw, mail, ours)
    return f"held:{judged.reason}" if judged.held else ""


def asks(raw: Raw, mail: ParsedMail) -> Verification | None:
    proof = proof_of(raw, mail.from_.address)
    office = proof.forwarder and not proof.elsewhere
    return verification(mail, proven=proof.proven, signed="dkim" in proof.words, forwarder=office)


def offers_word(raw: Raw, mail: ParsedMail) -> bool:
    """A one-time word that enrolled nobody: used up, or of a sender who is not proven. It is for nobody else's eyes."""
    return not proof_of(raw, mail.from_.address).forwarder and bool(words_told(mail))


def judge(raw: Raw, mail: ParsedMail, ours: Sequence[str]) -> Suspicion:
    """Why a mail waits, or does not."""
    return suspicion(raw.body, mail, known(raw, mail, ours))


def known(raw: Raw, mail: ParsedMail, ours: Sequence[str]) -> Known:
    proof, mark = proof_of(raw, mail.from_.address), raw.header("MARK proof")
    return Known(
        # Nobody could be asked: that says nothing of the sender.
        proven=proof.proven if mark and "away" not in proof.words else None,
        forwarder=proof.forwarder,
        verdict=told_by_relay(raw) or marked_verdict(raw),
        ours=tuple(ours),
        answers=raw.header("MARK answer") == "ours",
    )


def names(raw: Raw) -> tuple[str, ...]:
    """Of what an answer of ours is named by. Most mails hold nothing like it, and are not parsed for that."""
    head = raw.body[:HEADER_BYTES]
    if b"<satupintu." not in head.lower() and not recipient_tokens(recipients_of(raw)):
        return ()
    mail = parse(head)
    return tokens(recipients_of(raw), mail.references, mail.subject)


def reasons(raw: Raw, mail: ParsedMail, ours: Sequence[str]) -> list[str]:
    """`adverts +4`, the weightiest first."""
    return [f"{name} {weight:+d}" for name, weight in judge(raw, mail, ours).signs]


def request(raw: Raw, mail: ParsedMail) -> str:
    """What is asked, for the operator; "" for any other mail."""
    asked = asks(raw, mail)
    if asked is None:
        return ""
    who = f" by {asked.asked_by}" if asked.asked_by else ""
    if not asked.proven:
        return f"A mail that says it comes from {asked.provider} asks about forwarding{who}, but nobody vouches for it."
    lines = [f"{asked.provider} asks whether mail may be forwarded here. Asked{who}."]
    lines += [f"Code: {asked.code}"] if asked.code else []
    return "\n".join([*lines, *(f"Link: {link}" for link in asked.links)])


def summary(mail: ParsedMail) -> tuple[str, str]:
    """The sender's domain, and as much of the subject as a list has room for."""
    domain = mail.from_.address.rpartition("@")[2].lower()[:60]
    return mask(domain), mask(" ".join(mail.subject.split()))[:_SUBJECT]


def shown(mail: ParsedMail) -> str:
    """Sender, subject, text and names of files."""
    files = ", ".join(one.name for one in mail.attachments)
    head = [f"From: {mail.from_.name} <{mail.from_.address}>", f"Subject: {mail.subject}"]
    return "\n".join([*head, *([f"Files: {files}"] if files else []), "", mail.text[:_SHOWN]])
