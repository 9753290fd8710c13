"""What an operator changed of a complaint before it is submitted: never the citizen's own words, only what they said or
showed instead of writing it."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from forwarder.seal import Sealer, Unsealable
from normalizer.privacy import mask
from normalizer.schema import Complaint, Language
from normalizer.text import shortened, title
from normalizer.wordless import TO_TRANSCRIBE, points

# What may be changed, and how many characters it may have.
FIELDS: Final[Mapping[str, int]] = {"title": 200, "note": 4_000, "agency": 200, "place": 300, "text": 20_000}
# An official must know whose words these are.
_WRITTEN: Final[Mapping[Language, str]] = {
    Language.INDONESIAN: "[Ditulis oleh petugas dari pesan suara atau gambar.]",
    Language.ENGLISH: "[Written down by staff from a voice message or picture.]",
}


def sealed(sealer: Sealer, complaint: str, edits: Mapping[str, str]) -> str:
    """As a field of the ledger and as a fact."""
    return b64encode(sealer.seal(json.dumps(dict(edits)).encode(), _about(complaint))).decode()


def opened(sealer: Sealer, complaint: str, value: str) -> dict[str, str]:
    """{} for none. Raise `Unsealable`."""
    found: dict[str, str] = json.loads(sealer.open(b64decode(value), _about(complaint))) if value else {}
    return found


def still_doubtful(sealer: Sealer, complaint: str, value: str, doubts: Iterable[str]) -> tuple[str, ...]:
    """Each once, without what an operator saw to. value: as it stands in the ledger."""
    try:
        seen = value and opened(sealer, complaint, value).get("text")
    except Unsealable:
        seen = ""
    return tuple(doubt for doubt in dict.fromkeys(doubts) if not (seen and doubt == TO_TRANSCRIBE))


def edited(complaint: Complaint, edits: Mapping[str, str]) -> Complaint:
    """An operator's note stands below the forwarder's; a place names a pin that is there; what was written down stands
    below whatever words came with it."""
    if not edits:
        return complaint
    if edits.get("text") and TO_TRANSCRIBE in complaint.doubts:
        complaint = _written(complaint, edits["text"])
    place, note = complaint.location, edits.get("note", "")
    if place and "place" in edits:
        place = replace(place, label=edits["place"])
    return replace(
        complaint,
        title=edits.get("title", complaint.title),
        note="\n\n".join(filter(None, (complaint.note, note))),
        agency_keyword=edits.get("agency", complaint.agency_keyword),
        location=place,
    )


def _written(complaint: Complaint, text: str) -> Complaint:
    wordless = points(complaint.text)
    told = _WRITTEN.get(complaint.language, _WRITTEN[Language.INDONESIAN])
    return replace(
        complaint,
        title=(wordless and shortened(mask(title(text)))) or complaint.title,
        text="\n\n".join(filter(None, (complaint.text.strip(), text))),
        note="\n\n".join(filter(None, (complaint.note, told))),
        doubts=tuple(doubt for doubt in complaint.doubts if doubt != TO_TRANSCRIBE),
    )


def _about(complaint: str) -> bytes:
    return b"edits:" + complaint.encode()
