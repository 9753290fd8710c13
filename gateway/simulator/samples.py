"""Sample complaints by invented people, chosen to prove the promises: a repeat, a flag, a late number, an outage."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

from gateway.simulator.town_processes import MAILBOX

Way = Literal["sms", "sms_http", "whatsapp", "telegram", "mail"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One citizen's words. `address` is a phone, a Telegram chat or a mail address; `gloss` is what they say."""

    label: str
    way: Way
    address: str
    name: str
    text: str
    gloss: str


STREETLIGHT = Sample(
    "SMS",
    "sms",
    "+6281100000101",
    "Sari Kusumawati",
    "Lampu penerangan Jl Kenanga RT 4 RW 2 padam sejak Senin, warga takut lewat malam hari",
    "The street lamps of Kenanga street have been dark since Monday; people are afraid to pass at night",
)
BRIBE = Sample(
    "WhatsApp",
    "whatsapp",
    "+6281100000102",
    "Bambang Wiryawan",
    "RAHASIA. Petugas loket kecamatan meminta uang 200 ribu untuk surat pindah saya",
    "CONFIDENTIAL. The clerk at the district office asked me for 200,000 rupiah for my papers",
)
WATER = Sample(
    "Telegram",
    "telegram",
    "620011001",
    "Made Astuti",
    "Air PDAM di Dusun Tegalsari tidak mengalir tiga hari, mohon bantuan tangki air",
    "No tap water in Tegalsari for three days, please send a tanker",
)
BRIDGE = Sample(
    "Mail",
    "mail",
    "yohanes.rante@warga.example.org",
    "Yohanes Rante",
    "Jembatan gantung menuju SD Inpres Lembang putus dua kabelnya. Anak-anak tetap menyeberang setiap pagi.",
    "Two cables of the footbridge to the school are torn. Children still cross it every morning.",
)
LANDSLIDE = Sample(
    "SMS 1708",
    "sms_http",
    "+6281100000104",
    "Nurhayati Lubis",
    "Tebing di tikungan Desa Hutabarat longsor menutup separuh jalan, mohon alat berat",
    "A slope has slid onto the road at Hutabarat; half of it is blocked, please send an excavator",
)
SAME_AGAIN = Sample(
    "WhatsApp 2",
    "whatsapp",
    STREETLIGHT.address,
    STREETLIGHT.name,
    STREETLIGHT.text,
    "The same words from the same phone, now over WhatsApp",
)
LATE = Sample(
    "SMS 2",
    "sms",
    "+6281100000103",
    "Ratnawati Simanungkalit",
    "Sampah di Pasar Sukaramai tidak diangkut seminggu, baunya sampai ke puskesmas",
    "Rubbish at the market has not been collected for a week; the smell reaches the clinic",
)
OUTAGE = Sample(
    "Telegram 2",
    "telegram",
    "620011002",
    "Fajar Hendrawan",
    "Drainase Jl Manggis tersumbat, rumah warga RT 9 kebanjiran setiap hujan turun",
    "The drain in Manggis street is blocked; houses are flooded whenever it rains",
)

FIRST = (STREETLIGHT, LANDSLIDE, BRIBE, WATER, BRIDGE)
ALL = (*FIRST, SAME_AGAIN, LATE, OUTAGE)


def letter(sender: str, name: str, text: str, mark: str, enclosed: tuple[str, bytes] | None = None) -> bytes:
    """A plain mail with a Message-ID made of `mark`; `enclosed` is a media type and its bytes."""
    mail = EmailMessage()
    mail["From"] = f"{name} <{sender}>"
    mail["To"] = MAILBOX
    mail["Subject"] = "Laporan warga"
    mail["Date"] = "Sat, 21 Nov 2026 08:30:00 +0700"
    mail["Message-ID"] = f"<{mark}@mail.example.org>"
    mail.set_content(text)
    if enclosed:
        kind, _, form = enclosed[0].partition("/")
        mail.add_attachment(enclosed[1], kind, form, filename=f"scan0001.{form}")
    return mail.as_bytes()
