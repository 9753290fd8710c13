"""A submission in the fields of a profile: filled in once, frozen, and encoded the same at every attempt."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote, urlencode

from forwarder.central import BY_HAND, ENTER, SETTLE, Rejected, too_long
from forwarder.mapped_places import PLACE, WHO
from forwarder.mapped_profile import Call, Profile
from forwarder.national_case import KINDS, dump
from forwarder.unnamed import NO_NOTE, unnamed
from forwarder.wire import Request
from normalizer.schema import Attachment, Flags, Party, Submission

Value = str | int | float | bool | list[str] | None

MOST_BYTES: Final = 1_048_576
_IN_PATH: Final = re.compile(r"[0-9A-Za-z_-][0-9A-Za-z._:-]{0,99}")


@dataclass(frozen=True, slots=True)
class Secret:
    """CENTRAL_KEY and where it goes."""

    kind: str
    name: str
    key: str = field(repr=False)


def freeze(submission: Submission, profile: Profile) -> bytes:
    """The filled fields as canonical JSON, whatever they are sent as. Raise `Rejected` when something would be lost."""
    _hold(submission.flags, profile)
    values = case_values(submission, profile)
    for place, most in profile.longest.items():
        if len(str(values[place] or "")) > most:
            raise Rejected(too_long(place, most))
    data = dump({"path": parts_of(profile.submit.path, values, ENTER), **_filled_call(profile.submit, values)})
    if len(data) > MOST_BYTES:
        raise Rejected(f"The case is longer than 1 MiB. {ENTER}")
    return data


def _hold(flags: Flags, profile: Profile) -> None:
    if (flags.anonim and profile.can.anonim == "no") or (flags.rahasia and profile.can.rahasia == "no"):
        raise Rejected(f"This central system cannot keep its flags: nothing was sent. {BY_HAND}")


def case_values(submission: Submission, profile: Profile) -> dict[str, Value]:
    """Everything there is to fill in, in the system's own values."""
    reporter, sender, place = submission.reporter, submission.submitted_by, submission.location
    values: dict[str, Value] = {
        "reference": submission.reference,
        "our_number": submission.number,
        "kind": KINDS.get(submission.kind, submission.kind.value),
        "channel": str(submission.channel),
        "title": submission.title,
        "text": submission.text,
        "note": submission.note,
        "keyword": submission.agency_keyword,
        "language": submission.language.value,
        "anonim": submission.flags.anonim,
        "rahasia": submission.flags.rahasia,
        "received_at": moment(submission.received_at),
        "received_date": moment(submission.received_at)[:10],
        "sent_at": moment(submission.sent_at) if submission.sent_at else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "place": place.label if place else None,
        "attachments": names_of(submission.attachments),
        "related_to": list(submission.related_to),
        "recurrence_of": submission.recurrence_of or None,
        **_party("reporter", reporter),
        "sender_name": sender.name,
        "sender_address": sender.address,
    }
    if submission.flags.anonim and profile.can.anonim == "leave_out":
        values |= {**dict.fromkeys(WHO), **_unnamed(submission)}
    return {place: _theirs(place, value, profile.values.get(place)) for place, value in values.items()}


def _unnamed(submission: Submission) -> dict[str, Value]:
    """The system is not told that who wrote wants to stay unknown, so nothing may tell who it is."""
    label = submission.location.label if submission.location else ""
    told = {"title": submission.title, "text": submission.text, "place": label}
    masked: dict[str, Value] = {name: unnamed(words, submission) or None for name, words in told.items()}
    return {**masked, "note": NO_NOTE if submission.note else ""}


def _party(who: str, party: Party) -> dict[str, Value]:
    mail = party.address if "@" in party.address else None
    phone = party.address if party.address.startswith("+") else None
    address = {f"{who}_address": party.address, f"{who}_phone": phone, f"{who}_mail": mail}
    return {f"{who}_name": party.name, **address}


def _theirs(place: str, value: Value, table: Mapping[str, str | int | bool] | None) -> Value:
    if table is None or value is None or isinstance(value, list):
        return value
    ours = str(value).lower() if isinstance(value, bool) else str(value)
    if ours in table:
        return table[ours]
    if "*" in table:
        return table["*"]
    # The value itself may be a citizen's word.
    raise Rejected(
        f'The profile\'s values.{place} has no value for this one, and no "*" for any other: add it, then retry'
    )


def flag_values(flags: Flags, profile: Profile) -> dict[str, Value]:
    """Raise `Rejected`."""
    given: dict[str, Value] = {"anonim": flags.anonim, "rahasia": flags.rahasia}
    return {place: _theirs(place, value, profile.values.get(place)) for place, value in given.items()}


