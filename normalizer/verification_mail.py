"""Mails by which a provider asks whether somebody may forward their mail here: for the operator, never a complaint.

Gmail: https://support.google.com/mail/answer/10957; Outlook: https://support.microsoft.com/office/7d4ab4b6;
Zoho: https://www.zoho.com/mail/help/email-forwarding.html; Yahoo: https://help.yahoo.com/kb/SLN22028.html;
Zimbra: https://wiki.zimbra.com/wiki/Zimbra_Desktop (zimbraFeatureAddressVerificationEnabled)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from normalizer.mime import ParsedMail
from normalizer.privacy import mask

_LOOKED_AT = 20_000
_MOST_LINKS = 3


@dataclass(frozen=True, slots=True)
class Provider:
    """`domains` its own mails come from, none where anybody gets an address; `hosts` its links lead to. Both count with
    what is below them."""

    name: str
    domains: tuple[str, ...]
    hosts: tuple[str, ...]


PROVIDERS: Sequence[Provider] = (
    Provider("google", ("google.com",), ("google.com",)),
    Provider(
        "microsoft",
        ("microsoft.com", "office365.com", "microsoftonline.com"),
        ("microsoft.com", "outlook.com", "live.com", "office.com", "office365.com"),
    ),
    Provider("yahoo", ("yahoo-inc.com", "yahooinc.com"), ("yahoo.com",)),
    Provider("zoho", ("zoho.com", "zohocorp.com", "zoho.eu", "zoho.in"), ("zoho.com", "zoho.eu", "zoho.in")),
    Provider("yandex", ("id.yandex.ru", "support.yandex.ru"), ("yandex.com", "yandex.ru")),
)  # fmt: skip
# Zimbra stands at the office itself: whoever proves to be of that office may ask.
_OWN_SERVER = "zimbra"

_SUBJECT = re.compile(
    r"forwarding confirmation|confirm(?:ation)?(?: of)?(?: your| the)? (?:e?-?mail )?forwarding|"
    r"forwarding (?:address )?verification|"
    r"verify (?:your |the |this )?(?:e-?mail |mail )?forwarding|konfirmasi (?:penerusan|pengalihan|alamat penerusan)|"
    r"verifikasi (?:penerusan|alamat penerusan|alamat (?:e-?mail|surel))|pengesahan pemajuan|pengesahan majuan",
    re.IGNORECASE,
)
# Said in many mails: only together with a sender that is a provider's robot.
_GENERAL = re.compile(
    r"(?:request for )?e-?mail address verification|verify (?:your |this |the )?e-?mail(?: address)?|"
    r"confirm (?:your |this )?"
    r"e-?mail address|verification code|security code|kode (?:verifikasi|konfirmasi|keamanan)",
    re.IGNORECASE,
)
_FORWARDS = re.compile(r"forward|penerusan|meneruskan|diteruskan|teruskan|majuk", re.IGNORECASE)
_ROBOT = re.compile(
    r"(?:no-?reply|do-?not-?reply|forwarding-noreply|notif\w*|account\S*|verif\w*|admin|zimbra|postmaster)\S*@", re.I
)
_CODE = re.compile(r"\(#(\d{5,12})\)|(?:code|kode)\b[^\d\n]{0,60}?(\d{4,12})\b", re.IGNORECASE)
_LINK = re.compile(r"https://([A-Za-z0-9.-]{4,100})(?::443)?/[^\s<>\"')\]]{1,600}")
_WHO = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


@dataclass(frozen=True, slots=True)
class Verification:
    """`provider` by name; `code` and `links` are empty unless the sender is proven. `asked_by` is masked."""

    provider: str
    proven: bool
    code: str = field(default="", repr=False)
    links: tuple[str, ...] = field(default=(), repr=False)
    asked_by: str = field(default="", repr=False)


def verification(mail: ParsedMail, *, proven: bool, forwarder: bool = False) -> Verification | None:
    """None for any other mail. proven: the sender really is who From says; forwarder: and an office we know.

    Of a sender that is not proven nothing to click is taken over: whoever sent it could have us confirm theirs.
    """
    provider = _provider(mail.from_.address)
    if not _asks(mail, provider):
        return None
    if provider is None and forwarder:
        provider = Provider(_OWN_SERVER, (), (_domain(mail.from_.address),))
    text = f"{mail.subject}\n{mail.text[:_LOOKED_AT]}"
    if provider is None or not proven:
        return Verification(provider.name if provider else "unknown", proven=False, asked_by=_asked_by(text, mail))
    links = tuple(dict.fromkeys(found[0] for found in _LINK.finditer(text) if _below(found[1].lower(), provider.hosts)))
    code = next((found[1] or found[2] for found in _CODE.finditer(text)), "")
    return Verification(provider.name, True, code, links[:_MOST_LINKS], _asked_by(text, mail))


def _asks(mail: ParsedMail, provider: Provider | None) -> bool:
    robot = _ROBOT.match(mail.from_.address) is not None
    if _SUBJECT.search(mail.subject):
        return provider is not None or robot
    said = (
        _GENERAL.search(mail.subject) is not None and _FORWARDS.search(f"{mail.subject} {mail.text[:4000]}") is not None
    )
    return robot and said


def _provider(address: str) -> Provider | None:
    return next((each for each in PROVIDERS if _below(_domain(address), each.domains)), None)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _below(host: str, known: Sequence[str]) -> bool:
    return any(host == each or host.endswith(f".{each}") for each in known)


def _asked_by(text: str, mail: ParsedMail) -> str:
    """The first address that is neither the sender's nor a provider's robot, its name cut to one letter."""
    for found in _WHO.finditer(text):
        address = found[0].lower()
        if address != mail.from_.address.lower() and not _ROBOT.match(address):
            local, _, domain = address.rpartition("@")
            return f"{local[:1]}***@{mask(domain)}"
    return ""
