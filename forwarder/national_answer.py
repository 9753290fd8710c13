"""What an answer of a central system that speaks docs/central-api.yaml means: pure, one table of statuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NoReturn, get_args

from forwarder.callback import Status
from forwarder.central import Category, Progress, Rejected, Unavailable, Unknown
from forwarder.wire import Answer
from normalizer.retry_after import retry_after
from normalizer.schema import Accepted, Deferred, Flags, Receipt, Withheld

_NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_-]{0,39}")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")

_STATUSES: Final[Mapping[str, Status]] = {each: each for each in get_args(Status)}

_SETTINGS: Final[Mapping[int, str]] = {
    401: "the key is not known there; check CENTRAL_KEY and CENTRAL_INSTANCE",
    403: "this instance is switched off there; ask the central system's operator",
    404: "there is no such address; check CENTRAL_URL",
    405: "the address is none of our contract; check CENTRAL_URL",
    407: "a proxy asks for a password; check the network",
}
_WAIT: Final[Mapping[int, str]] = {
    425: "it asks to try again",
    429: "it asks to slow down",
    503: "it is not available",
}
_PROBLEM: Final = "urn:satupintu:problem:"
# Our own sentences: a title written by somebody else might repeat a citizen's words.
_TITLES: Final[Mapping[str, str]] = {
    "malformed": "the body is not JSON",
    "unknown-reference": "there is no case with this reference",
    "unknown-token": "there is no such token",
    "withdrawn": "the case was withdrawn",
    "too-large": "the body is over the limit",
    "unsupported-media-type": "the content type is not the stated one",
    "invalid": "the request does not fit the contract",
    "key-reused": "the reference was used with another case",
    "key-differs": "the idempotency key is not the reference",
    "hash-differs": "the bytes do not have the stated hash",
}
# Pointers may name our fields and nothing else, for the same reason.
# fmt: off
_FIELDS: Final = frozenset({
    "case", "delivery", "attempt", "delayed_minutes", "schema_version", "reference", "number", "kind",
    "channel", "title", "text", "note", "reporter", "submitted_by", "address", "name", "flags",
    "anonim", "rahasia", "received_at", "sent_at", "language", "agency_keyword", "attachments",
    "withheld", "media_type", "size", "sha256", "location", "latitude", "longitude", "label"
})
# fmt: on


def receipt(answer: Answer, reference: str, now: datetime) -> Receipt:
    """What became of a submission. Raise `Unavailable`, `Rejected` or `Unknown`."""
    if answer.status not in (200, 201, 202):
        refuse(answer, now)
    return held(answer, reference)


def held(answer: Answer, reference: str) -> Receipt:
    """The receipt in an answer that says the case is there; a number wins over a token. Raise `Unknown`."""
    value = answer.json()
    if value.get("reference") != reference:
        raise Unknown("the central system answered about another reference")
    if isinstance(number := value.get("number"), str) and _NUMBER.fullmatch(number):
        return Accepted(number)
    if value.get("number") is None and isinstance(token := value.get("token"), str) and _TOKEN.fullmatch(token):
        return Deferred(token)
    raise Unknown("the central system's answer holds neither a number nor a token")


def found(answer: Answer, reference: str, now: datetime) -> Receipt | None:
    """What a look-up says. Only the contract's own 404 means "surely not there". Raise `Unavailable`."""
    if answer.status == 404 and problem(answer) == "unknown-reference":
        return None
    try:
        return receipt(answer, reference, now)
    except (Unknown, Rejected) as error:
        raise Unavailable(f"the look-up gave no answer: {error}") from None


def shown(answer: Answer, reference: str, now: datetime) -> Flags | None:
    """How a case is protected; None only for the contract's own 404. Raise `Unavailable`."""
    if found(answer, reference, now) is None:
        return None
    flags = answer.json().get("flags")
    anonim, rahasia = (flags.get(name) if isinstance(flags, dict) else None for name in ("anonim", "rahasia"))
    if not isinstance(anonim, bool) or not isinstance(rahasia, bool):
        raise Unavailable("the look-up shows no flags of our contract")
    return Flags(anonim, rahasia)


def numbered(answer: Answer, now: datetime) -> str | None:
    """The number behind a token, None while it is not there. Raise as `receipt`."""
    if answer.status != 200:
        refuse(answer, now)
    value = answer.json()
    number = value.get("number", "")
    if number is None:
        return None
    if isinstance(number, str) and _NUMBER.fullmatch(number):
        return number
    raise Unknown("the central system's answer holds no readable number")


def progress(answer: Answer, reference: str, now: datetime) -> Progress | None:
    """How far a case is; None only for the contract's own 404. Raise as `receipt`."""
    if answer.status == 404 and problem(answer) == "unknown-reference":
        return None
    if answer.status != 200:
        refuse(answer, now)
    value = answer.json()
    status, number = _STATUSES.get(str(value.get("status"))), value.get("number")
    if value.get("reference") != reference or status is None:
        raise Unknown("the central system's answer holds no status of our contract")
    return Progress(status, number=number if isinstance(number, str) and _NUMBER.fullmatch(number) else "")


