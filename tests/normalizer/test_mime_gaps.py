"""Item by item, what mail programs do to a citizen's words: charsets, encoded names, flowed text, pages."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable

import pytest

from normalizer.html_text import html_to_text
from normalizer.mime import parse

HEAD = b"From: budi@example.org\r\n"
WORDS = "Jalan “rusak” – café, Rp 5.000 €"


def text_of(charset: str, body: bytes, encoding: str = "8bit") -> str:
    kind = f"Content-Type: text/plain{charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return parse(HEAD + kind.encode() + body).text


CHARSETS = [
    ("declared", "; charset=windows-1252", WORDS.encode("cp1252"), WORDS),
    ("not declared, Windows", "", WORDS.encode("cp1252") * 8, WORDS * 8),
    ("not declared, UTF-8", "", WORDS.encode(), WORDS),
    ("Windows called UTF-8", "; charset=utf-8", WORDS.encode("cp1252") * 8, WORDS * 8),
    ("UTF-8 called Windows", "; charset=windows-1252", WORDS.encode(), WORDS),
    ("Windows called Latin-1", "; charset=iso-8859-1", WORDS.encode("cp1252"), WORDS),
    ("UTF-8 called ASCII", "; charset=us-ascii", WORDS.encode(), WORDS),
    ("ISO-2022-JP", "; charset=iso-2022-jp", "道路が壊れた".encode("iso-2022-jp"), "道路が壊れた"),
    ("ISO-2022-KR", "; charset=iso-2022-kr", "도로".encode("iso-2022-kr"), "도로"),
    ("HZ", "; charset=hz-gb-2312", "道路".encode("hz"), "道路"),
    ("quoted and in capitals", '; charset="UTF-8"', WORDS.encode(), WORDS),
    ("RFC 2231 in a parameter", "; charset*=us-ascii'en'utf-8", WORDS.encode(), WORDS),
    ("of no known name", "; charset=x-unknown", WORDS.encode(), WORDS),
    ("that is no text", "; charset=zlib", b"Jalan rusak", "Jalan rusak"),
    ("that would be slow", "; charset=idna", b"Jalan rusak", "Jalan rusak"),
    ("with a byte order mark", "; charset=utf-8", b"\xef\xbb\xbf\r\nJalan rusak", "Jalan rusak"),
    ("UTF-16 over plain text", "; charset=utf-16", b"Jalan rusak", "Jalan rusak"),
]


@pytest.mark.parametrize(("label", "charset", "body", "words"), CHARSETS, ids=[row[0] for row in CHARSETS])
def test_words_in_any_charset(label: str, charset: str, body: bytes, words: str) -> None:
    assert text_of(charset, body) == words, label


ENCODED = [
    ("base64 without padding", "base64", b64encode(b"jalan rusak").rstrip(b"="), "jalan rusak"),
    ("base64 in one long line", "base64", b64encode(b"jalan rusak " * 400), ("jalan rusak " * 400).rstrip()),
    ("base64 with blanks", "base64", b" amFsYW4gcnVzYWsgcGFyYWgg \r\n YW1hdA==", "jalan rusak parah amat"),
    ("base64 that is none", "base64", b"Jalan di depan pasar rusak parah", "Jalan di depan pasar rusak parah"),
    ("quoted-printable, small letters", "quoted-printable", b"caf=c3=a9", "café"),
    ("quoted-printable, a bad sequence", "quoted-printable", b"100=% rusak", "100=% rusak"),
    ("quoted-printable, cut", "quoted-printable", b"rusak=", "rusak"),
    ("in capitals", "BASE64", b64encode(b"jalan"), "jalan"),
    ("of no known name", "x-own", b"jalan", "jalan"),
]


@pytest.mark.parametrize(("label", "encoding", "body", "words"), ENCODED, ids=[row[0] for row in ENCODED])
def test_transfer_encodings_with_faults(label: str, encoding: str, body: bytes, words: str) -> None:
    assert text_of("; charset=utf-8", body, encoding) == words, label


NAMES = [
    ("RFC 2231", b"filename*=utf-8''jalan%20caf%C3%A9.jpg", "jalan café.jpg"),
    (
        "RFC 2231 in pieces",
        b"filename*0*=utf-8''jalan%20;\r\n filename*1*=rusak%20parah;\r\n filename*2=.jpg",
        "jalan rusak parah.jpg",
    ),
    ("RFC 2231, pieces out of order", b"filename*1=rusak.jpg; filename*0=jalan", "jalanrusak.jpg"),
    ("RFC 2231 of no charset", b"filename*=''jalan.jpg", "jalan.jpg"),
    ("RFC 2047", b'filename="=?utf-8?Q?jalan_caf=C3=A9=2Ejpg?="', "jalan café.jpg"),
    ("both", b"filename=a.jpg; filename*=utf-8''b.jpg", None),
    ("UTF-8 as it is", 'filename="jalan café.jpg"'.encode(), "jalan café.jpg"),
    ("a path", b'filename="C:\\\\Users\\\\Budi\\\\foto.jpg"', "foto.jpg"),
    ("upwards", b"filename=../../etc/passwd", "passwd"),
]


@pytest.mark.parametrize(("label", "value", "name"), NAMES, ids=[row[0] for row in NAMES])
def test_names_of_files(label: str, value: bytes, name: str | None) -> None:
    data = HEAD + b"Content-Type: image/jpeg\r\nContent-Disposition: attachment; " + value + b"\r\n\r\n\xff\xd8\xff\xe0"
    (file,) = parse(data).attachments
    assert file.name == name or (name is None and file.name in ("a.jpg", "b.jpg")), label


SUBJECTS = [
    ("two words, a character cut in two", b"=?utf-8?B?Y2Fmww==?= =?utf-8?B?qQ==?=", "café"),
    ("blanks between encoded words", b"=?utf-8?Q?jalan?=\r\n =?utf-8?Q?_rusak?=", "jalan rusak"),
    ("blanks inside", b"=?utf-8?Q?jalan rusak?=", "jalan rusak"),
    ("no blank behind", b"=?utf-8?Q?jalan?=rusak", "jalanrusak"),
    ("bare bytes", "jalan café".encode("cp1252"), "jalan café"),
    ("a language", b"=?utf-8*id?Q?jalan?=", "jalan"),
]


@pytest.mark.parametrize(("label", "value", "subject"), SUBJECTS, ids=[row[0] for row in SUBJECTS])
def test_subjects(label: str, value: bytes, subject: str) -> None:
    assert parse(HEAD + b"Subject: " + value + b"\r\n\r\nisi").subject == subject, label


FLOWED = [
    ("flowed", "format=flowed", "jalan \r\nrusak\r\nparah", "jalan rusak\nparah"),
    ("delsp", "format=flowed; delsp=yes", "jalan \r\n rusak", "jalanrusak"),
    ("delsp in capitals", "Format=Flowed; DelSp=Yes", "ja \r\nlan", "jalan"),
    ("stuffed", "format=flowed", " >bukan kutipan\r\n  dua", ">bukan kutipan\n dua"),
    ("quotes of two depths", "format=flowed", "> a \r\n>> b", "> a\n>> b"),
    ("fixed", "format=fixed", "jalan \r\nrusak", "jalan \nrusak"),
]


@pytest.mark.parametrize(("label", "form", "body", "words"), FLOWED, ids=[row[0] for row in FLOWED])
def test_format_flowed(label: str, form: str, body: str, words: str) -> None:
    found = text_of(f"; charset=utf-8; {form}", body.encode())
    assert [line.rstrip() for line in found.split("\n")] == [line.rstrip() for line in words.split("\n")], label


HIDDEN = [
    "display:none",
    "DISPLAY : NONE !important",
    "mso-hide:all;display:none",
    "visibility:hidden",
    "opacity:0",
    "opacity: 0.0; color:#fff",
    "max-height:0;overflow:hidden",
    "max-height:0px; max-width:0; overflow:hidden",
    "overflow:hidden; max-height: 0",
]
SHOWN = [
    "opacity:0.5",
    "font-size:0",
    "max-height:0",
    "overflow:hidden",
    "max-height:0.5em;overflow:hidden",
    "display:block",
]


@pytest.mark.parametrize("style", HIDDEN)
def test_a_hidden_preview_is_no_word_of_the_sender(style: str) -> None:
    assert html_to_text(f'<div style="{style}">Lihat di peramban</div><p>Jalan rusak</p>') == "Jalan rusak"


@pytest.mark.parametrize("style", SHOWN)
def test_what_is_shown_is_read(style: str) -> None:
    assert html_to_text(f'<div style="{style}">Jalan rusak</div>') == "Jalan rusak"


def test_what_fills_up_a_preview_is_no_line() -> None:
    assert html_to_text(f"<div>{'&nbsp;&zwnj;&#8203;&#847;' * 90}</div><p>Jalan rusak</p>") == "Jalan rusak"


PAGES = [
    ("entities", "caf&eacute; &lt;pasar&gt; &#x1F6A7; &unknown; &amp;amp;", "café <pasar> 🚧 &unknown; &amp;"),
    ("an entity without its end", "5 &lt 6 &copy rusak", "5 < 6 © rusak"),
    ("lists", "<ol><li>satu<li>dua</ol>tiga", "- satu\n- dua\n\ntiga"),
    ("a table", "<table><tr><th>Nama<th>HP<tr><td>Siti<td>0811</table>", "Nama HP\nSiti 0811"),
    ("a table of data", "<table><tr><td>1<td>Siti&nbsp;A.<td><td>RT&#9;2<tr><td><td>", "1\tSiti A.\t\tRT 2"),
    ("breaks", "satu<br>dua<BR/>tiga<br />empat", "satu\ndua\ntiga\nempat"),
    ("words in tags that are none", "<budi@example.org> & <Jl. Mawar>", "<budi@example.org> & <Jl. Mawar>"),
    ("an address in brackets", "<p>di <https://peta.example/a?b=1> dekat</p>", "di <https://peta.example/a?b=1> dekat"),
    ("a nickname in brackets", "<p>tanya <budi-santoso> ya</p>", "tanya <budi-santoso> ya"),
    ("a neighbourhood in brackets", "<p>rusak <RT 3/RW 4> parah", "rusak <RT 3/RW 4> parah"),
    ("ruby", "<ruby>道<rt>michi</rt></ruby>", "道michi"),
    ("tags of Word and of page builders", "<o:p>jalan</o:p> <x-block class='a'>rusak</x-block>", "jalan rusak"),
    ("a class that is called hidden", "<div class='card hidden wide'>jalan</div><p hidden>x</p>rusak", "jalan\nrusak"),
    ("what only Outlook hides", "<div style='mso-hide:all'>jalan rusak</div>", "jalan rusak"),
    ("conditional comments", "<!--[if mso]>Outlook<![endif]-->jalan", "jalan"),
    ("a picture's words", "<img src='cid:1' alt='foto jalan'> rusak", "foto jalan rusak"),
    ("an input's", "<textarea>jalan</textarea> <button>rusak</button>", "jalan rusak"),
]


@pytest.mark.parametrize(("label", "page", "words"), PAGES, ids=[row[0] for row in PAGES])
def test_pages(label: str, page: str, words: str) -> None:
    assert html_to_text(page) == words, label


QUARTER = 250_000
NESTED: dict[str, Callable[[int], str]] = {
    "div": lambda count: "<div>" * count + "jalan" + "</div>" * count,
    "div never closed": lambda count: "<div>" * count + "jalan",
    "div with styles": lambda count: (
        "<div style='color:red;display:inline'>" * (count // 6) + "jalan" + "</div>" * (count // 6)
    ),
    "hidden in hidden": lambda count: "<div hidden><div>" * (count // 3) + "</div></div>" * (count // 3) + "jalan",
    "tables": lambda count: "<table><tr><td>" * (count // 3) + "jalan" + "</td></tr></table>" * (count // 3),
    "spans and links": lambda count: "<span><a href='x'>" * (count // 3) + "jalan" + "</a></span>" * (count // 3),
    "quotes": lambda count: "<blockquote>" * (count // 2) + "jalan" + "</blockquote>" * (count // 2),
    "lists": lambda count: "<ul><li>" * (count // 2) + "jalan" + "</ul>" * (count // 2),
}


@pytest.mark.parametrize("label", NESTED)
def test_a_quarter_megabyte_of_nesting_loses_no_word_and_no_second(label: str) -> None:
    page = NESTED[label](QUARTER // 11)
    began = time.process_time()
    assert "jalan" in html_to_text(page)
    assert time.process_time() - began < 2, "linear: under a fifth of a second on a core of its own"


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_identities_that_pythons_email_package_encoded_are_read(header: str) -> None:
    encoded = (
        " =?utf-8?q?=3Csatupintu=2E90fe1d49b19c6a4f4095ed4ec0be3c3e=2E3vc?=\r\n =?utf-8?q?gbc=40kab=2Eexample=3E?="
    )
    found = parse(HEAD + f"{header}:{encoded}\r\n\r\nMasih gelap.".encode()).references
    assert found == ("<satupintu.90fe1d49b19c6a4f4095ed4ec0be3c3e.3vcgbc@kab.example>",)
