"""What a supplement carries: words, and files that the store keeps; also files that come after their complaint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from forwarder.supplement_text import late_text
from normalizer.schema import Attachment, Complaint, Withheld

# What a person or time may still mend: the file comes later, the case does not wait for it.
MENDABLE = frozenset({Withheld.MISSING, Withheld.UNSCANNED})


@dataclass(frozen=True, slots=True)
class Added:
    """`attachments` as they were understood; in what is frozen, as they were handed over. `names`: of those who wrote
    it, which may have to be taken out (`Abilities.leaves_out`)."""

    text: str = field(repr=False)
    attachments: tuple[Attachment, ...] = ()
    names: tuple[str, ...] = field(default=(), repr=False)


def places_of(attachments: Sequence[Attachment]) -> str:
    """`1,3`: which of a case's files are to come later; "" for none."""
    return ",".join(str(place) for place, one in enumerate(attachments, 1) if one.withheld in MENDABLE)


def late_files(complaint: Complaint, places: str) -> Added:
    """The files at these places, to be added to the case that went without them."""
    wanted = [int(place) - 1 for place in places.split(",")]
    files = tuple(complaint.attachments[place] for place in wanted if place < len(complaint.attachments))
    return Added(late_text(files, complaint.language), files)
