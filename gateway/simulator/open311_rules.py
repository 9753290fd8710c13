"""What GeoReport v2 refuses, as the stand-in does: https://wiki.open311.org/GeoReport_v2/#post-service-request"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

LONGEST_DESCRIPTION: Final = 4000
MOST_LISTED: Final = 1000
SPAN: Final = timedelta(days=90)
_LONGEST_FIELD: Final = 500
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,15})?")
_W3C: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})")
# A span before or behind it is still a date.
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_MAIL: Final = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}")
_ATTRIBUTE: Final = re.compile(r"attribute\[([^\]\[]{1,60})\](\[\])?")
_FORMS: Final = {"number": re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?"), "datetime": _W3C}
_PLAIN: Final = frozenset(
    {"api_key", "jurisdiction_id", "service_code", "lat", "long", "address_string", "address_id"}
    | {"email", "device_id", "account_id", "first_name", "last_name", "phone", "description", "media_url"}
)
_QUERY: Final = frozenset({"jurisdiction_id", "service_request_id", "service_code", "start_date", "end_date", "status"})


@dataclass(eq=False)
class Wrong(Exception):
    """A request that is refused."""

    status: int
    words: str


class Attribute(NamedTuple):
    """`variable`: false where it is only read to whoever fills in the form."""

    code: str
    datatype: str
    required: bool
    values: tuple[tuple[str, str], ...] = ()
    variable: bool = True


class Service(NamedTuple):
    """All invented."""

    code: str
    name: str
    group: str
    attributes: tuple[Attribute, ...] = ()

    def shown(self) -> dict[str, Any]:
        return {
            "service_code": self.code,
            "service_name": self.name,
            "description": "",
            "metadata": bool(self.attributes),
            "type": "realtime",
            "keywords": "",
            "group": self.group,
        }

    def definition(self) -> dict[str, Any]:
        return {"service_code": self.code, "attributes": [_defined(one, n) for n, one in enumerate(self.attributes, 1)]}


def _defined(one: Attribute, order: int) -> dict[str, Any]:
    return {
        "variable": one.variable,
        "code": one.code,
        "datatype": one.datatype,
        "required": one.required,
        "datatype_description": "",
        "order": order,
        "description": one.code,
        "values": [{"key": key, "name": name} for key, name in one.values],
    }


SERVICES: Final = (
    Service("001", "Jalan berlubang", "Infrastruktur"),
    Service(
        "002",
        "Lampu jalan",
        "Infrastruktur",
        (
            Attribute("KEADAAN", "singlevaluelist", True, (("mati", "Mati"), ("redup", "Redup"))),
            Attribute("TIANG", "string", False),
            Attribute("WAKTU", "multivaluelist", False, (("malam", "Malam"), ("siang", "Siang"))),
            Attribute("JUMLAH", "number", False),
            Attribute("SEJAK", "datetime", False),
            Attribute("PETUNJUK", "text", False, variable=False),
        ),
    ),
    Service("003", "Lain-lain", "Umum"),
)
NAMES: Final = {one.code: one.name for one in SERVICES}


def is_many(name: str) -> bool:
    return name.endswith("[]")


def check_request(fields: Mapping[str, list[str]]) -> None:
    """Raise `Wrong`. The key and the jurisdiction are looked at before."""
    if unknown := sorted(name for name in fields if name not in _PLAIN and not _ATTRIBUTE.fullmatch(name)):
        raise Wrong(400, f"{len(unknown)} fields are none of the standard")
    if any(not values[0] for values in fields.values()):
        raise Wrong(400, "a field is empty: leave it out")
    service = _service(fields.get("service_code", [""])[0])
    _check_place({name: fields[name][0] for name in ("lat", "long", "address_string", "address_id") if name in fields})
    _check_words({name: fields[name][0] for name in _PLAIN & set(fields)})
    _check_attributes(service, fields)


def _service(code: str) -> Service:
    if not code:
        raise Wrong(400, "service_code was not provided")
    found = next((one for one in SERVICES if one.code == code), None)
    if found is None:
        raise Wrong(404, "service_code was not found")
    return found


def _check_place(place: Mapping[str, str]) -> None:
    if ("lat" in place) != ("long" in place):
        raise Wrong(400, "lat and long go together")
    if not place:
        raise Wrong(400, "one of lat and long, address_string or address_id is required")
    for name, most in (("lat", 90), ("long", 180)):
        if name in place and (not _NUMBER.fullmatch(place[name]) or abs(float(place[name])) > most):
            raise Wrong(400, f"{name} is no WGS84 coordinate")


def _check_words(fields: Mapping[str, str]) -> None:
    if len(fields.get("description", "")) > LONGEST_DESCRIPTION:
        raise Wrong(400, f"description must not exceed {LONGEST_DESCRIPTION} characters")
    if any(len(value) > _LONGEST_FIELD for name, value in fields.items() if name != "description"):
        raise Wrong(400, "a field is too long")
    if "email" in fields and not _MAIL.fullmatch(fields["email"]):
        raise Wrong(400, "email is none")
    if not fields.get("media_url", "http://").startswith(("http://", "https://")):
        raise Wrong(400, "media_url is no URL")


def _check_attributes(service: Service, fields: Mapping[str, list[str]]) -> None:
    given: dict[str, list[str]] = {}
    for name, values in fields.items():
        if found := _ATTRIBUTE.fullmatch(name):
            given.setdefault(found[1], []).extend(values)
    known = {one.code: one for one in service.attributes if one.variable}
    if set(given) - set(known):
        raise Wrong(400, "an attribute is none of this service")
    for code, one in known.items():
        _check_attribute(one, given.get(code, []))


def _check_attribute(one: Attribute, values: list[str]) -> None:
    if one.required and not values:
        raise Wrong(400, f"attribute {one.code} is required")
    if one.datatype != "multivaluelist" and len(values) > 1:
        raise Wrong(400, f"attribute {one.code} takes one value")
    if one.values and not set(values) <= {key for key, _ in one.values}:
        raise Wrong(400, f"attribute {one.code} does not take this value")
    if (form := _FORMS.get(one.datatype)) and not all(map(form.fullmatch, values)):
        raise Wrong(400, f"attribute {one.code} is no {one.datatype}")


class Asked(NamedTuple):
    """What a list is asked for; empty sets mean any."""

    ids: frozenset[str]
    services: frozenset[str]
    statuses: frozenset[str]
    start: datetime
    end: datetime


def check_query(query: Mapping[str, str], now: datetime) -> Asked:
    """Raise `Wrong`."""
    if set(query) - _QUERY:
        raise Wrong(400, "a parameter is none of the standard")
    ids, services, statuses = (_several(query, each) for each in ("service_request_id", "service_code", "status"))
    if not statuses <= {"open", "closed"}:
        raise Wrong(400, "status is open or closed")
    start, end = _span(query, now)
    return Asked(ids, services, statuses, start, end)


def _several(query: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(query[name].split(",")) if query.get(name) else frozenset()


def _span(query: Mapping[str, str], now: datetime) -> tuple[datetime, datetime]:
    end = _moment(query["end_date"]) if query.get("end_date") else now
    start = _moment(query["start_date"]) if query.get("start_date") else end - SPAN
    if "start_date" in query and "end_date" not in query:
        end = start + SPAN
    if end - start > SPAN:
        raise Wrong(400, "start_date and end_date must not span more than 90 days")
    return start, end


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written if _W3C.fullmatch(written) else "").astimezone(UTC)
        return min(max(moment, _EARLIEST), _LATEST)
    except (ValueError, OverflowError):
        raise Wrong(400, "a date is none in the W3C format") from None
