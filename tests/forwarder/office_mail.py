"""Mails of a village office that passes on what citizens wrote, proven and not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage

from gateway.simulator.town_processes import MAILBOX
from normalizer.schema import ChannelName, Raw

OFFICE = "kantor@desa-sukamaju.example.id"
PROVEN = "proven dkim forwarder"
PEOPLE = ("Ani Wijaya", "Budi Santosa", "Citra Lestari", "Dedi Kurnia", "Eka Pratama")
HEADER = """Mohon ditindaklanjuti.

---------- Pesan terusan ----------
Dari: {name} <{address}>
Tanggal: Sab, 14 Nov 2026 08.15
Subjek: {subject}
Kepada: <{office}>

{text}
"""


def address_of(name: str) -> str:
    return f"{name.split()[0].lower()}@warga.example.net"


def citizens(name: str, text: str = "", subject: str = "") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"{name} <{address_of(name)}>"
    mail["Subject"] = subject or f"Sumur {name.split()[0]}"
    mail.set_content(text or f"Sumur di dusun {name} kering sejak bulan lalu, mohon dibantu.")
    return mail


def wrapped(body: bytes | str, mark: str = PROVEN, *, sender: str = OFFICE, to: str = MAILBOX) -> Raw:
    """As it lies in the journal. The mark is put beside the row when its sender was looked into; here it is there."""
    headers = (("MAIL FROM", sender), ("RCPT TO", to), *((("MARK proof", mark),) if mark else ()))
    data = body if isinstance(body, bytes) else body.encode()
    return Raw(ChannelName("mail"), datetime.now(UTC), "smtp:", headers, data)


def office_mail(
    text: str, *, subject: str = "Laporan warga", attached: Sequence[EmailMessage] = (), mark: str = "1",
    sender: str = OFFICE,
) -> bytes:  # fmt: skip
    mail = EmailMessage()
    mail["From"] = f"Kantor Desa Sukamaju <{sender}>"
    mail["To"] = MAILBOX
    mail["Subject"] = subject
    mail["Message-ID"] = f"<terusan-{mark}@desa-sukamaju.example.id>"
    mail.set_content(text)
    for one in attached:
        mail.add_attachment(one)
    if attached:
        mail.set_boundary(f"parts-of-{mark}")  # the same bytes each time
    return mail.as_bytes()


def five(mark: str = "1", *, sender: str = OFFICE) -> bytes:
    return office_mail("Terlampir.", attached=[citizens(name) for name in PEOPLE], mark=mark, sender=sender)


def forward(
    text: str = "Jembatan di RT 3 putus sejak Kamis.", *, name: str = PEOPLE[0], address: str = "", mark: str = "1",
    subject: str = "Jembatan putus", sender: str = OFFICE,
) -> bytes:  # fmt: skip
    told = HEADER.format(name=name, address=address or address_of(name), subject=subject, office=sender, text=text)
    return office_mail(told, subject=f"Fwd: {subject}", mark=mark, sender=sender)
