"""What an answer of a GeoReport v2 server means, as the standard has it and as servers do it: pure, in tables.

https://wiki.open311.org/GeoReport_v2/#errors: 403 the key, 404 the service or the jurisdiction, 400 everything else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, NoReturn
from xml.etree import ElementTree as Xml

from forwarder.callback import Status
from forwarder.central import Category, Progress, Rejected, Unavailable, Unknown
from forwarder.wire import TAKEN_PERHAPS, Answer
from normalizer.retry_after import retry_after
from normalizer.schema import Accepted, Deferred, Receipt

Entry = Mapping[str, Any]

MOST_ENTRIES: Final = 20_000
# No slash: a number becomes a part of a path.
_NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,39}")
_TOKEN: Final = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_SETTINGS: Final[Mapping[int, str]] = {
    401: "the key is not known there; check CENTRAL_KEY",
    403: "the key is missing or not known there; check CENTRAL_KEY",
    405: "the address is none of GeoReport v2; check CENTRAL_URL",
    407: "a proxy asks for a password; check the network",
}
_WAIT: Final[Mapping[int, str]] = {
    425: "it asks to try again",
    429: "it asks to slow down",
    503: "it is not available",
}
_STATUSES: Final[Mapping[str, Status]] = {"open": "diproses", "closed": "selesai"}

# 400 says nothing by itself, and its description is free text: read for what to do next, never repeated.
_DUPLICATE: Final = re.compile(
    r"duplicat|already (?:been |exists?|reported|submitted)|sudah (?:ada|pernah|dilaporkan)", re.I
)
_IN_DOUBT: Final = re.compile(r"time[ds]?[ -]?out|no response|gateway error", re.I)
_DOWN: Final = re.compile(
    r"unavailable|not available|\bdown\b|maintenance|try again|temporar|busy|cannot (?:connect|reach)|"
    r"could not connect|sedang (?:gangguan|pemeliharaan)|coba lagi",
    re.I,
)
# "This service is not available at this location": tomorrow, too.
_ELSEWHERE: Final = re.compile(
    r"(?:at|in|for|outside|within) (?:this|that|your|the|our) (?:\w+ )?(?:location|address|area|jurisdiction|boundar)",
    re.I,
)
_HINTS: Final = (
    (re.compile(r"required|missing|mandatory|wajib", re.I), "a required field is missing; see OPEN311_ATTRIBUTES"),
    (
        re.compile(r"outside|boundary|jurisdiction|coordinat|\blat|location|address|lokasi", re.I),
        "it is about the place",
    ),
    (re.compile(r"service", re.I), "about the service; see OPEN311_SERVICE and OPEN311_SERVICES"),
    (re.compile(r"length|too long|characters", re.I), "a field is too long"),
)


def entries(answer: Answer) -> list[Entry] | None:
    """What it lists, from JSON or, of a server that does not look at `.json`, from XML; None if it is neither. Some
    servers answer one object instead of a list of one, or wrap the list in an object."""
    if "xml" in answer.kind or answer.body.lstrip()[:1] == b"<":
        return _xml(answer.body)
    try:
        value = answer.tree()
    except Unknown:
        return None
    return _listed(value)


def _listed(value: object) -> list[Entry] | None:
    if isinstance(value, dict):
        inner = [one for one in value.values() if isinstance(one, list)]
        value = inner[0] if len(value) == 1 and inner else [value]
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return None
    return value[:MOST_ENTRIES]


def _xml(body: bytes) -> list[Entry] | None:
    # A document type or an entity: nothing of the standard has one. In UTF-16 it would stand there in other bytes.
    if b"<!" in body or b"\0" in body:
        return None
    try:
        root = Xml.fromstring(body)  # noqa: S314 - the body is capped, and has no entities to unfold
    except (Xml.ParseError, ValueError, LookupError):
        return None
    known = root.tag in ("service_requests", "errors", "services", "service_requests_updates")
    return [{field.tag: field.text or "" for field in entry} for entry in root[:MOST_ENTRIES]] if known else None


def receipt(answer: Answer, now: datetime) -> Receipt:
    """What became of a request. A 503 is an unknown outcome: proxies answer it, too, when the server behind them was
    cut off, and the same request again would be a second one. Raise `Unavailable`, `Rejected` or `Unknown`."""
    if answer.status == 503:
        after = retry_after(answer.after, now, answer.date)
        raise Unknown("the server answered 503: it is not available, perhaps after taking it", after)
    if answer.status not in (200, 201, 202):
        refuse(answer, now)
    found = entries(answer)
    if found is None or len(found) != 1:
        raise Unknown(f"the server answered {answer.status} without one service request")
    if taken := held(found[0]):
        return taken
    if "code" in found[0] and "description" in found[0]:  # an error in a success's clothes
        _judge(found, answer, now)
    raise Unknown("the server's answer holds neither service_request_id nor token")


def held(entry: Entry) -> Receipt | None:
    """A number wins over a token."""
    number, token = text(entry, "service_request_id"), text(entry, "token")
    if _NUMBER.fullmatch(number):
        return Accepted(number)
    return Deferred(token) if not number and _TOKEN.fullmatch(token) else None


def numbered(answer: Answer, now: datetime) -> str | None:
    """The number behind a token, None while it is not there. Some servers know a token only when its number is there.
    Raise as `receipt`."""
    found = entries(answer)
    if answer.status == 404 and found is not None:
        return None
    if answer.status != 200:
        refuse(answer, now)
    if found is None or len(found) > 1:
        raise Unknown("the server's answer about a token cannot be read")
    number = text(found[0], "service_request_id") if found else ""
    if number and not _NUMBER.fullmatch(number):
        raise Unknown("the server's answer holds no readable number")
    return number or None


def progress(answer: Answer, number: str, now: datetime) -> Progress | None:
    """Raise as `receipt`."""
    found = entries(answer)
    if answer.status == 404 and found is not None:
        return None
    if answer.status != 200:
        refuse(answer, now)
    entry = next((one for one in found or () if text(one, "service_request_id") == number), None)
    status = _STATUSES.get(text(entry, "status").lower()) if entry else None
    if entry is None or status is None:
        raise Unknown("the server's answer holds no status of this request")
    note = text(entry, "status_notes")[:4000]
    return Progress(status, note, _moment(text(entry, "expected_datetime")), number)


def listed(answer: Answer, now: datetime) -> list[Entry]:
    """Raise as `receipt`."""
    if answer.status != 200:
        refuse(answer, now)
    found = entries(answer)
    if found is None:
        raise Unknown("the server's list cannot be read")
    return found


def services(answer: Answer, now: datetime) -> list[Category]:
    """Raise as `receipt`."""
    found = [(text(one, "service_code"), text(one, "group"), text(one, "service_name")) for one in listed(answer, now)]
    return [Category(*one) for one in found if one[0]]


def required(definition: object) -> dict[str, frozenset[str]]:
    """Attributes that a service cannot be requested without, and which values each takes (none named: any). From a
    service definition, an object or a list of one."""
    one = definition[0] if isinstance(definition, list) and definition else definition
    given = one.get("attributes") if isinstance(one, dict) else None
    wanted = [each for each in given if _is_required(each)] if isinstance(given, list) else []
    return {text(each, "code"): _keys(each.get("values")) for each in wanted}


def _is_required(attribute: object) -> bool:
    if not isinstance(attribute, dict):
        return False
    return str(attribute.get("required")).lower() == "true" and str(attribute.get("variable", True)).lower() == "true"


def _keys(values: object) -> frozenset[str]:
    given = values if isinstance(values, list) else []
    return frozenset(text(value, "key") for value in given if isinstance(value, dict))


def refuse(answer: Answer, now: datetime) -> NoReturn:
    """Raise what a status other than success means."""
    status, found = answer.status, entries(answer)
    if status in _WAIT:
        after = retry_after(answer.after, now, answer.date) or 0.0
        raise Unavailable(f"the server answered {status}: {_WAIT[status]}", after)
    if status in _SETTINGS:
        raise Unavailable(f"the server answered {status}: {_SETTINGS[status]}", answered=True)
    if status in TAKEN_PERHAPS:
        raise Unknown(f"the server answered {status} and sends us elsewhere, perhaps after taking it")
    if 300 <= status < 400 or (status == 404 and not found):
        raise Unavailable(f"the server answered {status}: there is nothing; check CENTRAL_URL", answered=True)
    if status == 404:
        raise Rejected(
            "the server answered 404: it has no such service or jurisdiction; check OPEN311_SERVICE, OPEN311_SERVICES "
            "and OPEN311_JURISDICTION, then retry"
        )
    if 400 <= status < 500 and status != 408:
        _judge(found or [], answer, now)
    raise Unknown(f"the server answered {status}: the outcome is not known")


def _judge(found: list[Entry], answer: Answer, now: datetime) -> NoReturn:
    """What a 400 wants to say."""
    status = answer.status
    said = " ".join(text(one, "description")[:500] for one in found[:10])
    if _DUPLICATE.search(said):
        raise Unknown(f"the server answered {status}: it has this already, perhaps from us")
    if _IN_DOUBT.search(said):
        raise Unknown(f"the server answered {status}: what is behind it did not answer")
    if _DOWN.search(said) and not _ELSEWHERE.search(said):
        after = retry_after(answer.after, now, answer.date)
        raise Unavailable(f"the server answered {status}: what is behind it is down", after)
    hint = next((words for pattern, words in _HINTS if pattern.search(said)), "refused without a reason we know")
    raise Rejected(f"the server answered {status}: {hint}")


def text(entry: Entry, name: str) -> str:
    """Numbers as they are written; "" for what is not there."""
    value = entry.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
