"""PDF documents without authors, history, attachments and signatures: https://pikepdf.readthedocs.io

Written anew from the pages, so that nothing of an earlier saving hangs behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from normalizer.strip_image import Unstrippable, jpeg

_MOST_OBJECTS: Final = 200_000
_MOST_THINGS: Final = 2_000_000
# ISO 32000-1, 14.3 (metadata), 14.5 (page-piece), 12.5.6.2 (who wrote a note, and when), 12.7 (forms), 7.11 (files)
_TOLD: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/EF", "/AF", "/Thumb", "/Measure", "/OpenAction", "/AA")
_OF_CATALOG: Final = ("/Names", "/Perms", "/Legal", "/Collection", "/DSS", "/SpiderInfo", "/Extensions", "/Threads")
# 8.11.4.4 (who made a layer, and for whom), 14.11.7 (prepress), 12.6.4 (actions that name a file); what pdfTeX tells of
# each picture it places: its manual, \pdfsuppressptexinfo
_OF_LAYERS: Final = ("/CreatorInfo", "/OPI", "/PTEX.FileName", "/PTEX.InfoDict")
_OPENS_FILES: Final = frozenset({"/Launch", "/GoToR", "/GoToE", "/ImportData", "/Thread"})
_FILE: Final = ("/F", "/UF", "/DOS", "/Mac", "/Unix", "/Win", "/Base", "/FS", "/Desc", "/T")
_ELSEWHERE: Final = re.compile(r"(?:https?|mailto|tel|sms|geo):", re.IGNORECASE)
_OF_NOTES: Final = ("/T", "/M", "/CreationDate", "/NM", "/RC", "/Subj", "/Popup", "/IRT")


def pdf(data: bytes) -> bytes:
    """Raise `Unstrippable`, or any error of pikepdf's for what it cannot read."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as document:
        if len(document.objects) > _MOST_OBJECTS:
            raise Unstrippable
        for name in ("/Info", "/ID"):
            if name in document.trailer:
                del document.trailer[name]
        _drop(document.Root, (*_OF_CATALOG, "/AcroForm") if _is_signed(document.Root) else _OF_CATALOG)
        if "/AcroForm" in document.Root:
            _drop(document.Root.AcroForm, ("/XFA",))
        for thing in _everything(document, pikepdf):
            _clean(thing, pikepdf)
        made = BytesIO()
        document.save(made, fix_metadata_version=False, deterministic_id=True, linearize=False)
    return made.getvalue()


def _everything(document: Any, pikepdf: Any) -> Iterator[Any]:
    """Every dictionary and stream, also those that stand within others and have no number of their own."""
    stack, seen = list(document.objects), 0
    while stack:
        thing = stack.pop()
        seen += 1
        if seen > _MOST_THINGS:
            raise Unstrippable
        if isinstance(thing, pikepdf.Array):
            inner = list(thing)
        elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            yield thing
            inner = [thing[key] for key in thing.keys()]  # noqa: SIM118 - not a dict: it iterates over pairs or nothing
        else:
            continue
        stack += [one for one in inner if isinstance(one, pikepdf.Object) and not one.is_indirect]


def _is_signed(root: Any) -> bool:
    return bool("/AcroForm" in root and int(root.AcroForm.get("/SigFlags", 0)) & 1)


def _drop(thing: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in thing:
            del thing[name]


def _clean(thing: Any, pikepdf: Any) -> None:
    if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    kind = str(thing.get("/Type", ""))
    _drop(thing, (*_TOLD, *_OF_LAYERS))
    _drop_files(thing, kind)
    if kind == "/Sig" or "/ByteRange" in thing:
        _drop(thing, ("/Contents", "/Cert", "/Name", "/Location", "/Reason", "/ContactInfo", "/M", "/Prop_Build"))
    if kind == "/Annot" or ("/Subtype" in thing and "/Rect" in thing):
        subtype = str(thing.get("/Subtype", ""))
        _drop(thing, ("/M", "/NM") if subtype == "/Widget" else _OF_NOTES)  # there /T is the field's own name
        if subtype in ("/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia"):
            raise Unstrippable
    if isinstance(thing, pikepdf.Stream):
        _clean_picture(thing, pikepdf)


def _drop_files(thing: Any, kind: str) -> None:
    """A link to a file of one's own says in which folders it lay, and they are called as their owner is."""
    action = str(thing.get("/S", ""))
    if kind in ("/Filespec", "/F") or "/UF" in thing or action in _OPENS_FILES:
        _drop(thing, _FILE)
    if action == "/URI" and not _ELSEWHERE.match(str(thing.get("/URI", "")).strip()):
        _drop(thing, ("/URI",))


def _clean_picture(stream: Any, pikepdf: Any) -> None:
    """A photo in a page is a JPEG file with all that the camera wrote into it."""
    used = stream.get("/Filter")
    filters = [str(one) for one in used] if isinstance(used, pikepdf.Array) else [str(used)] if used else []
    if "/JPXDecode" in filters:
        raise Unstrippable
    if "/DCTDecode" not in filters:
        return
    if filters != ["/DCTDecode"]:
        raise Unstrippable
    stream.write(jpeg(stream.read_raw_bytes()), filter=pikepdf.Name.DCTDecode, decode_parms=stream.get("/DecodeParms"))
