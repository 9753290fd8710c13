"""A submission as a service request of GeoReport v2: https://wiki.open311.org/GeoReport_v2/#post-service-request

What the standard has no field for stands in the description, which servers show to everybody: so nothing goes there by
which an anonymous person could be told, and no NIK of anybody. Nor which cases belong together: by the references that
descriptions end with everybody could join what one citizen reported. A server that keeps it for its clerks has an
attribute for it, and OPEN311_ATTRIBUTES says which.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlencode

from forwarder.central import BY_HAND, CLOSE, ENTER, Rejected
from forwarder.unnamed import NO_NOTE, unnamed, without_nik
from normalizer.schema import Kind, Party, Submission

_LONGEST_NAME: Final = 200  # a longer one is none
LONGEST: Final = 4000  # characters of a description, by the standard
_KINDS: Final[Mapping[Kind, str]] = {
    Kind.COMPLAINT: "",
    Kind.ASPIRATION: "Aspirasi",
    Kind.INFORMATION: "Permintaan informasi",
}

Field = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Options:
    """What an agency decides. services: service code by agency keyword, `service` for all others. attributes: by
    service code, what its attributes are told, several values separated by `|`; `{related_to}` and `{recurrence_of}`
    stand for references of other cases. address: the address_string of a complaint without a pin; without it such a
    complaint waits for a person, since the standard wants a place. contact: whether name, phone and mail of a citizen
    who is not anonymous go along."""

    service: str
    services: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    address: str = ""
    contact: bool = True
    long_text: Literal["park", "cut"] = "park"

    def service_of(self, keyword: str) -> str:
        return self.services.get(keyword.upper(), self.service)


def keywords(written: str) -> Mapping[str, str]:
    """`TANGKAB=001, KOTA=002` as a table. Raise ValueError."""
    found: dict[str, str] = {}
    for entry in filter(None, (one.strip() for one in written.split(","))):
        word, sign, code = (part.strip() for part in entry.partition("="))
        if not (word and sign and code) or word.upper() in found:
            raise ValueError("must be KEYWORD=service_code, separated by commas, each keyword once")
        found[word.upper()] = code
    return found


def freeze(submission: Submission, options: Options) -> bytes:
    """application/x-www-form-urlencoded without api_key and jurisdiction_id. Raise `Rejected` when the standard cannot
    hold it."""
    if submission.flags.rahasia:
        raise Rejected(f"GeoReport v2 keeps no text from the public (rahasia): nothing was sent. {BY_HAND}")
    code = options.service_of(submission.agency_keyword)
    fields = [
        ("service_code", code),
        *_place(submission, options),
        *_attributes(options.attributes.get(code, {}), submission),
    ]
    if options.contact and not submission.flags.anonim:
        fields += _contact(submission)
    fields.append(("description", description(submission, options.long_text)))
    return urlencode(fields, errors="replace").encode()


def reference_mark(reference: str) -> str:
    """What a look-up finds a request by."""
    return f"Ref: {reference}"


def description(submission: Submission, long_text: Literal["park", "cut"]) -> str:
    """Citizen's words first, what the standard has no field for below, our reference last."""
    words, below = _told(submission), "\n".join(_below(submission))
    room = LONGEST - len(below) - 2
    small = room < LONGEST // 2
    if len(words) > room and (long_text == "park" or small):
        then = ENTER if small else f"Set OPEN311_LONG_TEXT=cut, then retry. Or: {ENTER}"
        raise Rejected(f"The text has {len(words)} characters, GeoReport v2 takes {max(room, 0)} of them. {then}")
    return f"{_cut(words, room)}\n\n{below}"


def _cut(words: str, room: int) -> str:
    """With a mark that says so: whoever reads it knows that there is more, and how much."""
    if len(words) <= room:
        return words
    mark = f" … [dipotong; seluruhnya {len(words)} huruf, lengkapnya pada operator pengaduan]"
    kept = words[: room - len(mark)]
    return (kept.rpartition(" ")[0] or kept) + mark


def _told(submission: Submission) -> str:
    title, text = submission.title.rstrip("…").strip(), submission.text
    known = " ".join(title.split()).casefold() in " ".join(text.split()).casefold()
    return _public(text if known or not title else f"{submission.title}\n\n{text}", submission)


def _public(words: str, submission: Submission) -> str:
    return unnamed(words, submission) if submission.flags.anonim else without_nik(words)


def _below(submission: Submission) -> Iterator[str]:
    anonim = submission.flags.anonim
    if kind := _kind(submission.kind):
        yield f"Jenis: {kind}"
    if submission.note and anonim:
        yield NO_NOTE
    elif submission.note:
        yield f"Catatan penerus: {_public(submission.note, submission)}"
    if submission.location and submission.location.label:
        yield f"Lokasi: {_public(submission.location.label, submission)}"
    if submission.attachments:
        yield f"[{len(submission.attachments)} lampiran tidak ikut; ada pada operator pengaduan]"
    if anonim:
        yield "Pelapor anonim."
    yield reference_mark(submission.reference)


def _kind(kind: Kind) -> str:
    try:
        return _KINDS[kind]
    except KeyError:
        raise Rejected(f"A message of kind {kind.value} is no case: {CLOSE}") from None


def _place(submission: Submission, options: Options) -> list[Field]:
    """One of the three forms the standard knows, never two."""
    place = submission.location
    if place is None:
        if not options.address:
            raise Rejected("It has no pin, and GeoReport v2 wants a place: set OPEN311_ADDRESS, then retry")
        return [("address_string", options.address)]
    degrees = ((place.latitude, 90), (place.longitude, 180))
    if not all(math.isfinite(value) and abs(value) <= most for value, most in degrees):
        raise Rejected(f"The location is no place on earth. {ENTER}")
    return [("lat", f"{place.latitude:.7f}"), ("long", f"{place.longitude:.7f}")]


def _attributes(values: Mapping[str, str], submission: Submission) -> list[Field]:
    """`attribute[CODE]=value`, and `attribute[CODE][]=value` for each of several; none for what this case has not."""
    known = beside(submission)
    fields: list[Field] = []
    for code, value in sorted(values.items()):
        several = [told for part in value.split("|") for told in _filled(part, known)]
        name = f"attribute[{code}]" + ("[]" if len(several) > 1 else "")
        fields += [(name, one) for one in several]
    return fields


def _filled(part: str, known: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Alone each case is a value of its own, within words they are a list; nothing where one that is named has none."""
    if part in known:
        return known[part]
    for name in (name for name in known if name in part):
        if not known[name]:
            return ()
        part = part.replace(name, ", ".join(known[name]))
    return (part,) if part else ()


def beside(submission: Submission) -> Mapping[str, Sequence[str]]:
    """By what stands in OPEN311_ATTRIBUTES: references of other cases; of an anonymous person's nothing."""
    hidden, again = bool(submission.flags), submission.recurrence_of
    return {
        "{related_to}": () if hidden else submission.related_to,
        "{recurrence_of}": () if hidden or not again else (again,),
    }


def _contact(submission: Submission) -> list[Field]:
    """Of the citizen, or of who can be reached for them: never a mixture of two people."""
    party = submission.reporter if submission.reporter.address else submission.submitted_by
    first, _, last = party.name[:_LONGEST_NAME].strip().partition(" ")
    fields = [("first_name", first), ("last_name", last), *_reached(party)]
    return [(name, value) for name, value in fields if value]


def _reached(party: Party) -> list[Field]:
    """A chat's id is no address for anybody else."""
    if "@" in party.address:
        return [("email", party.address)]
    return [("phone", party.address)] if party.address.startswith("+") else []
