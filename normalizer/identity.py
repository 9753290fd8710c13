"""Who a sender is: one person has one URI wherever it is known for certain. Never by name, place or text."""

from __future__ import annotations

import re
from email.utils import parseaddr

from normalizer.forwarded import Forward, read_text
from normalizer.phone import e164

_PHONE_CHANNELS = frozenset({"sms", "whatsapp", "sms_http", "wa", "sms1708", "twilio"})
_SCHEMES = ("whatsapp:", "tel:", "sms:", "telegram:", "mailto:", "mail:", "phone:")
_MAIL = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]{1,255}")
_LONGEST = 320
_TELEGRAM_ID = re.compile(r"-?[0-9]{1,20}")
# Only a text with one of these can be a forward.
_FORWARD_HINT = re.compile(r"^[ \t>*]{0,6}(?:Dari|From|Pengirim|Sender)\*?[ \t]?:|-{3,}|forward|terus", re.I | re.M)


def person(channel: str, sender: str) -> str:
    """`tel:+62…`, `telegram:<id>`, `mailto:…`, or `<channel>:<sender>` for what is known on one channel only; "" for
    nobody. The same phone over SMS and WhatsApp is one person."""
    sender = sender.strip()[:_LONGEST]
    if not sender:
        return ""
    scheme, bare = _split(sender)
    mail = _address(bare)
    if mail:
        return f"mailto:{mail}"
    if scheme == "telegram:" or (channel == "telegram" and not bare.startswith("+")):
        return f"telegram:{bare}" if _TELEGRAM_ID.fullmatch(bare) else f"telegram:{bare.lstrip('@').casefold()}"
    number = e164(bare)
    if number and (channel in _PHONE_CHANNELS or scheme or bare.startswith(("+", "08", "62"))):
        return f"tel:{number}"
    return f"{channel}:{bare.casefold()}"


def _split(sender: str) -> tuple[str, str]:
    lowered = sender.casefold()
    scheme = next((one for one in _SCHEMES if lowered.startswith(one)), "")
    return scheme, sender[len(scheme) :].strip()


def _address(text: str) -> str:
    bare = parseaddr(text)[1] or text
    return bare.casefold() if _MAIL.fullmatch(bare) else ""


def forward_in(text: str) -> Forward | None:
    """The forward that a mail's words are, if a person is named in its headers."""
    return read_text("Fwd:", text) if _FORWARD_HINT.search(text[:20_000]) else None


def author(forward: Forward) -> str:
    """Who wrote what was forwarded, by address or phone; "" where only a name stands there."""
    address = forward.reporter.address
    return person("mail" if "@" in address else "sms", address) if address and not address.isalpha() else ""
