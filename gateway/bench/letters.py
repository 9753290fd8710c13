"""What the load sends: complaints of invented people, ready as bytes, signed as Twilio signs.

Lengths are those of real ones: median 204 characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import cycle
from urllib.parse import urlencode

from channels.twilio_signature import signature
from gateway.simulator.relay import MAIL_SERVER
from gateway.simulator.twilio_forms import inbound_form

PUBLIC_URL = "https://pintu.example.org"
ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "bench-token"  # noqa: S105 - good for nothing outside a measurement
MAILBOX = "lapor@kab-contoh.example.org"
OUR_NUMBER = "+6281100009999"

_WORDS = (
    "Lampu jalan nomor {n} di gang Kenanga RT {rt} padam sejak hari Senin, warga takut lewat pada malam hari",
    (
        "Selamat pagi, jalan desa di depan balai desa RT {rt} berlubang dalam dan sudah dua orang jatuh minggu ini."
        " Kami sudah menyampaikan kepada kepala dusun tetapi belum ada jawaban."
        " Mohon segera diperbaiki. Nomor rumah {n}."
    ),
    (
        "Air PDAM di Dusun Tegalsari RT {rt} tidak mengalir sudah tiga hari, warga {n} keluarga harus membeli air"
        " tangki dengan harga mahal. Mohon bantuan tangki air dan kepastian kapan air mengalir kembali,"
        " terima kasih banyak."
    ),
    (
        "Yth. Bapak/Ibu, sampah di pasar Sukaramai blok {n} tidak diangkut selama seminggu dan baunya sampai ke"
        " puskesmas. Pedagang dan pembeli mengeluh, lalat banyak sekali. Kami sudah dua kali melapor kepada petugas"
        " pasar namun belum ada tindakan sampai hari ini. Mohon perhatian dinas lingkungan hidup, RT {rt} RW 2."
    ),
)
_HEAD = (
    "POST {path} HTTP/1.1\r\nHost: pintu.example.org\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
    "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: {length}\r\n"
    "I-Twilio-Idempotency-Token: {n:036x}\r\nX-Twilio-Signature: {signed}\r\n\r\n"
)
# As a relay that vouches for the sender passes them on: whom nobody vouches for is not answered.
_MAIL = (
    f"Authentication-Results: {MAIL_SERVER}; spf=pass smtp.mailfrom=desa.example.org\r\n"
    "Received: from desa.example.org by mail.example.org; Sat, 21 Nov 2026 08:30:01 +0700\r\n"
    "From: Warga Contoh <{sender}>\r\nTo: <{to}>\r\nSubject: Laporan warga {n}\r\n"
    "Date: Sat, 21 Nov 2026 08:30:00 +0700\r\nMessage-ID: <{n}@mail.example.org>\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{words}\r\n"
)


def words(n: int) -> str:
    """What citizen `n` complains of; no two say the same."""
    return _WORDS[n % len(_WORDS)].format(n=n, rt=n % 17)


def fields(n: int, way: str, text: str = "") -> dict[str, str]:
    prefix = "whatsapp:" if way == "whatsapp" else ""
    return inbound_form(ACCOUNT, f"SM{n:032x}", f"{prefix}+62811{n:08d}", prefix + OUR_NUMBER, text or words(n))


def webhook(n: int, way: str, public_url: str, account: str, token: str, text: str = "") -> bytes:
    """A whole HTTP request. text: what citizen `n` says, `words(n)` if empty."""
    path = f"/twilio/{way}"
    form = fields(n, way, text) | {"AccountSid": account}
    pairs = [(name.encode(), value.encode()) for name, value in form.items()]
    signed = signature(token.encode(), (public_url + path).encode(), pairs, "sha1").decode()
    body = urlencode(form)
    return (_HEAD.format(path=path, length=len(body), n=n, signed=signed) + body).encode()


def webhooks(
    numbers: Iterable[int],
    ways: tuple[str, ...] = ("sms",),
    public_url: str = PUBLIC_URL,
    account: str = ACCOUNT,
    token: str = TOKEN,
) -> Iterator[bytes]:
    return (webhook(n, way, public_url, account, token) for n, way in zip(numbers, cycle(ways), strict=False))


def sender(n: int) -> str:
    return f"warga{n}@desa.example.org"


def mail(n: int) -> bytes:
    return _MAIL.format(sender=sender(n), to=MAILBOX, n=n, words=words(n)).encode()
