"""What an anonymous person's file keeps, what it loses, and what does not go on at all."""

from __future__ import annotations

import struct
import time
import zipfile
from collections.abc import Callable
from io import BytesIO

import attachment_samples as samples
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from normalizer.strip import WAYS, neutral_names, strip

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PICTURES: list[tuple[str, str, bytes]] = [
    ("JPEG", "image/jpeg", samples.jpeg()),
    ("JPEG the right way up", "image/jpeg", samples.jpeg(1)),
    ("progressive JPEG", "image/jpeg", samples.jpeg(8, progressive=True)),
    ("PNG", "image/png", samples.png()),
    ("WebP", "image/webp", samples.webp()),
    ("GIF", "image/gif", samples.gif()),
]
FILES = [*PICTURES, ("PDF", "application/pdf", samples.pdf()), ("Word", WORD, samples.docx())]


def shown(content: bytes) -> bytes:
    """The pixels as a viewer shows them."""
    with Image.open(BytesIO(content)) as picture:
        return ImageOps.exif_transpose(picture).convert("RGBA").tobytes()


@pytest.mark.parametrize(("kind", "content"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_nothing_is_left_that_tells_who_made_it(kind: str, content: bytes) -> None:
    stripped = strip(content, kind)
    assert stripped
    assert any(word in content for word in samples.TELLING) or kind == WORD
    assert [word for word in samples.TELLING if word in stripped] == []
    assert strip(stripped, kind) is not None, "what was stripped is a whole file"


@pytest.mark.parametrize(("kind", "content"), [row[1:] for row in PICTURES], ids=[row[0] for row in PICTURES])
def test_the_picture_stays_and_the_right_way_up(kind: str, content: bytes) -> None:
    stripped = strip(content, kind)
    assert stripped
    assert shown(stripped) == shown(content)
    with Image.open(BytesIO(stripped)) as picture:
        assert set(picture.getexif()) <= {0x0112}
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "exif", "progressive",
                                     "progression", "dpi", "loop", "background", "timestamp", "duration", "version",
                                     "transparency", "extension"}  # fmt: skip


def test_the_frames_of_a_gif_stay() -> None:
    stripped = strip(samples.gif(), "image/gif")
    assert stripped
    with Image.open(BytesIO(stripped)) as picture:
        assert getattr(picture, "n_frames", 0) == 2
        assert picture.info["loop"] == 0


def test_a_pdf_keeps_its_pages_and_notes() -> None:
    stripped = strip(samples.pdf(), "application/pdf")
    assert stripped
    with pikepdf.open(BytesIO(stripped)) as document:
        [page] = document.pages
        assert b"/Foto Do" in page.Contents.read_bytes()
        assert str(page.Annots[0].Contents) == "lubang"
        photo = page.Resources.XObject.Foto.read_raw_bytes()
        assert [word for word in samples.TELLING if word in photo] == []
        assert shown(photo) == shown(samples.jpeg())
        assert "/Info" not in document.trailer or not document.docinfo.keys() - {"/Producer"}


def test_a_word_file_keeps_its_words_and_pictures() -> None:
    stripped = strip(samples.docx(), WORD)
    assert stripped
    with zipfile.ZipFile(BytesIO(stripped)) as package:
        assert b"<w:t>Jalan rusak</w:t>" in package.read("word/document.xml")
        everything = b"".join(package.read(name) for name in package.namelist())
        assert [word for word in samples.TELLING if word in everything] == []
        assert "docProps/thumbnail.jpeg" not in package.namelist()
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


FOLDER = f"C:\\Users\\{samples.AUTHOR}\\"
# (what tells who made it, kind, part, its content, what stays)
PARTS = [
    ("who refreshed a table", EXCEL, "xl/pivotCache/p1.xml", '<p refreshedBy="{A}"/>', '<p refreshedBy=""/>'),
    (
        "where its data lies",
        EXCEL,
        "xl/connections.xml",
        '<c sourceFile="{F}a.mdb"><dbPr connection="x={F}"/></c>',
        "<c",
    ),
    ("who shared it", EXCEL, "xl/revisions/userNames.xml", '<users><userInfo id="1" name="{A}"/></users>', 'id="1"'),
    ("a note's heading", EXCEL, "xl/comments1.xml", "<author>{A}</author><t>{A}:</t><t>lubang</t>", "<t>lubang</t>"),
    ("who changed slides", SLIDES, "ppt/changesInfos/c1.xml", '<pc:chgData name="{A}" userId="1"/>', "<pc:chgData"),
    ("whose label it has", WORD, "docMetadata/LabelInfo.xml", '<clbl:label siteId="{A}"/>', "<clbl:labelList"),
    ("a photo's name", WORD, "word/a.xml", '<pic:cNvPr name="{A}.jpg" descr="{F}x"/>', '<pic:cNvPr name="" descr=""/>'),
    ("an old photo's name", WORD, "word/a.xml", "<v:imagedata o:title='Foto {A}.png '/>", '<v:imagedata o:title=""/>'),
    ("whose letters", WORD, "word/a.xml", '<w:mailMerge><w:q w:val="{F}"/></w:mailMerge><w:p/>', "<w:p/>"),
    ("what macros know", WORD, "word/a.xml", '<w:docVars><w:docVar w:val="{A}"/></w:docVars><w:p/>', "<w:p/>"),
    (
        "words about a photo",
        WORD,
        "word/a.xml",
        '<wp:docPr name="Gambar 1" descr="lubang di jalan"/>',
        "lubang di jalan",
    ),
]


@pytest.mark.parametrize(
    ("kind", "name", "content", "stays"), [row[1:] for row in PARTS], ids=[row[0] for row in PARTS]
)
def test_no_part_of_an_office_file_names_anybody(kind: str, name: str, content: str, stays: str) -> None:
    told = content.replace("{A}", samples.AUTHOR).replace("{F}", FOLDER).encode()
    made = BytesIO(samples.docx())
    with zipfile.ZipFile(made, "a") as package:
        package.writestr(name, told)
    stripped = strip(made.getvalue(), kind)
    assert stripped
    with zipfile.ZipFile(BytesIO(stripped)) as package:
        left = package.read(name)
    assert samples.AUTHOR.encode() not in left
    assert stays.encode() in left


def test_links_and_layers_of_a_pdf_name_nobody() -> None:
    document, made = pikepdf.new(), BytesIO()
    page = document.add_blank_page()
    actions = [
        pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String(FOLDER)),
        pikepdf.Dictionary(S=pikepdf.Name.GoToR, F=pikepdf.Dictionary(UF=pikepdf.String(FOLDER))),
        pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(f"file:///{FOLDER}")),
        pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://lapor.example.go.id")),
    ]
    page.Annots = pikepdf.Array(
        [pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=one) for one in actions]
    )
    picture = document.make_stream(b"q Q", Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1])
    picture["/PTEX.InfoDict"] = pikepdf.Dictionary(Author=pikepdf.String(samples.AUTHOR))
    picture["/OC"] = pikepdf.Dictionary(
        Type=pikepdf.Name.OCG,
        Name=pikepdf.String("Peta"),
        Usage=pikepdf.Dictionary(CreatorInfo=pikepdf.Dictionary(Creator=pikepdf.String(samples.AUTHOR))),
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Peta=picture))
    document.save(made, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert samples.AUTHOR.encode() in made.getvalue()
    stripped = strip(made.getvalue(), "application/pdf")
    assert stripped
    with pikepdf.open(BytesIO(stripped)) as document:
        document.save(plain := BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert samples.AUTHOR.encode() not in plain.getvalue()
    assert b"https://lapor.example.go.id" in plain.getvalue()
    assert b"Peta" in plain.getvalue()


def bomb() -> bytes:
    return samples.docx(word__big_xml=b"<a>" + bytes(160_000_000).replace(b"\0", b" "))


def locked_pdf() -> bytes:
    document, made = pikepdf.new(), BytesIO()
    document.add_blank_page()
    document.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    return made.getvalue()


def carrying_pdf() -> bytes:
    document, made = pikepdf.new(), BytesIO()
    page = document.add_blank_page()
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 1, 1])
    page.Annots = pikepdf.Array([note])
    document.save(made)
    return made.getvalue()


