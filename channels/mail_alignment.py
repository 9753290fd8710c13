"""Whose domain is whose: addresses in one form, the part of a domain that somebody registered, and alignment.

RFC 7489, 3.1 (alignment), 3.2 (organizational domain); https://publicsuffix.org/list/; UTS 46 for names beyond ASCII.
"""

from __future__ import annotations

import re
from functools import lru_cache

import idna
from publicsuffixlist import PublicSuffixList

_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.){0,20}[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LOCAL = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]{1,64}")


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    """Reading the list takes a tenth of a second: not at import."""
    return PublicSuffixList()


def host(domain: str) -> str:
    """A domain in lower-case ASCII without a final dot; empty when it is none. Letters of another script that look like
    Latin ones make another name here, as they do in DNS."""
    text = domain.strip().removesuffix(".")
    if not text or len(text) > 253:
        return ""
    try:
        plain = text.lower() if text.isascii() else idna.encode(text, uts46=True).decode("ascii").removesuffix(".")
    except (idna.IDNAError, UnicodeError):
        return ""
    return plain if len(plain) <= 253 and _HOST.fullmatch(plain) else ""


def mailbox(address: str) -> str:
    """An address in the one form in which two are compared; empty when it is none.

    The local part in lower case: the standard leaves its case to the server, no server in use tells them apart.
    """
    local, at, domain = address.strip().strip("<>").rpartition("@")
    name = host(domain)
    return f"{local.lower()}@{name}" if at and name and _LOCAL.fullmatch(local) else ""


def counted_as(address: str) -> str:
    """One name for what is likely to be one person's mailbox, to count by and never to write to: without what stands
    behind a plus (RFC 5233), and without the dots that Gmail passes over. What is no mail address stays as it is.

    https://support.google.com/mail/answer/7436150
    """
    local, at, domain = address.strip().strip("<>").lower().rpartition("@")
    name = host(domain) if at else ""
    if not name:
        return address.strip().lower()
    plain = local.partition("+")[0] or local
    if name in ("gmail.com", "googlemail.com"):
        return f"{plain.replace('.', '')}@gmail.com"
    return f"{plain}@{name}"


@lru_cache(maxsize=4096)
def organisation(domain: str) -> str:
    """The part of a domain that somebody registered: `kab.go.id` of `mail.dinas.kab.go.id`; empty for a public suffix,
    and for what is no domain."""
    name = host(domain)
    return str(_suffixes().privatesuffix(name) or "") if name else ""


def is_public_suffix(domain: str) -> bool:
    return bool(host(domain)) and not organisation(domain)


def same_organisation(one: str, other: str) -> bool:
    """Relaxed alignment of two domains. What nobody can have registered, as a machine's bare name, agrees with itself
    only."""
    first, second = host(one), host(other)
    return bool(first) and (
        first == second or (organisation(first) != "" and organisation(first) == organisation(second))
    )


def aligned(envelope_from: str, address: str) -> bool:
    """Whether MAIL FROM belongs to the same organisation as the address a mail says it is from: what can be told of it
    without DNS, and proves nothing."""
    sent, named = (text.strip().strip("<>").rpartition("@")[2] for text in (envelope_from, address))
    return same_organisation(sent, named)
