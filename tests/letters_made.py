"""Mails made from the tables in cases/spam, in the shapes that mail programs and campaign tools give them."""

from __future__ import annotations

import random
import tomllib
from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from pathlib import Path

OURS = "lapor@kab.example"
GIF = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(range(256)) * 8 + b"\xff\xd9"
ZIP = b"PK\x03\x04\x14\x00\x01\x00\x08\x00" + bytes(200)
MZ = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

File = tuple[str, str, bytes]


CASES = Path(__file__).parent / "cases" / "spam"
# What stands for a file's bytes in the tables.
BYTES = {
    "@jpeg": JPEG,
    "@zip": ZIP,
    "@mz": MZ,
    "@pdf": PDF,
    "@rar": b"Rar!\x1a\x07\x00" + bytes(99),
    "@zeros": bytes(300),
}
_TO = (OURS, OURS, f"Lapor <{OURS}>", "undisclosed-recipients:;", "info@dinas.example")


@dataclass(frozen=True)
class Family:
    """One kind of mail. `parts`: of each paragraph one wording is drawn, "" leaves it out. `shapes`: plain, both,
    html, campaign, picture, outlook. `headers`, `files`: one set of them is drawn."""

    name: str
    froms: Sequence[str]
    subjects: Sequence[str]
    parts: Sequence[Sequence[str]]
    shapes: Sequence[str]
    headers: Sequence[Sequence[tuple[str, str]]] = ((),)
    files: Sequence[Sequence[File]] = ((),)
    envelopes: Sequence[str] = ("",)


def families(name: str) -> list[Family]:
    """Those of one table: seen, held_out, second."""
    table = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["family"]
    return [
        Family(
            one["name"],
            one["from"],
            one["subject"],
            one["parts"],
            one["shapes"],
            one.get("headers", ((),)),
            [files_of(some) for some in one.get("files", ((),))],
            one.get("envelopes", ("",)),
        )
        for one in table
    ]


def files_of(told: Sequence[Sequence[str]]) -> list[File]:
    return [(name, kind, BYTES.get(content) or content.encode()) for name, kind, content in told]


@dataclass(frozen=True)
class Letter:
    family: str
    sender: str
    data: bytes


_FILL = {
    "name": (
        "Mrs. Grace Obi",
        "Dr. Alan Whitmore",
        "Mr. Chen",
        "Budi Santoso",
        "Rina Wijaya",
        "Sarah",
        "Kevin",
        "Ms. Lin",
    ),
    "amount": ("$8.5 million", "USD 10,500,000.00", "€4,2 million", "US$ 18.7 Million Dollars", "£2,350,000"),
    "rupiah": ("Rp 500.000", "Rp 4.500.000,-", "Rp 150 juta", "5jt", "Rp. 2.750.000"),
    "phone": ("081100000123", "0811-0000-0456", "+62 811 0000 0789", "62811000001 11"),
    "link": (
        "http://{word}-{n}.example.net/r/{n}",
        "https://{word}{n}.example.com/?u={n}",
        "http://www.{word}.example.org/go/{n}",
        "https://{word}.example.xyz/{n}",
        "http://203.0.113.{b}/{word}",
        "https://click.{word}.example.com/ls/click?upn={n}",
    ),
    "word": ("promo", "secure", "bonus", "login", "track", "offer", "view", "update", "hoki", "mega", "raja", "best"),
    "month": ("November", "Desember", "Januari", "Februari"),
    "city": ("Jakarta", "Bandung", "Surabaya", "Yogyakarta", "Denpasar", "Batam"),
}


def filled(text: str, chance: random.Random) -> str:
    """The text with its slots drawn: {name}, {amount}, {link}, …, {n} a number, {b} a small one."""
    for _ in range(3):
        for slot, values in _FILL.items():
            while f"{{{slot}}}" in text:
                text = text.replace(f"{{{slot}}}", chance.choice(values), 1)
        while "{n}" in text:
            text = text.replace("{n}", str(chance.randrange(1000, 999_999)), 1)
        text = text.replace("{b}", str(chance.randrange(2, 254)))
    return text


def letters(family: Family, count: int, seed: int = 0) -> Iterator[Letter]:
    chance = random.Random(f"{family.name} {seed}")  # the same mails in every run
    for place in range(count):
        yield _letter(family, chance, place)


