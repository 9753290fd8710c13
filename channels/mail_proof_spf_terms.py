"""SPF records taken apart, and the macros in them.

RFC 7208, 4.6 (records), 7 (macros), 12 (grammar).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from urllib.parse import quote

from channels.mail_proof_names import Address

RESULTS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
LONGEST_RECORD = 4096
MOST_TERMS = 200
_TERM = re.compile(r"([-+~?]?)([A-Za-z][A-Za-z0-9_.-]{0,62})(?:([:=/])(.*))?")
_CIDR = re.compile(r"(.*?)(?:/(\d{1,2}))?(?://(\d{1,3}))?")
_MACRO = re.compile(r"%(?:\{([slodipvhSLODIPVH])(\d{0,3})([rR]?)([-.+,/_=]*)\}|([%_-])|)")
_LITERAL = {"%": "%", "_": " ", "-": "%20"}
# What each mechanism may have behind it: must it name a domain, may it, and has it a prefix length.
_FORMS = {"all": (), "include": ("domain",), "a": ("domain?", "cidr"), "mx": ("domain?", "cidr"), "ptr": ("domain?",)}
_FORMS |= {"ip4": ("network",), "ip6": ("network",), "exists": ("domain",)}


class Broken(Exception):
    """The record cannot be used (permerror)."""


@dataclass(frozen=True, slots=True)
class Term:
    """One mechanism. `domain` has its macros unexpanded; `prefixes` are for IPv4 and IPv6."""

    result: str
    name: str
    domain: str = ""
    prefixes: tuple[int, int] = (32, 128)


@dataclass(frozen=True, slots=True)
class Record:
    terms: tuple[Term, ...]
    redirect: str = ""


def is_record(text: str) -> bool:
    return text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")


def parse(text: str) -> Record:
    """Raise `Broken`: an error anywhere makes all of it useless."""
    words = text.split(" ")[1:]
    if len(text) > LONGEST_RECORD or len(words) > MOST_TERMS:
        raise Broken("too long")
    terms: list[Term] = []
    modifiers: dict[str, str] = {}
    for word in filter(None, words):
        found = _TERM.fullmatch(word)
        if found is None:
            raise Broken("no term")
        if found[3] == "=" and not found[1]:
            _modifier(modifiers, found[2].lower(), found[4])
        else:
            terms.append(_term(RESULTS[found[1] or "+"], found[2].lower(), (found[3] or "") + (found[4] or "")))
    return Record(tuple(terms), modifiers.get("redirect", ""))


def _modifier(modifiers: dict[str, str], name: str, value: str) -> None:
    if name in ("redirect", "exp") and (name in modifiers or not value):
        raise Broken("a modifier is empty or comes twice")
    modifiers[name] = value


def _term(result: str, name: str, rest: str) -> Term:
    form = _FORMS.get(name)
    if form is None or rest.startswith("="):
        raise Broken("an unknown mechanism")
    if "network" in form:
        return Term(result, name, _network(name, rest.removeprefix(":")))
    found = _CIDR.fullmatch(rest) if "cidr" in form else None
    domain, prefixes = (found[1], (_prefix(found[2], 32), _prefix(found[3], 128))) if found else (rest, (32, 128))
    named = domain.startswith(":") and len(domain) > 1
    if (domain and not (named and form)) or ("domain" in form and not named):
        raise Broken("a domain is missing, or too much")
    return Term(result, name, domain.removeprefix(":"), prefixes)


def _prefix(text: str | None, most: int) -> int:
    length = int(text) if text else most
    if length > most:
        raise Broken("a prefix is too long")
    return length


def _network(name: str, text: str) -> str:
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        raise Broken("no network") from None
    if f"ip{network.version}" != name:
        raise Broken("a network of the other kind")
    return str(network)


def expanded(text: str, values: Mapping[str, str]) -> str:
    """A domain with its macros filled in, at most 253 characters of it, cut from the left. Raise `Broken`."""

    def fill(found: re.Match[str]) -> str:
        if found[0] == "%":
            raise Broken("a macro that is none")
        if found[5]:
            return _LITERAL[found[5]]
        return _shaped(values[found[1].lower()], found)

    name = _MACRO.sub(fill, text).removesuffix(".")
    while len(name) > 253:
        name = name.partition(".")[2]
    return name


def _shaped(value: str, found: re.Match[str]) -> str:
    if not (found[2] or found[3] or found[4]):
        return quote(value, safe="") if found[1].isupper() else value
    parts = re.split(f"[{re.escape(found[4] or '.')}]", value)
    parts = parts[::-1] if found[3] else parts
    count = int(found[2] or len(parts))
    if not count:
        raise Broken("a macro of no parts")
    text = ".".join(parts[-count:])
    return quote(text, safe="") if found[1].isupper() else text


def macro_values(address: Address, local: str, origin: str, domain: str, helo: str) -> dict[str, str]:
    """RFC 7208, 7.3; `p` is not looked up, as 7.3 advises against it."""
    dotted = str(address) if address.version == 4 else ".".join(address.exploded.replace(":", ""))
    return {
        "s": f"{local}@{origin}",
        "l": local,
        "o": origin,
        "d": domain,
        "i": dotted,
        "p": "unknown",
        "v": "in-addr" if address.version == 4 else "ip6",
        "h": helo,
    }