def categories(answer: Answer, now: datetime) -> list[Category]:
    """Raise as `receipt`."""
    if answer.status != 200:
        refuse(answer, now)
    entries = answer.json().get("categories")
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise Unknown("the central system's categories cannot be read")
    return [Category(str(one.get("id")), str(one.get("parent") or ""), str(one.get("name"))) for one in entries[:5000]]


def noted(answer: Answer, reference: str, now: datetime) -> None:
    """A change of a case was taken. Raise as `receipt`."""
    if answer.status not in (200, 201):
        refuse(answer, now)
    if answer.json().get("reference") != reference:
        raise Unknown("the central system answered about another reference")


def added(answer: Answer, reference: str, now: datetime) -> None:
    """A supplement was taken; also when its key names one with other files, told before a ledger was lost. Raise as
    `receipt`."""
    if answer.status != 422 or problem(answer) != "key-reused":
        noted(answer, reference, now)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the central system takes of files. No media types named: any."""

    bytes: int
    files: int
    media_types: frozenset[str]

    def refuses(self, place: int, media_type: str, size: int) -> Withheld:
        """Why the `place`-th file of a case is not offered; `Withheld.NOT` if it is."""
        if place > self.files:
            return Withheld.TOO_MANY
        if size > self.bytes:
            return Withheld.TOO_LARGE
        return Withheld.REFUSED if self.media_types and media_type.lower() not in self.media_types else Withheld.NOT


def limits(answer: Answer, now: datetime) -> Limits:
    """Raise as `receipt`."""
    if answer.status != 200:
        refuse(answer, now)
    value = answer.json()
    size, files, types = (value.get(name) for name in ("attachment_bytes", "attachments_per_case", "media_types"))
    if not isinstance(size, int) or not isinstance(files, int) or not isinstance(types, list):
        raise Unknown("the central system's limits cannot be read")
    return Limits(size, files, frozenset(str(each).lower() for each in types))


def attached(answer: Answer, sha256: str, now: datetime) -> Withheld:
    """What became of an attachment. Raise `Unavailable` or `Unknown`; a refusal is no fault of the case."""
    if answer.status in (200, 201):
        if answer.json().get("sha256") == sha256:
            return Withheld.NOT
        raise Unknown("the central system answered about another attachment")
    try:
        refuse(answer, now)
    except Rejected:
        return Withheld.TOO_LARGE if answer.status == 413 else Withheld.REFUSED


def problem(answer: Answer) -> str:
    """The contract's problem type without its prefix; empty if it is none of ours."""
    return _ours(_details(answer))


def refuse(answer: Answer, now: datetime) -> NoReturn:
    """Raise what a status other than success means. Unknown problems of a proxy never reject a complaint's text."""
    status = answer.status
    if status in _WAIT:
        after = retry_after(answer.after, now, answer.date) or 0.0
        raise Unavailable(f"the central system answered {status}: {_WAIT[status]}", after)
    known = problem(answer) in ("unknown-reference", "unknown-token")
    if status in _SETTINGS and not known:
        raise Unavailable(f"the central system answered {status}: {_SETTINGS[status]}")
    if 300 <= status < 400:
        raise Unavailable(f"the central system answered {status} and sends us elsewhere; check CENTRAL_URL")
    if 400 <= status < 500 and status != 408:
        raise Rejected(_why(answer))
    raise Unknown(f"the central system answered {status}: the outcome is not known")


def _why(answer: Answer) -> str:
    details = _details(answer)
    title = _TITLES.get(_ours(details), "refused without a reason of our contract")
    where = _places(details.get("errors"))
    return f"the central system answered {answer.status}: {title}" + (f" ({', '.join(where)})" if where else "")


def _places(errors: object) -> list[str]:
    entries = errors[:20] if isinstance(errors, list) else []
    pointers = [entry.get("at") for entry in entries if isinstance(entry, dict)]
    return [each for each in pointers if isinstance(each, str) and _is_ours(each)]


def _is_ours(pointer: str) -> bool:
    parts = pointer.split("/")
    return parts[0] == "" and all(part in _FIELDS or (part.isdigit() and len(part) < 4) for part in parts[1:])


def _details(answer: Answer) -> dict[str, Any]:
    if answer.kind != "application/problem+json":
        return {}
    try:
        return answer.json()
    except Unknown:
        return {}


def _ours(details: Mapping[str, Any]) -> str:
    kind = details.get("type")
    return kind.removeprefix(_PROBLEM) if isinstance(kind, str) and kind.startswith(_PROBLEM) else ""