WITHHELD: list[tuple[str, str, Callable[[], bytes]]] = [
    ("an old Word file", "application/msword", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ("a voice", "audio/ogg", lambda: b"OggS" + bytes(200)),
    ("a film", "video/mp4", lambda: b"\0\0\0\x18ftypmp42" + bytes(200)),
    ("a mail", "message/rfc822", lambda: b"From: siti@example.org\n\nJalan rusak"),
    ("an archive", "application/zip", samples.docx),
    ("HEIC", "image/heic", lambda: b"\0\0\0\x18ftypheic" + bytes(200)),
    ("TIFF", "image/tiff", lambda: b"II*\0" + bytes(200)),
    ("a Word file that packs a bomb", WORD, bomb),
    ("a Word file that packs 20 MB into 20 KB", WORD, lambda: samples.docx(word__big_xml=b"<" * 20_000_000)),
    ("a Word file with a macro", WORD, lambda: samples.docx(word__vbaProject_bin=b"x")),
    ("a Word file with a file in it", WORD, lambda: samples.docx(word__embeddings__oleObject1_bin=b"x")),
    ("a Word file in UTF-16", WORD, lambda: samples.docx(word__comments_xml="<a/>".encode("utf-16"))),
    (
        "a Word file with entities",
        WORD,
        lambda: samples.docx(word__people_xml=b"<!DOCTYPE a [<!ENTITY s 'Siti'>]><a/>"),
    ),
    ("a Word file that holds a broken picture", WORD, lambda: samples.docx(word__media__image2_jpeg=b"no picture")),
    ("no Word file", WORD, samples.png),
    ("a PDF with a password", "application/pdf", locked_pdf),
    ("a PDF that carries a file", "application/pdf", carrying_pdf),
    ("no PDF", "application/pdf", samples.png),
    ("no JPEG", "image/jpeg", samples.png),
    ("a JPEG cut within a segment", "image/jpeg", lambda: samples.jpeg()[:60]),
    ("a JPEG without a picture", "image/jpeg", lambda: b"\xff\xd8\xff\xd9"),
    ("a PNG cut off", "image/png", lambda: samples.png()[:200]),
    (
        "a PNG whose chunk promises too much",
        "image/png",
        lambda: samples.png()[:33] + struct.pack(">I", 2**31) + b"IDAT",
    ),
    ("text with zeros", "text/plain", lambda: b"a\0b"),
]


@pytest.mark.parametrize(("kind", "made"), [row[1:] for row in WITHHELD], ids=[row[0] for row in WITHHELD])
def test_what_cannot_be_stripped_for_certain_does_not_go_on(kind: str, made: Callable[[], bytes]) -> None:
    assert strip(made(), kind) is None


@settings(max_examples=150, deadline=None)
@given(
    place=st.sampled_from(PICTURES), cuts=st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=4)), max_size=5)
)
def test_a_damaged_picture_is_stripped_or_withheld(
    place: tuple[str, str, bytes], cuts: list[tuple[int, bytes]]
) -> None:
    """Whatever the damage: never an error, and never more than there was before (one orientation apart)."""
    content = place[2]
    for at, put in cuts:
        content = content[:at] + put + content[at + len(put) :]
    stripped = strip(content, place[1])
    assert stripped is None or len(stripped) <= len(content) + 40


