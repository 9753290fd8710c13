"""A complaint as it is compared with others, made of what was understood, and as bytes in between."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pydantic_core import PydanticSerializationError, from_json, to_json

from normalizer.likeness import Gist, gist
from normalizer.likeness_rules import Told
from normalizer.places import Facts, meet
from normalizer.schema import Complaint, Location

Row = Mapping[str, Any]
_VERSION = 1
# What is kept for comparing stays small: behind so many characters a digest stands for the rest.
_LONGEST_FLAT = 2_000
# With so many telling words a text says by itself what it is about.
_TELLING = 3


def told_of(complaint: Complaint, person: str, chat: str) -> Told:
    """`person` and `chat` are names or keyed hashes of them, "" for nobody. Pure and total."""
    place = complaint.location
    return Told(
        gist=_shortened(_gist(complaint)),
        person=person,
        chat=chat,
        at=complaint.received_at,
        flagged=bool(complaint.flags),
        place=Location(place.latitude, place.longitude) if place else None,
        files=frozenset(one.sha256 for one in complaint.attachments if one.sha256),
    )


def _gist(complaint: Complaint) -> Gist:
    """A mail's subject may be all that tells where it is; a pin's label and no other. What it is about stands in the
    words below, if there are any: people write one subject above many matters."""
    text = complaint.text.lstrip()[len(complaint.agency_keyword) :]
    label = complaint.location.label if complaint.location else ""
    told = gist("\n".join(filter(None, (text, label))))
    if complaint.channel != "mail" or complaint.title in complaint.text:
        return told
    whole = gist("\n".join(filter(None, (complaint.title, text, label))))
    return replace(told, facts=whole.facts, names=whole.names) if len(told.weights) >= _TELLING else whole


def _shortened(made: Gist) -> Gist:
    if len(made.flat) <= _LONGEST_FLAT:
        return made
    digest = hashlib.sha256(made.flat.encode("utf-8", "surrogatepass")).hexdigest()
    return replace(made, flat=f"{made.flat[:_LONGEST_FLAT]} {digest}")


def encode(told: Told) -> bytes:
    """Personal: to be sealed wherever it lies. `flagged` is left out, for it may change."""
    one, place = told.gist, told.place
    row: dict[str, Any] = {
        "v": _VERSION,
        "w": dict(one.weights),
        "m": list(one.matters),
        "f": {kind: list(values) for kind, values in one.facts.found.items()},
        "k": {kind: list(values) for kind, values in one.facts.marks.items()},
        "e": one.facts.last,
        "s": one.size,
        "t": one.flat,
        "n": dict(one.names),
        "o": int(one.personal) + 2 * int(one.here),
        "p": told.person,
        "c": told.chat,
        "a": told.at.timestamp() if told.at else None,
        "g": [place.latitude, place.longitude] if place else None,
        "x": list(told.files),
    }
    try:
        return to_json(row)
    except (PydanticSerializationError, UnicodeEncodeError):  # a lone surrogate, which is none of JSON's
        return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decode(data: bytes) -> Told | None:
    """None for what another version wrote: it is not compared."""
    row = parsed(data)
    return told_in(row) if row else None


def parsed(data: bytes) -> Row | None:
    """What `encode` wrote, to be looked at before more is made of it; None for what another version wrote."""
    row: Row
    try:
        row = from_json(data)  # three times as fast as json's own, and each comparison begins with it
    except ValueError:
        row = json.loads(data.decode("utf-8", "surrogatepass"))
    return row if row["v"] == _VERSION else None


def keeps_apart(row: Row, mine: Facts) -> bool:
    """Whether the facts alone keep two strangers' complaints apart, which is cheap to know. A fact that ends a text
    may be one that was cut."""
    theirs = row["f"]
    met = meet(mine, Facts({kind: frozenset(theirs[kind]) for kind in mine.found if kind in theirs}))
    return not met.differ <= {mine.last, row["e"]}


def told_in(row: Row) -> Told:
    # A node of the version before writes no "k".
    found, marks = ({kind: frozenset(values) for kind, values in row.get(key, {}).items()} for key in ("f", "k"))
    facts = Facts(found, last=row["e"], marks=marks)
    made = Gist(
        weights=row["w"],
        matters=frozenset(row["m"]),
        facts=facts,
        size=row["s"],
        flat=row["t"],
        names=row["n"],
        personal=bool(row["o"] & 1),
        here=bool(row["o"] & 2),
    )
    at = None if row["a"] is None else datetime.fromtimestamp(row["a"], UTC)
    place = Location(*row["g"]) if row["g"] else None
    return Told(made, row["p"], row["c"], at, place=place, files=frozenset(row["x"]))
