"""What would be understood of the bytes in a file: no journal, no Redis, no network, and no secret is needed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

from channels import ALL
from channels.base import Channel, Unreadable
from gateway.explain_sample import RECEIVED, raw_of, sample_channel
from normalizer.normalize import normalize
from normalizer.schema import ChannelName, DeliveryReport, Flags, Message, Origin, Party, Raw
from normalizer.sensitive import sensitive
from normalizer.text import title, writable
from normalizer.triage import triage

CHANNELS = tuple(str(line.name) for line in ALL)
# The largest mail a listener takes by default; nothing larger would ever reach a reader.
LARGEST = 26_214_400
# Ten times the longest real complaint.
LARGEST_TEXT = 80_000

# As the mark beside a row says it: what only such a sender's mail becomes can be looked at, too.
_PROVEN = (("MARK proof", "proven from forwarder"),)
_SOMEBODY = Party("+6281100000000")


def explain(channel: str, data: bytes, env: Mapping[str, str], keywords: tuple[str, ...] = ()) -> dict[str, object]:
    """What `explain_all` says, as one object: the first, with the others of the same file under `more`."""
    first, *rest = explain_all(channel, data, env, keywords)
    return {**first, "more": rest} if rest else first


def explain_all(
    channel: str, data: bytes, env: Mapping[str, str], keywords: tuple[str, ...] = (), *, proven: bool = False
) -> list[dict[str, object]]:
    """A JSON-ready object for each complaint in one file, at least one. proven: as if a proven forwarder had sent it.

    `data` is a form body or a JSON object of form fields (sms, whatsapp), a query or body as the profile has it
    (sms_http; Kannel's unless SMS_HTTP_PROFILE names another), an update (telegram), or a mail as on the wire;
    `keywords` are the known agency keywords. Total: what cannot be read has the kind "unreadable" and says why, what
    asks for nothing the kind "nothing", and a changed message the kind "edited"; all have the same fields.
    """
    if channel not in CHANNELS:
        return [_unreadable(f"no channel of that name; there are {', '.join(CHANNELS)}")]
    if len(data) > LARGEST:
        return [_unreadable(f"larger than {LARGEST} bytes: no listener would have taken it")]
    try:
        made = sample_channel(channel, env)
        raw = raw_of(made, data)
        return _explained(made, replace(raw, headers=_PROVEN) if proven else raw, keywords)
    except Unreadable as error:
        return [_unreadable(str(error))]
    except Exception as error:  # noqa: BLE001 - the tool people use to look at what broke a reader must not break
        return [_unreadable(f"the reader broke: {type(error).__name__}")]


def explain_file(
    channel: str, path: Path, env: Mapping[str, str], *, proven: bool = False
) -> tuple[list[dict[str, object]], bool]:
    """`explain_all` of what a file holds, and whether it could be read: one that is not there hides none beside it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return [_unreadable(f"the file cannot be read: {error.strerror}")], False
    return explain_all(channel, data, env, proven=proven), True


def explain_text(text: str, keywords: tuple[str, ...] = ()) -> dict[str, object]:
    """How one text would be judged as the first message of somebody unknown, by SMS: kind, why, flags, language,
    status_number, command, argument, title, sensitive (the topic that makes it dangerous when public), answers (their
    names in docs/words.md). Total."""
    message = Message(ChannelName("sms"), "", _SOMEBODY, "", RECEIVED, writable(text[:LARGEST_TEXT]))
    judged = triage(message, keywords)
    told = {
        "kind": judged.kind.value,
        "why": judged.why,
        "flags": asdict(judged.flags),
        "language": judged.language.value,
        "status_number": judged.status_number,
        "command": judged.command.value if judged.command else "",
        "argument": judged.argument,
        "title": title(message.text),
        "sensitive": sensitive(message.text),
        "answers": _answers(_line(), message, keywords),
    }
    return {name: _clean(value) for name, value in told.items()}


def explain_lines(path: Path) -> Iterator[dict[str, object]]:
    """`explain_text` of each line of a file ("-": standard input), empty lines too, in their order."""
    with nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb") as lines:
        for line in lines:
            yield explain_text(line.decode("utf-8-sig", "replace").rstrip("\r\n"))


@cache
def _line() -> Channel:
    return sample_channel("sms", {})


def _answers(channel: Channel, message: Message, keywords: tuple[str, ...]) -> list[str]:
    """None where a defect is in the way: the tool shows what is known."""
    from gateway.explain_answer import answers

    try:
        return answers(channel, message, keywords)
    except Exception:  # noqa: BLE001 - as in `explain_all`
        return []


def _unreadable(why: str) -> dict[str, object]:
    return {**_nothing(), "kind": "unreadable", "why": why}


def _nothing() -> dict[str, object]:
    """Every field a program may look for, empty."""
    nobody = {"address": "", "name": ""}
    return {
        "kind": "nothing",
        "why": "",
        "reporter": nobody,
        "submitted_by": nobody,
        "forwarded": False,
        "subject": "",
        "text": "",
        "note": "",
        "date": None,
        "chain": [],
        "confidence": "high",
        "reason": "",
        "attachments": [],
        "flags": asdict(Flags()),
        "delivery": "",
        "sensitive": "",
        "answers": [],
    }


def _explained(channel: Channel, raw: Raw, keywords: tuple[str, ...]) -> list[dict[str, object]]:
    found = channel.read(raw)
    key = channel.delivery_key(raw)
    if not found:
        return [{**_nothing(), "why": "there is nothing to act on", "delivery": key}]
    if isinstance(found[0], DeliveryReport):
        report = {"kind": "report", "status": found[0].status, "code": found[0].code, "delivery": key}
        return [{**_nothing(), **report}]
    return [_told(channel, message, keywords) for message in found if isinstance(message, Message)]


def _told(channel: Channel, message: Message, keywords: tuple[str, ...]) -> dict[str, object]:
    judged = triage(message, keywords)
    complaint = normalize(message, judged, "", keywords)
    sent_at = complaint.sent_at.isoformat() if complaint.sent_at else None
    shown: dict[str, object] = {
        **_nothing(),
        # As the pump does: what was written first is on its way already, and a person finds the new wording.
        "kind": "edited" if message.edited else judged.kind.value,
        "why": judged.why,
        "reporter": asdict(complaint.reporter),
        "submitted_by": asdict(complaint.submitted_by),
        "forwarded": complaint.forwarded,
        "subject": message.subject,
        "text": complaint.text,
        "note": message.origin.note if message.origin else complaint.note,
        "date": sent_at,
        "attachments": [asdict(attachment) for attachment in complaint.attachments],
        "flags": asdict(complaint.flags),
        "delivery": message.delivery,
        "language": complaint.language.value,
        "title": complaint.title,
        "agency_keyword": complaint.agency_keyword,
        "location": asdict(complaint.location) if complaint.location else None,
        "sent_at": sent_at,
        "status_number": judged.status_number,
        "command": judged.command.value if judged.command else "",
        "argument": judged.argument,
        "doubts": list(complaint.doubts),
        "sensitive": sensitive(complaint.title, complaint.text),
        "answers": _answers(channel, message, keywords),
        **(_origin(message.origin) if message.origin else {}),
        **({"proposal": _proposal(message)} if message.proposal else {}),
    }
    return {name: _clean(value) for name, value in shown.items()}


def _proposal(message: Message) -> list[dict[str, object]]:
    """What it becomes once its sender has answered OK."""
    return [{"reporter": asdict(one.author), "subject": one.subject, "text": one.text} for one in message.proposal]


def _origin(origin: Origin) -> dict[str, object]:
    """What a forward tells beside the complaint: its own subject, who it went through, and how sure that is."""
    return {
        "subject": origin.subject,
        "chain": [asdict(party) for party in origin.chain],
        "confidence": "high" if origin.sure else "low",
        "reason": origin.reason,
    }


def _clean(value: object) -> object:
    """Text that can be written as JSON, at any depth a complaint has."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, dict):
        return {name: _clean(inner) for name, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list) else value