def names_of(attachments: Sequence[Attachment]) -> list[str]:
    return [one.name or one.media_type for one in attachments]


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _filled_call(call: Call, values: Mapping[str, Value]) -> dict[str, Any]:
    """The parts of a request that belong to the frozen case."""
    return {
        "query": {name: values_in(text, values) for name, text in call.query.items()},
        "headers": {name: _in_header(name, values_in(text, values)) for name, text in call.headers.items()},
        "fields": filled(call.fields, values),
    }


def _in_header(name: str, value: str) -> str:
    """A line break would be another header. Raise `Rejected`."""
    if not value.isascii() or not (value.isprintable() or not value):
        raise Rejected(
            f"What is to stand in the header {name} cannot stand in one: put it into the profile's fields, then retry"
        )
    return value


def filled(template: Any, values: Mapping[str, Value]) -> Any:
    """`{…}` alone keeps its type; a field for which there is nothing is left out."""
    if isinstance(template, str):
        alone = PLACE.fullmatch(template)
        return values.get(alone[1]) if alone else values_in(template, values)
    if isinstance(template, Mapping):
        inner = {name: filled(one, values) for name, one in template.items()}
        return {name: one for name, one in inner.items() if one is not None}
    return [filled(one, values) for one in template] if isinstance(template, list) else template


def values_in(template: str, values: Mapping[str, Value]) -> str:
    return PLACE.sub(lambda place: plain(values.get(place[1])), template)


def plain(value: object) -> str:
    """As a form has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def request_of(call: Call, values: Mapping[str, Value], secret: Secret) -> Request:
    """A request that belongs to no frozen case."""
    parts = parts_of(call.path, values)
    return encoded(call, parts, _filled_call(call, values), secret, str(values.get("reference", "")))


def thawed(call: Call, body: bytes, secret: Secret, reference: str) -> Request:
    """The frozen case as it is sent."""
    kept = json.loads(body)
    return encoded(call, tuple(kept["path"]), kept, secret, reference)


def parts_of(path: str, values: Mapping[str, Value], then: str = SETTLE) -> tuple[str, ...]:
    """Raise `Rejected` for a value that would become two parts of a path, or the way up."""
    for place in PLACE.findall(path):
        if not _IN_PATH.fullmatch(plain(values.get(place))):
            raise Rejected(f"What is to stand for {{{place}}} cannot stand in a path, {path}. {then}")
    return tuple(values_in(part, values) for part in path.lstrip("/").split("/"))


def encoded(call: Call, parts: tuple[str, ...], kept: Mapping[str, Any], secret: Secret, seed: str) -> Request:
    """With the key, where the profile wants it. The same bytes for the same case."""
    fields, query, headers = dict(kept["fields"]), list(kept["query"].items()), dict(kept["headers"])
    if secret.kind == "form" and call.method not in ("GET", "DELETE"):
        fields[secret.name] = secret.key
    elif secret.kind in ("query", "form"):
        query.append((secret.name, secret.key))
    if call.method in ("GET", "DELETE"):
        return Request(call.method, parts, None, headers, tuple(query))
    kind, data = _ENCODERS[call.encoding](fields, seed)
    return Request(call.method, parts, data, {**headers, "Content-Type": kind}, tuple(query))


def _json(fields: Mapping[str, Any], seed: str) -> tuple[str, bytes]:
    return "application/json", dump(fields)


def _form(fields: Mapping[str, Any], seed: str) -> tuple[str, bytes]:
    pairs = [(name, plain(value)) for name, value in sorted(fields.items())]
    return "application/x-www-form-urlencoded; charset=utf-8", urlencode(pairs, errors="replace").encode()


def _multipart(fields: Mapping[str, Any], seed: str) -> tuple[str, bytes]:
    """RFC 7578. The boundary is made of the reference, which no text holds at the beginning of a line behind `--`."""
    boundary = f"satupintu-{seed or 'call'}-boundary"
    lines = []
    for name, value in sorted(fields.items()):
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{quote(name, safe="[]")}"\r\n\r\n'
        text = plain(value).replace(f"--{boundary}", f"-- {boundary}")
        lines.append(head.encode() + text.encode(errors="replace") + b"\r\n")
    return f"multipart/form-data; boundary={boundary}", b"".join(lines) + f"--{boundary}--\r\n".encode()


_ENCODERS: Final = {"json": _json, "form": _form, "multipart": _multipart}
