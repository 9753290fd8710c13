"""What goes on of an anonymous person's file: its content without what tells who made it, or nothing at all.

Names that a citizen wrote into the visible content are that content, and stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from normalizer.file_ending import ending_of
from normalizer.strip_image import gif, jpeg, png, webp
from normalizer.strip_office import ooxml
from normalizer.strip_pdf import pdf

_OOXML: Final = "application/vnd.openxmlformats-officedocument."


def _text(content: bytes) -> bytes:
    """Bare words hold nothing beside the words."""
    if b"\0" in content:
        raise ValueError("no text")
    return content


# A voice, a film, a mail, an archive, an old Office file (OLE), TIFF and HEIC are not here: they are withheld.
WAYS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "image/jpeg": jpeg,
    "image/png": png,
    "image/webp": webp,
    "image/gif": gif,
    "application/pdf": pdf,
    f"{_OOXML}wordprocessingml.document": ooxml,
    f"{_OOXML}spreadsheetml.sheet": ooxml,
    f"{_OOXML}presentationml.presentation": ooxml,
    "text/plain": _text,
    "text/csv": _text,
}
_WORDS: Final = {"image": "foto", "audio": "suara", "video": "video", "text": "catatan"}


def strip(content: bytes, media_type: str) -> bytes | None:
    """The same content without metadata; None when that cannot be had for certain. Never raises."""
    way = WAYS.get(media_type)
    if way is None:
        return None
    try:
        return way(content)
    except Exception:  # noqa: BLE001 - every byte is hostile, and what we do not understand does not go on
        return None


def neutral_names(media_types: Iterable[str]) -> list[str]:
    """`foto-1.jpg`, `dokumen-1.pdf` …, counted for each kind: a file's own name may name its owner."""
    counts, names = Counter[str](), list[str]()
    for media_type in media_types:
        word = _WORDS.get(media_type.partition("/")[0], "dokumen")
        counts[word] += 1
        names.append(f"{word}-{counts[word]}{ending_of(media_type)}")
    return names
