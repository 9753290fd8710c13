"""A submission as the `Case` of docs/central-api.yaml: canonical JSON, the same bytes for the same submission."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from forwarder.central import CLOSE, ENTER, READ_IT, SETTLE, Rejected, too_long
from normalizer.schema import Attachment, Kind, Location, Party, Submission

KINDS: Final[Mapping[Kind, str]] = {
    Kind.COMPLAINT: "pengaduan",
    Kind.ASPIRATION: "aspirasi",
    Kind.INFORMATION: "permintaan_informasi",
}

# Over these a person must decide: shortening would drop what a citizen said or where it should go.
REFUSED_OVER: Final[Mapping[str, int]] = {"text": 100_000, "note": 50_000, "agency_keyword": 64}
MOST_ATTACHMENTS: Final = 100
MOST_BYTES: Final = 1_048_576 - 256  # the contract's 1 MiB, less what stands beside the case
# Over these we shorten: a title is derived from the text, and a longer name or label is none.
SHORTENED_TO: Final[Mapping[str, int]] = {"title": 300, "party_name": 200, "file_name": 255, "label": 500}
LONGEST_ADDRESS: Final = 320

# json.dumps would make one each time.
_CANONICAL: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def freeze(submission: Submission) -> bytes:
    """UTF-8 JSON, keys sorted, no blanks. Raise `Rejected` when the contract cannot hold it without losing a word."""
    case = _case(submission)
    for name, limit in REFUSED_OVER.items():
        if len(case[name]) > limit:
            raise Rejected(too_long(name, limit))
    body = dump(case)
    if len(body) > MOST_BYTES:
        raise Rejected(f"The case is longer than the 1 MiB the contract takes. {ENTER}")
    return body


def supplement(text: str, attachments: Sequence[Attachment]) -> bytes:
    """As `freeze`."""
    body: dict[str, Any] = {"text": text}
    if attachments:
        body["attachments"] = _attachments(attachments, SETTLE)
    data = dump(body)
    if len(text) > REFUSED_OVER["text"] or len(data) > MOST_BYTES:
        raise Rejected(f"The supplement is longer than the contract takes ({READ_IT}). {SETTLE}")
    return data


def dump(value: object) -> bytes:
    """Canonical JSON. Lone surrogates, which UTF-8 cannot carry, become U+FFFD."""
    text = _CANONICAL.encode(value)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _case(submission: Submission) -> dict[str, Any]:
    case: dict[str, Any] = {
        "schema_version": submission.schema_version,
        "reference": submission.reference,
        "number": submission.number,
        "kind": _kind(submission.kind),
        "channel": str(submission.channel),
        "title": _short(submission.title, "title"),
        "text": submission.text,
        "note": submission.note,
        "reporter": _party(submission.reporter),
        "submitted_by": _party(submission.submitted_by),
        "flags": {"anonim": submission.flags.anonim, "rahasia": submission.flags.rahasia},
        "received_at": _time(submission.received_at),
        "language": submission.language.value,
        "agency_keyword": submission.agency_keyword,
        "attachments": _attachments(submission.attachments, ENTER),
    }
    if submission.sent_at is not None:
        case["sent_at"] = _time(submission.sent_at)
    if submission.location is not None:
        case["location"] = _location(submission.location)
    if submission.related_to:
        case["related_to"] = list(submission.related_to)
    if submission.recurrence_of:
        case["recurrence_of"] = submission.recurrence_of
    return case


def _kind(kind: Kind) -> str:
    try:
        return KINDS[kind]
    except KeyError:
        raise Rejected(
            f"A message of kind {kind.value} is no case; only LAPOR!'s three classes are submitted: {CLOSE}"
        ) from None


def _party(party: Party) -> dict[str, str]:
    if len(party.address) > LONGEST_ADDRESS:
        raise Rejected(f"An address is longer than the {LONGEST_ADDRESS} characters the contract takes. {ENTER}")
    return {"address": party.address, "name": _short(party.name, "party_name")}


def _attachments(attachments: Sequence[Attachment], then: str) -> list[dict[str, Any]]:
    if len(attachments) > MOST_ATTACHMENTS:
        raise Rejected(f"More than the {MOST_ATTACHMENTS} attachments the contract takes. {then}")
    return [_attachment(each) for each in attachments]


def _attachment(attachment: Attachment) -> dict[str, Any]:
    media_type = attachment.media_type.lower()
    known = _MEDIA_TYPE.fullmatch(media_type)
    entry: dict[str, Any] = {
        "name": _short(attachment.name, "file_name"),
        "media_type": media_type if known else "application/octet-stream",
    }
    if attachment.size is not None:
        entry["size"] = attachment.size
    if attachment.sha256 is not None and _SHA256.fullmatch(attachment.sha256):
        entry["sha256"] = attachment.sha256
    if attachment.withheld:
        entry["withheld"] = str(attachment.withheld)
    return entry


def _location(location: Location) -> dict[str, Any]:
    if not _on_earth(location.latitude, 90) or not _on_earth(location.longitude, 180):
        raise Rejected(f"The location is no place on earth. {ENTER}")
    label = _short(location.label, "label")
    return {"latitude": location.latitude, "longitude": location.longitude, "label": label}


def _on_earth(degrees: float, most: float) -> bool:
    return math.isfinite(degrees) and abs(degrees) <= most


def _short(text: str, what: str) -> str:
    limit = SHORTENED_TO[what]
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
