"""The last part of `satupintu complaints show`: what the central system was asked, and what it said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from forwarder import edits
from forwarder.dialogue import Dialogue
from forwarder.dossier import Dossier
from forwarder.rehearsal import MASK
from forwarder.seal import Unsealable
from gateway.dialogue import spoken
from gateway.moments import at_ms
from gateway.settings import Settings
from gateway.terminal import printable
from normalizer.privacy import mask

# Values of these names tell nothing of the person: our own words and numbers, in every kind of case.
_PLAIN: Final = frozenset(
    {"reference", "number", "kind", "channel", "language", "received_at", "sent_at", "flags", "anonim", "rahasia"}
    | {"sha256", "media_type", "size", "schema_version", "related_to", "recurrence_of", "agency_keyword"}
    | {"service_code", "jurisdiction_id", "api_key"}
)
_KEYS: Final = frozenset({"api_key", "key", "token", "password"})
_STEPS: Final[Mapping[str, str]] = {
    "attempt": "asked, attempt {about}",
    "forward_later": "put off: {about}",
    "forward_parked": "parked: {about}",
    "token": "it holds it, its number comes later",
    "left_tray": "nobody had taken it out of the tray: it goes to the API",
    "number": "it gave the number {about}",
    "status": "it says: {about}",
    "question": "it asked something",
    "amended": "it knows the protection asked for",
    "amended_late": "it may have heard an older wish last: the newest is told again",
    "withdrawn_late": "it arrived there after its sender had withdrawn it: its withdrawal goes after it",
    "edited": "an operator changed what it will get",
    "ended": "an operator closed it",
    "withheld": "attachments withheld: {about}",
}

# Nobody but a person asks there.
_BY_HAND: Final[Mapping[str, str]] = {
    "attempt": "made ready for a person to enter",
    "token": "it lies in the tray for a person",
}


def told_there(
    settings: Settings, complaint: str, found: Dossier, said: Dialogue, *, unmask: bool, by_hand: bool
) -> Iterator[str]:
    """Lines; what `unmask` gives out was written down before. by_hand: nobody but a person holds it."""
    zone = ZoneInfo(settings.timezone)
    for name, value in _facts(found, zone).items():
        if value:
            yield _line(name, value)
    means = {**_STEPS, **(_BY_HAND if by_hand else {})}
    steps = [step for step in found.steps if step.what in _STEPS]
    for place, step in enumerate(steps):
        told = f"{at_ms(step.at_ms, zone)}  {means[step.what].format(about=mask(step.about))}"
        yield _line("" if place else "central system", told)
    yield from spoken(said, zone, unmask=unmask)
    yield from _changes(settings, complaint, found, unmask=unmask)
    yield from _words(found, unmask=unmask)


def _facts(found: Dossier, zone: ZoneInfo) -> dict[str, str]:
    return {
        "linked with": found.into,
        "attempts": str(found.attempts),
        "why": mask(found.why),
        "taken": at_ms(found.taken_ms, zone) if found.taken_ms else "",
        "status there": f"{found.status} ({at_ms(found.status_at_ms, zone)})" if found.status else "",
    }


def _changes(settings: Settings, complaint: str, found: Dossier, *, unmask: bool) -> Iterator[str]:
    try:
        changes = edits.opened(settings.sealer(), complaint, found.edits)
    except Unsealable:
        changes = {}
    for name, value in changes.items():
        yield _line("changed", f"{name}: {value if unmask else hidden(value)}")


def _words(found: Dossier, *, unmask: bool) -> Iterator[str]:
    """The frozen request, or what came in where nothing was asked yet: every name, and values that tell of nobody."""
    data, name = (found.case, "request") if found.case else (found.body, "came in as")
    if not data:
        return
    yield _line(name, f"{len(data)} bytes" + ("" if unmask else "; what tells of people is hidden, see --unmask"))
    yield from request(data, unmask=unmask)


def request(data: bytes, *, unmask: bool) -> Iterator[str]:
    """Lines: JSON, or a form (GeoReport v2) by its fields. What is neither is shown to those who may see all."""
    try:
        value = json.loads(data)
    except ValueError:
        value = _fields(data)
    if value is None:
        yield from (_lines(data.decode("utf-8", "backslashreplace")) if unmask else ())
        return
    yield from _lines(json.dumps(value if unmask else masked(value), ensure_ascii=False, indent=2))


def _fields(data: bytes) -> dict[str, str | list[str]] | None:
    """None when it is no form. Keys stand in no frozen request of ours; should one, it is nobody's to see."""
    try:
        pairs = parse_qsl(data.decode("ascii"), keep_blank_values=True, strict_parsing=True)
    except ValueError:
        return None
    found = dict[str, list[str]]()
    for name, value in pairs:
        found.setdefault(name, []).append(MASK if name in _KEYS else value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def masked(value: object, name: str = "") -> object:
    """The same shape; a text stays where its name says that it tells nothing of a person."""
    if isinstance(value, dict):
        return {str(key): masked(item, str(key)) for key, item in value.items()}
    if isinstance(value, list):
        return [masked(item, name) for item in value]
    if name in _PLAIN or value is None or isinstance(value, bool) or value == "":
        return value
    return hidden(str(value))


def hidden(value: str) -> str:
    """How long it is."""
    return f"[{len(value)} characters]"


def _lines(text: str) -> list[str]:
    return [printable(f"  {line}") for line in text.splitlines()]


def _line(name: str, value: str) -> str:
    return printable(f"{name:<14} {value}")
