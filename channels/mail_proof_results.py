"""The verdict of a mail server of ours, as it writes it on top of a mail.

RFC 8601 (Authentication-Results); the registry of its words: https://www.iana.org/assignments/email-auth
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from channels.mail_alignment import host, mailbox, same_organisation
from channels.mail_proof_fields import Header

_LONGEST = 8192
_HIDDEN = "\x01"  # for signs within quotes that mean something outside of them


@dataclass(frozen=True, slots=True)
class Result:
    """`dkim=pass header.d=example.org`: names in lower case."""

    method: str
    result: str
    properties: dict[str, str]

    def domain(self, *names: str) -> str:
        """Of the first of these properties there is: an address's domain, or a domain."""
        value = next((self.properties[name] for name in names if name in self.properties), "")
        return host(value.rpartition("@")[2])


def verdicts(header: Header, authserv_id: str, most: int, author: str) -> tuple[str, ...]:
    """By what a server of that name says the author wrote: `dmarc`, `dkim`, `spf`, `auth`.

    Only the topmost `most` of its headers count, and of each method only the first that speaks of it: a sender may have
    written more of them below.
    """
    results = _results(header, authserv_id, most)
    domain = author.rpartition("@")[2]
    if any(one.method == "dmarc" and one.result == "fail" for one in results):
        return ()
    return tuple(one.method for one in results if one.result == "pass" and _speaks_for(one, author, domain))


def _speaks_for(one: Result, author: str, domain: str) -> bool:
    if one.method == "dmarc":
        return one.domain("header.from") == domain
    if one.method == "dkim":
        return same_organisation(one.domain("header.d", "header.i"), domain)
    if one.method == "spf":
        return same_organisation(one.domain("smtp.mailfrom", "smtp.mail"), domain)
    return one.method == "auth" and mailbox(one.properties.get("smtp.auth", "")) == author


def _results(header: Header, authserv_id: str, most: int) -> list[Result]:
    found: list[Result] = []
    taken = 0
    for field in header.all("authentication-results"):
        named, results = parse(field.text[:_LONGEST])
        if named != authserv_id.lower():
            continue
        known = {one.method for one in found}
        found += [one for one in results if one.method not in known]
        taken += 1
        if taken == most:
            break
    return found


def parse(value: str) -> tuple[str, list[Result]]:
    """Who speaks, and what it says. Total; comments are left out."""
    parts = _without_comments(value).split(";")
    named = parts[0].split()
    return (named[0].lower() if named else ""), list(_read(parts[1:]))


def _read(parts: Iterable[str]) -> Iterator[Result]:
    for part in parts:
        words = re.sub(r"\s*([=.])\s*", r"\1", part).split()
        pairs = [word.partition("=") for word in words]
        if not pairs or not all(pairs[0]):
            continue  # "none", or what we do not know
        method = pairs[0][0].lower().partition("/")[0]
        properties: dict[str, str] = {}
        for name, _, text in pairs[1:]:
            properties.setdefault(name.lower(), text)
        yield Result(method, pairs[0][2].lower(), properties)


def _without_comments(value: str) -> str:
    """Quoted text without its quotes, its special signs hidden; no recursion."""
    out: list[str] = []
    depth, quoted, escaped = 0, False, False
    for sign in value:
        if escaped:
            escaped = False
            out.append(_hidden(sign) if not depth else "")
        elif sign == "\\" and (quoted or depth):
            escaped = True
        elif sign == '"' and not depth:
            quoted = not quoted
        elif quoted:
            out.append(_hidden(sign))
        elif sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
            out.append(" ")
        elif not depth:
            out.append(sign)
    return "" if quoted or depth else "".join(out)


def _hidden(sign: str) -> str:
    return _HIDDEN if sign in " \t;=()" else sign
