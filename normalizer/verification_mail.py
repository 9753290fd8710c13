"""Mails by which a provider asks whether somebody may forward their mail here: for the operator, never a complaint.

Gmail: https://support.google.com/mail/answer/10957; Outlook: https://support.microsoft.com/office/7d4ab4b6;
Zoho: https://www.zoho.com/mail/help/email-forwarding.html; Yahoo: https://help.yahoo.com/kb/SLN22028.html;
Zimbra: https://wiki.zimbra.com/wiki/Zimbra_Desktop (zimbraFeatureAddressVerificationEnabled)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from normalizer.privacy import mask

if TYPE_CHECKING:
    from normalizer.mime import ParsedMail

_LOOKED_AT = 20_000
_MOST_LINKS = 3


@dataclass(frozen=True, slots=True)
class Provider:
    """`domains`: its own mails come from there or below, none where anybody gets an address. `senders`: the robots that
    ask, "@domain" for all of one; others of its programs pass on what anybody writes into a document's title or an
    invitation. `hosts`: where its links lead, with what is below those that begin with a dot; elsewhere it keeps
    strangers' pages, or leads on to anywhere."""

    name: str
    domains: tuple[str, ...]
    senders: tuple[str, ...]
    hosts: tuple[str, ...]

    def asks_as(self, address: str) -> bool:
        """Whether this address is one of its robots that ask."""
        return address.lower() in self.senders or f"@{_domain(address)}" in self.senders

    def leads_to(self, host: str) -> bool:
        return any(host == each.lstrip(".") or (each[0] == "." and host.endswith(each)) for each in self.hosts)


PROVIDERS: Sequence[Provider] = (
    Provider(
        "google",
        ("google.com",),
        ("forwarding-noreply@google.com",),
        ("mail-settings.google.com", "mail.google.com", "isolated.mail.google.com"),
    ),
    Provider(
        "microsoft",
        ("microsoft.com", "office365.com", "microsoftonline.com"),
        ("@accountprotection.microsoft.com", "@notify.microsoft.com"),
        (
            *("account.microsoft.com", "account.live.com", "login.live.com", "login.microsoftonline.com"),
            *("outlook.com", "outlook.live.com", "outlook.office.com", "outlook.office365.com"),
        ),
    ),
    Provider(
        "yahoo",
        ("yahoo-inc.com", "yahooinc.com"),
        ("@cc.yahoo-inc.com", "no-reply@yahooinc.com"),
        ("login.yahoo.com", "mail.yahoo.com"),
    ),
    # Its users had addresses at zoho.com, too.
    Provider(
        "zoho",
        ("zohocorp.com",),
        ("noreply@zoho.com", "noreply@zoho.eu", "noreply@zoho.in", "noreply@zohocorp.com"),
        tuple(f"{name}.zoho.{ending}" for name in ("mail", "accounts") for ending in ("com", "eu", "in")),
    ),
    Provider(
        "yandex",
        ("id.yandex.ru", "support.yandex.ru"),
        ("@id.yandex.ru", "@support.yandex.ru"),
        tuple(f"{name}.yandex.{ending}" for name in ("mail", "passport", "id") for ending in ("com", "ru")),
    ),
)
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


def verification(
    mail: ParsedMail, *, proven: bool, signed: bool = True, forwarder: bool = False
) -> Verification | None:
    """None for any other mail. proven: the sender really is who From says; signed: its own signature says so, and not
    only the machines it sends from, which a provider's customers send from as well; forwarder: and an office we know.

    Of a sender that is not proven nothing to click is taken over: whoever sent it could have us confirm theirs.
    """
    provider = _provider(mail.from_.address)
    if not _asks(mail, provider):
        return None
    vouched = proven and signed and provider is not None and provider.asks_as(mail.from_.address)
    if provider is None and forwarder:
        provider = Provider(_OWN_SERVER, (), (), (f".{_domain(mail.from_.address)}",))
        vouched = proven
    text = f"{mail.subject}\n{mail.text[:_LOOKED_AT]}"
    if provider is None or not vouched:
        return Verification(provider.name if provider else "unknown", proven=False, asked_by=_asked_by(text, mail))
    links = tuple(dict.fromkeys(found[0] for found in _LINK.finditer(text) if provider.leads_to(found[1].lower())))
    code = next((found[1] or found[2] for found in _CODE.finditer(text)), "")
    return Verification(provider.name, True, code, links[:_MOST_LINKS], _asked_by(text, mail))


def of_provider(address: str) -> bool:
    """Whether this is one of a provider's robots that ask."""
    provider = _provider(address)
    return provider is not None and provider.asks_as(address)


def _asks(mail: ParsedMail, provider: Provider | None) -> bool:
    robot = _ROBOT.match(mail.from_.address) is not None
    if _SUBJECT.search(mail.subject):
        return robot or provider is not None
    said = (
        _GENERAL.search(mail.subject) is not None and _FORWARDS.search(f"{mail.subject} {mail.text[:4000]}") is not None
    )
    return robot and said


def _provider(address: str) -> Provider | None:
    return next((each for each in PROVIDERS if each.asks_as(address) or _below(_domain(address), each.domains)), None)


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
