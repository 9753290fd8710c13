"""Honest mails: those of the tables in cases/spam, then complaints put together from everyday's words."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from letters_made import CASES, JPEG, OURS, Letter, files_of, words

Headers = Sequence[tuple[str, str]]
File = tuple[str, str, bytes]
PHOTO = (("IMG_20261120_071523.jpg", "image/jpeg", JPEG),)


@dataclass(frozen=True)
class Honest:
    subject: str
    text: str
    shape: str = "plain"
    files: Sequence[File] = ()
    headers: Headers = ()
    sender: str = "Sari Contoh <sari.contoh@gmail.example>"


def table(name: str) -> list[Honest]:
    """Those of one table: honest, honest_second."""
    found = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["mail"]
    return [
        Honest(
            one["subject"],
            one["text"],
            one.get("shape", "plain"),
            files_of(one.get("files", ())),
            one.get("headers", ()),
            one.get("from", Honest.sender),
        )
        for one in found
    ]


# Words of everyday's complaints, put together: what, where, since when, please.
_WHAT = (
    "Lampu penerangan jalan padam",
    "Jalan aspal mengelupas dan berlubang",
    "Saluran irigasi jebol",
    "Sampah menumpuk dan berbau",
    "Air PDAM keruh dan berbau",
    "Jembatan kayu lapuk dan hampir ambruk",
    "Tiang listrik miring",
    "Kabel internet menjuntai rendah",
    "Selokan mampet penuh lumpur",
    "Pohon besar rawan tumbang",
    "Truk tambang lewat sepanjang malam",
    "Kandang ayam menyebarkan lalat",
    "Atap ruang kelas bocor",
    "Petugas posyandu jarang datang",
    "Balapan liar setiap malam minggu",
    "Trotoar dipakai parkir",
    "Pupuk bersubsidi tidak tersedia",
    "Antrean SPBU mengular karena solar langka",
    "Guru jarang masuk kelas",
    "Sungai tercemar limbah tahu",
)
_WHERE = (
    "di Jl Kenanga RT 4 RW 2",
    "di Dusun Tegalsari",
    "dekat SDN 3 Sukamaju",
    "depan Puskesmas Melati",
    "di Kampung Baru Blok C",
    "sebelah Pasar Sukaramai",
)
_SINCE = ("sejak hari Senin", "sudah dua bulan", "sejak banjir kemarin", "sudah lama sekali", "dari tahun lalu")
_PLEASE = (
    "Mohon segera diperbaiki.",
    "Tolong ditindaklanjuti.",
    "Kapan ada petugas yang datang?",
    "Warga sangat terganggu.",
    "Terima kasih.",
)
_SHAPES = ("plain", "both", "html", "outlook")


def honest(count: int, name: str = "honest") -> Iterator[Letter]:
    """The table's mails, then made ones."""
    told = table(name)
    chance = random.Random("honest")  # the same mails in every run
    for place in range(count):
        yield _written(told[place] if place < len(told) else _made(chance), place, chance)


def _made(chance: random.Random) -> Honest:
    text = f"{chance.choice(_WHAT)} {chance.choice(_WHERE)} {chance.choice(_SINCE)}. {chance.choice(_PLEASE)}"
    name = chance.choice(("Budi", "Rina", "Agus", "Wayan", "Nurhayati", "Yohanes"))
    sender = f"{name} <{name.lower()}{chance.randrange(99)}@{chance.choice(('gmail', 'yahoo', 'warga'))}.example>"
    files = chance.choice(((), (), PHOTO))
    subject = chance.choice(("Laporan", "Pengaduan warga", "Keluhan", "", " ".join(text.split()[:3])))
    return Honest(subject, text, chance.choice(_SHAPES), files, (), sender)


def _written(one: Honest, place: int, chance: random.Random) -> Letter:
    mail = EmailMessage(policy=SMTP)
    address = one.sender.rpartition("<")[2].rstrip(">")
    mail["From"], mail["To"] = one.sender, OURS
    if one.subject:
        mail["Subject"] = one.subject
    mail["Date"] = format_datetime(datetime(2026, 11, 20, 1, tzinfo=UTC) + timedelta(minutes=place))
    mail["Message-ID"] = f"<jujur-{place}@{address.rpartition('@')[2]}>"
    for name, value in one.headers:
        mail[name] = value
    words(mail, [one.text], one.shape, chance)
    for name, kind, content in one.files:
        main, _, sub = kind.partition("/")
        mail.add_attachment(content, main, sub, filename=name)
    return Letter(one.subject or one.text[:40], address, mail.as_bytes())
