"""What a signature leaves open: a signed mail that is sent again with other fields above it, and so read as another.

RFC 6376, 8.15: fields are signed from the bottom up, and read from the top down. An official's answer holds what a
stranger wrote to him; with a boundary of the stranger's choice it would be that stranger's mail in the official's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from channels.mail_alignment import host, same_organisation
from channels.mail_proof_dkim import read_signature, tag_list
from channels.mail_proof_fields import Header
from normalizer.mime_headers import parties
from normalizer.mime_parameters import parameters
from normalizer.mime_words import Budget

# What steers how a mail is read and may stand there once (RFC 5322, 3.6; RFC 2045, 2183).
_ONCE = (
    *("subject", "date", "message-id", "in-reply-to", "references", "reply-to", "sender"),
    *("mime-version", "content-type", "content-transfer-encoding", "content-disposition"),
)
# The line that programs write for readers that know no MIME.
_PREAMBLE = re.compile(rb"\s{0,20}(?:This is an? [^\r\n]{0,100}\r?\n\s{0,20})?")
_PREAMBLE_BYTES = 256
_AS_IT_IS = frozenset({"7bit", "8bit", "binary"})
_TEXT = re.compile(r"\s*text\s*/", re.IGNORECASE)


def doubled(header: Header) -> bool:
    """Whether a field stands there twice that may stand there once: a signature vouches for the lower one only."""
    return any(len(header.all(name)) > 1 for name in _ONCE)


def replayed(data: bytes, header: Header, domain: str, at: float) -> bool:
    """Whether it could be such a mail, where a relay says that a signature of the organisation holds, and not which.

    So all that name it count, and what the weakest leaves open: the one that holds is among them, nobody can take it
    away. What a more patient verifier might read otherwise counts as well. at: as in `read_signature`.
    """
    fields = [one for one in header.all("dkim-signature") if _may_speak_for(one.text, domain)]
    found = [read_signature(one, at) for one in fields]
    signed = [set(one.names) for one in found if one]
    if doubled(header) or len(signed) < len(found):
        return True
    return bool(signed) and rewrapped(data, header, set.intersection(*signed))


def _may_speak_for(text: str, domain: str) -> bool:
    tags = tag_list(text)
    return not tags or same_organisation(host(tags.get("d", "")), domain)


def elsewhere(header: Header, domain: str, takes: Callable[[str], bool]) -> bool:
    """Whether a signed mail may have been written to others and sent on to us by any of them: nothing that is signed
    names an address of ours. takes: whether an address is ours."""
    signed = _signed_by(header, domain)
    return bool(signed) and not any(
        len(found := header.all(name)) == 1
        and all(name in names for names in signed)
        and any(takes(party.address) for party in parties(found[0].text, Budget()))
        for name in ("to", "cc")
    )


def read_anew(header: Header, domain: str) -> bool:
    """Whether it may have been written to us and to others, one of whom says anew how its words are to be read: what an
    official quotes of a stranger would be a forward of the official's then."""
    return any(_says_anew(header, names) for names in _signed_by(header, domain))


def _signed_by(header: Header, domain: str) -> list[set[str]]:
    """Which fields each signature vouches for that may speak for the author."""
    tags = [tag_list(one.text) for one in header.all("dkim-signature") if _may_speak_for(one.text, domain)]
    return [{name.strip().lower() for name in one.get("h", "").split(":")} for one in tags]


def _says_anew(header: Header, signed: Collection[str]) -> bool:
    """Of several parts each says in the signed body how it is to be read."""
    types = header.all("content-type")
    if types and "content-type" not in signed:
        return _TEXT.match(types[0].text) is not None
    encoded = [one for one in header.all("content-transfer-encoding") if one.text.lower() not in _AS_IT_IS]
    several = bool(types) and _TEXT.match(types[0].text) is None
    return bool(encoded) and not several and "content-transfer-encoding" not in signed


def rewrapped(data: bytes, header: Header, signed: Collection[str]) -> bool:
    """Whether what is not signed could have made another mail of what is: a subject, or a type that does not fit the
    body. Gmail signs no Content-Type; there the signed body itself has to begin with the boundary it names."""
    if header.all("subject") and "subject" not in signed:
        return True
    types = header.all("content-type")
    if not types or "content-type" in signed or _TEXT.match(types[0].text):
        return False
    boundary = parameters("Content-Type", types[0].text, Budget()).get("boundary", "")
    begins = _PREAMBLE.match(data, header.body_at, header.body_at + _PREAMBLE_BYTES)
    at = begins.end() if begins else header.body_at
    return not boundary or not data.startswith(f"--{boundary}".encode("utf-8", "replace"), at)
