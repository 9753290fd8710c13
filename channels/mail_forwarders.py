"""Who may pass on what others wrote: village offices by their domains and addresses, as a setting names them.

Anybody can register a name below most public suffixes; a few Indonesian ones are given to public bodies and schools
only: https://pandi.id
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.mail_alignment import host, is_public_suffix, mailbox

if TYPE_CHECKING:
    from normalizer.mime import ParsedMail

_GIVEN_TO_PUBLIC_BODIES = frozenset({"go.id", "desa.id", "mil.id", "sch.id", "ac.id"})
# Where anybody gets an address in a minute: a whole domain of these says nothing about who writes.
_FREE = frozenset(
    {
        "126.com", "163.com", "aol.com", "duck.com", "fastmail.com", "googlemail.com", "hey.com", "hushmail.com",
        "icloud.com", "inbox.com", "mac.com", "mail.com", "mail.ru", "mailinator.com", "me.com", "msn.com",
        "naver.com", "plasa.com", "pm.me", "proton.me", "protonmail.com", "qq.com", "rediffmail.com", "rocketmail.com",
        "telkom.net", "tuta.io", "tutanota.com", "zoho.com", "zohomail.com",
    }
)  # fmt: skip
_FREE_FAMILIES = re.compile(r"(?:yahoo|ymail|hotmail|outlook|live|gmail|yandex|gmx)\.[a-z.]{2,7}")


# A one-time word as it is given out, and as it is typed: in any case, with blanks or hyphens or none; what looks alike
# is not among its signs. 31 signs and twelve places are 59 bits.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_BETWEEN = r"[\s._\u2010-\u2015-]{0,3}"
_WORD = re.compile(
    rf"\bPINTU(?:{_BETWEEN}([{SIGNS}]{{4}})){_BETWEEN}([{SIGNS}]{{4}}){_BETWEEN}([{SIGNS}]{{4}})\b", re.IGNORECASE
)
_MOST_WORDS = 5
_WORDS_WITHIN = 20_000


def words_in(text: str) -> list[str]:
    """What could be one-time words, in the form in which they are given out, the first ones only."""
    found = ("-".join(("PINTU", *match.groups())).upper() for match in _WORD.finditer(text))
    return list(dict.fromkeys(found))[:_MOST_WORDS]


def without_words(text: str) -> str:
    """The text without whatever could be a one-time word."""
    return _WORD.sub("", text)


def words_told(mail: ParsedMail) -> list[str]:
    """None of a robot's mail: it may quote the one that told the word."""
    return [] if mail.robot or mail.silent_because else words_in(f"{mail.subject}\n{mail.text[:_WORDS_WITHIN]}")


@dataclass(frozen=True, slots=True)
class Known:
    """MAIL_FORWARDERS taken apart: whole addresses, whole domains, and `below` which every domain counts."""

    addresses: frozenset[str] = field(default=frozenset(), repr=False)
    domains: frozenset[str] = frozenset()
    below: tuple[str, ...] = ()

    @classmethod
    def of(cls, value: str) -> Known:
        """From `lurah@desa.example, @kec.example, *.desa.id`. Raise ValueError with what cannot be meant."""
        addresses, domains, below = set(), set(), []
        for entry in filter(None, (part.strip() for part in value.split(","))):
            if entry.startswith("*."):
                below.append(_below(entry))
            elif "@" in entry.lstrip("@"):
                addresses.add(_address(entry))
            else:
                domains.add(_domain(entry))
        return cls(frozenset(addresses), frozenset(domains), tuple(below))

    def has(self, address: str) -> bool:
        """address: as `mailbox` makes it. A subaddress (`lurah+x@`) is another address, as it is to many servers."""
        domain = address.rpartition("@")[2]
        return bool(domain) and (
            address in self.addresses
            or domain in self.domains
            or any(domain.endswith(f".{base}") for base in self.below)
        )


def free_mail(domain: str) -> bool:
    """Whether anybody gets an address there."""
    return domain in _FREE or _FREE_FAMILIES.fullmatch(domain) is not None


def _address(entry: str) -> str:
    address = mailbox(entry)
    if not address:
        raise ValueError("must hold addresses, domains and *.domains with commas between")
    return address


def _domain(entry: str) -> str:
    domain = host(entry.lstrip("@"))
    if "." not in domain:
        raise ValueError("must hold addresses, domains and *.domains with commas between")
    if free_mail(domain):
        raise ValueError(
            f"must not hold all of {domain}: anybody gets an address there. Enrol village offices with free mail "
            "accounts one by one: satupintu forwarders add, or forwarders word"
        )
    if is_public_suffix(domain):
        raise ValueError(f"must not hold {domain}, which belongs to nobody: write *.{domain} for the domains below it")
    return domain


def _below(entry: str) -> str:
    base = host(entry.removeprefix("*."))
    if not base or "*" in base:
        raise ValueError("must hold addresses, domains and *.domains with commas between")
    if base in _GIVEN_TO_PUBLIC_BODIES:
        return base
    if is_public_suffix(base) or free_mail(base):
        raise ValueError(f"must not hold {entry}: anybody can have a name below {base}")
    return base
