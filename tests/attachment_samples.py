"""Files as cameras and offices make them, each with what would tell who made it: made here, people invented."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pikepdf
from PIL import Image, PngImagePlugin

AUTHOR = "Siti Contoh"
PLACE = b"GPSCONTOH"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>Siti Contoh</dc:creator></x:xmpmeta>'
TELLING = (AUTHOR.encode(), PLACE, b"adobe:ns:meta", b"KameraContoh", AUTHOR.encode("utf-16-le"))


def _picture(mode: str = "RGB") -> Image.Image:
    return Image.linear_gradient("L").resize((48, 32)).convert(mode)


def _exif(side: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = side
    exif[0x013B] = AUTHOR
    exif[0x010F] = "KameraContoh"
    exif.get_ifd(0x8825)[29] = PLACE.decode()
    return exif


def jpeg(side: int = 6, *, progressive: bool = False) -> bytes:
    """With EXIF (GPS, author), XMP, a comment, and a film behind the picture as phones append it."""
    made = BytesIO()
    _picture().save(made, "JPEG", exif=_exif(side), xmp=XMP, comment=AUTHOR, progressive=progressive, quality=80)
    photoshop = b"\xff\xed\x00\x1dPhotoshop 3.0\x00Siti Contoh\x00\x00"
    data = made.getvalue()
    return data[:2] + photoshop + data[2:] + b"MotionPhoto_Data" + AUTHOR.encode()


def png() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", AUTHOR)
    told.add_itxt("XML:com.adobe.xmp", XMP.decode())
    made = BytesIO()
    _picture("RGBA").save(made, "PNG", pnginfo=told, exif=_exif(1))
    return made.getvalue() + AUTHOR.encode()


def webp() -> bytes:
    made = BytesIO()
    _picture().save(made, "WEBP", exif=_exif(1), xmp=XMP, quality=80)
    return made.getvalue()


def gif() -> bytes:
    made = BytesIO()
    _picture("P").save(
        made, "GIF", comment=AUTHOR.encode(), save_all=True, append_images=[_picture("P").rotate(90)], loop=0
    )
    return made.getvalue() + AUTHOR.encode()


def pdf() -> bytes:
    """With an author, XMP, a signed note, a photo that carries EXIF, and an older revision behind it."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    photo = pikepdf.Stream(document, jpeg(), Filter=pikepdf.Name.DCTDecode, Type=pikepdf.Name.XObject)
    photo.Subtype, photo.Width, photo.Height = pikepdf.Name.Image, 48, 32
    photo.ColorSpace, photo.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Foto=photo))
    page.Contents = document.make_stream(b"q 100 0 0 100 0 0 cm /Foto Do Q % Jalan rusak")
    note = {"Type": "/Annot", "Subtype": "/Text"}
    page.Annots = document.make_indirect(
        pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name(note["Type"]), Subtype=pikepdf.Name(note["Subtype"]), Rect=[0, 0, 9, 9],
                    Contents=pikepdf.String("lubang"), T=pikepdf.String(AUTHOR),
                )
            ]
        )
    )  # fmt: skip
    document.docinfo["/Author"] = AUTHOR
    with document.open_metadata() as told:
        told["dc:creator"] = [AUTHOR]
    made = BytesIO()
    document.save(made)
    return made.getvalue() + b"% " + AUTHOR.encode() + b"\n"


DOCUMENT = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    f'<w:p><w:ins w:id="1" w:author="{AUTHOR}" w:date="2026-11-01T00:00:00Z"><w:r><w:t>Jalan rusak</w:t></w:r></w:ins>'
    "</w:p></w:body></w:document>"
)


def docx(**more: bytes) -> bytes:
    """A Word file of the parts that matter. more: other parts, `__` for a slash and `_` for a dot in their names."""
    parts = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": b'<Relationships><Relationship Id="r1" Type="http://x/metadata/thumbnail" Target="docProps/'
        b'thumbnail.jpeg"/></Relationships>',
        "docProps/core.xml": f"<cp:coreProperties><dc:creator>{AUTHOR}</dc:creator></cp:coreProperties>".encode(),
        "docProps/app.xml": b"<Properties><Company>KameraContoh</Company></Properties>",
        "docProps/thumbnail.jpeg": jpeg(),
        "word/document.xml": DOCUMENT.encode(),
        "word/media/image1.jpeg": jpeg(),
    } | {name.replace("__", "/").replace("_", "."): content for name, content in more.items()}
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.comment = AUTHOR.encode()
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()