def _letter(family: Family, chance: random.Random, place: int) -> Letter:
    sender = filled(chance.choice(family.froms), chance)
    address = sender.rpartition("<")[2].rstrip(">")
    mail = EmailMessage(policy=SMTP.clone(max_line_length=78, cte_type=chance.choice(("7bit", "8bit"))))
    mail["From"], mail["To"] = sender, chance.choice(_TO)
    if subject := filled(chance.choice(family.subjects), chance):
        mail["Subject"] = subject
    if chance.random() < 0.95:
        mail["Date"] = format_datetime(datetime(2026, 11, 21, 1, tzinfo=UTC) + timedelta(minutes=place))
    if chance.random() < 0.9:
        mail["Message-ID"] = f"<{chance.randrange(10**12)}.{place}@{address.rpartition('@')[2]}>"
    for name, value in chance.choice(family.headers):
        mail[name] = filled(value, chance)
    paragraphs = [filled(chance.choice(options), chance) for options in family.parts]
    words(mail, [each for each in paragraphs if each], chance.choice(family.shapes), chance)
    for name, kind, content in chance.choice(family.files):
        main, _, sub = kind.partition("/")
        mail.add_attachment(content, main, sub, filename=filled(name, chance))
    envelope = chance.choice(family.envelopes)
    return Letter(family.name, address if envelope == "" else envelope, mail.as_bytes())


def words(mail: EmailMessage, paragraphs: Sequence[str], shape: str, chance: random.Random) -> None:
    """Give the mail these paragraphs as its text, in that shape."""
    text = "\n\n".join(paragraphs) + "\n"
    cte = chance.choice(("quoted-printable", "base64", "8bit"))
    if shape in ("plain", "bare"):
        mail.set_content(text, cte=cte)
    elif shape == "both":
        mail.set_content(text, cte=cte)
        mail.add_alternative(_page(paragraphs), subtype="html", cte="quoted-printable")
    elif shape == "html":
        mail.set_content(_page(paragraphs), subtype="html", cte=cte)
    elif shape == "campaign":
        mail.set_content(_campaign(paragraphs, chance), subtype="html", cte=cte)
    elif shape == "picture":
        link = filled("{link}", chance)
        page = f'<html><body><a href="{link}"><img src="cid:p{chance.randrange(99)}" width="600"></a></body></html>'
        mail.set_content(page, subtype="html")
        mail.add_related(GIF, "image", "gif", cid="<p1>")
    elif shape == "outlook":
        mail.set_content(text, cte=cte)
        mail.add_alternative(_outlook(paragraphs), subtype="html", cte="quoted-printable")


def _linked(text: str) -> str:
    out = []
    for word in text.split(" "):
        held = word.strip()
        plain = held.startswith(("http://", "https://"))
        out.append(f'<a href="{escape(held)}">{escape(held)}</a>' if plain else escape(word).replace("\n", "<br>"))
    return " ".join(out)


def _page(paragraphs: Sequence[str]) -> str:
    return (
        '<html><body><div dir="ltr">'
        + "".join(f"<p>{_linked(each)}</p>" for each in paragraphs)
        + "</div></body></html>"
    )


def _outlook(paragraphs: Sequence[str]) -> str:
    body = "".join(f'<p class="MsoNormal">{_linked(each)}<o:p></o:p></p>' for each in paragraphs)
    style = "<style><!--p.MsoNormal {margin:0cm; font-size:11.0pt;}--></style>"
    return f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>{style}</head><body>{body}</body></html>'


def _campaign(paragraphs: Sequence[str], chance: random.Random) -> str:
    link = filled("{link}", chance)
    rows = "".join(
        f'<tr><td bgcolor="#ffffff"><table><tr><td>{_linked(each)}</td></tr></table></td></tr>' for each in paragraphs
    )
    hidden = '<div style="display:none;max-height:0">preview text &zwnj;&nbsp;&zwnj;&nbsp;</div>'
    said = chance.choice(("Click here", "Klik di sini", "Open"))
    button = f'<tr><td><a href="{link}" style="background:#e22">{said}</a></td></tr>'
    pixel = f'<img src="{link}/open.gif" width="1" height="1">'
    return f'<html><body>{hidden}<table width="600" bgcolor="#eeeeee">{rows}{button}</table>{pixel}</body></html>'