@pytest.mark.parametrize("kind", sorted(WAYS))
def test_nothing_of_any_kind_raises(kind: str) -> None:
    for content in (b"", b"\xff\xd8", b"\xff" * 3000, b"PK\x03\x04" * 500, b"GIF89a" + bytes(20), b"%PDF-1.7\n"):
        strip(content, kind)


UNENDING = [
    ("word/_rels/document.xml.rels", "<Relationship "),
    ("word/_rels/document.xml.rels", '<Relationship a="printerSettings" '),
    ("xl/worksheets/sheet1.xml", "<pageSetup "),
    ("xl/workbook.xml", "<x15ac:absPath "),
    ("ppt/commentAuthors.xml", "<p:cmAuthor "),
    ("word/document.xml", "<!--"),
    ("word/document.xml", "<?mso-a "),
    ("word/document.xml", "<pic:cNvPr name="),
    ("word/settings.xml", "<w:mailMerge>"),
]


@pytest.mark.parametrize(("name", "piece"), UNENDING)
def test_tags_that_never_end_cost_no_more_than_their_length(name: str, piece: str) -> None:
    """Ten times as many once took a hundred times as long: 400 bytes of a zip took eight seconds."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:  # packed it would be refused as a bomb
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(name, piece * 100_000)
    began = time.process_time()
    strip(made.getvalue(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    assert time.process_time() - began < 5


def test_a_photo_of_fill_bytes_costs_no_more_than_its_length() -> None:
    scan = b"\xff\xd8\xff\xda\0\2"
    began = time.process_time()
    strip(scan + b"\xff" * 3_000_000, "image/jpeg")
    assert time.process_time() - began < 2
    assert strip(scan[:-1] + b"\3\xff\xff\xe1\0\4ab\xff\xd9", "image/jpeg") is None, (
        "a marker hides behind a scan's head"
    )


def test_names_tell_nothing() -> None:
    kinds = ["image/jpeg", "application/pdf", "image/png", "audio/ogg", "image/jpeg", "video/mp4", "text/plain"]
    names = neutral_names([*kinds, "application/octet-stream"])
    assert names[:3] == ["foto-1.jpg", "dokumen-1.pdf", "foto-2.png"]
    assert names[4:] == ["foto-3.jpg", "video-1.mp4", "catatan-1.txt", "dokumen-2"]
