"""What is in the two wrappings of office files, zip and OLE: by what stands inside, not by what a sender says.

ECMA-376, Part 2 (packages); [MS-CFB] (compound files: names in UTF-16 in the directory).
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final

_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_FOLDERS: Final = {
    "word/": f"{_OOXML}wordprocessingml.document",
    "xl/": f"{_OOXML}spreadsheetml.sheet",
    "ppt/": f"{_OOXML}presentationml.presentation",
}
_MACROS: Final = {
    "word/": "application/vnd.ms-word.document.macroenabled.12",
    "xl/": "application/vnd.ms-excel.sheet.macroenabled.12",
    "ppt/": "application/vnd.ms-powerpoint.presentation.macroenabled.12",
}
_STREAMS: Final = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
    "__properties_version1.0": "application/vnd.ms-outlook",
}
_MOST_NAMES: Final = 3_000
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def office_type(content: bytes) -> str | None:
    """The media type of an Office file in these bytes; None when they are none."""
    if content.startswith(_ZIP):
        return _packed(content)
    if content.startswith(_OLE):
        return next((kind for name, kind in _STREAMS.items() if name.encode("utf-16-le") in content), None)
    return None


def _packed(content: bytes) -> str | None:
    # A directory of a million names would take seconds to read.
    if content.count(b"PK\x01\x02") > _MOST_NAMES:
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = [name.lower() for name in package.namelist()]
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, UnicodeError):  # RuntimeError: a later ZIP's version
        return None
    if "[content_types].xml" not in names:
        return None
    folder = next((each for each in _FOLDERS if any(name.startswith(each) for name in names)), "")
    kinds = _MACROS if any(name.endswith("vbaproject.bin") for name in names) else _FOLDERS
    return kinds.get(folder)
