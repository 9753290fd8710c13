"""A wish, in the midst of something new, about a report that was sent before: "laporan saya yang kemarin jangan
diteruskan". What is told beside it goes its way."""

from __future__ import annotations

import re

from normalizer.flags import flags_in
from normalizer.schema import UNPROTECTED, Flags
from normalizer.text import folded, has_words
from normalizer.united import united

_PARTS = re.compile(r"[.,;:!?()\n–—]+|\s(?:tapi|tetapi|but)\s")
# "Tadi" may mean what is being written.
_EARLIER = re.compile(
    r"\b(?:laporan|aduan|pengaduan|keluhan|report|complaint)(?:ku|nya)?(?: (?!ini\b)\w+){0,7}? "
    r"(?:kemarin|kmrn|kemaren|kmaren|semalam|sebelumnya|pertama|lama|lalu|yesterday|previous|nomor \d+|\d{5,})\b"
    r"|\b(?:my|the) (?:earlier|previous|last|first|old) (?:report|complaint)\b"
)
_LONGEST = 2_000


def _of_it(text: str) -> list[str]:
    return [part for part in _PARTS.split(text[:_LONGEST]) if _EARLIER.search(folded(part))]


def without_earlier(text: str) -> str:
    """What is told beside what is said of an earlier report; all of it where nothing is. Pure and total."""
    about = _of_it(text)
    if not about:
        return text
    rest = ". ".join(part for part in _PARTS.split(text) if part not in about)
    return rest if has_words(rest) else text


def protects_earlier(text: str) -> Flags:
    """The flags that are wished for an earlier report. Pure and total."""
    about = _of_it(text)
    return united(*map(flags_in, about)) if about else UNPROTECTED
