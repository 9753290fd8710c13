"""What forward_lease.lua and lease.lua give back; the fields stand in the order in which the scripts ask for them."""

from __future__ import annotations

from typing import Any

from forwarder.items import Climb, ForwardLease, Member, ReplyLease
from forwarder.mailbox import Mailbox
from forwarder.mailbox import opened as opened_mailbox
from forwarder.redis_server import text
from forwarder.seal import Sealer, Unsealable
from forwarder.tidings import opened
from forwarder.wish import wish_of


def forward_lease(id_: bytes, fence: bytes, fields: list[Any]) -> ForwardLease:
    body, number, at, case, token, attempts, begun, doubt, asked, recurs, related, ends_in, edits, first = fields
    return ForwardLease(
        id=id_.decode(),
        fence=text(fence),
        body=body or b"",
        number=text(number),
        received_ms=int(at or 0),
        case=case or b"",
        token=text(token),
        attempts=int(attempts or 0),
        begun=begun is not None,
        doubt=doubt == b"1",
        asked=text(asked),
        related=tuple(text(related).split()),
        recurrence_of=text(recurs),
        ends_in_ms=int(ends_in),
        edits=text(edits),
        first=first is not None,
    )


def reply_lease(sealer: Sealer, id_: bytes, fence: bytes, fields: list[Any]) -> ReplyLease:
    what, subject, listener, tries, begun, blind, doubt, number, national, tried, parts, first, protected = fields[:13]
    members = (
        Member(int(place), text(own), text(told), bool(linked), bool(hidden), wish_of(sealer, text(name), wish))
        for place, own, told, linked, hidden, name, wish in parts
    )
    return ReplyLease(
        id=id_.decode(),
        fence=text(fence),
        what=text(what),
        subject=text(subject),
        listener=_listener(sealer, id_, listener or b""),
        tries=int(tries or 0),
        begun=begun is not None,
        blind=blind is not None,
        doubt=doubt == b"1",
        faint=doubt == b"2",
        number=text(number),
        national=text(national),
        tried_ms=int(tried or 0),
        members=tuple(sorted(members, key=lambda member: member.place)),
        receipted=first == b"1",
        protected=protected == b"1",
        climb=_climb(*fields[13]),
        news=opened(sealer, text(what), text(subject), fields[14] or b""),
        earlier=text(fields[15]),
        wish=wish_of(sealer, text(subject), fields[16]),
        words=_words(sealer, id_, fields[17]),
        mark=text(fields[18]),
        mailbox=_mailbox(sealer, id_.decode(), text(subject), text(fields[19])),
        patience_ms=int(fields[20] or 0),
        several=text(fields[21]) == "1",
    )


def _climb(rung: bytes, fell: bytes, path: bytes, part: bytes | int, heard: bytes | int, now: int) -> Climb:
    return Climb(text(rung), text(fell), text(path), int(part), int(heard), int(now))


def _mailbox(sealer: Sealer, answer: str, subject: str, value: str) -> Mailbox | None:
    return opened_mailbox(sealer, subject, answer.split(".")[1], value) if value else None


def _words(sealer: Sealer, answer: bytes, sealed: bytes) -> str:
    """As `Ledger.begin_reply` seals them."""
    try:
        return sealer.open(sealed, b"words:" + answer).decode("utf-8", "surrogatepass") if sealed else ""
    except Unsealable:
        return ""


def _listener(sealer: Sealer, answer: bytes, sealed: bytes) -> bytes:
    """b"" when it cannot be opened: one answer must not stop the others. Sealed by `ledger_args.Args.listener`."""
    try:
        return sealer.open(sealed, b"listener:" + answer.split(b".")[1])
    except Unsealable:
        return b""
