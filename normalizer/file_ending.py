"""Which ending belongs to a media type, and the other way round: the same on every machine.

`mimetypes` alone reads /etc/mime.types, which images for containers do not have: there a photo in WebP, a voice and a
Word file had no ending.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import filetype

_OFFICE: Final = "application/vnd.ms-"
_OURS: Final[Mapping[str, str]] = {
    "message/rfc822": ".eml",
    "text/plain": ".txt",
    "image/jpeg": ".jpg",
    "text/calendar": ".ics",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "application/vnd.ms-outlook": ".msg",
    f"{_OFFICE}word.document.macroenabled.12": ".docm",
    f"{_OFFICE}excel.sheet.macroenabled.12": ".xlsm",
    f"{_OFFICE}powerpoint.presentation.macroenabled.12": ".pptm",
}


def ending_of(media_type: str) -> str:
    """With its dot; "" for a type that says nothing, or that nobody knows."""
    if media_type == "application/octet-stream":
        return ""
    return _OURS.get(media_type) or _seen().get(media_type) or _standard().guess_extension(media_type) or ""


def type_of(name: str) -> str:
    """What a file's name says it is; "application/octet-stream" when it says nothing."""
    return _standard().guess_type(name)[0] or "application/octet-stream"


@lru_cache(maxsize=1)
def _standard() -> mimetypes.MimeTypes:
    """Python's own table, whatever the machine adds to it."""
    return mimetypes.MimeTypes()


@lru_cache(maxsize=1)
def _seen() -> Mapping[str, str]:
    """Of the types that are told by first bytes, the first ending of each."""
    return {kind.mime: f".{kind.extension}" for kind in reversed(filetype.TYPES)}
