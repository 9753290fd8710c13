"""One side of a pair to be judged, as people write it in JSON, turned into what is compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from normalizer.flags import flags_in
from normalizer.identity import author, forward_in, person
from normalizer.likeness import gist
from normalizer.likeness_rules import Told
from normalizer.phone import e164
from normalizer.schema import Location

_COORDINATES = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
_MOST_FILES = 100
# Numbers larger than this are milliseconds: as seconds they would be the year 5138.
_MOST_SECONDS = 100_000_000_000


class Unusable(Exception):
    """What stands in the line cannot be judged; the text says why, without any of its words."""


def read_told(side: object) -> Told:
    """`text`, `channel`, `sender`, `at` (ISO 8601 or seconds), and if known `place` (an object with lat and lon, a
    list, a string) and `attachments` (a hash, a list of them, objects with `sha256`). Anything may be missing, but text
    and files not both: raise `Unusable`."""
    if not isinstance(side, Mapping):
        raise Unusable("a and b must be objects")
    said = side.get("text", side.get("body", ""))
    text = said if isinstance(said, str) else ""
    files = _files(side.get("attachments", side.get("attachment", side.get("attachments_hash"))))
    if not text.strip() and not files:
        raise Unusable("neither text nor attachments")
    channel, sender = _word(side.get("channel")).casefold(), _sender(side.get("sender", side.get("from")))
    place, spoken = _place(side.get("place", side.get("location")))
    who, words = _who(channel, sender, text)
    return Told(
        gist=gist(f"{words}\n{spoken}" if spoken else words),
        person=who,
        chat=f"{channel} {person(channel, sender)}" if sender else "",
        at=_moment(side.get("at", side.get("received_at"))),
        flagged=bool(flags_in(text)) or _flagged(side.get("flags")),
        place=place,
        files=files,
    )


def _who(channel: str, sender: str, text: str) -> tuple[str, str]:
    """Whose complaint it is, and its words: a forward is its author's, and nobody's when only a name stands there."""
    forward = forward_in(text)
    if forward is None or (channel not in ("mail", "email", "") and not forward.reporter.address):
        return person(channel, sender), text
    written = author(forward) or _phone_in(forward.reporter.name)
    subject = f"{forward.subject}\n" if forward.subject and len(forward.text.split()) < 3 else ""
    return written, f"{subject}{forward.text}" if forward.text.strip() else text


def _phone_in(name: str) -> str:
    number = e164(name)
    return person("sms", number) if number else ""


def _word(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _sender(value: object) -> str:
    if isinstance(value, Mapping):
        for name in ("address", "phone", "number", "email", "id"):
            if _word(value.get(name)):
                return _word(value.get(name))
    return _word(value)


def _flagged(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(bool(one) for one in value.values())
    return bool(value)


def _moment(value: object) -> datetime | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if abs(value) > _MOST_SECONDS else value
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            return None
    try:
        made = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None
    return made.replace(tzinfo=UTC) if made and made.tzinfo is None else made


def _place(value: object) -> tuple[Location | None, str]:
    """Coordinates, and words that name a place."""
    if isinstance(value, str):
        found = _COORDINATES.fullmatch(value[:200])
        return (_location(*found.groups()), "") if found else (None, value[:1_000])
    if isinstance(value, list | tuple):
        return (_location(value[0], value[1]) if len(value) == 2 else None), ""
    if not isinstance(value, Mapping):
        return None, ""
    latitude = next((value[name] for name in ("lat", "latitude") if name in value), None)
    longitude = next((value[name] for name in ("lon", "lng", "long", "longitude") if name in value), None)
    spoken = next((value[name] for name in ("label", "address", "name", "text") if _word(value.get(name))), "")
    return _location(latitude, longitude), _word(spoken)[:1_000]


def _location(latitude: object, longitude: object) -> Location | None:
    try:
        north, east = float(str(latitude)), float(str(longitude))
    except ValueError:
        return None
    return Location(north, east) if abs(north) <= 90 and abs(east) <= 180 and (north or east) else None


def _files(value: object) -> frozenset[str]:
    many = value if isinstance(value, list | tuple) else [value]
    found = (one.get("sha256", one.get("hash")) if isinstance(one, Mapping) else one for one in many[:_MOST_FILES])
    return frozenset(filter(None, (_word(one).casefold() for one in found)))
