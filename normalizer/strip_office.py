"""Word, Excel and PowerPoint files (OOXML) without authors, editors and what hangs in their pictures.

ECMA-376, Part 2 (packages) and Part 1; a package is a zip. What is not known to be harmless makes the whole file
unstrippable.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Final

from normalizer.strip_image import Unstrippable, gif, jpeg, png

_MOST_FILES: Final = 3_000
# Unpacked. Text packs to a tenth, the dullest tables to a twentieth; what packs further was made to cost time.
_MOST_BYTES: Final = 150_000_000
_FEW_BYTES: Final = 1_000_000
_MOST_TIMES: Final = 25
_NO_PROPERTIES: Final = {
    "docprops/core.xml": b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>',
    "docprops/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>',
    "docprops/custom.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'custom-properties"/>',
    # Sensitivity labels name the office that made the file.
    "docmetadata/labelinfo.xml": b'<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/'
    b'mipLabelMetadata"/>',
}
_XML: Final = (".xml", ".rels", ".vml")
_PICTURES: Final = {".jpeg": jpeg, ".jpg": jpeg, ".png": png, ".gif": gif}
_FONTS: Final = (".odttf", ".fntdata")
# Tracked changes, comments and people; `*:absPath`, `fileSharing`, who refreshed a pivot table and the files that data
# comes from are Excel's, `cmAuthor` and `chgData` PowerPoint's.
_NAMING: Final = re.compile(
    rb"(\s(?:\w+:)?(?:author|initials|userId|providerId|displayName|userName|absPath|lastUser|user|alg\w*Name|"
    rb"refreshedBy|sourceFile|odcFile|connection)\s*=\s*)"
    rb"(\"[^\"]*\"|'[^']*')",
)
# Nothing in a tag is "<": a thousand tags that never end would be looked through a thousand times.
_CM_AUTHOR: Final = re.compile(
    rb"(<(?:\w+:)?(?:cmAuthor|person|author|chgData|userInfo)\b[^<>]*?\sname\s*=\s*)(\"[^\"]*\"|'[^']*')"
)
_AUTHORS: Final = re.compile(rb"(<(?:\w+:)?author>)([^<]*)(</)")
_MOST_AUTHORS: Final = 100
# Where the letters of a mail merge came from, and what macros remembered.
_SOURCES: Final = re.compile(
    rb"<\w+:(?P<what>mailMerge|docVars)\b(?:[^<>]*/>|.*?(?:</\w+:(?P=what)>|\Z))",
    re.DOTALL,
)
# Older programs call a picture, and describe it, as its file is called, often with all its folders.
_PICTURE_TAG: Final = re.compile(rb"<(?:\w+:)?(?:cNvPr|docPr|imagedata|shape|rect)\s[^<>]*>")
_CALLED: Final = re.compile(rb"(\s(?:\w+:)?(?:name|descr|title|alt)\s*=\s*)(\"[^\"]*\"|'[^']*')")
_FILE_NAME: Final = re.compile(rb"[\\/]|\.\w{3,4}\s*.\Z", re.DOTALL)
_ABS_PATH: Final = re.compile(rb"(<(?:\w+:)?absPath\b[^<>]*?\surl\s*=\s*)(\"[^\"]*\"|'[^']*')")
_LOCAL_TARGET: Final = re.compile(
    rb"(\sTarget\s*=\s*)(\"(?:file:|\\\\|[A-Za-z]:)[^\"]*\"|'(?:file:|\\\\|[A-Za-z]:)[^']*')"
)
_RELATION: Final = re.compile(
    rb"<Relationship\b(?>[^<>]*?(?:metadata/thumbnail|printerSettings)\")[^<>]*?(?:/>|></Relationship>)"
)
_PRINTER: Final = re.compile(rb"(<(?:\w+:)?pageSetup\b[^<>]*?)\s\w+:id\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)|<\?mso-\w+.*?(?:\?>|\Z)", re.DOTALL)


def ooxml(data: bytes) -> bytes:
    """Raise `Unstrippable` or `zipfile.BadZipFile`."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as clean:
        entries = package.infolist()
        names = [entry.filename.lower() for entry in entries]
        if len(entries) > _MOST_FILES or len(set(names)) != len(names) or "[content_types].xml" not in names:
            raise Unstrippable
        left = min(_MOST_BYTES, _FEW_BYTES + _MOST_TIMES * len(data))
        for entry in entries:
            if entry.is_dir() or _is_dropped(entry.filename.lower()):
                continue
            content = _read(package, entry, left)
            left -= len(content)
            # Its own time, comment and extra field say when and on what it was made.
            fresh = zipfile.ZipInfo(entry.filename)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            clean.writestr(fresh, _clean(entry.filename.lower(), content))
    return made.getvalue()


def _is_dropped(name: str) -> bool:
    return name.startswith("docprops/thumbnail") or "/printersettings/" in name


def _read(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """At most `left` bytes, whatever the directory promises."""
    if entry.flag_bits & 1:
        raise Unstrippable
    with package.open(entry) as file:
        content = file.read(left + 1)
    if len(content) > left:
        raise Unstrippable
    return content


def _clean(name: str, content: bytes) -> bytes:
    if name in _NO_PROPERTIES:
        return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + _NO_PROPERTIES[name]
    ending = name[name.rfind(".") :]
    if name == "[content_types].xml" or ending in _XML:
        return _clean_xml(name, content)
    if ending in _PICTURES:
        return _PICTURES[ending](content)
    if ending in _FONTS:
        return content
    raise Unstrippable  # embedded files, macros, signatures, drawings whose heads hold words


def _clean_xml(name: str, content: bytes) -> bytes:
    if b"\0" in content or name.startswith(("customxml/", "_xmlsignatures/")) or b"<!DOCTYPE" in content:
        raise Unstrippable  # UTF-16 would pass by the patterns; entities could hide a name from them
    for pattern in (_NAMING, _CM_AUTHOR, _ABS_PATH):
        content = pattern.sub(rb'\1""', content)
    content = _AUTHORS.sub(rb"\1\3", _without_headings(content))
    content = _PICTURE_TAG.sub(_uncalled, _SOURCES.sub(b"", _COMMENT.sub(b"", content)))
    if name.endswith(".rels"):
        return _RELATION.sub(b"", _LOCAL_TARGET.sub(rb'\1""', content))
    return _PRINTER.sub(rb"\1", content)


def _without_headings(content: bytes) -> bytes:
    """Excel begins each note with its author's name."""
    for _, name, _ in _AUTHORS.findall(content)[:_MOST_AUTHORS]:
        content = content.replace(b">%b:<" % name, b"><") if name.strip() else content
    return content


def _uncalled(tag: re.Match[bytes]) -> bytes:
    return _CALLED.sub(lambda found: found[1] + (b'""' if _FILE_NAME.search(found[2]) else found[2]), tag[0])
